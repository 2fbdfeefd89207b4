"""Carry a bank to a spreadsheet and back: differences first, files only on request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.bank.compare import Change, ChangeKind, compare_banks
from drill.bank.from_tables import bank_from_tables
from drill.bank.tables import Tables, to_tables
from drill.errors import BadInputError, DrillError, Problem
from drill.files.atomic import write_atomically
from drill.files.bank_folder import LoadedBank, load_bank
from drill.files.entropy import below
from drill.files.spreadsheet import read_workbook, write_workbook
from drill.text.labels import label
from drill.workflows.changed_bank import write_bank

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NEW_ITEMS = "items/from-spreadsheet.yaml"


class NotAWorkbookError(DrillError):
    """The name of the file to write is not that of a workbook."""

    def __init__(self, path: Path) -> None:
        better = path.with_suffix(".xlsx")
        super().__init__(f"{path}: the spreadsheet is an .xlsx workbook. Give a name such as {better}.")


@dataclass(frozen=True, slots=True)
class SpreadsheetReport:
    """What an edited spreadsheet changes, and which files were written (none without `--write`)."""

    changes: tuple[Change, ...]
    written: tuple[str, ...]
    asked_to_write: bool

    def lines(self) -> list[str]:
        """Return the differences as lines for a person."""
        if not self.changes:
            return ["No differences."]
        lines = [line for change in self.changes for line in change.lines()]
        if self.asked_to_write:
            return [*lines, *(f"written: {name}" for name in self.written)]
        return [*lines, f"{len(self.changes)} differences; nothing written yet. Run again with --write to write them."]

    def as_json(self) -> dict[str, object]:
        """Return the differences as plain data."""
        return {"changes": [change.as_json() for change in self.changes], "written": list(self.written)}


def write_spreadsheet(root: Path, output: Path) -> str:
    """Write the bank in `root` as a workbook and return a line that says what it holds.

    Raises NotAWorkbookError if `output` is not named as one.
    """
    if output.suffix.lower() != ".xlsx":
        raise NotAWorkbookError(output)
    loaded = load_bank(root)
    write_atomically(output, write_workbook(to_tables(loaded.bank), loaded.bank.language))
    return f"{len(loaded.bank.facts)} facts, {len(loaded.bank.items)} items, {len(loaded.bank.exams)} exams"


def read_spreadsheet(path: Path, root: Path, *, write: bool) -> SpreadsheetReport:
    """Compare an edited workbook with the bank in `root`; change the bank's files only if `write` is set.

    Raises BadInputError with every problem of the workbook; then nothing was written.
    """
    loaded = load_bank(root)
    tables = read_workbook(path)
    parsed = bank_from_tables(tables, loaded.bank, below, set(loaded.places))
    if parsed.bank is None:
        raise BadInputError([_in_workbook(path, problem, loaded) for problem in parsed.problems])
    changes = compare_banks(loaded.bank, parsed.bank)
    if not write:
        return SpreadsheetReport(tuple(_without_drawn_ids(changes, tables)), (), asked_to_write=False)
    written = write_bank(loaded, parsed.bank, NEW_ITEMS) if changes else []
    return SpreadsheetReport(tuple(changes), tuple(written), asked_to_write=True)


def _without_drawn_ids(changes: Iterable[Change], tables: Tables) -> Iterator[Change]:
    """Leave out ids that were drawn for this look only: writing draws others."""
    given = {row.get("id") for rows in tables.values() for row in rows}
    for change in changes:
        drawn = change.kind is ChangeKind.NEW and change.id not in given
        yield replace(change, id="") if drawn else change


def _in_workbook(path: Path, problem: Problem, loaded: LoadedBank) -> Problem:
    sheet = label(f"table.{problem.path}", loaded.bank.language) if problem.path else ""
    return Problem(f"{path}[{sheet}]" if sheet else str(path), problem.line, problem.message, problem.hint)
