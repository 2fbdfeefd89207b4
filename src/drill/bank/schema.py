"""JSON Schemas of a bank's files, generated from the model, so that editors complete and check them."""

from __future__ import annotations

import inspect
import types
import typing
from enum import Enum
from typing import Any, get_args, get_origin

from drill.bank.decode import plan_of
from drill.bank.parse import HIDDEN
from drill.bank.shape import ItemFile
from drill.model.bank import Bank, Blueprint, Chapter, Item, MatchingAnswer, ScoringPoint
from drill.model.ids import ID_PATTERN

Schema = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
# A number written without quotes reads as a text here, so editors should not complain of it.
_SCALARS: dict[type, Schema] = {
    str: {"type": ["string", "number"]},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
}


def schemas() -> dict[str, Schema]:
    """Return the JSON Schema of each kind of file, by the file name it has in a bank's `schema/` folder."""
    roots: dict[str, type] = {"bank": Bank, "facts": Chapter, "items": ItemFile, "exam": Blueprint}
    return {f"{name}.schema.json": _document(root) for name, root in roots.items()}


def _document(root: type) -> Schema:
    definitions: dict[str, Schema] = {}
    body = _record(root, definitions)
    return {"$schema": _DRAFT, "title": root.__name__, **body, "$defs": dict(sorted(definitions.items()))}


def _record(record: type, definitions: dict[str, Schema]) -> Schema:
    plans = [plan for plan in plan_of(record) if (record, plan.name) not in HIDDEN]
    properties = {plan.name: _value(plan.type, definitions) for plan in plans}
    if "id" in properties:
        properties["id"] = {"type": "string", "pattern": ID_PATTERN}
    if record is Item:
        properties["answer"] = _answer(definitions)
    return {
        "description": inspect.cleandoc(record.__doc__ or ""),
        "type": "object",
        "properties": properties,
        # Ids may be missing while a person writes: `drill bank ids` fills them in.
        "required": [plan.name for plan in plans if plan.required and plan.name != "id"],
        "additionalProperties": False,
    }


def _value(annotation: Any, definitions: dict[str, Schema]) -> Schema:  # noqa: ANN401 - any annotation of the model
    origin = get_origin(annotation)
    if origin in {types.UnionType, typing.Union}:
        members = [a for a in get_args(annotation) if a is not type(None)]
        if len(members) > 1:
            return {"enum": sorted({value for enum in members for value in _value(enum, definitions)["enum"]})}
        annotation = members[0]
        origin = get_origin(annotation)
    if origin is tuple:
        return _list(get_args(annotation), definitions)
    if annotation in _SCALARS:
        return dict(_SCALARS[annotation])
    if issubclass(annotation, Enum):
        return {"enum": [member.value for member in annotation]}
    if hasattr(annotation, "_fields"):
        return {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2}
    return _reference(annotation, definitions)


def _list(inner: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    schema: Schema = {"type": "array", "items": _value(inner[0], definitions)}
    if inner[-1] is not Ellipsis:
        schema |= {"minItems": len(inner), "maxItems": len(inner)}
    return schema


def _reference(record: type, definitions: dict[str, Schema]) -> Schema:
    definitions[record.__name__] = _record(record, definitions)
    return {"$ref": f"#/$defs/{record.__name__}"}


def _answer(definitions: dict[str, Schema]) -> Schema:
    """Describe `answer` as it is written, by kind of item (see docs/bank-format.md)."""
    texts: Schema = {"type": "array", "items": _SCALARS[str]}
    return {
        "description": "true_false: true or false; fill_in: one entry a blank; ordering: the steps in order; "
        "short_answer: scoring points; matching: pairs and extras.",
        "anyOf": [
            _SCALARS[bool],
            {"type": "array", "items": {"anyOf": [_SCALARS[str], texts]}},
            {"type": "array", "items": _reference(ScoringPoint, definitions)},
            _reference(MatchingAnswer, definitions),
        ],
    }
