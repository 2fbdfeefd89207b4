"""Records of a bank as the plain data that stands in its files: defaults left out, enums by value."""

from __future__ import annotations

import dataclasses
from enum import Enum
from typing import Any

from drill.bank.parse import HIDDEN
from drill.model.bank import (
    Answer,
    FillInAnswer,
    Item,
    OrderingAnswer,
    ShortAnswer,
    Span,
    TrueFalseAnswer,
)

Plain = str | int | float | bool | list["Plain"] | dict[str, "Plain"]


class Inline(list[Plain]):
    """A list written on one line: [a, b]."""


# Lists of ids, tags and other short words read best on one line.
_INLINE_FIELDS = frozenset({"tags", "facts", "enemies", "accept", "off", "distractors", "never"})


def to_plain(record: object) -> dict[str, Plain]:
    """Return a record (a bank's header, chapter, item or blueprint) as it is written in a file."""
    plain: dict[str, Plain] = {}
    for field in dataclasses.fields(record):  # type: ignore[arg-type] # any dataclass instance
        value = getattr(record, field.name)
        if (type(record), field.name) in HIDDEN:
            if isinstance(record, Item) and field.name == "answer" and record.answer is not None:
                plain["answer"] = answer_to_plain(record.answer)
            continue
        if _is_default(field, value):
            continue
        plain[field.name] = _value(value, inline=field.name in _INLINE_FIELDS)
    return plain


def _is_default(field: dataclasses.Field[Any], value: object) -> bool:
    if field.default is not dataclasses.MISSING:
        return bool(value == field.default)
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return False


def _value(value: Any, *, inline: bool) -> Plain:  # noqa: ANN401 - any field of a record
    match value:
        case Enum():
            return str(value.value)
        case Span():
            return Inline(value)
        case tuple():
            # A pair within a list ([left, right] of a matching item) stays on one line.
            entries = [_value(v, inline=True) for v in value]
            return Inline(entries) if inline and all(isinstance(e, str) for e in entries) else entries
        case str() | int() | float():
            return value
        case _:
            return to_plain(value)


def answer_to_plain(answer: Answer) -> Plain:
    """Return an answer as it is written in an item file."""
    match answer:
        case TrueFalseAnswer():
            return answer.value
        case FillInAnswer():
            return [blank[0] if len(blank) == 1 else Inline(blank) for blank in answer.blanks]
        case OrderingAnswer():
            return list(answer.steps)
        case ShortAnswer():
            return [to_plain(point) for point in answer.scoring]
        case _:
            return to_plain(answer)
