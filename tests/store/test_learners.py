"""Learners: found by what people type, and forgotten so that nothing tells who they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.store.store_data import Filled, rows

from drill.model.attempt import Attempt, RecordedForm, RecordedItem, RecordedResponse
from drill.model.bank import ItemKind
from drill.model.learner import Calendar, NewLearner, StudyDay
from drill.model.review import operation_id
from drill.store.backup import back_up
from drill.store.exams import attempts, record_attempt, save_form
from drill.store.learners import (
    add_learner,
    change_learner,
    find_learner,
    forget_learner,
    groups,
    learners,
    retire_learner,
)
from drill.store.opening import open_store
from drill.store.refusal import ManyLearnersError, NoLearnerError, StaffNumberTakenError
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from pathlib import Path

WANG = NewLearner(name="王伟", staff_number="A-17", group="早班")


def test_a_learner_is_found_by_staff_number_name_and_id(filled: Filled) -> None:
    wang = add_learner(filled.store, WANG, Rng("w").below, 5)
    assert {find_learner(filled.store, text) for text in ("A-17", "王伟", str(wang.id))} == {wang}
    assert wang.calendar == Calendar()
    assert len(str(wang.id)) == 9


def test_a_name_that_several_bear_is_refused_with_their_numbers(filled: Filled) -> None:
    rng = Rng("w")
    add_learner(filled.store, WANG, rng.below, 0)
    add_learner(filled.store, NewLearner(name="王伟", staff_number="B-2"), rng.below, 0)
    with pytest.raises(ManyLearnersError, match=r"A-17 \(早班\), B-2 \(no group\)|B-2 \(no group\), A-17 \(早班\)"):
        find_learner(filled.store, "王伟")
    assert find_learner(filled.store, "B-2").staff_number == "B-2"


def test_an_unknown_name_is_refused_with_a_guess(filled: Filled) -> None:
    with pytest.raises(NoLearnerError, match="Did you mean Learner 1"):
        find_learner(filled.store, "Lerner 1")
    with pytest.raises(NoLearnerError, match="drill learner list"):
        find_learner(filled.store, "9" * 40)


def test_a_staff_number_is_given_once(filled: Filled) -> None:
    rng = Rng("w")
    wang = add_learner(filled.store, WANG, rng.below, 0)
    with pytest.raises(StaffNumberTakenError, match="王伟"):
        add_learner(filled.store, NewLearner(name="李娜", staff_number="A-17"), rng.below, 0)
    assert change_learner(filled.store, wang.id, WANG) == wang


def test_ids_are_drawn_until_one_is_free(filled: Filled) -> None:
    draws = iter([3, 3, 4])
    first = add_learner(filled.store, NewLearner(name="a"), lambda _: next(draws), 0)
    second = add_learner(filled.store, NewLearner(name="b"), lambda _: next(draws), 0)
    assert (first.id, second.id) == (100_000_003, 100_000_004)


def test_changes_leave_the_past_as_it_was(filled: Filled) -> None:
    filled.record(0)
    days = rows(filled.store, "SELECT study_day FROM review")
    learner_id = filled.learner_ids[0]
    calendar = Calendar(time_zone="America/Lima", rollover_minutes=0)
    changed = change_learner(filled.store, learner_id, NewLearner(name="New name", group="G", calendar=calendar))
    assert (changed.name, changed.group, changed.calendar) == ("New name", "G", calendar)
    assert rows(filled.store, "SELECT study_day FROM review") == days


def test_retired_learners_are_listed_on_request_and_come_back(filled: Filled) -> None:
    learner_id = filled.learner_ids[0]
    retire_learner(filled.store, learner_id, 9)
    assert learner_id not in {one.id for one in learners(filled.store, retired=False)}
    assert learner_id in {one.id for one in learners(filled.store)}
    retire_learner(filled.store, learner_id, None)
    assert learner_id in {one.id for one in learners(filled.store, group="Group 0", retired=False)}
    assert groups(filled.store) == ("Group 0", "Group 1")


def attempt(filled: Filled, learner: int, raw: str) -> None:
    item = RecordedItem(
        number=1, item_id="item0001", kind=ItemKind.FILL_IN, points=2, key="", option_order=(), fact_ids=()
    )
    form = RecordedForm(
        bank_id="bank0001",
        exam_id="exam0001",
        exam_name="test",
        fingerprint="abcd",
        code="A",
        points=2,
        pass_points=None,
        items=(item,),
    )
    response = RecordedResponse(number=1, item_id="item0001", raw=raw, letters="", points=1.0, right=None)
    record_attempt(
        filled.store,
        Attempt(
            operation_id=operation_id("attempt", str(learner)),
            form_id=save_form(filled.store, form),
            learner_id=filled.learner_ids[learner],
            study_day=StudyDay(20_000),
            points=1.0,
            responses=(response,),
            recorded_at_ms=1,
        ),
    )


def test_forgetting_erases_the_identity_and_leaves_the_figures(filled: Filled, tmp_path: Path) -> None:
    hidden = "Zhuge Kongming the Unforgettable"
    learner_id = filled.learner_ids[0]
    change_learner(filled.store, learner_id, NewLearner(name=hidden, staff_number="S-99", group="Group 0"))
    filled.record(0)
    filled.record(1, learner=1)
    attempt(filled, 0, f"written by {hidden}")
    attempt(filled, 1, "kept")
    before = rows(
        filled.store, "SELECT study_day, sum(learn) FROM learner_day JOIN learner USING (learner_id) GROUP BY 1"
    )
    back_up(filled.store, tmp_path / "kept.db", 5)
    back_up(filled.store, tmp_path / "deleted.db", 6)
    (tmp_path / "deleted.db").unlink()

    forgotten = forget_learner(filled.store, learner_id, 10)

    assert (forgotten.name, forgotten.backups) == (hidden, (str(tmp_path / "kept.db"),))
    assert forgotten.overwritten
    with pytest.raises(NoLearnerError):
        find_learner(filled.store, str(learner_id))
    assert learner_id not in {one.id for one in learners(filled.store)}
    assert (
        rows(filled.store, "SELECT study_day, sum(learn) FROM learner_day JOIN learner USING (learner_id) GROUP BY 1")
        == before
    )
    assert [one.responses[0].raw for one in attempts(filled.store, bank_id="bank0001")] == ["", "kept"]
    files = [path for path in tmp_path.iterdir() if path.name.startswith("drill.db")]
    assert len(files) == 3, "the store, its log and its index"
    for path in files:
        content = path.read_bytes()
        for text in (hidden, "S-99"):
            assert text.encode() not in content, f"{text} is still in {path.name}"
    assert hidden.encode() in (tmp_path / "kept.db").read_bytes()
    assert filled.differences() == (0, 0)


def test_forgetting_does_not_claim_what_a_reader_prevents(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drill.store.connection.WAIT_MS", 20)
    with open_store(filled.store.path) as reader, reader.read() as connection:
        connection.execute("SELECT count(*) FROM identity").fetchall()
        assert not forget_learner(filled.store, filled.learner_ids[0], 10).overwritten


def test_backups_made_before_a_learner_came_do_not_hold_them(filled: Filled, tmp_path: Path) -> None:
    back_up(filled.store, tmp_path / "early.db", 5)
    late = add_learner(filled.store, WANG, Rng("w").below, 6)
    assert forget_learner(filled.store, late.id, 10).backups == ()
