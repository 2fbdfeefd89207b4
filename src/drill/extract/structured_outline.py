"""The headings of a running text: by style, by number typed in front, by size of type."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.extract.structured_pieces import Piece, could_be_term, inline_pair, is_sentence, number_class
from drill.model.passage import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drill.model.passage import Passage

# Below any heading that a style marks.
_TYPED_LEVEL = 20
_SIZED_LEVEL = 10


@dataclass(slots=True)
class Node:
    """A heading (none at the root) with the text under it."""

    title: Piece | None
    level: int
    body: list[Passage] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Yield the node and all below it."""
        yield self
        for child in self.children:
            yield from child.nodes()


def outline(passages: Sequence[Passage]) -> Node:
    """Hang each passage under its heading, and each heading under the one above it."""
    levels = _levels(passages)
    root = Node(None, -1)
    path = [root]
    for at, passage in enumerate(passages):
        level = levels.get(at)
        if level is None:
            path[-1].body.append(passage)
            continue
        while path[-1].level >= level:
            path.pop()
        node = Node(_heading(passage), level)
        path[-1].children.append(node)
        path.append(node)
    return root


def _heading(passage: Passage) -> Piece:
    piece = Piece.whole(passage).unnumbered()
    return piece.part(0, len(piece.text.rstrip("：: ")))


def _levels(passages: Sequence[Passage]) -> dict[int, int]:
    levels = {
        at: passage.level if passage.role is Role.HEADING else 0
        for at, passage in enumerate(passages)
        if passage.role is Role.HEADING or (passage.role is Role.TITLE and passage.place.slide is None)
    }
    if not any(passages[at].role is Role.HEADING for at in levels):
        levels |= _by_size(passages)
    return _by_number(passages, levels) | levels


def _by_size(passages: Sequence[Passage]) -> dict[int, int]:
    sizes = Counter[float]()
    for passage in passages:
        sizes[passage.size_points or 0.0] += len(passage.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    if not body:
        return {}
    larger = sorted({size for size in sizes if size > body * 1.1}, reverse=True)
    return {
        at: _SIZED_LEVEL + larger.index(passage.size_points)
        for at, passage in enumerate(passages)
        if passage.role is Role.BODY and passage.size_points in larger and could_be_term(passage.text)
    }


def _by_number(passages: Sequence[Passage], levels: dict[int, int]) -> dict[int, int]:
    """Find the classes of numbers (一、 or 1.1) that stand before headings and not before list items."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, passage in enumerate(passages):
        found = number_class(passage.text) if passage.role is Role.BODY and at not in levels else None
        if found is not None:
            places[found[0]].append(at)
    ranks: dict[str, int] = {}
    for name in sorted(places, key=lambda name: places[name][0]):
        if _heads(passages, places[name], levels):
            ranks[name] = len(ranks)
    return {at: _TYPED_LEVEL + rank for name, rank in ranks.items() for at in places[name] if _is_heading(passages[at])}


def _heads(passages: Sequence[Passage], places: Sequence[int], levels: dict[int, int]) -> bool:
    own = set(places)
    short = sum(_is_heading(passages[at]) for at in places)
    holding = sum(at + 1 < len(passages) and at + 1 not in own and at + 1 not in levels for at in places)
    return short >= 0.8 * len(places) and holding >= 0.7 * len(places)


def _is_heading(passage: Passage) -> bool:
    piece = Piece.whole(passage).unnumbered()
    return could_be_term(piece.text) and not is_sentence(piece.text) and inline_pair(piece) is None
