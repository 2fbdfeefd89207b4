"""Which record a file of a bank holds, and which records stand where inside it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, get_args, get_origin

import yaml

from drill.bank.decode import plan_of
from drill.bank.nodes import fields
from drill.model.bank import Bank, Blueprint, Chapter, Item

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "bank.yaml"
FOLDERS = ("facts", "items", "exams")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ItemFile:
    """What a file under `items/` holds."""

    items: tuple[Item, ...]


def record_of(path: str) -> type | None:
    """Return the record that the file `path` (relative to the bank) holds, None if it is no file of a bank."""
    folder, _, _ = path.partition("/")
    if path == HEADER:
        return Bank
    return {"facts": Chapter, "items": ItemFile, "exams": Blueprint}.get(folder)


def records_in(node: yaml.Node, record: type) -> Iterator[tuple[yaml.MappingNode, type]]:
    """Yield each mapping of the tree that should be a record, with its type, in document order."""
    if not isinstance(node, yaml.MappingNode):
        return
    yield node, record
    values = fields(node)
    for plan in plan_of(record):
        if (child := values.get(plan.name)) is None:
            continue
        inner = _record_within(plan.type)
        if inner is None:
            continue
        children = child.value if isinstance(child, yaml.SequenceNode) else [child]
        for one in children:
            yield from records_in(one, inner)


def _record_within(annotation: Any) -> type | None:  # noqa: ANN401 - any annotation of a record's field
    """Return the record type a field holds, alone or in a list."""
    if dataclasses.is_dataclass(annotation) and isinstance(annotation, type):
        return annotation
    if get_origin(annotation) is tuple:
        return _record_within(get_args(annotation)[0])
    return None
