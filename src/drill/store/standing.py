"""Figures from card states: how cards stand now, what falls due when, and which are not retained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from drill.model.deck import CardId, DeckOptions
from drill.model.schedule import MATURE_INTERVAL_DAYS
from drill.model.statistics import CardEffort, Leech, Standing
from drill.store.decks import decks
from drill.store.scope import of_active, of_states

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drill.model.learner import Calendar, StudyDay
    from drill.model.statistics import Scope
    from drill.store.opening import Store

LATE_DAYS: Final = 2
"""A card is long overdue when it has been due for more than this many study days."""

# What the deck that counts for the learner calls a leech: the learner's own deck, else the group's, else everyone's.
# The first comparison, with the lowest limit of all, spares most rows from looking for their deck.
_IS_LEECH_OF_ITS_DECK: Final = (
    "s.lapses >= ? AND ifnull((SELECT json_extract(deck.options, '$.leech_threshold')"
    " FROM card JOIN deck USING (bank_id)"
    " JOIN learner ON learner.learner_id = s.learner_id WHERE card.card_id = s.card_id AND deck.withdrawn_at_ms IS NULL"
    " AND (deck.learner_id = s.learner_id"
    " OR deck.learner_id IS NULL AND deck.group_name IN ('', learner.group_name))"
    " ORDER BY deck.learner_id IS NULL, deck.group_name = '' LIMIT 1), ?) BETWEEN 1 AND s.lapses"
)


def calendars(store: Store) -> tuple[tuple[str, int], ...]:
    """Return the time zones and rollovers (minutes) that learners have."""
    with store.read() as connection:
        rows = connection.execute("SELECT DISTINCT time_zone, rollover_minutes FROM learner ORDER BY 1, 2").fetchall()
    return tuple((zone, minutes) for zone, minutes in rows)


def standings(store: Store, scope: Scope, today: StudyDay, calendar: Calendar | None = None) -> tuple[Standing, ...]:
    """Return how the cards of each learner in `scope` (of a calendar) stand on `today`."""
    conditions = of_states(scope, "s")
    if calendar is not None:
        conditions.add(
            "s.learner_id IN (SELECT learner_id FROM learner WHERE time_zone = ? AND rollover_minutes = ?)",
            calendar.time_zone,
            calendar.rollover_minutes,
        )
    is_leech, limits = _is_leech(store)
    sql = (
        "SELECT s.learner_id, sum(s.phase > 0), sum(s.phase = 2 AND s.interval_days >= ?),"
        f" sum(s.phase > 0 AND s.suspended = 0 AND s.due_day < ?), sum(s.suspended), sum({is_leech})"
        f" FROM card_state AS s{conditions.where} GROUP BY s.learner_id"
    )
    bound = (MATURE_INTERVAL_DAYS, today - LATE_DAYS, *limits, *conditions.values)
    with store.read() as connection:
        rows = connection.execute(sql, bound).fetchall()
    return tuple(
        Standing(learner_id=row[0], seen=row[1], mature=row[2], overdue=row[3], suspended=row[4], leeches=row[5])
        for row in rows
    )


def load_ahead(store: Store, scope: Scope, today: StudyDay, days: int) -> tuple[int, ...]:
    """Return how many cards fall due for active learners on each of `days` days from `today`, with what is overdue."""
    conditions = of_active(scope, "s")
    conditions.add("+s.suspended = 0 AND s.phase > 0 AND +s.due_day < ?", today + days)
    # `+` keeps SQLite off the index on due days, which would send it to the table for every row.
    sql = f"SELECT s.due_day, count(*) FROM card_state AS s{conditions.where} GROUP BY +s.due_day"
    ahead = [0] * days
    with store.read() as connection:
        for due, cards in connection.execute(sql, conditions.values):
            ahead[max(0, due - today)] += cards
    return tuple(ahead)


def card_efforts(store: Store, scope: Scope) -> tuple[CardEffort, ...]:
    """Return how the learners in `scope` fare with each card they have rated.

    Cards that were only suspended, or that an exam asked for while they were new, say nothing about what is weak.
    """
    conditions = of_states(scope, "s")
    conditions.add("s.reviews > 0")
    sql = (
        "SELECT s.card_id, count(*), sum(s.reviews), sum(s.lapses)"
        f" FROM card_state AS s{conditions.where} GROUP BY s.card_id"
    )
    with store.read() as connection:
        rows = connection.execute(sql, conditions.values).fetchall()
    return tuple(CardEffort(card_id=row[0], learners=row[1], reviews=row[2], lapses=row[3]) for row in rows)


def leeches(store: Store, scope: Scope, limit: int) -> tuple[Leech, ...]:
    """Return the cards of active learners that lapsed as often as their deck's limit, most lapses first."""
    conditions = of_active(scope, "s")
    is_leech, limits = _is_leech(store)
    conditions.add(is_leech, *limits)
    sql = (
        f"SELECT s.learner_id, s.card_id, s.lapses, s.suspended FROM card_state AS s{conditions.where}"
        " ORDER BY s.lapses DESC, s.learner_id, s.card_id LIMIT ?"
    )
    with store.read() as connection:
        rows = connection.execute(sql, (*conditions.values, limit)).fetchall()
    return tuple(Leech(learner_id=row[0], card_id=row[1], lapses=row[2], suspended=bool(row[3])) for row in rows)


