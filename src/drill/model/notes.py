"""What goes to phones: notes, their content by kind, and the cards each yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.bank import NoteKind, Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Breadcrumb:
    """Where a note belongs: chapter › section (titles; the section's may be empty where the source cuts it off)."""

    chapter: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallContent:
    """A term and what is said of it. Card 0 asks for `gist` by `term`, card 1 asks for `term` by `clue`.

    `statement` stands in full below the answer of both. An empty `clue` means there is no card 1.
    """

    term: str
    question: str
    gist: str
    statement: str
    clue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartContent:
    """One requirement of a fact: `question` and its `gist`, with the whole statement below."""

    question: str
    gist: str
    term: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClozeContent:
    """A statement with one phrase blanked out: `before` + `blank` + `after`."""

    before: str
    blank: str
    after: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListContent:
    """A section and its points, at most four of them."""

    question: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceContent:
    """A question about order and its answer (what comes after a step, or all steps in order)."""

    question: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceContent:
    """A situation with options; shuffled on the phone, with the reasons on the back."""

    stem: str
    options: tuple[Option, ...]
    rationale: str


NoteContent = RecallContent | PartContent | ClozeContent | ListContent | SequenceContent | ChoiceContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What one Anki note is made of; its `id` derives from the ids of what it was made from.

    `breadcrumb_on_front` is false where the breadcrumb would give the answer away. `source` is a printable reference
    (document and place).
    """

    id: str
    kind: NoteKind
    fact_ids: tuple[str, ...]
    breadcrumb: Breadcrumb
    content: NoteContent
    source: str = ""
    tags: tuple[str, ...] = ()
    breadcrumb_on_front: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One question and answer of a note, in plain text; `ord` is Anki's card ordinal and never changes."""

    note_id: str
    ord: int
    prompt: str
    answer: str
