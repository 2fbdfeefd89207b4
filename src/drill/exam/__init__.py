"""Blueprint, assembly, papers (pure)."""
