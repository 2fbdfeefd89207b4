"""Rated logs put together: those of several learners as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drill.model.schedule import RatedLog

if TYPE_CHECKING:
    from collections.abc import Sequence


def joined(logs: Sequence[RatedLog]) -> RatedLog:
    """Return the cards of all `logs`, one log after the other."""
    sizes = np.cumsum([0, *(len(log.ratings) for log in logs)])
    starts = [log.starts[:-1] + offset for log, offset in zip(logs, sizes, strict=False)]
    return RatedLog(
        starts=np.concatenate([*starts, sizes[-1:]]).astype(np.int64),
        study_days=np.concatenate([np.zeros(0, dtype=np.int32), *(log.study_days for log in logs)]),
        ratings=np.concatenate([np.zeros(0, dtype=np.int8), *(log.ratings for log in logs)]),
    )
