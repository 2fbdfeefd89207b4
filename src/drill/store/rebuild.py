"""Deriving card states and daily figures from the log again, and telling where they differed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drill.model.schedule import Memories
from drill.store.derive import CardCounts, CardPlaces, card_counts, daily_sums, memory_rows
from drill.store.log import log_blocks, part_of_cards
from drill.store.parameters import parameters_by_learner
from drill.store.rollups import CALIBRATION_COLUMNS, DAY_COLUMNS, SECTION_COLUMNS, total_sections
from drill.store.rows import STATE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from drill.model.learner import LearnerId
    from drill.model.log import LogColumns
    from drill.model.schedule import MemoryKernel, ParameterSet
    from drill.store.connection import Connection
    from drill.store.opening import Store

_ROLLUPS: Final = ("learner_day", "section_day", "section_total", "calibration")
_TOLERANCE: Final = 1e-9
_EXACT: Final = [name for name in STATE_COLUMNS.split(", ") if name not in {"stability", "difficulty"}]
# What is decided stands in a card's last entry; what is remembered comes from the memory model.
_STATES: Final = (
    f"INSERT OR REPLACE INTO main.card_state (learner_id, card_id, {STATE_COLUMNS})"
    " SELECT r.learner_id, r.card_id, r.phase, r.step, m.stability, m.difficulty, r.interval_days, r.due_day,"
    " r.due_at_ms, r.suspended, r.buried_until_day, m.reviews, m.lapses, m.study_day, m.reviewed_at_ms,"
    " r.reviewed_at_ms, r.review_id FROM temp.memory AS m CROSS JOIN main.review AS r USING (review_id)"
    " ORDER BY m.place"
)
_MEMORY_TABLE: Final = (
    "CREATE TEMP TABLE memory (place INTEGER PRIMARY KEY, review_id INTEGER, stability REAL, difficulty REAL,"
    " reviews INTEGER, lapses INTEGER, study_day INTEGER, reviewed_at_ms INTEGER)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild went over, and how many card states and daily figures had been different (None: not compared)."""

    entries: int
    cards: int
    different_states: int | None = None
    different_figures: int | None = None


def rebuild(store: Store, kernel: MemoryKernel, defaults: ParameterSet, step: Callable[[str], None]) -> Rebuilt:
    """Derive all card states and daily figures again, in one transaction."""
    with store.write() as connection:
        return _derive_all(connection, kernel, defaults, step)


def compare_derived(store: Store, kernel: MemoryKernel, defaults: ParameterSet, step: Callable[[str], None]) -> Rebuilt:
    """Derive everything again, count what differs from what is stored, and change nothing."""
    with store.rehearse() as connection:
        for table in ("card_state", *_ROLLUPS):
            connection.execute(f"CREATE TEMP TABLE stored_{table} AS SELECT * FROM main.{table}")
        found = _derive_all(connection, kernel, defaults, step)
        step("comparing")
        return Rebuilt(
            entries=found.entries,
            cards=found.cards,
            different_states=_different_states(connection),
            different_figures=sum(_different_rows(connection, table) for table in _ROLLUPS),
        )


def restate(
    connection: Connection, learner_ids: Collection[LearnerId], kernel: MemoryKernel, defaults: ParameterSet
) -> int:
    """Derive the states of some learners' cards again, as after another parameter set; return how many cards."""
    by_learner = parameters_by_learner(connection, defaults)
    blocks = [block for block in log_blocks(connection, learner_ids) if len(block.review_ids)]
    return sum(_write_states(connection, block, kernel, by_learner) for block in blocks)


def _derive_all(
    connection: Connection, kernel: MemoryKernel, defaults: ParameterSet, step: Callable[[str], None]
) -> Rebuilt:
    for table in ("card_state", *_ROLLUPS):
        connection.execute(f"DELETE FROM main.{table}")
    by_learner = parameters_by_learner(connection, defaults)
    places, banks, sections = _card_places(connection)
    entries = cards = 0
    step("reading the log")
    for log in log_blocks(connection):
        step(f"{entries + len(log.review_ids):,} entries")
        cards += _write_states(connection, log, kernel, by_learner)
        _write_figures(connection, log, places, banks, sections)
        entries += len(log.review_ids)
    total_sections(connection)
    return Rebuilt(entries=entries, cards=cards)


