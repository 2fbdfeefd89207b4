"""Which claims of two lists are the same claim: one partner each, the best total likeness."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from drill.text.similarity import shingles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drill.model.draft import Claim

# A claim that keeps its term and section and says something else scores 0.5 (the same fact, brought up to date); one
# that keeps only a term such as 定义, which many sections have, scores 0.4 (another fact).
_TERM, _STATEMENT, _SECTION = 0.4, 0.5, 0.1
LIKE_ENOUGH = 0.48
# The exact assignment takes cubic time; larger knots of claims that all resemble each other are matched greedily.
_MOST_EXACT = 120

_NOT_SAID = re.compile(r"[\W_]+")


@lru_cache(maxsize=1 << 16)
def said(text: str) -> str:
    """Return what a text says without punctuation, spaces, width and case."""
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text)).casefold()


def says_the_same(one: Claim, other: Claim) -> bool:
    """Tell whether two claims have the same term and statement, punctuation aside."""
    return said(one.term) == said(other.term) and said(one.statement) == said(other.statement)


def likeness(one: Claim, other: Claim) -> float:
    """Return how alike two claims are, in 0..1."""
    score = _TERM * _alike(one.term, other.term) + _STATEMENT * _alike(one.statement, other.statement)
    return score + _SECTION * (said(one.section) == said(other.section))


def _alike(one: str, other: str) -> float:
    """Return the share of their shingles that two texts have in common (Dice)."""
    if said(one) == said(other):
        return 1.0
    mine, theirs = shingles(one), shingles(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine and theirs else 0.0


def match_claims(left: Sequence[Claim], right: Sequence[Claim]) -> dict[int, int]:
    """Return for claims of `left` their partner in `right`, both by position; who has no partner is left out.

    Equal claims are partners first; the rest is assigned so that the sum of likeness is largest.
    """
    pairs = _equal(left, right)
    free_left = [i for i in range(len(left)) if i not in pairs]
    taken = set(pairs.values())
    free_right = [j for j in range(len(right)) if j not in taken]
    scores = dict(_candidates(left, right, free_left, free_right))
    for rows, columns in _knots(scores):
        pairs.update(_assigned(rows, columns, scores))
    return pairs


def _equal(left: Sequence[Claim], right: Sequence[Claim]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    # The same claim can stand in two sections: each finds its own first.
    for with_titles in (True, False):
        waiting = defaultdict(list)
        for j in reversed([j for j in range(len(right)) if j not in taken]):
            waiting[_form(right[j], with_titles=with_titles)].append(j)
        for i in (i for i in range(len(left)) if i not in pairs):
            if places := waiting.get(_form(left[i], with_titles=with_titles)):
                pairs[i] = places.pop()
                taken.add(pairs[i])
    return pairs


def _form(claim: Claim, *, with_titles: bool) -> tuple[str, ...]:
    titles = (said(claim.chapter), said(claim.section)) if with_titles else ()
    return (said(claim.term), said(claim.statement), *titles)


def _candidates(
    left: Sequence[Claim], right: Sequence[Claim], rows: Iterable[int], columns: Iterable[int]
) -> Iterator[tuple[tuple[int, int], float]]:
    """Yield the pairs that are alike enough; only pairs that share a term or a shingle are looked at."""
    holders = defaultdict(set)
    for j in columns:
        for mark in _marks(right[j]):
            holders[mark].add(j)
    for i in rows:
        near = set().union(*(holders.get(mark, set()) for mark in _marks(left[i])))
        for j in sorted(near):
            if (score := likeness(left[i], right[j])) >= LIKE_ENOUGH:
                yield (i, j), score


def _marks(claim: Claim) -> frozenset[str]:
    return shingles(f"{claim.term}\n{claim.statement}") | {f"={said(claim.term)}", f"={said(claim.statement)}"}


def _knots(scores: dict[tuple[int, int], float]) -> Iterator[tuple[list[int], list[int]]]:
    """Yield the rows and columns that hang together, so that each can be assigned by itself."""
    across, down = defaultdict(set), defaultdict(set)
    for i, j in scores:
        across[i].add(j)
        down[j].add(i)
    seen: set[int] = set()
    for first in across:
        if first in seen:
            continue
        rows, waiting = {first}, [first]
        columns: set[int] = set()
        while waiting:
            for j in across[waiting.pop()] - columns:
                columns.add(j)
                waiting += down[j] - rows
                rows |= down[j]
        seen |= rows
        yield sorted(rows), sorted(columns)


def _assigned(rows: list[int], columns: list[int], scores: dict[tuple[int, int], float]) -> dict[int, int]:
    if len(rows) == len(columns) == 1:
        return {rows[0]: columns[0]}
    if max(len(rows), len(columns)) > _MOST_EXACT:
        return _greedy(rows, columns, scores)
    table = [[scores.get((i, j), 0.0) for j in columns] for i in rows]
    found = best_assignment(table)
    return {rows[i]: columns[j] for i, j in found.items() if (rows[i], columns[j]) in scores}


def _greedy(rows: list[int], columns: list[int], scores: dict[tuple[int, int], float]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    inside = [(i, j) for i, j in scores if i in set(rows) and j in set(columns)]
    for i, j in sorted(inside, key=lambda pair: (-scores[pair], pair)):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def best_assignment(table: Sequence[Sequence[float]]) -> dict[int, int]:
    """Return for each row the column of its own with which the sum over the table is largest.

    The Hungarian method with potentials (Kuhn 1955; shortest augmenting paths), on a table made square with zeros.
    """
    size = max(len(table), len(table[0]))
    cost = [[-(row[j] if j < len(row) else 0.0) for j in range(size)] for row in table]
    cost += [[0.0] * size for _ in range(size - len(table))]
    row_of = [-1] * (size + 1)
    row_shift, column_shift = [0.0] * size, [0.0] * (size + 1)
    for row in range(size):
        _augment(row, cost, row_of, row_shift, column_shift)
    return {
        row_of[j]: j for j in range(size) if row_of[j] < len(table) and j < len(table[0]) and table[row_of[j]][j] > 0
    }


def _augment(
    row: int, cost: list[list[float]], row_of: list[int], row_shift: list[float], column_shift: list[float]
) -> None:
    """Give `row` a column along the cheapest alternating path; the last place of `row_of` stands for its start."""
    size = len(cost)
    start = at = size
    row_of[start] = row
    slack, previous = [float("inf")] * size, [start] * size
    visited = [False] * (size + 1)
    while row_of[at] >= 0:
        visited[at] = True
        here = row_of[at]
        for j in (j for j in range(size) if not visited[j]):
            reduced = cost[here][j] - row_shift[here] - column_shift[j]
            if reduced < slack[j]:
                slack[j], previous[j] = reduced, at
        nearest = min((j for j in range(size) if not visited[j]), key=lambda j: slack[j])
        step = slack[nearest]
        for j in range(size + 1):
            if visited[j]:
                row_shift[row_of[j]] += step
                column_shift[j] -= step
            elif j < size:
                slack[j] -= step
        at = nearest
    while at != start:
        row_of[at] = row_of[previous[at]]
        at = previous[at]
    row_of[start] = -1
