"""What follows from an answer: pure, exact, and known for all four ratings before the learner chooses one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from drill.model.deck import DeckOptions, LeechAction
from drill.model.learner import Calendar, StudyDay
from drill.model.review import Action, Rating, ReviewKind, ReviewOrigin
from drill.model.schedule import CardPhase, CardState, Outcome
from drill.schedule.by_hand import acted, brought_forward
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.fuzz import Surroundings, fuzz_bounds, spread
from drill.schedule.steps import Step, next_step
from drill.schedule.study_day import start_ms, study_day
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.review import Answer

_RATINGS: Final = np.array([1, 2, 3, 4])
_DAY_S: Final = 86_400


@dataclass(frozen=True)
class Scheduler:
    """A deck's scheduling for one learner: a `Transition`, with what stands around the card on the days to come.

    `set_due_day` is what an answer with Action.SET_DUE means. With `cram` ratings are counted and change nothing.
    """

    options: DeckOptions = field(default_factory=DeckOptions)
    model: Fsrs6 = field(default_factory=Fsrs6)
    calendar: Calendar = field(default_factory=Calendar)
    surroundings: Surroundings = field(default_factory=Surroundings)
    set_due_day: StudyDay | None = None
    cram: bool = False

    def __call__(self, state: CardState, answer: Answer) -> Outcome:
        """Return what follows from `answer` to a card in `state`."""
        if answer.rating is not None:
            return self._rated(state, answer, answer.rating)
        if answer.origin is ReviewOrigin.EXAM and answer.action is Action.NONE:
            return Outcome(kind=ReviewKind.EXAM, state=brought_forward(state, answer.study_day))
        moved = acted(state, answer.action, answer.study_day, self.set_due_day)
        return Outcome(kind=ReviewKind.MANUAL, state=moved)

    def outcomes(self, state: CardState, answer: Answer) -> Mapping[Rating, Outcome]:
        """Return what each rating would lead to; the rating that `answer` itself may hold makes no difference."""
        following = _Following(self, state, answer)
        return {rating: self._rated(state, answer, rating, following) for rating in Rating}

    def _rated(self, state: CardState, answer: Answer, rating: Rating, following: _Following | None = None) -> Outcome:
        predicted = self.predicted_ppm(state, answer.study_day)
        if self.cram:
            return Outcome(kind=ReviewKind.CRAM, state=state, predicted_ppm=predicted)
        following = following or _Following(self, state, answer)
        return Outcome(kind=self._kind(state, answer), state=following.state(rating), predicted_ppm=predicted)

    def predicted_ppm(self, state: CardState, today: StudyDay) -> int | None:
        """Return the recall expected on `today` in millionths; None for a card without a memory."""
        if state.stability is None:
            return None
        recall = self.model.recall(np.array([state.stability]), np.array([elapsed_days(state, today)]))
        return round(float(recall[0]) * 1_000_000)

    def _kind(self, state: CardState, answer: Answer) -> ReviewKind:
        if answer.origin is ReviewOrigin.EXAM:
            return ReviewKind.EXAM
        match state.phase:
            case CardPhase.NEW | CardPhase.LEARNING:
                return ReviewKind.LEARN
            case CardPhase.RELEARNING:
                return ReviewKind.RELEARN
            case CardPhase.REVIEW:
                return ReviewKind.REVIEW if self._in_turn(state, answer.study_day) else ReviewKind.FILTERED

    def _in_turn(self, state: CardState, today: StudyDay) -> bool:
        exam_day = self.options.exam_day
        planned = exam_day is not None and today <= exam_day and state.last_study_day != today
        return planned or state.due_day <= today


def elapsed_days(state: CardState, today: StudyDay) -> int:
    """Return the study days since the memory was last fed; 0 should the clock have gone back."""
    return 0 if state.last_study_day is None else max(0, today - state.last_study_day)


def is_leech(state: CardState, options: DeckOptions) -> bool:
    """Whether the card lapsed so often that it should be rewritten or explained rather than repeated."""
    return 0 < options.leech_threshold <= state.lapses


class _Place(NamedTuple):
    """Where a card stands after an answer."""

    phase: CardPhase
    step: int
    interval_days: int
    due_day: StudyDay
    due_at_ms: int


class _Following:
    """The states that follow a card's four ratings."""

    def __init__(self, scheduler: Scheduler, state: CardState, answer: Answer) -> None:
        self.scheduler = scheduler
        self.options = scheduler.options
        self.before = state
        self.today = answer.study_day
        self.now_ms = answer.reviewed_at_ms
        of_card = (np.nan, np.nan) if state.stability is None else (state.stability, state.difficulty)
        self.stability, self.difficulty = scheduler.model.after(
            np.full(4, of_card[0]), np.full(4, of_card[1]), np.full(4, elapsed_days(state, self.today)), _RATINGS
        )

    def state(self, rating: Rating) -> CardState:
        """Return the card's state after `rating`."""
        lapsed = rating is Rating.AGAIN and self.before.phase is CardPhase.REVIEW
        lapses = self.before.lapses + lapsed
        step = self._step(rating)
        place = self._in_review(self.intervals[rating]) if step is None else self._in_steps(step)
        return replace(
            self.before,
            phase=place.phase,
            step=place.step,
            stability=float(self.stability[rating - 1]),
            difficulty=float(self.difficulty[rating - 1]),
            interval_days=place.interval_days,
            due_day=place.due_day,
            due_at_ms=place.due_at_ms,
            suspended=self.before.suspended or (lapsed and self._suspends_leech(lapses)),
            reviews=self.before.reviews + 1,
            lapses=lapses,
            last_study_day=self.today,
            last_reviewed_at_ms=self.now_ms,
        )

    def _step(self, rating: Rating) -> Step | None:
        match self.before.phase:
            case CardPhase.REVIEW:
                steps = self.options.relearning_steps_s
                return Step(0, steps[0]) if rating is Rating.AGAIN and steps else None
            case CardPhase.RELEARNING:
                return next_step(self.options.relearning_steps_s, self.before.step, rating)
            case CardPhase.NEW | CardPhase.LEARNING:
                return next_step(self.options.learning_steps_s, self.before.step, rating)

    def _in_review(self, interval: int) -> _Place:
        return _Place(CardPhase.REVIEW, 0, interval, StudyDay(self.today + interval), 0)

    def _in_steps(self, step: Step) -> _Place:
        relearning = self.before.phase in {CardPhase.REVIEW, CardPhase.RELEARNING}
        calendar = self.scheduler.calendar
        due_at_ms = self.now_ms + step.delay_s * 1000
        due_day = study_day(due_at_ms, calendar)
        if step.delay_s >= _DAY_S:  # a step of days is over when the day begins, whatever the hour
            due_at_ms = start_ms(due_day, calendar)
        phase = CardPhase.RELEARNING if relearning else CardPhase.LEARNING
        return _Place(phase, step.number, 0, due_day, due_at_ms)

    def _suspends_leech(self, lapses: int) -> bool:
        """Whether this lapse suspends: at the threshold, then after every half of it; one taken back gets a chance."""
        threshold = self.options.leech_threshold
        if self.options.leech_action is not LeechAction.SUSPEND or not 0 < threshold <= lapses:
            return False
        return (lapses - threshold) % max(1, threshold // 2) == 0

    @cached_property
    def intervals(self) -> Mapping[Rating, int]:
        """The interval each rating leads to where it leads to one rather than to a step, longer with better ratings.

        Passed, a card does not come back sooner than before only because of the fuzz.
        """
        most = self.options.max_interval_days
        exact = self.scheduler.model.interval_days(self.stability, self.options.desired_retention)
        found: dict[Rating, int] = {}
        least = 1
        for rating in Rating:
            if self._step(rating) is not None:
                continue
            days = float(exact[rating - 1])
            if rating is Rating.AGAIN:
                found[rating] = self._chosen(days, 1)
                continue
            kept = self.before.interval_days + 1 if round(days) > self.before.interval_days else 1
            found[rating] = self._chosen(days, min(max(least, kept), most))
            least = found[rating] + 1
        return found

    def _chosen(self, days: float, least: int) -> int:
        most = self.options.max_interval_days
        if not self.options.fuzz:
            return min(max(round(days), least, 1), most)
        bounds = fuzz_bounds(days, least, most)
        return spread(bounds, self.today, self._draw, self.scheduler.surroundings, self.options.easy_days)

    @cached_property
    def _draw(self) -> float:
        return Rng("fuzz", self.before.learner_id, self.before.card_id, self.before.reviews).unit()
