"""The review log: answers recorded, undone, read back. All that follows from an entry is written with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from drill.model.review import Review, ReviewId, ReviewKind
from drill.model.schedule import new_card_state
from drill.store.refusal import NoCardError
from drill.store.rollups import count
from drill.store.rows import (
    INSERT_REVIEW,
    NOT_VOIDED,
    REVIEW_COLUMNS,
    STATE_COLUMNS,
    UPSERT_STATE,
    review_from_row,
    review_row,
    state_from_row,
    state_row,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.deck import CardId
    from drill.model.learner import LearnerId, StudyDay
    from drill.model.review import Answer, OperationId
    from drill.model.schedule import CardState, Outcome, Replay, Transition
    from drill.store.connection import Connection, Row
    from drill.store.opening import Store

_QUALIFIED_STATE = ", ".join(f"s.{name}" for name in STATE_COLUMNS.split(", "))
_CARD_WITH_STATE: Final = (
    "SELECT (SELECT review_id FROM review WHERE operation_id = ?), c.bank_id, c.section_id,"
    f" {_QUALIFIED_STATE} FROM card AS c"
    " LEFT JOIN card_state AS s ON s.learner_id = ? AND s.card_id = c.card_id WHERE c.card_id = ?"
)
_SELECT_REVIEW: Final = f"SELECT review_id, {REVIEW_COLUMNS}, voids_review_id FROM review"
_HISTORY: Final = (
    f"{_SELECT_REVIEW} WHERE learner_id = ? AND card_id = ? AND {NOT_VOIDED} ORDER BY reviewed_at_ms, review_id"
)
_LATEST_HERE: Final = (
    f"{_SELECT_REVIEW} WHERE learner_id = ? AND origin = 0 AND {NOT_VOIDED} ORDER BY review_id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came of recording an answer; `repeated` says its operation id was there already and nothing changed."""

    review_id: ReviewId
    state: CardState
    repeated: bool = False


class _Place(NamedTuple):
    """Where a card stands: its bank and section, its state (None: no entry yet), and the entry of an operation."""

    known: ReviewId | None
    bank_id: str
    section_id: str
    state: CardState | None


def record(store: Store, answer: Answer, transition: Transition, recorded_at_ms: int) -> Recorded:
    """Append `answer` to the log with what follows from it; durable when this returns.

    `transition` is called with the card's state as it is inside the transaction. Raises NoCardError.
    """
    with store.write() as connection:
        place = _place(connection, answer.learner_id, answer.card_id, answer.operation_id)
        before = place.state or new_card_state(answer.learner_id, answer.card_id, answer.study_day)
        if place.known is not None:
            return Recorded(review_id=place.known, state=before, repeated=True)
        if answer.reviewed_at_ms < before.last_entry_at_ms:
            # The clock has gone back: the entry still stands after all others of its card.
            answer = replace(answer, reviewed_at_ms=before.last_entry_at_ms)
        outcome = transition(before, answer)
        review_id = _append(connection, _entry(answer, before, outcome), place, recorded_at_ms)
        connection.execute(UPSERT_STATE, state_row(outcome.state, answer.reviewed_at_ms, review_id))
    state = replace(outcome.state, last_entry_at_ms=answer.reviewed_at_ms, last_review_id=review_id)
    return Recorded(review_id=review_id, state=state)


def undo(
    store: Store, learner_id: LearnerId, operation_id: OperationId, replay: Replay, recorded_at_ms: int
) -> Review | None:
    """Void the learner's latest entry made here that is not voided yet, and return it; None if there is none.

    The card's state becomes `replay` of what is left of its history. A repeated operation id returns what it voided.
    """
    with store.write() as connection:
        known = _by_operation(connection, operation_id)
        if known is not None:
            return _voided_by(connection, known)
        row = connection.execute(_LATEST_HERE, (learner_id,)).fetchone()
        if row is None:
            return None
        review = review_from_row(row)
        _append_void(connection, review, operation_id, recorded_at_ms)
        _restate(connection, learner_id, review.answer.card_id, replay)
    return review


def take_in(
    store: Store, answers: Sequence[Answer], transition: Transition, replay: Replay, recorded_at_ms: int
) -> int:
    """Append answers given elsewhere, each at its own time in its card's history; return how many were new.

    For each, `transition` is given the state its card had at that time. All of them are taken in, or none.
    """
    with store.write() as connection:
        new = [a for a in answers if _by_operation(connection, a.operation_id) is None]
        unique = {a.operation_id: a for a in sorted(new, key=lambda a: a.reviewed_at_ms)}
        for answer in unique.values():
            _insert_in_history(connection, answer, transition, replay, recorded_at_ms)
        for learner_id, card_id in {(a.learner_id, a.card_id) for a in unique.values()}:
            _restate(connection, learner_id, card_id, replay)
    return len(unique)


