"""The way back from exams: cards behind wrong answers come forward, right answers do not count as drill."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.model.deck import ExamMistakes
from drill.model.learner import StudyDay
from drill.model.review import Answer, Rating, ReviewOrigin, operation_id
from drill.model.schedule import CardPhase
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.study_day import start_ms
from drill.schedule.transition import Scheduler
from drill.store.decks import decks_of
from drill.store.exam_links import cards_behind
from drill.store.parameters import parameters_of
from drill.store.reviews import card_state, record
from drill.workflows.store_file import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Collection

    from drill.model.attempt import Attempt, RecordedForm
    from drill.model.deck import CardId, DeckOptions
    from drill.model.learner import Learner
    from drill.model.schedule import CardState
    from drill.store.opening import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """A learner's attempt at a form, and what to do about its mistakes (None: what the learner's deck says).

    `known` are the numbers of items whose mistakes were seen to already, by the attempt that this one corrects.
    """

    learner: Learner
    form: RecordedForm
    attempt: Attempt
    known: frozenset[int] = frozenset()
    action: ExamMistakes | None = None


def bring_forward(store: Store, mistakes: Mistakes, now_ms: int) -> int:
    """Bring the cards behind an attempt's mistakes forward, within the caller's transaction; return how many.

    Whatever did not earn all its points counts as a mistake. Cards reviewed since the exam, and suspended ones, are
    left alone; so is everything when the learner has no deck of the bank.
    """
    deck = next((deck for deck in decks_of(store, mistakes.learner) if deck.bank_id == mistakes.form.bank_id), None)
    if deck is None:
        return 0
    options = replace(deck.options, exam_mistakes=mistakes.action or deck.options.exam_mistakes)
    if options.exam_mistakes is ExamMistakes.NOTHING:
        return 0
    scheduler = _scheduler(store, mistakes.learner, options)
    count = 0
    for card_id in _cards(store, mistakes):
        state = card_state(store, mistakes.learner.id, card_id, mistakes.attempt.study_day)
        if not state.suspended and (state.last_study_day is None or state.last_study_day <= mistakes.attempt.study_day):
            answer = _answer(mistakes, state, options.exam_mistakes, now_ms)
            count += not record(store, answer, scheduler, now_ms).repeated
    return count


def wrong_numbers(attempt: Attempt) -> frozenset[int]:
    """Return the numbers of the items that did not earn all their points."""
    return frozenset(response.number for response in attempt.responses if response.right is not True)


def _scheduler(store: Store, learner: Learner, options: DeckOptions) -> Scheduler:
    weights = parameters_of(store, learner.id, DEFAULTS).weights
    return Scheduler(options=options, model=Fsrs6(weights), calendar=learner.calendar)


def _cards(store: Store, mistakes: Mistakes) -> Collection[CardId]:
    """Return the cards behind the mistakes, each once, in the order of the items."""
    wrong = wrong_numbers(mistakes.attempt) - mistakes.known
    facts = [fact for item in mistakes.form.items if item.number in wrong for fact in item.fact_ids]
    behind = cards_behind(store, mistakes.form.bank_id, facts)
    return dict.fromkeys(card for fact in facts for card in behind.get(fact, ()))


def _answer(mistakes: Mistakes, state: CardState, action: ExamMistakes, now_ms: int) -> Answer:
    """Return the entry at the end of the exam's day, or now if that is earlier."""
    learner, day = mistakes.learner, mistakes.attempt.study_day
    lapsed = action is ExamMistakes.LAPSE and state.phase is not CardPhase.NEW
    return Answer(
        operation_id=operation_id("exam mistake", mistakes.attempt.operation_id.hex(), str(state.card_id)),
        learner_id=learner.id,
        card_id=state.card_id,
        reviewed_at_ms=min(now_ms, start_ms(StudyDay(day + 1), learner.calendar) - 1),
        study_day=day,
        rating=Rating.AGAIN if lapsed else None,
        origin=ReviewOrigin.EXAM,
    )
