"""A simulated cohort: learners who drill the shipped bank day by day through the real store and scheduler."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from drill.model.deck import Audience, DeckOptions
from drill.model.learner import Calendar, Learner, NewLearner, StudyDay
from drill.model.review import Answer, Rating, operation_id
from drill.model.schedule import CardPhase
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.study_day import start_ms
from drill.schedule.transition import Scheduler
from drill.store.banks import load_bank
from drill.store.decks import assign_deck
from drill.store.learners import add_learner
from drill.store.opening import open_store
from drill.store.queue import due_cards, new_cards
from drill.store.reviews import card_state, record
from drill.text.shuffle import Rng
from drill.workflows.decks import bank_contents
from drill.workflows.generated import GeneratedBank, generate_bank

if TYPE_CHECKING:
    from drill.model.deck import CardId
    from drill.store.opening import Store

SHIPPED = Path(__file__).parents[1] / "cards" / "financial-service-etiquette"
FIRST_DAY = StudyDay(20_700)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
_NAMES = ("敏", "静怡", "伟", "思远", "雨桐", "浩然", "佳琪", "建国", "丽", "子涵")


@cache
def shipped() -> GeneratedBank:
    """Return the shipped bank with everything generated from it."""
    return generate_bank(SHIPPED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How a simulated learner learns: on what share of days, how many new cards, and how well."""

    diligence: float = 0.85
    new_per_day: int = 8
    strength: float = 0.0
    stops_after: int = 10_000


def begun(path: Path, *, groups: dict[str, int], exam_day: StudyDay | None = None) -> dict[str, Learner]:
    """Make a store at `path` with the shipped bank, learners in groups and a deck for everyone."""
    rng = Rng("cohort", str(groups))
    with open_store(path, create=True) as store:
        load_bank(store, bank_contents(shipped()), start_ms(FIRST_DAY, Calendar()))
        found: dict[str, Learner] = {}
        for group, count in groups.items():
            for _ in range(count):
                name = (
                    _SURNAMES[len(found) % len(_SURNAMES)] + _NAMES[(len(found) * 7 + len(found) // 30) % len(_NAMES)]
                )
                new = NewLearner(name=name, staff_number=f"A{1001 + len(found)}", group=group)
                learner = add_learner(store, new, rng.below, start_ms(FIRST_DAY, Calendar()))
                found[learner.staff_number] = learner
        options = DeckOptions(exam_day=exam_day, new_per_day=10)
        assign_deck(store, shipped().bank.id, Audience(), options, start_ms(FIRST_DAY, Calendar()))
    return found


def drilled(path: Path, learner: Learner, habit: Habit, days: int, seed: int = 1) -> None:
    """Let a learner drill for `days` from FIRST_DAY on, as `habit` says; one transaction a learner."""
    rng = Rng("drilled", seed, learner.staff_number)
    with open_store(path) as store, store.write():
        for offset in range(min(days, habit.stops_after)):
            if rng.unit() < habit.diligence * (0.35 if (FIRST_DAY + offset + 3) % 7 >= 5 else 1.0):
                _Sitting(store, learner, habit, rng).study(StudyDay(FIRST_DAY + offset))


class _Sitting:
    """A learner's study day: what is due, then new cards, each until it leaves its steps."""

    def __init__(self, store: Store, learner: Learner, habit: Habit, rng: Rng) -> None:
        self._store, self._learner, self._habit, self._rng = store, learner, habit, rng
        self._scheduler = Scheduler(options=DeckOptions(new_per_day=10), model=Fsrs6(), calendar=learner.calendar)
        self._at_ms = 0

    def study(self, day: StudyDay) -> None:
        bank = shipped().bank.id
        self._at_ms = start_ms(day, self._learner.calendar) + 5 * 3_600_000
        due = [state.card_id for state in due_cards(self._store, self._learner.id, {bank}, day)]
        new = new_cards(self._store, self._learner.id, bank, day, self._habit.new_per_day)
        for card_id in [*due[:120], *new]:
            self._answer_until_known(card_id, day)

    def _answer_until_known(self, card_id: CardId, day: StudyDay) -> None:
        for _ in range(6):
            state = card_state(self._store, self._learner.id, card_id, day)
            if state.suspended or (state.phase is CardPhase.REVIEW and state.due_day > day):
                return
            self._at_ms += 5_000 + self._rng.below(20_000)
            answer = Answer(
                operation_id=operation_id(str(self._learner.id), str(card_id), str(self._at_ms)),
                learner_id=self._learner.id,
                card_id=card_id,
                reviewed_at_ms=self._at_ms,
                study_day=day,
                rating=self._rating(state.stability, day - (state.last_study_day or day)),
                taken_ms=3_000 + self._rng.below(14_000),
            )
            record(self._store, answer, self._scheduler, self._at_ms)

    def _rating(self, stability: float | None, elapsed: int) -> Rating:
        recall = 0.55 if stability is None else (1 + elapsed / (9 * stability)) ** -1
        draw = self._rng.unit() - self._habit.strength
        if draw > recall:
            return Rating.AGAIN
        return Rating.HARD if draw > 0.9 * recall else Rating.EASY if draw < 0.08 else Rating.GOOD
