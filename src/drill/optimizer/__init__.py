"""The adapter to the training library, which is an extra."""
