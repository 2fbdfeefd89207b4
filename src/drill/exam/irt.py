"""Item response theory: the two-parameter logistic model, fitted by the extra `drill[irt]` (the package `mirt`).

P(right) = 1 / (1 + exp(-a (theta - b))), marginal maximum likelihood by EM with theta standard normal (Bock & Aitkin
1981, doi:10.1007/BF02293801). Items that were not on a form are missing, so forms that share items are on one scale.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.attempt import Attempt

LEAST_ATTEMPTS = 200
"""Fewer attempts do not hold two parameters an item: standard errors of `a` exceed a third of it."""
_LEAST_RESPONSES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCurve:
    """An item's discrimination `a` and location `b` on the scale of ability, with the standard error of `b`."""

    item_id: str
    a: float
    b: float
    b_error: float | None


def is_installed() -> bool:
    """Tell whether the extra is there."""
    return find_spec("mirt") is not None


def fit_curves(attempts: Sequence[Attempt]) -> tuple[ItemCurve, ...]:
    """Return a curve for each item with enough responses; () for fewer than LEAST_ATTEMPTS attempts.

    A response that earned anything counts as right. Items that all or none got right
    have no curve. Raises ImportError without the extra.
    """
    if len(attempts) < LEAST_ATTEMPTS:
        return ()
    from mirt import fit_mirt  # noqa: PLC0415 - an extra

    names, table = _table(attempts)
    if len(names) < 3:
        return ()
    fitted = fit_mirt(table, model="2PL")
    slopes, places = fitted.model.parameters["discrimination"], fitted.model.parameters["difficulty"]
    errors = (fitted.standard_errors or {}).get("difficulty")
    return tuple(
        ItemCurve(
            item_id=name,
            a=float(slopes[at]),
            b=float(places[at]),
            b_error=None if errors is None or not np.isfinite(errors[at]) else float(errors[at]),
        )
        for at, name in enumerate(names)
    )


def _table(attempts: Sequence[Attempt]) -> tuple[list[str], np.ndarray[tuple[int, int], np.dtype[np.float64]]]:
    """Return the items worth fitting, and who got which of them right (NaN: not on the form)."""
    names = sorted({response.item_id for attempt in attempts for response in attempt.responses})
    column = {name: at for at, name in enumerate(names)}
    table = np.full((len(attempts), len(names)), np.nan)
    for row, attempt in enumerate(attempts):
        for response in attempt.responses:
            right = response.right if response.right is not None else response.points > 0
            table[row, column[response.item_id]] = float(right)
    counts = (~np.isnan(table)).sum(axis=0)
    means = np.nanmean(table, axis=0)
    kept = [at for at in range(len(names)) if counts[at] >= _LEAST_RESPONSES and 0 < means[at] < 1]
    return [names[at] for at in kept], table[:, kept]