def _is_leech(store: Store) -> tuple[str, tuple[int, ...]]:
    """Return the condition on a card state `s` to be a leech, and its values."""
    usual = DeckOptions().leech_threshold
    limits = {usual, *(deck.options.leech_threshold for deck in decks(store))}
    if limits == {usual}:
        # Looking for the deck of each row would more than double the time of the report's slowest query.
        return "s.lapses >= ?", (usual,)
    return _IS_LEECH_OF_ITS_DECK, (min(limit for limit in limits if limit > 0), usual)


def cards_in_use(store: Store, scope: Scope) -> dict[str, int]:
    """Return how many cards in use each bank in `scope` has."""
    sql = (
        "SELECT bank_id, count(*) FROM card WHERE retired_at_ms IS NULL AND bank_id = ifnull(nullif(?, ''), bank_id)"
        " AND chapter_id = ifnull(nullif(?, ''), chapter_id) GROUP BY bank_id"
    )
    with store.read() as connection:
        return dict(connection.execute(sql, (scope.bank_id, scope.chapter_id)).fetchall())


class Memory:
    """The memories of seen cards as columns: `learner_ids`, `card_ids`, `stability` (days), `last_days`."""

    def __init__(self, rows: list[tuple[int, int, float, int]]) -> None:
        columns = tuple(zip(*rows, strict=True)) or ((), (), (), ())
        self.learner_ids: NDArray[np.int64] = np.array(columns[0], dtype=np.int64)
        self.card_ids: NDArray[np.int64] = np.array(columns[1], dtype=np.int64)
        self.stability: NDArray[np.float64] = np.array(columns[2], dtype=np.float64)
        self.last_days: NDArray[np.int64] = np.array(columns[3], dtype=np.int64)


def memory(store: Store, scope: Scope) -> Memory:
    """Return the memory of every seen card of the learners in `scope`."""
    conditions = of_states(scope, "s")
    conditions.add("s.stability IS NOT NULL AND s.last_study_day IS NOT NULL")
    sql = (
        f"SELECT s.learner_id, s.card_id, s.stability, s.last_study_day FROM card_state AS s{conditions.where}"
        " ORDER BY s.learner_id, s.card_id"
    )
    with store.read() as connection:
        return Memory(connection.execute(sql, conditions.values).fetchall())


def facts_of_cards(store: Store, bank_id: str) -> dict[CardId, tuple[str, ...]]:
    """Return the facts behind each card in use of a bank ('' for all banks)."""
    sql = (
        "SELECT card_id, fact_id FROM card_fact JOIN card USING (card_id)"
        " WHERE retired_at_ms IS NULL AND bank_id = ifnull(nullif(?, ''), bank_id) ORDER BY card_id, fact_id"
    )
    found: dict[CardId, list[str]] = {}
    with store.read() as connection:
        for card_id, fact_id in connection.execute(sql, (bank_id,)):
            found.setdefault(CardId(card_id), []).append(fact_id)
    return {card_id: tuple(facts) for card_id, facts in found.items()}
