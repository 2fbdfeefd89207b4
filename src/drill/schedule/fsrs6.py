"""The memory model FSRS-6, as NumPy arithmetic that serves one card and a million alike.

The formulas and default weights are those of the package `fsrs` (open-spaced-repetition/py-fsrs 6,
`fsrs.scheduler`), the model of record; docs/scheduling.md writes them out. What is ours is that they take arrays, and
that time is counted in whole study days. One kernel serves both paths because NumPy's `power` and `exp` differ from
`math`'s in the last bit: a card replayed alone must give exactly what it gives among others.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from fsrs.scheduler import (
    DEFAULT_PARAMETERS,
    LOWER_BOUNDS_PARAMETERS,
    MAX_DIFFICULTY,
    MIN_DIFFICULTY,
    STABILITY_MIN,
    UPPER_BOUNDS_PARAMETERS,
)

from drill.schedule.errors import WeightBoundError, WeightCountError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Days: TypeAlias = NDArray[np.int64] | NDArray[np.int32]
    Ratings: TypeAlias = NDArray[np.int8] | NDArray[np.int64]

MODEL: Final = "fsrs-6"
DEFAULT_WEIGHTS: Final[tuple[float, ...]] = tuple(DEFAULT_PARAMETERS)

_AGAIN, _HARD = 1, 2


def within_bounds(weights: Sequence[float]) -> tuple[float, ...]:
    """Return `weights`, each moved to the nearest value the model allows (training in single precision oversteps)."""
    bounds = zip(weights, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(max(weight, low), high) for weight, low, high in bounds)


@dataclass(frozen=True)
class Fsrs6:
    """FSRS-6 under given weights: raises WeightsError unless there are 21 of them, each within its bounds.

    Stability is in days (recall falls to 0.9 after that time), difficulty lies between 1 and 10; both are NaN for a
    card that was never rated. Ratings are 1 to 4, elapsed times whole study days >= 0. All arrays have one length.
    """

    weights: tuple[float, ...] = DEFAULT_WEIGHTS

    def __post_init__(self) -> None:
        if len(self.weights) != len(DEFAULT_WEIGHTS):
            raise WeightCountError(MODEL, len(DEFAULT_WEIGHTS), len(self.weights))
        for number, (weight, allowed) in enumerate(zip(self.weights, within_bounds(self.weights), strict=True)):
            if weight != allowed:
                raise WeightBoundError(MODEL, number, weight, allowed)

    @cached_property
    def decay(self) -> float:
        """The exponent of the forgetting curve, below 0."""
        return -self.weights[20]

    @cached_property
    def factor(self) -> float:
        """What scales the forgetting curve so that recall is 0.9 when the time elapsed equals the stability."""
        return float(0.9 ** (1 / self.decay) - 1)

    @cached_property
    def _first_stability(self) -> Floats:
        return np.maximum(np.array((np.nan, *self.weights[:4]), dtype=np.float64), STABILITY_MIN)

    @cached_property
    def _first_difficulty(self) -> Floats:
        w = self.weights
        unbounded = [w[4] - np.exp(w[5] * (rating - 1)) + 1 for rating in range(5)]
        return np.array(np.clip(unbounded, MIN_DIFFICULTY, MAX_DIFFICULTY))

    @cached_property
    def _easy_difficulty(self) -> float:
        return float(self.weights[4] - np.exp(self.weights[5] * 3) + 1)

    @cached_property
    def _short_term(self) -> Floats:
        w = self.weights
        return np.array([np.exp(w[17] * (rating - 3 + w[18])) for rating in range(5)])

    @cached_property
    def _recall_bonus(self) -> Floats:
        w = self.weights
        growth = float(np.exp(w[8]))
        return growth * np.array((1.0, 1.0, w[15], 1.0, w[16]))

    def recall(self, stability: Floats, elapsed_days: Days | Floats) -> Floats:
        """Return the chance of recall after `elapsed_days` (fsrs: `get_card_retrievability`)."""
        curve: Floats = np.power(1 + self.factor * elapsed_days / stability, self.decay)
        return curve

    def interval_days(self, stability: Floats, desired_retention: float) -> Floats:
        """Return after how many days recall falls to `desired_retention`, not yet rounded (fsrs: `_next_interval`)."""
        days: Floats = stability / self.factor * (desired_retention ** (1 / self.decay) - 1)
        return days

    def after(
        self, stability: Floats, difficulty: Floats, elapsed_days: Days, ratings: Ratings
    ) -> tuple[Floats, Floats]:
        """Return stability and difficulty after the cards were rated."""
        new = np.isnan(stability)
        if new.all():
            return self._first(ratings)
        next_stability = np.where(
            elapsed_days < 1,
            self._same_day(stability, ratings),
            self._later(stability, difficulty, elapsed_days, ratings),
        )
        np.maximum(next_stability, STABILITY_MIN, out=next_stability)
        next_difficulty = self._next_difficulty(difficulty, ratings)
        if new.any():
            next_stability[new], next_difficulty[new] = self._first(ratings[new])
        return next_stability, next_difficulty

    def _first(self, ratings: Ratings) -> tuple[Floats, Floats]:
        return self._first_stability[ratings], self._first_difficulty[ratings]

    def _same_day(self, stability: Floats, ratings: Ratings) -> Floats:
        increase = self._short_term[ratings] * np.power(stability, -self.weights[19])
        kept: Floats = stability * np.where(ratings >= _HARD, np.maximum(increase, 1.0), increase)
        return kept

    def _later(self, stability: Floats, difficulty: Floats, elapsed_days: Days, ratings: Ratings) -> Floats:
        forgetting = 1 - self.recall(stability, elapsed_days)
        return np.where(
            ratings == _AGAIN,
            self._forgotten(stability, difficulty, forgetting),
            self._recalled(stability, difficulty, forgetting, ratings),
        )

    def _recalled(self, stability: Floats, difficulty: Floats, forgetting: Floats, ratings: Ratings) -> Floats:
        w = self.weights
        gain = np.power(stability, -w[9]) * (np.exp(forgetting * w[10]) - 1)
        grown: Floats = stability * (1 + self._recall_bonus[ratings] * (11 - difficulty) * gain)
        return grown

    def _forgotten(self, stability: Floats, difficulty: Floats, forgetting: Floats) -> Floats:
        w = self.weights
        left = w[11] * np.power(difficulty, -w[12]) * (np.power(stability + 1, w[13]) - 1) * np.exp(forgetting * w[14])
        most = stability / float(np.exp(w[17] * w[18]))
        lapsed: Floats = np.minimum(left, most)
        return lapsed

    def _next_difficulty(self, difficulty: Floats, ratings: Ratings) -> Floats:
        w = self.weights
        moved = difficulty + (10.0 - difficulty) * (-w[6] * (ratings - 3.0)) / 9.0
        reverted: Floats = np.clip(w[7] * self._easy_difficulty + (1 - w[7]) * moved, MIN_DIFFICULTY, MAX_DIFFICULTY)
        return reverted
