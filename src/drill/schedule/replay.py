"""Memory replayed from ratings: many cards at once, entry by entry of all of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drill.model.schedule import Memories
from drill.schedule.fsrs6 import Fsrs6

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from drill.model.schedule import RatedLog


def replay(log: RatedLog, weights: Sequence[float]) -> Memories:
    """Return the memory of every card of `log` under FSRS-6: a `MemoryKernel`. Raises WeightsError."""
    replaying = _Replaying(log, Fsrs6(tuple(weights)))
    for _ in replaying.rounds():
        pass
    return replaying.memories()


def predictions(log: RatedLog, weights: Sequence[float]) -> NDArray[np.float64]:
    """Return the recall that was expected at each entry of `log`; NaN at a card's first. Raises WeightsError."""
    model = Fsrs6(tuple(weights))
    replaying = _Replaying(log, model)
    expected = np.full(len(log.ratings), np.nan)
    for entries, stability, elapsed in replaying.rounds():
        expected[entries] = model.recall(stability, elapsed)
    return expected


class _Replaying:
    """Cards sorted by their number of entries, longest first: round k then works on a prefix of plain arrays."""

    def __init__(self, log: RatedLog, model: Fsrs6) -> None:
        self.log = log
        self.model = model
        lengths = np.diff(log.starts)
        self.order = np.argsort(-lengths, kind="stable")
        self.sorted_lengths = lengths[self.order]
        self.stability = np.full(len(lengths), np.nan)
        self.difficulty = np.full(len(lengths), np.nan)

    def rounds(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]]:
        """Play round by round; yield the entries played, and stability and elapsed days just before them."""
        first = self.log.starts[:-1][self.order]
        last_day = np.zeros(len(first), dtype=np.int64)
        ascending = -self.sorted_lengths
        for number in range(int(self.sorted_lengths[0]) if len(first) else 0):
            count = int(np.searchsorted(ascending, -number, side="left"))
            entries = first[:count] + number
            day = self.log.study_days[entries].astype(np.int64)
            elapsed = np.maximum(day - last_day[:count], 0)
            before = self.stability[:count].copy()
            self.stability[:count], self.difficulty[:count] = self.model.after(
                before, self.difficulty[:count], elapsed, self.log.ratings[entries]
            )
            last_day[:count] = day
            yield entries, before, elapsed

    def memories(self) -> Memories:
        """Return the memories in the log's order of cards."""
        stability, difficulty = np.empty_like(self.stability), np.empty_like(self.difficulty)
        stability[self.order] = self.stability
        difficulty[self.order] = self.difficulty
        return Memories(stability=stability, difficulty=difficulty)
