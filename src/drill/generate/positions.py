"""Where the key stands: balanced over the whole set, whichever options an item has."""

from __future__ import annotations

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drill.model.bank import Option
    from drill.text.shuffle import Rng

# The same letters may be right this often in a row.
_RUN_MAX = 2
# Orders that are looked at for each item; with five options, three of them right, there are ten sets of letters.
_TRIES = 24
# What an order costs that repeats nothing and leaves the positions even.
_NO_COST = (False, 0)


class Positions:
    """Gives out key positions for the items of one kind, one after the other."""

    def __init__(self) -> None:
        self._uses: Counter[int] = Counter()
        self._recent: list[tuple[int, ...]] = []

    def arrange(self, options: Iterable[Option], rng: Rng) -> tuple[Option, ...]:
        """Return `options` in the order that keeps key positions most even, at random among equals."""
        given = list(options)
        tried: list[tuple[tuple[bool, int], list[int]]] = []
        while len(tried) < _TRIES and (not tried or tried[-1][0] != _NO_COST):
            order = rng.shuffled(range(len(given)))
            tried.append((self._cost(_keys(given, order), len(given)), order))
        _, best = min(tried, key=itemgetter(0))
        keys = _keys(given, best)
        self._uses.update(keys)
        self._recent = [*self._recent[1 - _RUN_MAX :], keys]
        return tuple(given[index] for index in best)

    def _cost(self, keys: tuple[int, ...], number: int) -> tuple[bool, int]:
        again = len(self._recent) >= _RUN_MAX and all(before == keys for before in self._recent)
        uses = [self._uses[position] + (position in keys) for position in range(number)]
        # Any order within an even spread is as good as another, so that positions cannot be foretold.
        return again, max(0, max(uses) - min(uses) - 2)


def _keys(options: list[Option], order: list[int]) -> tuple[int, ...]:
    return tuple(place for place, index in enumerate(order) if options[index].key)
