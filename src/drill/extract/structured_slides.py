"""One slide: which box belongs to which, by where they stand and how they are set.

Boxes that hold pairs of their own (bullets of two levels, `term: statement`) are read by themselves. The others are
terms or statements: several ways to tell them apart are tried, each with the assignment of statements to terms that
costs least, and the way that is cheapest as a whole is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from drill.extract.assignment import assignment
from drill.extract.structured_body import LONE, Body, read_body
from drill.extract.structured_boxes import WAYS, Way, row_first
from drill.extract.structured_pieces import Pair, Piece, could_be_term, inline_pair, is_ornament, is_sentence, length
from drill.model.passage import Box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.passage import Passage

_SPREAD = 60.0
_LONE_TERM = 150.0
_LONE_STATEMENT = 100.0
_MOST_BOXES = 40


@dataclass(frozen=True, eq=False)
class Block:
    """What one shape holds; several paragraphs only if they are one statement."""

    passages: tuple[Passage, ...]

    @cached_property
    def box(self) -> Box:
        """Where it stands."""
        return self.passages[0].box or Box(0, 0, 0, 0)

    @cached_property
    def text(self) -> str:
        """All its text."""
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def length(self) -> float:
        """How long its text is."""
        return length(self.text)

    @cached_property
    def is_sentence(self) -> bool:
        """Whether its text reads as a statement."""
        return is_sentence(self.text)

    @cached_property
    def size(self) -> float:
        """The size of its letters, 0 if unknown."""
        return self.passages[0].size_points or 0.0

    @cached_property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return all(passage.lead >= len(passage.text) for passage in self.passages)

    @cached_property
    def could_be_term(self) -> bool:
        """Whether it could name something."""
        return len(self.passages) == 1 and could_be_term(Piece.whole(self.passages[0]).unnumbered().text)


@dataclass(frozen=True, slots=True)
class _Pairing:
    """Which statement (by its place in the list) goes to which term, and what that costs."""

    cost: float
    terms: tuple[Block, ...]
    statements: tuple[Block, ...]
    chosen: tuple[tuple[int, int], ...]
    rivals: tuple[float, ...]


def read_slide(passages: Sequence[Passage]) -> Body:
    """Pair what stands on a slide besides its title."""
    body = Body()
    blocks: list[Block] = []
    shapes = [list(group) for _, group in groupby(passages, key=lambda passage: passage.place.shape)]
    solid = [Block(tuple(one for one in shape if one.place.table or not is_ornament(one.text))) for shape in shapes]
    solid = [block for block in solid if block.passages]
    are_statements = _are_statements(solid)
    for block in solid:
        if block.passages[0].place.table:
            body.add(read_body(block.passages))
        elif not _is_own(block.passages, body, is_nested=are_statements):
            blocks.append(block)
    if blocks:
        body.add(_read_blocks(blocks))
    return body


def _are_statements(blocks: Sequence[Block]) -> bool:
    """Whether boxes of several paragraphs are statements of other boxes: there are names enough for each of them."""
    several = sum(len(block.passages) > 1 and not block.passages[0].place.table for block in blocks)
    names = sum(block.could_be_term and not block.is_sentence for block in blocks)
    return names >= max(several, 2) and several > 0


def _is_own(shape: Sequence[Passage], body: Body, *, is_nested: bool) -> bool:
    """Read a shape by itself if it holds pairs of its own."""
    if len(shape) == 1:
        return False
    own = read_body(shape, is_nested=is_nested)
    count = sum(1 + len(pair.statements) for pair in own.pairs) + sum(len(pairs) for _, pairs in own.groups)
    inline = sum(pair.term.passage is pair.statements[0].passage for pair in own.pairs)
    if (count - inline) * 3 < len(shape) * 2:
        return False
    body.add(own)
    return True


def _read_blocks(blocks: Sequence[Block]) -> Body:
    singles = [block.passages[0] for block in blocks if len(block.passages) == 1]
    inline = [pair for one in singles if (pair := inline_pair(Piece.whole(one))) is not None]
    if len(inline) * 2 > len(singles) and len(singles) == len(blocks):
        return read_body(singles)
    boxed = [block for block in blocks if block.passages[0].box is not None]
    loose = [one for block in blocks if block not in boxed for one in block.passages]
    body = read_body(loose) if loose else Body()
    if len(boxed) < 2 or len(boxed) > _MOST_BOXES:
        body.add(read_body([one for block in boxed for one in block.passages]))
        return body
    body.add(_best(boxed))
    return body


def _best(blocks: Sequence[Block]) -> Body:
    pairings = sorted((found for terms in _splits(blocks) if (found := _paired(terms, blocks))), key=lambda p: p.cost)
    if not pairings:
        return read_body([one for block in blocks for one in block.passages])
    best = pairings[0]
    links = {(best.terms[term], best.statements[statement]) for term, statement in best.chosen}
    others = [
        {(one.terms[term], one.statements[statement]) for term, statement in one.chosen}
        for one in pairings[1:]
        if one.cost < best.cost * 1.25 + 20
    ]
    is_doubtful = any(other != links for other in others)
    return _body(best, blocks, doubt=0.12 if is_doubtful else 0.0)


def _splits(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return the ways to say which boxes are terms: by size of letters, by weight, by wording, by length."""
    able = [block for block in blocks if block.could_be_term]
    sizes = sorted({block.size for block in blocks})
    ways = [tuple(block for block in able if block.size >= size) for size in sizes[1:]]
    ways.append(tuple(block for block in able if block.is_bold))
    ways.append(tuple(block for block in able if not block.is_sentence))
    by_length = sorted(able, key=lambda block: (block.is_sentence, block.length))
    ways += [tuple(by_length[:count]) for count in {len(blocks) // 2, (len(blocks) + 1) // 2, len(blocks) // 3}]
    unique = {frozenset(id(block) for block in way): way for way in ways if 0 < len(way) < len(blocks)}
    return list(unique.values())


def _paired(terms: Sequence[Block], blocks: Sequence[Block]) -> _Pairing | None:
    own = {id(term) for term in terms}
    statements = [block for block in blocks if id(block) not in own]
    odd = [[_oddness(term, statement) for statement in statements] for term in terms]
    found = [_assigned(way, extra, (terms, statements), odd) for way, extra in WAYS]
    return min(found, key=lambda one: one.cost)


def _assigned(
    way: Way, extra: float, sides: tuple[Sequence[Block], Sequence[Block]], odd: Sequence[Sequence[float]]
) -> _Pairing:
    terms, statements = sides
    costs = [
        [way(term.box, statement.box) + more for statement, more in zip(statements, row, strict=True)]
        for term, row in zip(terms, odd, strict=True)
    ]
    is_turned = len(terms) > len(statements)
    matrix = [list(column) for column in zip(*costs, strict=True)] if is_turned else costs
    chosen = assignment(matrix)
    pairs = [(column, row) if is_turned else (row, column) for row, column in enumerate(chosen)]
    # What stands far off belongs to nothing.
    pairs = [(term, statement) for term, statement in pairs if costs[term][statement] < _LONE_TERM + _LONE_STATEMENT]
    rivals = tuple(
        min(
            [cost for at, cost in enumerate(costs[term]) if at != statement]
            + [row[statement] for at, row in enumerate(costs) if at != term],
            default=costs[term][statement] + 10 * _SPREAD,
        )
        - costs[term][statement]
        for term, statement in pairs
    )
    total = sum(costs[term][statement] for term, statement in pairs) + extra
    total += (len(terms) - len(pairs)) * _LONE_TERM + (len(statements) - len(pairs)) * _LONE_STATEMENT
    total += 30 * (len({term.size for term in terms}) - 1)
    return _Pairing(total, tuple(terms), tuple(statements), tuple(pairs), rivals)


def _oddness(term: Block, statement: Block) -> float:
    """Weigh what speaks against a pair in its wording and type: a term longer or smaller than its statement."""
    odd = 0.0
    if term.length >= statement.length:
        odd += 20.0
    if term.is_sentence:
        odd += 100.0
    if term.size < statement.size:
        odd += 40.0
    return odd


def _body(pairing: _Pairing, blocks: Sequence[Block], *, doubt: float) -> Body:
    body = Body()
    placed: set[int] = set()
    for (term, statement), rival in zip(pairing.chosen, pairing.rivals, strict=True):
        named, said = pairing.terms[term], pairing.statements[statement]
        placed |= {id(named), id(said)}
        pieces = tuple(Piece.whole(one) for one in said.passages)
        share = (0.96 if rival > _SPREAD * 0.5 else 0.84) - doubt
        body.pairs.append(Pair(Piece.whole(named.passages[0]).unnumbered(), pieces, share))
    body.pairs.sort(key=lambda pair: row_first(pair.term.passage.box))
    rest = [one for block in blocks if id(block) not in placed for one in block.passages]
    body.lone += [(Piece.whole(one), LONE) for one in rest]
    return body
