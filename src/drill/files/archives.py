"""Refuse archives that would unpack to more than a person's document holds."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from drill.errors import BadInputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_UNPACKED_BYTES = 200 * 1024 * 1024


def check_archive(path: Path) -> None:
    """Raise BadInputError unless `path` is a zip archive of ordinary size (office files are zip archives)."""
    try:
        with zipfile.ZipFile(path) as archive:
            total = sum(entry.file_size for entry in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInputError([Problem(str(path), 0, f"cannot be read: {error}.", "Give an .xlsx file.")]) from error
    if total > MAX_UNPACKED_BYTES:
        message = f"it would unpack to {total // 2**20} MB."
        raise BadInputError([Problem(str(path), 0, message, "Check where the file comes from.")])
