"""Script conversion, similarity, labels, the seeded shuffle (pure)."""
