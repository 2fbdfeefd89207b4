"""Where the parts of a YAML file stand in its text: whole lines of fields and of list entries, comments included."""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml


class Stretch(NamedTuple):
    """Characters [start, end) of a text."""

    start: int
    end: int


def newline_of(text: str) -> str:
    """Return the line end that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def content_end(text: str, node: yaml.Node) -> int:
    """Return the end of the last line of a node, before blank lines and comments that follow it."""
    last = node
    while isinstance(last, yaml.CollectionNode) and last.value and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    newline = text.find("\n", value_span(text, last).end)
    return len(text) if newline < 0 else newline + 1


def value_span(text: str, node: yaml.Node) -> Stretch:
    """Return where a scalar or a bracketed collection stands; a block scalar ends with its last word."""
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if getattr(node, "style", None) in {"|", ">"}:
        end = start + len(text[start:end].rstrip())
    return Stretch(start, end)


def line_start(text: str, node: yaml.Node) -> int:
    """Return where the line begins on which a node starts."""
    return text.rfind("\n", 0, node.start_mark.index) + 1


def entry_chunks(text: str, node: yaml.SequenceNode) -> list[Stretch]:
    """Return the whole lines of each entry of a block list, with the comments directly above it.

    The chunks leave no gap: what stands between two entries and belongs to neither stays with the first.
    """
    column = int(node.start_mark.column)
    dash = re.compile(rf"^ {{{column}}}-(?=\s)", re.MULTILINE)
    comment = re.compile(rf" {{0,{column}}}#.*\n")
    starts: list[int] = []
    previous = line_start(text, node)
    for child in node.value:
        found = dash.search(text, previous)
        start = found.start() if found and starts else previous
        floor = previous if starts else 0
        while start > floor and comment.fullmatch(text, above := text.rfind("\n", 0, start - 1) + 1, start):
            start = above
        starts.append(start)
        previous = content_end(text, child)
    return [Stretch(*ends) for ends in zip(starts, [*starts[1:], content_end(text, node)], strict=True)]
