"""Facts to notes and items (pure)."""
