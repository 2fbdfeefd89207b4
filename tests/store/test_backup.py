"""Backups: taken while the store is written to, every flipped bit found, restored without losing what was there."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.store.store_data import Filled, filled_store, rows

from drill.store import restore as restoring
from drill.store.backup import back_up, manifest_path, verify
from drill.store.learners import find_learner, forget_learner
from drill.store.opening import open_store
from drill.store.refusal import (
    BackupDamagedError,
    BackupTakenError,
    NewerStoreError,
    NoBackupError,
    NoLearnerError,
    StoreInUseError,
)
from drill.store.restore import restore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def backup(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    made = filled_store(folder / "drill.db")
    for card in range(6):
        made.record(card)
    back_up(made.store, folder / "backup.db", 7)
    made.store.close()
    return folder / "backup.db"


def test_a_backup_holds_what_the_store_holds(filled: Filled, tmp_path: Path) -> None:
    for card in range(3):
        filled.record(card)
    manifest = back_up(filled.store, tmp_path / "to" / "backup.db", 7)
    assert verify(tmp_path / "to" / "backup.db") == manifest
    assert (manifest.rows["review"], manifest.rows["card"], manifest.made_at_ms) == (3, 6, 7)
    assert sorted(path.name for path in (tmp_path / "to").iterdir()) == ["backup.db", "backup.db.json"]
    with pytest.raises(BackupTakenError):
        back_up(filled.store, tmp_path / "to" / "backup.db", 8)


def test_a_backup_is_of_one_moment_while_others_write(filled: Filled, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        day = 0
        while not done.is_set():
            filled.record(day % 6, day=day)
            day += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(4):
            back_up(filled.store, tmp_path / f"backup-{number}.db", number)
    finally:
        done.set()
        writer.join()
    for number in range(4):
        restore(tmp_path / f"backup-{number}.db", tmp_path / f"restored-{number}.db", tmp_path / "none.db", 0)
        with open_store(tmp_path / f"restored-{number}.db") as store:
            assert Filled(store, [], []).differences() == (0, 0)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_flipped_bit_is_found(backup: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([backup, manifest_path(backup)]))
    content = path.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    flipped = bytearray(content)
    flipped[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(bytes(flipped))
    try:
        with pytest.raises(BackupDamagedError):
            verify(backup)
    finally:
        path.write_bytes(content)
    verify(backup)


def test_a_manifest_made_up_to_fit_does_not_help_rows_that_are_missing(backup: Path) -> None:
    text = manifest_path(backup).read_text(encoding="utf-8")
    plain = json.loads(text)
    plain["rows"]["review"] += 1
    try:
        manifest_path(backup).write_text(json.dumps(plain, indent=2) + "\n", encoding="utf-8")
        with pytest.raises(BackupDamagedError, match="changed"):
            verify(backup)
        manifest_path(backup).unlink()
        with pytest.raises(BackupDamagedError, match="missing"):
            verify(backup)
    finally:
        manifest_path(backup).write_text(text, encoding="utf-8")
    with pytest.raises(NoBackupError):
        verify(backup.with_name("other.db"))


def test_a_damaged_backup_restores_nothing(filled: Filled, tmp_path: Path) -> None:
    filled.record(0)
    back_up(filled.store, tmp_path / "backup.db", 7)
    filled.store.close()
    content = bytearray((tmp_path / "backup.db").read_bytes())
    content[5000] ^= 1
    (tmp_path / "backup.db").write_bytes(bytes(content))
    before = filled.store.path.read_bytes()
    with pytest.raises(BackupDamagedError, match="Nothing was changed"):
        restore(tmp_path / "backup.db", filled.store.path, tmp_path / "aside.db", 0)
    assert filled.store.path.read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if "restoring" in path.name or path.name == "aside.db"]


def test_restoring_keeps_the_store_that_was_there(filled: Filled, tmp_path: Path) -> None:
    filled.record(0)
    back_up(filled.store, tmp_path / "backup.db", 7)
    filled.record(1)
    filled.store.close()
    restore(tmp_path / "backup.db", filled.store.path, tmp_path / "aside.db", 9)
    for path, reviews in ((filled.store.path, 1), (tmp_path / "aside.db", 2)):
        with open_store(path) as store:
            assert rows(store, "SELECT count(*) FROM review") == [(reviews,)]


def test_a_store_that_is_open_elsewhere_is_not_replaced(
    filled: Filled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restoring, "_WAIT_MS", 20)
    filled.record(0)
    back_up(filled.store, tmp_path / "backup.db", 7)
    with pytest.raises(StoreInUseError, match="nothing was changed"):
        restore(tmp_path / "backup.db", filled.store.path, tmp_path / "aside.db", 0)
    filled.record(1)
    filled.store.close()
    with open_store(filled.store.path) as store:
        assert rows(store, "SELECT count(*) FROM review") == [(2,)]


def test_a_store_damaged_beyond_reading_can_be_restored_over(filled: Filled, tmp_path: Path) -> None:
    filled.record(0)
    back_up(filled.store, tmp_path / "backup.db", 7)
    filled.store.close()
    filled.store.path.write_bytes(b"\x00garbage" * 5000)
    restore(tmp_path / "backup.db", filled.store.path, tmp_path / "aside.db", 0)
    with open_store(filled.store.path) as store:
        assert rows(store, "SELECT count(*) FROM review") == [(1,)]
    assert (tmp_path / "aside.db").read_bytes().startswith(b"\x00garbage")


def test_who_was_forgotten_stays_forgotten_after_restoring(filled: Filled, tmp_path: Path) -> None:
    back_up(filled.store, tmp_path / "early.db", 7)
    back_up(filled.store, tmp_path / "late.db", 8)
    forget_learner(filled.store, filled.learner_ids[0], 9)
    filled.store.close()
    restore(tmp_path / "early.db", filled.store.path, tmp_path / "aside.db", 10)
    with open_store(filled.store.path) as store:
        with pytest.raises(NoLearnerError):
            find_learner(store, "Learner 0")
        named = forget_learner(store, filled.learner_ids[1], 11).backups
    assert set(named) == {str(tmp_path / name) for name in ("early.db", "late.db", "aside.db")}
    assert b"Learner 0" not in filled.store.path.read_bytes()


def test_a_backup_of_a_newer_drill_is_refused(filled: Filled, tmp_path: Path) -> None:
    with filled.store.write() as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('drill', '9999_later', '')"
        )
    back_up(filled.store, tmp_path / "backup.db", 7)
    with pytest.raises(NewerStoreError):
        restore(tmp_path / "backup.db", tmp_path / "other.db", tmp_path / "aside.db", 0)
    assert not (tmp_path / "other.db").exists()
