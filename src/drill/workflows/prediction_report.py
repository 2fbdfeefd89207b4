"""What the memory model promised for exams that were sat, and what came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drill.exam.prediction import Prediction, applied_share, predict
from drill.model.report import Column, Table, Unit
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.replay import replay
from drill.store.exams import attempts, forms
from drill.store.log import feeding, log_blocks, rated_log
from drill.store.parameters import parameters_by_learner
from drill.store.standing import facts_of_cards
from drill.workflows.store_file import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.attempt import Attempt, FormId, RecordedForm
    from drill.model.deck import CardId
    from drill.model.learner import Learner, LearnerId, StudyDay
    from drill.model.log import LogColumns
    from drill.model.report import Value
    from drill.store.opening import Store

COLUMNS = (
    Column("exam", Unit.TEXT),
    Column("form", Unit.TEXT),
    Column("day", Unit.DAY),
    Column("group", Unit.TEXT),
    Column("learner", Unit.TEXT),
    Column("expected", Unit.NUMBER),
    Column("score", Unit.NUMBER),
    Column("difference", Unit.NUMBER),
    Column("points"),
)


@dataclass(frozen=True, slots=True)
class Predictions:
    """The table of predictions, and the share of recall that examinees turned into points (`exam.prediction`)."""

    table: Table
    applied: float


def prediction_table(store: Store, people: Mapping[LearnerId, Learner], bank_id: str) -> Predictions:
    """Return a row for each paper of these learners: the score expected on the eve of the exam, and the score."""
    kept = forms(store, bank_id or None)
    taken = [one for one in attempts(store, bank_id=bank_id or None) if one.learner_id in people]
    predicted = _predictions(store, kept, taken)
    applied = applied_share(predicted, [one.points for one in taken])
    rows = [
        _row(kept[one.form_id], one, people[one.learner_id], prediction.expected(applied))
        for one, prediction in zip(taken, predicted, strict=True)
    ]
    return Predictions(
        Table("predictions", COLUMNS, tuple(sorted(rows, key=lambda row: -abs(float(row[7] or 0))))), applied
    )


def _row(form: RecordedForm, attempt: Attempt, learner: Learner, expected: float) -> tuple[Value, ...]:
    difference = attempt.points - expected
    who = (learner.group, learner.name)
    return (form.exam_name, form.code, attempt.study_day, *who, expected, attempt.points, difference, form.points)


def _predictions(store: Store, kept: Mapping[FormId, RecordedForm], taken: Sequence[Attempt]) -> list[Prediction]:
    facts_of = {form.bank_id: facts_of_cards(store, form.bank_id) for form in kept.values()}
    learner_ids = sorted({one.learner_id for one in taken})
    with store.read() as connection:
        parameters = parameters_by_learner(connection, DEFAULTS)
        logs = dict(zip(learner_ids, log_blocks(connection, learner_ids), strict=True))
    found = []
    for one in taken:
        form = kept[one.form_id]
        model = Fsrs6(parameters.get(one.learner_id, DEFAULTS).weights)
        recall = _fact_recall(_card_recall(logs[one.learner_id], one.study_day, model), facts_of[form.bank_id])
        average = sum(recall.values()) / len(recall) if recall else 0.0
        found.append(predict(form, recall, average))
    return found


def _card_recall(log: LogColumns, day: StudyDay, model: Fsrs6) -> dict[int, float]:
    """Return the recall on `day` of each card that had been rated before that day."""
    fed = feeding(log) & (log.study_days < day)
    rated = rated_log(log, fed)
    seen = np.flatnonzero(np.diff(rated.starts))
    if not len(seen):
        return {}
    stability = replay(rated, model.weights).stability[seen]
    elapsed = day - rated.study_days[rated.starts[seen + 1] - 1].astype(np.int64)
    recall = model.recall(stability, elapsed)
    return dict(zip(log.card_ids[log.starts[seen]].tolist(), recall.tolist(), strict=True))


def _fact_recall(by_card: Mapping[int, float], facts_of: Mapping[CardId, tuple[str, ...]]) -> dict[str, float]:
    """Return the mean recall of each fact's cards, unseen ones counting 0."""
    sums: dict[str, list[float]] = {}
    for card_id, facts in facts_of.items():
        for fact in facts:
            sums.setdefault(fact, []).append(by_card.get(card_id, 0.0))
    return {fact: sum(values) / len(values) for fact, values in sums.items()}
