"""What came back from exams: forms as they were printed, attempts at them and their responses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from drill.model.bank import ItemKind
    from drill.model.learner import LearnerId, StudyDay
    from drill.model.review import OperationId

FormId = NewType("FormId", int)
AttemptId = NewType("AttemptId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedItem:
    """An item as one form printed it: `number` from 1, `key` and `option_order` as resolved on this form.

    `option_order` lists the bank's option positions in printed order, so that letters of different forms compare.
    """

    number: int
    item_id: str
    kind: ItemKind
    points: int
    key: str
    option_order: tuple[int, ...]
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedForm:
    """One form of a making, known by fingerprint and code."""

    bank_id: str
    exam_id: str
    exam_name: str
    fingerprint: str
    code: str
    points: int
    pass_points: int | None
    items: tuple[RecordedItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedResponse:
    """A response as given (`raw`) and as understood (`letters`, in the bank's option order), with what it earned.

    `right` is None where a response can be partly right and was. `taken_ms` is None where it was not timed.
    """

    number: int
    item_id: str
    raw: str
    letters: str
    points: float
    right: bool | None
    taken_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One learner's paper. The same `operation_id` is taken in once; `replaces` names an attempt it corrects."""

    operation_id: OperationId
    form_id: FormId
    learner_id: LearnerId
    study_day: StudyDay
    points: float
    responses: tuple[RecordedResponse, ...]
    recorded_at_ms: int
    taken_ms: int | None = None
    replaces: AttemptId | None = None
    id: AttemptId | None = None
