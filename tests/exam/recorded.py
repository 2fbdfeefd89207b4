"""Recorded forms and attempts for tests of item analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.model.attempt import Attempt, FormId, RecordedForm, RecordedItem, RecordedResponse
from drill.model.bank import ItemKind
from drill.model.learner import LearnerId, StudyDay
from drill.model.review import operation_id

if TYPE_CHECKING:
    from collections.abc import Sequence

FORM = FormId(1)


def recorded_item(  # noqa: PLR0913 - a test names only what it is about
    number: int,
    *,
    name: str = "",
    kind: ItemKind = ItemKind.SINGLE_CHOICE,
    points: int = 1,
    key: str = "A",
    order: tuple[int, ...] = (0, 1, 2, 3),
) -> RecordedItem:
    return RecordedItem(
        number=number,
        item_id=name or f"item{number}",
        kind=kind,
        points=points,
        key=key,
        option_order=order,
        fact_ids=(),
    )


def recorded_form(items: Sequence[RecordedItem], *, code: str = "A", pass_points: int | None = None) -> RecordedForm:
    return RecordedForm(
        bank_id="bank",
        exam_id="exam",
        exam_name="test",
        fingerprint="F0",
        code=code,
        points=sum(item.points for item in items),
        pass_points=pass_points,
        items=tuple(items),
    )


def attempt(  # noqa: PLR0913 - a test names only what it is about
    learner: int,
    form: RecordedForm,
    points: Sequence[float],
    *,
    letters: Sequence[str] = (),
    form_id: FormId = FORM,
    taken_ms: int | None = None,
) -> Attempt:
    responses = tuple(
        RecordedResponse(
            number=item.number,
            item_id=item.item_id,
            raw=letters[at] if letters else "x",
            letters=letters[at] if letters else "",
            points=earned,
            right=True if earned == item.points else False if earned == 0 else None,
            taken_ms=taken_ms,
        )
        for at, (item, earned) in enumerate(zip(form.items, points, strict=True))
    )
    return Attempt(
        operation_id=operation_id("attempt", str(learner), form.code),
        form_id=form_id,
        learner_id=LearnerId(learner),
        study_day=StudyDay(20_000),
        points=sum(points),
        responses=responses,
        recorded_at_ms=0,
        taken_ms=None if taken_ms is None else taken_ms * len(points),
    )
