"""The one place where drill reads the clock."""

from __future__ import annotations

import time


def now_seconds() -> int:
    """Return the time in whole seconds since 1970-01-01 UTC."""
    return int(time.time())  # noqa: TID251 - this is the one place the ban points to


def now_ms() -> int:
    """Return the time in milliseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1_000_000


def stopwatch_ms() -> int:
    """Return milliseconds from an arbitrary moment on, which never go back: only differences mean something."""
    return time.monotonic_ns() // 1_000_000
