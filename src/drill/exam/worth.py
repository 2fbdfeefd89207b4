"""An item's scoring points, shared out anew for the points it is worth on a form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drill.model.bank import ScoringPoint, ShortAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.bank import Item


def worth(item: Item, points: int) -> Item:
    """Return `item` with a short answer's scoring points adding up to `points`, in whole points.

    An answer with more scoring points than it is worth keeps its own, which then count as shares.
    """
    if not isinstance(item.answer, ShortAnswer) or len(item.answer.scoring) > points:
        return item
    shares = shared_out([point.points for point in item.answer.scoring], points)
    scoring = tuple(
        ScoringPoint(text=point.text, points=share) for point, share in zip(item.answer.scoring, shares, strict=True)
    )
    return replace(item, answer=ShortAnswer(scoring=scoring))


def shared_out(weights: Sequence[int], total: int) -> list[int]:
    """Share `total` out in proportion to `weights`, at least one each, by largest remainders (Hamilton's method).

    `total` must be at least the number of weights.
    """
    spare, whole = total - len(weights), sum(weights)
    shares = [1 + spare * weight // whole for weight in weights]
    remainders = [(-(spare * weight % whole), place) for place, weight in enumerate(weights)]
    for _, place in sorted(remainders)[: total - sum(shares)]:
        shares[place] += 1
    return shares
