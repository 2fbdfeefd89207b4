"""Connections to drill.db: what the store needs of one, and what every one is set to."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    ConnectionFactory = Callable[[str], "Connection"]

BUSY_TIMEOUT_MS = 30_000
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
    return sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None, check_same_thread=False)


def configure(connection: Connection) -> None:
    """Set what every connection is set to. A committed transaction is on the disk: WAL with a sync at each commit."""
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}").fetchall()
    connection.execute("PRAGMA journal_mode = WAL").fetchall()
    connection.execute("PRAGMA synchronous = FULL").fetchall()
    connection.execute("PRAGMA foreign_keys = ON").fetchall()
