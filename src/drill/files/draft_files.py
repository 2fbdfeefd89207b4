"""The drafts of a bank on disk: a reading and a log of decisions for each source document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.drafts.codec import format_entry, format_reading, parse_entries, parse_reading
from drill.files.atomic import write_atomically
from drill.files.decision_log import append_line, read_lines

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.draft import Entry, Reading

FOLDER = "drafts"


def load_reading(root: Path, source: str) -> Reading | None:
    """Return the reading of a source, None if the bank has no drafts of it. Raises BadInputError."""
    path = root / FOLDER / f"{source}.json"
    return parse_reading(path.read_text(encoding="utf-8"), str(path)) if path.is_file() else None


def save_reading(root: Path, reading: Reading) -> None:
    """Write a reading. It begins with no decisions: the log of the one it replaces is taken away behind it."""
    folder = root / FOLDER
    write_atomically(folder / f"{reading.source}.json", format_reading(reading).encode())
    for old in folder.glob(f"{reading.source}.*.log"):
        if old != _log(root, reading):
            old.unlink(missing_ok=True)


def load_entries(root: Path, reading: Reading) -> tuple[Entry, ...]:
    """Return the decisions on a reading so far. Raises BadInputError."""
    path = _log(root, reading)
    return parse_entries(read_lines(path), str(path))


def append_entry(root: Path, reading: Reading, entry: Entry) -> None:
    """Write a decision down for good. Raises WriteError."""
    append_line(_log(root, reading), format_entry(entry))


def _log(root: Path, reading: Reading) -> Path:
    # The number ties decisions to the drafts they are about.
    return root / FOLDER / f"{reading.source}.{reading.number}.log"
