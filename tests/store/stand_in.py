"""A small scheduler with the store's three seams; its memory only adds and multiplies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from drill.model.learner import StudyDay
from drill.model.log import Memories, RatedLog
from drill.model.review import Action, Answer, Rating, Review, ReviewKind
from drill.model.schedule import CardPhase, CardState, Outcome, ParameterSet, new_card_state
from drill.schedule.history import state_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DEFAULTS = ParameterSet(model="stand-in", weights=(1.0, 0.5))
_FIRST_STABILITY = np.array([0.0, 0.4, 1.0, 3.0, 8.0])
_KINDS = {
    CardPhase.NEW: ReviewKind.LEARN,
    CardPhase.LEARNING: ReviewKind.LEARN,
    CardPhase.REVIEW: ReviewKind.REVIEW,
    CardPhase.RELEARNING: ReviewKind.RELEARN,
}


def kernel(log: RatedLog, weights: Sequence[float]) -> Memories:
    """Replay the n-th entries of all cards at a time."""
    lengths = np.diff(log.starts)
    stability, difficulty = np.full(len(lengths), np.nan), np.full(len(lengths), np.nan)
    for turn in range(int(lengths.max(initial=0))):
        cards = np.flatnonzero(lengths > turn)
        at = log.starts[cards] + turn
        if turn == 0:
            stability[cards] = _FIRST_STABILITY[log.ratings[at]] * weights[0]
            difficulty[cards] = 5.0
            continue
        elapsed = np.maximum(0, log.study_days[at] - log.study_days[at - 1])
        stability[cards], difficulty[cards] = _next(
            stability[cards], difficulty[cards], elapsed, log.ratings[at], weights
        )
    return Memories(stability=stability, difficulty=difficulty)


def _next(
    stability: NDArray[np.float64],
    difficulty: NDArray[np.float64],
    elapsed: NDArray[np.int64],
    ratings: NDArray[np.int64],
    weights: Sequence[float],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    passed = stability * (1.0 + weights[1]) + 0.1 * np.minimum(elapsed, 50)
    failed = np.maximum(0.1, stability * 0.3)
    return np.where(ratings > 1, passed, failed), np.clip(difficulty + 3.0 - ratings, 1.0, 10.0)


def transition(state: CardState, answer: Answer) -> Outcome:
    if answer.rating is None:
        return Outcome(kind=ReviewKind.MANUAL, state=_by_hand(state, answer))
    log = RatedLog(
        starts=np.array([0, 1]), study_days=np.array([int(answer.study_day)]), ratings=np.array([int(answer.rating)])
    )
    if state.stability is None or state.difficulty is None or state.last_study_day is None:
        memories = kernel(log, DEFAULTS.weights)
        stability, difficulty = float(memories.stability[0]), float(memories.difficulty[0])
    else:
        elapsed = np.array([max(0, answer.study_day - state.last_study_day)])
        after = _next(np.array([state.stability]), np.array([state.difficulty]), elapsed, log.ratings, DEFAULTS.weights)
        stability, difficulty = float(after[0][0]), float(after[1][0])
    return Outcome(
        kind=_KINDS[state.phase],
        state=_scheduled(state, answer, stability, difficulty),
        predicted_ppm=None if state.phase is not CardPhase.REVIEW else min(1_000_000, int(stability * 50_000)),
    )


def _scheduled(state: CardState, answer: Answer, stability: float, difficulty: float) -> CardState:
    failed = answer.rating is Rating.AGAIN
    lapsed = failed and state.phase is CardPhase.REVIEW
    interval_days = 0 if failed else max(1, min(int(stability), 3650))
    learning = CardPhase.RELEARNING if lapsed or state.phase is CardPhase.RELEARNING else CardPhase.LEARNING
    return replace(
        state,
        phase=learning if failed else CardPhase.REVIEW,
        stability=stability,
        difficulty=difficulty,
        interval_days=interval_days,
        due_day=StudyDay(answer.study_day + interval_days),
        due_at_ms=answer.reviewed_at_ms + 60_000 if failed else 0,
        reviews=state.reviews + 1,
        lapses=state.lapses + lapsed,
        last_study_day=answer.study_day,
        last_reviewed_at_ms=answer.reviewed_at_ms,
    )


def _by_hand(state: CardState, answer: Answer) -> CardState:
    match answer.action:
        case Action.SUSPEND:
            return replace(state, suspended=True)
        case Action.UNSUSPEND:
            return replace(state, suspended=False)
        case Action.BURY:
            return replace(state, buried_until_day=StudyDay(answer.study_day + 1))
        case Action.RESET:
            return new_card_state(state.learner_id, state.card_id, answer.study_day)
        case _:
            return state


def replay(history: Sequence[Review]) -> CardState:
    return state_after(history, kernel, DEFAULTS.weights)
