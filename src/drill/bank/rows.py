"""The rows of a bank's tables on their way back: each under a number, with its id, found by what it belongs to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.bank.tables import COLUMNS, READER_COLUMNS, Row, Tables
from drill.errors import Problem
from drill.model.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_ORPHAN_HINT = "Delete the row, or put the right id under `of`."


@dataclass(slots=True)
class Rows:
    """The rows of all tables under running numbers, so that every node made of them can say where it came from."""

    places: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _listed: dict[str, list[tuple[int, Row]]] = field(default_factory=lambda: defaultdict(list))
    _children: dict[tuple[str, str], list[tuple[int, Row]]] = field(default_factory=lambda: defaultdict(list))
    _used: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, tables: Tables, below: Callable[[int], int], taken: set[str]) -> Rows:
        """Number the rows of `tables`; those without an id get one drawn by `below`, added to `taken`."""
        rows = cls()
        taken |= {row["id"] for table in tables.values() for row in table if row.get("id")}
        for table in COLUMNS:
            previous = ""
            for index, given in enumerate(tables.get(table, [])):
                if not any(text for column, text in given.items() if column not in READER_COLUMNS):
                    continue  # A line left blank between two others.
                row = dict(given)
                if "of" in COLUMNS[table]:
                    row["of"] = previous = row.get("of", "") or previous
                if "id" in COLUMNS[table] and not row.get("id"):
                    row["id"] = new_id(below, taken)
                    taken.add(row["id"])
                rows._add(table, index + 2, row)  # Row 1 holds the column titles.
        return rows

    def _add(self, table: str, line: int, row: Row) -> None:
        entry = (len(self.places), row)
        self.places.append((table, line))
        self._listed[table].append(entry)
        self._children[table, row.get("of", "")].append(entry)

    def located(self, problem: Problem) -> Problem:
        """Return a problem whose line is a row's number with the row's table and line in its stead."""
        return Problem(*self.places[problem.line - 1], problem.message, problem.hint)

    def problem(self, number: int, message: str, hint: str) -> None:
        """Note a problem of one row."""
        self.problems.append(Problem(*self.places[number], message, hint))

    def top(self, table: str) -> list[tuple[int, Row]]:
        """Return all rows of a table with their numbers."""
        return self._use(self._listed[table])

    def children(self, table: str, of: str) -> list[tuple[int, Row]]:
        """Return the rows of a table that belong to the record `of`, with their numbers."""
        return self._use(self._children[table, of])

    def _use(self, entries: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
        self._used |= {number for number, _ in entries}
        return entries

    def orphans(self) -> Iterable[Problem]:
        """Yield a problem for every row that was neither listed nor found as a child."""
        for entries in self._listed.values():
            for number, row in entries:
                if number not in self._used:
                    of = row.get("of", "")
                    owner = f"`{of}`, which is in no table" if of else "nothing"
                    yield Problem(*self.places[number], f"this row belongs to {owner}.", _ORPHAN_HINT)
