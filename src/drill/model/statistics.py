"""What the store counts for an admin: sums of the daily roll-ups and of card states."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.deck import CardId
    from drill.model.learner import LearnerId, StudyDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose figures, of what and from when: None and '' do not narrow. Days count, both ends included.

    With a chapter, figures that are kept by section are summed over its sections. Learners who retired or were
    forgotten are in the figures of their group.
    """

    learner_id: LearnerId | None = None
    group: str | None = None
    bank_id: str = ""
    chapter_id: str = ""
    first_day: StudyDay | None = None
    last_day: StudyDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """What was done: entries by kind and rating, tests of what was retained, and time.

    `tested` entries are first answers on a day to cards with an interval; young below 21 days, mature from there on.
    Of a chapter only `rated`, `again`, `tested`, `passed` and `taken_ms` are known; the others are 0.
    """

    rated: int = 0
    new_cards: int = 0
    again: int = 0
    tested: int = 0
    passed: int = 0
    young: int = 0
    young_passed: int = 0
    mature: int = 0
    mature_passed: int = 0
    taken_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEffort:
    """The effort of a group on a section."""

    group: str
    bank_id: str
    section_id: str
    effort: Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a learner's cards stand: seen at all, mature, long overdue, out of the queue, and leeches."""

    learner_id: LearnerId
    seen: int
    mature: int
    overdue: int
    suspended: int
    leeches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEffort:
    """How all learners in a scope fare with a card: how many have seen it, their reviews and lapses."""

    card_id: CardId
    learners: int
    reviews: int
    lapses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leech:
    """A card that a learner forgot time and again."""

    learner_id: LearnerId
    card_id: CardId
    lapses: int
    suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationBin:
    """Tested entries whose predicted recall fell into one twentieth, counted from 0."""

    bin: int
    tested: int
    passed: int
    predicted: float
