"""Decks: a bank assigned to a learner, a group, or everyone, and how it is scheduled."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from drill.model.deck import Audience, Deck, DeckId, DeckOptions, ExamMistakes, LeechAction, NewOrder
from drill.store.refusal import NoBankError, NoDeckError

if TYPE_CHECKING:
    from drill.model.learner import Learner
    from drill.store.connection import Connection, Row
    from drill.store.opening import Store

_SELECT: Final = (
    "SELECT deck_id, bank_id, title, learner_id, group_name, options, deck.created_at_ms, withdrawn_at_ms,"
    " (SELECT count(*) FROM card WHERE card.bank_id = bank.bank_id AND retired_at_ms IS NULL)"
    " FROM deck JOIN bank USING (bank_id)"
)
_OF_AUDIENCE: Final = " WHERE bank_id = ? AND learner_id IS ? AND group_name = ?"


def assign_deck(store: Store, bank_id: str, audience: Audience, options: DeckOptions, at_ms: int) -> Deck:
    """Assign a bank to an audience with these options; an existing deck of theirs takes them and is in use again.

    Raises NoBankError.
    """
    place = (bank_id, audience.learner_id, audience.group)
    with store.write() as connection:
        if connection.execute("SELECT 1 FROM bank WHERE bank_id = ?", (bank_id,)).fetchone() is None:
            raise NoBankError(bank_id)
        known = connection.execute(f"SELECT deck_id FROM deck{_OF_AUDIENCE}", place).fetchone()
        if known is None:
            connection.execute(
                "INSERT INTO deck (bank_id, learner_id, group_name, options, created_at_ms) VALUES (?, ?, ?, ?, ?)",
                (*place, _options_json(options), at_ms),
            )
        else:
            connection.execute(
                "UPDATE deck SET options = ?, withdrawn_at_ms = NULL WHERE deck_id = ?",
                (_options_json(options), known[0]),
            )
        return _deck(connection.execute(f"{_SELECT}{_OF_AUDIENCE}", place).fetchone())


def withdraw_deck(store: Store, deck_id: DeckId, at_ms: int) -> Deck:
    """Assign a deck to nobody any more; all history is kept. Raises NoDeckError."""
    with store.write() as connection:
        connection.execute(
            "UPDATE deck SET withdrawn_at_ms = ifnull(withdrawn_at_ms, ?) WHERE deck_id = ?", (at_ms, deck_id)
        )
        row = connection.execute(f"{_SELECT} WHERE deck_id = ?", (deck_id,)).fetchone()
        if row is None:
            raise NoDeckError(deck_id)
        return _deck(row)


def decks(store: Store, *, bank_id: str | None = None, withdrawn: bool = False) -> tuple[Deck, ...]:
    """Return the decks (of a bank), withdrawn ones only on request, by title and audience."""
    with store.read() as connection:
        found = _decks(connection)
    return tuple(
        deck
        for deck in found
        if (withdrawn or deck.withdrawn_at_ms is None) and (bank_id is None or deck.bank_id == bank_id)
    )


def deck_of_audience(store: Store, bank_id: str, audience: Audience) -> Deck | None:
    """Return the deck of a bank for exactly this audience, withdrawn or not."""
    found = (deck for deck in decks(store, bank_id=bank_id, withdrawn=True) if deck.audience == audience)
    return next(found, None)


def decks_of(store: Store, learner: Learner) -> tuple[Deck, ...]:
    """Return the decks that count for a learner, one a bank: the learner's own, else the group's, else everyone's."""
    return decks_for(decks(store), learner)


def decks_for(all_decks: tuple[Deck, ...], learner: Learner) -> tuple[Deck, ...]:
    """Return which of `all_decks` (in use) count for a learner, one a bank."""
    narrowest: dict[str, Deck] = {}
    for deck in sorted(all_decks, key=_breadth):
        audience = deck.audience
        if audience.learner_id == learner.id or (audience.learner_id is None and audience.group in {"", learner.group}):
            narrowest.setdefault(deck.bank_id, deck)
    return tuple(sorted(narrowest.values(), key=lambda deck: (deck.title, deck.id)))


def _breadth(deck: Deck) -> int:
    if deck.audience.learner_id is not None:
        return 0
    return 1 if deck.audience.group else 2


def _decks(connection: Connection) -> list[Deck]:
    rows = connection.execute(f"{_SELECT} ORDER BY title, group_name, learner_id, deck_id").fetchall()
    return [_deck(row) for row in rows]


def _deck(row: Row) -> Deck:
    return Deck(
        id=DeckId(row[0]),
        bank_id=row[1],
        title=row[2],
        audience=Audience(learner_id=row[3], group=row[4]),
        options=_options(json.loads(row[5])),
        created_at_ms=row[6],
        withdrawn_at_ms=row[7],
        cards=row[8],
    )


def _options_json(options: DeckOptions) -> str:
    return json.dumps(asdict(options))


def _options(plain: dict[str, Any]) -> DeckOptions:
    """Return options as they were stored; what was not known yet at that time takes its default."""
    known = {
        **plain,
        "learning_steps_s": tuple(plain["learning_steps_s"]),
        "relearning_steps_s": tuple(plain["relearning_steps_s"]),
        "easy_days": tuple(plain["easy_days"]),
        "new_order": NewOrder(plain["new_order"]),
        "leech_action": LeechAction(plain["leech_action"]),
        "exam_mistakes": ExamMistakes(plain["exam_mistakes"]),
    }
    return DeckOptions(**known)
