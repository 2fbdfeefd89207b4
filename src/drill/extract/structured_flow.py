"""Running text: an outline of headings, the lowest of which may be terms, and what stands under each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from drill.extract.structured_body import LONE, Body, read_body
from drill.extract.structured_deck import CONTENTS, TABLE_OF_CONTENTS, TITLE
from drill.extract.structured_ornaments import is_about_document
from drill.extract.structured_outline import Node, outline
from drill.extract.structured_pieces import Pair, Piece, could_be_term, is_sentence, length, number_class
from drill.model.passage import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from drill.model.passage import Passage

_MOST_STATEMENTS = 6
# Headings right under the document's title are sections of prose more often than terms.
_SHARES = (0.82, 0.93, 0.96)
EMPTY_HEADING = "a heading with nothing under it"
PREAMBLE = "in front of the first section"


class Flow:
    """Reads a running text into bodies, each with its chapter and section."""

    def __init__(self, passages: Sequence[Passage], take: Callable[[Body, str, str], None]) -> None:
        self.title = ""
        self._take = take
        root = outline(passages)
        if not root.children:
            take(read_body(root.body), "", "")
            return
        self._preamble(root.body, is_cover=True)
        self._term_levels = _term_levels(root)
        children = self._under_title(root)
        # With one rank of headings under the title, they are sections and the title is their chapter.
        self._is_flat = all(_ranks(child) == 1 for child in children)
        for child in children:
            self._read(child, (), self._are_terms(children, 0))

    def _under_title(self, root: Node) -> list[Node]:
        """Take the document's title off: a heading that all others stand under."""
        first = root.children[0]
        is_title = first.level == 0 or (len(root.children) == 1 and _ranks(first) >= 2)
        if first.title is None or not is_title:
            return root.children
        self.title = first.title.text
        self._leave([first.title], TITLE)
        self._preamble(first.body, is_cover=False)
        return [*first.children, *root.children[1:]]

    def _preamble(self, passages: Sequence[Passage], *, is_cover: bool) -> None:
        """Read what stands before the first section: a title, a version, perhaps an introduction that states facts."""
        listed = list(passages)
        if is_cover and listed and could_be_term(listed[0].text) and not is_about_document(listed[0].text):
            self.title = listed[0].text
            self._leave([Piece.whole(listed.pop(0))], TITLE)
        about = [one for one in listed if is_about_document(one.text)]
        self._leave([Piece.whole(one) for one in about], PREAMBLE)
        body = read_body([one for one in listed if one not in about], is_nested=True)
        if len(body.pairs) > 1 and all(is_sentence(pair.statements[-1].text) for pair in body.pairs):
            self._take(body, self.title, self.title)
            return
        self._leave(list(_pieces(body)), PREAMBLE)

    def _leave(self, pieces: Sequence[Piece], reason: str) -> None:
        self._take(Body(lone=[(piece, reason) for piece in pieces]), "", "")

    def _read(self, node: Node, path: tuple[str, ...], are_terms: bool) -> None:  # noqa: FBT001 - of its siblings
        title = node.title
        assert title is not None  # noqa: S101 - only the root has none
        if CONTENTS.fullmatch(title.text):
            inner = [Piece.whole(one) for below in node.nodes() for one in below.body]
            heads = [below.title for below in node.nodes() if below.title is not None]
            self._leave([*heads, *inner], TABLE_OF_CONTENTS)
            return
        if not are_terms and _is_term(node, len(path)):
            self._read_lonely(node, title, path)
            return
        path = (*path, title.text)
        number = number_class(title.passage.text)
        is_chapter = len(path) > 1 or not self._is_flat or (number is not None and number[0] in {"part", "chapter"})
        chapter, section = path[0] if is_chapter else self.title or path[0], path[-1]
        below = bool(node.children) and self._are_terms(node.children, len(path))
        self._take(read_body(node.body, is_nested=below), chapter, section)
        terms = _terms(node.children, len(path)) if below else []
        if terms:
            self._take(Body(pairs=_heading_pairs(terms, len(path))), chapter, section)
        elif not node.body and not node.children:
            self._leave([title], EMPTY_HEADING)
        for child in node.children:
            if child not in terms:
                self._read(child, path, below)

    def _are_terms(self, nodes: Sequence[Node], depth: int) -> bool:
        """Whether headings are terms: most of them are, or those of their rank elsewhere in the document."""
        return _are_terms(nodes, depth) or all(node.level in self._term_levels for node in nodes)

    def _read_lonely(self, node: Node, title: Piece, path: tuple[str, ...]) -> None:
        """Read a heading with plain text under it that stands among headings of another make: perhaps a fact."""
        statements = tuple(Piece.whole(passage) for passage in node.body)
        section = path[-1] if path else self.title
        if any(length(piece.text) < 6 for piece in statements):
            self._leave([title, *statements], LONE)
        else:
            self._take(Body(pairs=[Pair(title, statements, 0.7)]), path[0] if path else section, section)


