"""How sure a fact read from a preview is: a logistic model over what the network says of its segments and its pair.

The weights are fitted on decks that the network was not trained on (docs/import.md), so that a confidence of c comes
true in about c of all cases.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.extract.points import Evidence

# The fit gives the title less than nothing (-0.009): a doubt must never raise a confidence.
_WEIGHTS = (0.293, 0.305, 0.077, 0.0)
_BIAS = -1.562


def confidence(evidence: Evidence) -> float:
    """Return the probability that the pair is a fact whose term and statement are both right."""
    score = _BIAS + sum(weight * odds for weight, odds in zip(_WEIGHTS, evidence, strict=True))
    return 1 / (1 + math.exp(-score))
