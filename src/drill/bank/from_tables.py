"""Tables of text back to a bank.

The rows become the same kind of nodes that YAML files become and go through the same decoder, so a spreadsheet meets
the same checks as the files, with its own table and row in every message.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from drill.bank.answers import read_answer, split_lines
from drill.bank.decode import Decoder
from drill.bank.parse import HIDDEN, ParsedBank, read_item
from drill.bank.rows import Rows
from drill.bank.tables import (
    COLUMNS,
    LIST_COLUMNS,
    READER_COLUMNS,
    SPAN_COLUMNS,
    Row,
    Tables,
    option_count,
    split_entries,
    to_tables,
)
from drill.bank.titles import with_titles
from drill.bank.validate import validate
from drill.model.bank import Bank, Blueprint, Chapter
from drill.model.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from drill.bank.plain import Plain
    from drill.errors import Problem

_KEY_HINT = "Write the letters of the right options, A for the first."


def bank_from_tables(tables: Tables, present: Bank, below: Callable[[int], int], taken: set[str]) -> ParsedBank:
    """Read tables back into a bank with the header of the present one.

    A row without an id gets that of the present record it stands for, or a new one from `below`, which draws an integer
    in [0, n). Problems name the table as their path and the spreadsheet's row as their line.
    """
    reading = Rows.of(tables, to_tables(present), below, taken)
    decoder = Decoder("", hidden=HIDDEN)
    chapters = [
        decoder.record(_chapter_node(reading, n, row), Chapter, what="chapter") for n, row in reading.top("chapters")
    ]
    items = [read_item(decoder, _item_node(reading, n, row)) for n, row in reading.top("items")]
    exams = [decoder.record(_exam_node(reading, n, row), Blueprint, what="exam") for n, row in reading.top("exams")]
    problems = [*reading.problems, *map(reading.located, decoder.problems), *reading.orphans()]
    places = [(i, Place(*reading.places[p.line - 1])) for i, p in decoder.places]
    if problems:
        return _refused(problems, places, present)
    bank = replace(
        present,
        chapters=tuple(c for c in chapters if c),
        items=tuple(i for i in items if i),
        exams=tuple(e for e in exams if e),
    )
    found = validate(bank, [(present.id, Place("bank.yaml", 1)), *places])
    return _refused(found, places, present) if found else ParsedBank(bank, dict(places), ())


def _refused(problems: Iterable[Problem], places: Iterable[tuple[str, Place]], present: Bank) -> ParsedBank:
    named = [with_titles(problem, present.language) for problem in problems]
    return ParsedBank(None, dict(places), tuple(sorted(named)))


def _chapter_node(reading: Rows, number: int, row: Row) -> yaml.Node:
    sections = [_section_node(reading, n, r) for n, r in reading.children("sections", row["id"])]
    return _node(number, {**_scalars("chapters", number, row), "sections": _sequence(number, sections)})


def _section_node(reading: Rows, number: int, row: Row) -> yaml.Node:
    facts = [_fact_node(reading, n, r) for n, r in reading.children("facts", row["id"])]
    return _node(number, {**_scalars("sections", number, row), "facts": _sequence(number, facts)})


def _fact_node(reading: Rows, number: int, row: Row) -> yaml.Node:
    values = _scalars("facts", number, row)
    for table in ("parts", "misconceptions", "waivers"):
        values |= _child_list(reading, table, row["id"], number)
    generate = values.pop("generate", None)
    clozes = _child_list(reading, "clozes", row["id"], number)
    if generate is not None or clozes:
        inner = dict(_pairs(generate)) if generate is not None else {}
        values["generate"] = _node(number, inner | clozes)
    return _node(number, values)


def _item_node(reading: Rows, number: int, row: Row) -> yaml.Node:
    values = _scalars("items", number, {c: v for c, v in row.items() if c not in {"key", "answer"}})
    options = [
        _option(number, row, n, text)
        for n in range(1, option_count(row) + 1)
        if (text := row.get(f"option_{n}", "").strip())
    ]
    _check_letters(reading, number, row)
    if options:
        values["options"] = _sequence(number, options)
    if answer := row.get("answer", "").strip():
        values["answer"] = _plain_node(number, read_answer(answer, row.get("kind", "")))
    return _node(number, values | _child_list(reading, "waivers", row["id"], number))


def _option(number: int, row: Row, place: int, text: str) -> yaml.Node:
    option = {"text": _text(number, text)}
    if _letter(place) in row.get("key", "").upper():
        option["key"] = _text(number, "true")
    if why := row.get(f"why_{place}", "").strip():
        option["why"] = _text(number, why)
    return _node(number, option)


def _check_letters(reading: Rows, number: int, row: Row) -> None:
    """Note letters of the key that are no option, and reasons without an option: neither may get lost."""
    places = [n for n in range(1, option_count(row) + 1) if row.get(f"option_{n}", "").strip()]
    letters = {_letter(n) for n in places}
    for letter in sorted(set(re.sub(r"[\s,;、，；/]", "", row.get("key", "").upper())) - letters):
        reading.problem(number, f"the key of item {row['id']} is `{letter}`, and it has no such option.", _KEY_HINT)
    for name in row:
        if name.startswith("why_") and row[name].strip() and int(name.removeprefix("why_")) not in places:
            message = f"item {row['id']} gives a reason for option {name.removeprefix('why_')}, which is empty."
            reading.problem(number, message, "Fill in the option or delete the reason.")


def _letter(place: int) -> str:
    return chr(ord("A") + place - 1)


def _exam_node(reading: Rows, number: int, row: Row) -> yaml.Node:
    values = _scalars("exams", number, {c: v for c, v in row.items() if c != "instructions"})
    if lines := split_lines(row.get("instructions", "")):
        values["instructions"] = _sequence(number, [_text(number, line) for line in lines])
    values |= _child_list(reading, "exam_kinds", row["id"], number, "kinds")
    return _node(number, values | _child_list(reading, "exam_chapters", row["id"], number, "chapters"))


def _child_list(reading: Rows, table: str, of: str, number: int, name: str = "") -> dict[str, yaml.Node]:
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
