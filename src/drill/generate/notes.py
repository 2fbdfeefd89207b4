"""Facts, sections and authored items to notes.

A note's id derives from the id of what it asks about, never from text or position: a repaired typo or a moved fact
keeps its review history.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from drill.generate.cloze import clozes_of, split_at
from drill.generate.outline import Outline, Placed
from drill.generate.phrases import count, quote, say
from drill.model.bank import ItemKind, NoteKind, Use
from drill.model.ids import derived_id
from drill.model.notes import (
    Breadcrumb,
    ChoiceContent,
    ClozeContent,
    ListContent,
    Note,
    NoteContent,
    PartContent,
    RecallContent,
    SequenceContent,
)
from drill.text.similarity import shingles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.model.bank import Bank, Fact, FactSource, Item, Language, Section

# A list longer than this is not learnt as one card.
_LIST_MAX = 4
_LIST_MIN = 2
_BLANK = "____"
# Spans closer than this, in characters, are one place to a reader.
_GAP = 20
# A clue that repeats more of the term than this is no question.
_CLUE_MAX_OVERLAP = 0.67
_JOINED = re.compile(r"[、/]")


def make_notes(bank: Bank) -> tuple[Note, ...]:
    """Return all notes of a bank in reading order: each section's facts, its lists and sequences, its situations."""
    outline = Outline(bank)
    situations = _situations_by_section(bank, outline)
    notes: list[Note] = []
    complete = {section.id: (section, places) for _, section, places in outline.sections()}
    for chapter in bank.chapters:
        for section in chapter.sections:
            for place in outline.places_in.get(section.id, ()):
                notes.extend(_fact_notes(place, outline))
            if section.id in complete:
                notes.extend(_section_notes(*complete[section.id], outline))
            notes.extend(situations.get(section.id, ()))
    return tuple(notes)


def _fact_notes(place: Placed, outline: Outline) -> Iterator[Note]:
    off = place.fact.generate.off
    if NoteKind.RECALL not in off and place.fact.gist:
        yield _recall(place, outline)
    if NoteKind.PART not in off:
        yield from _parts(place, outline)
    if NoteKind.CLOZE not in off:
        yield from _clozes(place, outline)


def _recall(place: Placed, outline: Outline) -> Note:
    fact = place.fact
    content = RecallContent(
        term=fact.term,
        question=_question(place, outline),
        gist=fact.gist,
        statement=fact.statement,
        clue="" if place.is_generic else clue(fact),
    )
    tells = bool(shingles(fact.term) & outline.title_words(place.section)) or _stands_in_title(fact.term, place)
    return _note(derived_id(fact.id, "recall"), NoteKind.RECALL, (place,), content, outline, on_front=not tells)


def _question(place: Placed, outline: Outline) -> str:
    """Word the question for a fact's gist; the section is named only where the term alone is not enough."""
    language = outline.language
    name = place.name if place.name != place.fact.term else quote(place.fact.term, language)
    question = say(f"recall.{place.fact.kind}", language, term=name)
    if outline.has_namesake(place) and place.section.title:
        return say("recall.in_section", language, section=place.section.title, question=question)
    return question


def clue(fact: Fact) -> str:
    """Return what is said of a fact without its term, to ask for the term by; '' where that cannot be had."""
    term = shingles(fact.term)
    phrases = [fact.term, *(phrase for phrase in _JOINED.split(fact.term) if len(phrase) > 1)]
    silent = [text for text in (fact.statement, fact.gist) if text and not any(phrase in text for phrase in phrases)]
    if silent:
        best = min(silent, key=lambda text: len(term & shingles(text)))
        overlap = len(term & shingles(best)) / len(term) if term else 0.0
        return best if overlap <= _CLUE_MAX_OVERLAP else ""
    masked = fact.statement.replace(fact.term, _BLANK)
    return masked if masked.count(_BLANK) == 1 and len(masked) > 2 * len(_BLANK) else ""


def _parts(place: Placed, outline: Outline) -> Iterator[Note]:
    for part in place.fact.parts:
        content = PartContent(
            question=say("part", outline.language, ask=part.ask.rstrip("？?")),
            gist=part.gist,
            term=place.fact.term,
            statement=place.fact.statement,
        )
        on_front = not _stands_in_title(part.gist, place)
        yield _note(part.id, NoteKind.PART, (place,), content, outline, on_front=on_front)


def _clozes(place: Placed, outline: Outline) -> Iterator[Note]:
    for cloze in clozes_of(place, outline):
        before, after = split_at(place.fact.statement, cloze.text)
        content = ClozeContent(before=before, blank=cloze.text, after=after, term=place.fact.term)
        on_front = not any(_stands_in_title(answer, place) for answer in (cloze.text, *cloze.accept))
        yield _note(cloze.id, NoteKind.CLOZE, (place,), content, outline, on_front=on_front)


def _section_notes(section: Section, places: tuple[Placed, ...], outline: Outline) -> Iterator[Note]:
    if section.ordered and len(places) > 1:
        yield from _sequences(section, places, outline)
    elif len(places) >= _LIST_MIN:
        yield from _lists(section, places, outline)


