"""Drafts of facts: decisions about them, comparison with a bank, and what becomes of them. Pure."""
