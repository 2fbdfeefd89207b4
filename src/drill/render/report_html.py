"""A report as one HTML page: figures, charts and sortable tables, without anything from the network."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from drill.model.report import Unit
from drill.render.report_charts import report_charts
from drill.text.labels import label
from drill.text.report_text import column_title, day_text, shown, table_title

if TYPE_CHECKING:
    from drill.model.bank import Language
    from drill.model.report import Column, Report, Table, Value

_TEMPLATES = Path(__file__).parent / "templates" / "report"
# Tables in the order of the page, and how many rows of each it holds; the workbook holds all.
_SHOWN = {
    "groups": 100,
    "learners": 1_000,
    "readiness": 1_000,
    "chapters": 50,
    "sections": 30,
    "facts": 40,
    "leeches": 50,
    "exams": 100,
    "predictions": 50,
    "items": 300,
}
# Columns that the page leaves to the workbook, so that a row fits a screen.
_LEFT_OUT = {"learners": {"cards", "reviews", "minutes", "young", "days", "longest_streak"}}
_WARNING = {"behind", "overdue", "leeches"}
_NUMBERS = {Unit.COUNT, Unit.NUMBER, Unit.SHARE}
_LONG = {"fact", "card", "chapter", "section", "flags", "exam"}


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    kind: str
    sort: float | None
    bar: str | None


@dataclass(frozen=True, slots=True)
class _Row:
    cells: tuple[_Cell, ...]
    warn: bool


def report_html(report: Report) -> bytes:
    """Return the page; it loads nothing and sends nothing: its own policy forbids it."""
    language = report.language
    everyone = label("stats.everyone", language)
    page = _environment().get_template("report.html.j2")
    html = page.render(
        lang=language.value,
        title=label("stats.title", language),
        scope=" · ".join(report.titles) or everyone,
        as_of=label("stats.as_of", language, day=day_text(report.today)),
        tiles=_tiles(report),
        charts=[{"title": title, "drawing": Markup(drawing)} for title, drawing in report_charts(report)],  # noqa: S704 - charts escape every text
        tables=[_table_view(report.tables[name], language) for name in _SHOWN if name in report.tables],
        sort_hint=label("stats.sort_hint", language),
        no_data=label("stats.no_data", language),
        style=Markup(_asset("report.css")),  # noqa: S704 - a file of our own
        script=Markup(_asset("report.js")),  # noqa: S704 - a file of our own
    )
    return html.lstrip().encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


@cache
def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _tiles(report: Report) -> list[dict[str, object]]:
    table = report.tables["summary"]
    return [
        {
            "name": column_title(column, report.language),
            "value": shown(value, column.unit, report.language) or "—",
            "warn": column.name in _WARNING and bool(value),
        }
        for column, value in zip(table.columns, table.rows[0], strict=True)
    ]


def _table_view(table: Table, language: Language) -> dict[str, object]:
    most = _SHOWN[table.name]
    note = label("stats.rows_shown", language, shown=most, all=len(table.rows)) if len(table.rows) > most else ""
    left_out = _LEFT_OUT.get(table.name, set())
    used = [
        at
        for at, column in enumerate(table.columns)
        if column.name not in left_out and any(row[at] not in {None, ""} for row in table.rows)
    ]
    return {
        "title": table_title(table, language),
        "columns": [
            {"title": column_title(table.columns[at], language), "kind": _kind(table.columns[at])} for at in used
        ],
        "rows": [_row(table, used, row, language) for row in table.rows[:most]],
        "note": note,
    }


def _row(table: Table, used: list[int], row: tuple[Value, ...], language: Language) -> _Row:
    cells = tuple(_cell(table.columns[at], row[at], language) for at in used)
    behind = [at for at, column in enumerate(table.columns) if (column.name, column.unit) == ("behind", Unit.TERM)]
    return _Row(cells, warn=any(row[at] for at in behind))


def _cell(column: Column, value: Value, language: Language) -> _Cell:
    text = shown(value, column.unit, language)
    numeric = value is not None and not isinstance(value, str)
    sort = float(value) if numeric else None  # type: ignore[arg-type] # told apart above
    bar = f"{float(value) * 100:.0f}" if numeric and column.unit is Unit.SHARE else None  # type: ignore[arg-type] # a number
    return _Cell(text, _kind(column), sort, bar)


def _kind(column: Column) -> str:
    if column.unit in _NUMBERS:
        return "n"
    return "long" if column.name in _LONG else "short"
