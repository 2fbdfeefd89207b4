"""From the segments of a chapter to its points: each statement with its term, and both under their slide's title."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drill.extract.assignment import assignment
from drill.extract.network import log_softmax

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drill.extract.network import Judgement
    from drill.extract.slides import Slide

_LEAST_PAIR = -7.0
_MOST = 9.0


class Evidence(NamedTuple):
    """What speaks for a point, as log-odds, at most nine either way.

    `pair`: term and statement belong together; `term`, `statement`: they stand in the slide just so.
    """

    pair: float
    term: float
    statement: float


@dataclass(frozen=True, slots=True)
class Point:
    """A term and what is said of it, by number of segment; `title` is None where the slide shows none."""

    term: int
    statement: int
    title: int | None
    evidence: Evidence


def points(slides: Sequence[Slide], judged: Judgement) -> list[Point]:
    """Pair the statements of each slide with its terms so that the sum over all is best."""
    found = []
    for slide in slides:
        if not slide.terms or not slide.statements:
            continue
        agreed = _agreement(judged, slide.terms, slide.statements)
        for row, column in _matched(agreed):
            term, statement = slide.terms[column], slide.statements[row]
            evidence = Evidence(
                pair=_log_odds(math.exp(agreed[row, column] / 2)),
                term=_bounded(float(judged.right[term])),
                statement=_bounded(float(judged.right[statement])),
            )
            found.append(Point(term, statement, slide.title, evidence))
    return sorted(found, key=lambda point: point.term)


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return _bounded(math.log(share / (1 - share)))


def _bounded(odds: float) -> float:
    return min(max(odds, -_MOST), _MOST)


def _agreement(judged: Judgement, terms: Sequence[int], said: Sequence[int]) -> NDArray[np.float64]:
    """Return log-likelihoods (statements, terms): as the statement's term, plus as the term's statement."""
    scores = judged.partner[np.ix_(said, terms)]
    return np.asarray(log_softmax(scores, 1) + log_softmax(scores, 0))


def _matched(agreed: NDArray[np.float64]) -> list[tuple[int, int]]:
    rows, columns = agreed.shape
    costs = -np.maximum(agreed if rows <= columns else agreed.T, 4 * _LEAST_PAIR)
    pairs = [(row, column) for row, column in enumerate(assignment(costs.tolist()))]
    if rows > columns:
        pairs = [(row, column) for column, row in pairs]
    return sorted((row, column) for row, column in pairs if agreed[row, column] > 2 * _LEAST_PAIR)
