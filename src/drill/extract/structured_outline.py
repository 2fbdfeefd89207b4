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

# Ranks, highest first: a title; sizes and numbers that stand above the styles; styles; what stands below them.
_TITLE = 0
_SIZED_ABOVE, _TYPED_ABOVE = 10, 50
_STYLED = 100
_SIZED, _TYPED, _BOLD = 100_000, 200_000, 300_000


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
    """Give each heading its rank: by style, by size, by typed number, by weight, in this order."""
    levels = {at: _TITLE for at, passage in enumerate(passages) if passage.role is Role.TITLE}
    styled = _by_style(passages)
    first = min(styled, default=len(passages))
    # Styles for the lowest ranks only: what stands above them is typed or set by hand.
    is_partial = bool(styled) and _STYLED + 30 <= min(styled.values()) < _STYLED + 70
    levels |= styled
    if not styled or is_partial:
        levels = _by_size(passages, levels, _SIZED_ABOVE if is_partial else _SIZED) | levels
    begins = 0 if not styled or is_partial else first
    typed = _by_number(passages, levels, begins)
    above = {at: level - _TYPED + _TYPED_ABOVE for at, level in typed.items()} if is_partial else typed
    levels = above | levels
    return _by_weight(passages, levels, min(levels, default=0)) | levels


def _by_style(passages: Sequence[Passage]) -> dict[int, int]:
    """Rank headings by their level; those of one level whose numbers are of several classes, by these too."""
    listed = {at: one for at, one in enumerate(passages) if one.role is Role.HEADING}
    classes: dict[int, list[str]] = defaultdict(list)
    for one in listed.values():
        found = number_class(one.text)
        classes[one.level].append("" if found is None else found[0])
    ranks = {}
    for level, names in classes.items():
        kinds = list(dict.fromkeys(names))
        # Many without a number among a few with one stand under these; a few without (a preface) stand beside them.
        plain = names.count("")
        is_mixed = len(kinds) > 1 and (not plain or plain * 2 > len(names))
        kinds.sort(key=lambda name: name == "")
        ranks[level] = {name: rank if is_mixed else 0 for rank, name in enumerate(kinds)}
    result = {}
    for at, one in listed.items():
        found = number_class(one.text)
        result[at] = _STYLED + 10 * one.level + ranks[one.level]["" if found is None else found[0]]
    return result


def _by_size(passages: Sequence[Passage], levels: dict[int, int], base: int) -> dict[int, int]:
    sizes = Counter[float]()
    for passage in passages:
        sizes[passage.size_points or 0.0] += len(passage.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    if not body:
        return {}
    places: dict[float, list[int]] = defaultdict(list)
    for at, passage in enumerate(passages):
        size = passage.size_points or 0.0
        # Word may number headings as it numbers lists.
        is_free = passage.role is Role.BODY or (passage.role is Role.LIST_ITEM and passage.number is not None)
        if is_free and size > body * 1.08 and at not in levels and _is_line(passage):
            places[size].append(at)
    larger = sorted(places, reverse=True)
    return {
        at: level
        for rank, size in enumerate(larger)
        for at, level in _of_size(places[size], rank, base, is_only=len(larger) == 1).items()
    }


def _of_size(places: Sequence[int], rank: int, base: int, *, is_only: bool) -> dict[int, int]:
    """Rank lines of one size; a single one at the start of a document is its title, or a line of its cover."""
    if len(places) == 1 and places[0] < 8 and not is_only:
        return {places[0]: _TITLE} if rank == 0 else {}
    return dict.fromkeys(places, base + rank)


def _is_line(passage: Passage) -> bool:
    text = passage.text
    return could_be_term(text) or (len(text) < 80 and not is_sentence(text))


def _by_number(passages: Sequence[Passage], levels: dict[int, int], begins: int) -> dict[int, int]:
    """Find the classes of numbers (一、 or 1.1) that stand before headings and not before list items."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, passage in enumerate(passages[begins:], begins):
        found = number_class(passage.text) if passage.role is Role.BODY and at not in levels else None
        if found is not None:
            places[found[0]].append(at)
    ranks: dict[str, int] = {}
    for name in sorted(places, key=lambda name: places[name][0]):
        if _heads(passages, places[name], levels):
            ranks[name] = len(ranks)
    return {at: _TYPED + rank for name, rank in ranks.items() for at in places[name] if _is_heading(passages[at])}


def _by_weight(passages: Sequence[Passage], levels: dict[int, int], begins: int) -> dict[int, int]:
    """Find bold lines over plain ones, where most bold lines have plain text under them."""
    bold = [
        at
        for at, passage in enumerate(passages)
        if at >= begins and passage.role is Role.BODY and at not in levels and 0 < len(passage.text) == passage.lead
    ]
    own = set(bold)
    heads = [at for at in bold if at + 1 < len(passages) and at + 1 not in own and _is_line(passages[at])]
    if len(heads) < 0.8 * len(bold):
        return {}
    return dict.fromkeys(heads, _BOLD)


def _heads(passages: Sequence[Passage], places: Sequence[int], levels: dict[int, int]) -> bool:
    own = set(places)
    short = sum(_is_heading(passages[at]) for at in places)
    if all(passages[at].lead == len(passages[at].text) for at in places) and short == len(places):
        return True
    holding = sum(
        at + 1 < len(passages) and at + 1 not in own and (at + 1 not in levels or levels[at + 1] >= _STYLED + 30)
        for at in places
    )
    return short >= 0.8 * len(places) and holding >= 0.7 * len(places)


def _is_heading(passage: Passage) -> bool:
    piece = Piece.whole(passage).unnumbered()
    return could_be_term(piece.text) and not is_sentence(piece.text) and inline_pair(piece) is None
