"""The review log: what happened to a card, as it was decided, never changed afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from drill.model.deck import CardId
    from drill.model.learner import LearnerId, StudyDay
    from drill.model.schedule import CardPhase

ReviewId = NewType("ReviewId", int)
OperationId = NewType("OperationId", bytes)
OPERATION_ID_BYTES = 16


def operation_id(*parts: str) -> OperationId:
    """Return the operation id that belongs to `parts`: the same parts, the same operation, however often it is sent."""
    text = "\x1f".join(parts).encode()
    return OperationId(hashlib.blake2b(text, digest_size=OPERATION_ID_BYTES).digest())


class Rating(IntEnum):
    """How well a card was recalled, in Anki's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def passed(self) -> bool:
        """Whether the card was recalled."""
        return self is not Rating.AGAIN


class ReviewKind(IntEnum):
    """What an entry of the log is. The first six numbers are Anki's revlog types."""

    LEARN = 0
    REVIEW = 1
    RELEARN = 2
    FILTERED = 3  # out of turn, ahead of its due day; feeds the memory model
    MANUAL = 4  # an action by hand: see Action
    RESCHEDULED = 5  # due day moved by a plan
    EXAM = 6  # brought forward by a wrong answer in an exam
    CRAM = 7  # rated, but outside the schedule: counted as time, never fed to the memory model
    VOID = 8  # undoes the entry it names


FEEDS_MEMORY = frozenset(
    {ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN, ReviewKind.FILTERED, ReviewKind.EXAM}
)
"""The kinds whose entries, where they are rated, feed the memory model."""


class Action(IntEnum):
    """What a MANUAL entry did to its card."""

    NONE = 0
    SUSPEND = 1
    UNSUSPEND = 2
    BURY = 3
    UNBURY = 4
    RESET = 5  # the card is new again: earlier entries no longer feed the memory model
    SET_DUE = 6


class ReviewOrigin(IntEnum):
    """Where an entry came from."""

    DRILL = 0
    ANKI = 1
    EXAM = 2
    IMPORTED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is to be recorded for a card: an answer (`rating`), or an action by hand (`action`).

    The same `operation_id` is taken in once. `reviewed_at_ms` is in milliseconds since 1970-01-01 UTC, `study_day` the
    learner's study day at that time, `taken_ms` the time from question to rating.
    """

    operation_id: OperationId
    learner_id: LearnerId
    card_id: CardId
    reviewed_at_ms: int
    study_day: StudyDay
    rating: Rating | None = None
    action: Action = Action.NONE
    taken_ms: int = 0
    origin: ReviewOrigin = ReviewOrigin.DRILL


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One entry of the log: the answer, what the card was before, and what was decided for it.

    `last_interval_days` is the interval that ended with this entry (0 for none), `predicted_ppm` the recall the model
    expected, in millionths (None where it had no memory). `phase` ... `buried_until_day` are the card's state after
    the entry; `due_at_ms` counts while in (re)learning steps, `due_day` otherwise.
    """

    id: ReviewId
    answer: Answer
    kind: ReviewKind
    phase_before: CardPhase
    last_interval_days: int
    predicted_ppm: int | None
    phase: CardPhase
    step: int
    interval_days: int
    due_day: StudyDay
    due_at_ms: int
    suspended: bool
    buried_until_day: StudyDay
    voids: ReviewId | None = None
