"""The seeded shuffle: the same seed gives the same order on every machine and Python version.

`random.Random` keeps its generator stable but not `shuffle` and `sample`, so drill owns these few lines. The generator
is SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", doi:10.1145/2660193.2660195,
figure 17); seeds are derived with BLAKE2b, so streams of different labels are independent.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

_MASK = (1 << 64) - 1
_GAMMA = 0x9E3779B97F4A7C15


class Rng:
    """A stream of random draws that depends on its seed labels and on nothing else."""

    __slots__ = ("_labels", "_state")

    def __init__(self, *labels: str | int) -> None:
        """Start the stream named by `labels`: the same labels give the same draws."""
        self._labels = labels
        digest = hashlib.blake2b("\x1f".join(map(str, labels)).encode(), digest_size=8)
        self._state = int.from_bytes(digest.digest(), "big")

    def derive(self, *labels: str | int) -> Self:
        """Return an independent stream for `labels`; how much was drawn here before makes no difference."""
        return type(self)(*self._labels, *labels)

    def _next(self) -> int:
        self._state = (self._state + _GAMMA) & _MASK
        z = self._state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, n: int) -> int:
        """Draw an integer in [0, n), without modulo bias. Raises ValueError unless 1 <= n <= 2**64."""
        if not 1 <= n <= _MASK + 1:
            message = f"cannot draw below {n}"
            raise ValueError(message)
        limit = (_MASK + 1) - (_MASK + 1) % n
        while (draw := self._next()) >= limit:
            pass
        return draw % n

    def unit(self) -> float:
        """Draw a float in [0, 1) with 53 random bits."""
        return (self._next() >> 11) * 2.0**-53

    def choice(self, options: Sequence[T]) -> T:
        """Draw one of `options`. Raises ValueError if there are none."""
        return options[self.below(len(options))]

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """Return `values` in random order (Fisher-Yates)."""
        result = list(values)
        for i in range(len(result) - 1, 0, -1):
            j = self.below(i + 1)
            result[i], result[j] = result[j], result[i]
        return result
