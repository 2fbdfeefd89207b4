"""A bank's files to a `Bank`, or every problem they have.

A bank is `bank.yaml` (its header), one chapter a file under `facts/`, authored items under `items/`, blueprints under
`exams/`; files are read in the order of their names.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import yaml

from drill.bank.decode import Decoder
from drill.bank.nodes import fields, read_document
from drill.bank.shape import HEADER, ItemFile, record_of
from drill.bank.validate import validate
from drill.errors import BadInputError, Problem
from drill.model.bank import (
    Answer,
    Bank,
    Blueprint,
    Chapter,
    FillInAnswer,
    Item,
    ItemKind,
    MatchingAnswer,
    OrderingAnswer,
    ScoringPoint,
    ShortAnswer,
    TrueFalseAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.place import Place


# Set by drill, or read by a path of their own; refused in a file.
HIDDEN = frozenset(
    {(Bank, "chapters"), (Bank, "items"), (Bank, "exams"), (Item, "origin"), (Item, "answer")},
)


@dataclass(frozen=True, slots=True)
class ParsedBank:
    """What came of reading a bank: the bank (None with any problem), where each id stands, and the problems."""

    bank: Bank | None
    places: Mapping[str, Place]
    problems: tuple[Problem, ...]


def parse_bank(files: Mapping[str, str]) -> ParsedBank:
    """Read a bank from its files, given as text by path relative to the bank's folder.

    All problems of all files come back at once; references between files are checked only when every file could be
    read, so that one slip does not cause a flood of others.
    """
    reader = _Reader()
    header = reader.header(files)
    chapters = [reader.chapter(p, t) for p, t in sorted(files.items()) if p.startswith("facts/")]
    items = [item for p, t in sorted(files.items()) if p.startswith("items/") for item in reader.items(p, t)]
    exams = [reader.exam(p, t) for p, t in sorted(files.items()) if p.startswith("exams/")]
    places = dict(reader.places)
    if header is None or reader.problems:
        return ParsedBank(None, places, tuple(sorted(reader.problems)))
    bank = replace(
        header,
        chapters=tuple(c for c in chapters if c is not None),
        items=tuple(items),
        exams=tuple(e for e in exams if e is not None),
    )
    problems = validate(bank, reader.places)
    return ParsedBank(None if problems else bank, places, tuple(sorted(problems)))


def read_file(path: str, text: str) -> object:
    """Read one file of a bank by itself, without its references: a Bank's header, Chapter, ItemFile or Blueprint.

    Raises BadInputError with the file's problems.
    """
    reader = _Reader()
    read: object
    record = record_of(path)
    if record is ItemFile:
        read = ItemFile(items=tuple(reader.items(path, text)))
    elif record is Chapter:
        read = reader.chapter(path, text)
    elif record is Blueprint:
        read = reader.exam(path, text)
    else:
        read = reader.header({HEADER: text})
    if reader.problems:
        raise BadInputError(reader.problems)
    return read


class _Reader:
    """Gathers problems and places over the files of one bank."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.places: list[tuple[str, Place]] = []

    def _open(self, path: str, text: str) -> tuple[Decoder, yaml.Node | None]:
        document = read_document(path, text)
        self.problems += document.problems
        return Decoder(path, hidden=HIDDEN), document.root

    def _close(self, decoder: Decoder) -> None:
        self.problems += decoder.problems
        self.places += decoder.places

    def header(self, files: Mapping[str, str]) -> Bank | None:
        if HEADER not in files:
            hint = "`drill bank new DIR` starts a bank."
            self.problems.append(Problem(HEADER, 0, "the bank has no bank.yaml.", hint))
            return None
        decoder, root = self._open(HEADER, files[HEADER])
        bank = decoder.record(root, Bank, what="bank") if root is not None else None
        self._close(decoder)
        return bank

    def chapter(self, path: str, text: str) -> Chapter | None:
        decoder, root = self._open(path, text)
        chapter = decoder.record(root, Chapter, what="chapter") if root is not None else None
        self._close(decoder)
        return chapter

    def exam(self, path: str, text: str) -> Blueprint | None:
        decoder, root = self._open(path, text)
        exam = decoder.record(root, Blueprint, what="exam") if root is not None else None
        self._close(decoder)
        return exam

    def items(self, path: str, text: str) -> list[Item]:
        decoder, root = self._open(path, text)
        read = _items(decoder, root) if root is not None else []
        self._close(decoder)
        return [item for item in read if item is not None]


def _items(decoder: Decoder, root: yaml.Node) -> list[Item | None]:
    values = fields(root) if isinstance(root, yaml.MappingNode) else {}
    for name, value in root.value if values else ():
        if name.value != "items":
            decoder.problem(name, f"an item file has no field `{name.value}`.", "It holds one list, `items:`.")
        elif not isinstance(value, yaml.SequenceNode):
            decoder.problem(value, "`items` of an item file should be a list.", "Begin each entry with `- `.")
    if "items" not in values:
        decoder.problem(root, "an item file holds one list, `items:`.", "Begin it with `items:`.")
    listed = values.get("items")
    return [read_item(decoder, node) for node in listed.value] if isinstance(listed, yaml.SequenceNode) else []


def read_item(decoder: Decoder, node: yaml.Node) -> Item | None:
    """Read an item; the shape of its `answer` depends on its kind, so it is read apart."""
    if not isinstance(node, yaml.MappingNode):
        return decoder.record(node, Item, what="item")
    values = fields(node)
    rest = yaml.MappingNode(
        node.tag, [(n, v) for n, v in node.value if n.value != "answer"], node.start_mark, node.end_mark
    )
    item = decoder.record(rest, Item, what="item")
    kind = values["kind"].value if "kind" in values else None
    if "answer" not in values or kind not in list(ItemKind):
        return item
    own = values["id"].value if "id" in values else ""
    answer = _answer(decoder, values["answer"], ItemKind(kind), f"`answer` of item {own}".rstrip())
    return replace(item, answer=answer) if item and answer else None


def _answer(decoder: Decoder, node: yaml.Node, kind: ItemKind, what: str) -> Answer | None:
    match kind:
        case ItemKind.TRUE_FALSE:
            value = decoder.value(node, bool, what=what)
            return None if value is None else TrueFalseAnswer(value=value)
        case ItemKind.FILL_IN:
            return _fill_in(decoder, node, what)
        case ItemKind.MATCHING:
            return decoder.record(node, MatchingAnswer, what=what)
        case ItemKind.ORDERING:
            steps = decoder.value(node, tuple[str, ...], what=what)
            return None if steps is None else OrderingAnswer(steps=steps)
        case ItemKind.SHORT_ANSWER:
            scoring = decoder.value(node, tuple[ScoringPoint, ...], what=what)
            return None if scoring is None else ShortAnswer(scoring=scoring)
        case _:
            decoder.problem(node, f"{what} is not used by {kind}.", "Mark the key among `options` instead.")
            return None


def _fill_in(decoder: Decoder, node: yaml.Node, what: str) -> FillInAnswer | None:
    """Read one entry a blank: a text, or a list of accepted texts."""
    if not isinstance(node, yaml.SequenceNode):
        decoder.problem(node, f"{what} should be a list with one entry a blank.", "Begin each entry with `- `.")
        return None
    blanks = [
        decoder.value(child, tuple[str, ...], what=what)
        if isinstance(child, yaml.SequenceNode)
        else (decoder.value(child, str, what=what),)
        for child in node.value
    ]
    if any(blank is None or None in blank for blank in blanks):
        return None
    return FillInAnswer(blanks=tuple(blanks))
