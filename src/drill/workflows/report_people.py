"""The report's tables of people and days."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from drill.model.report import Table
from drill.model.statistics import Effort
from drill.store import statistics
from drill.store.learners import learners
from drill.workflows.report_columns import DAYS, GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.learner import Learner, StudyDay
    from drill.model.report import Value
    from drill.workflows.report_reading import Reading

_NOTHING = Effort()


def learner_rows(reading: Reading) -> list[dict[str, Value]]:
    """Return a row for each active learner by the names of LEARNERS, those who are behind first."""
    rows = [_learner_row(reading, learner) for learner in reading.learners]
    return sorted(rows, key=lambda row: (not row["behind"], -int(row["overdue"] or 0), str(row["group"])))


def _learner_row(reading: Reading, learner: Learner) -> dict[str, Value]:
    effort = reading.efforts.get(learner.id, _NOTHING)
    state = reading.standings.get(learner.id)
    plan = reading.plans[learner.id]
    days = reading.days.get(learner.id, ())
    longest, latest = _streaks(days)
    current = latest if days and days[-1] >= reading.today_of[learner.id] - 1 else 0
    overdue = state.overdue if state else 0
    reasons = (["overdue"] if overdue else []) + (["plan"] if plan.late else [])
    return {
        "group": learner.group,
        "learner": learner.name,
        "staff_number": learner.staff_number,
        "behind": " ".join(reasons),
        "overdue": overdue,
        "cards": plan.cards,
        "coverage": min(1.0, (state.seen if state else 0) / plan.cards) if plan.cards else None,
        "begun": reading.begun.get(learner.id, 0),
        "reviews": effort.rated,
        "minutes": effort.taken_ms / 60_000,
        "days": len(days),
        "reviews_a_day": effort.rated / len(days) if days else None,
        "minutes_a_day": effort.taken_ms / 60_000 / len(days) if days else None,
        "streak": current,
        "longest_streak": longest,
        "last_day": days[-1] if days else None,
        "young": _share(effort.young_passed, effort.young),
        "mature": _share(effort.mature_passed, effort.mature),
        "retention": _share(effort.passed, effort.tested),
        "leeches": state.leeches if state else 0,
    }


def summary_table(reading: Reading, people: Sequence[Mapping[str, Value]]) -> Table:
    """Return one row over everybody in scope."""
    columns = tuple(column for column in GROUPS if column.name != "group")
    row = _group_row(reading, "", people, list(reading.efforts.values()))
    return Table("summary", columns, (tuple(row[column.name] for column in columns),))


def group_table(reading: Reading, people: Sequence[Mapping[str, Value]]) -> Table:
    """Return a row a group; what learners did who have left is in the efforts, not among the learners."""
    group_of = {learner.id: learner.group for learner in learners(reading.store)}
    efforts: dict[str, list[Effort]] = defaultdict(list)
    for learner_id, effort in reading.efforts.items():
        efforts[group_of.get(learner_id, "")].append(effort)
    names = sorted({str(row["group"]) for row in people})
    rows = [_group_row(reading, name, [row for row in people if row["group"] == name], efforts[name]) for name in names]
    return Table("groups", GROUPS, tuple(tuple(row[column.name] for column in GROUPS) for row in rows))


def _group_row(
    reading: Reading, name: str, people: Sequence[Mapping[str, Value]], efforts: Sequence[Effort]
) -> dict[str, Value]:
    days = sum(int(row["days"] or 0) for row in people)
    active = [row for row in people if row["last_day"] is not None and int(row["last_day"]) > reading.today - 7]
    covered = [float(row["coverage"]) for row in people if row["coverage"] is not None]
    total = {key: sum(getattr(one, key) for one in efforts) for key in Effort.__slots__}
    return {
        "group": name,
        "learners": len(people),
        "active": len(active),
        "behind": sum(bool(row["behind"]) for row in people),
        "overdue": sum(int(row["overdue"] or 0) for row in people),
        "coverage": sum(covered) / len(covered) if covered else None,
        "reviews": total["rated"],
        "reviews_a_day": _share(sum(int(row["reviews"] or 0) for row in people), days),
        "minutes_a_day": _share(sum(float(row["minutes"] or 0) for row in people), days),
        "young": _share(total["young_passed"], total["young"]),
        "mature": _share(total["mature_passed"], total["mature"]),
        "retention": _share(total["passed"], total["tested"]),
        "leeches": sum(int(row["leeches"] or 0) for row in people),
    }


def day_table(reading: Reading) -> Table:
    """Return a row for each day on which anybody studied."""
    studied = Counter(day for days in reading.days.values() for day in days)
    rows = [
        (
            day,
            studied[day],
            effort.rated,
            effort.new_cards,
            effort.taken_ms / 60_000,
            effort.young,
            effort.young_passed,
            effort.mature,
            effort.mature_passed,
            _share(effort.passed, effort.tested),
        )
        for day, effort in statistics.day_efforts(reading.store, reading.scope).items()
    ]
    return Table("days", DAYS, tuple(rows))


def _streaks(days: Sequence[StudyDay]) -> tuple[int, int]:
    """Return the longest run of days in a row, and the run that ends with the last one."""
    longest = length = 1 if days else 0
    for before, day in pairwise(days):
        length = length + 1 if day == before + 1 else 1
        longest = max(longest, length)
    return longest, length


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
