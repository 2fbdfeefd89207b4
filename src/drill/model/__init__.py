"""Frozen dataclasses, enums and ids."""
