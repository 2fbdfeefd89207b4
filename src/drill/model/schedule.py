"""The state of a card for a learner, and what a scheduler must offer to the store and its workflows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NewType, Protocol

from drill.model.learner import StudyDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from drill.model.deck import CardId
    from drill.model.learner import LearnerId
    from drill.model.review import Answer, Review, ReviewId, ReviewKind

ParameterSetId = NewType("ParameterSetId", int)
MATURE_INTERVAL_DAYS = 21
NOT_BURIED = StudyDay(-(2**31))
"""`buried_until_day` of a card that was never buried: before every study day."""


class CardPhase(IntEnum):
    """Where a card stands in its life."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CardState:
    """The state of one card for one learner: derived from the log, rebuildable from it.

    `stability` is in days; both it and `difficulty` are None before the first rating. `due_at_ms` counts in the
    (re)learning phases, `due_day` in REVIEW. `last_study_day` and `last_reviewed_at_ms` are those of the last entry
    that fed the memory model; `last_entry_at_ms` that of any entry. `reviews` and `lapses` count since the last reset.
    A card is out of the queue while `suspended` and before `buried_until_day`.
    """

    learner_id: LearnerId
    card_id: CardId
    phase: CardPhase
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    interval_days: int = 0
    due_day: StudyDay
    due_at_ms: int = 0
    suspended: bool = False
    buried_until_day: StudyDay
    reviews: int = 0
    lapses: int = 0
    last_study_day: StudyDay | None = None
    last_reviewed_at_ms: int | None = None
    last_entry_at_ms: int = 0
    last_review_id: ReviewId | None = None


def new_card_state(learner_id: LearnerId, card_id: CardId, study_day: StudyDay) -> CardState:
    """Return the state of a card that has no entry yet: new, and due on `study_day`."""
    return CardState(
        learner_id=learner_id,
        card_id=card_id,
        phase=CardPhase.NEW,
        due_day=study_day,
        buried_until_day=NOT_BURIED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What follows from an answer: the entry's kind, what recall was expected, and the card's next state."""

    kind: ReviewKind
    state: CardState
    predicted_ppm: int | None = None


class Transition(Protocol):
    """The scheduler's pure transition: called by the store inside the transaction that records the answer.

    It sets phase, step, stability, difficulty, interval, due, suspended, buried, reviews, lapses and the last study day
    and time of the state; the store fills in `last_entry_at_ms` and `last_review_id`.
    """

    def __call__(self, state: CardState, answer: Answer, /) -> Outcome:
        """Return what follows from `answer` to a card in `state`."""


class Replay(Protocol):
    """The state of one card from its whole history, oldest first, voided entries left out (never empty)."""

    def __call__(self, history: Sequence[Review], /) -> CardState:
        """Return the card's state after `history`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedLog:
    """What feeds the memory model, as columns: entries sorted by card, within a card oldest first.

    Card i has the entries `starts[i]` to `starts[i + 1]` (len(starts) is the number of cards + 1). `study_days` and
    `ratings` have one value an entry; entries that do not feed the model and those before a reset are left out.
    """

    starts: NDArray[np.int64]
    study_days: NDArray[np.int32]
    ratings: NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Memories:
    """Stability (days) and difficulty of each card after its entries; NaN for a card without any."""

    stability: NDArray[np.float64]
    difficulty: NDArray[np.float64]


class MemoryKernel(Protocol):
    """The memory model over many cards at once: `replay` of schedule/ is one. Elapsed days below 0 count as 0."""

    def __call__(self, log: RatedLog, weights: Sequence[float], /) -> Memories:
        """Return the memory of every card of `log` under `weights`."""


class ParameterScope(StrEnum):
    """For whom a parameter set holds; the narrowest adopted one counts."""

    DEFAULT = "default"
    COHORT = "cohort"
    LEARNER = "learner"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterSet:
    """Weights of a memory model by its name, for whom, and how well they predicted on a time split.

    `group` narrows a cohort ('' is all learners); `learner_id` belongs to scope LEARNER. `log_loss` and `rmse_bins`
    are None where they were not measured, as for the defaults. Not yet adopted: `adopted_at_ms` is None.
    """

    model: str
    weights: tuple[float, ...]
    scope: ParameterScope = ParameterScope.DEFAULT
    group: str = ""
    learner_id: LearnerId | None = None
    reviews: int = 0
    log_loss: float | None = None
    rmse_bins: float | None = None
    fitted_at_ms: int = 0
    adopted_at_ms: int | None = None
    id: ParameterSetId | None = None
