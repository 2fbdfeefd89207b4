"""One writer at a time for a bank or an output folder, also among several processes."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process writes `path`, and keep others waiting until the block ends.

    The lock is a file in the system's folder for temporary files, so it litters nothing beside `path`; the system
    releases it when the process ends, however it ends.
    """
    digest = hashlib.blake2b(str(path.resolve()).encode(), digest_size=12).hexdigest()
    name = Path(tempfile.gettempdir()) / f"drill-{digest}.lock"
    descriptor = os.open(name, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)
