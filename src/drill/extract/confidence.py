"""How sure a fact read from a preview is: a logistic model over what the network says of its borders and its slide.

The weights are fitted on decks that the network was not trained on (docs/import.md), so that a confidence of c comes
true in about c of all cases.
"""

from __future__ import annotations

import math
from typing import NamedTuple

_LEAST_LOG = -6.0


class Evidence(NamedTuple):
    """What speaks for a pair; borders and insides as natural logarithms of likelihoods, at most 0.

    `weakest` is the least likely border of its slide, `agreement` how well statement and term agree, `lead` by how much
    more than with the next best statement of the slide, `uneven` how far the term's length is from its slide's middle.
    """

    term_begins: float
    term_ends: float
    term_inside: float
    statement_begins: float
    statement_inside: float
    weakest: float
    agreement: float
    lead: float
    uneven: float
    points: int
    is_whole: bool
    in_pairs: bool
    has_title: bool


_WEIGHTS = (1.106, 0.727, 0.459, -0.03, 0.432, 0.029, 0.114, 0.221, -2.458, -0.165, 5.4, 1.101, 1.745)
_BIAS = -6.109


def confidence(evidence: Evidence) -> float:
    """Return the probability that the pair is a fact whose term and statement are both right."""
    score = _BIAS + sum(weight * value for weight, value in zip(_WEIGHTS, measures(evidence), strict=True))
    return 1 / (1 + math.exp(-score))


def measures(evidence: Evidence) -> tuple[float, ...]:
    """Return the evidence as numbers of comparable size, in the order of the weights."""
    return (
        *(max(value, _LEAST_LOG) for value in evidence[:6]),
        evidence.agreement,
        min(evidence.lead, 2.0),
        min(evidence.uneven, 4) / 4,
        evidence.points / 4,
        float(evidence.is_whole),
        float(evidence.in_pairs),
        float(evidence.has_title),
    )
