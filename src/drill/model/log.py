"""The review log as columns, for what looks at all of it: rebuilding and training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class LogColumns:
    """Entries that are neither voids nor voided, sorted by learner, card, time, id; one value an entry in each column.

    `ratings` has 0 and `predicted_ppm` -1 for none. Card i of a learner has the entries `starts[i]` to `starts[i + 1]`
    (len(starts) is the number of learners' cards + 1).
    """

    starts: NDArray[np.int64]
    review_ids: NDArray[np.int64]
    learner_ids: NDArray[np.int64]
    card_ids: NDArray[np.int64]
    reviewed_at_ms: NDArray[np.int64]
    study_days: NDArray[np.int64]
    kinds: NDArray[np.int64]
    ratings: NDArray[np.int64]
    actions: NDArray[np.int64]
    phases_before: NDArray[np.int64]
    last_interval_days: NDArray[np.int64]
    predicted_ppm: NDArray[np.int64]
    taken_ms: NDArray[np.int64]
