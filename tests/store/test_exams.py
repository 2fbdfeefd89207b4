"""Papers are taken in once, kept as given, and corrected only by a later one."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from tests.store.store_data import Filled, rows

from drill.model.attempt import Attempt, FormId, RecordedForm, RecordedItem, RecordedResponse
from drill.model.bank import ItemKind
from drill.model.learner import StudyDay
from drill.model.review import operation_id
from drill.store.exams import attempts, find_form, forms, record_attempt, save_form

FORM = RecordedForm(
    bank_id="bank0001",
    exam_id="exam0001",
    exam_name="test",
    fingerprint="k7m2",
    code="A",
    points=3,
    pass_points=2,
    items=(
        RecordedItem(
            number=1,
            item_id="item0001",
            kind=ItemKind.SINGLE_CHOICE,
            points=1,
            key="B",
            option_order=(2, 0, 1, 3),
            fact_ids=("fact0001", "fact0002"),
        ),
        RecordedItem(
            number=2, item_id="item0002", kind=ItemKind.FILL_IN, points=2, key="", option_order=(), fact_ids=()
        ),
    ),
)


def attempt(filled: Filled, form_id: FormId, name: str, points: float = 1.5, learner: int = 0) -> Attempt:
    return Attempt(
        operation_id=operation_id("attempt", name),
        form_id=form_id,
        learner_id=filled.learner_ids[learner],
        study_day=StudyDay(20_000),
        points=points,
        taken_ms=60_000,
        recorded_at_ms=5,
        responses=(
            RecordedResponse(number=1, item_id="item0001", raw="b", letters="A", points=1.0, right=True, taken_ms=9000),
            RecordedResponse(number=2, item_id="item0002", raw="半对", letters="", points=0.5, right=None),
        ),
    )


def test_a_form_is_kept_once_as_it_was_printed(filled: Filled) -> None:
    form_id = save_form(filled.store, FORM)
    assert save_form(filled.store, replace(FORM, points=99)) == form_id
    assert find_form(filled.store, "k7m2", "A") == form_id
    assert find_form(filled.store, "k7m2", "B") is None
    assert forms(filled.store, "bank0001") == {form_id: FORM}
    assert forms(filled.store, "another") == {}


def test_a_paper_is_taken_in_once(filled: Filled) -> None:
    form_id = save_form(filled.store, FORM)
    given = attempt(filled, form_id, "one")
    first = record_attempt(filled.store, given)
    again = record_attempt(filled.store, replace(given, points=3.0))
    assert (again.attempt_id, again.repeated) == (first.attempt_id, True)
    assert attempts(filled.store) == (replace(given, id=first.attempt_id),)


def test_a_correction_stands_in_for_what_it_corrects(filled: Filled) -> None:
    form_id = save_form(filled.store, FORM)
    first = record_attempt(filled.store, attempt(filled, form_id, "one"))
    corrected = replace(attempt(filled, form_id, "two", 2.0), replaces=first.attempt_id)
    record_attempt(filled.store, corrected)
    record_attempt(filled.store, attempt(filled, form_id, "three", learner=1))
    assert [one.points for one in attempts(filled.store, learner_id=filled.learner_ids[0])] == [2.0]
    assert [one.points for one in attempts(filled.store, bank_id="bank0001", replaced=True)] == [1.5, 2.0, 1.5]
    with pytest.raises(sqlite3.IntegrityError):
        record_attempt(filled.store, replace(attempt(filled, form_id, "four"), replaces=first.attempt_id))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attempt SET points = 3",
        "DELETE FROM attempt",
        "INSERT OR REPLACE INTO attempt SELECT * FROM attempt",
        "UPDATE response SET points = 3",
        "UPDATE response SET raw = 'other'",
        "DELETE FROM response",
        "INSERT OR REPLACE INTO response SELECT * FROM response",
    ],
)
def test_attempts_and_responses_refuse_every_change(filled: Filled, statement: str) -> None:
    record_attempt(filled.store, attempt(filled, save_form(filled.store, FORM), "one"))
    before = rows(filled.store, "SELECT * FROM attempt JOIN response USING (attempt_id)")
    with pytest.raises(sqlite3.IntegrityError), filled.store.write() as connection:
        connection.execute(statement)
    assert rows(filled.store, "SELECT * FROM attempt JOIN response USING (attempt_id)") == before
