"""Intervals spread over neighbouring days, so that cards learned together do not come back together.

The range around an interval is Anki's and fsrs' (`fsrs.scheduler.FUZZ_RANGES`); bounds are floored like Anki's, and the
draw is seeded by card and number of reviews, so it is the same whenever it is asked for.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from fsrs.scheduler import FUZZ_RANGES

from drill.model.learner import StudyDay
from drill.schedule.study_day import weekday

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SMALLEST_FUZZED: Final = 2.5
_SIBLING_SHARE: Final = 0.01
"""How much less likely a day becomes because a card of the same note is due on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around a card on the days to come.

    `load` counts the cards due by day, `sibling_days` are those on which a card of the same note is due.
    """

    load: Mapping[StudyDay, int] = field(default_factory=lambda: MappingProxyType({}))
    sibling_days: frozenset[StudyDay] = frozenset()


def fuzz_bounds(interval_days: float, least: int, most: int) -> tuple[int, int]:
    """Return the shortest and longest interval that may stand for `interval_days`, both within `least` and `most`."""
    interval = min(max(interval_days, least), most)
    if interval < _SMALLEST_FUZZED:
        rounded = _rounded(interval)
        return min(max(rounded, least), most), min(max(rounded, least), most)
    delta = 1.0 + sum(part["factor"] * max(min(interval, part["end"]) - part["start"], 0.0) for part in FUZZ_RANGES)
    low = min(max(_rounded(interval - delta), 2, least), most)
    high = min(max(_rounded(interval + delta), low), most)
    return low, high


def spread(
    bounds: tuple[int, int], today: StudyDay, draw: float, surroundings: Surroundings, easy_days: Sequence[float]
) -> int:
    """Return the interval within `bounds` that `draw` (in [0, 1)) chooses, each day as likely as it is welcome.

    Days are less welcome with load, little beside a sibling, and by `easy_days`, each weekday's share of an ordinary
    day's load, Monday first. Where all of them are free days, all are alike.
    """
    low, high = bounds
    load, siblings = surroundings.load, surroundings.sibling_days
    reached, total = [], 0.0
    for day in range(today + low, today + high + 1):
        welcome = (easy_days[weekday(StudyDay(day))] / (1 + load.get(StudyDay(day), 0))) ** 2
        total += welcome * _SIBLING_SHARE if day in siblings else welcome
        reached.append(total)
    if not total:
        return low + math.floor(draw * len(reached))
    return low + bisect_right(reached, draw * total, hi=len(reached) - 1)


def _rounded(value: float) -> int:
    """Round half up, as Anki does; Python's round would go to the even neighbour."""
    return math.floor(value + 0.5)
