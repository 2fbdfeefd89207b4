"""A report as a workbook, or one of its tables as CSV; no cell is taken for a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

from drill.model.report import Unit
from drill.text.report_text import column_title, day_text, shown, table_title

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from drill.model.bank import Language
    from drill.model.report import Column, Report, Table, Value

# What a spreadsheet program would compute rather than show (OWASP, "CSV Injection").
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FIRST_DAY = date(1970, 1, 1)
_FORMATS = {Unit.SHARE: "0.0%", Unit.NUMBER: "0.00", Unit.COUNT: "#,##0", Unit.DAY: "yyyy-mm-dd"}


def neutral(text: str) -> str:
    """Return `text` with an apostrophe before what begins like a formula: no spreadsheet program computes it then."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def table_csv(table: Table, language: Language) -> str:
    """Return a table as CSV: titles in `language`, shares as numbers from 0 to 1, days as 2026-11-28."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(neutral(column_title(column, language)) for column in table.columns)
    for row in table.rows:
        writer.writerow(_plain(column, value, language) for column, value in zip(table.columns, row, strict=True))
    return stream.getvalue()


def _plain(column: Column, value: Value, language: Language) -> str | int | float:
    if value is None:
        return ""
    if column.unit is Unit.DAY:
        return day_text(int(value))
    if isinstance(value, str):
        return neutral(shown(value, column.unit, language))
    return round(value, 4) if isinstance(value, float) else value


def report_xlsx(report: Report) -> bytes:
    """Return the report as a workbook with a sheet a table, filters on, titles frozen."""
    from openpyxl import Workbook  # noqa: PLC0415 - a room for spreadsheets; loaded when one is written

    workbook = Workbook()
    if workbook.active:
        workbook.remove(workbook.active)
    for table in report.tables.values():
        _fill(workbook.create_sheet(table_title(table, report.language)), table, report.language)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, table: Table, language: Language) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    for at, column in enumerate(table.columns, start=1):
        head = sheet.cell(1, at, column_title(column, language))
        head.font = Font(bold=True)
        widest = max((_width(shown(row[at - 1], column.unit, language)) for row in table.rows[:200]), default=0)
        title = _width(column_title(column, language)) + 3
        sheet.column_dimensions[get_column_letter(at)].width = min(60, max(8, title, widest + 2))
        for number, row in enumerate(table.rows, start=2):
            _set(sheet, (number, at), column, row[at - 1], language)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _set(sheet: Worksheet, place: tuple[int, int], column: Column, value: Value, language: Language) -> None:
    if value is None or value == "":
        return
    cell = sheet.cell(*place)
    if isinstance(value, str):
        # As a text with the apostrophe that programs show by not showing it, so that nothing is computed on editing.
        cell.value, cell.data_type = shown(value, column.unit, language), "s"
        cell.quotePrefix = str(cell.value).startswith(_FORMULA_STARTS)
        return
    cell.value = _FIRST_DAY + timedelta(days=int(value)) if column.unit is Unit.DAY else value
    cell.number_format = _FORMATS.get(column.unit, "General")


def _width(text: str) -> float:
    return sum(2 if ord(char) > 0x2E7F else 1.1 for char in text)
