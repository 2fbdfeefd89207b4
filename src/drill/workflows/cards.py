"""A learner's cards: list those begun, and act on some by hand, for example to take a leech back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from drill.errors import DrillError
from drill.files.clock import now_ms
from drill.files.entropy import below
from drill.model.review import Action, Answer, operation_id
from drill.model.schedule import CardPhase
from drill.schedule.transition import Scheduler, is_leech
from drill.store.opening import open_store
from drill.store.reviews import record
from drill.workflows.learning import decks_today, the_learner

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drill.model.deck import CardId
    from drill.model.schedule import CardState
    from drill.store.opening import Store
    from drill.workflows.learning import DeckToday

_FIRST_DAY: Final = date(1970, 1, 1)


class NoSuchCardsError(DrillError):
    """Cards that are in no deck of the learner, or that the learner has not begun."""

    def __init__(self, name: str, card_ids: Sequence[int]) -> None:
        numbers = ", ".join(map(str, card_ids))
        super().__init__(
            f"card {numbers}: not among the cards {name} has begun. `drill card list` shows them. Nothing was changed."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsRequest:
    """Which cards `drill card list` shows: whose, of which bank ('' for all), and what must hold of them."""

    path: Path
    learner: str = ""
    bank: str = ""
    suspended: bool = False
    leech: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """A card a learner has begun, as a listing shows it. `due` is '' for a card that does not come."""

    card: int
    bank: str
    question: str
    phase: str
    due: str
    interval_days: int
    reviews: int
    lapses: int
    suspended: bool
    leech: bool


def list_cards(request: CardsRequest) -> tuple[CardRow, ...]:
    """Return the learner's cards with an entry in the log, in the bank's order. Raises WhoError, NoDeckError."""
    with open_store(request.path) as store, store.read():
        decks = decks_today(store, the_learner(store, request.learner), request.bank, now_ms())
    rows = [_row(deck, deck.states[card]) for deck in decks for card in deck.cards if card in deck.states]
    return tuple(row for row in rows if row.suspended >= request.suspended and row.leech >= request.leech)


def act_on_cards(path: Path, learner: str, card_ids: Sequence[int], action: Action) -> tuple[CardRow, ...]:
    """Record an action by hand on cards, all of them or none; return those it changed, as they are now.

    Raises WhoError, NoDeckError, NoSuchCardsError.
    """
    with open_store(path) as store, store.write():
        who = the_learner(store, learner)
        at_ms = now_ms()
        decks = decks_today(store, who, "", at_ms)
        of_card = {card: deck for deck in decks for card in deck.states}
        wanted = {card: deck for card, deck in of_card.items() if card in card_ids}
        missing = [card for card in dict.fromkeys(card_ids) if card not in of_card]
        if missing:
            raise NoSuchCardsError(who.name, missing)
        called = f"{below(1 << 63):016x}"
        changing = {card: deck for card, deck in wanted.items() if _changes(deck.states[card], action)}
        return tuple(_row(deck, _act(store, deck, card, action, called, at_ms)) for card, deck in changing.items())


def _changes(state: CardState, action: Action) -> bool:
    """Whether an action has anything to change: the log gets no entries that say nothing."""
    match action:
        case Action.SUSPEND:
            return not state.suspended
        case Action.UNSUSPEND:
            return state.suspended
        case Action.RESET:
            return state.phase is not CardPhase.NEW
        case _:
            return True


def _act(store: Store, deck: DeckToday, card: CardId, action: Action, called: str, at_ms: int) -> CardState:  # noqa: PLR0913, PLR0917 - one entry
    answer = Answer(
        operation_id=operation_id("card", called, str(card)),
        learner_id=deck.learner.id,
        card_id=card,
        reviewed_at_ms=at_ms,
        study_day=deck.today,
        action=action,
    )
    return record(store, answer, Scheduler(deck.deck.options, deck.model, deck.learner.calendar), at_ms).state


def _row(deck: DeckToday, state: CardState) -> CardRow:
    comes = not state.suspended and state.phase is not CardPhase.NEW
    return CardRow(
        card=state.card_id,
        bank=deck.deck.bank_id,
        question=deck.cards[state.card_id].card.face.prompt.splitlines()[-1],
        phase=state.phase.name.lower(),
        due=(_FIRST_DAY + timedelta(days=state.due_day)).isoformat() if comes else "",
        interval_days=state.interval_days,
        reviews=state.reviews,
        lapses=state.lapses,
        suspended=state.suspended,
        leech=is_leech(state, deck.deck.options),
    )
