"""Figures from the daily roll-ups: no query here reads the log. docs/store.md says what the roll-ups count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from drill.model.learner import LearnerId, StudyDay
from drill.model.statistics import CalibrationBin, Effort, SectionEffort
from drill.store.scope import of_days, of_learners

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.model.statistics import Scope
    from drill.store.connection import Row
    from drill.store.opening import Store

_DAY_SUMS: Final = (
    "sum(d.learn + d.review + d.relearn + d.filtered + d.cram), sum(d.new_cards), sum(d.again), sum(d.young),"
    " sum(d.young_passed), sum(d.mature), sum(d.mature_passed), sum(d.taken_ms)"
)
_SECTION_SUMS: Final = "sum(d.rated), sum(d.again), sum(d.tested), sum(d.passed), sum(d.taken_ms)"


def _source(scope: Scope) -> tuple[str, str, Callable[[Row], Effort]]:
    """Return the roll-up a scope is read from, its sums, and what reads them; chapters are kept by section only."""
    if scope.chapter_id:
        return "section_day", _SECTION_SUMS, _section_effort
    return "learner_day", _DAY_SUMS, _day_effort


def learner_efforts(store: Store, scope: Scope) -> dict[LearnerId, Effort]:
    """Return each learner's effort within `scope`; learners who did nothing are not among them."""
    table, sums, effort = _source(scope)
    conditions = of_days(scope, "d")
    sql = f"SELECT d.learner_id, {sums} FROM {table} AS d{conditions.where} GROUP BY d.learner_id"
    with store.read() as connection:
        rows = connection.execute(sql, conditions.values).fetchall()
    return {LearnerId(row[0]): effort(row[1:]) for row in rows}


def day_efforts(store: Store, scope: Scope) -> dict[StudyDay, Effort]:
    """Return the effort on each study day within `scope`, by day."""
    table, sums, effort = _source(scope)
    conditions = of_days(scope, "d")
    # `+` keeps SQLite off the index on days, which would send it to the table for every row.
    sql = f"SELECT d.study_day, {sums} FROM {table} AS d{conditions.where} GROUP BY +d.study_day ORDER BY 1"
    with store.read() as connection:
        rows = connection.execute(sql, conditions.values).fetchall()
    return {StudyDay(row[0]): effort(row[1:]) for row in rows}


def section_efforts(store: Store, scope: Scope) -> tuple[SectionEffort, ...]:
    """Return the effort of each group on each section within `scope`; over all days it is read from the totals."""
    always = scope.first_day is None and scope.last_day is None
    conditions = of_days(scope, "d")
    sql = (
        f"SELECT group_name, d.bank_id, d.section_id, {_SECTION_SUMS}"
        f" FROM {'section_total' if always else 'section_day'} AS d JOIN learner USING (learner_id){conditions.where}"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    with store.read() as connection:
        rows = connection.execute(sql, conditions.values).fetchall()
    return tuple(
        SectionEffort(group=row[0], bank_id=row[1], section_id=row[2], effort=_section_effort(row[3:])) for row in rows
    )


def study_days(store: Store, scope: Scope) -> dict[LearnerId, tuple[StudyDay, ...]]:
    """Return the days on which each learner studied within `scope`, ascending."""
    conditions = of_days(scope, "d")
    table, *_ = _source(scope)
    sql = (
        f"SELECT d.learner_id, json_group_array(d.study_day) FROM {table} AS d{conditions.where} GROUP BY d.learner_id"
    )
    with store.read() as connection:
        rows = connection.execute(sql, conditions.values).fetchall()
    return {LearnerId(row[0]): tuple(sorted(set(json.loads(row[1])))) for row in rows}


def begun_since(store: Store, scope: Scope, since: StudyDay) -> dict[LearnerId, int]:
    """Return how many cards each learner began from the day `since` on."""
    conditions = of_learners(scope, "d")
    if scope.bank_id:
        conditions.add("d.bank_id = ?", scope.bank_id)
    conditions.add("d.study_day >= ?", since)
    sql = f"SELECT d.learner_id, sum(d.new_cards) FROM learner_day AS d{conditions.where} GROUP BY d.learner_id"
    with store.read() as connection:
        rows = connection.execute(sql, conditions.values).fetchall()
    return {LearnerId(row[0]): row[1] for row in rows}


def calibration(store: Store, scope: Scope) -> tuple[CalibrationBin, ...]:
    """Return what was predicted and what happened, over all time; chapters and days do not narrow it."""
    conditions = of_learners(scope, "c")
    if scope.bank_id:
        conditions.add("c.bank_id = ?", scope.bank_id)
    sql = (
        "SELECT c.bin, sum(c.tested), sum(c.passed), sum(c.predicted_ppm) / 1e6 / sum(c.tested)"
        f" FROM calibration AS c{conditions.where} GROUP BY c.bin ORDER BY c.bin"
    )
    with store.read() as connection:
        rows = connection.execute(sql, conditions.values).fetchall()
    return tuple(CalibrationBin(bin=row[0], tested=row[1], passed=row[2], predicted=row[3]) for row in rows)


def _day_effort(row: Row) -> Effort:
    rated, new_cards, again, young, young_passed, mature, mature_passed, taken_ms = row
    return Effort(
        rated=rated,
        new_cards=new_cards,
        again=again,
        tested=young + mature,
        passed=young_passed + mature_passed,
        young=young,
        young_passed=young_passed,
        mature=mature,
        mature_passed=mature_passed,
        taken_ms=taken_ms,
    )


def _section_effort(row: Row) -> Effort:
    rated, again, tested, passed, taken_ms = row
    return Effort(rated=rated, again=again, tested=tested, passed=passed, taken_ms=taken_ms)
