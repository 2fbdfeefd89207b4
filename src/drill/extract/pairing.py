"""Which term has which statement: what two texts share, weighed by how rare it is in the document."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import rjieba

from drill.extract.lexicon import is_han
from drill.extract.surface import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drill.extract.network import Network

Place = tuple[int, int]

_EMPTY = frozenset("的了和与及或在是为对等将把被并以而其、")
_MOST_WORDS = 40
_OPENING = 14
# The model only compares statements, so its scores have no natural zero: true pairs come to about 1 with this.
_CENTRE = 0.6
_LEAST, _MOST = -2.0, 4.0


class Pair(NamedTuple):
    """The places of a term and of its statement."""

    term: Place
    statement: Place


class Agreement:
    """How well a statement of a document says what a term announces, as the trained model judges it.

    Higher is better; the judgement rests on the characters they share, weighed by how rare these are in the document,
    and on how near their words are in meaning.
    """

    def __init__(self, text: str, network: Network) -> None:
        self._text = canonical(text)
        self._network = network
        self._pair_counts = Counter(self._text[at : at + 2] for at in range(len(text) - 1))
        self._char_counts = Counter(self._text)
        self._scale = math.log(max(text.count("。"), 4) * 4.0)
        vectors = network.table @ network.array("pair_project")
        self._vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)
        offset, slope = network.array("pair_rarity")
        self._rarity = 1 / (1 + np.exp(-(offset + slope * network.log_frequency)))
        self._words = lru_cache(maxsize=None)(self._words_of)
        self.of = lru_cache(maxsize=None)(self._of)

    def _of(self, term: Place, statement: Place) -> float:
        name, said = self._text[slice(*term)], self._text[slice(*statement)]
        inputs = np.array([*self._meaning(name, said), *self._shared(name, said)], dtype=np.float32)
        array = self._network.array
        hidden = np.tanh(array("pair_hidden_weight") @ inputs + array("pair_hidden_bias"))
        score = array("pair_weight") @ inputs + array("pair_bias")[0] + array("pair_hidden_output") @ hidden
        return float(min(max(score + _CENTRE, _LEAST), _MOST))

    def _meaning(self, name: str, said: str) -> tuple[float, float, float, float]:
        vectors, rarity, mean = self._words(name)
        others, other_rarity, other_mean = self._words(said)
        alike = vectors @ others.T
        nearest, nearest_back = alike.max(axis=1), alike.max(axis=0)
        return (
            4 * float((nearest * rarity).sum() / max(rarity.sum(), 1e-3)),
            4 * float((nearest_back * other_rarity).sum() / max(other_rarity.sum(), 1e-3)),
            4 * float(mean @ other_mean),
            4 * float((nearest * rarity).max()),
        )

    def _words_of(self, text: str) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        words = [word for word in rjieba.cut(text) if is_han(word[0]) and word not in _EMPTY]
        numbers = [number for word in words for number in self._network.numbering.words_of(word)][:_MOST_WORDS] or [0]
        vectors = self._vectors[numbers]
        rarity = np.where(np.array(numbers) == 0, 0, self._rarity[numbers]).astype(np.float32)
        mean = (vectors * rarity[:, None]).sum(axis=0)
        return vectors, rarity, mean / max(float(np.linalg.norm(mean)), 1e-6)

    def _shared(self, name: str, said: str) -> tuple[float, ...]:
        pairs = {name[at : at + 2] for at in range(len(name) - 1)}
        chars = {char for char in name if is_han(char) and char not in _EMPTY}
        worth_pairs = sum(self._worth(self._pair_counts[pair]) for pair in pairs if pair in said)
        worth_chars = sum(self._worth(self._char_counts[char]) for char in chars if char in said)
        count = max(len(chars), 1)
        return (
            min(worth_pairs, 4),
            min(worth_chars, 6),
            worth_pairs / max(len(pairs), 1),
            worth_chars / count,
            float(name in said),
            sum(char in said for char in chars) / count,
            min(sum(pair in said for pair in pairs), 4),
            sum(char in said[:_OPENING] for char in chars) / count,
        )

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
