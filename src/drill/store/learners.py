"""Learners and who they are. Forgetting one erases who it was, and leaves the reviews to a number."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from drill.model.learner import Calendar, Learner, LearnerId
from drill.store.connection import checkpoint
from drill.store.refusal import ManyLearnersError, NoLearnerError, StaffNumberTakenError

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.model.learner import NewLearner
    from drill.store.connection import Connection, Row
    from drill.store.opening import Store

_FIRST_ID: Final = 100_000_000
_IDS: Final = 900_000_000
_SELECT: Final = (
    "SELECT learner_id, ifnull(name, ''), ifnull(staff_number, ''), group_name, time_zone, rollover_minutes,"
    " created_at_ms, retired_at_ms, forgotten_at_ms FROM learner LEFT JOIN identity USING (learner_id)"
)
_ORDER: Final = " ORDER BY group_name, name, learner_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Who was forgotten, and the backups that still hold the identity (their paths; those that are still there).

    Not `overwritten` yet are old bytes in the write-ahead log while another program goes on reading.
    """

    learner_id: LearnerId
    name: str
    backups: tuple[str, ...]
    overwritten: bool


def add_learner(store: Store, new: NewLearner, below: Callable[[int], int], at_ms: int) -> Learner:
    """Take a learner in under a fresh random number; `below(n)` draws an integer in [0, n).

    Raises StaffNumberTakenError.
    """
    with store.write() as connection:
        _refuse_taken(connection, new.staff_number, None)
        learner_id = _fresh_id(connection, below)
        connection.execute(
            "INSERT INTO learner (learner_id, group_name, time_zone, rollover_minutes, created_at_ms)"
            " VALUES (?, ?, ?, ?, ?)",
            (learner_id, new.group, new.calendar.time_zone, new.calendar.rollover_minutes, at_ms),
        )
        connection.execute("INSERT INTO identity VALUES (?, ?, ?)", (learner_id, new.name, new.staff_number))
        return _by_id(connection, learner_id)


def change_learner(store: Store, learner_id: LearnerId, to: NewLearner) -> Learner:
    """Give a learner another name, staff number, group or calendar; past study days stay as they were.

    Raises StaffNumberTakenError.
    """
    with store.write() as connection:
        _overwrite_deleted(connection)
        _refuse_taken(connection, to.staff_number, learner_id)
        connection.execute(
            "UPDATE learner SET group_name = ?, time_zone = ?, rollover_minutes = ? WHERE learner_id = ?",
            (to.group, to.calendar.time_zone, to.calendar.rollover_minutes, learner_id),
        )
        connection.execute(
            "UPDATE identity SET name = ?, staff_number = ? WHERE learner_id = ?",
            (to.name, to.staff_number, learner_id),
        )
        return _by_id(connection, learner_id)


def learners(store: Store, *, group: str | None = None, retired: bool = True) -> tuple[Learner, ...]:
    """Return learners (of a group; with or without retired ones), forgotten ones left out, by group and name."""
    conditions = ["forgotten_at_ms IS NULL"]
    conditions += [] if group is None else ["group_name = ?"]
    conditions += [] if retired else ["retired_at_ms IS NULL"]
    sql = f"{_SELECT} WHERE {' AND '.join(conditions)}{_ORDER}"
    with store.read() as connection:
        rows = connection.execute(sql, () if group is None else (group,)).fetchall()
    return tuple(_learner(row) for row in rows)


def find_learner(store: Store, text: str) -> Learner:
    """Return the learner of that staff number, name or id. Raises NoLearnerError or ManyLearnersError."""
    sql = f"{_SELECT} WHERE forgotten_at_ms IS NULL AND (staff_number = ?1 OR name = ?1 OR learner_id = ?2){_ORDER}"
    with store.read() as connection:
        number = int(text) if text.isascii() and text.isdigit() else 0
        found = [_learner(row) for row in connection.execute(sql, (text, number if number < 2**63 else 0)).fetchall()]
        # A staff number or id names one person; a name may be borne by several.
        exact = [one for one in found if text in {one.staff_number, str(one.id)}]
        if not found:
            names = connection.execute("SELECT name FROM identity ORDER BY name").fetchall()
            raise NoLearnerError(text, [name for (name,) in names])
    if len(exact or found) > 1:
        raise ManyLearnersError(text, exact or found)
    return (exact or found)[0]


