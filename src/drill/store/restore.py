"""Restoring a backup: what is there moves aside complete, and who was forgotten since stays forgotten."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.store.backup import Manifest, copy_verified, sync_folder
from drill.store.connection import checkpoint, is_busy, sqlite_connection
from drill.store.learners import erase_identity
from drill.store.opening import Store
from drill.store.refusal import NewerStoreError, StoreInUseError
from drill.store.steps import STEP_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from drill.model.learner import LearnerId
    from drill.store.connection import Connection

_WAIT_MS = 2_000


@dataclass(frozen=True, slots=True)
class _Since:
    """What the store to be replaced knows and its older copy may not: forgotten learners, and later backups."""

    forgotten: tuple[tuple[LearnerId, int], ...] = ()
    backups: tuple[tuple[str, str, int], ...] = ()


def restore(
    backup: Path, path: Path, aside: Path, at_ms: int, step: Callable[[str], None] = lambda _: None
) -> Manifest:
    """Put a verified copy of `backup` in the place of the store at `path`; what was there is kept as `aside`.

    Raises NoBackupError or BackupDamagedError (nothing is changed then), NewerStoreError, StoreInUseError.
    """
    copy = path.with_name(f".{path.name}.restoring-{os.getpid()}")
    try:
        manifest = copy_verified(backup, copy, step)
        unknown = [name for name in manifest.steps if name not in STEP_NAMES]
        if unknown:
            raise NewerStoreError(str(backup), unknown)
        step("putting it in place")
        with _held(path) as since:
            _carry_over(copy, since, aside if path.exists() else None, at_ms)
            if path.exists():
                _keep(path, aside)
            copy.replace(path)
            sync_folder(path.parent)
    finally:
        for left in path.parent.glob(f"{copy.name}*"):
            left.unlink()
    return manifest


@contextmanager
def _held(path: Path) -> Iterator[_Since]:
    """Keep everybody else off the store at `path`, and give what must not be lost with it.

    A store too damaged for SQLite to read cannot be held, nor can anybody use it.
    """
    if not path.exists():
        yield _Since()
        return
    with closing(sqlite_connection(str(path))) as connection:
        try:
            _hold(connection)
            since = _since(connection)
        except sqlite3.Error as error:
            if is_busy(error):
                raise StoreInUseError(str(path)) from error
            since = _Since()
        yield since


def _hold(connection: Connection) -> None:
    """Lock the file for this connection alone: leaving WAL needs that nobody else has it open, and folds the log in."""
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}").fetchall()
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.execute("BEGIN EXCLUSIVE")


def _since(connection: Connection) -> _Since:
    forgotten = "SELECT learner_id, forgotten_at_ms FROM learner WHERE forgotten_at_ms IS NOT NULL"
    return _Since(
        tuple(connection.execute(forgotten).fetchall()),
        tuple(connection.execute("SELECT path, sha256, made_at_ms FROM backup").fetchall()),
    )


def _keep(path: Path, aside: Path) -> None:
    """Give the file a second name before the first is taken over, so that there is no moment without a store."""
    try:
        os.link(path, aside)
    except OSError:
        path.replace(aside)  # a file system without hard links
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(f"{path.name}{suffix}").replace(aside.with_name(f"{aside.name}{suffix}"))


def _carry_over(copy: Path, since: _Since, aside: Path | None, at_ms: int) -> None:
    """Forget again who was forgotten, and list the backups made since, so that `forget` can go on naming them."""
    kept = [] if aside is None else [(str(aside.resolve()), "", at_ms)]
    with Store(copy, sqlite_connection) as store:
        with store.write() as connection:
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            for learner_id, forgotten_at_ms in since.forgotten:
                erase_identity(connection, learner_id, forgotten_at_ms)
            connection.executemany(
                "INSERT INTO backup (path, sha256, made_at_ms) SELECT ?1, ?2, ?3"
                " WHERE NOT EXISTS (SELECT 1 FROM backup WHERE path = ?1 AND made_at_ms = ?3)",
                [*since.backups, *kept],
            )
        with store.outside_transactions() as connection:
            checkpoint(connection)
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
