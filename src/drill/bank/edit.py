"""Change some values in a file's text and leave every other character, comments above all, as it was.

The wanted content is compared with the file's node tree; only what differs is replaced, inserted or removed, by the
character spans of the nodes. Records in a list are matched by their `id`, so a moved record carries its comments along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from drill.bank.format import dump
from drill.bank.nodes import fields, read_document
from drill.errors import BadInputError

if TYPE_CHECKING:
    from drill.bank.plain import Plain


@dataclass(frozen=True, slots=True, order=True)
class _Edit:
    """Replace the characters [start, end) by `text`."""

    start: int
    end: int
    text: str


def edit_file(path: str, text: str, wanted: dict[str, Plain]) -> str:
    """Return `text` changed so that it reads as `wanted`. Raises BadInputError if it is not YAML."""
    document = read_document(path, text)
    if document.problems or not isinstance(document.root, yaml.MappingNode):
        raise BadInputError(document.problems)
    editor = _Editor(text)
    editor.mapping(document.root, wanted)
    return editor.result()


def _plain(node: yaml.Node) -> Plain:
    """Return a node's content, scalars as their text."""
    if isinstance(node, yaml.MappingNode):
        return {str(name.value): _plain(value) for name, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    return str(node.value).strip()


def _as_text(plain: Plain) -> Plain:
    """Return plain data with every scalar as the text YAML would show, to compare with `_plain`."""
    match plain:
        case dict():
            return {name: _as_text(value) for name, value in plain.items()}
        case list():
            return [_as_text(value) for value in plain]
        case bool():
            return "true" if plain else "false"
        case _:
            return str(plain)


class _Editor:
    """Collects the edits that turn one file's nodes into the wanted content."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._edits: list[_Edit] = []

    def result(self) -> str:
        text = self._text
        for edit in sorted(self._edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def mapping(self, node: yaml.MappingNode, wanted: dict[str, Plain]) -> None:
        present = fields(node)
        new = {name: value for name, value in wanted.items() if name not in present}
        if node.flow_style and (new or present.keys() - wanted.keys()):
            self._replace(node, wanted)
            return
        for name, value in node.value:
            if name.value not in wanted:
                self._remove_lines(name, value)
            else:
                self._field(name, value, wanted[name.value])
        if new:
            self._insert_fields(node, new)

    def _field(self, name: yaml.Node, node: yaml.Node, wanted: Plain) -> None:
        if _plain(node) == _as_text(wanted):
            return
        if isinstance(node, yaml.MappingNode) and isinstance(wanted, dict):
            self.mapping(node, wanted)
        elif isinstance(node, yaml.SequenceNode) and isinstance(wanted, list) and self._by_id(node, wanted):
            return
        elif isinstance(node, yaml.ScalarNode) and not isinstance(wanted, (list, dict)):
            self._edits.append(_Edit(*self._scalar_span(name, node), " " + _scalar(wanted)))
        else:
            self._replace_field(name, node, wanted)

    def _by_id(self, node: yaml.SequenceNode, wanted: list[Plain]) -> bool:
        """Edit a block list of records that all have ids, record by record; False where that cannot be done."""
        present = {}
        for child in node.value:
            own = fields(child).get("id") if isinstance(child, yaml.MappingNode) else None
            if own is None:
                return False
            present[own.value] = child
        ids = [str(record["id"]) for record in wanted if isinstance(record, dict) and "id" in record]
        if node.flow_style or len(ids) != len(wanted) or not ids or not present:
            return False
        kept = [i for i in ids if i in present]
        if kept != [i for i in present if i in ids]:
            self._reorder(node, wanted)
            return True
        chunks = self._chunks(node)
        for own, chunk in zip(present, chunks, strict=True):
            if own not in ids:
                self._edits.append(_Edit(*chunk, ""))
        self._insert_records(node, wanted, list(present), chunks)
        for record in wanted:
            if isinstance(record, dict) and str(record["id"]) in present:
                self.mapping(present[str(record["id"])], record)
        return True

    def _insert_records(
        self, node: yaml.SequenceNode, wanted: list[Plain], present: list[str], chunks: list[tuple[int, int]]
    ) -> None:
        at = chunks[0][0]
        for record in wanted:
            if not isinstance(record, dict):
                continue
            if record["id"] in present:
                at = chunks[present.index(str(record["id"]))][1]
            else:
                self._edits.append(_Edit(at, at, self._record_text(node, record)))

    def _record_text(self, node: yaml.SequenceNode, record: Plain) -> str:
        lead = "" if self._text.endswith("\n") else "\n"
        return lead + _indented(dump([record]), self._dash_column(node))

    def _reorder(self, node: yaml.SequenceNode, wanted: list[Plain]) -> None:
        """Write the list anew in the wanted order, each kept record with its own lines and comments."""
        chunks = dict(zip((fields(c)["id"].value for c in node.value), self._chunks(node), strict=True))
        parts = []
        for record in wanted:
            own = str(record["id"]) if isinstance(record, dict) else ""
            if own in chunks:
                child = next(c for c in node.value if fields(c)["id"].value == own)
                parts.append(self._edited_chunk(chunks[own], child, record))
            else:
                parts.append(self._record_text(node, record))
        spans = list(chunks.values())
        self._edits.append(_Edit(spans[0][0], spans[-1][1], "".join(parts)))

    def _edited_chunk(self, chunk: tuple[int, int], child: yaml.MappingNode, record: Plain) -> str:
        inner = _Editor(self._text)
        if isinstance(record, dict):
            inner.mapping(child, record)
        text = self._text[chunk[0] : chunk[1]]
        for edit in sorted(inner._edits, reverse=True):
            text = text[: edit.start - chunk[0]] + edit.text + text[edit.end - chunk[0] :]
        return text if text.endswith("\n") else text + "\n"

    def _chunks(self, node: yaml.SequenceNode) -> list[tuple[int, int]]:
        """Return the whole lines of each record of a block list, comments directly above it included."""
        starts = [self._chunk_start(child) for child in node.value]
        return list(zip(starts, [*starts[1:], self._content_end(node)], strict=True))

    def _chunk_start(self, child: yaml.Node) -> int:
        start = self._text.rindex("-", 0, child.start_mark.index)
        start = self._text.rfind("\n", 0, start) + 1
        column = int(child.start_mark.column) - 2
        comment = re.compile(rf" {{{column},}}#.*\n")
        while start and comment.fullmatch(self._text, self._text.rfind("\n", 0, start - 1) + 1, start):
            start = self._text.rfind("\n", 0, start - 1) + 1
        return start

    def _content_end(self, node: yaml.Node) -> int:
        """Return the end of the last line of a node, before blank lines and comments that follow it."""
        last = node
        while isinstance(last, yaml.CollectionNode) and last.value and not last.flow_style:
            last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
        end = int(last.end_mark.index)
        if getattr(last, "style", None) in {"|", ">"}:
            end = len(self._text[:end].rstrip())
        newline = self._text.find("\n", max(end, 0))
        return len(self._text) if newline < 0 else newline + 1

    def _dash_column(self, node: yaml.SequenceNode) -> int:
        return int(node.start_mark.column)

    def _scalar_span(self, name: yaml.Node, node: yaml.ScalarNode) -> tuple[int, int]:
        start = self._text.index(":", name.end_mark.index) + 1
        end = max(int(node.end_mark.index), start)
        if node.style in {"|", ">"}:
            end = len(self._text[:end].rstrip())
        return start, end

    def _replace(self, node: yaml.Node, wanted: Plain) -> None:
        """Replace a flow mapping, which ends where its bracket closes, by one in the same style."""
        text = yaml.safe_dump(wanted, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf"))
        self._edits.append(_Edit(int(node.start_mark.index), int(node.end_mark.index), text.strip()))

    def _replace_field(self, name: yaml.Node, node: yaml.Node, wanted: Plain) -> None:
        start = self._line_start(name)
        prefix = self._text[start : name.start_mark.index]
        text = _indented(dump({str(name.value): wanted}), int(name.start_mark.column))
        self._edits.append(_Edit(start, self._content_end(node), prefix + text[len(prefix) :]))

    def _remove_lines(self, name: yaml.Node, node: yaml.Node) -> None:
        start = self._line_start(name)
        prefix = self._text[start : name.start_mark.index]
        end = self._content_end(node)
        if prefix.strip():  # The first field of a list entry stands behind its dash: the next one moves up.
            end += len(self._text[end:]) - len(self._text[end:].lstrip(" "))
            start = int(name.start_mark.index)
        self._edits.append(_Edit(start, end, ""))

    def _insert_fields(self, node: yaml.MappingNode, new: dict[str, Plain]) -> None:
        end = self._content_end(node)
        lead = "" if self._text[:end].endswith("\n") else "\n"
        self._edits.append(_Edit(end, end, lead + _indented(dump(new), int(node.start_mark.column))))

    def _line_start(self, node: yaml.Node) -> int:
        return self._text.rfind("\n", 0, node.start_mark.index) + 1


def _scalar(plain: Plain) -> str:
    return dump([plain]).removeprefix("  ").removeprefix("- ").rstrip("\n")


def _indented(text: str, column: int) -> str:
    return "".join(f"{' ' * column}{line}" for line in text.splitlines(keepends=True))
