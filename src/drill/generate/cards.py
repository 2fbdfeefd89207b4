"""The cards of a note in plain text: what each asks, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.model.notes import (
    Card,
    ClozeContent,
    ListContent,
    PartContent,
    RecallContent,
    SequenceContent,
)

if TYPE_CHECKING:
    from drill.model.notes import Note

BLANK = "____"
_GIST_BY_TERM, _TERM_BY_CLUE = 0, 1


def cards_of(note: Note) -> tuple[Card, ...]:
    """Return the cards of `note`; a card's ordinal belongs to what it asks, whether or not its neighbour is there."""
    match note.content:
        case RecallContent(question=question, gist=gist, term=term, clue=clue):
            by_term = _card(note, question, gist, _GIST_BY_TERM)
            return (by_term, _card(note, clue, term, _TERM_BY_CLUE)) if clue else (by_term,)
        case PartContent(question=question, gist=gist):
            return (_card(note, question, gist),)
        case ClozeContent(before=before, blank=blank, after=after):
            return (_card(note, f"{before}{BLANK}{after}", blank),)
        case ListContent(question=question, points=points):
            return (_card(note, question, "\n".join(points)),)
        case SequenceContent(question=question, steps=steps):
            return (_card(note, question, " → ".join(steps)),)
        case choice:
            prompt = "\n".join((choice.stem, *(f"- {option.text}" for option in choice.options)))
            return (_card(note, prompt, "\n".join(option.text for option in choice.options if option.key)),)


def _card(note: Note, question: str, answer: str, ordinal: int = 0) -> Card:
    titles = [title for title in (note.breadcrumb.chapter, note.breadcrumb.section) if title]
    shown = [" › ".join(titles)] if note.breadcrumb_on_front and titles else []
    return Card(note_id=note.id, ord=ordinal, prompt="\n".join((*shown, question)), answer=answer)
