"""What an exam plan leads to: what will be recalled on the day, whether time is enough, and what it would take."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from drill.schedule.exam_plan import PlannedPolicy, plan_exam
from drill.schedule.simulation import Simulated, simulate

if TYPE_CHECKING:
    from drill.model.deck import DeckOptions
    from drill.model.learner import StudyDay
    from drill.schedule.deck_memory import DeckMemory
    from drill.schedule.exam_plan import ExamPlan
    from drill.schedule.fsrs6 import Fsrs6

_SEED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What can be expected of a deck on the day of the exam.

    `recall` is the mean chance of recall over all cards, those not seen by then counting as 0, `seen_recall` that over
    the cards seen, `unseen` how many are not; `answers_per_day` and `peak_answers` are the mean and the busiest day's.
    `new_per_day` is the pace at which new cards come.
    """

    recall: float
    seen_recall: float
    unseen: int
    new_per_day: int
    answers_per_day: float
    peak_answers: int
    seconds_per_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether a plan is in time: what the deck's pace leads to, and, where that is too slow, what it would take.

    `needed` is None where the pace shows every card in time; else the slowest pace that does, and what it leads to. Its
    recall may still be below `desired`: then that is the most there is time for.
    """

    desired: float
    outlook: Outlook
    needed: Outlook | None

    @property
    def in_time(self) -> bool:
        """Whether every card will be seen and recall on the day reaches what is desired."""
        return self.outlook.unseen == 0 and self.outlook.recall >= self.desired


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a learner stands with a deck: `done` answers to known cards were given since the plan began."""

    memory: DeckMemory
    options: DeckOptions
    model: Fsrs6
    today: StudyDay
    done: int = 0


def readiness(plan: ExamPlan, situation: Situation) -> Readiness:
    """Return what following `plan` leads to from where the learner stands."""
    outlook = _outlook(plan, situation)
    days = plan.exam_day - situation.today
    needed = None
    if outlook.unseen and days > 0:
        pace = math.ceil(int(situation.memory.new.sum()) / days)
        faster = replace(situation.options, new_per_day=pace, reviews_per_day=None)
        cards = len(situation.memory.stability)
        quicker = plan_exam(cards, faster, plan.first_day, plan.exam_day, situation.model)
        needed = _outlook(quicker, replace(situation, options=faster))
    return Readiness(desired=situation.options.desired_retention, outlook=outlook, needed=needed)


def _outlook(plan: ExamPlan, situation: Situation) -> Outlook:
    rng = np.random.default_rng(_SEED)
    simulated = Simulated(situation.memory.copy(), situation.options, rng, situation.model)
    days = max(0, plan.exam_day - situation.today)
    course = simulate(simulated, PlannedPolicy(plan, situation.done), situation.today, days)
    unseen = int(simulated.memory.new.sum())
    cards = len(situation.memory.stability)
    return Outlook(
        recall=course.recall,
        seen_recall=course.recall * cards / (cards - unseen) if cards > unseen else 0.0,
        unseen=unseen,
        new_per_day=situation.options.new_per_day,
        answers_per_day=int(course.answers.sum()) / max(1, days),
        peak_answers=int(course.answers.max(initial=0)),
        seconds_per_day=float(course.seconds.sum()) / max(1, days),
    )
