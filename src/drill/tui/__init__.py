"""Screens in the terminal: each calls one workflow for a request and shows what came back."""
