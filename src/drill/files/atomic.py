"""Files appear whole or not at all, also when the process is killed or the disk is full."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from drill.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


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


class OutputFolderError(DrillError):
    """A folder that drill must not replace as a whole."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"{folder}: {why}. Name a folder of its own for what is made, for example exports/test.")


def write_folder(folder: Path, files: Mapping[str, bytes], *, replaced: Collection[str] = ()) -> None:
    """Replace one set of files in `folder` together. Raises WriteError or OutputFolderError.

    Everything else in the folder is kept, but for the files named in `replaced`: they belong to the set that goes.

    The whole set is staged in a new folder, which then takes the old one's place. A process killed between the two
    renames leaves the old folder as `.NAME.old`; the next call brings it back first.
    """
    # A link to a folder stays a link: what it points to is replaced.
    folder = folder.resolve()
    _require_own_folder(folder)
    staged, old = _beside(folder, "new"), _beside(folder, "old")
    try:
        recover_folder(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staged, ignore_errors=True)
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
    gone = {*files, *replaced}

    def left_out(parent: str, names: list[str]) -> list[str]:
        place = Path(parent).relative_to(folder)
        return [name for name in names if (place / name).as_posix() in gone]

    if folder.exists():
        shutil.copytree(folder, staged, symlinks=True, ignore=left_out)
    for name, data in files.items():
        target = staged / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _require_own_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputFolderError(folder, "this is a file")
    here = Path.cwd()
    if folder == here or folder in here.parents:
        raise OutputFolderError(folder, "the folder you stand in cannot be replaced")


def _beside(folder: Path, suffix: str) -> Path:
    return folder.with_name(f".{folder.name}.{suffix}")
