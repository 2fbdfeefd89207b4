"""The one place where drill reads the clock."""

from __future__ import annotations

import time


def now_seconds() -> int:
    """Return the time in whole seconds since 1970-01-01 UTC."""
    return int(time.time())  # noqa: TID251 - this is the one place the ban points to
