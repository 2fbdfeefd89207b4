"""Cut a text into the pieces of words that the network knows: of all ways the likeliest, each piece on its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN, FIRST, LAST = 0, 1, 2
_SPECIAL = 3


class Subword(NamedTuple):
    """Characters [start, end) of a text and the number of the piece that stands there."""

    start: int
    end: int
    number: int


class Subwords:
    """The pieces by number, with their log-likelihoods; the first three stand for unknown, start and end."""

    def __init__(self, pieces: Sequence[str], scores: Sequence[float]) -> None:
        self._known = {
            piece: (number, score)
            for number, (piece, score) in enumerate(zip(pieces, scores, strict=True))
            if number >= _SPECIAL
        }
        self._longest = max(len(piece) for piece in self._known)
        # As SentencePiece does it: an unknown character costs more than any known piece.
        self._unknown = (UNKNOWN, min(score for _, score in self._known.values()) - 10)

    def cut(self, text: str) -> list[Subword]:
        """Return the pieces of a text in order (Viterbi over a unigram model, Kudo 2018)."""
        best = [0.0] + [-math.inf] * len(text)
        came = [Subword(0, 0, UNKNOWN)] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                known = self._known.get(text[start:end]) or (self._unknown if end == start + 1 else None)
                if known and best[start] + known[1] > best[end]:
                    best[end] = best[start] + known[1]
                    came[end] = Subword(start, end, known[0])
        found = []
        at = len(text)
        while at:
            found.append(came[at])
            at = came[at].start
        return found[::-1]
