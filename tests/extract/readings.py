"""Readings made by hand: scores that are sure of given segments, but for the places that a test calls doubtful."""

from __future__ import annotations

import numpy as np

from drill.extract.network import Segment, SegmentKind
from drill.extract.segments import Cuts

TERM, TITLE, STATEMENT, DIGITS, BLANK = SegmentKind
Scores = np.ndarray[tuple[int, int], np.dtype[np.float64]]


def certain(*segments: Segment, doubt: dict[int, float] | None = None) -> Scores:
    """Scores that are sure of the segments; at doubtful places the chance that one begins."""
    shares = np.full((segments[-1].end, 2 * len(SegmentKind)), 1e-4)
    for segment in segments:
        for at in range(segment.start, segment.end):
            chance = (doubt or {}).get(at, 1.0 if at == segment.start else 0.0)
            shares[at, 2 * segment.kind] += chance
            shares[at, 2 * segment.kind + 1] += 1 - chance
    return np.asarray(np.log(shares / shares.sum(axis=1, keepdims=True)))


def cuts(text: str, scores: Scores) -> Cuts:
    """The ways of cutting a text in which any segment may open a slide."""
    return Cuts(text, scores, np.full(len(text), np.log(0.5)))
