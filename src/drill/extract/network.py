"""The network that reads a chapter: what begins where, what it is, and what belongs together.

Six layers of a pretrained encoder see the chapter in pieces of words, six convolutions see its characters, and three
layers of attention see the segments that these make out. It is trained on decks of our own (docs/import.md); here it
only runs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drill.extract.subwords import FIRST, LAST, Subword, Subwords
from drill.extract.surface import canonical, measures, word_places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from drill.extract.surface import Repeats

    Matrix = NDArray[np.float32]

DILATIONS = (1, 2, 4, 8, 1, 2)
_HEADS = 12
# Where the states of characters, thrice, stand behind those of their pieces in what a segment is judged by.
_SEGMENT_PARTS = np.array([0, 192, 384])
_SEGMENT_HEADS = 4
_FARTHEST = 16
# What stands for a line break, and how much of a chapter's title the network sees in front of the text.
BREAK = "▁"
TITLE_LENGTH = 30
# The encoder knows 512 places; a chapter is read through windows that overlap.
_WINDOW = 440
_OVERLAP = 110
_PAIR_WIDTH = 96
_LEAST = 1e-6
SHARPNESS = 8.0
LEAST_NEAR = 1e-3
LEAST_WEIGHT = 1e-2
LONGEST_ROW = 7


class SegmentKind(IntEnum):
    """What a segment of a chapter is; the numbers are the network's own."""

    TERM = 0
    TITLE = 1
    STATEMENT = 2
    DIGITS = 3
    BLANK = 4


class Segment(NamedTuple):
    """Characters [start, end) of a chapter."""

    start: int
    end: int
    kind: SegmentKind


class Meanings(NamedTuple):
    """What n characters mean in place: directions (n, 64), weights (n), running sums of nearness (n + 1, n)."""

    directions: Matrix
    weights: Matrix
    near: Matrix


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network sees in a text of n characters.

    `scores` (n, 10): a segment of each kind beginning here (even columns) or going on (odd), as natural logarithms of
    likelihoods; `opens` (n): the log-likelihood that a segment beginning here is the first of a slide. The rest is what
    segments are judged by: running sums over the characters (n + 1, 192), and what a segment has of its first and of
    its last character (n, 192).
    """

    scores: NDArray[np.float64]
    opens: NDArray[np.float64]
    sums: Matrix
    first: Matrix
    last: Matrix
    meanings: Meanings

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self.opens)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the network holds of p segments.

    `right` (p): the log-odds that a segment stands in the slides just so; `partner` (p, p): how well a statement (row)
    goes with a term (column).
    """

    right: NDArray[np.float64]
    partner: NDArray[np.float64]


