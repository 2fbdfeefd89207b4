"""Tables of text back to a bank.

The rows become the same kind of nodes that YAML files become and go through the same decoder, so a spreadsheet meets
the same checks as the files, with its own table and row in every message.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import yaml

from drill.bank.answers import read_answer
from drill.bank.decode import Decoder
from drill.bank.parse import HIDDEN, ParsedBank, read_item
from drill.bank.tables import (
    COLUMNS,
    LIST_COLUMNS,
    READER_COLUMNS,
    SPAN_COLUMNS,
    Row,
    Tables,
    option_count,
    split_entries,
)
from drill.bank.validate import validate
from drill.errors import Problem
from drill.model.bank import Bank, Blueprint, Chapter
from drill.model.ids import new_id
from drill.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from drill.bank.plain import Plain


@dataclass(slots=True)
class _Reading:
    """The rows of all tables under running numbers, so that every node can say which row it came from."""

    tables: Tables
    below: Callable[[int], int]
    taken: set[str]
    places: list[tuple[str, int]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table, rows in self.tables.items():
            previous = ""
            for index, row in enumerate(rows):
                self.numbers[table, index] = len(self.places)
                self.places.append((table, index + 2))  # Row 1 holds the column titles.
                if "of" in COLUMNS[table]:
                    row["of"] = previous = row.get("of", "") or previous
                if "id" in COLUMNS[table] and not row.get("id"):
                    row["id"] = new_id(self.below, self.taken)
                    self.taken.add(row["id"])

    def located(self, problem: Problem) -> Problem:
        table, row = self.places[problem.line - 1] if problem.line else ("", 0)
        return Problem(table, row, problem.message, problem.hint)

    def children(self, table: str, of: str) -> list[tuple[int, Row]]:
        found = [
            (self.numbers[table, index], row) for index, row in enumerate(self.tables[table]) if row.get("of") == of
        ]
        self.used |= {number for number, _ in found}
        return found


def bank_from_tables(tables: Tables, header: Bank, below: Callable[[int], int], taken: set[str]) -> ParsedBank:
    """Read tables back into a bank with the header of `header`.

    New records (rows without an id) get one from `below`, which draws an integer in [0, n). Problems name the table
    as their path and the spreadsheet's row as their line.
    """
    reading = _Reading({name: [dict(row) for row in tables.get(name, [])] for name in COLUMNS}, below, taken)
    decoder = Decoder("", hidden=HIDDEN)
    chapters = [
        decoder.record(_chapter_node(reading, n, row), Chapter, what="chapter") for n, row in _top(reading, "chapters")
    ]
    items = [read_item(decoder, _item_node(reading, n, row)) for n, row in _top(reading, "items")]
    exams = [decoder.record(_exam_node(reading, n, row), Blueprint, what="exam") for n, row in _top(reading, "exams")]
    problems = [*reading.problems, *map(reading.located, decoder.problems), *_orphans(reading)]
    places = [(i, Place(*reading.places[p.line - 1])) for i, p in decoder.places]
    if problems:
        return ParsedBank(None, dict(places), tuple(sorted(problems)))
    bank = replace(
        header,
        chapters=tuple(c for c in chapters if c),
        items=tuple(i for i in items if i),
        exams=tuple(e for e in exams if e),
    )
    found = validate(bank, [(header.id, Place("bank.yaml", 1)), *places])
    return ParsedBank(None if found else bank, dict(places), tuple(sorted(found)))


def _top(reading: _Reading, table: str) -> list[tuple[int, Row]]:
    found = [(reading.numbers[table, index], row) for index, row in enumerate(reading.tables[table])]
    reading.used |= {number for number, _ in found}
    return found


def _orphans(reading: _Reading) -> Iterable[Problem]:
    for (table, index), number in reading.numbers.items():
        if number not in reading.used:
            of = reading.tables[table][index].get("of", "")
            message = f"this row belongs to `{of}`, which is in no table." if of else "this row belongs to nothing."
            yield Problem(*reading.places[number], message, "Delete the row, or put the right id under `of`.")


def _chapter_node(reading: _Reading, number: int, row: Row) -> yaml.Node:
    sections = [_section_node(reading, n, r) for n, r in reading.children("sections", row["id"])]
    return _node(number, {**_scalars("chapters", number, row), "sections": _sequence(number, sections)})


def _section_node(reading: _Reading, number: int, row: Row) -> yaml.Node:
    facts = [_fact_node(reading, n, r) for n, r in reading.children("facts", row["id"])]
    return _node(number, {**_scalars("sections", number, row), "facts": _sequence(number, facts)})


def _fact_node(reading: _Reading, number: int, row: Row) -> yaml.Node:
    values = _scalars("facts", number, row)
    for table in ("parts", "misconceptions", "waivers"):
        values |= _child_list(reading, table, row["id"], number)
    generate = values.pop("generate", None)
    clozes = _child_list(reading, "clozes", row["id"], number)
    if generate is not None or clozes:
        inner = dict(_pairs(generate)) if generate is not None else {}
        values["generate"] = _node(number, inner | clozes)
    return _node(number, values)


def _item_node(reading: _Reading, number: int, row: Row) -> yaml.Node:
    values = _scalars("items", number, {c: v for c, v in row.items() if c not in {"key", "answer"}})
    options = []
    for n in range(1, option_count(row) + 1):
        if text := row.get(f"option_{n}", "").strip():
            option = {"text": _text(number, text)}
            if chr(ord("A") + n - 1) in row.get("key", "").upper():
                option["key"] = _text(number, "true")
            if why := row.get(f"why_{n}", "").strip():
                option["why"] = _text(number, why)
            options.append(_node(number, option))
    if options:
        values["options"] = _sequence(number, options)
    if answer := row.get("answer", "").strip():
        values["answer"] = _plain_node(number, read_answer(answer, row.get("kind", "")))
    return _node(number, values | _child_list(reading, "waivers", row["id"], number))


def _exam_node(reading: _Reading, number: int, row: Row) -> yaml.Node:
    values = _scalars("exams", number, {c: v for c, v in row.items() if c != "instructions"})
    if lines := [line.strip() for line in row.get("instructions", "").splitlines() if line.strip()]:
        values["instructions"] = _sequence(number, [_text(number, line) for line in lines])
    values |= _child_list(reading, "exam_kinds", row["id"], number, "kinds")
    return _node(number, values | _child_list(reading, "exam_chapters", row["id"], number, "chapters"))


def _child_list(reading: _Reading, table: str, of: str, number: int, name: str = "") -> dict[str, yaml.Node]:
    nodes = [_node(n, _scalars(table, n, row)) for n, row in reading.children(table, of)]
    return {name or table: _sequence(number, nodes)} if nodes else {}


def _scalars(table: str, number: int, row: Row) -> dict[str, yaml.Node]:
    """Return the fields of one row as nodes; dotted columns become a mapping of their own."""
    values: dict[str, yaml.Node] = {}
    nested: dict[str, dict[str, yaml.Node]] = {}
    may_be_empty = row.get("incomplete", "").lower() == "true"
    for column in COLUMNS[table]:
        text = row.get(column, "").strip()
        if (
            column == "of"
            or column in READER_COLUMNS
            or not (text or (may_be_empty and column in {"title", "term", "statement"}))
        ):
            continue
        node = _cell_node(column, number, text)
        outer, _, inner = column.partition(".")
        if inner:
            nested.setdefault(outer, {})[inner] = node
        else:
            values[column] = node
    return values | {name: _node(number, inner) for name, inner in nested.items()}


def _cell_node(column: str, number: int, text: str) -> yaml.Node:
    if column in LIST_COLUMNS:
        return _sequence(number, [_text(number, entry) for entry in split_entries(text)])
    if column in SPAN_COLUMNS:
        return _sequence(number, [_text(number, end) for end in text.split("-")])
    if column in {"incomplete", "ordered"}:
        return _text(number, text.lower())
    return _text(number, text)


def _mark(number: int) -> yaml.Mark:
    return yaml.Mark("", 0, number, 0, None, 0)


def _text(number: int, text: str) -> yaml.Node:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, _mark(number), _mark(number), style="'")


def _sequence(number: int, nodes: Sequence[yaml.Node]) -> yaml.Node:
    return yaml.SequenceNode("tag:yaml.org,2002:seq", list(nodes), _mark(number), _mark(number))


def _node(number: int, values: Mapping[str, yaml.Node]) -> yaml.Node:
    pairs = [(_text(number, name), value) for name, value in values.items()]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, _mark(number), _mark(number))


def _pairs(node: yaml.Node) -> list[tuple[str, yaml.Node]]:
    return [(str(name.value), value) for name, value in node.value]


def _plain_node(number: int, plain: Plain) -> yaml.Node:
    match plain:
        case dict():
            return _node(number, {name: _plain_node(number, value) for name, value in plain.items()})
        case list():
            return _sequence(number, [_plain_node(number, value) for value in plain])
        case _:
            return _text(number, str(plain))
