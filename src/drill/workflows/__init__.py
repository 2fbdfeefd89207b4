"""One module per request: read, compute, commit once."""
