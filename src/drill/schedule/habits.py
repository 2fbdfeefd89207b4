"""How a learner rates, and how long it takes: what a simulation needs besides the memory model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """Shares of the ratings Again to Easy at a first sight, of Hard to Easy where a card was recalled, and seconds.

    The defaults are the population figures of the FSRS simulator (fsrs-rs, `SimulatorConfig`: first_rating_prob,
    review_rating_prob), the seconds those of Anki's own estimate for a short card.
    """

    first_ratings: tuple[float, float, float, float] = (0.24, 0.094, 0.495, 0.171)
    passing_ratings: tuple[float, float, float] = (0.224, 0.631, 0.145)
    seconds_per_new: float = 20.0
    seconds_per_review: float = 8.0

    def first(self, draws: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the ratings 1 to 4 that uniform `draws` mean for cards seen the first time."""
        return 1 + np.searchsorted(np.cumsum(self.first_ratings[:3]), draws, side="right")

    def passing(self, draws: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the ratings 2 to 4 that uniform `draws` mean for cards recalled."""
        return 2 + np.searchsorted(np.cumsum(self.passing_ratings[:2]), draws, side="right")
