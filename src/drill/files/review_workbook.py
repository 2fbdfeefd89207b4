"""Drafts as an .xlsx workbook to decide in, and back."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, cast

from drill.errors import BadInputError, Problem
from drill.files.archives import check_archive
from drill.files.spreadsheet import COMPUTED, FORMULA_STARTS, MOST_COLUMNS, cell_text
from drill.model.bank import FactKind, Language
from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

Cells = dict[str, str]

DRAFTS, LEFTOVERS = "drafts", "leftovers"
# By name: the column's width, and whether it is for reading only.
_COLUMNS: dict[str, dict[str, tuple[int, bool]]] = {
    DRAFTS: {
        "decision": (10, False),
        "chapter": (18, False),
        "section": (18, False),
        "term": (20, False),
        "statement": (56, False),
        "kind": (13, False),
        "standing": (12, True),
        "confidence": (8, True),
        "in_bank": (40, True),
        "passage": (56, True),
        "page": (7, True),
        "id": (11, True),
    },
    LEFTOVERS: {"text": (80, True), "page": (7, True), "reason": (40, True)},
}
EDITABLE = tuple(name for name, (_, fixed) in _COLUMNS[DRAFTS].items() if not fixed)
_HINT = "Write one with `drill import FILE --bank DIR --out FILE.xlsx` and edit that."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the edited sheet: its number, counted from 1, and its cells by column."""

    number: int
    cells: Mapping[str, str]


def write_review(tables: Mapping[str, Sequence[Cells]], decisions: Sequence[str], language: Language) -> bytes:
    """Return a workbook with a sheet of drafts and one of leftover text; `decisions` are offered as a list."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type] # a new workbook has an active sheet
    for table, columns in _COLUMNS.items():
        sheet = workbook.create_sheet(label(f"import_sheet_{table}", language))
        for index, name in enumerate(columns, start=1):
            sheet.cell(1, index, label(f"import_column_{name}", language))
            _fill(sheet, index, columns[name], [row.get(name, "") for row in tables[table]])
        sheet.freeze_panes = "A2"
    _offer(workbook.worksheets[0], "decision", decisions)
    _offer(workbook.worksheets[0], "kind", [kind.value for kind in FactKind])
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, index: int, layout: tuple[int, bool], texts: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    width, is_fixed = layout
    sheet.cell(1, index).font = Font(bold=True)
    sheet.column_dimensions[get_column_letter(index)].width = width
    shade = PatternFill("solid", fgColor="EEEEEE")
    for number, text in enumerate(texts, start=2):
        cell = sheet.cell(number, index)
        if text:
            # A text that a spreadsheet program would compute is marked as text.
            cell.value, cell.data_type = text, "s"
            cell.quotePrefix = text.startswith(FORMULA_STARTS)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if is_fixed:
            cell.fill = shade


def _offer(sheet: Worksheet, name: str, values: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letter = get_column_letter(list(_COLUMNS[DRAFTS]).index(name) + 1)
    validation = DataValidation(type="list", formula1=f'"{",".join(values)}"', allow_blank=True)
    sheet.add_data_validation(validation)
    validation.add(f"{letter}2:{letter}20000")


def read_review(path: Path) -> tuple[str, list[SheetRow]]:
    """Return the title of the sheet of drafts in an edited workbook, and its rows that are not empty.

    The sheet and its columns are known by their titles in any language of the catalogue; their order does not matter.
    Raises BadInputError for a file that is no such workbook, and for formulas and error values.
    """
    from openpyxl import load_workbook

    check_archive(path)
    try:
        with path.open("rb") as file:
            return _read(load_workbook(file, read_only=True), path)
    except BadInputError:
        raise
    except Exception as error:  # A damaged workbook can fail anywhere in openpyxl, in any way.
        raise BadInputError([Problem(str(path), 0, f"this is no .xlsx workbook ({error}).", _HINT)]) from error


def _read(workbook: Workbook, path: Path) -> tuple[str, list[SheetRow]]:
    titles = {label(f"import_sheet_{DRAFTS}", language) for language in Language}
    sheet = next((one for one in workbook.worksheets if one.title in titles), None)
    if sheet is None:
        raise BadInputError([Problem(str(path), 0, f"the sheet {min(titles)} is missing.", _HINT)])
    place = f"{path}[{sheet.title}]"
    cast("ReadOnlyWorksheet", sheet).reset_dimensions()  # Some programs write wrong ones.
    lines = sheet.iter_rows(max_col=MOST_COLUMNS)
    places = _places([cell_text(cell.value) for cell in next(lines, ())])
    if missing := [name for name in (*EDITABLE, "id") if name not in places]:
        names = ", ".join(label(f"import_column_{name}", Language.ZH_HANS) for name in missing)
        message = f"columns are missing: {names}."
        raise BadInputError([Problem(place, 1, message, "Put the columns back, or write the workbook again.")])
    rows: list[SheetRow] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=2):
        cells = {name: line[index] for name, index in places.items() if index < len(line)}
        wrong = {COMPUTED[cell.data_type] for cell in cells.values() if cell.data_type in COMPUTED}
        problems += [Problem(place, number, message, "Replace it by its text.") for message in sorted(wrong)]
        texts = {name: text for name, cell in cells.items() if (text := cell_text(cell.value))}
        if texts:
            rows.append(SheetRow(number, texts))
    if problems:
        raise BadInputError(problems)
    return sheet.title, rows


def _places(titles: list[str]) -> dict[str, int]:
    found = {}
    for name in _COLUMNS[DRAFTS]:
        names = {label(f"import_column_{name}", language) for language in Language}
        if (index := next((i for i, title in enumerate(titles) if title in names), None)) is not None:
            found[name] = index
    return found
