"""Learners: take in, list, import, retire, export, forget."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from drill.errors import BadInputError, DrillError, Problem
from drill.files.atomic import write_atomically
from drill.files.clock import now_seconds
from drill.files.entropy import below
from drill.files.rows import read_rows
from drill.model.learner import Calendar, Learner, NewLearner
from drill.schedule.study_day import zone
from drill.store import learners as kept
from drill.store.exams import attempts
from drill.store.opening import open_store
from drill.store.reviews import entries, states

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drill.model.table import TableRow

_MS: Final = 1000
_COLUMNS: Final = {
    "name": "name",
    "姓名": "name",
    "staff_number": "staff_number",
    "staff number": "staff_number",
    "工号": "staff_number",
    "工號": "staff_number",
    "group": "group",
    "组": "group",
    "组别": "group",
    "部门": "group",
    "組": "group",
    "組別": "group",
    "部門": "group",
    "time_zone": "time_zone",
    "时区": "time_zone",
    "時區": "time_zone",
    "rollover": "rollover",
}


class RolloverError(DrillError):
    """A rollover that is no time of day."""

    def __init__(self, text: str) -> None:
        super().__init__(f"rollover `{text}`: not a time of day. Write hours and minutes, such as 04:00.")


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRow:
    """A learner as a listing shows them."""

    id: int
    name: str
    staff_number: str
    group: str
    time_zone: str
    rollover: str
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many learners a table added, changed, and left as they were."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """A row of a table: what it says of a learner ('' where it says nothing), and its line."""

    line: int
    name: str
    staff_number: str = ""
    group: str = ""
    time_zone: str = ""
    rollover: str = ""


def calendar(time_zone: str, rollover: str, default: Calendar = Calendar()) -> Calendar:  # noqa: B008 - frozen
    """Return the calendar of a time zone and a rollover 'HH:MM', '' for the default's.

    Raises TimeZoneError or RolloverError.
    """
    if time_zone:
        zone(time_zone)
    return Calendar(
        time_zone=time_zone or default.time_zone,
        rollover_minutes=_minutes(rollover) if rollover else default.rollover_minutes,
    )


def _minutes(rollover: str) -> int:
    hours, colon, minutes = rollover.partition(":")
    if not colon or not (hours.isascii() and hours.isdigit() and minutes.isascii() and minutes.isdigit()):
        raise RolloverError(rollover)
    if int(hours) > 23 or int(minutes) > 59:
        raise RolloverError(rollover)
    return int(hours) * 60 + int(minutes)


def add_learner(path: Path, new: NewLearner) -> LearnerRow:
    """Take a learner in; the first one starts the store."""
    with open_store(path, create=True) as store:
        return _row(kept.add_learner(store, new, below, now_seconds() * _MS))


def list_learners(path: Path, group: str | None, *, retired: bool) -> tuple[LearnerRow, ...]:
    """Return the learners (of a group), retired ones only on request."""
    with open_store(path) as store:
        return tuple(_row(one) for one in kept.learners(store, group=group, retired=retired))


def retire_learner(path: Path, who: str, *, back: bool) -> LearnerRow:
    """Let a learner rest, or take them back."""
    with open_store(path) as store:
        learner = kept.find_learner(store, who)
        kept.retire_learner(store, learner.id, None if back else now_seconds() * _MS)
        return _row(kept.find_learner(store, str(learner.id)))


def forget_learner(path: Path, who: str) -> kept.Forgotten:
    """Erase who a learner was; reviews and scores stay under a number of nobody."""
    with open_store(path) as store:
        learner = kept.find_learner(store, who)
        return kept.forget_learner(store, learner.id, now_seconds() * _MS)


def find(path: Path, who: str) -> LearnerRow:
    """Return the learner of that staff number, name or id."""
    with open_store(path) as store:
        return _row(kept.find_learner(store, who))


def export_learner(path: Path, who: str, output: Path | None) -> str:
    """Return everything the store holds of a learner as JSON, and write it to `output` if one is given."""
    with open_store(path) as store, store.read():
        learner = kept.find_learner(store, who)
        data = {
            "learner": asdict(learner),
            "reviews": [asdict(one) for one in entries(store, learner.id)],
            "card_states": [asdict(one) for one in states(store, learner.id)],
            "attempts": [asdict(one) for one in attempts(store, learner_id=learner.id, replaced=True)],
        }
    text = json.dumps(data, ensure_ascii=False, indent=1, default=_plain) + "\n"
    if output is not None:
        write_atomically(output, text.encode())
    return text


def _plain(value: object) -> str:
    """Return an operation id, the only value JSON has no form for."""
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(type(value))


def import_learners(path: Path, table: Path) -> Imported:
    """Take in the learners of a table, all of them or none; who is there already is changed.

    A row means the learner of its staff number, else (without one) the learner of its name. Raises BadInputError.
    """
    wanted = _wanted(table, read_rows(table))
    at_ms = now_seconds() * _MS
    with open_store(path, create=True) as store, store.write():
        known = kept.learners(store)
        pairs = [(row, _known(row, known)) for row in wanted]
        _refuse_ambiguous(table, pairs)
        changed = added = 0
        for row, matches in pairs:
            if not matches:
                kept.add_learner(store, _merged(row, None), below, at_ms)
                added += 1
            elif _merged(row, matches[0]) != _as_new(matches[0]):
                kept.change_learner(store, matches[0].id, _merged(row, matches[0]))
                changed += 1
    return Imported(added=added, changed=changed, unchanged=len(wanted) - added - changed)


def _wanted(table: Path, rows: Sequence[TableRow]) -> list[_Wanted]:
    if not rows:
        raise BadInputError([Problem(str(table), 0, "the table is empty.", "Its first row names the columns.")])
    names = [_COLUMNS.get(cell.strip().lower(), "") for cell in rows[0].cells]
    if "name" not in names:
        columns = "name (or 姓名), staff_number (工号), group (组), time_zone, rollover"
        raise BadInputError(
            [Problem(str(table), rows[0].line, "no column `name`.", f"The first row names the columns: {columns}.")]
        )
    found, problems = [], []
    for row in rows[1:]:
        cells = {name: row.cell(place).strip() for place, name in enumerate(names) if name}
        one = _Wanted(line=row.line, **cells)
        problem = _problem(one)
        if problem:
            problems.append(Problem(str(table), row.line, *problem))
        found.append(one)
    problems += _repeated(table, found)
    if problems:
        raise BadInputError(problems)
    return found


def _problem(row: _Wanted) -> tuple[str, str] | None:
    if not row.name:
        return "a learner without a name.", "Fill in the column `name`, or delete the row."
    try:
        calendar(row.time_zone, row.rollover)
    except DrillError as error:
        return str(error), ""
    return None


def _repeated(table: Path, rows: Sequence[_Wanted]) -> list[Problem]:
    lines: dict[str, int] = {}
    problems = []
    for row in rows:
        identity = row.staff_number or row.name
        if identity in lines:
            message = f"`{identity}` stands in line {lines[identity]} already."
            problems.append(
                Problem(str(table), row.line, message, "Keep one row a learner; staff numbers tell them apart.")
            )
        lines.setdefault(identity, row.line)
    return problems


def _known(row: _Wanted, known: Sequence[Learner]) -> list[Learner]:
    """Return the learners a row can mean: one, or none if it is a new one."""
    if row.staff_number:
        same = [one for one in known if one.staff_number == row.staff_number]
        return same or [one for one in known if one.name == row.name and not one.staff_number]
    return [one for one in known if one.name == row.name]


def _refuse_ambiguous(table: Path, pairs: Sequence[tuple[_Wanted, list[Learner]]]) -> None:
    problems = [
        Problem(str(table), row.line, f"{len(matches)} learners are called {row.name}.", "Give the staff number.")
        for row, matches in pairs
        if len(matches) > 1
    ]
    if problems:
        raise BadInputError(problems)


def _merged(row: _Wanted, old: Learner | None) -> NewLearner:
    """Return what a row makes of a learner: what it leaves empty stays as it is."""
    before = NewLearner(name=row.name) if old is None else _as_new(old)
    return replace(
        before,
        name=row.name,
        staff_number=row.staff_number or before.staff_number,
        group=row.group or before.group,
        calendar=calendar(row.time_zone, row.rollover, before.calendar),
    )


def _as_new(learner: Learner) -> NewLearner:
    return NewLearner(
        name=learner.name, staff_number=learner.staff_number, group=learner.group, calendar=learner.calendar
    )


def _row(learner: Learner) -> LearnerRow:
    hours, minutes = divmod(learner.calendar.rollover_minutes, 60)
    return LearnerRow(
        id=learner.id,
        name=learner.name,
        staff_number=learner.staff_number,
        group=learner.group,
        time_zone=learner.calendar.time_zone,
        rollover=f"{hours:02}:{minutes:02}",
        retired=learner.retired_at_ms is not None,
    )
