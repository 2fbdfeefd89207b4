"""The bank's syntax and its checks (pure)."""
