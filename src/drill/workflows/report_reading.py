"""One reading of the store for a report: whose figures, of what and when, each query made once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.model.bank import Language
from drill.model.learner import Calendar, StudyDay
from drill.model.statistics import Scope, Standing
from drill.schedule.study_day import study_day
from drill.store import standing, statistics
from drill.store.banks import outline
from drill.store.decks import decks, decks_for
from drill.store.learners import find_learner, groups, learners
from drill.store.titles import banks_in_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from drill.model.deck import Deck
    from drill.model.learner import Learner, LearnerId
    from drill.model.statistics import Effort
    from drill.store.opening import Store
    from drill.store.titles import BankInStore

PACE_DAYS = 14
"""Over how many days the pace of new cards is measured."""


class UnknownNameError(DrillError):
    """A bank, chapter or group that the store does not hold."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        there = ", ".join(known)
        super().__init__(f"`{name}`: not in the store. {f'It holds {there}.' if there else 'It holds none.'}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """Whose figures, of what and of when; '' and None do not narrow. `ready_for` is the folder of a bank with exams."""

    database: Path
    learner: str = ""
    group: str | None = None
    bank: str = ""
    chapter: str = ""
    first_day: StudyDay | None = None
    last_day: StudyDay | None = None
    ready_for: Path | None = None
    exam: str = ""


def read(store: Store, request: ReportRequest, now_ms: int) -> Reading:
    """Return the reading that a request asks for. Raises UnknownNameError and NoLearnerError."""
    known = banks_in_store(store)
    bank = _named(known, request.bank) if request.bank else None
    chapter_id, chapter = _chapter(store, known, bank, request.chapter) if request.chapter else ("", "")
    if request.group is not None and request.group not in groups(store):
        raise UnknownNameError(request.group, groups(store))
    learner = find_learner(store, request.learner) if request.learner else None
    scope = Scope(
        learner_id=learner.id if learner else None,
        group=request.group,
        bank_id=bank.id if bank else "",
        chapter_id=chapter_id,
        first_day=request.first_day,
        last_day=request.last_day,
    )
    titles = [bank.title if bank else "", chapter, request.group or "", learner.name if learner else ""]
    shown = [bank] if bank else list(known)
    return Reading(
        store=store,
        scope=scope,
        banks=tuple(shown),
        learners=(learner,) if learner else learners(store, group=request.group, retired=False),
        titles=tuple(title for title in titles if title),
        now_ms=now_ms,
    )


def _named(known: Sequence[BankInStore], name: str) -> BankInStore:
    found = next((bank for bank in known if name in {bank.id, bank.title}), None)
    if found is None:
        raise UnknownNameError(name, (bank.title for bank in known))
    return found


def _chapter(store: Store, known: Sequence[BankInStore], bank: BankInStore | None, name: str) -> tuple[str, str]:
    chapters = [one for own in ([bank] if bank else known) for one in outline(store, own.id, 1)]
    found = next((one for one in chapters if name in {one.id, one.title}), None)
    if found is None:
        raise UnknownNameError(name, (one.title for one in chapters))
    return found.id, found.title


@dataclass(frozen=True)
class Plan:
    """What a learner has to learn: cards of all decks, and whether the pace is too slow for an exam."""

    cards: int
    late: bool


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a report is made from; `learners` are the active ones in scope, who get a row each."""

    store: Store
    scope: Scope
    banks: tuple[BankInStore, ...]
    learners: tuple[Learner, ...]
    titles: tuple[str, ...]
    now_ms: int

    @cached_property
    def language(self) -> Language:
        """The language of the (first) bank shown."""
        return Language(self.banks[0].language) if self.banks else Language.EN

    @cached_property
    def today_of(self) -> dict[LearnerId, StudyDay]:
        """Each learner's study day."""
        return {learner.id: study_day(self.now_ms, learner.calendar) for learner in self.learners}

    @cached_property
    def today(self) -> StudyDay:
        """The day on which most learners are."""
        days = Counter(self.today_of.values())
        return days.most_common(1)[0][0] if days else study_day(self.now_ms, Calendar())

    @cached_property
    def people(self) -> dict[LearnerId, Learner]:
        """The learners by id."""
        return {learner.id: learner for learner in self.learners}

    @cached_property
    def efforts(self) -> dict[LearnerId, Effort]:
        """What everybody in scope did, also those who have left."""
        return statistics.learner_efforts(self.store, self.scope)

    @cached_property
    def days(self) -> dict[LearnerId, tuple[StudyDay, ...]]:
        """The days on which everybody in scope studied."""
        return statistics.study_days(self.store, self.scope)

    @cached_property
    def begun(self) -> dict[LearnerId, int]:
        """How many cards each learner began in the last PACE_DAYS days."""
        return statistics.begun_since(self.store, self.scope, StudyDay(self.today - PACE_DAYS + 1))

    @cached_property
    def standings(self) -> dict[LearnerId, Standing]:
        """How each learner's cards stand today."""
        return self._standings(self.scope)

    def _standings(self, scope: Scope) -> dict[LearnerId, Standing]:
        found = {}
        for zone, minutes in standing.calendars(self.store):
            calendar = Calendar(time_zone=zone, rollover_minutes=minutes)
            today = study_day(self.now_ms, calendar)
            only = calendar if len(standing.calendars(self.store)) > 1 else None
            for one in standing.standings(self.store, scope, today, only):
                found[one.learner_id] = one
        return found

    @cached_property
    def plans(self) -> dict[LearnerId, Plan]:
        """Return what each learner has to learn, and whether their pace is too slow for an exam's date."""
        all_decks = decks(self.store)
        cards = standing.cards_in_use(self.store, self.scope)
        by_bank = {
            deck.bank_id: self._standings(replace(self.scope, bank_id=deck.bank_id))
            for deck in all_decks
            if deck.options.exam_day is not None
        }
        return {
            learner.id: self._plan(learner, decks_for(all_decks, learner), cards, by_bank) for learner in self.learners
        }

    def _plan(
        self,
        learner: Learner,
        own: Sequence[Deck],
        cards: Mapping[str, int],
        by_bank: Mapping[str, Mapping[LearnerId, Standing]],
    ) -> Plan:
        late = False
        for deck in own:
            left = -1 if deck.options.exam_day is None else deck.options.exam_day - self.today_of[learner.id]
            if left < 0 or deck.bank_id not in cards:
                continue
            state = by_bank[deck.bank_id].get(learner.id)
            unseen = cards[deck.bank_id] - (state.seen if state else 0)
            late |= unseen > self.begun.get(learner.id, 0) / PACE_DAYS * left
        return Plan(sum(cards.get(deck.bank_id, 0) for deck in own), late)
