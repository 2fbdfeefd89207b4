"""Fill in missing ids in a file's text, and touch nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from drill.bank.decode import plan_of
from drill.bank.lines import newline_of
from drill.bank.nodes import fields, is_null, read_document, walk
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
        if written is not None and not _is_empty(written):
            continue
        fresh = new_id(below, taken)
        taken.add(fresh)
        edits.append(_empty_id(text, written, fresh) if written is not None else _new_line(text, node, fresh))
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text, len(edits)


def _nodes(path: str, text: str) -> list[yaml.Node]:
    document = read_document(path, text)
    if document.problems:
        raise BadInputError(document.problems)
    return walk(document.root) if document.root else []


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and (not node.value.strip() or is_null(node))


def _empty_id(text: str, node: yaml.Node, fresh: str) -> tuple[int, int, str]:
    """Fill in `id:` that stands there without a value, with null or with empty quotes."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    lead = "" if text[start - 1] == " " else " "
    return start, start + len(text[start:end].rstrip()), f"{lead}{fresh}"


def _new_line(text: str, node: yaml.MappingNode, fresh: str) -> tuple[int, int, str]:
    """Put the id in front of the mapping's first field, in its style."""
    start = int(node.start_mark.index)
    if node.flow_style:
        return start + 1, start + 1, f"id: {fresh}, " if node.value else f"id: {fresh}"
    return start, start, f"id: {fresh}{newline_of(text)}{' ' * int(node.start_mark.column)}"