def groups(store: Store) -> tuple[str, ...]:
    """Return the groups that have learners, in the order of their names."""
    sql = "SELECT DISTINCT group_name FROM learner WHERE group_name <> '' AND forgotten_at_ms IS NULL ORDER BY 1"
    with store.read() as connection:
        return tuple(name for (name,) in connection.execute(sql).fetchall())


def retire_learner(store: Store, learner_id: LearnerId, at_ms: int | None) -> None:
    """Let a learner rest from `at_ms` on: no cards, no reminders, all history kept. None takes the learner back."""
    with store.write() as connection:
        connection.execute("UPDATE learner SET retired_at_ms = ? WHERE learner_id = ?", (at_ms, learner_id))


def forget_learner(store: Store, learner_id: LearnerId, at_ms: int) -> Forgotten:
    """Erase who a learner was, and what they wrote in exams; reviews and scores stay, under a number of nobody.

    The bytes are overwritten, in the store and in its write-ahead log.
    """
    with store.write() as connection:
        _overwrite_deleted(connection)
        learner = _by_id(connection, learner_id)
        erase_identity(connection, learner_id, at_ms)
        paths = connection.execute(
            "SELECT path FROM backup WHERE made_at_ms >= ? ORDER BY made_at_ms", (learner.created_at_ms,)
        ).fetchall()
    with store.outside_transactions() as connection:
        overwritten = checkpoint(connection)
    backups = tuple(dict.fromkeys(path for (path,) in paths if Path(path).exists()))
    return Forgotten(learner_id=learner_id, name=learner.name, backups=backups, overwritten=overwritten)


def erase_identity(connection: Connection, learner_id: LearnerId, at_ms: int) -> None:
    """Erase who a learner was, within the caller's transaction."""
    connection.execute("DELETE FROM identity WHERE learner_id = ?", (learner_id,))
    connection.execute(
        "UPDATE response SET raw = '' WHERE raw <> ''"
        " AND attempt_id IN (SELECT attempt_id FROM attempt WHERE learner_id = ?)",
        (learner_id,),
    )
    connection.execute(
        "UPDATE learner SET forgotten_at_ms = ?1, retired_at_ms = ifnull(retired_at_ms, ?1) WHERE learner_id = ?2",
        (at_ms, learner_id),
    )


def _overwrite_deleted(connection: Connection) -> None:
    connection.execute("PRAGMA secure_delete = ON").fetchall()


def _fresh_id(connection: Connection, below: Callable[[int], int]) -> LearnerId:
    while True:
        learner_id = LearnerId(_FIRST_ID + below(_IDS))
        taken = connection.execute("SELECT 1 FROM learner WHERE learner_id = ?", (learner_id,)).fetchone()
        if taken is None:
            return learner_id


def _refuse_taken(connection: Connection, staff_number: str, learner_id: LearnerId | None) -> None:
    row = connection.execute(
        "SELECT name FROM identity WHERE staff_number = ? AND staff_number <> '' AND learner_id IS NOT ?",
        (staff_number, learner_id),
    ).fetchone()
    if row is not None:
        raise StaffNumberTakenError(staff_number, row[0])


def _by_id(connection: Connection, learner_id: LearnerId) -> Learner:
    row = connection.execute(f"{_SELECT} WHERE learner_id = ?", (learner_id,)).fetchone()
    if row is None:
        raise NoLearnerError(str(learner_id), [])
    return _learner(row)


def _learner(row: Row) -> Learner:
    return Learner(
        id=LearnerId(row[0]),
        name=row[1],
        staff_number=row[2],
        group=row[3],
        calendar=Calendar(time_zone=row[4], rollover_minutes=row[5]),
        created_at_ms=row[6],
        retired_at_ms=row[7],
        forgotten_at_ms=row[8],
    )
