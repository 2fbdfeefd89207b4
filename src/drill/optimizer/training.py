"""Fitting the memory model to reviews, with fsrs-rs-python behind this one function."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from drill.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fsrs_rs_python import FSRSItem

    from drill.model.schedule import RatedLog


class NoOptimizerError(DrillError):
    """The training library is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Fitting needs the package fsrs-rs-python, which is not installed: `pip install 'drill[optimizer]'` brings"
            " it. Everything else works without it, with the parameters there are."
        )


def fit(log: RatedLog, start: Sequence[float], last_days: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    """Return the weights fitted to the reviews of `log` up to each day of `last_days`; `start` where there are none.

    What trains is every review on a later day than the one before, predicted from all before it. The weights come in
    single precision and may lie a little outside the model's bounds. Raises NoOptimizerError.
    """
    try:
        from fsrs_rs_python import FSRS
    except ImportError:
        raise NoOptimizerError from None
    library = FSRS(list(start))
    items = sorted(_items(log), key=lambda dated: dated[0])  # in the order of time, which weighs recent ones more
    fitted = []
    for last_day in last_days:
        chosen = [item for day, item in items if day <= last_day]
        fitted.append(tuple(library.compute_parameters(chosen)) if chosen else tuple(start))
    return tuple(fitted)


def _items(log: RatedLog) -> Iterator[tuple[int, FSRSItem]]:
    """Yield each review that trains, with its study day: the card's reviews up to it."""
    from fsrs_rs_python import FSRSItem, FSRSReview

    days, ratings, starts = log.study_days.tolist(), log.ratings.tolist(), log.starts.tolist()
    for first, end in pairwise(starts):
        reviews: list[FSRSReview] = []
        last = days[first] if first < end else 0
        for place in range(first, end):
            elapsed = max(0, days[place] - last)
            reviews.append(FSRSReview(ratings[place], elapsed))
            last = days[place]
            if elapsed:
                yield last, FSRSItem(reviews)
