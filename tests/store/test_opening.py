"""Opening: what every connection is set to, which files are refused, and how failures of the disk are told."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.store.store_data import Filled, filled_store, rows

from drill.model.deck import CardId
from drill.store import connection as connection_module
from drill.store import steps
from drill.store.connection import sqlite_connection
from drill.store.migrations import m0001_store
from drill.store.opening import open_any_store, open_store
from drill.store.refusal import (
    NewerStoreError,
    NoCardError,
    NoStoreError,
    NotAStoreError,
    OldStoreError,
    StoreBusyError,
    StoreDamagedError,
    StoreFullError,
    StoreReadOnlyError,
    StoreUnreadableError,
    translated,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_every_connection_is_durable_and_checks_references(filled: Filled) -> None:
    found = []

    def look() -> None:
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            found.extend(rows(filled.store, f"PRAGMA {pragma}"))

    look()
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [("wal",), (2,), (1,), (1,)] * 2


def test_all_tables_are_strict(filled: Filled) -> None:
    tables = rows(filled.store, "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert {name for name, strict in tables if not strict} == {"sqlite_schema", "_sqlite_migrations"}


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(NoStoreError, match="--db"):
        open_store(tmp_path / "drill.db")
    assert not list(tmp_path.iterdir())


def test_an_empty_file_is_no_store_until_something_begins_it(tmp_path: Path) -> None:
    (tmp_path / "drill.db").touch()
    with pytest.raises(NoStoreError):
        open_store(tmp_path / "drill.db")
    open_store(tmp_path / "drill.db", create=True).close()


def test_a_file_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(NotAStoreError):
            open_store(path, create=create)
    assert path.read_bytes() == before
    path.write_text("not a database at all, but longer than a header of one hundred bytes" * 3, encoding="utf-8")
    with pytest.raises(NotAStoreError):
        open_store(path)


def test_a_newer_store_is_refused(filled: Filled) -> None:
    with filled.store.write() as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('drill', '9999_later', '')"
        )
    with pytest.raises(NewerStoreError, match="9999_later"):
        open_store(filled.store.path)


def test_an_older_store_asks_to_be_migrated(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP_NAMES", (*steps.STEP_NAMES, "0002_next"))
    with pytest.raises(OldStoreError, match="drill db migrate"):
        open_store(filled.store.path)
    open_any_store(filled.store.path).close()


def test_a_failing_step_leaves_the_store_as_it_was(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = ("0002_broken", "CREATE TABLE extra (a INTEGER) STRICT;\nCREATE TABLE review (a INTEGER) STRICT;\n")
    monkeypatch.setattr(steps, "_STEPS", (*steps._STEPS, broken))
    before = rows(filled.store, "SELECT name, sql FROM sqlite_schema ORDER BY name")
    with pytest.raises(sqlite3.OperationalError, match="already exists"), filled.store.write() as connection:
        steps.apply_steps(connection)
    assert rows(filled.store, "SELECT name, sql FROM sqlite_schema ORDER BY name") == before
    with filled.store.read() as connection:
        assert steps.steps_of(connection) == ("0001_store",)


def test_a_released_step_never_changes() -> None:
    """When a step has been released, its checksum stands here; a change to the schema is a new step."""
    assert steps.STEP_NAMES[0] == "0001_store"
    assert hashlib.sha256(m0001_store.SQL.encode()).hexdigest()[:16] == "82e0d44e0f11c365"


def test_a_store_that_stays_locked_is_refused_after_waiting(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "WAIT_MS", 50)
    with (
        open_store(filled.store.path) as other,
        filled.store.write(),
        pytest.raises(StoreBusyError, match="try again"),
        other.write(),
    ):
        pass


def test_a_write_inside_a_read_is_a_mistake(filled: Filled) -> None:
    with filled.store.read(), pytest.raises(RuntimeError, match="open the write first"), filled.store.write():
        pass
    with filled.store.write(), pytest.raises(RuntimeError, match="open the write first"), filled.store.rehearse():
        pass


def test_writes_inside_a_write_are_one(filled: Filled) -> None:
    def two() -> None:
        with filled.store.write():
            filled.record(0)
            filled.record(1, card_id=CardId(999))

    with pytest.raises(NoCardError):
        two()
    assert rows(filled.store, "SELECT count(*) FROM review") == [(0,)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to everything")
def test_a_read_only_file_is_refused_clearly(filled: Filled) -> None:
    filled.store.close()
    filled.store.path.chmod(0o444)
    with pytest.raises((StoreReadOnlyError, StoreUnreadableError)):
        filled.record(0)


def test_a_read_only_connection_is_refused_clearly_and_loses_nothing(filled: Filled) -> None:
    filled.record(0)

    def read_only(path: str) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)

    with open_store(filled.store.path, connect=read_only) as store:
        assert rows(store, "SELECT count(*) FROM review") == [(1,)]
        other = Filled(store, filled.learner_ids, filled.card_ids, operations=50)
        with pytest.raises(StoreReadOnlyError, match="rights"):
            other.record(1)
    assert rows(filled.store, "SELECT count(*) FROM review") == [(1,)]


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    def small(path: str) -> sqlite3.Connection:
        connection = sqlite_connection(path)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 4}")
        return connection

    made = filled_store(tmp_path / "drill.db", connect=small)
    answered = 0

    def until_full() -> None:
        nonlocal answered
        while answered < 10_000:
            made.record(answered % 6, day=answered)
            answered += 1

    with pytest.raises(StoreFullError, match="the disk is full"):
        until_full()
    made.store.close()
    with open_store(tmp_path / "drill.db") as store:
        assert rows(store, "SELECT count(*) FROM review") == [(answered,)]
        assert answered > 10
        roomy = Filled(store, made.learner_ids, made.card_ids, operations=made.operations)
        assert roomy.differences() == (0, 0)
        roomy.record(0, day=20_000)


def test_a_damaged_store_is_told(filled: Filled) -> None:
    filled.record(0)
    filled.store.close()
    content = bytearray(filled.store.path.read_bytes())
    content[4096 : 4096 * 40] = b"\xff" * 4096 * 39
    filled.store.path.write_bytes(bytes(content))
    with pytest.raises(StoreDamagedError, match="drill db restore"), open_store(filled.store.path) as store:
        rows(store, "SELECT (SELECT sum(length(face)) FROM card), (SELECT sum(taken_ms) FROM review)")


def test_what_is_a_bug_stays_a_bug() -> None:
    assert translated(sqlite3.OperationalError("no such column"), "drill.db") is None
