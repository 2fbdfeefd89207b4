"""A report as tables with typed columns: what every way of showing figures starts from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.bank import Language
    from drill.model.learner import StudyDay

Value = str | int | float | None


class Unit(StrEnum):
    """What a column holds, and so how it is shown. Shares are from 0 to 1, days are study days."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    DAY = "day"
    TERM = "term"  # one of drill's own words, shown in the reader's language


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its name in JSON; its title is the label `stats.<name>`."""

    name: str
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; the title is the label `stats.table.<name>`. None is shown as nothing."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def as_json(self) -> list[dict[str, Value]]:
        """Return the rows as plain data."""
        return [{column.name: value for column, value in zip(self.columns, row, strict=True)} for row in self.rows]

    def column(self, name: str) -> list[Value]:
        """Return the values of a column. Raises KeyError if there is none of that name."""
        places = {column.name: place for place, column in enumerate(self.columns)}
        return [row[places[name]] for row in self.rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All tables of a report by name, on `today`; `titles` say of which bank, group, ... they are."""

    language: Language
    today: StudyDay
    titles: tuple[str, ...]
    tables: dict[str, Table]
