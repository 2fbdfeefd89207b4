"""Forecasts: how many answers a day it would take, under several settings side by side."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from drill.errors import DrillError
from drill.files.clock import now_ms
from drill.model.deck import DeckOptions
from drill.model.learner import Calendar, StudyDay
from drill.schedule.deck_memory import deck_memory, new_deck
from drill.schedule.exam_outlook import Situation, readiness
from drill.schedule.exam_plan import PlannedPolicy, plan_exam
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.simulation import Course, PlainPolicy, Simulated, simulate
from drill.schedule.study_day import study_day
from drill.store.opening import open_store
from drill.workflows.learning import decks_today, the_learner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from drill.schedule.deck_memory import DeckMemory
    from drill.schedule.exam_outlook import Outlook, Readiness
    from drill.schedule.exam_plan import ExamPlan
    from drill.workflows.learning import DeckToday

_RUNS: Final = 5
_EPOCH: Final = date(1970, 1, 1)


class ExamDayError(DrillError):
    """An exam day with no day before it to learn on."""

    def __init__(self, day: date, today: date) -> None:
        super().__init__(f"--exam {day}: that is not after today ({today}).")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulateRequest:
    """What is asked of `drill simulate`.

    `cards` simulates that many new cards without a store; else the deck of a learner as it stands. None leaves a
    setting as the deck has it. Each of `retentions` (and of `paces`, new cards a day) is simulated beside the others.
    """

    path: Path
    learner: str = ""
    bank: str = ""
    cards: int | None = None
    retentions: tuple[float, ...] = ()
    paces: tuple[int, ...] = ()
    exam: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What one setting leads to: means over a few simulations, one value a day from `first_day`.

    `recall` is the mean chance of recall over all cards after the last day (on the exam day, where there is one),
    `unseen` the cards not seen by then. `readiness` is there for an exam.
    """

    deck: str
    first_day: date
    exam: date | None
    retention: float
    new_per_day: int
    new: tuple[float, ...]
    reviewed: tuple[float, ...]
    answers: tuple[float, ...]
    minutes: tuple[float, ...]
    recall: float
    unseen: int
    readiness: Readiness | None = None

    @property
    def answers_per_day(self) -> float:
        """The mean day."""
        return sum(self.answers) / len(self.answers)

    @property
    def minutes_per_day(self) -> float:
        """The mean day."""
        return sum(self.minutes) / len(self.minutes)

    @property
    def name(self) -> str:
        """The deck and the setting, in a line."""
        exam = "" if self.exam is None else f", exam {self.exam}"
        return f"{self.deck}: retention {self.retention:g}, {self.new_per_day} new a day{exam}"

    def day(self, number: int) -> date:
        """Return the date of the day at `number`, counted from 0."""
        return self.first_day + timedelta(days=number)

    def as_json(self) -> dict[str, object]:
        """Return the forecast as plain data."""
        days = [
            {
                "date": self.day(n).isoformat(),
                "new": self.new[n],
                "reviewed": self.reviewed[n],
                "answers": self.answers[n],
                "minutes": round(self.minutes[n], 1),
            }
            for n in range(len(self.answers))
        ]
        return {
            "deck": self.deck,
            "exam": None if self.exam is None else self.exam.isoformat(),
            "retention": self.retention,
            "new_per_day": self.new_per_day,
            "answers_per_day": round(self.answers_per_day, 1),
            "busiest_day": max(self.answers),
            "minutes_per_day": round(self.minutes_per_day, 1),
            "recall": round(self.recall, 4),
            "unseen": self.unseen,
            "verdict": self.verdict(),
            "days": days,
        }

    def verdict(self) -> str:
        """Return whether an exam can be met, and what it would take where it cannot; '' without an exam."""
        return "" if self.readiness is None else _verdict(self.readiness)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """From where a simulation sets out; `done` answers were given under the plan that began on `begun`."""

    memory: DeckMemory
    options: DeckOptions
    model: Fsrs6
    today: StudyDay
    begun: StudyDay
    done: int = 0


def forecast(request: SimulateRequest, step: Callable[[str], None]) -> tuple[Forecast, ...]:
    """Simulate every setting asked for. Raises ExamDayError, WhoError, NoDeckError and what the store refuses."""
    starts = [_new_cards(request.cards)] if request.cards is not None else _decks(request)
    found = []
    for title, start in starts:
        for options in _settings(start.options, request, start.today):
            step(f"{title}, retention {options.desired_retention:g}, {options.new_per_day} new a day")
            found.append(_forecast(title, replace(start, options=options), request))
    return tuple(found)


