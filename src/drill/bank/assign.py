"""Fill in missing ids in a file's text, and touch nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from drill.bank.decode import plan_of
from drill.bank.nodes import fields, read_document, walk
from drill.bank.shape import record_of, records_in
from drill.errors import BadInputError
from drill.model.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable


def ids_in(path: str, text: str) -> set[str]:
    """Return every id written in a file of a bank. Raises BadInputError if it is not YAML."""
    return {
        value.value
        for node in _nodes(path, text)
        for name, value in (node.value if isinstance(node, yaml.MappingNode) else ())
        if name.value == "id" and isinstance(value.value, str)
    }


def assign_ids(path: str, text: str, below: Callable[[int], int], taken: set[str]) -> tuple[str, int]:
    """Return `text` with an id for every record that has none, and how many were filled in.

    `taken` are ids used anywhere in the bank; the new ones are added to it. `below(n)` draws an integer in [0, n).
    Comments, order, quoting and line ends stay as they are. Raises BadInputError if the text is not YAML.
    """
    record = record_of(path)
    nodes = _nodes(path, text)
    if record is None or not nodes:
        return text, 0
    edits: list[tuple[int, int, str]] = []
    for node, kind in records_in(nodes[0], record):
        if "id" not in {plan.name for plan in plan_of(kind)}:
            continue
        written = fields(node).get("id")
        if written is not None and (written.value or not isinstance(written, yaml.ScalarNode)):
            continue
        fresh = new_id(below, taken)
        taken.add(fresh)
        edits.append(_empty_id(text, written, fresh) if written is not None else _new_line(text, node, fresh))
    for start, end, replacement in reversed(edits):
        text = text[:start] + replacement + text[end:]
    return text, len(edits)


def _nodes(path: str, text: str) -> list[yaml.Node]:
    document = read_document(path, text)
    if document.problems:
        raise BadInputError(document.problems)
    return walk(document.root) if document.root else []


def _empty_id(text: str, node: yaml.ScalarNode, fresh: str) -> tuple[int, int, str]:
    """Fill in `id:` that stands there without a value, or with an empty quoted one."""
    colon = text.rindex(":", 0, node.start_mark.index + 1)
    end = max(colon + 1, int(node.end_mark.index)) if node.style else colon + 1
    return colon + 1, end, f" {fresh}"


def _new_line(text: str, node: yaml.MappingNode, fresh: str) -> tuple[int, int, str]:
    """Put the id in front of the mapping's first field, in its style."""
    start = int(node.start_mark.index)
    if node.flow_style:
        return start + 1, start + 1, f"id: {fresh}, " if node.value else f"id: {fresh}"
    newline = "\r\n" if "\r\n" in text else "\n"
    return start, start, f"id: {fresh}{newline}{' ' * int(node.start_mark.column)}"
