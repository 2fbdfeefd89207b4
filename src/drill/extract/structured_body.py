"""The text under one heading: which of its paragraphs, list items and table cells are terms, which their statements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from drill.extract.structured_pieces import Pair, Piece, could_be_term, inline_pair, is_sentence, length, number_class
from drill.extract.structured_tables import read_table
from drill.model.passage import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from drill.model.passage import Passage

LONE = "no term stands with it"
_MOST_STATEMENTS = 6


@dataclass(slots=True)
class Body:
    """What was read under a heading; `groups` are the pairs under a list item that is a heading of its own."""

    pairs: list[Pair] = field(default_factory=list)
    groups: list[tuple[Piece, list[Pair]]] = field(default_factory=list)
    lone: list[tuple[Piece, str]] = field(default_factory=list)

    def add(self, other: Body) -> None:
        """Take over what another body holds."""
        self.pairs += other.pairs
        self.groups += other.groups
        self.lone += other.lone


@dataclass(slots=True)
class _Item:
    piece: Piece
    inside: list[_Item] = field(default_factory=list)


def read_body(passages: Sequence[Passage], *, is_nested: bool = False) -> Body:
    """Pair what stands under one heading.

    `is_nested` says that the whole is likely the statement of what stands above it: plain lines in turns of short and
    long are then no pairs.
    """
    body = Body()
    for table, group in groupby(passages, key=lambda passage: passage.place.table):
        if table is None:
            body.add(_read_items(_nested(list(group)), is_nested=is_nested))
        else:
            found = read_table(list(group))
            body.pairs += found.pairs
            body.groups += found.groups
            body.lone += found.lone
    return body


def _depth(passage: Passage) -> int:
    return passage.level + 1 if passage.role is Role.LIST_ITEM else 0


def _nested(passages: Sequence[Passage]) -> list[_Item]:
    """Put list items under the items above them; paragraphs hold no list items unless they end in a colon."""
    roots: list[_Item] = []
    path: list[tuple[int, _Item]] = []
    for passage in passages:
        item = _Item(Piece.whole(passage))
        depth = _depth(passage)
        while path and (path[-1][0] >= depth or path[-1][0] == 0):
            path.pop()
        (path[-1][1].inside if path else roots).append(item)
        path.append((depth, item))
    return roots


def _read_items(items: Sequence[_Item], *, is_nested: bool) -> Body:
    body = Body()
    flat = [item for item in items if not item.inside]
    inline = {id(item): pair for item in items if (pair := inline_pair(item.piece)) is not None}
    # One line with a colon among many without is a sentence with a colon in it.
    is_pattern = len([item for item in flat if id(item) in inline]) * 2 >= len(flat)
    ordered = _orders(items)
    run: list[_Item] = []
    for item in items:
        pair = inline.get(id(item))
        if item.inside:
            body.add(_read_run(run, is_nested=is_nested))
            run = []
            body.add(_read_nested(item, ordered.get(id(item))))
        elif pair is not None and (is_pattern or item.piece.passage.lead):
            body.add(_read_run(run, is_nested=is_nested))
            run = []
            body.pairs.append(replace(pair, order=ordered.get(id(item))))
        else:
            run.append(item)
    body.add(_read_run(run, is_nested=is_nested))
    return body


def _orders(items: Sequence[_Item]) -> dict[int, int]:
    """Number the items of ordered lists; a list says it is ordered by its own numbers or by typed ones."""
    numbered = [item for item in items if _is_numbered(item.piece.passage)]
    return {id(item): order for order, item in enumerate(numbered, 1)} if len(numbered) > 1 else {}


def _is_numbered(passage: Passage) -> bool:
    return passage.number is not None or number_class(passage.text) is not None


def _read_nested(item: _Item, order: int | None) -> Body:
    """Read an item with others under it: a term with its statements, or a heading of further pairs."""
    inside = _read_items(item.inside, is_nested=True)
    term = _name(item.piece)
    enough = len(inside.pairs) > 1 and len(inside.pairs) * 2 >= len(item.inside)
    own = inline_pair(item.piece)
    if own is not None:
        statements = (*own.statements, *(one.piece for one in _leaves(item)))
        return Body(pairs=[Pair(own.term, statements, 0.85, order)])
    if enough and could_be_term(term.text):
        return Body(groups=[(term, inside.pairs), *inside.groups], lone=inside.lone)
    statements = tuple(one.piece for one in _leaves(item))
    if could_be_term(term.text) and len(statements) <= _MOST_STATEMENTS:
        share = 0.96 if len(statements) == 1 or all(is_sentence(one.text) for one in statements) else 0.9
        return Body(pairs=[Pair(term, statements, share, order)])
    body = Body(lone=[(item.piece, LONE)])
    body.add(inside)
    return body


def _leaves(item: _Item) -> Iterator[_Item]:
    for inner in item.inside:
        yield inner
        yield from _leaves(inner)


def _name(piece: Piece) -> Piece:
    """Return a line that names something, without its number and the colon behind it."""
    body = piece.unnumbered()
    return body.part(0, len(body.text.rstrip("：: ")))


def _read_run(run: Sequence[_Item], *, is_nested: bool) -> Body:
    """Read lines of one level: names, each with the sentences behind it."""
    body = Body()
    names = _names(run, is_nested=is_nested)
    at = 0
    while at < len(run):
        after = at + 1
        while after < len(run) and not names[after]:
            after += 1
        statements = tuple(item.piece for item in run[at + 1 : after])
        if names[at] and statements and len(statements) <= _MOST_STATEMENTS:
            is_bold = run[at].piece.passage.lead > 0
            share = 0.95 if is_bold else 0.92 - 0.04 * (len(statements) - 1)
            body.pairs.append(Pair(_name(run[at].piece), statements, share))
        else:
            body.lone += [(item.piece, LONE) for item in run[at:after]]
        at = after
    return body


def _names(run: Sequence[_Item], *, is_nested: bool) -> list[bool]:
    """Tell which lines name what follows: by their type, by numbers in front, or by short and long taking turns."""
    able = [could_be_term(item.piece.unnumbered().text) for item in run]
    listed = [item.piece.passage.role is Role.LIST_ITEM for item in run]
    # List items with a paragraph behind each.
    if listed[:1] == [True] and not listed[-1] and not any(one and two for one, two in pairwise(listed)):
        return [is_able and is_item for is_able, is_item in zip(able, listed, strict=True)]
    for is_set_off in (_is_bold, _is_large(run), _is_counted):
        found = [is_able and is_set_off(item.piece.passage) for is_able, item in zip(able, run, strict=True)]
        if any(found) and found[0] and not all(found):
            return found
    found = [is_able and _is_short(item) for is_able, item in zip(able, run, strict=True)]
    is_list = any(item.piece.passage.role is Role.LIST_ITEM for item in run)
    if is_nested or (is_list and not _take_turns(run, found)):
        return [False] * len(run)
    return found


def _is_bold(passage: Passage) -> bool:
    return 0 < len(passage.text) == passage.lead


def _is_large(run: Sequence[_Item]) -> Callable[[Passage], bool]:
    smallest = min((item.piece.passage.size_points or 0.0 for item in run), default=0.0)
    return lambda passage: smallest > 0 and (passage.size_points or 0.0) > smallest * 1.08


def _is_counted(passage: Passage) -> bool:
    return number_class(passage.text) is not None


def _is_short(item: _Item) -> bool:
    text = item.piece.unnumbered().text
    return not is_sentence(text) and length(text) <= 16


def _take_turns(run: Sequence[_Item], names: Sequence[bool]) -> bool:
    """Whether short lines and much longer ones take turns from the first to the last."""
    turns = all(is_name == (at % 2 == 0) for at, is_name in enumerate(names))
    texts = [length(item.piece.text) for item in run]
    return turns and len(run) >= 4 and len(run) % 2 == 0 and sum(texts[1::2]) > 2.2 * sum(texts[::2])
