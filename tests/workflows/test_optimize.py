"""Parameters are fitted to the log and adopted only where they predict better."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tests.schedule.learner_logs import OTHER_WEIGHTS, learner_log
from tests.schedule.schedule_cards import rated_log
from tests.store.store_data import Filled, filled_store

from drill.model.review import Rating
from drill.model.schedule import ParameterScope
from drill.optimizer.training import NoOptimizerError, Training
from drill.schedule.evaluation import evaluate, split_day, up_to
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, within_bounds
from drill.schedule.rated_logs import joined
from drill.store.log import part_of_cards
from drill.store.parameters import all_parameters, parameters_of
from drill.store.reviews import states
from drill.workflows.learning import DEFAULTS
from drill.workflows.optimize import OptimizeRequest, fitted, optimize

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.schedule import RatedLog


def record_log(filled: Filled, log: RatedLog, learner: int) -> None:
    """Let a learner of the store answer as `log` says."""
    with filled.store.write():
        for card, (first, end) in enumerate(zip(log.starts, log.starts[1:], strict=False)):
            for place in range(first, end):
                rating = Rating(int(log.ratings[place]))
                filled.record(card, rating, learner=learner, day=int(log.study_days[place]))


def quiet(_step: str) -> None:
    """Show no progress."""


@pytest.fixture
def filled(tmp_path: Path) -> Filled:
    """A store in which learner 0 answered as OTHER_WEIGHTS would, a lot, and learner 1 hardly."""
    made = filled_store(tmp_path / "drill.db", count=260)
    record_log(made, learner_log(260, mean=6), 0)
    record_log(made, learner_log(5, DEFAULT_WEIGHTS), 1)
    return made


def test_what_predicts_better_is_adopted_and_states_follow(filled: Filled, tmp_path: Path) -> None:
    path, (first, second) = tmp_path / "drill.db", filled.learner_ids
    before = states(filled.store, first)
    steps: list[str] = []
    rows = {row.who: row for row in optimize(path, OptimizeRequest(), steps.append)}
    assert set(rows) == {"everyone", "Group 0", "Group 1", "Learner 0", "Learner 1"}
    everyone = rows["everyone"]
    assert everyone.adopted
    assert everyone.log_loss_after is not None
    assert everyone.log_loss_before is not None
    assert everyone.log_loss_after < everyone.log_loss_before
    assert not rows["Learner 1"].adopted
    assert rows["Learner 1"].log_loss_after is None  # too few reviews
    assert "fitting everyone" in steps
    counting = parameters_of(filled.store, second, DEFAULTS)
    assert counting.scope is ParameterScope.COHORT
    assert counting.weights != DEFAULT_WEIGHTS
    assert counting.log_loss == everyone.log_loss_after
    assert [s.stability for s in states(filled.store, first)] != [s.stability for s in before]
    assert [s.due_day for s in states(filled.store, first)] == [s.due_day for s in before]
    assert filled.differences() == (0, 0)


def test_a_dry_run_measures_and_changes_nothing(filled: Filled, tmp_path: Path) -> None:
    (row,) = optimize(tmp_path / "drill.db", OptimizeRequest(group="Group 0", dry_run=True), quiet)
    assert row.better
    assert not row.adopted
    assert row.as_json()["who"] == "Group 0"
    assert all_parameters(filled.store) == ()


def test_a_fit_that_predicts_no_better_is_not_adopted(filled: Filled, tmp_path: Path) -> None:
    path, request = tmp_path / "drill.db", OptimizeRequest(learner="Learner 0")
    (first,) = optimize(path, request, quiet)
    (again,) = optimize(path, request, quiet)
    assert first.adopted
    assert not again.adopted  # the fit to everything knows the held-out part already
    assert len(all_parameters(filled.store)) == 1


def test_a_fit_keeps_to_the_split_in_time_and_to_whole_cards() -> None:
    log = learner_log(300)
    split = split_day(log, 0.8)
    training = Training(log, DEFAULT_WEIGHTS)
    early, whole = training.fit(split), training.fit()
    assert early == Training(up_to(log, split), DEFAULT_WEIGHTS).fit()
    assert len({early, whole, training.fit(split, 1000)}) == 3
    every_second = part_of_cards(log, np.arange(0, 300, 2))
    assert training.fit(most=len(log.ratings) // 2) == Training(every_second, DEFAULT_WEIGHTS).fit()
    few = Training(part_of_cards(log, np.arange(1)), DEFAULT_WEIGHTS)
    assert few.fit() == pytest.approx(DEFAULT_WEIGHTS, rel=1e-6)
    assert evaluate(log, within_bounds(whole)).log_loss < evaluate(log, DEFAULT_WEIGHTS).log_loss
    assert training.fit(-1) == DEFAULT_WEIGHTS


def test_true_weights_are_not_replaced_by_noise() -> None:
    """A learner whose memory is the one assumed: the fit to few reviews predicts no better than the truth."""
    better = [fitted(learner_log(60, OTHER_WEIGHTS, seed=seed), OTHER_WEIGHTS).better for seed in range(6)]
    assert better.count(True) <= 2


def test_logs_are_joined_card_by_card() -> None:
    one, two = learner_log(3), learner_log(2, seed=2)
    both = joined([one, two])
    assert len(both.starts) == 6
    np.testing.assert_array_equal(both.ratings, np.concatenate([one.ratings, two.ratings]))
    assert both.starts[3] == len(one.ratings)
    assert joined([]).starts.tolist() == [0]


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsrs_rs_python", None)
    with pytest.raises(NoOptimizerError, match=r"drill\[optimizer\]"):
        Training(learner_log(3), DEFAULT_WEIGHTS)


def test_cards_answered_before_the_clock_went_back_can_be_fitted() -> None:
    log = learner_log(50)
    back = replace(log, study_days=log.study_days[::-1].copy())
    assert len(Training(back, DEFAULT_WEIGHTS).fit()) == 21


def test_where_the_library_has_not_enough_the_start_stays() -> None:
    log = rated_log([[(10, 3), (30, 3), (5, 3), (8, 3)]] * 20)  # up to day 9 only what follows a later day
    assert Training(log, DEFAULT_WEIGHTS).fit(9) == DEFAULT_WEIGHTS
