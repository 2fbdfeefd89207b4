"""Connections to drill.db: what the store needs of one, and what every one is set to."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    ConnectionFactory = Callable[[str], "Connection"]

WAIT_MS = 30_000
"""How long the store waits for other processes before it gives up."""
_BUSY_TIMEOUT_MS = 1
_CACHE_KIB = 65_536
_LOOK_AGAIN_S = 0.0005
Row = tuple[Any, ...]


class Cursor(Protocol):
    """Rows of a statement."""

    def fetchone(self) -> Any:  # noqa: ANN401 - SQLite's values are dynamic
        """Return the next row, or None."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows that are left."""


class Connection(Protocol):
    """The little the store asks of a connection: sqlite3's has it, and so can another library's."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement; outside a transaction it commits itself."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement for each row of parameters."""

    def close(self) -> None:
        """Close the connection."""


def sqlite_connection(path: str) -> sqlite3.Connection:
    """Return a connection that begins no transactions by itself, and that another thread may close."""
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def configure(connection: Connection) -> None:
    """Set what every connection is set to. A committed transaction is on the disk: WAL with a sync at each commit.

    SQLite itself waits a millisecond for other processes; then `patiently` looks again. Left alone it would sleep
    longer and longer, up to a tenth of a second, and let some of many writers wait for seconds.
    """
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}").fetchall()
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}").fetchall()
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL").fetchall()
    connection.execute("PRAGMA foreign_keys = ON").fetchall()


def patiently(attempt: Callable[[], object]) -> None:
    """Repeat `attempt` while SQLite says busy. Raises its error after WAIT_MS."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while True:
        try:
            attempt()
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_AGAIN_S)
        else:
            return


def is_busy(error: sqlite3.Error) -> bool:
    """Tell whether `error` says that somebody else has the file."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}


def checkpoint(connection: Connection) -> bool:
    """Bring the write-ahead log into the file and empty it; tell whether nobody stood in the way for WAIT_MS."""
    deadline = time.monotonic() + WAIT_MS / 1000
    while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0]:
        if time.monotonic() > deadline:
            return False
        time.sleep(_LOOK_AGAIN_S)
    return True
