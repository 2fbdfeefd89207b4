"""A log of lines that survives being killed: each line is on the disk before the next step is taken."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from drill.files.atomic import WriteError

if TYPE_CHECKING:
    from pathlib import Path


def append_line(path: Path, line: str) -> None:
    """Put a line at the end of the log and wait until the disk has it. Raises WriteError.

    A line that a killed process left half-written is overwritten.
    """
    data = f"{line}\n".encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            end = _whole_size(descriptor)
            os.ftruncate(descriptor, end)
            os.lseek(descriptor, end, os.SEEK_SET)
            while data:
                data = data[os.write(descriptor, data) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise WriteError(path, error) from error


def _whole_size(descriptor: int) -> int:
    """Return the size of a file up to its last line end."""
    size = os.fstat(descriptor).st_size
    at = size
    while at > 0:
        start = max(0, at - 4096)
        os.lseek(descriptor, start, os.SEEK_SET)
        found = os.read(descriptor, at - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        at = start
    return 0


def read_lines(path: Path) -> list[str]:
    """Return the whole lines of the log; none if there is no log yet. A half-written last line was never decided."""
    if not path.is_file():
        return []
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    return whole.decode("utf-8", errors="replace").split("\n") if whole else []
