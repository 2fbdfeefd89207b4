"""Tables that people made elsewhere: .csv, .tsv, .txt and .xlsx files as rows of text, with their lines."""

from __future__ import annotations

import codecs
import csv
import io
from datetime import datetime, time
from typing import TYPE_CHECKING, cast

from drill.errors import BadInputError, Problem
from drill.files.archives import check_archive
from drill.model.table import TableRow

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ",;\t，"
_MOST_BYTES = 64 * 2**20
_MOST_COLUMNS = 1_000
_SAVE_AS = "Save it as .xlsx, or as CSV in UTF-8."


def read_rows(path: Path) -> tuple[TableRow, ...]:
    """Return the rows of a table file; rows without any text are left out.

    Text may be UTF-8, UTF-16 with a byte order mark, or GB18030 (what Excel writes in China), separated by commas,
    semicolons or tabs; of a workbook the first sheet that holds anything counts. Raises BadInputError.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadInputError(
            [_problem(path, 0, f"cannot be read: {error.strerror or error}.", "Check the path.")]
        ) from error
    if len(content) > _MOST_BYTES:
        message = f"it has {len(content) // 2**20} MB."
        raise BadInputError([_problem(path, 0, message, "Split it into files of at most 64 MB.")])
    rows = _workbook_rows(path) if content.startswith(b"PK\x03\x04") else _text_rows(path, content)
    return tuple(row for row in rows if any(cell.strip() for cell in row.cells))


def _problem(path: Path, line: int, message: str, hint: str) -> Problem:
    return Problem(str(path), line, message, hint)


def _text_rows(path: Path, content: bytes) -> list[TableRow]:
    text = _decoded(path, content)
    separator, declared = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            rows.append(TableRow(begins, tuple(cells)))
            begins = reader.line_num + 1
    except csv.Error as error:
        hint = "Close the quotation mark that was opened there, or save the table as .xlsx."
        raise BadInputError([_problem(path, begins, f"the row cannot be read ({error}).", hint)]) from error
    return rows[1:] if declared else rows


def _decoded(path: Path, content: bytes) -> str:
    mark, encoding = next(((mark, name) for mark, name in _BOMS if content.startswith(mark)), (b"", ""))
    if not mark and b"\0" in content:
        raise BadInputError([_problem(path, 0, "it is no table of text.", _SAVE_AS)])
    for name in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return content[len(mark) :].decode(name)
        except UnicodeDecodeError:
            continue
    raise BadInputError([_problem(path, 0, "its characters are neither UTF-8 nor GB18030.", _SAVE_AS)])


def _separator(text: str) -> tuple[str, bool]:
    """Return what separates the cells, told by the first line, and whether that line only says so (Excel's `sep=`)."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], True
    counts = {separator: first.count(separator) for separator in _SEPARATORS}
    best = max(counts, key=lambda separator: counts[separator])
    return (best if counts[best] else ","), False


def _workbook_rows(path: Path) -> list[TableRow]:
    from openpyxl import load_workbook

    check_archive(path)
    try:
        with path.open("rb") as file:
            workbook = load_workbook(file, read_only=True, data_only=True)
            for sheet in workbook.worksheets:
                if rows := _sheet_rows(cast("ReadOnlyWorksheet", sheet)):
                    return rows
    except Exception as error:  # A damaged workbook can fail anywhere in openpyxl, in any way.
        message = f"this is no .xlsx workbook ({error})."
        raise BadInputError([_problem(path, 0, message, _SAVE_AS)]) from error
    return []


def _sheet_rows(sheet: ReadOnlyWorksheet) -> list[TableRow]:
    sheet.reset_dimensions()  # Some programs write wrong ones.
    lines = cast("Worksheet", sheet).iter_rows(max_col=_MOST_COLUMNS, values_only=True)
    rows = []
    for number, line in enumerate(lines, start=1):
        cells = [_text(value) for value in line]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(TableRow(number, tuple(cells)))
    return rows


def _text(value: object) -> str:
    """Return a cell as a person reads it: whole numbers without a point, days without a time of midnight."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case _:
            return str(value).strip()
