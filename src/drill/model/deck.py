"""Decks as the store knows them: a bank's cards, for whom they are, and how they are to be scheduled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from drill.model.bank import NoteKind
    from drill.model.learner import LearnerId, StudyDay

CardId = NewType("CardId", int)
DeckId = NewType("DeckId", int)


class NewOrder(StrEnum):
    """In which order new cards come."""

    BANK = "bank"
    SHUFFLED = "shuffled"


class LeechAction(StrEnum):
    """What happens to a card that lapses too often."""

    SUSPEND = "suspend"
    TELL = "tell"


class ExamMistakes(StrEnum):
    """What a wrong answer in an exam does to the cards behind it."""

    FORWARD = "forward"
    LAPSE = "lapse"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckOptions:
    """How a deck is scheduled.

    `exam_day` turns on exam mode. Steps are in seconds. `easy_days` gives each weekday's share of an ordinary day's
    load, Monday first. `peak_factor` caps the busiest day of an exam plan, as a multiple of the average day;
    None for a limit means none.
    """

    desired_retention: float = 0.9
    new_per_day: int = 20
    reviews_per_day: int | None = None
    exam_day: StudyDay | None = None
    learning_steps_s: tuple[int, ...] = (60, 600)
    relearning_steps_s: tuple[int, ...] = (600,)
    max_interval_days: int = 36_500
    leech_threshold: int = 8
    leech_action: LeechAction = LeechAction.SUSPEND
    easy_days: tuple[float, ...] = (1.0,) * 7
    peak_factor: float = 2.0
    new_order: NewOrder = NewOrder.BANK
    bury_siblings: bool = True
    fuzz: bool = True
    exam_mistakes: ExamMistakes = ExamMistakes.FORWARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """For whom a deck is: one learner, one group, or (neither given) everyone. The narrowest one counts."""

    learner_id: LearnerId | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A bank's cards for an audience. `cards` counts those in use; a withdrawn deck assigns nothing any more."""

    id: DeckId
    bank_id: str
    title: str
    audience: Audience
    options: DeckOptions
    cards: int
    created_at_ms: int
    withdrawn_at_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceOption:
    """An option of a choice card; `why` says why it is right or wrong."""

    text: str
    key: bool
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a card shows: question and answer in plain text, `options` where it is a choice, and what stands below."""

    prompt: str
    answer: str
    options: tuple[FaceOption, ...] = ()
    rationale: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BankCard:
    """A card as a bank yields it: by bank, note and ordinal it is known for ever.

    `section_id` and `chapter_id` are where its first fact stands ('' for an item without facts), `fact_ids` ascend,
    `position` is its place in the bank's order, counted from 0.
    """

    bank_id: str
    note_id: str
    ordinal: int
    kind: NoteKind
    chapter_id: str
    section_id: str
    fact_ids: tuple[str, ...]
    position: int
    face: Face


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCard:
    """A card in the store. A retired one (`retired_at_ms`) comes no more, but keeps its history."""

    id: CardId
    card: BankCard
    retired_at_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """A chapter, section or fact of a bank: its id, the id of what holds it ('' for a chapter), and its title.

    A fact's title is its term.
    """

    id: str
    parent_id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BankContents:
    """What the store takes from a bank: its outline in reading order, and its cards."""

    bank_id: str
    title: str
    language: str
    version: str
    chapters: tuple[OutlineEntry, ...]
    sections: tuple[OutlineEntry, ...]
    facts: tuple[OutlineEntry, ...]
    cards: tuple[BankCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """How loading a bank changed the store's cards."""

    added: int
    changed: int
    retired: int
    restored: int
    unchanged: int
