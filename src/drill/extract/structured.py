"""Facts from documents whose structure is plain to see: headings, lists, tables, boxes on slides.

Every reading is a hypothesis with a share of certainty, the confidence of its facts; text that no reading places is
listed with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.extract.structured_body import LONE, read_body
from drill.extract.structured_deck import CONTENTS, TABLE_OF_CONTENTS, TITLE, read_deck
from drill.extract.structured_kinds import is_procedure, kind_of
from drill.extract.structured_outline import Node, outline
from drill.extract.structured_pieces import Pair, Piece, could_be_term, length, number_class
from drill.extract.structured_slides import read_slide
from drill.model.extracted import ExtractedFact, Extraction, Unplaced
from drill.model.passage import DocumentKind, Role
from drill.text.script import Script, convert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.extract.structured_body import Body
    from drill.model.passage import Document, Passage

_MOST_STATEMENTS = 4
EMPTY_HEADING = "a heading with nothing under it"
CAPTION = "a caption"


@dataclass(slots=True)
class _Reading:
    title: str = ""
    facts: list[ExtractedFact] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def leave(self, piece: Piece, reason: str) -> None:
        self.unplaced.append(Unplaced(text=piece.text, place=piece.place, reason=reason))

    def take(self, body: Body, chapter: str, section: str) -> None:
        self.add(chapter, section, body.pairs)
        for title, pairs in body.groups:
            self.add(chapter, _plain(title.text), pairs)
        for piece, reason in body.lone:
            self.leave(piece, reason)

    def add(self, chapter: str, section: str, pairs: Sequence[Pair]) -> None:
        for pair in pairs:
            self.facts.append(_fact(chapter, section, pair, crowd=len(pairs)))


def extract_facts(document: Document) -> Extraction:
    """Read the facts of a document with clear structure."""
    reading = _Reading()
    passages = []
    for passage in document.passages:
        if passage.role is Role.CAPTION:
            reading.leave(Piece.whole(passage), CAPTION)
        else:
            passages.append(passage)
    if document.kind is DocumentKind.PPTX:
        _read_deck(passages, reading)
    else:
        _read_flow(passages, reading)
    return Extraction(title=reading.title, facts=tuple(reading.facts), unplaced=tuple(reading.unplaced))


def _read_deck(passages: Sequence[Passage], reading: _Reading) -> None:
    deck = read_deck(passages)
    reading.title = _plain(deck.title)
    for slide in deck.slides:
        for piece, reason in slide.aside:
            reading.leave(piece, reason)
        if slide.passages:
            body = read_slide(slide.passages)
            if slide.title is not None and not (body.pairs or body.groups):
                reading.leave(slide.title, EMPTY_HEADING)
            reading.take(body, _plain(slide.chapter), _plain(slide.section))


def _read_flow(passages: Sequence[Passage], reading: _Reading) -> None:
    root = outline(passages)
    if not root.children:
        reading.take(read_body(root.body), "", "")
        return
    path: tuple[str, ...] = ()
    root = _without_title(root, reading)
    if len(root.children) == 1 and root.children[0].children and _depth(root) >= 3:
        top = root.children[0]
        assert top.title is not None  # noqa: S101 - only the root has none
        reading.title = _plain(top.title.text)
        reading.leave(top.title, TITLE)
        root.body += top.body
        root.children = top.children
    _read_node(root, path, reading)


def _without_title(root: Node, reading: _Reading) -> Node:
    """Take the document's title off: a first line by itself, or what a style calls the title."""
    first = root.children[0]
    if first.title is not None and first.title.passage.role is Role.TITLE:
        reading.title = _plain(first.title.text)
        reading.leave(first.title, TITLE)
        return Node(None, -1, [*root.body, *first.body], [*first.children, *root.children[1:]])
    if root.body and could_be_term(root.body[0].text) and len(root.body) <= 3:
        title = Piece.whole(root.body[0])
        reading.title = _plain(title.text)
        reading.leave(title, TITLE)
        return Node(None, -1, root.body[1:], root.children)
    return root


def _depth(node: Node) -> int:
    """Return how many ranks of headings stand above the terms."""
    if not node.children or _are_terms(node.children):
        return 0
    return 1 + max(_depth(child) for child in node.children)