def _insert_in_history(
    connection: Connection, answer: Answer, transition: Transition, replay: Replay, recorded_at_ms: int
) -> None:
    place = _place(connection, answer.learner_id, answer.card_id)
    history = _history(connection, answer.learner_id, answer.card_id)
    earlier = [review for review in history if review.answer.reviewed_at_ms <= answer.reviewed_at_ms]
    new = new_card_state(answer.learner_id, answer.card_id, answer.study_day)
    before = replay(earlier) if earlier else new
    outcome = transition(before, answer)
    _append(connection, _entry(answer, before, outcome), place, recorded_at_ms)


def history(store: Store, learner_id: LearnerId, card_id: CardId) -> tuple[Review, ...]:
    """Return the entries of a learner's card that are not voided, oldest first."""
    with store.read() as connection:
        return tuple(_history(connection, learner_id, card_id))


def entries(store: Store, learner_id: LearnerId) -> tuple[Review, ...]:
    """Return all of a learner's entries as they were appended, voided ones and voids among them."""
    with store.read() as connection:
        rows = connection.execute(f"{_SELECT_REVIEW} WHERE learner_id = ? ORDER BY review_id", (learner_id,)).fetchall()
    return tuple(review_from_row(row) for row in rows)


def card_state(store: Store, learner_id: LearnerId, card_id: CardId, today: StudyDay) -> CardState:
    """Return the state of a learner's card; a card without entries is new and due `today`. Raises NoCardError."""
    with store.read() as connection:
        return _place(connection, learner_id, card_id).state or new_card_state(learner_id, card_id, today)


def states(store: Store, learner_id: LearnerId, bank_id: str | None = None) -> tuple[CardState, ...]:
    """Return the states of a learner's cards (of one bank) that have entries, in the order of card ids."""
    of_bank = "" if bank_id is None else " AND card_id IN (SELECT card_id FROM card WHERE bank_id = ?)"
    sql = f"SELECT card_id, {STATE_COLUMNS} FROM card_state WHERE learner_id = ?{of_bank} ORDER BY card_id"
    with store.read() as connection:
        rows = connection.execute(sql, (learner_id,) if bank_id is None else (learner_id, bank_id)).fetchall()
    return tuple(state_from_row(learner_id, row[0], row[1:]) for row in rows)


def _by_operation(connection: Connection, operation_id: OperationId) -> ReviewId | None:
    row: Row | None = connection.execute(
        "SELECT review_id FROM review WHERE operation_id = ?", (operation_id,)
    ).fetchone()
    return None if row is None else ReviewId(row[0])


def _voided_by(connection: Connection, void_id: ReviewId) -> Review | None:
    sql = f"{_SELECT_REVIEW} WHERE review_id = (SELECT voids_review_id FROM review WHERE review_id = ?)"
    row = connection.execute(sql, (void_id,)).fetchone()
    return None if row is None else review_from_row(row)


def _place(
    connection: Connection, learner_id: LearnerId, card_id: CardId, operation: OperationId | None = None
) -> _Place:
    row = connection.execute(_CARD_WITH_STATE, (operation, learner_id, card_id)).fetchone()
    if row is None:
        raise NoCardError(card_id)
    known, bank_id, section_id, *state = row
    return _Place(known, bank_id, section_id, None if state[0] is None else state_from_row(learner_id, card_id, state))


def _history(connection: Connection, learner_id: LearnerId, card_id: CardId) -> list[Review]:
    return [review_from_row(row) for row in connection.execute(_HISTORY, (learner_id, card_id)).fetchall()]


def _append(connection: Connection, review: Review, place: _Place, recorded_at_ms: int) -> ReviewId:
    rows = connection.execute(INSERT_REVIEW, review_row(review, recorded_at_ms)).fetchall()
    count(connection, review, place.bank_id, place.section_id, 1)
    return ReviewId(rows[0][0])


def _append_void(connection: Connection, review: Review, operation_id: OperationId, recorded_at_ms: int) -> None:
    """Append the entry that voids `review`, and take `review` out of the daily figures."""
    answer = replace(review.answer, operation_id=operation_id, rating=None, taken_ms=0)
    void = replace(review, answer=answer, kind=ReviewKind.VOID, predicted_ppm=None, voids=review.id)
    place = _place(connection, answer.learner_id, answer.card_id)
    connection.execute(INSERT_REVIEW, review_row(void, recorded_at_ms)).fetchall()
    count(connection, review, place.bank_id, place.section_id, -1)


def _entry(answer: Answer, before: CardState, outcome: Outcome) -> Review:
    after = outcome.state
    return Review(
        id=ReviewId(0),
        answer=answer,
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


def _restate(connection: Connection, learner_id: LearnerId, card_id: CardId, replay: Replay) -> None:
    """Derive a card's state from its history again."""
    left = _history(connection, learner_id, card_id)
    if not left:
        connection.execute("DELETE FROM card_state WHERE learner_id = ? AND card_id = ?", (learner_id, card_id))
        return
    last = left[-1]
    connection.execute(UPSERT_STATE, state_row(replay(left), last.answer.reviewed_at_ms, last.id))
