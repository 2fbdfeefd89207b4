"""Stores with learners and cards in them, and answers to give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from drill.model.bank import NoteKind
from drill.model.deck import Audience, BankCard, BankContents, DeckOptions, Face, OutlineEntry
from drill.model.learner import LearnerId, NewLearner, StudyDay
from drill.model.review import Action, Answer, Rating, ReviewOrigin, operation_id
from drill.model.schedule import ParameterSet
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, MODEL
from drill.schedule.history import CardReplay
from drill.schedule.replay import replay
from drill.schedule.transition import Scheduler
from drill.store import rebuild
from drill.store.banks import cards, load_bank
from drill.store.connection import sqlite_connection
from drill.store.decks import assign_deck
from drill.store.learners import add_learner
from drill.store.opening import Store, open_store
from drill.store.reviews import Recorded, record, undo
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.deck import CardId
    from drill.model.review import Review
    from drill.store.connection import ConnectionFactory

DAY_MS = 86_400_000
FIRST_DAY = 20_000
DEFAULTS = ParameterSet(model=MODEL, weights=DEFAULT_WEIGHTS)
SCHEDULER = Scheduler(DeckOptions())
REPLAY = CardReplay()
BANK = "bank0001"


def contents(count: int, *, sections: int = 3, left_out: frozenset[int] = frozenset(), moved: int = 0) -> BankContents:
    """A bank of `count` cards in sections of one chapter; `moved` shifts every card to another section."""
    return BankContents(
        bank_id=BANK,
        title="A bank",
        language="en",
        version="1",
        chapters=(OutlineEntry(id="chap0001", parent_id="", title="Chapter"),),
        sections=tuple(
            OutlineEntry(id=f"sect{n:04}", parent_id="chap0001", title=f"Section {n}") for n in range(sections)
        ),
        facts=tuple(
            OutlineEntry(id=f"fact{n:04}", parent_id=f"sect{n % sections:04}", title=f"Term {n}") for n in range(count)
        ),
        cards=tuple(
            BankCard(
                bank_id=BANK,
                note_id=f"fact{n:04}.recall",
                ordinal=0,
                kind=NoteKind.RECALL,
                chapter_id="chap0001",
                section_id=f"sect{(n + moved) % sections:04}",
                fact_ids=(f"fact{n:04}",),
                position=n,
                face=Face(prompt=f"Term {n}?", answer=f"Statement {n}."),
            )
            for n in range(count)
            if n not in left_out
        ),
    )


@dataclass
class Filled:
    """A store with learners and one bank's cards, and a counter for operation ids."""

    store: Store
    learner_ids: list[LearnerId]
    card_ids: list[CardId]
    operations: int = field(default=0)

    def answer(
        self, card: int = 0, rating: Rating | None = Rating.GOOD, *, learner: int = 0, day: int = 0, **more: Any
    ) -> Answer:
        self.operations += 1
        return Answer(
            **{
                "operation_id": operation_id("test", str(self.operations)),
                "learner_id": self.learner_ids[learner],
                "card_id": self.card_ids[card],
                "reviewed_at_ms": (FIRST_DAY + day) * DAY_MS + self.operations,
                "study_day": StudyDay(FIRST_DAY + day),
                "rating": rating,
                "taken_ms": 3000 + self.operations,
                **more,
            }
        )

    def record(self, *places: Any, **more: Any) -> Recorded:
        answer = self.answer(*places, **more)
        return record(self.store, answer, SCHEDULER, answer.reviewed_at_ms)

    def act(self, action: Action, card: int = 0, **more: Any) -> Recorded:
        return self.record(card, None, action=action, **more)

    def mistake(self, card: int = 0, **more: Any) -> Recorded:
        return self.record(card, None, origin=ReviewOrigin.EXAM, **more)

    def undo(self, learner: int = 0) -> Review | None:
        self.operations += 1
        return undo(self.store, self.learner_ids[learner], operation_id("undo", str(self.operations)), REPLAY, 0)

    def differences(self) -> tuple[int | None, int | None]:
        """How many states and figures a rebuild would change."""
        found = rebuild.compare_derived(self.store, replay, DEFAULTS, lambda _: None)
        return found.different_states, found.different_figures


def filled_store(
    path: Path, *, learners: int = 2, count: int = 6, connect: ConnectionFactory = sqlite_connection
) -> Filled:
    """A store at `path` (made first if it is not there)."""
    with open_store(path, create=True) as store, store.write():
        load_bank(store, contents(count), 0)
        assign_deck(store, BANK, Audience(), DeckOptions(), 0)
        rng = Rng("learners")
        made = [
            add_learner(store, NewLearner(name=f"Learner {n}", group=f"Group {n % 2}"), rng.below, 0)
            for n in range(learners)
        ]
        card_ids = [card.id for card in cards(store, BANK)]
    return Filled(open_store(path, connect=connect), [learner.id for learner in made], card_ids)


def rows(store: Store, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with store.read() as connection:
        return connection.execute(sql, values).fetchall()
