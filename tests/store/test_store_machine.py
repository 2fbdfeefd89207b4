"""Whatever happens in whatever order: the log only grows, states equal replay, figures equal a group-by."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.store.store_data import BANK, DEFAULTS, REPLAY, SCHEDULER, contents, filled_store, rows

from drill.model.learner import Calendar
from drill.model.review import Action, Answer, Rating, ReviewOrigin, operation_id
from drill.schedule.replay import replay
from drill.schedule.study_day import study_day
from drill.store import rebuild
from drill.store.backup import back_up
from drill.store.banks import cards, load_bank
from drill.store.opening import open_store
from drill.store.restore import restore
from drill.store.reviews import history, record, states, take_in, undo

CARDS = 5
MINUTE_MS = 60_000
# Berlin's clock goes back at 2025-10-26 01:00 UTC; the run begins a day before.
BEGIN_MS = 1_761_350_400_000
BERLIN = Calendar(time_zone="Europe/Berlin", rollover_minutes=4 * 60)

_TESTED = "(r.kind = 1 OR (r.kind = 3 AND r.phase_before = 2))"
_LEFT = (
    "FROM review AS r JOIN card AS c USING (card_id) WHERE r.rating IS NOT NULL AND r.kind IN (0, 1, 2, 3, 7)"
    " AND r.review_id NOT IN (SELECT voids_review_id FROM review WHERE voids_review_id IS NOT NULL)"
)
_DAYS = (
    "SELECT r.learner_id, r.study_day, c.bank_id, sum(r.phase_before = 0 AND r.kind <> 7), sum(r.kind = 0),"
    " sum(r.kind = 1), sum(r.kind = 2), sum(r.kind = 3), sum(r.kind = 7), sum(rating = 1), sum(rating = 2),"
    f" sum(rating = 3), sum(rating = 4), sum({_TESTED} AND last_interval_days < 21),"
    f" sum({_TESTED} AND last_interval_days < 21 AND rating > 1), sum({_TESTED} AND last_interval_days >= 21),"
    f" sum({_TESTED} AND last_interval_days >= 21 AND rating > 1), sum(taken_ms) {_LEFT} GROUP BY 1, 2, 3"
)
_SECTIONS = (
    f"SELECT r.learner_id, r.study_day, c.bank_id, c.section_id, count(*), sum(rating = 1), sum({_TESTED}),"
    f" sum({_TESTED} AND rating > 1), sum(taken_ms) {_LEFT} GROUP BY 1, 2, 3, 4"
)
_CALIBRATION = (
    "SELECT r.learner_id, c.bank_id, min(predicted_ppm / 50000, 19), count(*), sum(rating > 1), sum(predicted_ppm)"
    f" {_LEFT} AND {_TESTED} AND predicted_ppm IS NOT NULL GROUP BY 1, 2, 3"
)


class CrashError(Exception):
    """The process dies between the statements of a transaction."""


class StoreMachine(RuleBasedStateMachine):
    """Two processes (two open stores) over one file."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "drill.db"
        made = filled_store(self.path, count=CARDS)
        self.stores = [made.store, open_store(self.path)]
        self.learner_ids = made.learner_ids
        self.now_ms = BEGIN_MS
        self.operations = 0
        self.last: Answer | None = None
        self.log: list[tuple[Any, ...]] = []
        self.backups: list[Path] = []

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        shutil.rmtree(self.folder)

    def answer(self, learner: int, card: int, rating: Rating | None, **more: Any) -> Answer:
        self.operations += 1
        at_ms = more.pop("at_ms", self.now_ms)
        card_id = cards(self.stores[0], BANK, retired=True)[card].id
        return Answer(
            operation_id=operation_id("machine", str(self.operations)),
            learner_id=self.learner_ids[learner],
            card_id=card_id,
            reviewed_at_ms=at_ms,
            study_day=study_day(at_ms, BERLIN),
            rating=rating,
            taken_ms=self.operations,
            **more,
        )

    @initialize(shift_minutes=st.integers(0, 2 * 1440))
    def begin(self, shift_minutes: int) -> None:
        self.now_ms += shift_minutes * MINUTE_MS

    @rule(minutes=st.integers(1, 40 * 1440))
    def time_passes(self, minutes: int) -> None:
        self.now_ms += minutes * MINUTE_MS

    @rule(minutes=st.integers(1, 3 * 1440))
    def clock_goes_back(self, minutes: int) -> None:
        self.now_ms -= minutes * MINUTE_MS

    @rule(
        process=st.integers(0, 1),
        learner=st.integers(0, 1),
        card=st.integers(0, CARDS - 1),
        rating=st.sampled_from(Rating),
    )
    def answers(self, process: int, learner: int, card: int, rating: Rating) -> None:
        self.last = self.answer(learner, card, rating)
        assert not record(self.stores[process], self.last, SCHEDULER, self.now_ms).repeated

    @rule(
        learner=st.integers(0, 1),
        card=st.integers(0, CARDS - 1),
        action=st.sampled_from([a for a in Action if a not in {Action.NONE, Action.SET_DUE}]),
    )
    def acts_by_hand(self, learner: int, card: int, action: Action) -> None:
        record(self.stores[0], self.answer(learner, card, None, action=action), SCHEDULER, self.now_ms)

    @rule(learner=st.integers(0, 1), card=st.integers(0, CARDS - 1), lapse=st.booleans())
    def errs_in_an_exam(self, learner: int, card: int, lapse: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
        rating = Rating.AGAIN if lapse else None
        answer = self.answer(learner, card, rating, origin=ReviewOrigin.EXAM)
        record(self.stores[0], answer, SCHEDULER, self.now_ms)

    @precondition(lambda self: self.last is not None)
    @rule(process=st.integers(0, 1))
    def sends_an_answer_again(self, process: int) -> None:
        assert self.last is not None
        assert record(self.stores[process], self.last, SCHEDULER, self.now_ms + 1).repeated

    @rule(process=st.integers(0, 1), learner=st.integers(0, 1))
    def undoes(self, process: int, learner: int) -> None:
        self.operations += 1
        operation = operation_id("undo", str(self.operations))
        undo(self.stores[process], self.learner_ids[learner], operation, REPLAY, self.now_ms)

    @rule(
        learner=st.integers(0, 1),
        late=st.lists(
            st.tuples(st.integers(0, CARDS - 1), st.sampled_from(Rating), st.integers(0, 30 * 1440)), max_size=4
        ),
    )
    def phone_reviews_arrive(self, learner: int, late: list[tuple[int, Rating, int]]) -> None:
        answers = [
            self.answer(learner, card, rating, at_ms=self.now_ms - minutes * MINUTE_MS, origin=ReviewOrigin.ANKI)
            for card, rating, minutes in late
        ]
        assert take_in(self.stores[1], answers, SCHEDULER, REPLAY, self.now_ms) == len(answers)
        assert take_in(self.stores[0], answers, SCHEDULER, REPLAY, self.now_ms) == 0

    @rule(left_out=st.frozensets(st.integers(0, CARDS - 1), max_size=3), moved=st.integers(0, 2))
    def bank_changes(self, left_out: frozenset[int], moved: int) -> None:
        load_bank(self.stores[1], contents(CARDS, left_out=left_out, moved=moved), self.now_ms)

    @rule(card=st.integers(0, CARDS - 1), rating=st.sampled_from(Rating))
    def dies_in_a_transaction(self, card: int, rating: Rating) -> None:
        with suppress(CrashError), self.stores[0].write():
            record(self.stores[0], self.answer(0, card, rating), SCHEDULER, self.now_ms)
            raise CrashError

    @rule(process=st.integers(0, 1))
    def reopens(self, process: int) -> None:
        self.stores[process].close()
        self.stores[process] = open_store(self.path)

    @rule()
    def rebuilds(self) -> None:
        rebuild.rebuild(self.stores[0], replay, DEFAULTS, lambda _: None)

    @rule()
    def backs_up(self) -> None:
        self.operations += 1
        self.backups = [self.folder / f"backup-{self.operations}.db"]
        back_up(self.stores[1], self.backups[0], self.now_ms)
        self.backed_up = list(self.log)

    @precondition(lambda self: self.backups)
    @rule()
    def restores(self) -> None:
        for store in self.stores:
            store.close()
        self.operations += 1
        restore(self.backups[0], self.path, self.folder / f"aside-{self.operations}.db", self.now_ms)
        self.stores = [open_store(self.path), open_store(self.path)]
        self.log = self.backed_up
        self.last = None

    @invariant()
    def the_log_only_grows(self) -> None:
        log = rows(self.stores[0], "SELECT * FROM review ORDER BY review_id")
        assert log[: len(self.log)] == self.log
        self.log = log

    @invariant()
    def states_equal_replay(self) -> None:
        for learner_id in self.learner_ids:
            kept = {state.card_id: state for state in states(self.stores[1], learner_id)}
            for card in cards(self.stores[0], BANK, retired=True):
                left = history(self.stores[0], learner_id, card.id)
                assert kept.pop(card.id, None) == (REPLAY(left) if left else None)
            assert not kept

    @invariant()
    def figures_equal_a_group_by(self) -> None:
        for table, grouped in (("learner_day", _DAYS), ("section_day", _SECTIONS), ("calibration", _CALIBRATION)):
            assert sorted(rows(self.stores[0], f"SELECT * FROM {table}")) == sorted(rows(self.stores[1], grouped))

    @invariant()
    def a_rebuild_would_change_nothing(self) -> None:
        found = rebuild.compare_derived(self.stores[0], replay, DEFAULTS, lambda _: None)
        assert (found.different_states, found.different_figures) == (0, 0)


StoreMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestStoreMachine = StoreMachine.TestCase
