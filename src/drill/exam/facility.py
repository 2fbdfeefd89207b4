"""Measured facilities for assembly: what examinees showed, drawn towards what was expected while they are few."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.exam.moments import mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.bank import Item

PRIOR_RESPONSES = 10
"""How many responses the expected facility counts for."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The facility of an item in `responses` responses."""

    facility: float
    responses: int


def shrunk(measured: Measured, expected: float) -> float:
    """Return the facility to reckon with: the mean of the responses and of PRIOR_RESPONSES more at `expected`.

    This is the posterior mean under a beta prior with that weight (Gelman et al., Bayesian Data Analysis, 3rd ed.,
    section 2.4): with few responses it stays near what was expected, with many it is what was measured.
    """
    seen = measured.responses
    return (measured.facility * seen + expected * PRIOR_RESPONSES) / (seen + PRIOR_RESPONSES)


def with_measured(pool: Sequence[Item], measured: Mapping[str, Measured]) -> list[Item]:
    """Return `pool` with the facilities to reckon with; items nobody responded to keep what the bank says.

    An item without an expected facility is drawn towards the mean of the measured items of its kind.
    """
    known: dict[str, list[float]] = {}
    for item in pool:
        if item.id in measured:
            known.setdefault(item.kind, []).append(measured[item.id].facility)
    return [
        replace(item, facility=shrunk(measured[item.id], _expected(item, known))) if item.id in measured else item
        for item in pool
    ]


def _expected(item: Item, known: Mapping[str, Sequence[float]]) -> float:
    if item.facility is not None:
        return item.facility
    return mean(known[item.kind])
