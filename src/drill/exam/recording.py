"""Made forms and given responses as the store keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.exam.analysis import FALSE, TRUE
from drill.exam.given import bank_letters, read_response
from drill.exam.scoring import points_for, share_for
from drill.model.attempt import RecordedForm, RecordedItem, RecordedResponse
from drill.model.bank import ItemKind, TrueFalseAnswer

if TYPE_CHECKING:
    from drill.model.exam import Form, FormItem, Making


def recorded_form(making: Making, form: Form) -> RecordedForm:
    """Return a form of `making` as the store keeps it."""
    return RecordedForm(
        bank_id=making.bank_id,
        exam_id=making.exam_id,
        exam_name=making.exam_name,
        fingerprint=making.fingerprint,
        code=form.code,
        points=sum(entry.points for entry in form.items),
        pass_points=making.papers[0].pass_points,
        items=tuple(_recorded_item(entry) for entry in form.items),
    )


def _recorded_item(entry: FormItem) -> RecordedItem:
    return RecordedItem(
        number=entry.number,
        item_id=entry.item.id,
        kind=entry.item.kind,
        points=entry.points,
        key=_printed_key(entry),
        option_order=entry.option_order or entry.right_order,
        fact_ids=entry.item.facts,
    )


def _printed_key(entry: FormItem) -> str:
    """Return the key in printed letters; T or F for true/false; '' where a key is words or awards."""
    match entry.item.kind:
        case ItemKind.TRUE_FALSE:
            return TRUE if entry.item.answer == TrueFalseAnswer(value=True) else FALSE
        case ItemKind.MATCHING:
            return entry.match_letters
        case ItemKind.ORDERING:
            return entry.step_letters
        case _:
            return entry.key_letters


def recorded_response(entry: FormItem, text: str, taken_ms: int | None = None) -> RecordedResponse:
    """Return a response as the store keeps it, scored. Raises UnreadableResponseError."""
    response = read_response(entry, text)
    share = share_for(entry, response)
    return RecordedResponse(
        number=entry.number,
        item_id=entry.item.id,
        raw=text.strip(),
        letters=bank_letters(entry, response),
        points=points_for(entry, response),
        right=True if share == 1 else False if share == 0 else None,
        taken_ms=taken_ms,
    )
