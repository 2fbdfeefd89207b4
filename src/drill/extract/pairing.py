"""Which term has which statement: what two texts share, weighed by how rare it is in the document."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from drill.extract.lexicon import is_han

Place = tuple[int, int]


class Pair(NamedTuple):
    """The places of a term and of its statement."""

    term: Place
    statement: Place


class Agreement:
    """How much the terms and statements of one document have in common."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pair_counts = Counter(text[at : at + 2] for at in range(len(text) - 1))
        self._char_counts = Counter(text)
        self._scale = math.log(max(text.count("。"), 4) * 4.0)
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, term: Place, statement: Place) -> float:
        said = self._text[statement[0] : statement[1]]
        name = self._text[term[0] : term[1]]
        pairs = {name[at : at + 2] for at in range(len(name) - 1)}
        shared = sum(self._worth(self._pair_counts[pair]) for pair in pairs if pair in said)
        chars = {char for char in name if is_han(char) and char not in "和与及的、"}
        common = sum(self._worth(self._char_counts[char]) for char in chars if char in said)
        return min(shared + 0.5 * common, 4.0)

    def _worth(self, count: int) -> float:
        # What stands everywhere in the document tells nothing about where a term belongs.
        return max(1.0 - math.log(max(count - 1, 1)) / self._scale, 0.0)

    def paired(self, terms: list[Place], statements: list[Place], *, weight: float, per_move: float) -> list[Pair]:
        """Return the best assignment of statements to terms; leaving the order costs `per_move` a statement."""
        gains = [[weight * self.of(term, said) for said in statements] for term in terms]
        order = list(range(len(terms)))
        improved = True
        while improved:
            improved = False
            for one, other in itertools.combinations(range(len(terms)), 2):
                now = gains[one][order[one]] + gains[other][order[other]]
                then = gains[one][order[other]] + gains[other][order[one]]
                settled = (order[one] == one) + (order[other] == other) - (order[one] == other) - (order[other] == one)
                if then - now > per_move * settled + 1e-9:
                    order[one], order[other] = order[other], order[one]
                    improved = True
        return [Pair(terms[at], statements[place]) for at, place in enumerate(order)]
