"""An open store: its connections, reads as one snapshot, writes as one transaction."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TYPE_CHECKING, Self

from drill.store.connection import configure, patiently, sqlite_connection
from drill.store.refusal import NoStoreError, translated
from drill.store.steps import apply_steps, check_steps, is_blank, refuse_foreign

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from drill.store.connection import Connection, ConnectionFactory


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

    def read(self) -> AbstractContextManager[Connection]:
        """Give a connection whose reads all see one moment; inside a surrounding `read` or `write` the same one."""
        return _Joined(self._connection()) if self._thread.inside else _Transaction(self, writes=False, keeps=True)

    def write(self) -> AbstractContextManager[Connection]:
        """Give a connection whose writes all take place when the block ends, or, if it raises, not at all.

        Inside a surrounding `write` it is part of that one. A `write` inside a `read` is a mistake in the program.
        """
        if self._thread.writing:
            return _Joined(self._connection())
        return self._writing(keeps=True)

    def rehearse(self) -> AbstractContextManager[Connection]:
        """Give a connection whose writes are all rolled back when the block ends; it stands in no other block."""
        return self._writing(keeps=False)

    def _writing(self, *, keeps: bool) -> AbstractContextManager[Connection]:
        if self._thread.inside:
            message = "a write inside a read: open the write first"
            raise RuntimeError(message)
        return _Transaction(self, writes=True, keeps=keeps)

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
            self.refuse(error)
            raise

    def refuse(self, error: sqlite3.Error) -> None:
        """Raise the refusal that SQLite's `error` amounts to; return if it is a bug."""
        refusal = translated(error, str(self.path))
        if refusal is not None:
            raise refusal from error

    def begin(self, *, writes: bool) -> Connection:
        """Begin a transaction on this thread's connection; a writing one in its turn."""
        if writes:
            self._turn.acquire()
        try:
            connection = self._connection()
            if writes:
                patiently(lambda: connection.execute("BEGIN IMMEDIATE"))
            else:
                connection.execute("BEGIN")
        except BaseException:
            if writes:
                self._turn.release()
            raise
        self._thread.inside, self._thread.writing = True, writes
        return connection

    def end(self, connection: Connection, statement: str) -> None:
        """End this thread's transaction by `statement`; should that fail, nothing of it has taken place."""
        writes = self._thread.writing
        try:
            connection.execute(statement)
        except sqlite3.Error:
            # SQLite itself rolls back on some errors (a full disk); then there is nothing left to roll back.
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            if statement == "COMMIT":
                raise
        finally:
            self._thread.inside = self._thread.writing = False
            if writes:
                self._turn.release()

    def _connection(self) -> Connection:
        if self._thread.connection is None:
            connection = self._connect(str(self.path))
            self._open.append(connection)
            # Only before its first read can others keep a connection from reading: by recovering or closing the file.
            patiently(lambda: refuse_foreign(connection, str(self.path)))
            patiently(lambda: configure(connection))
            self._thread.connection = connection
        return self._thread.connection


class _PerThread(threading.local):
    """A thread's connection, and whether it is inside a transaction, and a writing one."""

    connection: Connection | None = None
    inside: bool = False
    writing: bool = False


class _Transaction:
    """A transaction as a block. A class rather than a generator: every answer passes through here."""

    __slots__ = ("_connection", "_keeps", "_store", "_writes")

    def __init__(self, store: Store, *, writes: bool, keeps: bool) -> None:
        self._store = store
        self._writes = writes
        self._keeps = keeps

    def __enter__(self) -> Connection:
        try:
            self._connection = self._store.begin(writes=self._writes)
        except sqlite3.Error as error:
            self._store.refuse(error)
            raise
        return self._connection

    def __exit__(self, _kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        try:
            self._store.end(self._connection, "COMMIT" if error is None and self._keeps else "ROLLBACK")
        except sqlite3.Error as failure:
            self._store.refuse(failure)
            raise
        if isinstance(error, sqlite3.Error):
            self._store.refuse(error)


class _Joined:
    """A block that is part of the transaction around it."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> Connection:
        return self._connection

    def __exit__(self, *_: object) -> None:
        pass


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
