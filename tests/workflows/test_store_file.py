"""Migrating takes a backup first, and happens once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drill.model.learner import NewLearner
from drill.store import steps
from drill.store.backup import verify
from drill.store.opening import open_store
from drill.store.refusal import OldStoreError
from drill.workflows.learners import add_learner, list_learners
from drill.workflows.store_file import back_up_store, check_store, migrate_store, restore_store

if TYPE_CHECKING:
    from pathlib import Path

NEXT = ("0002_next", "CREATE TABLE extra (a INTEGER) STRICT;\n")


def silent(_step: str) -> None:
    pass


@pytest.fixture
def db(tmp_path: Path) -> Path:
    add_learner(tmp_path / "drill.db", NewLearner(name="王伟"))
    return tmp_path / "drill.db"


def test_a_store_of_an_earlier_drill_is_backed_up_and_migrated(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    early = back_up_store(db, None, silent).backup
    monkeypatch.setattr(steps, "_STEPS", (*steps._STEPS, NEXT))
    monkeypatch.setattr(steps, "STEP_NAMES", (*steps.STEP_NAMES, "0002_next"))
    with pytest.raises(OldStoreError):
        check_store(db, silent)
    taken, backup = migrate_store(db, silent)
    assert taken == ("0002_next",)
    assert verify(db.parent / backup).steps == ("0001_store",)
    assert check_store(db, silent).sound
    assert migrate_store(db, silent) == ((), "")
    with open_store(db) as store, store.read() as connection:
        assert connection.execute("SELECT count(*) FROM extra").fetchone()[0] == 0
    # A backup of the earlier drill is restored as it is, and migrated then.
    restore_store(db.parent / early, db, silent)
    with pytest.raises(OldStoreError):
        check_store(db, silent)
    assert migrate_store(db, silent)[0] == ("0002_next",)
    assert [one.name for one in list_learners(db, None, retired=False)] == ["王伟"]


def test_a_new_store_begins_with_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_STEPS", (*steps._STEPS, NEXT))
    monkeypatch.setattr(steps, "STEP_NAMES", (*steps.STEP_NAMES, "0002_next"))
    add_learner(tmp_path / "drill.db", NewLearner(name="王伟"))
    assert check_store(tmp_path / "drill.db", silent).sound


def test_what_a_restore_puts_aside_never_overwrites(db: Path) -> None:
    backup = back_up_store(db, db.parent / "backup.db", silent).backup
    for _ in range(3):
        restore_store(db.parent / backup, db, silent)
    assert len(list(db.parent.glob("drill-before-restore-*.db"))) == 3


def test_damage_is_reported_and_rebuilding_is_not_offered_for_it(db: Path) -> None:
    with open_store(db) as store, store.outside_transactions() as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO identity VALUES (5, 'Nobody', '')")
    report = check_store(db, silent)
    assert not report.sound
    assert "identity" in report.lines()[0]
    assert "restore" in report.lines()[-1]