def _write_states(
    connection: Connection, log: LogColumns, kernel: MemoryKernel, by_learner: dict[LearnerId, ParameterSet]
) -> int:
    counts = card_counts(log)
    memories = _remember(log, counts, kernel, by_learner)
    connection.execute(_MEMORY_TABLE)
    rows = memory_rows(log, counts, memories)
    connection.executemany("INSERT INTO temp.memory VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute(_STATES)
    connection.execute("DROP TABLE temp.memory")
    return len(counts.last_places)


def _remember(
    log: LogColumns, counts: CardCounts, kernel: MemoryKernel, by_learner: dict[LearnerId, ParameterSet]
) -> Memories:
    """Replay every card under the parameter set of its learner: one call of the kernel for each set."""
    learner_ids = log.learner_ids[counts.last_places]
    cards = len(learner_ids)
    stability, difficulty = np.full(cards, np.nan), np.full(cards, np.nan)
    distinct, which = np.unique(learner_ids, return_inverse=True)
    weights = [by_learner[learner_id].weights for learner_id in distinct.tolist()]
    for one in sorted(set(weights)):
        chosen = np.flatnonzero(np.array([w == one for w in weights])[which])
        part = kernel(counts.rated if len(chosen) == cards else part_of_cards(counts.rated, chosen), one)
        stability[chosen], difficulty[chosen] = part.stability, part.difficulty
    return Memories(stability=stability, difficulty=difficulty)


def _card_places(connection: Connection) -> tuple[CardPlaces, list[str], list[tuple[str, str]]]:
    rows = connection.execute("SELECT card_id, bank_id, section_id FROM card ORDER BY card_id").fetchall()
    banks = sorted({bank for _, bank, _ in rows})
    sections = sorted({(bank, section) for _, bank, section in rows})
    bank_at = {bank: number for number, bank in enumerate(banks)}
    section_at = {section: number for number, section in enumerate(sections)}
    places = CardPlaces(
        card_ids=np.array([card for card, _, _ in rows], dtype=np.int64),
        banks=np.array([bank_at[bank] for _, bank, _ in rows], dtype=np.int64),
        sections=np.array([section_at[bank, section] for _, bank, section in rows], dtype=np.int64),
    )
    return places, banks, sections


def _write_figures(
    connection: Connection, log: LogColumns, places: CardPlaces, banks: list[str], sections: list[tuple[str, str]]
) -> None:
    sums = daily_sums(log, places)
    section_banks, section_ids = [bank for bank, _ in sections], [section for _, section in sections]
    for table, identity, columns, rows in (
        ("learner_day", "learner_id, study_day, bank_id", DAY_COLUMNS, sums.days.rows({2: banks})),
        (
            "section_day",
            "learner_id, study_day, bank_id, section_id",
            SECTION_COLUMNS,
            sums.sections.rows({2: section_banks, 3: section_ids}),
        ),
        ("calibration", "learner_id, bank_id, bin", CALIBRATION_COLUMNS, sums.calibration.rows({1: banks})),
    ):
        names = f"{identity}, {', '.join(columns)}"
        marks = ", ".join("?" * len(names.split(",")))
        connection.executemany(f"INSERT INTO main.{table} ({names}) VALUES ({marks})", rows)


def _different_states(connection: Connection) -> int:
    exact = " AND ".join(f"a.{name} IS b.{name}" for name in _EXACT)
    near = " AND ".join(
        f"(a.{name} IS b.{name} OR abs(a.{name} - b.{name}) <= {_TOLERANCE} * max(1, abs(b.{name})))"
        for name in ("stability", "difficulty")
    )
    equal = (
        "SELECT count(*) FROM temp.stored_card_state AS a JOIN main.card_state AS b USING (learner_id, card_id)"
        f" WHERE {exact} AND {near}"
    )
    sql = (
        f"SELECT max((SELECT count(*) FROM temp.stored_card_state), (SELECT count(*) FROM main.card_state)) - ({equal})"
    )
    return int(connection.execute(sql).fetchone()[0])


def _different_rows(connection: Connection, table: str) -> int:
    here, there = f"SELECT * FROM main.{table}", f"SELECT * FROM temp.stored_{table}"
    sql = f"SELECT (SELECT count(*) FROM ({here} EXCEPT {there})) + (SELECT count(*) FROM ({there} EXCEPT {here}))"
    return int(connection.execute(sql).fetchone()[0])
