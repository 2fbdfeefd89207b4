"""Change some values in a file's text and leave every other character, comments above all, as it was.

What the file holds is read and compared with what it should hold; only where the two differ are lines replaced,
inserted or removed, by the places of the YAML nodes. Records in a list are matched by their `id`, so a moved record
carries its comments along.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, TypeGuard, cast

import yaml

from drill.bank.format import dump, dump_inline, format_file
from drill.bank.lines import Stretch, content_end, entry_chunks, line_start, newline_of, value_span
from drill.bank.nodes import fields, read_document
from drill.bank.parse import read_file
from drill.bank.plain import Plain, to_plain

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

_Mapping = dict[str, Plain]


@dataclass(frozen=True, slots=True)
class _Edit:
    """Replace a stretch of the text."""

    at: Stretch
    text: str


def edit_file(path: str, text: str, wanted: dict[str, Plain]) -> str:
    """Return the text of the file `path` changed so that it reads as `wanted` (made by `to_plain`).

    Raises BadInputError if the file cannot be read as it is.
    """
    held = to_plain(read_file(path, text))
    if held == wanted:
        return text
    # A last line without its end is completed for the time of the edit.
    end = "" if text.endswith("\n") else newline_of(text)
    edited = _edited(path, text + end, held, wanted).removesuffix(end)
    # Rare syntax (`? name` and the like) is beyond the edits above; content comes before comments.
    return edited if to_plain(read_file(path, edited)) == wanted else format_file(path, wanted)


def _edited(path: str, text: str, held: _Mapping, wanted: _Mapping) -> str:
    editor = _Editor(text)
    editor.mapping(cast("yaml.MappingNode", read_document(path, text).root), held, wanted)
    return editor.result(Stretch(0, len(text)))


class _Editor:
    """Collects the edits that turn one file's nodes into the wanted content."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._newline = newline_of(text)
        self._edits: list[_Edit] = []

    def result(self, within: Stretch) -> str:
        """Return a stretch of the text with the edits applied; insertions at one place stand as they were made."""
        parts, at = [], within.start
        for edit in sorted(self._edits, key=lambda edit: edit.at):
            parts += [self._text[at : edit.at.start], edit.text]
            at = edit.at.end
        return "".join([*parts, self._text[at : within.end]])

    def mapping(self, node: yaml.MappingNode, held: _Mapping, wanted: _Mapping) -> None:
        """Edit a mapping that holds `held` to hold `wanted`."""
        if held == wanted:
            return
        if node.flow_style:
            self._replace(value_span(self._text, node), dump_inline(wanted))
            return
        gone = {name for name in held if name not in wanted}
        self._remove_fields([pair for pair in node.value if pair[0].value in gone], node)
        for name, value in node.value:
            if name.value in wanted and held.get(name.value) != wanted[name.value]:
                self._field(name, value, held.get(name.value), wanted[name.value])
        self._insert_fields(node, wanted, gone)

    def _field(self, name: yaml.Node, node: yaml.Node, held: Plain | None, wanted: Plain) -> None:
        if isinstance(node, yaml.MappingNode) and isinstance(held, dict) and isinstance(wanted, dict):
            self.mapping(node, held, wanted)
        elif _is_block_list(node) and isinstance(held, list) and held and isinstance(wanted, list) and wanted:
            self._entries(node, held, wanted)
        elif isinstance(node, yaml.ScalarNode) and _fits_one_line(wanted):
            at = value_span(self._text, node)
            self._replace(at, ("" if at.end > at.start else " ") + _one_line(wanted))
        else:
            column = int(name.start_mark.column)
            text = _indented(dump({str(name.value): wanted}), column)[column:]
            self._replace(Stretch(int(name.start_mark.index), content_end(self._text, node)), text)

    def _entries(self, node: yaml.SequenceNode, held: list[Plain], wanted: list[Plain]) -> None:
        """Edit a block list: kept entries keep their lines, others are put in or left out."""
        chunks = entry_chunks(self._text, node)
        names, wanted_names = _names(held, wanted)
        present = {
            name: (chunk, child, entry)
            for name, chunk, child, entry in zip(names, chunks, node.value, held, strict=True)
        }
        parts = []
        for name, entry in zip(wanted_names, wanted, strict=True):
            if name in present:
                parts.append(self._edited_entry(*present[name], entry))
            else:
                parts.append(self._lines(_indented(dump([entry]), int(node.start_mark.column))))
        self._edits.append(_Edit(Stretch(chunks[0].start, chunks[-1].end), "".join(parts)))

    def _edited_entry(self, chunk: Stretch, child: yaml.Node, held: Plain, wanted: Plain) -> str:
        inner = _Editor(self._text)
        if isinstance(child, yaml.MappingNode) and isinstance(held, dict) and isinstance(wanted, dict):
            inner.mapping(child, held, wanted)
        elif held != wanted:
            at = value_span(self._text, child)
            if isinstance(child, yaml.CollectionNode) and not child.flow_style:
                at = Stretch(at.start, content_end(self._text, child) - len(self._newline))
            inner._replace(at, _one_line(wanted))
        return inner.result(chunk)

    def _replace(self, at: Stretch, text: str) -> None:
        self._edits.append(_Edit(at, self._lines(text)))

    def _lines(self, text: str) -> str:
        return text.replace("\n", self._newline)

    def _remove_fields(self, gone: list[tuple[yaml.Node, yaml.Node]], node: yaml.MappingNode) -> None:
        """Remove whole fields; behind the dash of a list entry, the first field that stays moves up."""
        start = int(node.start_mark.index)
        moves_up = bool(self._text[line_start(self._text, node) : start].strip())
        leading = list(takewhile(lambda pair: pair in gone, node.value)) if moves_up else []
        if leading:
            end = content_end(self._text, leading[-1][1])
            while self._text[end] == " ":
                end += 1
            self._edits.append(_Edit(Stretch(start, end), ""))
        for name, value in gone[len(leading) :]:
            self._edits.append(_Edit(Stretch(line_start(self._text, name), content_end(self._text, value)), ""))

    def _insert_fields(self, node: yaml.MappingNode, wanted: _Mapping, gone: set[str]) -> None:
        """Insert new fields behind the kept field that they follow, or else at the end."""
        present = {name: value for name, value in fields(node).items() if name not in gone}
        before = None
        for name, value in wanted.items():
            if name in present:
                before = present[name]
            else:
                at = content_end(self._text, before or node)
                self._replace(Stretch(at, at), _indented(dump({name: value}), int(node.start_mark.column)))


