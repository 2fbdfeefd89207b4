"""The power goes while the store writes: unsynced writes are dropped and torn, acknowledged answers stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import apsw
import pytest
from tests.store.power import ApswConnection, Disk, PowerVfs
from tests.store.store_data import DAY_MS, DEFAULTS, FIRST_DAY, REPLAY, SCHEDULER, Filled, filled_store, rows

from drill.model.learner import StudyDay
from drill.model.review import Answer, OperationId, Rating, operation_id
from drill.schedule.replay import replay
from drill.store import rebuild
from drill.store.backup import check_file
from drill.store.opening import Store, open_store
from drill.store.refusal import StoreError, StoreFullError
from drill.store.reviews import record, undo
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from pathlib import Path

CARDS = 30


@pytest.fixture(scope="module")
def vfs() -> PowerVfs:
    return PowerVfs()


def operation(number: int) -> OperationId:
    return operation_id("power", str(number))


def operate(store: Store, made: Filled, number: int) -> None:
    if number % 9 == 8:
        undo(store, made.learner_ids[0], operation(number), REPLAY, number)
        return
    day = StudyDay(FIRST_DAY + number // 20)
    answer = Answer(
        operation_id=operation(number),
        learner_id=made.learner_ids[0],
        card_id=made.card_ids[number * 7 % CARDS],
        reviewed_at_ms=day * DAY_MS + number,
        study_day=day,
        rating=Rating(1 + number % 4),
    )
    record(store, answer, SCHEDULER, number)


def until_the_power_goes(vfs: PowerVfs, path: Path, made: Filled, first: int) -> list[int]:
    """Operate from `first` on; return the numbers that were acknowledged."""
    acknowledged = []
    store: Store | None = None
    try:
        store = open_store(path, connect=ApswConnection)
        for number in range(first, first + 10**6):
            operate(store, made, number)
            acknowledged.append(number)
            if number % 50 == 49:
                with store.outside_transactions() as connection:
                    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except StoreError:
        assert vfs.disk.dead
    finally:
        if store is not None:
            vfs.disk.dead = True
            store.close()
    return acknowledged


def cut(vfs: PowerVfs, path: Path, cuts: int, seed: int) -> tuple[int, int]:
    """Cut the power again and again; return how many operations were acknowledged, and how many writes were harmed."""
    made = filled_store(path, learners=1, count=CARDS)
    made.store.close()
    vfs.disk = Disk({str(path): path.read_bytes()})
    rng = Rng("power", seed)
    acknowledged: set[int] = set()
    next_number = harmed = 0
    for _ in range(cuts):
        vfs.disk.cut_after = 1 + rng.below(400)
        done = until_the_power_goes(vfs, path, made, next_number)
        acknowledged.update(done)
        next_number = done[-1] + 1 if done else next_number
        vfs.disk, harm = vfs.disk.after_power_cut(rng)
        harmed += harm
        check(vfs.disk, path.with_name("after.db"), str(path), acknowledged)
    return len(acknowledged), harmed


def check(disk: Disk, copy: Path, name: str, acknowledged: set[int]) -> None:
    """Bring the disk's files to a real disk and look at them with the ordinary store."""
    for suffix in ("", "-wal"):
        place = copy.with_name(f"{copy.name}{suffix}")
        place.unlink(missing_ok=True)
        if f"{name}{suffix}" in disk.files:
            place.write_bytes(bytes(disk.files[f"{name}{suffix}"].content))
    with open_store(copy) as store:
        there = {bytes(row[0]) for row in rows(store, "SELECT operation_id FROM review")}
        assert [number for number in acknowledged if operation(number) not in there] == []
        with store.read() as connection:
            assert check_file(connection) == []
        found = rebuild.compare_derived(store, replay, DEFAULTS, lambda _: None)
        assert (found.different_states, found.different_figures) == (0, 0)


def test_nothing_acknowledged_is_lost_over_a_hundred_power_cuts(vfs: PowerVfs, tmp_path: Path) -> None:
    acknowledged, harmed = cut(vfs, tmp_path / "drill.db", 100, 1)
    assert acknowledged > 500
    assert harmed > 200, "the power must have taken something with it"


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_over_a_thousand_power_cuts(vfs: PowerVfs, tmp_path: Path) -> None:
    acknowledged, harmed = cut(vfs, tmp_path / "drill.db", 1000, 2)
    assert acknowledged > 5000
    assert harmed > 2000


def test_the_simulation_finds_a_store_that_does_not_sync(
    vfs: PowerVfs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were the commits not synced, answers would be lost here: so their being kept above means something."""
    plain = ApswConnection.execute

    def careless(self: ApswConnection, sql: str, parameters: tuple[object, ...] = ()) -> object:
        return plain(self, sql.replace("synchronous = FULL", "synchronous = NORMAL"), parameters)

    monkeypatch.setattr(ApswConnection, "execute", careless)
    with pytest.raises(AssertionError):
        cut(vfs, tmp_path / "drill.db", 30, 3)


def test_a_full_disk_refuses_clearly_and_keeps_everything(vfs: PowerVfs, tmp_path: Path) -> None:
    path = tmp_path / "drill.db"
    made = filled_store(path, learners=1, count=CARDS)
    made.store.close()
    vfs.disk = Disk({str(path): path.read_bytes()})
    rng = Rng("full", 1)
    acknowledged: set[int] = set()
    with closing(open_store(path, connect=ApswConnection)) as store:
        for number in range(200):
            vfs.disk.fails = full if rng.below(4) == 0 else None
            try:
                operate(store, made, number)
                acknowledged.add(number)
            except StoreFullError as error:
                assert "the disk is full" in str(error)  # noqa: PT017 - both ways are right
                vfs.disk.fails = None
                operate(store, made, number)
                acknowledged.add(number)
        vfs.disk.fails = None
    check(vfs.disk, tmp_path / "after.db", str(path), acknowledged)
    assert len(acknowledged) == 200


def full() -> None:
    raise apsw.exception_for(apsw.SQLITE_FULL)


def test_errors_of_the_other_library_are_told_as_the_stores_own(vfs: PowerVfs, tmp_path: Path) -> None:
    path = tmp_path / "drill.db"
    filled_store(path).store.close()
    vfs.disk = Disk({str(path): path.read_bytes()})
    with (
        pytest.raises(sqlite3.OperationalError, match="no such column"),
        open_store(path, connect=ApswConnection) as store,
    ):
        rows(store, "SELECT absent FROM review")
