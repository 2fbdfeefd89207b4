"""The memory kernel is fsrs, for one card and for many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.schedule_cards import random_histories, rated_log

from drill.schedule.errors import WeightsError
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, Fsrs6, within_bounds
from drill.schedule.replay import predictions, replay

HISTORIES = random_histories(5_000)
OTHER_WEIGHTS = within_bounds([weight * 1.13 for weight in DEFAULT_WEIGHTS])
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)

histories = st.lists(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 4)), min_size=0, max_size=8).map(sorted),
    min_size=1,
    max_size=12,
)


def fsrs_card(history: list[tuple[int, int]], scheduler: Scheduler) -> Card:
    card = Card(card_id=1, due=BEGIN)
    for day, rating in history:
        card, _ = scheduler.review_card(card, Rating(rating), BEGIN + timedelta(days=day))
    return card


@pytest.mark.parametrize("weights", [DEFAULT_WEIGHTS, OTHER_WEIGHTS])
def test_the_kernel_agrees_with_fsrs_on_random_histories(weights: tuple[float, ...]) -> None:
    memories = replay(rated_log(HISTORIES), weights)
    scheduler = Scheduler(weights, enable_fuzzing=False)
    cards = [fsrs_card(history, scheduler) for history in HISTORIES]
    assert memories.stability.tolist() == pytest.approx([card.stability for card in cards], rel=1e-12)
    assert memories.difficulty.tolist() == pytest.approx([card.difficulty for card in cards], rel=1e-12)


def test_recall_and_interval_agree_with_fsrs() -> None:
    model, scheduler = Fsrs6(), Scheduler(enable_fuzzing=False, desired_retention=0.85)
    for stability in (0.01, 1.0, 12.3, 400.0):
        card = Card(card_id=1, due=BEGIN, stability=stability, last_review=BEGIN)
        expected = scheduler.get_card_retrievability(card, BEGIN + timedelta(days=17))
        given_array = np.array([stability])
        assert model.recall(given_array, np.array([17]))[0] == pytest.approx(expected, rel=1e-12)
        interval = max(1, round(float(model.interval_days(given_array, 0.85)[0])))
        assert interval == scheduler._next_interval(stability=stability)
        assert model.recall(given_array, given_array)[0] == pytest.approx(0.9)


@given(histories)
def test_a_card_alone_gives_exactly_what_it_gives_among_others(drawn: list[list[tuple[int, int]]]) -> None:
    together = replay(rated_log(drawn), DEFAULT_WEIGHTS)
    for number, history in enumerate(drawn):
        alone = replay(rated_log([history]), DEFAULT_WEIGHTS)
        np.testing.assert_array_equal(alone.stability[0], together.stability[number])
        np.testing.assert_array_equal(alone.difficulty[0], together.difficulty[number])


@given(histories)
def test_memories_stay_within_the_models_bounds(drawn: list[list[tuple[int, int]]]) -> None:
    memories = replay(rated_log(drawn), DEFAULT_WEIGHTS)
    seen = np.array([bool(history) for history in drawn])
    assert np.isnan(memories.stability[~seen]).all()
    assert (memories.stability[seen] >= 0.001).all()
    assert ((memories.difficulty[seen] >= 1) & (memories.difficulty[seen] <= 10)).all()


def test_a_clock_that_went_back_counts_as_no_time() -> None:
    back = replay(rated_log([[(100, 3), (90, 3)]]), DEFAULT_WEIGHTS)
    same_day = replay(rated_log([[(100, 3), (100, 3)]]), DEFAULT_WEIGHTS)
    assert back.stability[0] == same_day.stability[0]


def test_an_empty_log_replays_to_nothing() -> None:
    assert len(replay(rated_log([]), DEFAULT_WEIGHTS).stability) == 0


def test_predictions_are_what_was_expected_before_each_answer() -> None:
    expected = predictions(rated_log([[(0, 3), (5, 3), (9, 1)], [(3, 1)]]), DEFAULT_WEIGHTS)
    assert np.isnan(expected[[0, 3]]).all()
    model = Fsrs6()
    first = replay(rated_log([[(0, 3)]]), DEFAULT_WEIGHTS)
    second = replay(rated_log([[(0, 3), (5, 3)]]), DEFAULT_WEIGHTS)
    assert expected[1] == model.recall(first.stability, np.array([5]))[0]
    assert expected[2] == model.recall(second.stability, np.array([4]))[0]


@pytest.mark.parametrize(
    ("weights", "message"),
    [(DEFAULT_WEIGHTS[:19], "has 21 weights, not 19"), ((*DEFAULT_WEIGHTS[:20], 5.0), "Weight 20")],
)
def test_weights_the_model_cannot_work_with_are_refused(weights: tuple[float, ...], message: str) -> None:
    with pytest.raises(WeightsError, match=message):
        replay(rated_log([[(0, 3)]]), weights)


def test_new_and_known_cards_may_stand_together() -> None:
    model = Fsrs6()
    stability, difficulty = np.array([np.nan, 8.0]), np.array([np.nan, 5.0])
    elapsed, ratings = np.array([0, 9]), np.array([3, 3])
    together = model.after(stability, difficulty, elapsed, ratings)
    apart = [
        model.after(stability[n : n + 1], difficulty[n : n + 1], elapsed[:1] * 0 + elapsed[n], ratings[:1])
        for n in (0, 1)
    ]
    for part in (0, 1):
        assert together[part].tolist() == [apart[0][part][0], apart[1][part][0]]
