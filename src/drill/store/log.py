"""The review log read as columns, in blocks of whole learners, so that memory stays bounded."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from drill.model.log import LogColumns
from drill.model.review import FEEDS_MEMORY, Action
from drill.model.schedule import RatedLog

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from drill.model.learner import LearnerId
    from drill.store.connection import Connection

BLOCK_ENTRIES: Final = 2_000_000
_CARD_BITS: Final = 32  # learner ids have nine digits, so both fit into one number
# What takes few bits travels as one number: fetching costs by the value.
_COLUMNS: Final = (
    "review_id",
    "learner_id",
    "card_id",
    "reviewed_at_ms",
    "study_day",
    "kind * 4096 + ifnull(rating, 0) * 256 + action * 16 + phase_before",
    "last_interval_days",
    "ifnull(predicted_ppm, -1)",
    "taken_ms",
)
# The unary plus keeps SQLite from the index: reading the whole table in its own order is several times faster than
# looking every entry up, and sorting is cheaper in memory.
_BLOCK: Final = (
    f"SELECT {', '.join(_COLUMNS)} FROM review WHERE +learner_id BETWEEN ? AND ? AND kind <> 8 AND review_id NOT IN"
    " (SELECT voids_review_id FROM review WHERE voids_review_id IS NOT NULL)"
)
_ONE_LEARNER: Final = _BLOCK.replace("+learner_id BETWEEN ? AND ?", "learner_id BETWEEN ? AND ?")


def log_blocks(connection: Connection, learner_ids: Collection[LearnerId] | None = None) -> Iterator[LogColumns]:
    """Yield the log of all learners (or of some) in blocks, each with whole learners; none for an empty log."""
    if learner_ids is not None:
        yield from (_columns(connection, _ONE_LEARNER, one, one) for one in sorted(learner_ids))
        return
    for first, last in _blocks(connection):
        yield _columns(connection, _BLOCK, first, last)


def _blocks(connection: Connection) -> Iterator[tuple[int, int]]:
    """Yield ranges of learner ids with at most BLOCK_ENTRIES entries, or a single learner."""
    first, last, entries = 0, 0, 0
    counts = "SELECT learner_id, count(*) FROM review GROUP BY learner_id ORDER BY learner_id"
    for learner_id, number in connection.execute(counts).fetchall():
        if entries and entries + number > BLOCK_ENTRIES:
            yield first, last
            entries = 0
        first = learner_id if not entries else first
        last, entries = learner_id, entries + number
    if entries:
        yield first, last


def _columns(connection: Connection, sql: str, first: int, last: int) -> LogColumns:
    rows = connection.execute(sql, (first, last))
    table = np.fromiter(chain.from_iterable(rows), dtype=np.int64).reshape(-1, len(_COLUMNS))
    cards, starts, order = _by_card(table)
    sort = table[order, 5]
    return LogColumns(
        starts=starts,
        review_ids=table[order, 0],
        learner_ids=cards >> _CARD_BITS,
        card_ids=cards & ((1 << _CARD_BITS) - 1),
        reviewed_at_ms=table[order, 3],
        study_days=table[order, 4],
        kinds=sort >> 12,
        ratings=sort >> 8 & 15,
        actions=sort >> 4 & 15,
        phases_before=sort & 15,
        last_interval_days=table[order, 6],
        predicted_ppm=table[order, 7],
        taken_ms=table[order, 8],
    )


def _by_card(table: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return learner and card of each entry as one number, where each of them begins, and the order of the entries.

    The table comes in the order of ids, and sorting is stable, so entries of one time stay in the order of ids.
    """
    cards = table[:, 1] << _CARD_BITS | table[:, 2]
    order = np.lexsort((table[:, 3], cards))
    cards = cards[order]
    changes = np.flatnonzero(np.diff(cards)) + 1
    ends = [len(cards)] if len(cards) else []
    return cards, np.concatenate(([0], changes, ends)).astype(np.int64), order


def feeding(log: LogColumns) -> NDArray[np.bool_]:
    """Tell of each entry whether it feeds the memory model: rated, in its schedule, and after the last reset."""
    places = np.arange(len(log.ratings))
    resets = np.maximum.accumulate(np.where(log.actions == Action.RESET, places, -1))
    last_of_card = np.repeat(log.starts[1:] - 1, np.diff(log.starts))
    # A reset of an earlier card stands before this card's first entry, so it cannot reach into it.
    return (log.ratings > 0) & np.isin(log.kinds, sorted(FEEDS_MEMORY)) & (places > resets[last_of_card])


def rated_log(log: LogColumns, fed: NDArray[np.bool_]) -> RatedLog:
    """Return the entries that feed the memory model (`fed`, of `feeding`), with the same cards in the same order."""
    before = np.concatenate(([0], np.cumsum(fed)))
    return RatedLog(
        starts=before[log.starts],
        study_days=log.study_days[fed].astype(np.int32),
        ratings=log.ratings[fed].astype(np.int8),
    )


def part_of_cards(log: RatedLog, chosen: NDArray[np.int64]) -> RatedLog:
    """Return the part of `log` that belongs to the `chosen` cards (their places, ascending)."""
    lengths = np.diff(log.starts)
    is_chosen = np.zeros(len(lengths), dtype=bool)
    is_chosen[chosen] = True
    entries = np.repeat(is_chosen, lengths)
    starts = np.concatenate(([0], np.cumsum(lengths[chosen])))
    return RatedLog(starts=starts, study_days=log.study_days[entries], ratings=log.ratings[entries])
