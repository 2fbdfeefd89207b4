"""A bank's tables as an .xlsx workbook, and back."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, cast

from drill.bank.tables import COLUMNS, READER_COLUMNS, Row, Tables, columns_of
from drill.errors import BadInputError, Problem
from drill.files.archives import check_archive
from drill.model.bank import Difference, FactKind, ItemKind, Language, Use
from drill.text.labels import label

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

_WIDE = frozenset({"statement", "stem", "rationale", "text", "why", "answer", "instructions", "reason"})
_MIDDLE = frozenset({"term", "gist", "title", "ask", "chapter_title", "section_title", "fact_title"})
_CHOICES: dict[tuple[str, str], type[FactKind | ItemKind | Use | Difference]] = {
    ("facts", "kind"): FactKind,
    ("items", "kind"): ItemKind,
    ("items", "use"): Use,
    ("misconceptions", "differs"): Difference,
}
# What a spreadsheet program would compute rather than show.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


# What a cell that holds no plain text or number holds instead, by openpyxl's letter for its type.
COMPUTED = {"f": "a cell holds a formula.", "e": "a cell holds an error value."}
# Every table has fewer; a stray cell far to the right must not make each row thousands of cells long.
MOST_COLUMNS = 100


def column_label(column: str, language: Language) -> str:
    """Return the title of a column in `language`."""
    name, _, number = column.partition("_")
    if number.isdigit():
        return label("column.option" if name == "option" else "column.option_why", language, n=number)
    return label(f"column.{column}", language)


def write_workbook(tables: Tables, language: Language) -> bytes:
    """Return the tables as a workbook: one sheet a table, ids shaded, choices as lists, texts never formulas."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type] # a new workbook has an active sheet
    for table in COLUMNS:
        sheet = workbook.create_sheet(label(f"table.{table}", language))
        _fill(sheet, table, tables[table], language)
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, table: str, rows: list[Row], language: Language) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    columns = columns_of(table, rows)
    shade = PatternFill("solid", fgColor="EEEEEE")
    for index, column in enumerate(columns, start=1):
        head = sheet.cell(1, index, column_label(column, language))
        head.font = Font(bold=True)
        width = 48 if column in _WIDE or column.startswith("option_") else 24 if column in _MIDDLE else 13
        sheet.column_dimensions[get_column_letter(index)].width = width
        fixed = column in {"id", "of"} or column in READER_COLUMNS
        for number, row in enumerate(rows, start=2):
            cell = sheet.cell(number, index)
            text = row.get(column, "")
            if text:
                cell.value, cell.data_type = text, "s"
                cell.quotePrefix = text.startswith(FORMULA_STARTS)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if fixed:
                cell.fill = shade
        _offer_choices(sheet, table, column, get_column_letter(index))
    sheet.freeze_panes = "B2"


def _offer_choices(sheet: Worksheet, table: str, column: str, letter: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if (choices := _CHOICES.get((table, column))) is None:
        return
    values = ",".join(member.value for member in choices)
    validation = DataValidation(type="list", formula1=f'"{values}"', allow_blank=True)
    sheet.add_data_validation(validation)
    validation.add(f"{letter}2:{letter}5000")


def read_workbook(path: Path) -> Tables:
    """Read the tables of a workbook that `write_workbook` made and a person edited.

    Sheets and columns are known by their titles, in any of the catalogue's languages; their order does not matter.
    Raises BadInputError for a file that is no workbook, for missing sheets or columns and for formulas.
    """
    from openpyxl import load_workbook

    check_archive(path)
    problems: list[Problem] = []
    try:
        with path.open("rb") as file:
            workbook = load_workbook(file, read_only=True)
            tables = {table: _read_table(workbook, table, path, problems) for table in COLUMNS}
    except Exception as error:  # A damaged workbook can fail anywhere in openpyxl, in any way.
        hint = "Write one with `drill bank xlsx BANK -o FILE` and edit that."
        raise BadInputError([Problem(str(path), 0, f"this is no .xlsx workbook ({error}).", hint)]) from error
    if problems:
        raise BadInputError(problems)
    return tables


def _read_table(workbook: Workbook, table: str, path: Path, problems: list[Problem]) -> list[Row]:
    titles = [label(f"table.{table}", language) for language in Language]
    found = next((sheet for sheet in workbook.worksheets if sheet.title in titles), None)
    if found is None:
        hint = "Put the sheet back, or write the workbook again."
        problems.append(Problem(str(path), 0, f"the sheet {titles[0]} is missing.", hint))
        return []
    return _read_sheet(cast("ReadOnlyWorksheet", found), table, f"{path}[{found.title}]", problems)


def _read_sheet(sheet: ReadOnlyWorksheet, table: str, place: str, problems: list[Problem]) -> list[Row]:
    sheet.reset_dimensions()  # Some programs write wrong ones.
    lines = cast("Worksheet", sheet).iter_rows(max_col=MOST_COLUMNS)
    places = _column_places([cell_text(cell.value) for cell in next(lines, ())], table)
    missing = [column for column in COLUMNS[table] if column not in places and column not in READER_COLUMNS]
    if missing:
        names = ", ".join(column_label(column, Language.ZH_HANS) for column in missing)
        hint = "Put the column back, or write the workbook again."
        problems.append(Problem(place, 1, f"columns are missing: {names}.", hint))
        return []
    rows: list[Row] = []
    for number, line in enumerate(lines, start=2):
        cells = {column: line[index] for column, index in places.items() if index < len(line)}
        computed = {COMPUTED[cell.data_type] for cell in cells.values() if cell.data_type in COMPUTED}
        problems += [Problem(place, number, message, "Replace it by its text.") for message in sorted(computed)]
        rows.append({column: text for column, cell in cells.items() if (text := cell_text(cell.value))})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _column_places(titles: list[str], table: str) -> dict[str, int]:
    """Return where each column of a table stands, by its title in any language."""
    widest = [{f"option_{n}": "" for n in range(1, len(titles) // 2 + 1)}]
    places = {}
    for column in columns_of(table, widest):
        names = {column_label(column, language) for language in Language}
        if (index := next((i for i, title in enumerate(titles) if title in names), None)) is not None:
            places[column] = index
    return places


def cell_text(value: object) -> str:
    """Return a cell's content as text; a spreadsheet program may have made a number or a truth value of it."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value).strip()
