"""The one place where drill draws real randomness."""

from __future__ import annotations

import secrets  # noqa: TID251 - this is the one place the ban points to


def below(n: int) -> int:
    """Draw an integer in [0, n), unpredictably."""
    return secrets.randbelow(n)