def _ranks(node: Node) -> int:
    """Return how many ranks of headings stand at and under one, terms not counted."""
    if not node.children or _are_terms(node.children, 3):
        return 1
    return 1 + max(_ranks(child) for child in node.children)


def _are_terms(nodes: Sequence[Node], depth: int) -> bool:
    """Whether headings are terms: most hold a short plain statement and nothing else."""
    return sum(_is_term(node, depth) for node in nodes) * 3 >= len(nodes) * 2


def _term_levels(root: Node) -> frozenset[int]:
    """Return the ranks below chapter and section whose headings are nearly always terms."""
    judged: dict[int, list[bool]] = defaultdict(list)
    for node, depth in _deep(root, -1):
        if depth >= 2:
            judged[node.level].append(_is_term(node, depth))
    return frozenset(level for level, found in judged.items() if len(found) > 3 and sum(found) >= 0.85 * len(found))


def _deep(node: Node, depth: int) -> Iterator[tuple[Node, int]]:
    yield node, depth
    for child in node.children:
        yield from _deep(child, depth + 1)


def _is_term(node: Node, depth: int, *, is_among_terms: bool = False) -> bool:
    if node.children or not 1 <= len(node.body) <= _MOST_STATEMENTS or any(one.place.table for one in node.body):
        return False
    # Under chapter and section a heading names one point, even if its paragraphs take turns.
    body = read_body(node.body, is_nested=depth >= 2 or len(node.body) < 4)
    # A sentence with a colon in it may look like a pair.
    most = 1 if is_among_terms and not any(one.lead for one in node.body) else 0
    return len(body.pairs) <= most and not body.groups and node.title is not None and could_be_term(node.title.text)


def _terms(nodes: Sequence[Node], depth: int) -> list[Node]:
    return [node for node in nodes if _is_term(node, depth, is_among_terms=True)]


def _heading_pairs(nodes: Sequence[Node], depth: int) -> list[Pair]:
    pairs = []
    for order, node in enumerate(nodes, 1):
        assert node.title is not None  # noqa: S101 - a term has one
        number = number_class(node.title.passage.text)
        share = _SHARES[min(depth, len(_SHARES) - 1)] - (0.06 if len(node.body) > 3 else 0.0)
        if any(passage.role is Role.LIST_ITEM for passage in node.body):
            share -= 0.1
        statements = tuple(Piece.whole(passage) for passage in node.body)
        pairs.append(Pair(node.title, statements, share, order if number else None))
    return pairs


def _pieces(body: Body) -> Iterator[Piece]:
    for pair in (*body.pairs, *(pair for _, pairs in body.groups for pair in pairs)):
        yield from (pair.term, *pair.statements)
    for title, _ in body.groups:
        yield title
    for piece, _ in body.lone:
        yield piece
