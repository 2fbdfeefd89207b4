"""Entries of the log and card states as rows, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from drill.model.review import Action, Answer, Rating, Review, ReviewKind, ReviewOrigin
from drill.model.schedule import CardPhase, CardState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.deck import CardId
    from drill.model.learner import LearnerId
    from drill.store.connection import Row

REVIEW_COLUMNS: Final = (
    "operation_id, learner_id, card_id, kind, rating, action, origin, reviewed_at_ms, study_day, taken_ms,"
    " phase_before, last_interval_days, predicted_ppm, phase, step, interval_days, due_day, due_at_ms, suspended,"
    " buried_until_day"
)
STATE_COLUMNS: Final = (
    "phase, step, stability, difficulty, interval_days, due_day, due_at_ms, suspended, buried_until_day, reviews,"
    " lapses, last_study_day, last_reviewed_at_ms, last_entry_at_ms, last_review_id"
)
_STATE_NAMES: Final = STATE_COLUMNS.split(", ")
NOT_VOIDED: Final = (
    "review.kind <> 8 AND NOT EXISTS (SELECT 1 FROM review AS void WHERE void.voids_review_id = review.review_id)"
)
UPSERT_STATE: Final = (
    f"INSERT INTO card_state (learner_id, card_id, {STATE_COLUMNS}) VALUES (?, ?{', ?' * len(_STATE_NAMES)})"
    " ON CONFLICT (learner_id, card_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _STATE_NAMES)
)
INSERT_REVIEW: Final = (
    f"INSERT INTO review ({REVIEW_COLUMNS}, voids_review_id, recorded_at_ms)"
    f" VALUES (?{', ?' * len(REVIEW_COLUMNS.split(','))}, ?) RETURNING review_id"
)


def state_from_row(learner_id: LearnerId, card_id: CardId, row: Sequence[Any]) -> CardState:
    """Return the state in a row of STATE_COLUMNS."""
    return CardState(
        learner_id=learner_id,
        card_id=card_id,
        phase=CardPhase(row[0]),
        step=row[1],
        stability=row[2],
        difficulty=row[3],
        interval_days=row[4],
        due_day=row[5],
        due_at_ms=row[6],
        suspended=bool(row[7]),
        buried_until_day=row[8],
        reviews=row[9],
        lapses=row[10],
        last_study_day=row[11],
        last_reviewed_at_ms=row[12],
        last_entry_at_ms=row[13],
        last_review_id=row[14],
    )


def state_row(state: CardState, last_entry_at_ms: int, last_review_id: int) -> Row:
    """Return the parameters of UPSERT_STATE."""
    return (
        state.learner_id,
        state.card_id,
        int(state.phase),
        state.step,
        state.stability,
        state.difficulty,
        state.interval_days,
        state.due_day,
        state.due_at_ms,
        state.suspended,
        state.buried_until_day,
        state.reviews,
        state.lapses,
        state.last_study_day,
        state.last_reviewed_at_ms,
        last_entry_at_ms,
        last_review_id,
    )


def review_row(review: Review, recorded_at_ms: int) -> Row:
    """Return the parameters of INSERT_REVIEW; the entry's own id is given by the store."""
    answer = review.answer
    return (
        answer.operation_id,
        answer.learner_id,
        answer.card_id,
        int(review.kind),
        None if answer.rating is None else int(answer.rating),
        int(answer.action),
        int(answer.origin),
        answer.reviewed_at_ms,
        answer.study_day,
        answer.taken_ms,
        int(review.phase_before),
        review.last_interval_days,
        review.predicted_ppm,
        int(review.phase),
        review.step,
        review.interval_days,
        review.due_day,
        review.due_at_ms,
        review.suspended,
        review.buried_until_day,
        review.voids,
        recorded_at_ms,
    )


def review_from_row(row: Row) -> Review:
    """Return the entry in a row of review_id, REVIEW_COLUMNS, voids_review_id."""
    return Review(
        id=row[0],
        answer=Answer(
            operation_id=row[1],
            learner_id=row[2],
            card_id=row[3],
            reviewed_at_ms=row[8],
            study_day=row[9],
            rating=None if row[5] is None else Rating(row[5]),
            action=Action(row[6]),
            taken_ms=row[10],
            origin=ReviewOrigin(row[7]),
        ),
        kind=ReviewKind(row[4]),
        phase_before=CardPhase(row[11]),
        last_interval_days=row[12],
        predicted_ppm=row[13],
        phase=CardPhase(row[14]),
        step=row[15],
        interval_days=row[16],
        due_day=row[17],
        due_at_ms=row[18],
        suspended=bool(row[19]),
        buried_until_day=row[20],
        voids=row[21],
    )
