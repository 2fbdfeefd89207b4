"""Parameter sets: the narrowest adopted one counts, and states follow it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.store.store_data import DEFAULTS, Filled

from drill.model.review import Rating
from drill.model.schedule import ParameterScope, ParameterSet
from drill.schedule.replay import replay
from drill.store import log as reading
from drill.store import rebuild
from drill.store.parameters import adopt_parameters, all_parameters, parameters_of, save_parameters
from drill.store.reviews import states


def other(scope: ParameterScope, change: float, **more: object) -> ParameterSet:
    weights = tuple(weight * change for weight in DEFAULTS.weights[:4]) + DEFAULTS.weights[4:]
    return replace(DEFAULTS, scope=scope, weights=weights, **more)  # type: ignore[arg-type]  # fields of the class


def adopt(filled: Filled, parameters: ParameterSet, at_ms: int) -> ParameterSet:
    kept = save_parameters(filled.store, parameters)
    assert kept.id is not None
    with filled.store.write() as connection:
        adopt_parameters(connection, kept.id, at_ms)
        rebuild.restate(connection, filled.learner_ids, replay, DEFAULTS)
    return replace(kept, adopted_at_ms=at_ms)


def test_the_narrowest_adopted_set_counts(filled: Filled) -> None:
    first, second = filled.learner_ids
    save_parameters(filled.store, other(ParameterScope.COHORT, 1.5))
    assert parameters_of(filled.store, first, DEFAULTS) == DEFAULTS, "not adopted"
    everyone = adopt(filled, other(ParameterScope.COHORT, 1.1, log_loss=0.31, rmse_bins=0.04, reviews=900), 1)
    assert parameters_of(filled.store, first, DEFAULTS) == everyone
    group = adopt(filled, other(ParameterScope.COHORT, 1.2, group="Group 0"), 2)
    assert parameters_of(filled.store, first, DEFAULTS) == group
    assert parameters_of(filled.store, second, DEFAULTS) == everyone
    own = adopt(filled, other(ParameterScope.LEARNER, 1.3, learner_id=first), 3)
    adopt(filled, other(ParameterScope.COHORT, 1.25, group="Group 0"), 4)
    assert parameters_of(filled.store, first, DEFAULTS) == own
    later = adopt(filled, other(ParameterScope.DEFAULT, 1.05), 5)
    assert parameters_of(filled.store, second, DEFAULTS) == everyone
    assert later in all_parameters(filled.store)


def test_sets_of_another_model_stand_beside_and_do_not_count(filled: Filled) -> None:
    adopt(filled, replace(other(ParameterScope.COHORT, 1.1), model="fsrs-9"), 1)
    assert parameters_of(filled.store, filled.learner_ids[0], DEFAULTS) == DEFAULTS


def test_states_follow_the_parameters_of_their_learner(filled: Filled) -> None:
    for learner in (0, 1):
        filled.record(0, Rating.GOOD, learner=learner)
        filled.record(1, Rating.EASY, learner=learner, day=1)
    before = [states(filled.store, learner_id) for learner_id in filled.learner_ids]
    adopt(filled, other(ParameterScope.LEARNER, 2.0, learner_id=filled.learner_ids[0]), 1)
    after = [states(filled.store, learner_id) for learner_id in filled.learner_ids]
    assert after[1] == before[1]
    assert [one.stability for one in after[0]] == pytest.approx([(one.stability or 0) * 2 for one in before[0]])
    assert [replace(one, stability=None, difficulty=None) for one in after[0]] == [
        replace(one, stability=None, difficulty=None) for one in before[0]
    ]
    assert filled.differences() == (0, 0)


def test_a_log_in_many_blocks_gives_what_it_gives_in_one(filled: Filled, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        filled.record(number % 6, Rating(1 + number % 4), learner=number % 2, day=number)
    monkeypatch.setattr(reading, "BLOCK_ENTRIES", 4)
    assert filled.differences() == (0, 0)
    with filled.store.read() as connection:
        blocks = list(reading.log_blocks(connection))
    assert [len(block.review_ids) for block in blocks] == [15, 15]