def _new_cards(cards: int) -> tuple[str, _Start]:
    today = study_day(now_ms(), Calendar())
    return f"{cards} new cards", _Start(
        memory=new_deck(cards), options=DeckOptions(), model=Fsrs6(), today=today, begun=today
    )


def _decks(request: SimulateRequest) -> list[tuple[str, _Start]]:
    at_ms = now_ms()
    with open_store(request.path) as store, store.read():
        learner = the_learner(store, request.learner)
        decks = decks_today(store, learner, request.bank, at_ms)
    return [(deck.deck.title, _start_of(deck)) for deck in decks]


def _start_of(deck: DeckToday) -> _Start:
    known = [state for state in deck.states.values() if not state.suspended]
    return _Start(
        memory=deck_memory(known, len(deck.cards) - len(deck.states)),
        options=deck.deck.options,
        model=deck.model,
        today=deck.today,
        begun=study_day(deck.deck.created_at_ms, deck.learner.calendar),
        done=deck.done,
    )


def _settings(options: DeckOptions, request: SimulateRequest, today: StudyDay) -> list[DeckOptions]:
    exam_day = options.exam_day
    if request.exam is not None:
        exam_day = StudyDay((request.exam - _EPOCH).days)
        if exam_day <= today:
            raise ExamDayError(request.exam, _date(today))
    elif exam_day is not None and exam_day <= today:
        exam_day = None
    return [
        replace(options, desired_retention=retention, new_per_day=pace, exam_day=exam_day)
        for retention in request.retentions or (options.desired_retention,)
        for pace in request.paces or (options.new_per_day,)
    ]


def _forecast(title: str, start: _Start, request: SimulateRequest) -> Forecast:
    plan = _plan(start)
    days = request.days or 60
    if plan is not None:
        days = plan.exam_day - start.today
    runs = [_run(start, plan, seed, days) for seed in range(_RUNS)]
    courses = [course for course, _ in runs]
    ready = None
    if plan is not None:
        situation = Situation(
            memory=start.memory, options=start.options, model=start.model, today=start.today, done=start.done
        )
        ready = readiness(plan, situation)
    return Forecast(
        deck=title,
        first_day=_date(start.today),
        exam=None if start.options.exam_day is None else _date(start.options.exam_day),
        retention=start.options.desired_retention,
        new_per_day=start.options.new_per_day,
        new=_mean([course.new for course in courses]),
        reviewed=_mean([course.reviewed for course in courses]),
        answers=_mean([course.answers for course in courses]),
        minutes=_mean([course.seconds / 60 for course in courses]),
        recall=float(np.mean([course.recall for course in courses])),
        unseen=runs[0][1],
        readiness=ready,
    )


def _plan(start: _Start) -> ExamPlan | None:
    exam_day = start.options.exam_day
    if exam_day is None:
        return None
    return plan_exam(len(start.memory.stability), start.options, start.begun, exam_day, start.model)


def _run(start: _Start, plan: ExamPlan | None, seed: int, days: int) -> tuple[Course, int]:
    simulated = Simulated(start.memory.copy(), start.options, np.random.default_rng(seed), start.model)
    policy = PlainPolicy() if plan is None else PlannedPolicy(plan, start.done)
    course = simulate(simulated, policy, start.today, days)
    return course, int(simulated.memory.new.sum())


def _mean(columns: Sequence[np.ndarray]) -> tuple[float, ...]:
    return tuple(np.mean(columns, axis=0).round(2).tolist())


def _date(day: StudyDay) -> date:
    return _EPOCH + timedelta(days=day)


def _verdict(ready: Readiness) -> str:
    found = ready.outlook
    if ready.in_time:
        return f"In time: {found.recall:.0%} recalled on the day, {_load(found)}."
    if ready.needed is not None:
        needed = ready.needed
        return (
            f"Too little time: {found.unseen} cards will not have been seen, {found.recall:.0%} recalled over all."
            f" {needed.new_per_day} new cards a day would show them all: {needed.recall:.0%} recalled, {_load(needed)}."
        )
    return (
        f"Every card will be seen, but only {found.recall:.0%} recalled on the day ({ready.desired:.0%} desired),"
        f" {_load(found)}: that is about what there is time for."
    )


def _load(found: Outlook) -> str:
    minutes = found.seconds_per_day / 60
    return f"{found.answers_per_day:.0f} answers a day ({minutes:.0f} min), {found.peak_answers} on the busiest"
