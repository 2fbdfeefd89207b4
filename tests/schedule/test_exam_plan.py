"""Exam mode: more recalled on the day for no more answers, no day too heavy, honest when time is short."""

from __future__ import annotations

from dataclasses import replace
from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.schedule.schedule_cards import TODAY, new_card, review_card

from drill.model.deck import DeckOptions
from drill.model.learner import StudyDay
from drill.schedule.deck_memory import deck_memory, new_deck
from drill.schedule.exam_outlook import Situation, readiness
from drill.schedule.exam_plan import PlannedPolicy, affordable, gains, plan_exam, ranked
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.simulation import Course, PlainPolicy, Policy, Simulated, simulate

MODEL = Fsrs6()


def course(policy: Policy, options: DeckOptions, seed: int, *, cards: int, days: int) -> Course:
    return simulate(Simulated(new_deck(cards), options, np.random.default_rng(seed)), policy, TODAY, days)


def day(number: int) -> StudyDay:
    return StudyDay(TODAY + number)


def test_exam_mode_beats_plain_desired_retention() -> None:
    """600 cards, 60 days, 20 seeds: at least .03 more recalled for no more answers, peak day at most twofold."""
    options = DeckOptions()
    plan = plan_exam(600, options, TODAY, day(60), MODEL)
    plain = [course(PlainPolicy(), options, seed, cards=600, days=60) for seed in range(20)]
    planned = [course(PlannedPolicy(plan), options, seed, cards=600, days=60) for seed in range(20)]
    assert mean(c.recall for c in planned) >= mean(c.recall for c in plain) + 0.03
    assert sum(c.answers.sum() for c in planned) <= sum(c.answers.sum() for c in plain)
    assert max(c.peak_factor for c in planned) <= 2


@pytest.mark.parametrize(("cards", "days", "new_per_day"), [(174, 45, 10), (300, 21, 20), (100, 7, 20)])
def test_shorter_plans_gain_too(cards: int, days: int, new_per_day: int) -> None:
    options = DeckOptions(new_per_day=new_per_day)
    plan = plan_exam(cards, options, TODAY, day(days), MODEL)
    plain = [course(PlainPolicy(), options, seed, cards=cards, days=days) for seed in range(8)]
    planned = [course(PlannedPolicy(plan), options, seed, cards=cards, days=days) for seed in range(8)]
    assert mean(c.recall for c in planned) >= mean(c.recall for c in plain) + 0.01
    assert sum(c.answers.sum() for c in planned) <= 1.02 * sum(c.answers.sum() for c in plain)


@settings(max_examples=30)
@given(st.integers(0, 300), st.integers(0, 90), st.integers(0, 30), st.sampled_from([0.8, 0.9, 0.95]), st.floats(1, 4))
def test_quotas_stay_below_the_peak_and_share_out_the_plan(
    cards: int, days: int, new_per_day: int, retention: float, peak: float
) -> None:
    options = DeckOptions(new_per_day=new_per_day, desired_retention=retention, peak_factor=peak)
    plan = plan_exam(cards, options, TODAY, day(days), MODEL)
    assert plan == plan_exam(cards, options, TODAY, day(days), MODEL)
    done = 0
    for number in range(days):
        quota = plan.quota(day(number), done, 0)
        assert 0 <= quota <= plan.peak_answers
        done += quota
    assert done <= plan.answers + days  # rounded up day by day
    assert plan.quota(day(days), 0, 0) == plan.quota(day(-1), 0, 0) == 0


def test_a_plan_goes_on_when_more_was_forgotten_than_expected() -> None:
    plan = plan_exam(200, DeckOptions(), TODAY, day(40), MODEL)
    assert plan.quota(day(38), 10 * plan.answers, 0) > 0


def test_a_cap_below_what_is_needed_spreads_all_days_alike() -> None:
    plan = plan_exam(200, DeckOptions(peak_factor=0.3), TODAY, day(20), MODEL)
    assert plan.late_weight == 1
    assert {plan.quota(day(n), 0, 0) for n in range(20)} == {plan.peak_answers}


def test_new_cards_take_their_room_below_the_peak() -> None:
    plan = plan_exam(200, DeckOptions(), TODAY, day(40), MODEL)
    assert plan.quota(day(39), 0, 1000) == 0


def test_todays_cards_are_those_that_gain_most() -> None:
    weak, strong = review_card(1, stability=4, interval=9), review_card(2, stability=900, interval=9)
    today = replace(review_card(3, stability=4), last_study_day=TODAY)
    memory = deck_memory([strong, weak, today, new_card(4)], new_cards=2)
    worth = gains(memory, MODEL, TODAY, day(20))
    assert worth[1] > worth[0] > 0
    assert not worth[2:].any()
    assert ranked(memory, MODEL, TODAY, day(20)).tolist() == [1, 0]
    assert [affordable(np.array([0.8, 0.9]), quota) for quota in (0, 1, 2, 3, 50)] == [0, 0, 1, 2, 2]


def test_a_plan_in_time_needs_nothing() -> None:
    options = DeckOptions(new_per_day=20)
    situation = Situation(memory=new_deck(100), options=options, model=MODEL, today=TODAY)
    found = readiness(plan_exam(100, options, TODAY, day(30), MODEL), situation)
    assert found.in_time
    assert found.needed is None
    assert found.outlook.unseen == 0
    assert 0.9 < found.outlook.recall == pytest.approx(found.outlook.seen_recall)


def test_too_little_time_is_said_with_what_it_would_take() -> None:
    options = DeckOptions(new_per_day=10)
    situation = Situation(memory=new_deck(300), options=options, model=MODEL, today=TODAY)
    found = readiness(plan_exam(300, options, TODAY, day(10), MODEL), situation)
    assert not found.in_time
    assert found.outlook.unseen == 200
    assert found.outlook.recall < 0.4
    assert found.outlook.seen_recall > 0.8
    assert found.needed is not None
    assert (found.needed.unseen, found.needed.new_per_day) == (0, 30)
    assert found.needed.recall > 0.8
    assert found.needed.answers_per_day > found.outlook.answers_per_day


def test_on_the_day_itself_nothing_can_be_done_any_more() -> None:
    situation = Situation(memory=new_deck(3), options=DeckOptions(), model=MODEL, today=TODAY)
    found = readiness(plan_exam(3, DeckOptions(), TODAY, TODAY, MODEL), situation)
    assert (found.outlook.recall, found.outlook.unseen, found.outlook.answers_per_day) == (0, 3, 0)
    assert found.needed is None
    empty = Situation(memory=new_deck(0), options=DeckOptions(), model=MODEL, today=TODAY)
    assert readiness(plan_exam(0, DeckOptions(), TODAY, day(5), MODEL), empty).outlook.recall == 0


def test_limits_hold_in_simulations() -> None:
    options = DeckOptions(reviews_per_day=5, new_per_day=7)
    plan = plan_exam(100, options, TODAY, day(30), MODEL)
    for policy in (PlainPolicy(), PlannedPolicy(plan)):
        seen = course(policy, options, 1, cards=100, days=30)
        assert seen.reviewed.max() <= 5
        assert seen.new.max() <= 7
    assert course(PlainPolicy(), replace(options, new_per_day=0), 1, cards=9, days=3).peak_factor == 0
