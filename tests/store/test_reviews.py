"""The log: what an answer leaves behind, what undo does, and that nothing else ever changes it."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from tests.store.store_data import DAY_MS, DEFAULTS, FIRST_DAY, REPLAY, SCHEDULER, Filled, rows

from drill.model.deck import CardId
from drill.model.review import Action, Rating, ReviewKind, operation_id
from drill.model.schedule import CardPhase
from drill.schedule.replay import replay
from drill.store import rebuild
from drill.store.refusal import NoCardError
from drill.store.reviews import card_state, entries, history, record, states, take_in, undo


def test_an_answer_leaves_entry_state_and_figures(filled: Filled) -> None:
    recorded = filled.record(0, Rating.EASY)
    (entry,) = history(filled.store, filled.learner_ids[0], filled.card_ids[0])
    assert (entry.id, entry.kind, entry.phase_before) == (recorded.review_id, ReviewKind.LEARN, CardPhase.NEW)
    assert states(filled.store, filled.learner_ids[0]) == (recorded.state,)
    assert recorded.state.phase is CardPhase.REVIEW
    assert rows(filled.store, "SELECT new_cards, learn, easy, review, taken_ms FROM learner_day") == [
        (1, 1, 1, 0, entry.answer.taken_ms)
    ]
    assert rows(filled.store, "SELECT section_id, rated, tested FROM section_day") == [("sect0000", 1, 0)]


def test_a_repeated_operation_changes_nothing(filled: Filled) -> None:
    answer = filled.answer(0, Rating.GOOD)
    first = record(filled.store, answer, SCHEDULER, 0)
    before = rows(filled.store, "SELECT * FROM review"), rows(filled.store, "SELECT * FROM learner_day")
    again = record(filled.store, replace(answer, rating=Rating.AGAIN), SCHEDULER, 99)
    assert again.repeated
    assert (again.review_id, again.state) == (first.review_id, first.state)
    assert before == (rows(filled.store, "SELECT * FROM review"), rows(filled.store, "SELECT * FROM learner_day"))


def test_a_card_without_entries_is_new(filled: Filled) -> None:
    state = card_state(filled.store, filled.learner_ids[0], filled.card_ids[0], filled.answer().study_day)
    assert (state.phase, state.due_day, state.stability) == (CardPhase.NEW, FIRST_DAY, None)


def test_a_card_that_is_not_there_is_refused(filled: Filled) -> None:
    with pytest.raises(NoCardError, match="drill deck load"):
        record(filled.store, filled.answer(card_id=CardId(999)), SCHEDULER, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review SET rating = 4",
        "UPDATE review SET recorded_at_ms = 1",
        "DELETE FROM review",
        "INSERT OR REPLACE INTO review SELECT * FROM review",
    ],
)
def test_the_log_refuses_every_change(filled: Filled, statement: str) -> None:
    filled.record(0, Rating.AGAIN)
    before = rows(filled.store, "SELECT * FROM review")
    with pytest.raises(sqlite3.IntegrityError), filled.store.write() as connection:
        connection.execute(statement)
    assert rows(filled.store, "SELECT * FROM review") == before


def test_undo_takes_back_step_by_step_across_reopening(filled: Filled) -> None:
    seen = []
    for day, rating in enumerate([Rating.GOOD, Rating.GOOD, Rating.EASY, Rating.AGAIN]):
        seen.append((states(filled.store, filled.learner_ids[0]), rows(filled.store, "SELECT * FROM learner_day")))
        filled.record(day % 2, rating, day=day * 3)
    for state, figures in reversed(seen):
        filled.store.close()
        undone = filled.undo()
        assert undone is not None
        assert states(filled.store, filled.learner_ids[0]) == state
        assert rows(filled.store, "SELECT * FROM learner_day") == figures
    assert filled.undo() is None
    assert len(entries(filled.store, filled.learner_ids[0])) == 8


def test_a_repeated_undo_undoes_one_step(filled: Filled) -> None:
    filled.record(0)
    filled.record(1)
    operation, learner_id = operation_id("the same"), filled.learner_ids[0]
    undone = [undo(filled.store, learner_id, operation, REPLAY, 0) for _ in range(3)]
    assert undone[0] is not None
    assert undone == [undone[0]] * 3
    assert len(history(filled.store, learner_id, filled.card_ids[0])) == 1


def test_undo_takes_back_actions_too_but_not_what_an_exam_did(filled: Filled) -> None:
    filled.record(0, Rating.EASY)
    filled.act(Action.SUSPEND)
    filled.mistake(0, day=1)
    assert states(filled.store, filled.learner_ids[0])[0].suspended
    undone = filled.undo()
    assert undone is not None
    assert undone.answer.action is Action.SUSPEND
    assert filled.differences() == (0, 0)


def test_learners_undo_only_their_own(filled: Filled) -> None:
    filled.record(0, learner=0)
    filled.record(0, learner=1)
    filled.undo(learner=0)
    assert not states(filled.store, filled.learner_ids[0])
    assert states(filled.store, filled.learner_ids[1])


def test_a_clock_that_goes_back_keeps_the_order_of_a_cards_entries(filled: Filled) -> None:
    filled.record(0, Rating.GOOD, day=9)
    filled.record(0, Rating.GOOD, day=2)
    filled.record(0, Rating.AGAIN, day=10)
    entries_of_card = history(filled.store, filled.learner_ids[0], filled.card_ids[0])
    assert [entry.answer.study_day - FIRST_DAY for entry in entries_of_card] == [9, 2, 10]
    assert [entry.id for entry in entries_of_card] == sorted(entry.id for entry in entries_of_card)
    assert filled.differences() == (0, 0)


def test_answers_from_elsewhere_take_their_place_in_time(filled: Filled) -> None:
    filled.record(0, Rating.GOOD, day=0)
    filled.record(0, Rating.GOOD, day=20)
    late = [filled.answer(0, Rating.AGAIN, day=10), filled.answer(1, Rating.EASY, day=3)]
    assert take_in(filled.store, [*late, late[0]], SCHEDULER, REPLAY, 0) == 2
    assert take_in(filled.store, late, SCHEDULER, REPLAY, 0) == 0
    days = [e.answer.study_day - FIRST_DAY for e in history(filled.store, filled.learner_ids[0], filled.card_ids[0])]
    assert days == [0, 10, 20]
    assert filled.differences() == (0, 0)


def test_a_reset_card_begins_again(filled: Filled) -> None:
    filled.record(0, Rating.EASY, day=0)
    filled.record(0, Rating.AGAIN, day=8)
    filled.act(Action.RESET, day=9)
    (state,) = states(filled.store, filled.learner_ids[0])
    assert (state.phase, state.reviews, state.lapses, state.stability) == (CardPhase.NEW, 0, 0, None)
    filled.record(0, Rating.GOOD, day=10)
    assert states(filled.store, filled.learner_ids[0])[0].reviews == 1
    assert filled.differences() == (0, 0)


def test_a_rebuild_mends_what_was_changed_by_hand(filled: Filled) -> None:
    for day in range(12):
        filled.record(day % 3, Rating(1 + day % 4), day=day, learner=day % 2)
    before = [rows(filled.store, f"SELECT * FROM {table}") for table in ("card_state", "learner_day", "section_day")]
    with filled.store.write() as connection:
        connection.execute("UPDATE card_state SET stability = stability + 0.001, lapses = 7 WHERE card_id = 1")
        connection.execute(
            "UPDATE learner_day SET good = good + 1 WHERE study_day = (SELECT min(study_day) FROM review)"
        )
        connection.execute("DELETE FROM section_day")
        connection.execute("DELETE FROM card_state WHERE card_id = 2")
    different_states, different_figures = filled.differences()
    assert different_states is not None
    assert different_states >= 2
    assert different_figures
    rebuilt = rebuild.rebuild(filled.store, replay, DEFAULTS, lambda _: None)
    assert (rebuilt.entries, rebuilt.cards) == (12, 6)
    after = [rows(filled.store, f"SELECT * FROM {table}") for table in ("card_state", "learner_day", "section_day")]
    assert after[1:] == before[1:]
    assert [pytest.approx(row, rel=1e-9) for row in after[0]] == before[0]


def test_an_empty_log_rebuilds_to_nothing(filled: Filled) -> None:
    assert rebuild.rebuild(filled.store, replay, DEFAULTS, lambda _: None) == rebuild.Rebuilt(entries=0, cards=0)


def test_times_are_those_of_the_answer(filled: Filled) -> None:
    recorded = filled.record(0, Rating.EASY, day=1)
    assert recorded.state.last_reviewed_at_ms == (FIRST_DAY + 1) * DAY_MS + 1
