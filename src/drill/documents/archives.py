"""Zip archives from strangers: bounded before anything is unpacked, and never unpacked to disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from drill.documents.refusal import refuse, refuse_damaged

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 20_000
# A page of a real document shrinks 10 to 60 times; repetition made to do harm shrinks 1000 times.
_MAX_RATIO = 400
_RATIO_FROM_BYTES = 8 * 1024 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def opened(content: bytes) -> zipfile.ZipFile:
    """Open an archive after checking what it would unpack to."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except _DAMAGED as error:
        refuse_damaged("zip archive", str(error), error)
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        refuse(f"it holds {len(entries)} files.", "Check where it comes from.")
    total = sum(entry.file_size for entry in entries if not _is_media(entry.filename))
    if total > MAX_UNPACKED_BYTES:
        refuse(f"it would unpack to {total // 2**20} MB.", "Check where it comes from.")
    for entry in entries:
        if entry.file_size > _RATIO_FROM_BYTES and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1):
            ratio = entry.file_size // max(entry.compress_size, 1)
            refuse(f"{entry.filename} in it would unpack to {ratio} times its size.", "Check where it comes from.")
    return archive


def content_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one entry; never more than the archive said."""
    try:
        with archive.open(name) as entry:
            return entry.read(archive.getinfo(name).file_size)
    except KeyError as error:
        refuse_damaged("file", f"{name} is missing in it", error)
    except _DAMAGED as error:
        refuse_damaged("zip archive", f"{name}: {error}", error)


def documents_in(archive: zipfile.ZipFile) -> Iterator[str]:
    """Yield the names of the entries that may be documents, in order; refuse names that point out of the archive."""
    for name in sorted(entry.filename for entry in archive.infolist() if not entry.is_dir()):
        path = PurePosixPath(name.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
            refuse(f"it holds a file named {name!r}, which points out of the archive.", "Do not unpack it.")
        if not path.name.startswith(".") and "__MACOSX" not in path.parts:
            yield name


def _is_media(name: str) -> bool:
    """Whether an entry is a picture or film of an office file, which is never unpacked."""
    return name.startswith(("ppt/media/", "word/media/", "ppt/embeddings/", "word/embeddings/"))
