"""What is done to a card by hand, or by an exam, without rating it: its memory stays as it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drill.model.learner import StudyDay
from drill.model.review import Action
from drill.model.schedule import CardPhase

if TYPE_CHECKING:
    from drill.model.schedule import CardState


def acted(state: CardState, action: Action, today: StudyDay, due_day: StudyDay | None = None) -> CardState:
    """Return the state after `action` on `today`; `due_day` is what SET_DUE sets.

    SET_DUE moves a card that has an interval; for any other, and without a day, it changes nothing.
    """
    match action:
        case Action.SUSPEND | Action.UNSUSPEND:
            return replace(state, suspended=action is Action.SUSPEND)
        case Action.BURY:
            return replace(state, buried_until_day=StudyDay(today + 1))
        case Action.UNBURY:
            return replace(state, buried_until_day=today)
        case Action.RESET:
            return _forgotten(state, today)
        case Action.SET_DUE:
            return state if due_day is None else _due_on(state, due_day)
        case Action.NONE:
            return state


def brought_forward(state: CardState, today: StudyDay) -> CardState:
    """Return the state after a wrong answer in an exam on `today`: due at once if it was due later.

    A card in steps comes soon anyway. A new card stays new; that it was asked for shows in its due day.
    """
    if state.phase in {CardPhase.LEARNING, CardPhase.RELEARNING}:
        return state
    return replace(state, due_day=StudyDay(min(state.due_day, today)))


def _forgotten(state: CardState, today: StudyDay) -> CardState:
    return replace(
        state,
        phase=CardPhase.NEW,
        step=0,
        stability=None,
        difficulty=None,
        interval_days=0,
        due_day=today,
        due_at_ms=0,
        reviews=0,
        lapses=0,
        last_study_day=None,
        last_reviewed_at_ms=None,
    )


def _due_on(state: CardState, due_day: StudyDay) -> CardState:
    if state.phase is not CardPhase.REVIEW:
        return state
    last = due_day if state.last_study_day is None else state.last_study_day
    return replace(state, due_day=due_day, interval_days=max(1, due_day - last))
