"""Migration steps: which a store has, which it lacks, and applying them.

sqlite-utils' `Migrations` keeps the record. It opens transactions of its own inside ours only, as savepoints: run bare,
several processes that open a new file at once would trip over each other.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, cast

from drill.store.migrations import m0001_store
from drill.store.refusal import NewerStoreError, NotAStoreError, OldStoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    from drill.store.connection import Connection

APPLICATION_ID = 0x6472_696C  # "dril", in the file's header
_SET = "drill"
_STEPS: tuple[tuple[str, str], ...] = (("0001_store", m0001_store.SQL),)
STEP_NAMES = tuple(name for name, _ in _STEPS)


def is_blank(connection: Connection) -> bool:
    """Tell whether the file holds nothing yet."""
    row = connection.execute("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)").fetchone()
    return bool(row[0])


def refuse_foreign(connection: Connection, path: str) -> None:
    """Raise NotAStoreError for a file of another program, before anything of it is changed."""
    # In this order: a file that another process is just beginning gets its mark and its tables in one transaction.
    if not is_blank(connection) and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAStoreError(path)


def steps_of(connection: Connection) -> tuple[str, ...]:
    """Return the names of the steps a store has, in the order they were taken; none for a file of another kind."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        return ()
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY rowid", (_SET,))
    return tuple(name for (name,) in rows.fetchall())


def pending_steps(connection: Connection, path: str) -> tuple[str, ...]:
    """Return the names of the steps the store lacks. Raises NotAStoreError or NewerStoreError."""
    taken = steps_of(connection)
    if not taken:
        raise NotAStoreError(path)
    unknown = [name for name in taken if name not in STEP_NAMES]
    if unknown:
        raise NewerStoreError(path, unknown)
    return tuple(name for name in STEP_NAMES if name not in taken)


def check_steps(connection: Connection, path: str) -> None:
    """Raise OldStoreError, NewerStoreError or NotAStoreError unless the store has exactly this drill's steps."""
    pending = pending_steps(connection, path)
    if pending:
        raise OldStoreError(path, pending)


def apply_steps(connection: Connection, until: str | None = None) -> None:
    """Take every missing step (up to and with `until`), inside the caller's write transaction."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations(_SET)
    for name, sql in _STEPS:
        migrations(name=name)(_step(sql))
        if name == until:
            break
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(Database(cast("sqlite3.Connection", connection)))


def _step(sql: str) -> Callable[[Database], None]:
    def run(database: Database) -> None:
        for statement in statements(sql):
            database.execute(statement)

    return run


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would commit the transaction around it."""
    gathered = ""
    for line in sql.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            yield gathered.strip()
            gathered = ""
