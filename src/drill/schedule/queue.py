"""A study day's queue: what comes today, in which order, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from drill.model.deck import CardId, DeckOptions, NewOrder
from drill.model.schedule import CardPhase
from drill.schedule.deck_memory import deck_memory
from drill.schedule.exam_plan import affordable, ranked
from drill.schedule.fsrs6 import Fsrs6
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drill.model.learner import LearnerId, StudyDay
    from drill.model.schedule import CardState
    from drill.schedule.exam_plan import ExamPlan

LEARN_AHEAD_MS: Final = 20 * 60_000
"""A card in steps may come this much too early once nothing else is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What is known when a deck's queue for `today` is made.

    `states` are those of all the deck's cards in use that have one, `unseen` its other cards in the bank's order;
    `notes` names the note of each card. `new_done` and `reviews_done` count today's so far. `plan` is the deck's exam
    plan, if it has one; `plan_done` counts the answers to known cards given since it began, `plan_done_today` today's.
    """

    learner_id: LearnerId
    today: StudyDay
    states: Sequence[CardState]
    unseen: Sequence[CardId]
    notes: Mapping[CardId, str]
    options: DeckOptions = field(default_factory=DeckOptions)
    model: Fsrs6 = field(default_factory=Fsrs6)
    new_done: int = 0
    reviews_done: int = 0
    plan: ExamPlan | None = None
    plan_done: int = 0
    plan_done_today: int = 0


@dataclass(frozen=True, slots=True)
class Queue:
    """What is left of a day: cards in steps with the time each is due, and `main`, reviews and new cards in order."""

    stepping: tuple[tuple[int, CardId], ...] = ()
    main: tuple[CardId, ...] = ()
    new: frozenset[CardId] = frozenset()

    def first(self, card: CardId, *, new: bool) -> Queue:
        """Return the queue with `card` in front, for one whose answer was taken back; `new` where it is new again."""
        stepping = tuple(entry for entry in self.stepping if entry[1] != card)
        main = (card, *(other for other in self.main if other != card))
        return replace(self, stepping=stepping, main=main, new=self.new | {card} if new else self.new)

    @property
    def left(self) -> int:
        """How many cards are left today."""
        return len(self.stepping) + len(self.main)

    def next_card(self, now_ms: int) -> CardId | None:
        """Return the card that comes now; None if nothing is left, or only steps further than twenty minutes away."""
        if self.stepping and self.stepping[0][0] <= now_ms:
            return self.stepping[0][1]
        if self.main:
            return self.main[0]
        if self.stepping and self.stepping[0][0] <= now_ms + LEARN_AHEAD_MS:
            return self.stepping[0][1]
        return None

    def waits_until_ms(self) -> int | None:
        """Return when the next card in steps is due; None if none is."""
        return self.stepping[0][0] if self.stepping else None

    def after(self, state: CardState, today: StudyDay) -> Queue:
        """Return the queue after a card was answered or acted on and is now in `state`."""
        rest = tuple(entry for entry in self.stepping if entry[1] != state.card_id)
        main = tuple(card for card in self.main if card != state.card_id)
        if _in_steps(state) and _comes(state, today):
            rest = tuple(sorted((*rest, (state.due_at_ms, state.card_id))))
        return replace(self, stepping=rest, main=main, new=self.new - {state.card_id})


def todays_queue(day: Day) -> Queue:
    """Return what comes on `day`.

    Cards in steps come whatever the limits; reviews by the exam plan's order, else the least likely recalled first; new
    cards, up to the day's limit, spread evenly among them. Of the cards of one note that are not in steps, one a day.
    """
    coming = [state for state in day.states if _comes(state, day.today)]
    stepping = sorted((state.due_at_ms, state.card_id) for state in coming if _in_steps(state))
    taken = _notes_of_today(day) if day.options.bury_siblings else set()
    known = {state.card_id: state for state in coming if state.phase is CardPhase.REVIEW}
    reviews = _reviews_without_siblings(day, known, taken)
    new = _limited(_without_siblings(day, _new(day), taken), max(0, day.options.new_per_day - day.new_done))
    return Queue(tuple(stepping), tuple(_mixed(reviews, new)), frozenset(new))


def _in_steps(state: CardState) -> bool:
    return state.phase in {CardPhase.LEARNING, CardPhase.RELEARNING}


def _comes(state: CardState, today: StudyDay) -> bool:
    in_queue = not state.suspended and state.buried_until_day <= today
    return in_queue and (not _in_steps(state) or state.due_day <= today)


def _reviews_without_siblings(day: Day, known: Mapping[CardId, CardState], taken: set[str]) -> list[CardId]:
    """Return today's reviews, and take their notes."""
    order = _due(day, known) if day.plan is None else _planned(day, day.plan, known)
    single = _without_siblings(day, order, set(taken))
    if day.plan is not None:
        recall = deck_memory([known[card] for card in single]).recall(day.model, day.today)
        single = single[: affordable(recall, _quota_left(day, day.plan))]
    limit = day.options.reviews_per_day
    reviews = _limited(single, None if limit is None else max(0, limit - day.reviews_done))
    taken.update(day.notes[card] for card in reviews if day.options.bury_siblings)
    return reviews


def _due(day: Day, known: Mapping[CardId, CardState]) -> list[CardId]:
    due = [state for state in known.values() if state.due_day <= day.today]
    recall = deck_memory(due).recall(day.model, day.today)
    return [due[place].card_id for place in np.argsort(recall, kind="stable")]


def _planned(day: Day, plan: ExamPlan, known: Mapping[CardId, CardState]) -> list[CardId]:
    cards = list(known)
    order = ranked(deck_memory(list(known.values())), day.model, day.today, plan.exam_day)
    return [cards[place] for place in order]


def _quota_left(day: Day, plan: ExamPlan) -> int:
    """Return how many answers the plan still has for known cards today."""
    unseen = len(day.unseen) + sum(state.phase is CardPhase.NEW for state in day.states)
    new = min(day.options.new_per_day, day.new_done + unseen)
    return max(0, plan.quota(day.today, day.plan_done - day.plan_done_today, new) - day.plan_done_today)


def _new(day: Day) -> list[CardId]:
    """Return the new cards in the deck's order; those an exam asked for, or that were made new again, come first."""
    known = [s.card_id for s in day.states if s.phase is CardPhase.NEW and _comes(s, day.today)]
    unseen = list(day.unseen)
    if day.options.new_order is NewOrder.SHUFFLED:
        unseen = Rng("new", day.learner_id).shuffled(sorted(unseen))
    return known + unseen


def _notes_of_today(day: Day) -> set[str]:
    return {day.notes[state.card_id] for state in day.states if state.last_study_day == day.today or _in_steps(state)}


def _without_siblings(day: Day, cards: Iterable[CardId], taken: set[str]) -> list[CardId]:
    """Return the first card of each note that is not `taken`, and take their notes."""
    if not day.options.bury_siblings:
        return list(cards)
    kept = []
    for card in cards:
        if day.notes[card] not in taken:
            taken.add(day.notes[card])
            kept.append(card)
    return kept


def _limited(cards: list[CardId], limit: int | None) -> list[CardId]:
    return cards[:limit]


def _mixed(reviews: Sequence[CardId], new: Sequence[CardId]) -> list[CardId]:
    """Return both in their orders, the new ones spread evenly."""
    placed = [((number + 0.5) / len(reviews), 0, card) for number, card in enumerate(reviews)]
    placed += [((number + 0.5) / len(new), 1, card) for number, card in enumerate(new)]
    return [card for _, _, card in sorted(placed, key=lambda entry: entry[:2])]
