"""What extraction yields: facts with places and confidence, and the text that was not placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.bank import FactKind
    from drill.model.passage import PassagePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedFact:
    """A fact read from a document; `order` counts from 1 within a procedure.

    A statement may run over several passages: a place each.
    """

    chapter: str
    section: str
    term: str
    statement: str
    kind: FactKind
    confidence: float
    term_place: PassagePlace
    statement_places: tuple[PassagePlace, ...]
    order: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """Text that is in no fact, and why."""

    text: str
    place: PassagePlace
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """All that was read from a document."""

    title: str
    facts: tuple[ExtractedFact, ...]
    unplaced: tuple[Unplaced, ...]
