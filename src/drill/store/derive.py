"""What is derived from the log, computed over all of it at once: card states and the daily figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drill.model.review import Rating, ReviewKind
from drill.model.schedule import MATURE_INTERVAL_DAYS, CardPhase
from drill.store.log import feeding, rated_log
from drill.store.rollups import BINS, COUNTED_KINDS, PPM_PER_BIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from drill.model.log import LogColumns
    from drill.model.schedule import Memories, RatedLog

    Numbers = NDArray[np.int64]
    Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardCounts:
    """What the log alone says of each card: its last entry, and those that feed the memory (place -1 for none)."""

    rated: RatedLog
    last_places: Numbers
    last_fed_places: Numbers
    reviews: Numbers
    lapses: Numbers


def card_counts(log: LogColumns) -> CardCounts:
    """Count the entries of each card of a log that is not empty."""
    fed = feeding(log)
    firsts = log.starts[:-1]
    lapsed = fed & (log.phases_before == CardPhase.REVIEW) & (log.ratings == Rating.AGAIN)
    return CardCounts(
        rated=rated_log(log, fed),
        last_places=log.starts[1:] - 1,
        last_fed_places=np.maximum.reduceat(np.where(fed, np.arange(len(fed)), -1), firsts),
        reviews=np.add.reduceat(fed.astype(np.int64), firsts),
        lapses=np.add.reduceat(lapsed.astype(np.int64), firsts),
    )


def memory_rows(log: LogColumns, counts: CardCounts, memories: Memories) -> Iterator[tuple[object, ...]]:
    """Yield a card's last entry, stability, difficulty, reviews, lapses, and day and time of the last fed entry."""
    fed = counts.last_fed_places
    return zip(
        log.review_ids[counts.last_places].tolist(),
        _with_none(memories.stability),
        _with_none(memories.difficulty),
        counts.reviews.tolist(),
        counts.lapses.tolist(),
        _with_none(np.where(fed < 0, np.nan, log.study_days[fed]), int),
        _with_none(np.where(fed < 0, np.nan, log.reviewed_at_ms[fed]), int),
        strict=True,
    )


def _with_none(values: NDArray[np.float64], kind: type[float] = float) -> list[float | None]:
    """Return plain values with None for NaN; times in milliseconds are exact in a float."""
    return [None if value != value else kind(value) for value in values.tolist()]  # noqa: PLR0124 - NaN is what differs from itself


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlaces:
    """Where cards stand: `sections[i]` is the bank and section of card `card_ids[i]`, numbered; ids ascending."""

    card_ids: Numbers
    banks: Numbers
    sections: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """A roll-up: rows of identity columns, each with its sums."""

    identity: tuple[Numbers, ...]
    sums: tuple[Numbers, ...]

    def rows(self, texts: Mapping[int, Sequence[str]]) -> Iterator[tuple[object, ...]]:
        """Yield identity and sums of each row; `texts[place]` are what the numbers of an identity column stand for."""
        columns: list[list[object]] = [column.tolist() for column in (*self.identity, *self.sums)]
        for place, names in texts.items():
            columns[place] = np.array(names, dtype=object)[self.identity[place]].tolist()
        return zip(*columns, strict=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailySums:
    """The three roll-ups of a log, with banks and sections as numbers."""

    days: Sums
    sections: Sums
    calibration: Sums


def daily_sums(log: LogColumns, places: CardPlaces) -> DailySums:
    """Sum the entries of a log as `drill.store.rollups.count` does one by one."""
    counted = np.flatnonzero((log.ratings > 0) & np.isin(log.kinds, COUNTED_KINDS))
    learner_ids, days, kinds = log.learner_ids[counted], log.study_days[counted], log.kinds[counted]
    ratings, before = log.ratings[counted], log.phases_before[counted]
    taken_ms, predicted_ppm = log.taken_ms[counted], log.predicted_ppm[counted]
    at = np.searchsorted(places.card_ids, log.card_ids[counted])
    tested = (kinds == ReviewKind.REVIEW) | ((kinds == ReviewKind.FILTERED) & (before == CardPhase.REVIEW))
    passed = ratings > Rating.AGAIN
    mature = log.last_interval_days[counted] >= MATURE_INTERVAL_DAYS
    new = (before == CardPhase.NEW) & (kinds != ReviewKind.CRAM)
    by_kind = [kinds == kind for kind in COUNTED_KINDS]
    by_rating = [ratings == rating for rating in Rating]
    by_age = [tested & ~mature, tested & ~mature & passed, tested & mature, tested & mature & passed]
    binned = np.flatnonzero(tested & (predicted_ppm >= 0))
    bins = np.minimum(predicted_ppm[binned] // PPM_PER_BIN, BINS - 1)
    return DailySums(
        days=_summed((learner_ids, days, places.banks[at]), [new, *by_kind, *by_rating, *by_age, taken_ms]),
        sections=_summed(
            (learner_ids, days, places.sections[at], places.sections[at]),
            [np.ones(len(counted), dtype=bool), ~passed, tested, tested & passed, taken_ms],
        ),
        calibration=_summed(
            (learner_ids[binned], places.banks[at][binned], bins),
            [np.ones(len(binned), dtype=bool), passed[binned], predicted_ppm[binned]],
        ),
    )


def _summed(identity: tuple[Numbers, ...], columns: Sequence[Numbers | Flags]) -> Sums:
    """Add the columns up over entries of equal identity; the rows come out in the order of the identity."""
    if not len(identity[0]):
        return Sums(identity=identity, sums=tuple(np.zeros(0, dtype=np.int64) for _ in columns))
    code = np.zeros(len(identity[0]), dtype=np.int64)
    for column in identity:
        # Numbered from 0 the parts fit into one number: learners and days of a block are few thousands each.
        distinct, ranks = np.unique(column, return_inverse=True)
        code = code * len(distinct) + ranks
    order = np.argsort(code, kind="stable")
    firsts = np.concatenate(([0], np.flatnonzero(np.diff(code[order])) + 1))
    return Sums(
        identity=tuple(column[order][firsts] for column in identity),
        sums=tuple(np.add.reduceat(column[order].astype(np.int64), firsts) for column in columns),
    )
