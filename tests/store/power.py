"""A disk in memory that can lose its power, and SQLite on it (through apsw, whose VFS Python can write).

What was written since the last sync of a file may or may not have reached the disk when the power goes: each write is
kept, dropped, or torn, that is kept in some of its 512-byte sectors; in any combination, so order is lost too.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import apsw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from drill.text.shuffle import Rng

SECTOR_BYTES = 512
_VFS_NAME = "drill-power"


@dataclass
class File:
    """`content` is what reads see; `synced` what is safe; `pending` the writes (offset, data) and cuts (size, None)."""

    content: bytearray = field(default_factory=bytearray)
    synced: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.synced = bytearray(self.content)
        self.pending = []

    def survive(self, rng: Rng) -> tuple[bytes, int]:
        """Return what is left after the power went, and how many writes were lost or torn."""
        left, harmed = bytearray(self.synced), 0
        for offset, data in self.pending:
            fate = rng.below(3)
            if fate == 0:
                harmed += 1
                continue
            if data is None:
                del left[offset:]
                continue
            pieces = range(0, len(data), SECTOR_BYTES)
            kept = [start for start in pieces if fate == 1 or rng.below(2)]
            harmed += len(kept) < len(pieces)
            for start in kept:
                write(left, offset + start, data[start : start + SECTOR_BYTES])
        return bytes(left), harmed


def write(content: bytearray, offset: int, data: bytes) -> None:
    content.extend(bytes(max(0, offset + len(data) - len(content))))
    content[offset : offset + len(data)] = data


class Disk:
    """Files by path; the power goes before the `cut_after`-th write or sync."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = {path: File(bytearray(data), bytearray(data)) for path, data in files.items()}
        self.dead = False
        self.cut_after = 0
        self.fails: Callable[[], None] | None = None

    def change(self) -> None:
        """Called before each write or sync."""
        self.alive()
        if self.fails is not None:
            self.fails()
        self.cut_after -= 1
        if self.cut_after == 0:
            self.dead = True
            self.alive()

    def alive(self) -> None:
        if self.dead:
            raise apsw.exception_for(apsw.SQLITE_IOERR)

    def after_power_cut(self, rng: Rng) -> tuple[Disk, int]:
        survived = {path: file.survive(rng) for path, file in self.files.items()}
        return Disk({path: data for path, (data, _) in survived.items()}), sum(harm for _, harm in survived.values())


class PowerFile:
    """An open file of the disk; one connection has it to itself."""

    def __init__(self, disk: Disk, path: str, *, temporary: bool) -> None:
        self.disk = disk
        self.path = path
        self.temporary = temporary
        self.file = File() if temporary else disk.files.setdefault(path, File())

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802 - apsw's names
        self.disk.alive()
        return bytes(self.file.content[offset : offset + amount])

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        if not self.temporary:
            self.disk.change()
        write(self.file.content, offset, bytes(data))
        self.file.pending.append((offset, bytes(data)))

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.disk.change()
        del self.file.content[size:]
        self.file.pending.append((size, None))

    def xSync(self, _flags: int) -> None:  # noqa: N802
        self.disk.change()
        self.file.sync()

    def xFileSize(self) -> int:  # noqa: N802
        self.disk.alive()
        return len(self.file.content)

    def xLock(self, level: int) -> None:  # noqa: N802
        pass

    def xUnlock(self, level: int) -> None:  # noqa: N802
        pass

    def xCheckReservedLock(self) -> bool:  # noqa: N802
        return False

    def xFileControl(self, _op: int, _pointer: int) -> bool:  # noqa: N802
        return False

    def xSectorSize(self) -> int:  # noqa: N802
        return SECTOR_BYTES

    def xDeviceCharacteristics(self) -> int:  # noqa: N802
        return 0

    def xClose(self) -> None:  # noqa: N802
        pass


class PowerVfs(apsw.VFS):
    """SQLite's way to the disk that is plugged in."""

    def __init__(self) -> None:
        super().__init__(_VFS_NAME, base="")
        self.disk = Disk({})

    def xOpen(self, name: Any, flags: list[int]) -> Any:  # noqa: N802
        self.disk.alive()
        path = None if name is None else name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        flags[1] = flags[0]
        return PowerFile(self.disk, path or "", temporary=path is None)

    def xDelete(self, path: str, _sync: bool) -> None:  # noqa: N802, FBT001
        self.disk.change()
        self.disk.files.pop(path, None)

    def xAccess(self, path: str, _flags: int) -> bool:  # noqa: N802
        return path in self.disk.files

    def xFullPathname(self, path: str) -> str:  # noqa: N802
        return path


class ApswConnection:
    """apsw in the store's few words, with sqlite3's errors."""

    def __init__(self, path: str) -> None:
        with translated():
            self._connection = apsw.Connection(path, vfs=_VFS_NAME)
            # Without shared memory WAL needs the file for itself, from the first look into it.
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> Any:
        with translated():
            return self._connection.execute(sql, tuple(parameters))

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Any:
        with translated():
            return self._connection.executemany(sql, parameters)

    def close(self) -> None:
        with suppress(apsw.Error):  # a dead disk fails the last checkpoint too
            self._connection.close(force=True)


class translated:  # noqa: N801 - reads as a verb where it is used
    """Raise sqlite3's error for apsw's, with the same code."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, apsw.Error):
            twin = sqlite3.OperationalError(str(error))
            twin.sqlite_errorcode = getattr(error, "extendedresult", 0) or getattr(error, "result", 0)
            raise twin from error
