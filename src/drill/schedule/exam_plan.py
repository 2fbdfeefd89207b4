"""Exam mode: which cards to review on which day, so that most is recalled on the day of the exam for the effort.

A day's answers go to the cards whose review gains most recall on the exam day for each answer it costs. How many a day:
the days up to the exam share the answers that plain desired retention would ask for over the same time, so that about
40 % of the whole load falls on the last ten days. Where that would make the busiest day more than `peak_factor` times
the mean one, the late load begins some days earlier instead.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from drill.schedule.deck_memory import new_deck
from drill.schedule.simulation import PlainPolicy, Simulated, simulate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drill.model.deck import DeckOptions
    from drill.model.learner import StudyDay
    from drill.schedule.deck_memory import DeckMemory
    from drill.schedule.fsrs6 import Fsrs6
    from drill.schedule.simulation import Chosen

LATE_DAYS: Final = 10
LATE_SHARE: Final = 0.4
_LATE_QUARTER: Final = 4
"""A plan of less than forty days has its late load in the last quarter."""
_MOST_LATE: Final = 0.8
"""Which share of all reviews may be late: the days before must keep what was learned alive."""
_BELOW_PEAK: Final = 0.9
"""How near the mean late day may come to the cap, so that the busiest one stays below it."""
_BUDGET_SEED: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPlan:
    """How the answers to known cards spread over the days from `first_day` up to the day before `exam_day`.

    `answers` are those of the whole plan, new cards' first answers not among them; the last `late_days` days carry
    `late_weight` times the answers of an earlier day. `peak_answers` is the most on one day, new cards included,
    of which each takes `answers_per_new`.
    """

    first_day: StudyDay
    exam_day: StudyDay
    answers: int
    late_days: int
    late_weight: float
    peak_answers: int
    answers_per_new: float

    def _weights_from(self, day: StudyDay) -> float:
        left = max(0, self.exam_day - day)
        late = min(left, self.late_days)
        return left - late + late * self.late_weight

    def quota(self, today: StudyDay, done: int, new: int) -> int:
        """Return how many answers to known cards today has beside `new` new cards, `done` having been given before.

        At least half of what the plan gave this day from the start, should more have been forgotten than expected.
        """
        if not self.first_day <= today < self.exam_day:
            return 0
        own = self.late_weight if self.exam_day - today <= self.late_days else 1.0
        left = own / self._weights_from(today) * (self.answers - done)
        planned = own / self._weights_from(self.first_day) * self.answers
        room = max(0, self.peak_answers - math.ceil(new * self.answers_per_new))
        return min(room, math.ceil(max(left, planned / 2)))


def plan_exam(cards: int, options: DeckOptions, first_day: StudyDay, exam_day: StudyDay, model: Fsrs6) -> ExamPlan:
    """Return the plan for learning `cards` cards between `first_day` and `exam_day`, whatever has been done of it.

    The same arguments give the same plan on every day, so it need not be kept anywhere.
    """
    days = max(0, exam_day - first_day)
    rng = np.random.default_rng(_BUDGET_SEED)
    plain = simulate(Simulated(new_deck(cards), options, rng, model), PlainPolicy(), first_day, days)
    everything = int(plain.answers.sum())
    to_known = everything - int(plain.introduction_answers.sum())
    peak = options.peak_factor * everything / max(1, days)
    late_days, late_weight = _late(days, everything, to_known, peak * _BELOW_PEAK)
    return ExamPlan(
        first_day=first_day,
        exam_day=exam_day,
        answers=to_known,
        late_days=late_days,
        late_weight=late_weight,
        peak_answers=math.ceil(peak),
        answers_per_new=int(plain.introduction_answers.sum()) / max(1, int(plain.new.sum())),
    )


def _late(days: int, everything: int, to_known: int, most_a_day: float) -> tuple[int, float]:
    """Return how many days the late load takes, and how much heavier they are than the days before."""
    wanted = min(LATE_SHARE * everything, _MOST_LATE * to_known)
    if wanted <= 0:
        return LATE_DAYS, 1.0
    late_days = max(min(LATE_DAYS, days // _LATE_QUARTER), math.ceil(wanted / most_a_day))
    early_days = days - late_days
    if early_days <= 0:
        return LATE_DAYS, 1.0
    return late_days, max(1.0, (wanted / late_days) / ((to_known - wanted) / early_days))


def gains(memory: DeckMemory, model: Fsrs6, today: StudyDay, exam_day: StudyDay) -> NDArray[np.float64]:
    """Return by how much a review of each card today raises its expected recall on the exam day, per answer.

    A card not recalled today costs a second answer, and is learned again with it. New cards gain 0 here, being
    introduced at their own pace; so do cards answered today.
    """
    seen = np.flatnonzero(~memory.new & (memory.last_day < today))
    found = np.zeros(len(memory.stability))
    stability, difficulty = memory.stability[seen], memory.difficulty[seen]
    elapsed, same_day = today - memory.last_day[seen], np.zeros(len(seen), dtype=np.int64)
    again, good = np.full(len(seen), 1), np.full(len(seen), 3)
    recalled = model.recall(stability, elapsed)
    passed, _ = model.after(stability, difficulty, elapsed, good)
    relearned, _ = model.after(*model.after(stability, difficulty, elapsed, again), same_day, good)
    until = same_day + (exam_day - today)
    with_review = recalled * model.recall(passed, until) + (1 - recalled) * model.recall(relearned, until)
    without = model.recall(stability, exam_day - memory.last_day[seen])
    found[seen] = (with_review - without) / _cost(recalled)
    return found


def _cost(recalled: NDArray[np.float64]) -> NDArray[np.float64]:
    """The answers a review takes on average: one, and another where the card is not recalled."""
    return 2 - recalled


def ranked(memory: DeckMemory, model: Fsrs6, today: StudyDay, exam_day: StudyDay) -> Chosen:
    """Return the cards whose review today would gain anything, the one that gains most first."""
    worth = gains(memory, model, today, exam_day)
    order = np.argsort(-worth, kind="stable")
    return order[worth[order] > 0]


def affordable(recall: NDArray[np.float64], quota: int) -> int:
    """Return how many cards, the first of those whose chances of recall are given in order, `quota` answers pay for."""
    return int(np.searchsorted(np.cumsum(_cost(recall)), quota, side="right"))


class PlannedPolicy:
    """The plan as a policy of the simulation, which counts what was done; new cards come as they would without it."""

    def __init__(self, plan: ExamPlan, done: int = 0) -> None:
        self.plan = plan
        self.done = done
        self._seen = 0

    def reviews(self, simulated: Simulated, day: StudyDay) -> Chosen:
        """Return today's cards."""
        self.done += simulated.answers_to_known - self._seen
        self._seen = simulated.answers_to_known
        quota = self.plan.quota(day, self.done, len(self.introductions(simulated, day)))
        memory, model = simulated.memory, simulated.model
        order = ranked(memory, model, day, self.plan.exam_day)
        chosen = order[: affordable(memory.recall(model, day)[order], quota)]
        return chosen[: simulated.options.reviews_per_day]

    def introductions(self, simulated: Simulated, day: StudyDay) -> Chosen:
        """Return the next new cards."""
        return PlainPolicy().introductions(simulated, day)
