"""Predicted scores against those that came: what a paper was to be expected to earn, and what examinees make of recall.

The model is that of `exam.readiness`, on the items that really stood on the paper: points * (guess + (1 - guess) *
applied * recall). `applied` is estimated from the papers that came back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.model.bank import ItemKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.attempt import RecordedForm, RecordedItem

_PRIOR_POINTS = 200
"""How many points of full application the estimate begins with: two papers of a hundred."""
_LEAST = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What a paper should earn by guessing, and what comes on top when all that is recalled is applied; in points."""

    guessed: float
    known: float

    def expected(self, applied: float) -> float:
        """Return the expected score when a share `applied` of what is recalled turns into right answers."""
        return self.guessed + applied * self.known


def predict(form: RecordedForm, recall: Mapping[str, float], average: float) -> Prediction:
    """Return the prediction for a form; facts without cards are recalled as `average`, the mean over all facts."""
    guessed = known = 0.0
    for item in form.items:
        guess = _guess(item)
        facts = [recall.get(fact, average) for fact in item.fact_ids] or [average]
        guessed += item.points * guess
        known += item.points * (1 - guess) * sum(facts) / len(facts)
    return Prediction(guessed=guessed, known=known)


def applied_share(predictions: Sequence[Prediction], scores: Sequence[float]) -> float:
    """Return the share of recalled facts that examinees turn into right answers, from 0.3 to 1.

    It is the ratio of points earned beyond guessing to those that recall promised, drawn towards 1 while papers are
    few. Where examinees earn more than promised (they know facts they have not drilled) it is 1.
    """
    earned = sum(score - one.guessed for one, score in zip(predictions, scores, strict=True))
    promised = sum(one.known for one in predictions)
    return min(1.0, max(_LEAST, (earned + _PRIOR_POINTS) / (promised + _PRIOR_POINTS)))


def _guess(item: RecordedItem) -> float:
    match item.kind:
        case ItemKind.TRUE_FALSE:
            return 0.5
        case ItemKind.SINGLE_CHOICE | ItemKind.SITUATIONAL | ItemKind.MATCHING:
            return 1 / len(item.option_order)
        case _:
            return 0.0