def _lists(section: Section, places: tuple[Placed, ...], outline: Outline) -> Iterator[Note]:
    kept = tuple(place for place in places if NoteKind.LIST not in place.fact.generate.off)
    if len(kept) < len(places) or any(place.fact.term in section.title for place in places):
        return
    yield _list(section, places[:_LIST_MAX], None, len(places), outline)
    # A long list is asked for in overlapping stretches, each starting from the last point of the one before.
    for start in range(_LIST_MAX - 1, len(places) - 1, _LIST_MAX - 1):
        yield _list(section, places[start + 1 : start + _LIST_MAX], places[start], len(places), outline)


def _list(section: Section, stretch: tuple[Placed, ...], after: Placed | None, total: int, outline: Outline) -> Note:
    language = outline.language
    number = count(len(stretch), language)
    if after:
        name = "list.follows" if len(stretch) > 1 else "list.follows_one"
        term = quote(after.fact.term, language)
        question = say(name, language, section=section.title, count=number, term=term)
        note_id = derived_id(after.fact.id, "list")
    else:
        name = "list" if total <= _LIST_MAX else "list.begins"
        question = say(name, language, section=section.title, count=number)
        note_id = derived_id(section.id, "list")
    content = ListContent(question=question, points=tuple(place.fact.term for place in stretch))
    return _note(note_id, NoteKind.LIST, stretch, content, outline)


def _sequences(section: Section, places: tuple[Placed, ...], outline: Outline) -> Iterator[Note]:
    language = outline.language
    if any(NoteKind.SEQUENCE in place.fact.generate.off for place in places):
        return
    first = places[0]
    yield _sequence(
        derived_id(first.fact.id, "first"), say("sequence.first", language, section=section.title), (first,), outline
    )
    for before, after in pairwise(places):
        term = quote(before.fact.term, language)
        question = say("sequence.next", language, section=section.title, term=term)
        yield _sequence(derived_id(after.fact.id, "next"), question, (after,), outline)
    if len(places) <= _LIST_MAX:
        question = say("sequence.whole", language, section=section.title, count=count(len(places), language))
        yield _sequence(derived_id(section.id, "sequence"), question, places, outline)


def _sequence(note_id: str, question: str, places: tuple[Placed, ...], outline: Outline) -> Note:
    content = SequenceContent(question=question, steps=tuple(place.fact.term for place in places))
    return _note(note_id, NoteKind.SEQUENCE, places, content, outline)


def _situations_by_section(bank: Bank, outline: Outline) -> dict[str, list[Note]]:
    notes: dict[str, list[Note]] = {}
    for item in bank.items:
        places = tuple(outline.by_id[fact_id] for fact_id in item.facts if fact_id in outline.by_id)
        if places and _goes_to_phones(item) and NoteKind.SITUATIONAL not in places[0].fact.generate.off:
            notes.setdefault(places[0].section.id, []).append(_situation(item, places, outline))
    return notes


def _goes_to_phones(item: Item) -> bool:
    asks_for_one = item.kind in {ItemKind.SITUATIONAL, ItemKind.SINGLE_CHOICE} and len(item.keys) == 1
    return asks_for_one and item.use is not Use.EXAM and not item.withdrawn


def _situation(item: Item, places: tuple[Placed, ...], outline: Outline) -> Note:
    content = ChoiceContent(stem=item.stem, options=item.options, rationale=item.rationale)
    # The section names the principle that the right course of action follows from.
    note = _note(item.id, NoteKind.SITUATIONAL, places, content, outline, on_front=False)
    return replace(note, tags=item.tags)


def _note(  # noqa: PLR0913 - one place that knows how a note is put together
    note_id: str,
    kind: NoteKind,
    places: tuple[Placed, ...],
    content: NoteContent,
    outline: Outline,
    *,
    on_front: bool = True,
) -> Note:
    return Note(
        id=note_id,
        kind=kind,
        fact_ids=tuple(place.fact.id for place in places),
        breadcrumb=Breadcrumb(chapter=places[0].chapter.title, section=places[0].section.title),
        content=content,
        source=source_of(places[0].fact, outline),
        tags=tuple(dict.fromkeys(tag for place in places for tag in place.fact.tags)),
        breadcrumb_on_front=on_front,
    )


def source_of(fact: Fact, outline: Outline) -> str:
    """Return a printable reference to where a fact stands in its document; '' if the bank does not say."""
    source = fact.source
    if source is None:
        return ""
    titles = {document.id: document.title or document.document for document in outline.bank.sources}
    title = titles.get(source.document, source.document)
    if source.page is not None:
        return say("source.page", outline.language, title=title, page=source.page)
    return _source_span(title, source, outline.language)


def _source_span(title: str, source: FactSource, language: Language) -> str:
    spans = sorted(span for span in (source.term, source.statement) if span is not None)
    if not spans:
        return title
    start, end = spans[0].start, spans[-1].end
    if len(spans) > 1 and spans[1].start > spans[0].end + _GAP:
        return say(
            "source.two", language, title=title, start=start, end=spans[0].end, start2=spans[1].start, end2=spans[1].end
        )
    return say("source.chars", language, title=title, start=start, end=end)


def _stands_in_title(text: str, place: Placed) -> bool:
    return bool(text) and any(text in title for title in (place.section.title, place.chapter.title))
