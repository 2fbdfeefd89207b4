"""Files appear whole or not at all, also when the process is killed or the disk is full."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from typing import TYPE_CHECKING

from drill.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


class WriteError(DrillError):
    """A file could not be written; what stood there before still stands."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path}: cannot write: {error.strerror or error}. Nothing was changed there.")


def write_atomically(path: Path, data: bytes) -> None:
    """Write `data` to `path`: readers see the old file or the new one, never a part. Raises WriteError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        staged = _stage(path, data)
    except OSError as error:
        raise WriteError(path, error) from error
    try:
        staged.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        staged.unlink(missing_ok=True)
        raise WriteError(path, error) from error


def _stage(path: Path, data: bytes) -> Path:
    """Write `data` to a hidden file beside `path`, down to the disk."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
    staged = path.parent / name
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files private; an output file gets the usual rights.
        staged.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return staged


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    # Not every platform lets a folder be opened; there the rename itself has to do.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_folder(folder: Path, files: Mapping[str, bytes], *, replaced: Collection[str] = ()) -> None:
    """Replace one set of files in `folder` together. Raises WriteError.

    Files of other names are kept, but for those named in `replaced`: they belong to the set that goes.

    The whole set is staged in a new folder, which then takes the old one's place. A process killed between the two
    renames leaves the old folder as `.NAME.old`; the next call brings it back first.
    """
    staged, old = _beside(folder, "new"), _beside(folder, "old")
    try:
        recover_folder(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staged, ignore_errors=True)
        staged.mkdir()
        _stage_set(folder, staged, files, replaced)
        if folder.exists():
            folder.rename(old)
        staged.rename(folder)
        _sync_folder(folder.parent)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        shutil.rmtree(staged, ignore_errors=True)
        with contextlib.suppress(OSError):
            recover_folder(folder)
        raise WriteError(folder, error) from error


def recover_folder(folder: Path) -> None:
    """Bring back the folder that a killed `write_folder` had moved aside; drop it if the new one took its place."""
    old = _beside(folder, "old")
    if old.exists() and folder.exists():
        shutil.rmtree(old)
    elif old.exists():
        old.rename(folder)


def _stage_set(folder: Path, staged: Path, files: Mapping[str, bytes], replaced: Collection[str]) -> None:
    for name, data in files.items():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    for kept in sorted(folder.rglob("*")) if folder.is_dir() else ():
        place = kept.relative_to(folder)
        target = staged / place
        if kept.is_file() and not target.exists() and place.as_posix() not in replaced:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(kept, target)


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f".{folder.name}.{suffix}")
