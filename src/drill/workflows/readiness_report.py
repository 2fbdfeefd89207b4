"""Exam readiness of learners and groups, from what each recalls today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drill.exam.readiness import FactRecall, mean_readiness, readiness
from drill.model.report import Column, Table, Unit
from drill.schedule.fsrs6 import Fsrs6
from drill.store.parameters import parameters_by_learner
from drill.store.standing import facts_of_cards, memory
from drill.workflows.generated import generate_bank
from drill.workflows.make_exam import find_exam
from drill.workflows.store_file import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from drill.exam.readiness import Readiness
    from drill.model.bank import Blueprint
    from drill.model.deck import CardId
    from drill.model.learner import Learner, LearnerId, StudyDay
    from drill.model.report import Value
    from drill.model.statistics import Scope
    from drill.store.opening import Store
    from drill.workflows.generated import GeneratedBank

COLUMNS = (
    Column("exam", Unit.TEXT),
    Column("group", Unit.TEXT),
    Column("learner", Unit.TEXT),
    Column("expected", Unit.NUMBER),
    Column("low", Unit.NUMBER),
    Column("high", Unit.NUMBER),
    Column("points"),
    Column("pass_points"),
    Column("pass_chance", Unit.SHARE),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """For which exams of which bank folder readiness is asked ('' for all), and how much of recall is `applied`."""

    root: Path
    exam: str = ""
    applied: float = 1.0


def readiness_table(
    store: Store, scope: Scope, learners: Sequence[Learner], today: Mapping[LearnerId, StudyDay], wanted: Wanted
) -> Table:
    """Return a row for each group (its mean, `learner` '') and each learner, for each exam asked for."""
    made = generate_bank(wanted.root)
    exams = [find_exam(made.bank, wanted.exam)] if wanted.exam else list(made.bank.exams)
    recalled = fact_recall(store, scope, made.bank.id, learners, today)
    rows: list[tuple[Value, ...]] = []
    for exam in exams:
        found = readiness(exam, made.items, _chapters(made), recalled, applied=wanted.applied)
        rows += _rows(exam, learners, found)
    return Table("readiness", COLUMNS, tuple(rows))


def fact_recall(
    store: Store, scope: Scope, bank_id: str, learners: Sequence[Learner], today: Mapping[LearnerId, StudyDay]
) -> FactRecall:
    """Return what each learner recalls of each fact of a bank: the mean over its cards, unseen ones counting 0."""
    facts_of = facts_of_cards(store, bank_id)
    facts = tuple(sorted({fact for found in facts_of.values() for fact in found}))
    by_card = _card_recall(store, scope, learners, today, list(facts_of))
    place = {fact: at for at, fact in enumerate(facts)}
    belongs = np.zeros((len(facts_of), len(facts)))
    for row, found in enumerate(facts_of.values()):
        for fact in found:
            belongs[row, place[fact]] = 1
    return FactRecall(facts=facts, recall=by_card @ (belongs / np.maximum(belongs.sum(axis=0), 1)))


def _card_recall(
    store: Store,
    scope: Scope,
    learners: Sequence[Learner],
    today: Mapping[LearnerId, StudyDay],
    cards: Sequence[CardId],
) -> NDArray[np.float64]:
    """Return the recall of each card (column) by each learner (row), 0 for what was never seen."""
    recall = np.zeros((len(learners), len(cards)))
    seen = memory(store, scope)
    row_of = {learner.id: row for row, learner in enumerate(learners)}
    column_of = {card: column for column, card in enumerate(cards)}
    rows = np.array([row_of.get(one, -1) for one in seen.learner_ids.tolist()], dtype=np.int64)
    columns = np.array([column_of.get(one, -1) for one in seen.card_ids.tolist()], dtype=np.int64)
    with store.read() as connection:
        parameters = parameters_by_learner(connection, DEFAULTS)
    weights = [parameters.get(learner.id, DEFAULTS).weights for learner in learners]
    for one in sorted(set(weights)):
        of_these = np.array([weight == one for weight in weights])
        chosen = np.flatnonzero((rows >= 0) & (columns >= 0) & of_these[rows])
        days = np.array([today[learners[row].id] for row in rows[chosen].tolist()], dtype=np.int64)
        elapsed = np.maximum(days - seen.last_days[chosen], 0)
        recall[rows[chosen], columns[chosen]] = Fsrs6(one).recall(seen.stability[chosen], elapsed)
    return recall


def _chapters(made: GeneratedBank) -> dict[str, str]:
    return {f.id: chapter.id for chapter in made.bank.chapters for s in chapter.sections for f in s.facts}


def _rows(exam: Blueprint, learners: Sequence[Learner], found: Sequence[Readiness]) -> list[tuple[Value, ...]]:
    groups: dict[str, list[Readiness]] = {}
    for learner, one in zip(learners, found, strict=True):
        groups.setdefault(learner.group, []).append(one)
    rows = [_row(exam, group, "", mean_readiness(ones)) for group, ones in groups.items()]
    people = [_row(exam, learner.group, learner.name, one) for learner, one in zip(learners, found, strict=True)]
    return [*rows, *sorted(people, key=lambda row: float(row[3] or 0))]


def _row(exam: Blueprint, group: str, learner: str, ready: Readiness) -> tuple[Value, ...]:
    return (
        exam.title,
        group,
        learner,
        ready.expected,
        ready.low,
        ready.high,
        ready.points,
        exam.pass_points,
        ready.pass_chance,
    )
