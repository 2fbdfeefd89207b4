"""An item on a form as plain data and back: what is printed, in printed order, with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drill.model.bank import (
    FillInAnswer,
    Item,
    ItemKind,
    MatchingAnswer,
    Option,
    OrderingAnswer,
    Origin,
    ScoringPoint,
    ShortAnswer,
    TrueFalseAnswer,
    Use,
    Waiver,
)
from drill.model.exam import FormItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.bank import Answer

Entry = dict[str, object]


def item_entry(entry: FormItem) -> Entry:
    """Return an item of a form as JSON-able data."""
    item = entry.item
    return {
        "number": entry.number,
        "item_id": item.id,
        "kind": item.kind.value,
        "origin": item.origin.value,
        "fact_ids": list(item.facts),
        "points": entry.points,
        "stem": item.stem,
        **_answer_entry(entry),
        "rationale": item.rationale,
        "facility": item.facility,
        "bank_item": {
            "points": item.points,
            "use": item.use.value,
            "tags": list(item.tags),
            "enemies": list(item.enemies),
            "waivers": [{"check": waiver.check, "reason": waiver.reason} for waiver in item.waivers],
            "withdrawn": item.withdrawn,
        },
    }


def item_from(data: Mapping[str, Any]) -> FormItem:
    """Return the item that `item_entry` recorded. Raises KeyError, TypeError or ValueError if it is damaged."""
    kept = data["bank_item"]
    kind = ItemKind(data["kind"])
    options = data["options"] if kind.has_options else []
    item = Item(
        id=data["item_id"],
        kind=kind,
        facts=tuple(data["fact_ids"]),
        stem=data["stem"],
        options=tuple(
            Option(text=option["text"], key=option["is_key"], why=option["why"]) for option in _in_bank_order(options)
        ),
        answer=_answer_from(kind, data),
        rationale=data["rationale"],
        points=kept["points"],
        use=Use(kept["use"]),
        tags=tuple(kept["tags"]),
        facility=data["facility"],
        enemies=tuple(kept["enemies"]),
        waivers=tuple(Waiver(check=waiver["check"], reason=waiver["reason"]) for waiver in kept["waivers"]),
        withdrawn=kept["withdrawn"],
        origin=Origin(data["origin"]),
    )
    return FormItem(
        number=data["number"],
        item=item,
        points=data["points"],
        option_order=_positions(options),
        left_order=_positions(data.get("lefts", [])),
        right_order=_positions(data.get("rights", data.get("steps", []))),
    )


def _answer_entry(entry: FormItem) -> Entry:
    """Return what an item's kind prints, and its key: letters where letters are printed, else the answer itself."""
    match entry.item.answer:
        case TrueFalseAnswer(value=value):
            return {"key": value}
        case FillInAnswer(blanks=blanks):
            return {"key": [list(accepted) for accepted in blanks]}
        case MatchingAnswer(pairs=pairs, extras=extras):
            return {
                "lefts": _texts([left for left, _ in pairs], entry.left_order),
                "rights": _texts([*(right for _, right in pairs), *extras], entry.right_order),
                "key": entry.match_letters,
            }
        case OrderingAnswer(steps=steps):
            return {"steps": _texts(steps, entry.right_order), "key": entry.step_letters}
        case ShortAnswer(scoring=scoring):
            return {"key": [{"text": point.text, "points": point.points} for point in scoring]}
        case _:
            options = [
                {"text": option.text, "position": position, "is_key": option.key, "why": option.why}
                for position in entry.option_order
                for option in [entry.item.options[position]]
            ]
            return {"options": options, "key": entry.key_letters}


def _answer_from(kind: ItemKind, data: Mapping[str, Any]) -> Answer | None:
    key = data["key"]
    match kind:
        case ItemKind.TRUE_FALSE:
            return TrueFalseAnswer(value=key)
        case ItemKind.FILL_IN:
            return FillInAnswer(blanks=tuple(tuple(accepted) for accepted in key))
        case ItemKind.MATCHING:
            lefts = [left["text"] for left in _in_bank_order(data["lefts"])]
            rights = [right["text"] for right in _in_bank_order(data["rights"])]
            return MatchingAnswer(
                pairs=tuple(zip(lefts, rights[: len(lefts)], strict=True)), extras=tuple(rights[len(lefts) :])
            )
        case ItemKind.ORDERING:
            return OrderingAnswer(steps=tuple(step["text"] for step in _in_bank_order(data["steps"])))
        case ItemKind.SHORT_ANSWER:
            return ShortAnswer(scoring=tuple(ScoringPoint(text=point["text"], points=point["points"]) for point in key))
        case _:
            return None


def _texts(texts: Sequence[str], order: Sequence[int]) -> list[Entry]:
    return [{"text": texts[position], "position": position} for position in order]


def _positions(printed: Sequence[Mapping[str, Any]]) -> tuple[int, ...]:
    return tuple(entry["position"] for entry in printed)


def _in_bank_order(printed: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what is printed in the order of the bank's item. Raises ValueError unless every position is there once."""
    if sorted(_positions(printed)) != list(range(len(printed))):
        message = f"positions {list(_positions(printed))} leave a gap"
        raise ValueError(message)
    return sorted(printed, key=lambda entry: int(entry["position"]))
