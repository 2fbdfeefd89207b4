"""The dashboard's queries over 1M reviews of 500 learners, against grouping the log for the same figures.

The log is written by SQL and its roll-ups are derived by `drill.store.rebuild`; both sides give the same numbers, which
is asserted.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.result import Result
from drill.model.learner import StudyDay
from drill.model.schedule import ParameterSet
from drill.model.statistics import Scope
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, MODEL
from drill.schedule.replay import replay
from drill.store.opening import open_store
from drill.store.rebuild import rebuild
from drill.store.standing import card_efforts, leeches, load_ahead, standings
from drill.store.statistics import begun_since, calibration, day_efforts, learner_efforts, section_efforts, study_days

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.store.connection import Connection
    from drill.store.opening import Store

REVIEWS, LEARNERS, CARDS, SECTIONS, DAYS = 1_000_000, 500, 400, 40, 90
FIRST_DAY = 20_700
TODAY = StudyDay(FIRST_DAY + DAYS)
_EVERYTHING = Scope()
_SEED = """
INSERT INTO bank VALUES ('bench', 'Bench', 'en', '1', 0);
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 499)
INSERT INTO learner (learner_id, group_name, time_zone, rollover_minutes, created_at_ms)
SELECT 100000000 + i, 'group ' || (i % 10), 'Asia/Shanghai', 240, 0 FROM n;
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 399)
INSERT INTO card (card_id, bank_id, note_id, ordinal, kind, chapter_id, section_id, position, face)
SELECT i + 1, 'bench', 'n' || i, 0, 'recall', 'c' || (i / 50), 's' || (i / 10), i, '{}' FROM n;
"""
# The same figures from the log: entries that count, with the group of their learner and the section of their card.
_LOG = (
    " FROM review AS r JOIN card USING (card_id) JOIN learner USING (learner_id) WHERE rating IS NOT NULL"
    " AND r.kind IN (0, 1, 2, 3, 7) AND review_id NOT IN"
    " (SELECT voids_review_id FROM review WHERE voids_review_id IS NOT NULL)"
)
_TESTED = "(r.kind = 1 OR (r.kind = 3 AND phase_before = 2))"
_FROM_LOG = {
    "learners": f"SELECT learner_id, count(*), sum({_TESTED}), sum(taken_ms){_LOG} GROUP BY 1",
    "days": f"SELECT study_day, count(*), sum({_TESTED}), sum(taken_ms){_LOG} GROUP BY 1",
    "sections": f"SELECT group_name, section_id, count(*), sum(rating = 1), sum({_TESTED}),"
    f" sum({_TESTED} AND rating > 1){_LOG} GROUP BY 1, 2",
    "study days": f"SELECT DISTINCT learner_id, study_day{_LOG}",
    "pace": f"SELECT learner_id, sum(phase_before = 0){_LOG} AND study_day >= {TODAY - 14} GROUP BY 1",
    "calibration": f"SELECT predicted_ppm / 50000, count(*), sum(rating > 1){_LOG} AND {_TESTED}"
    " AND predicted_ppm IS NOT NULL GROUP BY 1",
}


def run() -> list[Result]:
    """Time the dashboard's queries on roll-ups and states, and those of its figures that the log can give by itself."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        _fill(path)
        with open_store(path) as store:
            ours, by_query = _best(lambda: _dashboard(store))
            rollups, _ = _best(lambda: _from_rollups(store))
            peer, _ = _best(lambda: _grouped(store), times=2)
            _same_figures(store)
    slowest = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in by_query.items())
    return [
        Result(
            name=f"dashboard: all queries for 500 learners over 1M reviews (goal 0.3 s; {slowest})",
            ours=ours,
            peer=0.3,
            ratio=ours / 0.3,
            unit="s",
            goal=1.0,
        ),
        Result(
            name="its daily figures from roll-ups (peer: grouping the log)",
            ours=rollups,
            peer=peer,
            ratio=rollups / peer,
            unit="s",
            goal=1 / 50,
        ),
    ]


