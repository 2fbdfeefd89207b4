"""A bank as tables of text, one row a record: what goes into a spreadsheet, without its file format.

Rows of one table stand in reading order; a row names the record it belongs to by id. `drill.bank.from_tables` reads
the tables back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.bank.answers import join_lines, write_answer
from drill.model.bank import Bank, Blueprint, Fact, Item, Section, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Every item has this many option columns at least, so that a person can add one.
LEAST_OPTION_COLUMNS = 5

# Table -> its columns. "of" names the record a row belongs to; `*_title` columns are there for the reader only.
COLUMNS: dict[str, tuple[str, ...]] = {
    "chapters": ("id", "title"),
    "sections": ("id", "of", "chapter_title", "title", "ordered", "incomplete"),
    "facts": (
        *("id", "of", "section_title", "term", "kind", "statement", "gist", "tags", "incomplete"),
        *("source.document", "source.term", "source.statement", "source.page"),
        *("generate.off", "generate.distractors", "generate.never"),
    ),
    "parts": ("id", "of", "fact_title", "ask", "gist"),
    "misconceptions": ("id", "of", "fact_title", "text", "why", "differs"),
    "clozes": ("id", "of", "fact_title", "text", "accept"),
    "items": (
        *("id", "kind", "facts", "stem", "key", "answer", "rationale", "points", "use", "tags"),
        *("facility", "enemies", "withdrawn"),
    ),
    "waivers": ("of", "check", "reason"),
    "exams": ("id", "name", "title", "minutes", "vary", "max_use", "pass_points", "instructions"),
    "exam_kinds": ("of", "kind", "items", "points", "max_use"),
    "exam_chapters": ("of", "chapter", "chapter_title", "items"),
}
LIST_COLUMNS = frozenset(
    {"tags", "facts", "enemies", "accept", "generate.off", "generate.distractors", "generate.never"},
)
SPAN_COLUMNS = frozenset({"source.term", "source.statement"})
READER_COLUMNS = frozenset({"chapter_title", "section_title", "fact_title"})

Row = dict[str, str]
Tables = dict[str, list[Row]]


def columns_of(table: str, rows: Iterable[Row]) -> tuple[str, ...]:
    """Return the columns of a table; items have as many option columns as the longest of `rows` needs."""
    if table != "items":
        return COLUMNS[table]
    needed = max((option_count(row) for row in rows), default=0)
    numbers = range(1, max(LEAST_OPTION_COLUMNS, needed) + 1)
    stem = COLUMNS[table].index("stem") + 1
    return (
        *COLUMNS[table][:stem],
        *(f"{name}_{n}" for n in numbers for name in ("option", "why")),
        *COLUMNS[table][stem:],
    )


def option_count(row: Row) -> int:
    """Return the number of the last option column a row of the items table has."""
    return max((int(name.removeprefix("option_")) for name in row if name.startswith("option_")), default=0)


def join_entries(entries: Iterable[str]) -> str:
    r"""Write a list into one cell: entries apart by ` | `, a bar within an entry as `\|`."""
    return " | ".join(entry.replace("\\", "\\\\").replace("|", "\\|") for entry in entries)


def split_entries(text: str) -> list[str]:
    """Read a list from one cell: the inverse of `join_entries`."""
    entries = re.findall(r"(?:\\.|[^|\\])+", text)
    return [re.sub(r"\\(.)", r"\1", entry).strip() for entry in entries if entry.strip()]


def to_tables(bank: Bank) -> Tables:
    """Return the content of a bank (all but its header) as tables of text."""
    tables: Tables = {name: [] for name in COLUMNS}
    for chapter in bank.chapters:
        tables["chapters"].append(_row("chapters", chapter))
        for section in chapter.sections:
            tables["sections"].append(_row("sections", section, of=chapter.id, chapter_title=chapter.title))
            for fact in section.facts:
                _add_fact(tables, fact, section)
    for item in bank.items:
        tables["items"].append(_item_row(item))
        _add_children(tables, "waivers", item.waivers, item.id)
    for exam in bank.exams:
        _add_exam(tables, exam, {c.id: c.title for c in bank.chapters})
    return tables


def _add_fact(tables: Tables, fact: Fact, section: Section) -> None:
    tables["facts"].append(_row("facts", fact, of=section.id, section_title=section.title))
    _add_children(tables, "parts", fact.parts, fact.id, fact_title=fact.term)
    _add_children(tables, "misconceptions", fact.misconceptions, fact.id, fact_title=fact.term)
    _add_children(tables, "clozes", fact.generate.clozes, fact.id, fact_title=fact.term)
    _add_children(tables, "waivers", fact.waivers, fact.id)


def _add_exam(tables: Tables, exam: Blueprint, titles: Mapping[str, str]) -> None:
    tables["exams"].append({**_row("exams", exam), "instructions": join_lines(exam.instructions)})
    _add_children(tables, "exam_kinds", exam.kinds, exam.id)
    for quota in exam.chapters:
        tables["exam_chapters"].append(
            _row("exam_chapters", quota, of=exam.id, chapter_title=titles.get(quota.chapter, ""))
        )


def _add_children(tables: Tables, table: str, records: Iterable[object], of: str, **titles: str) -> None:
    tables[table] += [_row(table, record, of=of, **titles) for record in records]


def _row(table: str, record: object, **given: str) -> Row:
    row = {}
    for column in COLUMNS[table]:
        if column in given:
            row[column] = given[column]
            continue
        value: object = record
        for name in column.split("."):
            value = getattr(value, name, None)
        row[column] = _cell(value)
    return row


def _cell(value: object) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "true"
        case Span():
            return f"{value.start}-{value.end}"
        case tuple():
            return join_entries([_cell(entry) for entry in value])
        case _:
            return str(value)


def _item_row(item: Item) -> Row:
    row = _row("items", item)
    for n, option in enumerate(item.options, start=1):
        row[f"option_{n}"], row[f"why_{n}"] = option.text, option.why
    row["key"] = "".join(chr(ord("A") + k) for k in item.keys)
    row["answer"] = write_answer(item.answer) if item.answer else ""
    return row
