"""A card's state from its own history: what undo, bank changes and checks rest on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from drill.model.review import FEEDS_MEMORY, Action, Rating
from drill.model.schedule import CardPhase, CardState, RatedLog
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.replay import replay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.review import Review


def feeds_memory(review: Review) -> bool:
    """Whether the memory model hears of this entry."""
    return review.answer.rating is not None and review.kind in FEEDS_MEMORY


def lapsed(review: Review) -> bool:
    """Whether this entry is a lapse: a card with an interval was not recalled."""
    return feeds_memory(review) and review.phase_before is CardPhase.REVIEW and review.answer.rating is Rating.AGAIN


def since_reset(history: Sequence[Review]) -> Sequence[Review]:
    """Return the entries after the last RESET."""
    resets = [number for number, review in enumerate(history) if review.answer.action is Action.RESET]
    return history[resets[-1] + 1 :] if resets else history


@dataclass(frozen=True)
class CardReplay:
    """A `Replay` under a memory model: the last entry's decision, the model over what feeds it, and counts."""

    model: Fsrs6 = field(default_factory=Fsrs6)

    def __call__(self, history: Sequence[Review]) -> CardState:
        """Return the card's state after `history` (oldest first, no voided entries). Raises ValueError if empty."""
        if not history:
            message = "a card without entries has no state"
            raise ValueError(message)
        last = history[-1]
        fed = [review for review in since_reset(history) if feeds_memory(review)]
        stability, difficulty = self._memory(fed)
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
            lapses=sum(map(lapsed, fed)),
            last_study_day=fed[-1].answer.study_day if fed else None,
            last_reviewed_at_ms=fed[-1].answer.reviewed_at_ms if fed else None,
            last_entry_at_ms=last.answer.reviewed_at_ms,
            last_review_id=last.id,
        )

    def _memory(self, fed: Sequence[Review]) -> tuple[float | None, float | None]:
        if not fed:
            return None, None
        log = RatedLog(
            starts=np.array([0, len(fed)]),
            study_days=np.array([review.answer.study_day for review in fed], dtype=np.int32),
            ratings=np.array([review.answer.rating for review in fed], dtype=np.int8),
        )
        memories = replay(log, self.model.weights)
        return float(memories.stability[0]), float(memories.difficulty[0])