def _are_terms(nodes: Sequence[Node]) -> bool:
    """Whether headings are terms: most hold a short plain statement and nothing else."""
    return sum(_is_term(node) for node in nodes) * 3 >= len(nodes) * 2


def _is_term(node: Node) -> bool:
    if node.children or not 1 <= len(node.body) <= _MOST_STATEMENTS or any(one.place.table for one in node.body):
        return False
    body = read_body(node.body)
    return not body.pairs and not body.groups and node.title is not None and could_be_term(node.title.text)


def _read_node(node: Node, path: tuple[str, ...], reading: _Reading) -> None:
    if node.title is not None:
        if CONTENTS.fullmatch(node.title.text):
            for piece in (node.title, *(Piece.whole(one) for inner in node.nodes() for one in inner.body)):
                reading.leave(piece, TABLE_OF_CONTENTS)
            return
        path = (*path, _plain(node.title.text))
    chapter, section = (path[0] if len(path) > 1 else reading.title or "".join(path)), path[-1] if path else ""
    if node.children and _are_terms(node.children):
        reading.take(read_body(node.body), chapter, section)
        reading.add(chapter, section, _heading_pairs(node.children))
        rest = [child for child in node.children if not _is_term(child)]
    elif _is_term(node):
        _read_lonely(node, path[:-1], reading)
        rest = []
    else:
        reading.take(read_body(node.body), chapter, section)
        rest = node.children
        if node.title is not None and not node.body and not node.children:
            reading.leave(node.title, EMPTY_HEADING)
    for child in rest:
        _read_node(child, path, reading)


def _heading_pairs(nodes: Sequence[Node]) -> list[Pair]:
    pairs = []
    for order, node in enumerate((node for node in nodes if _is_term(node)), 1):
        assert node.title is not None  # noqa: S101 - a term has one
        number = number_class(node.title.passage.text)
        share = 0.96 if len(node.body) == 1 else 0.9
        statements = tuple(Piece.whole(passage) for passage in node.body)
        pairs.append(Pair(node.title, statements, share, order if number else None))
    return pairs


def _read_lonely(node: Node, path: tuple[str, ...], reading: _Reading) -> None:
    """Read a heading with plain text under it that stands among headings of another make: perhaps a fact."""
    assert node.title is not None  # noqa: S101 - a term has one
    statements = tuple(Piece.whole(passage) for passage in node.body)
    section = path[-1] if path else reading.title
    chapter = path[0] if len(path) > 1 else reading.title or section
    if any(length(piece.text) < 6 for piece in statements):
        for piece in (node.title, *statements):
            reading.leave(piece, LONE)
    else:
        reading.add(chapter, section, [Pair(node.title, statements, 0.7)])


def _fact(chapter: str, section: str, pair: Pair, *, crowd: int) -> ExtractedFact:
    term, statement = _plain(pair.term.text), _joined(pair.statements)
    number = number_class(pair.term.passage.text)
    is_listed = pair.term.passage.number is not None
    is_step = pair.order is not None and (is_procedure(section) or is_listed or (number or ("",))[0] == "step")
    return ExtractedFact(
        chapter=chapter,
        section=section,
        term=term,
        statement=statement,
        kind=kind_of(section, term, statement, is_ordered=is_step),
        confidence=_confidence(pair, statement, crowd),
        term_place=pair.term.place,
        statement_places=tuple(piece.place for piece in pair.statements),
        order=pair.order if is_step else None,
    )


def _confidence(pair: Pair, statement: str, crowd: int) -> float:
    confidence = pair.share
    if crowd == 1:
        confidence -= 0.03
    if length(statement) < length(pair.term.text):
        confidence -= 0.12
    if length(pair.term.text) > 18:
        confidence -= 0.1
    return round(min(max(confidence, 0.05), 0.99), 3)


def _joined(pieces: Sequence[Piece]) -> str:
    text = ""
    for piece in pieces:
        part = _plain(piece.text)
        between = " " if text and ord(text[-1]) < 0x2E80 else ""
        text = f"{text}{between}{part}"
    return text


def _plain(text: str) -> str:
    """Return text on one line, in Simplified Chinese."""
    one_line = re.sub(r"(?<=[\u2e80-\uffff])\s*[\v\n]\s*", "", text)
    return convert(re.sub(r"\s+", " ", one_line).strip(), Script.HANS)