class Network:
    """The network with its trained weights; arrays by name, as they lie in the package.

    Matrices are kept in bytes: `name` holds whole numbers, `name_step` what one of them is worth, row by row.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items() if array.dtype == np.float16}
        self._words = np.asarray(arrays["words"], dtype=np.int8)
        for name, array in arrays.items():
            if array.dtype == np.int8 and name != "words":
                self._arrays[name] = array.astype(np.float32) * self._arrays[f"{name}_step"][:, None]
        self._subwords = Subwords(_text(arrays["subwords"]).split("\n"), self._arrays["subword_scores"].tolist())
        self._numbers = {char: number for number, char in enumerate(_text(arrays["chars"]), start=1)}
        self._depth = sum(name.startswith("layer") and name.endswith("_in") for name in self._arrays)
        self._segment_depth = sum(name.startswith("segment") and name.endswith("_in") for name in self._arrays)

    def read(self, title: str, text: str, repeats: Repeats) -> Reading:
        """Read the text of a chapter of that title."""
        text = canonical(text)
        words, inside = self._encode(canonical(title)[:TITLE_LENGTH], text)
        characters = self._characters(text, words, inside, repeats)
        output = (characters @ self._array("output").T + self._array("output_bias")).astype(np.float64)
        opens = -np.logaddexp(0, -output[:, 10])
        by_words, by_characters, first, last = np.split(self._array("segment"), _SEGMENT_PARTS + words.shape[1], axis=1)
        each = words @ by_words.T + characters @ by_characters.T
        return Reading(
            scores=log_softmax(output[:, :10], 1),
            opens=opens,
            sums=np.cumsum(np.pad(each, ((1, 0), (0, 0))), axis=0, dtype=np.float32),
            first=characters @ first.T,
            last=characters @ last.T,
            meanings=self._meanings(words),
        )

    def judge(self, reading: Reading, segments: Sequence[Segment]) -> Judgement:
        """Judge a segmentation of a text that was read."""
        hidden = self._segments(reading, segments)
        far = _offsets(len(segments))
        partner = self._asked(hidden, "partner", _PAIR_WIDTH) + self._array("partner_offset")[far]
        partner = partner + self._likeness(reading, segments)
        seen = np.maximum(hidden @ self._array("right_in").T + self._array("right_in_bias"), 0)
        right = seen @ self._array("right_out").T + self._array("right_out_bias")
        return Judgement(right[:, 0].astype(np.float64), partner.astype(np.float64))

    def _array(self, name: str) -> Matrix:
        return self._arrays[name]

    def _encode(self, title: str, text: str) -> tuple[Matrix, NDArray[np.int64]]:
        before = self._subwords.cut(title.replace("\n", BREAK) + BREAK)
        pieces = self._subwords.cut(text.replace("\n", BREAK))
        found = np.empty((len(text), self._array("place").shape[1]), dtype=np.float32)
        for window, kept in _windows(pieces):
            states = self._encoded([FIRST, *(piece.number for piece in (*before, *window)), LAST])[1 + len(before) :]
            for piece, state in zip(window, states, strict=False):
                if piece.start >= kept:
                    found[piece.start : piece.end] = state
        inside = np.zeros(len(text), dtype=np.int64)
        for piece in pieces:
            if piece.end - piece.start > 1:
                inside[piece.start : piece.end] = 2
                inside[piece.start], inside[piece.end - 1] = 1, 3
        return found, inside

    def _encoded(self, numbers: list[int]) -> Matrix:
        words = self._words[numbers] * self._array("words_step")[numbers][:, None]
        hidden = self._normed(words + self._array("place")[: len(numbers)], "embedded")
        for layer in range(self._depth):
            name = f"layer{layer}"
            mixed = self._linear(_attended(self._linear(hidden, f"{name}_in"), _HEADS), f"{name}_out")
            hidden = self._normed(hidden + mixed, f"{name}_norm")
            fed = self._linear(_gelu(self._linear(hidden, f"{name}_wide")), f"{name}_narrow")
            hidden = self._normed(hidden + fed, f"{name}_end")
        return hidden

    def _characters(self, text: str, words: Matrix, inside: NDArray[np.int64], repeats: Repeats) -> Matrix:
        numbers = [self._numbers.get(char, 0) for char in text]
        seen = (self._array("char")[numbers], self._array("inside")[inside], measures(text, repeats))
        parts = (words, *seen, self._array("word")[word_places(text)])
        hidden = self._linear(np.hstack(parts), "input")
        for layer, dilation in enumerate(DILATIONS):
            normed = self._normed(hidden, f"conv{layer}_norm", 1e-5)
            hidden = hidden + np.maximum(self._convolved(normed, f"conv{layer}", dilation), 0)
        return self._normed(hidden, "characters", 1e-5)

    def _convolved(self, hidden: Matrix, name: str, dilation: int) -> Matrix:
        padded = np.pad(hidden, ((dilation, dilation), (0, 0)))
        length = len(hidden)
        taps = np.hstack([padded[tap * dilation : tap * dilation + length] for tap in range(3)])
        return self._linear(taps, name)

    def _segments(self, reading: Reading, segments: Sequence[Segment]) -> Matrix:
        starts = np.array([segment.start for segment in segments])
        ends = np.array([segment.end for segment in segments])
        kinds = np.array([segment.kind for segment in segments])
        inside = (reading.sums[ends] - reading.sums[starts]) / (ends - starts)[:, None]
        hidden = inside + reading.first[starts] + reading.last[ends - 1] + self._array("segment_bias")
        own = own_measures(reading.scores, reading.opens, segments)
        places, lengths = rows_of(kinds.tolist())
        hidden = hidden + self._array("run_place")[places] + self._array("run_length")[lengths]
        hidden = hidden + self._array("kind")[kinds] + self._linear(own, "own")
        far = _offsets(len(segments))
        for layer in range(self._segment_depth):
            name = f"segments{layer}"
            bias = self._array(f"{name}_offset")[far].transpose(2, 0, 1)
            seen = self._linear(self._normed(hidden, f"{name}_norm", 1e-5), f"{name}_in")
            hidden = hidden + self._linear(_attended(seen, _SEGMENT_HEADS, bias), f"{name}_out")
            wide = _gelu(self._linear(self._normed(hidden, f"{name}_end", 1e-5), f"{name}_wide"))
            hidden = hidden + self._linear(wide, f"{name}_narrow")
        return self._normed(hidden, "segments", 1e-5)

    def _meanings(self, words: Matrix) -> Meanings:
        directions = words @ self._array("meaning").T
        directions = directions / np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), _LEAST)
        weights = np.asarray(1 / (1 + np.exp(-self._linear(words, "weight")[:, 0])), dtype=np.float32)
        near = np.exp(SHARPNESS * (directions @ directions.T))
        return Meanings(directions, weights, np.cumsum(np.pad(near, ((1, 0), (0, 0))), axis=0, dtype=np.float32))

    def _likeness(self, reading: Reading, segments: Sequence[Segment]) -> Matrix:
        """Return how much a statement (row) means what a term (column) means.

        For each character of the term the nearest of the statement (late interaction, Khattab & Zaharia 2020; the
        greatest in the smooth form that training needs), and the two as a whole.
        """
        starts = np.array([segment.start for segment in segments])
        ends = np.array([segment.end for segment in segments])
        directions, weights, near = reading.meanings
        nearest = np.log(np.maximum(near[ends] - near[starts], LEAST_NEAR)) / SHARPNESS
        summed = np.cumsum(np.pad(nearest * weights, ((0, 0), (1, 0))), axis=1)
        total = np.concatenate([[0], np.cumsum(weights)])
        late = (summed[:, ends] - summed[:, starts]) / np.maximum(total[ends] - total[starts], LEAST_WEIGHT)
        whole = np.cumsum(np.pad(directions * weights[:, None], ((1, 0), (0, 0))), axis=0)
        means = whole[ends] - whole[starts]
        means = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), _LEAST)
        scale = self._array("likeness_scale")
        return np.asarray(scale[0] * late + scale[1] * (means @ means.T), dtype=np.float32)

    def _asked(self, hidden: Matrix, name: str, width: int) -> Matrix:
        asks = self._linear(hidden, f"{name}_asks")
        return np.asarray(asks @ self._linear(hidden, f"{name}_answers").T / math.sqrt(width), dtype=np.float32)

    def _linear(self, hidden: Matrix, name: str) -> Matrix:
        return np.asarray(hidden @ self._array(name).T + self._array(f"{name}_bias"), dtype=np.float32)

    def _normed(self, hidden: Matrix, name: str, least: float = 1e-12) -> Matrix:
        centred = hidden - hidden.mean(axis=1, keepdims=True)
        scale = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(least))
        return np.asarray(centred / scale * self._array(f"{name}_gain") + self._array(f"{name}_bias"))


def _windows(pieces: list[Subword]) -> Iterator[tuple[list[Subword], int]]:
    """Cut the pieces into windows; of each only what stands from the given character on replaces the one before."""
    start = 0
    while True:
        window = pieces[start : start + _WINDOW]
        yield window, pieces[start + _OVERLAP // 2].start if start else 0
        if start + _WINDOW >= len(pieces):
            return
        start += _WINDOW - _OVERLAP


def _attended(seen: Matrix, heads: int, bias: Matrix | float = 0.0) -> Matrix:
    """Return scaled dot-product attention (Vaswani et al. 2017) of queries, keys and values side by side."""
    length, width = seen.shape[0], seen.shape[1] // 3
    queries, keys, values = seen.reshape(length, 3, heads, width // heads).transpose(1, 2, 0, 3)
    shares = (queries * np.float32(1 / math.sqrt(width // heads))) @ keys.transpose(0, 2, 1)
    # In place: at this size the time goes into memory, not into sums.
    shares += bias
    shares -= shares.max(axis=2, keepdims=True)
    np.exp(shares, out=shares)
    mixed = (shares @ values) / shares.sum(axis=2, keepdims=True)
    return np.asarray(mixed.transpose(1, 0, 2).reshape(length, width), dtype=np.float32)


def _gelu(hidden: Matrix) -> Matrix:
    # The tanh form (Hendrycks & Gimpel 2016): NumPy has no error function.
    inner = hidden * hidden
    inner *= np.float32(0.0356774081)
    inner += np.float32(0.7978845608)
    inner *= hidden
    np.tanh(inner, out=inner)
    inner += 1
    inner *= hidden
    inner *= np.float32(0.5)
    return inner


def own_measures(
    scores: NDArray[np.float64], opens: NDArray[np.float64], segments: Sequence[Segment]
) -> NDArray[np.float32]:
    """Return what a reading itself says of each segment: its borders, inside, kind, length and slide (p, 6)."""
    starts, ends, kinds = np.array(segments).T
    shares = np.exp(scores)
    begins = np.clip(shares[:, 0::2].sum(axis=1), _LEAST, 1 - _LEAST)
    on = np.concatenate([[0.0], np.cumsum(np.log(1 - begins))])
    log_kinds = np.log(np.clip(shares[:, 0::2] + shares[:, 1::2], _LEAST, 1))
    kind_sums = np.vstack([np.zeros((1, log_kinds.shape[1])), np.cumsum(log_kinds, axis=0)])
    log_begins = np.append(np.log(begins), 0.0)
    columns = (
        log_begins[starts],
        log_begins[ends],
        on[ends] - on[starts + 1],
        (kind_sums[ends, kinds] - kind_sums[starts, kinds]) / (ends - starts),
        np.log(ends - starts + 1),
    )
    clipped = np.clip(np.stack(columns, axis=1), -6, 6)
    return np.hstack([clipped, np.exp(opens[starts])[:, None]]).astype(np.float32)


def rows_of(kinds: list[int]) -> tuple[list[int], list[int]]:
    """Return of each segment by kind its place in its row of terms, titles or statements, and how long that row is."""
    places, lengths = [0] * len(kinds), [0] * len(kinds)
    row: list[int] = []
    # Digits and blanks stand between the segments of a row without ending it.
    for at in [at for at, kind in enumerate(kinds) if kind <= SegmentKind.STATEMENT]:
        row = [*row, at] if row and kinds[row[-1]] == kinds[at] else [at]
        places[at] = min(len(row) - 1, LONGEST_ROW)
        for other in row:
            lengths[other] = min(len(row), LONGEST_ROW)
    return places, lengths


def _offsets(count: int) -> NDArray[np.int64]:
    places = np.arange(count)
    return np.asarray(np.clip(places[None] - places[:, None], -_FARTHEST, _FARTHEST) + _FARTHEST)


def log_softmax(scores: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return natural logarithms of likelihoods that add up to one along an axis."""
    shifted = scores - scores.max(axis=axis, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True)))


def _text(array: NDArray[np.generic]) -> str:
    return array.tobytes().decode()