def _is_block_list(node: yaml.Node) -> TypeGuard[yaml.SequenceNode]:
    return isinstance(node, yaml.SequenceNode) and not node.flow_style


def _names(held: list[Plain], wanted: list[Plain]) -> tuple[list[Hashable], list[Hashable]]:
    """Name the entries of two lists so that equal names mean the same entry: by id, by place, or by content."""
    ids = [[str(entry["id"]) for entry in side if isinstance(entry, dict) and "id" in entry] for side in (held, wanted)]
    if len(ids[0]) == len(held) and len(ids[1]) == len(wanted):
        return list(ids[0]), list(ids[1])
    if len(held) == len(wanted):
        return list(range(len(held))), list(range(len(wanted)))
    return _numbered(held), _numbered(wanted)


def _numbered(entries: Iterable[Plain]) -> list[Hashable]:
    """Name each entry by its content, and equal ones also by their turn."""
    seen: Counter[str] = Counter()
    names: list[Hashable] = []
    for text in map(repr, entries):
        names.append((text, seen[text]))
        seen[text] += 1
    return names


def _fits_one_line(plain: Plain) -> bool:
    return not isinstance(plain, (list, dict)) and "\n" not in str(plain)


def _one_line(plain: Plain) -> str:
    """Return a value as it stands behind a name or a dash of block style."""
    if isinstance(plain, list):
        return f"[{', '.join(map(dump_inline, plain))}]"
    if isinstance(plain, dict) or not _fits_one_line(plain):
        return dump_inline(plain)
    return dump({"_": plain}).removeprefix("_: ").rstrip("\n")


def _indented(text: str, column: int) -> str:
    return "".join(f"{' ' * column}{line}" if line.strip() else line for line in text.splitlines(keepends=True))
