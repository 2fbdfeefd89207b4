"""How sure a fact read from a preview is: a logistic model over what the network says of its segments and its pair.

The weights are fitted on decks that the network was not trained on (docs/import.md), so that a confidence of c comes
true in about c of all cases.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.extract.points import Evidence

# Of the pair, the term, the statement, and of the weakest of the three once more.
_WEIGHTS = (0.118, 0.216, 0.039, 0.368)
_BIAS = -0.557


def confidence(evidence: Evidence) -> float:
    """Return the probability that the pair is a fact whose term and statement are both right."""
    score = _BIAS + sum(weight * odds for weight, odds in zip(_WEIGHTS, features(evidence), strict=True))
    return 1 / (1 + math.exp(-score))


def features(evidence: Evidence) -> tuple[float, ...]:
    """Return what the weights are for, in log-odds."""
    return (*evidence, min(evidence))