def _from_rollups(store: Store) -> dict[str, float]:
    return _timed(
        {
            "learners": lambda: learner_efforts(store, _EVERYTHING),
            "days": lambda: day_efforts(store, _EVERYTHING),
            "sections": lambda: section_efforts(store, _EVERYTHING),
            "study days": lambda: study_days(store, _EVERYTHING),
            "pace": lambda: begun_since(store, _EVERYTHING, StudyDay(TODAY - 14)),
            "calibration": lambda: calibration(store, _EVERYTHING),
        }
    )


def _dashboard(store: Store) -> dict[str, float]:
    return _from_rollups(store) | _timed(
        {
            "standing": lambda: standings(store, _EVERYTHING, TODAY),
            "load": lambda: load_ahead(store, _EVERYTHING, TODAY, 30),
            "cards": lambda: card_efforts(store, _EVERYTHING),
            "leeches": lambda: leeches(store, _EVERYTHING, 200),
        }
    )


def _timed(queries: dict[str, Callable[[], object]]) -> dict[str, float]:
    seconds = {}
    for name, query in queries.items():
        start = time.perf_counter()
        query()
        seconds[name] = time.perf_counter() - start
    return seconds


def _best(measure: Callable[[], dict[str, float]], times: int = 5) -> tuple[float, dict[str, float]]:
    runs = [measure() for _ in range(times)]
    best = min(runs, key=lambda run: sum(run.values()))
    return sum(best.values()), best


def _grouped(store: Store) -> dict[str, float]:
    with store.read() as connection:
        return _timed({name: partial(_all, connection, sql) for name, sql in _FROM_LOG.items()})


def _all(connection: Connection, sql: str) -> list[object]:
    return connection.execute(sql).fetchall()


def _same_figures(store: Store) -> None:
    with store.read() as connection:
        by_learner = {row[0]: row[1:] for row in connection.execute(_FROM_LOG["learners"])}
        by_section = {row[:2]: row[2:] for row in connection.execute(_FROM_LOG["sections"])}
    for learner_id, e in learner_efforts(store, _EVERYTHING).items():
        assert by_learner[learner_id] == (e.rated, e.tested, e.taken_ms)
    for section in section_efforts(store, _EVERYTHING):
        e = section.effort
        assert by_section[section.group, section.section_id] == (e.rated, e.again, e.tested, e.passed)


def _fill(path: Path) -> None:
    with open_store(path, create=True) as store:
        with sqlite3.connect(path) as connection:
            connection.executescript(_SEED)
        with store.write() as connection_:
            connection_.executemany(
                "INSERT INTO review (operation_id, learner_id, card_id, kind, rating, action, origin, reviewed_at_ms,"
                " study_day, taken_ms, phase_before, last_interval_days, predicted_ppm, phase, step, interval_days,"
                " due_day, due_at_ms, suspended, buried_until_day, recorded_at_ms)"
                " VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, 2, 0, ?, ?, 0, 0, -2147483648, 0)",
                _entries(),
            )
        rebuild(store, replay, ParameterSet(model=MODEL, weights=DEFAULT_WEIGHTS), lambda _: None)


def _entries() -> list[tuple[object, ...]]:
    """Return five answers to each card of each learner, a learner's days spread over the 90, some days missed."""
    rng = np.random.default_rng(1)
    entries: list[tuple[object, ...]] = []
    each = REVIEWS // (LEARNERS * CARDS)
    for learner in range(LEARNERS):
        days_of = np.sort(rng.choice(DAYS, 60, replace=False)) + FIRST_DAY
        for card in range(CARDS):
            begins = card * 45 // CARDS
            at = begins + np.cumsum([0, *rng.integers(1, 7, each - 1)])
            days = days_of[np.minimum(at, 59)]
            before = 0
            for nth, day in enumerate(days.tolist()):
                interval = (1, 3, 8, 22, 60)[nth]
                rating = 1 if rng.random() < 0.12 else 3
                number = len(entries)
                entries.append(
                    (
                        number.to_bytes(16, "big"),
                        100_000_000 + learner,
                        card + 1,
                        0 if nth == 0 else 1,
                        rating,
                        day * 86_400_000 + number % 40_000_000,
                        day,
                        4_000 + number % 9_000,
                        0 if nth == 0 else 2,
                        before,
                        None if nth == 0 else 700_000 + number % 290_000,
                        interval,
                        day + interval,
                    )
                )
                before = interval
    return entries
