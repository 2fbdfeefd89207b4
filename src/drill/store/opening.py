"""An open store: its connections, reads as one snapshot, writes as one transaction."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

from drill.store.connection import BUSY_TIMEOUT_MS, configure, sqlite_connection
from drill.store.refusal import NoStoreError, StoreBusyError, translated
from drill.store.steps import apply_steps, check_steps, is_blank, refuse_foreign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

    from drill.store.connection import Connection, ConnectionFactory

_RETRY_S = 0.02


class Store:
    """An open drill.db. Each thread has a connection of its own; the threads of a process take turns to write."""

    def __init__(self, path: Path, connect: ConnectionFactory) -> None:
        self.path = path
        self._connect = connect
        self._turn = threading.Lock()
        self._thread = _PerThread()
        self._open: list[Connection] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections of all threads."""
        while self._open:
            self._open.pop().close()
        self._thread = _PerThread()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection whose reads all see one moment; inside a surrounding `read` or `write` the same one."""
        if self._thread.depth:
            yield self._connection()
            return
        with self.refusing():
            connection = self._connection()
            with self._transaction(connection, "BEGIN"):
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection whose writes all take place when the block ends, or, if it raises, not at all.

        Inside a surrounding `write` it is part of that one. A `write` inside a `read` is a mistake in the program.
        """
        if self._thread.writing:
            yield self._connection()
            return
        if self._thread.depth:
            message = "a write inside a read: open the write first"
            raise RuntimeError(message)
        with self._writing("COMMIT") as connection:
            yield connection

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """Give a connection whose writes are all rolled back when the block ends."""
        with self._writing("ROLLBACK") as connection:
            yield connection

    @contextmanager
    def _writing(self, end: str) -> Iterator[Connection]:
        with self._turn, self.refusing():
            connection = self._connection()
            self._thread.writing = True
            try:
                with self._transaction(connection, "BEGIN IMMEDIATE", end):
                    yield connection
            finally:
                self._thread.writing = False

    @contextmanager
    def outside_transactions(self) -> Iterator[Connection]:
        """Give a connection for statements that cannot stand in a transaction, such as checkpoints."""
        with self._turn, self.refusing():
            yield self._connection()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn SQLite's errors into refusals that name this store; what is a bug stays as it is."""
        try:
            yield
        except sqlite3.Error as error:
            refusal = translated(error, str(self.path))
            if refusal is None:
                raise
            raise refusal from error

    @contextmanager
    def _transaction(self, connection: Connection, begin: str, end: str = "COMMIT") -> Iterator[None]:
        connection.execute(begin)
        self._thread.depth = 1
        try:
            yield
            connection.execute(end)
        except BaseException:
            # SQLite itself rolls back on some errors (a full disk); then there is nothing left to roll back.
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
        finally:
            self._thread.depth = 0

    def _connection(self) -> Connection:
        if self._thread.connection is None:
            connection = self._connect(str(self.path))
            self._open.append(connection)
            _patiently(lambda: refuse_foreign(connection, str(self.path)), str(self.path))
            _patiently(lambda: configure(connection), str(self.path))
            self._thread.connection = connection
        return self._thread.connection


class _PerThread(threading.local):
    """A thread's connection, and whether it is inside a transaction (`depth`), and a writing one."""

    connection: Connection | None = None
    depth: int = 0
    writing: bool = False


def open_store(path: Path, *, connect: ConnectionFactory = sqlite_connection, create: bool = False) -> Store:
    """Open the store at `path`; with `create`, a missing or empty one is made first.

    Raises NoStoreError, NotAStoreError, OldStoreError (it must be migrated first), NewerStoreError, and the refusals
    that SQLite's errors become.
    """
    store = open_any_store(path, connect=connect, create=create)
    try:
        with store.read() as connection:
            check_steps(connection, str(path))
    except BaseException:
        store.close()
        raise
    return store


def open_any_store(path: Path, *, connect: ConnectionFactory = sqlite_connection, create: bool = False) -> Store:
    """Open the store at `path` as `open_store` does, whatever steps it has taken."""
    if not create and not path.exists():
        raise NoStoreError(str(path))
    store = Store(path, connect)
    try:
        _begin_if_blank(store, create=create)
    except BaseException:
        store.close()
        raise
    return store


def _begin_if_blank(store: Store, *, create: bool) -> None:
    """Lay down the schema in a blank file, unless another process is faster. Raises NoStoreError without `create`."""
    with store.read() as connection:
        blank = is_blank(connection)
    if blank and not create:
        raise NoStoreError(str(store.path))
    if blank:
        with store.write() as connection:
            if is_blank(connection):
                apply_steps(connection)


def _patiently(attempt: Callable[[], None], path: str) -> None:
    """Repeat `attempt` while SQLite says busy: switching to WAL does not wait for other processes by itself."""
    deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            return attempt()
        except sqlite3.OperationalError as error:
            if not isinstance(translated(error, path), StoreBusyError) or time.monotonic() > deadline:
                raise
            time.sleep(_RETRY_S)
