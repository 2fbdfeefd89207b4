"""Carry a bank to a spreadsheet and back: differences first, files only on request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.bank.compare import Change, ChangeKind, compare_banks
from drill.bank.edit import edit_file
from drill.bank.format import format_file
from drill.bank.from_tables import bank_from_tables
from drill.bank.parse import parse_bank
from drill.bank.plain import Plain, to_plain
from drill.bank.tables import Tables, to_tables
from drill.errors import BadInputError, DrillError, Problem
from drill.files.atomic import write_atomically
from drill.files.bank_folder import LoadedBank, load_bank, remove_texts, write_texts
from drill.files.entropy import below
from drill.files.spreadsheet import read_workbook, write_workbook
from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from drill.model.bank import Bank

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
    written = _write(loaded, parsed.bank) if changes else []
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


def _write(loaded: LoadedBank, bank: Bank) -> list[str]:
    wanted = wanted_files(loaded, bank)
    texts = {
        name: edit_file(name, loaded.files[name], plain) if name in loaded.files else format_file(name, plain)
        for name, plain in wanted.items()
    }
    gone = [name for name in loaded.files if name not in texts and not name.startswith("bank.")]
    _require_same(bank, {**{n: t for n, t in loaded.files.items() if n not in gone}, **texts})
    written = write_texts(loaded.root, loaded.files, texts)
    remove_texts(loaded.root, gone)
    return [*written, *(f"{name} (removed)" for name in gone)]


def _require_same(bank: Bank, files: dict[str, str]) -> None:
    """Refuse to write files that would not read back as the bank the person saw in the differences."""
    parsed = parse_bank(files)
    if parsed.bank is None:
        raise BadInputError(parsed.problems)
    if compare_banks(bank, parsed.bank):
        message = "the changed files would not read back as the spreadsheet has them."
        raise BadInputError([Problem("bank", 0, message, "Keep the order of chapters and items, and try again.")])


def wanted_files(loaded: LoadedBank, bank: Bank) -> dict[str, dict[str, Plain]]:
    """Return what each file of the changed bank should hold; records stay in the file they are in."""
    wanted: dict[str, dict[str, Plain]] = {}
    for chapter in bank.chapters:
        place = loaded.places.get(chapter.id)
        path = place.path if place else _last_file("facts", chapter.id, {*loaded.files, *wanted})
        wanted[path] = to_plain(chapter)
    for exam in bank.exams:
        place = loaded.places.get(exam.id)
        wanted[place.path if place else f"exams/{exam.name}.yaml"] = to_plain(exam)
    return wanted | _item_files(loaded, bank)


def _item_files(loaded: LoadedBank, bank: Bank) -> dict[str, dict[str, Plain]]:
    """Return the item files; a new item goes where the item in front of it is, or else the first of all."""
    places = [loaded.places.get(item.id) for item in bank.items]
    current = next((place.path for place in places if place), NEW_ITEMS)
    by_file: dict[str, list[Plain]] = {}
    for item, place in zip(bank.items, places, strict=True):
        current = place.path if place else current
        by_file.setdefault(current, []).append(to_plain(item))
    return {name: {"items": listed} for name, listed in by_file.items()}


def _last_file(folder: str, name: str, taken: set[str]) -> str:
    """Return a path for a new file that is read after the present ones of its folder."""
    present = [path for path in taken if path.startswith(f"{folder}/")]
    path = f"{folder}/{len(present) + 1:02d}-{name}.yaml"
    return path if not present or path > max(present) else f"{max(present).removesuffix('.yaml')}_{name}.yaml"
