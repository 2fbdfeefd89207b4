"""Does each card ask one thing, with one answer that is not in the prompt, and say where it belongs?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error, warning
from drill.bank.checks.facts import GIST_TOO_LONG
from drill.bank.checks.material import parent_id
from drill.bank.checks.wording import BLANK, plain, quote
from drill.model.bank import FillInAnswer, NoteKind
from drill.model.finding import Severity
from drill.model.notes import ClozeContent, ListContent, Note, PartContent, RecallContent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material
    from drill.bank.checks.words import Lexicon
    from drill.model.bank import Item
    from drill.model.notes import Card

LIST_TOO_LONG = warning(
    "list-too-long",
    "A list card asks for more than four points.",
    "Make it ordered, or ask for overlapping stretches of it.",
)
ANSWER_IN_PROMPT = error(
    "answer-in-prompt",
    "The prompt of a card, or the stem of a fill-in item, holds its own answer.",
    "Reword the prompt, or choose another blank.",
)
CLOZE_FUNCTION_WORD = error(
    "cloze-function-word",
    "A blank asks for a function word (应, 的, 和; the, must).",
    "Blank out a word that carries the point.",
)
CLOZE_AMBIGUOUS = Check(
    name="cloze-ambiguous",
    severity=Severity.WARNING,
    other_severity=Severity.READER,
    rule="So little stands around a blank that more than one answer fits (warning), or the blank is one of a list "
    "joined by 、 (for a reader).",
    advice="Blank out less, or ask for the fact another way.",
)
CLOZE_SEVERAL_PER_CLAUSE = warning(
    "cloze-several-per-clause",
    "A clause has more than one blank.",
    "Leave one blank a clause.",
)
BREADCRUMB_MISSING = error(
    "breadcrumb-missing",
    "A note does not name its chapter, or not its section though that has a title.",
    "Give the chapter and the section their titles.",
)
DUPLICATE_PROMPTS = error(
    "duplicate-prompts",
    "Two cards have the same prompt.",
    "Make the terms, statements or blanks tell them apart, or switch one off under `generate:`.",
)

CHECKS: tuple[Check, ...] = (
    LIST_TOO_LONG,
    ANSWER_IN_PROMPT,
    CLOZE_FUNCTION_WORD,
    CLOZE_AMBIGUOUS,
    CLOZE_SEVERAL_PER_CLAUSE,
    BREADCRUMB_MISSING,
    DUPLICATE_PROMPTS,
)

_LIST_LIMIT = 4
# Letters that must stand around a blank before it can have one answer.
_CONTEXT = 5
_CLAUSE = re.compile(r"[，,。；;：:！!？?\n]")
_LISTED = re.compile(r"、____|____、")
_LATIN = re.compile(r"[a-z]+", re.IGNORECASE)
# The prompts of these hold their answer among others, to be chosen or put in order.
_CHOSEN = frozenset({NoteKind.SITUATIONAL, NoteKind.SEQUENCE})


def check(material: Material) -> Iterator[Hit]:
    """Check all notes and cards, and the blanks of fill-in items."""
    for note in material.notes:
        yield from _breadcrumb(note, material)
        yield from _length(note, material)
        if isinstance(note.content, ClozeContent):
            cloze = note.content
            prompt = f"{cloze.before}____{cloze.after}"
            yield from _blanks(note.id, f"note {note.id}", prompt, [cloze.blank], material.lexicon)
            yield from _listed(note.id, f"note {note.id}", prompt)
    for item in material.items:
        if isinstance(item.answer, FillInAnswer):
            answers = [blank[0] for blank in item.answer.blanks if blank]
            yield from _blanks(item.id, f"item {item.id}", item.stem, answers, material.lexicon)
            yield from _answer_in_stem(item, answers)
            # What is made of a cloze was looked at there.
            if parent_id(item.id) not in material.note_of:
                yield from _listed(item.id, f"item {item.id}", item.stem)
    yield from _prompts(material)


def _breadcrumb(note: Note, material: Material) -> Iterator[Hit]:
    sections = [material.section_of[fact_id] for fact_id in note.fact_ids if fact_id in material.section_of]
    if not note.breadcrumb.chapter.strip():
        yield BREADCRUMB_MISSING.hit(note.id, f"note {note.id} does not name its chapter.")
    elif not note.breadcrumb.section.strip() and any(section.title for section in sections):
        yield BREADCRUMB_MISSING.hit(note.id, f"note {note.id} does not name its section.")


def _length(note: Note, material: Material) -> Iterator[Hit]:
    match note.content:
        case ListContent(points=points) if len(points) > _LIST_LIMIT:
            yield LIST_TOO_LONG.hit(note.id, f"note {note.id} asks for a list of {len(points)} points.")
        case RecallContent(gist=gist) | PartContent(gist=gist) if len(gist) > material.lexicon.gist_limit:
            if not _is_written(gist, note, material):
                message = f"note {note.id}: the answer has {len(gist)} characters ({quote(gist)})."
                yield GIST_TOO_LONG.hit(note.id, message)
        case _:
            pass


def _is_written(gist: str, note: Note, material: Material) -> bool:
    """Tell whether a fact holds this very gist, and so was reported for it already."""
    facts = [material.facts[fact_id] for fact_id in note.fact_ids if fact_id in material.facts]
    return any(gist in (fact.gist, *(part.gist for part in fact.parts)) for fact in facts)


def _blanks(subject: str, name: str, prompt: str, answers: list[str], words: Lexicon) -> Iterator[Hit]:
    for answer in answers:
        if _is_function_word(answer, words):
            yield CLOZE_FUNCTION_WORD.hit(subject, f"{name} asks for the function word {quote(answer)}.")
    if len(plain(BLANK.sub("", prompt))) < _CONTEXT:
        yield CLOZE_AMBIGUOUS.hit(subject, f"{name}: too little stands around the blank ({quote(prompt)}).")
    for clause in _CLAUSE.split(prompt):
        if len(BLANK.findall(clause)) > 1:
            yield CLOZE_SEVERAL_PER_CLAUSE.hit(subject, f"{name} has several blanks in one clause ({quote(clause)}).")


def _listed(subject: str, name: str, prompt: str) -> Iterator[Hit]:
    if _LISTED.search(prompt):
        message = f"{name}: the blank is one of a list, where another answer may do ({quote(prompt)})."
        yield CLOZE_AMBIGUOUS.hit(subject, message, Severity.READER)


def _is_function_word(answer: str, words: Lexicon) -> bool:
    parts = _LATIN.findall(answer) or [answer.strip()]
    return all(part.lower() in words.function_words for part in parts)


def _answer_in_stem(item: Item, answers: list[str]) -> Iterator[Hit]:
    for answer in answers:
        if len(plain(answer)) > 1 and plain(answer) in plain(BLANK.sub(" ", item.stem)):
            yield ANSWER_IN_PROMPT.hit(item.id, f"item {item.id}: the stem holds the answer {quote(answer)}.")


def _prompts(material: Material) -> Iterator[Hit]:
    first: dict[str, Card] = {}
    for card in material.cards:
        named = f"card {card.ord} of note {card.note_id}"
        prompt = plain(card.prompt)
        if prompt in first:
            other = first[prompt]
            message = f"{named} asks the same as card {other.ord} of note {other.note_id} ({quote(card.prompt)})."
            yield DUPLICATE_PROMPTS.hit(card.note_id, message)
        first.setdefault(prompt, card)
        note = material.note_of.get(card.note_id)
        if note is None or note.kind not in _CHOSEN:
            yield from _answer_in_prompt(card, named, prompt)


def _answer_in_prompt(card: Card, named: str, prompt: str) -> Iterator[Hit]:
    for answer in map(plain, card.answer.splitlines()):
        if len(answer) > 1 and answer in prompt:
            yield ANSWER_IN_PROMPT.hit(card.note_id, f"{named}: the prompt holds the answer {quote(card.answer)}.")
