"""One writer at a time for a bank or an output folder, also among several processes."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from drill.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class BusyError(DrillError):
    """Another process has what only one may have at a time."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what} Finish or leave it there, then run this again.")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process writes `path`, and keep others waiting until the block ends.

    The lock is a file in the system's folder for temporary files, so it litters nothing beside `path`; the system
    releases it when the process ends, however it ends.
    """
    descriptor = _opened(path)
    try:
        _take(descriptor)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def held(path: Path, what: str) -> Iterator[None]:
    """Keep `path` to this process until the block ends; raises BusyError, saying `what`, if another one has it."""
    descriptor = _opened(path)
    try:
        try:
            _try(descriptor)
        except OSError as error:
            raise BusyError(path, what) from error
        yield
    finally:
        os.close(descriptor)


def _opened(path: Path) -> int:
    digest = hashlib.blake2b(str(path.resolve()).encode(), digest_size=12).hexdigest()
    return os.open(Path(tempfile.gettempdir()) / f"drill-{digest}.lock", os.O_RDWR | os.O_CREAT, 0o666)
