"""Logs of simulated learners whose memory follows known weights."""

from __future__ import annotations

import numpy as np

from drill.model.schedule import RatedLog
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, Fsrs6, within_bounds

_RNG = np.random.default_rng(5)
OTHER_WEIGHTS = within_bounds([w * f for w, f in zip(DEFAULT_WEIGHTS, _RNG.uniform(0.6, 1.5, 21), strict=True)])


def learner_log(cards: int, weights: tuple[float, ...] = OTHER_WEIGHTS, *, seed: int = 1, mean: int = 8) -> RatedLog:
    """Return the log of a learner whose memory follows `weights`, taught by the default ones a bit early or late."""
    rng, memory, taught = np.random.default_rng(seed), Fsrs6(weights), Fsrs6()
    lengths = rng.poisson(mean, cards) + 1
    stability, difficulty = np.full(cards, np.nan), np.full(cards, np.nan)
    last = rng.integers(0, 60, cards).astype(np.int64)
    rounds = []
    for number in range(int(lengths.max())):
        chosen = np.flatnonzero(lengths > number)
        gap = np.zeros(len(chosen), dtype=np.int64)
        ratings = rng.choice([1, 2, 3, 4], p=[0.24, 0.1, 0.5, 0.16], size=len(chosen))
        if number:
            late = rng.uniform(0.5, 2.5, len(chosen))
            gap = np.rint(np.minimum(taught.interval_days(stability[chosen], 0.9) * late, 300)).astype(np.int64)
            recalled = rng.random(len(chosen)) < memory.recall(stability[chosen], gap)
            passing = rng.choice([2, 3, 4], p=[0.2, 0.65, 0.15], size=len(chosen))
            ratings = np.where(recalled, passing, 1)
        stability[chosen], difficulty[chosen] = memory.after(stability[chosen], difficulty[chosen], gap, ratings)
        last[chosen] += gap
        rounds.append((chosen, last[chosen], ratings))
    cards_of = np.concatenate([chosen for chosen, _, _ in rounds])
    order = np.argsort(cards_of, kind="stable")
    return RatedLog(
        starts=np.concatenate(([0], np.cumsum(lengths))),
        study_days=np.concatenate([days for _, days, _ in rounds])[order].astype(np.int32),
        ratings=np.concatenate([ratings for _, _, ratings in rounds])[order].astype(np.int8),
    )
