"""Sample documents to try drill with."""
