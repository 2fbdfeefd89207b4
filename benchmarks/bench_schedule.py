"""The scheduler against `fsrs` and bare fsrs-rs-python, and exam mode against plain desired retention."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from fsrs import Card, Rating, Scheduler
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview
from tests.schedule.learner_logs import learner_log

from benchmarks.result import Result
from drill.model.deck import DeckOptions
from drill.model.learner import StudyDay
from drill.schedule.deck_memory import new_deck
from drill.schedule.evaluation import evaluate
from drill.schedule.exam_plan import PlannedPolicy, plan_exam
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, Fsrs6, within_bounds
from drill.schedule.replay import replay
from drill.schedule.simulation import PlainPolicy, Simulated, simulate
from drill.workflows.optimize import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.model.schedule import RatedLog
    from drill.schedule.simulation import Policy

RUNS = 3
CARDS = 200_000
FSRS_CARDS = 4_000
SEEDS = 20
BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
TODAY = StudyDay(20_000)


def run() -> list[Result]:
    """Measure replay, training and exam mode."""
    return [_replay(), *_training(), *_exam_mode()]


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _replay() -> Result:
    log = learner_log(CARDS, mean=4)
    reviews = len(log.ratings)
    part = log.starts[: FSRS_CARDS + 1]
    ours = min(_seconds(lambda: replay(log, DEFAULT_WEIGHTS)) for _ in range(RUNS))
    peer = min(_seconds(lambda: _fsrs_loop(log, part)) for _ in range(RUNS)) * reviews / int(part[-1])
    name = f"replay {reviews:,} reviews of {CARDS:,} cards in memory (peer: fsrs' review loop)"
    return Result(name=name, ours=ours, peer=peer, ratio=ours / peer, unit="s", goal=0.05)


def _fsrs_loop(log: RatedLog, starts: np.ndarray) -> None:
    scheduler = Scheduler(enable_fuzzing=False)
    days, ratings = log.study_days.tolist(), log.ratings.tolist()
    for first, end in pairwise(starts.tolist()):
        card = Card(card_id=1, due=BEGIN)
        for place in range(first, end):
            card, _ = scheduler.review_card(card, Rating(ratings[place]), BEGIN + timedelta(days=days[place]))


def _training() -> list[Result]:
    log = learner_log(7_200)
    reviews = len(log.ratings)
    bare, whole = [], []
    for _ in range(2 * RUNS):
        bare.append(_timed(lambda: _bare_fit(log)))
        whole.append(_timed(lambda: fitted(log, DEFAULT_WEIGHTS).weights))
    ours, peer = min(seconds for seconds, _ in whole), min(seconds for seconds, _ in bare)
    our_loss = evaluate(log, whole[0][1]).log_loss
    peer_loss = evaluate(log, within_bounds(bare[0][1])).log_loss
    name = f"fit to {reviews:,} reviews, time split measured (peer: one bare fsrs-rs-python fit)"
    return [
        Result(name=name, ours=ours, peer=peer, ratio=ours / peer, unit="s", goal=2.0),
        Result(
            name="log loss of what was fitted",
            ours=our_loss,
            peer=peer_loss,
            ratio=our_loss / peer_loss,
            unit="",
            goal=1.001,
        ),
    ]


def _timed(fit: Callable[[], tuple[float, ...]]) -> tuple[float, tuple[float, ...]]:
    start = time.perf_counter()
    weights = fit()
    return time.perf_counter() - start, weights


def _bare_fit(log: RatedLog) -> tuple[float, ...]:
    days, ratings = log.study_days.tolist(), log.ratings.tolist()
    items = []
    for first, end in pairwise(log.starts.tolist()):
        reviews: list[FSRSReview] = []
        for place in range(first, end):
            elapsed = days[place] - days[place - 1] if place > first else 0
            reviews.append(FSRSReview(ratings[place], elapsed))
            if elapsed > 0:
                items.append(FSRSItem(reviews))
    return tuple(FSRS(list(DEFAULT_WEIGHTS)).compute_parameters(items))


def _exam_mode() -> list[Result]:
    options = DeckOptions()
    plan = plan_exam(600, options, TODAY, StudyDay(TODAY + 60), Fsrs6())
    plain = [_course(PlainPolicy(), options, seed) for seed in range(SEEDS)]
    planned = [_course(PlannedPolicy(plan), options, seed) for seed in range(SEEDS)]
    forgotten, answers, peak = np.mean(planned, axis=0)
    peer_forgotten, peer_answers, peer_peak = np.mean(plain, axis=0)
    what = "600 cards, exam in 60 days, 20 learners"
    return [
        Result(
            name=f"{what}: share not recalled on the day (peer: plain desired retention .90)",
            ours=forgotten,
            peer=peer_forgotten,
            ratio=forgotten / peer_forgotten,
            unit="",
            goal=0.5,
        ),
        Result(name="their answers", ours=answers, peer=peer_answers, ratio=answers / peer_answers, unit="", goal=1.0),
        Result(
            name="their busiest day, in mean days", ours=peak, peer=peer_peak, ratio=peak / peer_peak, unit="", goal=1.0
        ),
    ]


def _course(policy: Policy, options: DeckOptions, seed: int) -> tuple[float, float, float]:
    course = simulate(Simulated(new_deck(600), options, np.random.default_rng(seed)), policy, TODAY, 60)
    return 1 - course.recall, float(course.answers.sum()), course.peak_factor
