"""A learner's decks as they stand today: what reviewing and forecasting both begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.model.schedule import ParameterSet
from drill.schedule.exam_plan import plan_exam
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, MODEL, Fsrs6
from drill.schedule.queue import Day
from drill.schedule.study_day import study_day
from drill.store.banks import cards
from drill.store.decks import decks_of
from drill.store.exam_progress import answers_to_known
from drill.store.learners import find_learner, learners
from drill.store.parameters import parameters_of
from drill.store.queue import DayTotals, day_totals
from drill.store.reviews import states

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.deck import CardId, Deck, StoredCard
    from drill.model.learner import Learner, StudyDay
    from drill.model.schedule import CardState
    from drill.schedule.exam_plan import ExamPlan
    from drill.store.opening import Store

DEFAULTS = ParameterSet(model=MODEL, weights=DEFAULT_WEIGHTS)


class WhoError(DrillError):
    """It is not said whose cards these are, and there is more than one learner, or none."""

    def __init__(self, names: tuple[str, ...]) -> None:
        if names:
            more = ", …" if len(names) > 5 else ""
            text = f"Whose cards? Name the learner with --learner: {', '.join(names[:5])}{more}."
        else:
            text = "There is no learner yet. `drill learner add NAME` takes one in."
        super().__init__(text)


class NoDeckError(DrillError):
    """The learner has no deck, or none of that bank."""

    def __init__(self, name: str, bank: str, there: tuple[str, ...]) -> None:
        if bank and there:
            super().__init__(f"{name} has no deck of the bank {bank}. There are: {', '.join(there)}.")
        else:
            super().__init__(f"{name} has no deck. `drill deck load BANK` brings one in.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckToday:
    """A learner's deck on a study day: its cards in use, the states of those begun, what was done today.

    `plan` is there while the deck has an exam ahead; `done` counts the answers to known cards given since it began.
    """

    learner: Learner
    deck: Deck
    model: Fsrs6
    today: StudyDay
    cards: Mapping[CardId, StoredCard]
    states: Mapping[CardId, CardState]
    totals: DayTotals
    plan: ExamPlan | None
    done: int

    def day(self) -> Day:
        """Return what the queue is made from."""
        totals = self.totals
        return Day(
            learner_id=self.learner.id,
            today=self.today,
            states=tuple(self.states.values()),
            unseen=tuple(card for card in self.cards if card not in self.states),
            notes={card: stored.card.note_id for card, stored in self.cards.items()},
            options=self.deck.options,
            model=self.model,
            new_done=totals.new_cards,
            reviews_done=totals.review + totals.filtered,
            plan=self.plan,
            plan_done=self.done,
            plan_done_today=totals.review + totals.filtered + totals.relearn,
        )


def the_learner(store: Store, text: str) -> Learner:
    """Return the learner that `text` names; without one, the only learner there is. Raises WhoError."""
    if text:
        return find_learner(store, text)
    active = learners(store, retired=False)
    if len(active) != 1:
        raise WhoError(tuple(one.name for one in active))
    return active[0]


def model_of(store: Store, learner: Learner) -> Fsrs6:
    """Return the memory model with the parameters that count for a learner."""
    return Fsrs6(parameters_of(store, learner.id, DEFAULTS).weights)


def decks_today(store: Store, learner: Learner, bank: str, at_ms: int) -> tuple[DeckToday, ...]:
    """Return a learner's decks (or the one of a bank, by id or title) as they stand. Raises NoDeckError."""
    decks = decks_of(store, learner)
    chosen = [deck for deck in decks if bank in {"", deck.bank_id, deck.title}]
    if not chosen:
        raise NoDeckError(learner.name, bank, tuple(deck.bank_id for deck in decks))
    model, today = model_of(store, learner), study_day(at_ms, learner.calendar)
    totals = day_totals(store, learner.id, today)
    return tuple(_deck_today(store, learner, deck, model, today, totals) for deck in chosen)


def _deck_today(  # noqa: PLR0913, PLR0917 - what all of a learner's decks share
    store: Store, learner: Learner, deck: Deck, model: Fsrs6, today: StudyDay, totals: Mapping[str, DayTotals]
) -> DeckToday:
    in_use = {stored.id: stored for stored in cards(store, deck.bank_id)}
    known = {state.card_id: state for state in states(store, learner.id, deck.bank_id) if state.card_id in in_use}
    begun = study_day(deck.created_at_ms, learner.calendar)
    exam_day = deck.options.exam_day
    plan = None
    if exam_day is not None and today < exam_day:
        plan = plan_exam(len(in_use), deck.options, begun, exam_day, model)
    return DeckToday(
        learner=learner,
        deck=deck,
        model=model,
        today=today,
        cards=in_use,
        states=known,
        totals=totals.get(deck.bank_id, DayTotals()),
        plan=plan,
        done=answers_to_known(store, learner.id, deck.bank_id, begun) if plan else 0,
    )
