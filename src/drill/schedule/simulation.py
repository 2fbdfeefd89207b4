"""A simulated learner: their cards from day to day under a policy, with recall as the memory model expects it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np

from drill.model.learner import StudyDay
from drill.schedule.deck_memory import memory_on
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.habits import Habits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drill.model.deck import DeckOptions
    from drill.schedule.deck_memory import DeckMemory

    Chosen: TypeAlias = NDArray[np.int64]

_GOOD = 3


@dataclass(slots=True)
class Simulated:
    """A learner's deck in a simulation. `memory` changes as days pass; draws come from `rng` alone."""

    memory: DeckMemory
    options: DeckOptions
    rng: np.random.Generator
    model: Fsrs6 = field(default_factory=Fsrs6)
    habits: Habits = field(default_factory=Habits)
    answers: int = 0
    answers_to_known: int = 0

    def introduce(self, cards: Chosen, day: StudyDay) -> None:
        """See `cards` the first time, with the learning steps that follow on the same day."""
        ratings = self.habits.first(self.rng.random(len(cards)))
        self._rate(cards, ratings, day)
        for times in range(2):  # Again and Hard take two more answers to get through the steps, Good one, Easy none
            self._rate_good(cards[ratings < (4, 3)[times]], day)

    def review(self, cards: Chosen, day: StudyDay) -> None:
        """Answer `cards`; those not recalled are learned again on the same day."""
        recall = self.memory.recall(self.model, day)[cards]
        before = self.answers
        passed = self.rng.random(len(cards)) < recall
        ratings = np.where(passed, self.habits.passing(self.rng.random(len(cards))), 1)
        self._rate(cards, ratings, day)
        self._rate_good(cards[~passed], day)
        self.answers_to_known += self.answers - before

    def _rate_good(self, cards: Chosen, day: StudyDay) -> None:
        self._rate(cards, np.full(len(cards), _GOOD), day)

    def _rate(self, cards: Chosen, ratings: NDArray[np.int64], day: StudyDay) -> None:
        memory = self.memory
        elapsed = np.maximum(day - memory.last_day[cards], 0)
        stability, difficulty = self.model.after(memory.stability[cards], memory.difficulty[cards], elapsed, ratings)
        memory.stability[cards], memory.difficulty[cards] = stability, difficulty
        memory.last_day[cards] = day
        exact = np.rint(self.model.interval_days(stability, self.options.desired_retention))
        memory.due_day[cards] = day + np.clip(exact, 1, self.options.max_interval_days).astype(np.int64)
        self.answers += len(cards)


class Policy(Protocol):
    """Which cards come on a day."""

    def reviews(self, simulated: Simulated, day: StudyDay) -> Chosen:
        """Return the seen cards to be reviewed on `day`, in order."""

    def introductions(self, simulated: Simulated, day: StudyDay) -> Chosen:
        """Return the new cards to be introduced on `day`, in order."""


class PlainPolicy:
    """What is due by desired retention comes, least likely recalled first, and new cards up to the daily limit."""

    def reviews(self, simulated: Simulated, day: StudyDay) -> Chosen:
        """Return the cards due, up to the deck's limit."""
        memory = simulated.memory
        due = np.flatnonzero(~memory.new & (memory.due_day <= day))
        limit = simulated.options.reviews_per_day
        if limit is None or len(due) <= limit:
            return due
        return due[np.argsort(memory.recall(simulated.model, day)[due], kind="stable")][:limit]

    def introductions(self, simulated: Simulated, day: StudyDay) -> Chosen:  # noqa: ARG002 - the same every day
        """Return the next new cards."""
        return np.flatnonzero(simulated.memory.new)[: simulated.options.new_per_day]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What came to pass, one value a day from `first_day`: new cards, cards reviewed, answers given and seconds.

    Answers count everything rated, steps and relearning included. `recall` is the mean chance of recall on the day
    after the last, over all cards (unseen ones count as 0).
    """

    first_day: StudyDay
    new: NDArray[np.int64]
    reviewed: NDArray[np.int64]
    answers: NDArray[np.int64]
    introduction_answers: NDArray[np.int64]
    seconds: NDArray[np.float64]
    recall: float

    @property
    def peak_factor(self) -> float:
        """The answers of the busiest day as a multiple of the mean day's."""
        return float(self.answers.max() / self.answers.mean()) if self.answers.any() else 0.0


def simulate(simulated: Simulated, policy: Policy, first_day: StudyDay, days: int) -> Course:
    """Let `days` days pass from `first_day` on and return what came of them; `simulated` ends on the last evening."""
    new, reviewed, answers, introducing = (np.zeros(days, dtype=np.int64) for _ in range(4))
    for number in range(days):
        day = StudyDay(first_day + number)
        before = simulated.answers
        due = policy.reviews(simulated, day)
        simulated.review(due, day)
        known = simulated.answers
        introduced = policy.introductions(simulated, day)
        simulated.introduce(introduced, day)
        new[number], reviewed[number] = len(introduced), len(due)
        answers[number], introducing[number] = simulated.answers - before, simulated.answers - known
    habits = simulated.habits
    return Course(
        first_day=first_day,
        new=new,
        reviewed=reviewed,
        answers=answers,
        introduction_answers=introducing,
        seconds=new * habits.seconds_per_new + (answers - new) * habits.seconds_per_review,
        recall=memory_on(simulated.memory, StudyDay(first_day + days), simulated.model),
    )
