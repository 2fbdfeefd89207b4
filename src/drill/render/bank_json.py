"""The whole bank with everything generated from it as plain data; docs/bank-format.md describes it."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import TYPE_CHECKING

from drill.bank.plain import answer_to_plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.bank import Bank, Chapter, Fact, Item, Section
    from drill.model.notes import Card, Note

Json = dict[str, object]


def bank_json(bank: Bank, *, notes: Sequence[Note], cards: Sequence[Card], items: Sequence[Item], deck: str) -> Json:
    """Return the bank's header, facts, notes, cards and items (authored first) as plain data."""
    return {
        "bank": {
            "id": bank.id,
            "title": bank.title,
            "language": bank.language.value,
            "version": bank.version,
            "licence": bank.licence,
            "sources": [_plain(source) for source in bank.sources],
            "chapters": [_chapter(chapter) for chapter in bank.chapters],
            "exams": [_plain(exam) for exam in bank.exams],
        },
        "facts": [
            _fact(fact, order, section, chapter, bank)
            for chapter in bank.chapters
            for section in chapter.sections
            for order, fact in enumerate(section.facts, start=1)
        ],
        "notes": [_note(note, deck) for note in notes],
        "cards": [_plain(card) for card in cards],
        "items": [_item(item) for item in items],
    }


def _chapter(chapter: Chapter) -> Json:
    sections = [
        {"id": s.id, "title": s.title, "ordered": s.ordered, "incomplete": s.incomplete} for s in chapter.sections
    ]
    return {"id": chapter.id, "title": chapter.title, "sections": sections}


def _fact(fact: Fact, order: int, section: Section, chapter: Chapter, bank: Bank) -> Json:
    return {
        "id": fact.id,
        "chapter": chapter.title,
        "section": section.title,
        "chapter_id": chapter.id,
        "section_id": section.id,
        "term": fact.term,
        "statement": fact.statement,
        "kind": fact.kind.value,
        "order": order,
        "tags": list(fact.tags),
        "incomplete": fact.incomplete,
        "source": _source(fact, bank),
        "gist": fact.gist,
        "parts": [_plain(part) for part in fact.parts],
        "misconceptions": [_plain(misconception) for misconception in fact.misconceptions],
    }


def _source(fact: Fact, bank: Bank) -> Json | None:
    if fact.source is None:
        return None
    document = next(source for source in bank.sources if source.id == fact.source.document)
    return {
        "document": document.document,
        "sha256": document.sha256,
        "page": fact.source.page,
        "term": _plain(fact.source.term),
        "statement": _plain(fact.source.statement),
    }


def _note(note: Note, deck: str) -> Json:
    return {
        "id": note.id,
        "kind": note.kind.value,
        "fact_ids": list(note.fact_ids),
        "deck": deck,
        "fields": {"breadcrumb": _plain(note.breadcrumb), "source": note.source, **_record(note.content)},
        "tags": list(note.tags),
    }


def _item(item: Item) -> Json:
    return {
        "id": item.id,
        "kind": item.kind.value,
        "origin": item.origin.value,
        "fact_ids": list(item.facts),
        "stem": item.stem,
        "options": [{"text": o.text, "is_key": o.key, "why": o.why} for o in item.options],
        "answer": answer_to_plain(item.answer) if item.answer else None,
        "rationale": item.rationale,
        "points": item.points,
        "use": item.use.value,
        "tags": list(item.tags),
        "facility": item.facility,
        "withdrawn": item.withdrawn,
    }


def _record(record: object) -> Json:
    return {field.name: _plain(getattr(record, field.name)) for field in dataclasses.fields(record)}  # type: ignore[arg-type] # any dataclass instance


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case tuple():
            return [_plain(entry) for entry in value]
        case None | str() | int() | float():
            return value
        case _:
            return _record(value)
