"""A report in the form asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.files.atomic import write_atomically
from drill.render.report_html import report_html
from drill.render.report_sheets import report_xlsx, table_csv
from drill.text.report_text import column_title, day_text, shown, table_title
from drill.workflows.report import report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drill.model.report import Report, Table
    from drill.workflows.report_reading import ReportRequest

# What a terminal shows unless told otherwise.
_AT_A_GLANCE = ("summary", "groups", "learners", "chapters", "readiness")


class NoTableError(DrillError):
    """A table that the report does not have."""

    def __init__(self, name: str, found: Report) -> None:
        super().__init__(f"there is no table `{name}`. Give one of {', '.join(found.tables)}.")


class ReportFormat(StrEnum):
    """How a report is shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


class ShownTable:
    """A table as text, for the terminal."""

    def __init__(self, table: Table, found: Report) -> None:
        self.title = table_title(table, found.language)
        self.columns = [column_title(column, found.language) for column in table.columns]
        self.rows = [
            [shown(value, column.unit, found.language) for column, value in zip(table.columns, row, strict=True)]
            for row in table.rows
        ]


def report_tables(request: ReportRequest, names: tuple[str, ...], step: Callable[[str], None]) -> list[ShownTable]:
    """Return the named tables (those for a glance if none is named) as text."""
    found = report(request, step)
    wanted = names or tuple(name for name in _AT_A_GLANCE if name in found.tables)
    return [ShownTable(_table(found, name), found) for name in wanted]


def report_json(request: ReportRequest, names: tuple[str, ...], step: Callable[[str], None]) -> dict[str, object]:
    """Return the named tables (all if none is named) as plain data."""
    found = report(request, step)
    wanted = names or tuple(found.tables)
    return {
        "day": day_text(found.today),
        "scope": list(found.titles),
        "tables": {name: _table(found, name).as_json() for name in wanted},
    }


def report_csv(request: ReportRequest, name: str, step: Callable[[str], None]) -> str:
    """Return one table as CSV."""
    found = report(request, step)
    return table_csv(_table(found, name), found.language)


def write_report(request: ReportRequest, form: ReportFormat, output: Path, step: Callable[[str], None]) -> None:
    """Write the whole report as a workbook or a page."""
    found = report(request, step)
    step("writing")
    write_atomically(output, report_xlsx(found) if form is ReportFormat.XLSX else report_html(found))


def write_csv(request: ReportRequest, name: str, output: Path, step: Callable[[str], None]) -> None:
    """Write one table as CSV, with the byte order mark by which Excel knows UTF-8."""
    write_atomically(output, report_csv(request, name, step).encode("utf-8-sig"))


def _table(found: Report, name: str) -> Table:
    if name not in found.tables:
        raise NoTableError(name, found)
    return found.tables[name]
