"""What is to be learned next: due cards, new ones, the load of coming days."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from drill.model.deck import CardId
from drill.model.schedule import CardPhase
from drill.store.rollups import DAY_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Collection

    from drill.model.learner import LearnerId, StudyDay
    from drill.store.opening import Store

# The primary key is within every index of a table WITHOUT ROWID, so the index alone finds and orders the due cards.
_DUE: Final = (
    "SELECT s.card_id, s.phase, s.due_day, s.due_at_ms FROM card_state AS s CROSS JOIN card AS c USING (card_id)"
    " WHERE s.learner_id = ? AND s.suspended = 0 AND s.due_day <= ? AND s.buried_until_day <= ? AND s.phase > 0"
    " AND c.retired_at_ms IS NULL AND c.bank_id IN (SELECT value FROM json_each(?))"
    " ORDER BY s.due_day, s.card_id LIMIT ?"
)
_NEW: Final = (
    "SELECT c.card_id FROM card AS c LEFT JOIN card_state AS s ON s.learner_id = ? AND s.card_id = c.card_id"
    " WHERE c.bank_id = ? AND c.retired_at_ms IS NULL"
    " AND (s.card_id IS NULL OR (s.phase = 0 AND s.suspended = 0 AND s.buried_until_day <= ?))"
    " ORDER BY c.position, c.card_id LIMIT ?"
)
_LOAD: Final = (
    "SELECT s.due_day, count(*) FROM card_state AS s CROSS JOIN card AS c ON c.card_id = s.card_id"
    " WHERE s.learner_id = ? AND s.suspended = 0 AND s.due_day >= ? AND s.due_day < ? AND s.phase > 0"
    " AND c.retired_at_ms IS NULL GROUP BY s.due_day"
)
NO_LIMIT: Final = -1
_PHASES: Final = tuple(CardPhase)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTotals:
    """What a learner did on a study day with a bank; the columns of `learner_day` (docs/store.md)."""

    new_cards: int = 0
    learn: int = 0
    review: int = 0
    relearn: int = 0
    filtered: int = 0
    cram: int = 0
    again: int = 0
    hard: int = 0
    good: int = 0
    easy: int = 0
    young: int = 0
    young_passed: int = 0
    mature: int = 0
    mature_passed: int = 0
    taken_ms: int = 0


class DueCard(NamedTuple):
    """A card that is due: `due_at_ms` counts in the (re)learning phases, `due_day` in REVIEW."""

    card_id: CardId
    phase: CardPhase
    due_day: StudyDay
    due_at_ms: int


def due_cards(
    store: Store, learner_id: LearnerId, bank_ids: Collection[str], today: StudyDay, limit: int = NO_LIMIT
) -> tuple[DueCard, ...]:
    """Return a learner's cards that are due by the end of `today`, the longest overdue first.

    Cards in (re)learning steps are among them by their `due_day`; whether their `due_at_ms` has come is for the queue
    to say. New, suspended, buried and retired cards are not.
    """
    values = (learner_id, today, today, json.dumps(sorted(bank_ids)), limit)
    with store.read() as connection:
        rows = connection.execute(_DUE, values).fetchall()
    return tuple(DueCard(card_id, _PHASES[phase], day, at_ms) for card_id, phase, day, at_ms in rows)


def new_cards(
    store: Store, learner_id: LearnerId, bank_id: str, today: StudyDay, limit: int = NO_LIMIT
) -> tuple[CardId, ...]:
    """Return a bank's cards that a learner has not begun, in the bank's order; suspended and buried ones not."""
    with store.read() as connection:
        rows = connection.execute(_NEW, (learner_id, bank_id, today, limit)).fetchall()
    return tuple(CardId(card_id) for (card_id,) in rows)


def due_load(store: Store, learner_id: LearnerId, first_day: StudyDay, days: int) -> tuple[int, ...]:
    """Return how many of a learner's cards fall due on each of `days` study days from `first_day` on."""
    with store.read() as connection:
        counts = dict(connection.execute(_LOAD, (learner_id, first_day, first_day + days)).fetchall())
    return tuple(counts.get(first_day + offset, 0) for offset in range(days))


def day_totals(store: Store, learner_id: LearnerId, study_day: StudyDay) -> dict[str, DayTotals]:
    """Return what a learner did on a study day, by bank."""
    sql = f"SELECT bank_id, {', '.join(DAY_COLUMNS)} FROM learner_day WHERE learner_id = ? AND study_day = ?"
    with store.read() as connection:
        rows = connection.execute(sql, (learner_id, study_day)).fetchall()
    return {bank_id: DayTotals(**dict(zip(DAY_COLUMNS, numbers, strict=True))) for bank_id, *numbers in rows}
