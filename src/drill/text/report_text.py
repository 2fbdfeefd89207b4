"""Figures of a report as people read them, in the reader's language."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from drill.model.bank import Language
from drill.model.report import Unit
from drill.text.labels import has_label, label

if TYPE_CHECKING:
    from drill.model.report import Column, Table, Value

_FIRST_DAY = date(1970, 1, 1)


def day_text(study_day: int) -> str:
    """Return a study day as people write it: 2026-11-28."""
    return (_FIRST_DAY + timedelta(days=study_day)).isoformat()


def table_title(table: Table, language: Language) -> str:
    """Return the title of a table."""
    return label(f"stats.table.{table.name}", language)


def column_title(column: Column, language: Language) -> str:
    """Return the title of a column."""
    return label(f"stats.{column.name}", language)


def shown(value: Value, unit: Unit, language: Language) -> str:
    """Return a value as text: shares in percent, numbers with two or one decimals, drill's words translated."""
    if value is None or value == "":
        return ""
    match unit:
        case Unit.TEXT:
            return str(value)
        case Unit.TERM:
            return _terms(str(value), language)
        case _:
            return _number_shown(float(value), unit)


def _number_shown(value: float, unit: Unit) -> str:
    match unit:
        case Unit.SHARE:
            return f"{value * 100:.1f}%"
        case Unit.COUNT:
            return f"{int(value):,}"
        case Unit.DAY:
            return day_text(int(value))
        case _:
            return f"{value:.2f}" if abs(value) < 10 else f"{value:,.1f}"


def _terms(value: str, language: Language) -> str:
    between = ", " if language is Language.EN else "、"
    return between.join(_term(term, language) for term in value.split())


def _term(term: str, language: Language) -> str:
    kind = f"exam_short_{term}"
    return label(kind if has_label(kind) else f"stats.term.{term}", language)
