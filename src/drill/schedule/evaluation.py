"""How well a memory model predicts: log loss, RMSE(bins), and a split in time to measure them on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drill.model.schedule import RatedLog
from drill.schedule.replay import predictions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_AGAIN: Final = 1
_LEAST: Final = 1e-7
"""Predictions are kept this far from 0 and 1, so that one wrong certainty does not make the loss infinite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How predictions met what happened: over `reviews` first answers on a later day.

    `log_loss` is the mean of -ln(probability of what happened); `rmse_bins` the root mean square difference between
    mean prediction and share recalled, over bins of alike reviews, weighted by their number. NaN without reviews.
    """

    reviews: int
    log_loss: float
    rmse_bins: float


def is_test(log: RatedLog) -> NDArray[np.bool_]:
    """Tell of each entry whether it tests the memory: not a card's first, and on a later day than the one before."""
    later = np.zeros(len(log.ratings), dtype=bool)
    later[1:] = np.diff(log.study_days) > 0
    first = log.starts[:-1]
    later[first[first < len(later)]] = False
    return later


def up_to(log: RatedLog, last_day: int) -> RatedLog:
    """Return the part of `log` up to study day `last_day`, with the same cards."""
    kept = log.study_days <= last_day
    before = np.concatenate(([0], np.cumsum(kept)))
    return RatedLog(starts=before[log.starts], study_days=log.study_days[kept], ratings=log.ratings[kept])


def split_day(log: RatedLog, share: float) -> int:
    """Return the study day up to which about `share` of the tested entries lie; -1 for a log without any."""
    days = np.sort(log.study_days[is_test(log)])
    return int(days[min(int(len(days) * share), len(days) - 1)]) if len(days) else -1


def evaluate(log: RatedLog, weights: Sequence[float], after_day: int = -1) -> Fit:
    """Return how well `weights` predict the tested entries of `log` later than `after_day`, each from what was before.

    Raises WeightsError.
    """
    counted = is_test(log) & (log.study_days > after_day)
    if not counted.any():
        return Fit(reviews=0, log_loss=float("nan"), rmse_bins=float("nan"))
    predicted = predictions(log, weights)[counted]
    recalled = (log.ratings[counted] > _AGAIN).astype(np.float64)
    return Fit(
        reviews=int(counted.sum()),
        log_loss=log_loss(predicted, recalled),
        rmse_bins=rmse_bins(predicted, recalled, _bins(log)[counted]),
    )


def log_loss(predicted: NDArray[np.float64], recalled: NDArray[np.float64]) -> float:
    """Return the mean of -ln(probability that was given to what happened)."""
    held = np.clip(predicted, _LEAST, 1 - _LEAST)
    return float(-np.mean(recalled * np.log(held) + (1 - recalled) * np.log(1 - held)))


def rmse_bins(predicted: NDArray[np.float64], recalled: NDArray[np.float64], bins: NDArray[np.int64]) -> float:
    """Return the root mean square of (mean predicted - share recalled) over `bins`, weighted by their size."""
    _, place, count = np.unique(bins, return_inverse=True, return_counts=True)
    difference = (np.bincount(place, predicted) - np.bincount(place, recalled)) / count
    return float(np.sqrt(np.sum(count * difference**2) / count.sum()))


def _bins(log: RatedLog) -> NDArray[np.int64]:
    """Return each entry's bin: by days elapsed, number of the review, and lapses before it, all in growing steps.

    The steps are those of fsrs-rs (`FSRSItem::r_matrix_index`).
    """
    first = np.repeat(log.starts[:-1], np.diff(log.starts))
    later = is_test(log)
    elapsed = np.concatenate(([0], np.diff(log.study_days)))
    number = np.cumsum(later)
    lapses_before = np.concatenate(([0], np.cumsum(later & (log.ratings == _AGAIN))))[:-1]
    rows = _steps(elapsed, 2.48, 3.62)
    columns = _steps(1 + number - number[first], 1.99, 1.89)
    rest = _steps(lapses_before - lapses_before[first], 1.65, 1.73)
    bins: NDArray[np.int64] = (rows * 1_000_000 + columns) * 1_000_000 + rest
    return bins


def _steps(values: NDArray[np.int64], scale: float, base: float) -> NDArray[np.int64]:
    """Return values rounded down to `scale` times a power of `base`, in hundredths; 0 for 0."""
    powers = base ** np.floor(np.log(np.maximum(values, 1)) / np.log(base))
    return np.where(values > 0, np.round(scale * powers * 100), 0).astype(np.int64)
