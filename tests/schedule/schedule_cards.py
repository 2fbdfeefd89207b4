"""Cards, answers and logs that the scheduler's tests share."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drill.model.deck import CardId
from drill.model.learner import Calendar, LearnerId, StudyDay
from drill.model.review import Answer, Rating, Review, ReviewId, ReviewOrigin, operation_id
from drill.model.schedule import CardPhase, CardState, RatedLog
from drill.schedule.study_day import start_ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.schedule import Transition

LEARNER = LearnerId(123_456_789)
TODAY = StudyDay(20_000)
CALENDAR = Calendar()
HOUR_MS = 3_600_000


def new_card(card_id: int = 1) -> CardState:
    return CardState(
        learner_id=LEARNER, card_id=CardId(card_id), phase=CardPhase.NEW, due_day=TODAY, buried_until_day=StudyDay(0)
    )


def review_card(  # noqa: PLR0913 - what tests vary
    card_id: int = 1,
    *,
    stability: float = 10.0,
    difficulty: float = 5.0,
    interval: int = 10,
    due: int = TODAY,
    lapses: int = 0,
) -> CardState:
    return replace(
        new_card(card_id),
        phase=CardPhase.REVIEW,
        stability=stability,
        difficulty=difficulty,
        interval_days=interval,
        due_day=StudyDay(due),
        last_study_day=StudyDay(due - interval),
        last_reviewed_at_ms=start_ms(StudyDay(due - interval), CALENDAR) + HOUR_MS,
        reviews=3,
        lapses=lapses,
    )


def answer(
    rating: int | None,
    day: int = TODAY,
    *,
    card_id: int = 1,
    after_ms: int = 5 * HOUR_MS,
    origin: ReviewOrigin = ReviewOrigin.DRILL,
) -> Answer:
    at_ms = start_ms(StudyDay(day), CALENDAR) + after_ms
    return Answer(
        operation_id=operation_id(str(card_id), str(at_ms)),
        learner_id=LEARNER,
        card_id=CardId(card_id),
        reviewed_at_ms=at_ms,
        study_day=StudyDay(day),
        rating=None if rating is None else Rating(rating),
        origin=origin,
    )


class Log:
    """What a store does with one card: apply the transition, append the entry, keep the state."""

    def __init__(self, transition: Transition, state: CardState) -> None:
        self.transition = transition
        self.state = state
        self.reviews: list[Review] = []
        self.states: list[CardState] = [state]

    def record(self, given: Answer) -> Review:
        before = self.state
        outcome = self.transition(before, given)
        number = ReviewId(len(self.reviews) + 1)
        self.state = replace(outcome.state, last_entry_at_ms=given.reviewed_at_ms, last_review_id=number)
        after = self.state
        review = Review(
            id=number,
            answer=given,
            kind=outcome.kind,
            phase_before=before.phase,
            last_interval_days=before.interval_days,
            predicted_ppm=outcome.predicted_ppm,
            phase=after.phase,
            step=after.step,
            interval_days=after.interval_days,
            due_day=after.due_day,
            due_at_ms=after.due_at_ms,
            suspended=after.suspended,
            buried_until_day=after.buried_until_day,
        )
        self.reviews.append(review)
        self.states.append(self.state)
        return review


def rated_log(histories: Sequence[Sequence[tuple[int, int]]]) -> RatedLog:
    """Return the log of cards given as (study day, rating) pairs."""
    flat = [entry for history in histories for entry in history]
    return RatedLog(
        starts=np.cumsum([0, *(len(history) for history in histories)]),
        study_days=np.array([day for day, _ in flat], dtype=np.int32),
        ratings=np.array([rating for _, rating in flat], dtype=np.int8),
    )


def random_histories(cards: int, seed: int = 1, longest: int = 20) -> list[list[tuple[int, int]]]:
    """Return `cards` histories of 1 to `longest` reviews; a quarter of them on the day of the one before."""
    rng = np.random.default_rng(seed)
    histories = []
    for length in rng.integers(1, longest + 1, cards):
        gaps = np.where(rng.random(length) < 0.25, 0, rng.integers(0, 90, length))
        days = TODAY + np.cumsum(gaps)
        ratings = rng.choice([1, 2, 3, 4], p=[0.15, 0.15, 0.55, 0.15], size=length)
        histories.append([(int(day), int(rating)) for day, rating in zip(days, ratings, strict=True)])
    return histories
