"""The network in training with what its numbers stand for, read from and written to the file of the package."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drill.extract.subwords import Subwords
from training.model import Reader
from training.pretrained import kept, load

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from training.layouts import Chapter

_LEAST_USE = 3
_UNSEEN_CHAR = -60.0


@dataclass(frozen=True, slots=True)
class Weights:
    """The network, the pieces of words it knows with their log-likelihoods, and its characters."""

    reader: Reader
    pieces: list[str]
    scores: list[float]
    chars: str

    @property
    def numbers(self) -> dict[str, int]:
        """The numbers of the characters."""
        return {char: at for at, char in enumerate(self.chars, 1)}

    def subwords(self, rng: random.Random, spread: float) -> Subwords:
        """Return a way to cut; the wider the spread, the less likely ones (subword regularization, Kudo 2018)."""
        return Subwords(self.pieces, [score + spread * rng.gauss() for score in self.scores])

    def write(self, target: Path) -> None:
        """Write the file that lies in the package."""
        arrays = self.reader.arrays() | {"subword_scores": np.array(self.scores, dtype=np.float16)}
        for name, text in (("subwords", "\n".join(self.pieces)), ("chars", self.chars)):
            arrays[name] = np.frombuffer(text.encode(), np.uint8)
        np.savez(target, allow_pickle=False, **arrays)


def read_weights(start: Path | None, decks: Sequence[Sequence[Chapter]] = ()) -> Weights:
    """Read weights written before, or the encoder alone; usual characters of the decks become known."""
    pretrained = load()
    before = dict(np.load(start)) if start else {}
    known = _text(before["subwords"]).split("\n") if before else [pretrained.pieces[at] for at in kept(pretrained)]
    places = {piece: at for at, piece in enumerate(pretrained.pieces)}
    numbers = [places[piece] for piece in known]
    scores = [max(float(pretrained.scores[number]), _UNSEEN_CHAR) for number in numbers]
    chars = _text(before["chars"]) if before else ""
    chars += "".join(char for char in _usual_characters(decks) if char not in chars)
    reader = Reader(pretrained, numbers, len(chars))
    if before:
        reader.restore(before)
    return Weights(reader, known, scores, chars)


def _text(array: NDArray[np.generic]) -> str:
    return array.tobytes().decode()


def _usual_characters(decks: Sequence[Sequence[Chapter]]) -> str:
    points = (point for deck in decks for chapter in deck for slide in chapter.slides for point in slide.points)
    counts = Counter(char for point in points for text in point for char in text)
    return "".join(sorted(char for char, count in counts.items() if count >= _LEAST_USE))
