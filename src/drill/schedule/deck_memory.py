"""A deck's cards as columns, for what is reckoned over all of them: simulations and exam plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drill.model.schedule import CardPhase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drill.model.learner import StudyDay
    from drill.model.schedule import CardState
    from drill.schedule.fsrs6 import Fsrs6


@dataclass(slots=True)
class DeckMemory:
    """One value a card: stability and difficulty (NaN while new), the study day last answered, the day due.

    The arrays are changed in place by what simulates; `copy` first.
    """

    stability: NDArray[np.float64]
    difficulty: NDArray[np.float64]
    last_day: NDArray[np.int64]
    due_day: NDArray[np.int64]

    def copy(self) -> DeckMemory:
        """Return a deck of its own arrays."""
        return DeckMemory(self.stability.copy(), self.difficulty.copy(), self.last_day.copy(), self.due_day.copy())

    @property
    def new(self) -> NDArray[np.bool_]:
        """Which cards were never answered."""
        return np.isnan(self.stability)

    def recall(self, model: Fsrs6, day: int) -> NDArray[np.float64]:
        """Return each card's chance of recall on `day`; 0 for a new card."""
        known = model.recall(self.stability, np.maximum(day - self.last_day, 0))
        return np.where(self.new, 0.0, known)


def deck_memory(states: Sequence[CardState], new_cards: int = 0) -> DeckMemory:
    """Return the columns of `states`, in their order, and of `new_cards` that have no state yet."""
    new = [state.phase is CardPhase.NEW for state in states] + [True] * new_cards
    unknown, zeros = [None] * new_cards, [0] * new_cards
    columns = DeckMemory(
        stability=np.array([s.stability for s in states] + unknown, dtype=np.float64),
        difficulty=np.array([s.difficulty for s in states] + unknown, dtype=np.float64),
        last_day=np.array([s.last_study_day or 0 for s in states] + zeros, dtype=np.int64),
        due_day=np.array([s.due_day for s in states] + zeros, dtype=np.int64),
    )
    columns.stability[new] = np.nan
    return columns


def new_deck(cards: int) -> DeckMemory:
    """Return a deck of `cards` cards nobody has seen."""
    return deck_memory((), cards)


def memory_on(memory: DeckMemory, day: StudyDay, model: Fsrs6) -> float:
    """Return the mean chance of recall on `day` over all cards, those never seen counting as 0."""
    return float(memory.recall(model, day).mean()) if len(memory.stability) else 0.0
