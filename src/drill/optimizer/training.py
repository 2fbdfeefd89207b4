"""Fitting the memory model to reviews, with fsrs-rs-python behind one class."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from drill.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fsrs_rs_python import FSRSItem
    from numpy.typing import NDArray

    from drill.model.schedule import RatedLog


class NoOptimizerError(DrillError):
    """The training library is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Fitting needs the package fsrs-rs-python, which is not installed: `pip install 'drill[optimizer]'` brings"
            " it. Everything else works without it, with the parameters there are."
        )


class Training:
    """What a log holds to train on: every review on a later day than the one before, predicted from all before it.

    Raises NoOptimizerError.
    """

    def __init__(self, log: RatedLog, start: Sequence[float]) -> None:
        try:
            from fsrs_rs_python import FSRS
        except ImportError:
            raise NoOptimizerError from None
        self._start = tuple(start)
        self._library = FSRS(list(start))
        items, days, cards = _items(log)
        order = np.argsort(days, kind="stable")  # the library gives later ones more weight
        self._items = [items[place] for place in order.tolist()]
        self._days, self._cards = days[order], cards[order]

    def fit(self, last_day: int | None = None, most: int | None = None) -> tuple[float, ...]:
        """Return the weights fitted to the reviews up to `last_day` (None: to all); the start where they are too few.

        Of more than `most` reviews, those of every second (third, ...) card are left out. Weights come in single
        precision and may lie a little outside the model's bounds.
        """
        end = len(self._items) if last_day is None else int(np.searchsorted(self._days, last_day, side="right"))
        chosen = self._items[:end]
        if most is not None and end > most:
            kept = self._cards[:end] % -(-end // most) == 0
            chosen = list(compress(chosen, kept.tolist()))
        try:
            return tuple(self._library.compute_parameters(chosen)) if chosen else self._start
        except ValueError:  # the library's NotEnoughData: no first intervals to begin with
            return self._start


def _items(log: RatedLog) -> tuple[list[FSRSItem], NDArray[np.int32], NDArray[np.int64]]:
    """Return the reviews that train, each with its card's reviews before it, their study days and cards."""
    from fsrs_rs_python import FSRSItem, FSRSReview

    elapsed = np.maximum(np.diff(log.study_days, prepend=0), 0)
    elapsed[log.starts[:-1][np.diff(log.starts) > 0]] = 0
    reviews = list(map(FSRSReview, log.ratings.tolist(), elapsed.tolist()))
    later = np.flatnonzero(elapsed)
    cards = np.repeat(np.arange(len(log.starts) - 1), np.diff(log.starts))[later]
    firsts = log.starts[cards].tolist()
    items = [FSRSItem(reviews[first : place + 1]) for first, place in zip(firsts, later.tolist(), strict=True)]
    return items, log.study_days[later], cards
