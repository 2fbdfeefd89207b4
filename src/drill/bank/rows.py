"""The rows of a bank's tables on their way back: each under a number, with its id, found by what it belongs to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.bank.match import match_rows
from drill.bank.tables import COLUMNS, READER_COLUMNS, Row, Tables
from drill.errors import Problem
from drill.model.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# What facts, items and exams hold. Sections and facts are too much to lose with one deleted row.
_HELD_TABLES = ("parts", "misconceptions", "clozes", "waivers", "exam_kinds", "exam_chapters")
_ORPHAN_HINT = "Delete the row, or put the right id under `of`."


def _filled_lines(table: str, given: Iterable[Row]) -> list[tuple[int, Row]]:
    """Return the rows of a table that hold anything, with their lines; an empty owner is the one above."""
    lines: list[tuple[int, Row]] = []
    owner = ""
    for line, row in enumerate(given, start=2):  # Row 1 holds the column titles.
        if not any(text for column, text in row.items() if column not in READER_COLUMNS):
            continue
        owner = row.get("of", "") or owner
        lines.append((line, {**row, "of": owner} if "of" in COLUMNS[table] else dict(row)))
    return lines


def _identity(table: str, row: Row) -> tuple[str, str, str]:
    """Return what tells a row from the others of its owner: its id or, where there is none, its first column."""
    own = "id" if "id" in COLUMNS[table] else COLUMNS[table][1]
    return table, row.get("of", ""), row.get(own, "")


@dataclass(slots=True)
class Rows:
    """The rows of all tables under running numbers, so that every node made of them can say where it came from."""

    places: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _listed: dict[str, list[tuple[int, Row]]] = field(default_factory=lambda: defaultdict(list))
    _children: dict[tuple[str, str], list[tuple[int, Row]]] = field(default_factory=lambda: defaultdict(list))
    _used: set[int] = field(default_factory=set)
    _ids: set[str] = field(default_factory=set)
    _held: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, tables: Tables, known: Tables, below: Callable[[int], int], taken: set[str]) -> Rows:
        """Number the rows of `tables`; those without an id get that of the record they stand for in `known`.

        Rows that stand for no record get an id drawn by `below`, added to `taken`.
        """
        rows = cls()
        rows._held = {_identity(table, record) for table in _HELD_TABLES for record in known[table]}
        claimed = {row["id"] for table in tables.values() for row in table if row.get("id")}
        taken |= claimed | {record["id"] for records in known.values() for record in records if "id" in record}
        for table in COLUMNS:
            lines = _filled_lines(table, tables.get(table, []))
            if "id" in COLUMNS[table]:
                listed = [row for _, row in lines]
                match_rows(listed, [record for record in known[table] if record["id"] not in claimed])
                for row in listed:
                    if not row.get("id"):
                        row["id"] = new_id(below, taken)
                        taken.add(row["id"])
            for line, row in lines:
                rows._add(table, line, row)
        return rows

    def _add(self, table: str, line: int, row: Row) -> None:
        entry = (len(self.places), row)
        self.places.append((table, line))
        self._ids.add(row.get("id", ""))
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
        """Yield a problem for every row that was neither listed nor found as a child.

        What a record held goes with it: rows the bank knows as those of a record that is gone are no problem.
        """
        for table, entries in self._listed.items():
            for number, row in entries:
                if number not in self._used and not self._went_with_owner(table, row):
                    of = row.get("of", "")
                    fault = "cannot hold it" if of in self._ids else "is in no table"
                    owner = f"`{of}`, which {fault}" if of else "nothing"
                    yield Problem(*self.places[number], f"this row belongs to {owner}.", _ORPHAN_HINT)

    def _went_with_owner(self, table: str, row: Row) -> bool:
        return row.get("of", "") not in self._ids and _identity(table, row) in self._held
