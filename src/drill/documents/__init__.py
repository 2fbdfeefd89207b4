"""Files of every supported kind, read as text with positions."""
