"""A card's state from its history: the last entry's decision, what the memory model makes of the rest, and counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from drill.model.log import RatedLog
from drill.model.review import FEEDS_MEMORY, Action, Rating
from drill.model.schedule import CardPhase, CardState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.review import Review
    from drill.model.schedule import MemoryKernel


def state_after(history: Sequence[Review], kernel: MemoryKernel, weights: Sequence[float]) -> CardState:
    """Return the state after `history` (oldest first, not empty, without voided entries).

    This is what a rebuild of the store derives for many cards at once, for one.
    """
    last = history[-1]
    fed = feeding_entries(history)
    stability, difficulty = _memory(fed, kernel, weights) if fed else (None, None)
    return CardState(
        learner_id=last.answer.learner_id,
        card_id=last.answer.card_id,
        phase=last.phase,
        step=last.step,
        stability=stability,
        difficulty=difficulty,
        interval_days=last.interval_days,
        due_day=last.due_day,
        due_at_ms=last.due_at_ms,
        suspended=last.suspended,
        buried_until_day=last.buried_until_day,
        reviews=len(fed),
        lapses=sum(one.phase_before is CardPhase.REVIEW and one.answer.rating is Rating.AGAIN for one in fed),
        last_study_day=fed[-1].answer.study_day if fed else None,
        last_reviewed_at_ms=fed[-1].answer.reviewed_at_ms if fed else None,
        last_entry_at_ms=last.answer.reviewed_at_ms,
        last_review_id=last.id,
    )


def feeding_entries(history: Sequence[Review]) -> list[Review]:
    """Return the entries that feed the memory model: rated, within the schedule, after the last reset."""
    resets = [place for place, one in enumerate(history) if one.answer.action is Action.RESET]
    since = history[resets[-1] + 1 :] if resets else history
    return [one for one in since if one.answer.rating is not None and one.kind in FEEDS_MEMORY]


def _memory(fed: Sequence[Review], kernel: MemoryKernel, weights: Sequence[float]) -> tuple[float, float]:
    log = RatedLog(
        starts=np.array([0, len(fed)], dtype=np.int64),
        study_days=np.array([one.answer.study_day for one in fed], dtype=np.int64),
        ratings=np.array([one.answer.rating for one in fed], dtype=np.int64),
    )
    memories = kernel(log, weights)
    return float(memories.stability[0]), float(memories.difficulty[0])
