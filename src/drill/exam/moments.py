"""Mean, variance, correlation and an interval for a share: what item analysis is made of.

Sums are exact (`math.fsum`), so figures do not depend on the order of the papers.
"""

from __future__ import annotations

from math import fsum, isclose, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_Z_95 = NormalDist().inv_cdf(0.975)


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean of at least one value."""
    return fsum(values) / len(values)


def variance(values: Sequence[float]) -> float:
    """Return the mean squared deviation (division by n, not n - 1) of at least one value."""
    middle = mean(values)
    return fsum((value - middle) ** 2 for value in values) / len(values)


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None where it is not defined: fewer than three pairs, or no spread.

    With `ones` in {0, 1} this is the point-biserial correlation.
    """
    if len(ones) < 3:
        return None
    spread = sqrt(variance(ones)) * sqrt(variance(others))
    if isclose(spread, 0, abs_tol=1e-12):
        return None
    middle, other_middle = mean(ones), mean(others)
    together = fsum((a - middle) * (b - other_middle) for a, b in zip(ones, others, strict=True)) / len(ones)
    return max(-1.0, min(1.0, together / spread))


def share_interval(share: float, n: int, z: float = _Z_95) -> tuple[float, float]:
    """Return the Wilson score interval for a share seen in `n` trials (95 % unless `z` says otherwise).

    Wilson 1927, "Probable inference, the law of succession, and statistical inference", doi:10.2307/2276774. It stays
    within 0..1 and is honest for small `n`; nothing seen (n = 0) gives 0..1.
    """
    if n == 0:
        return 0.0, 1.0
    squared = z * z
    centre = (share + squared / (2 * n)) / (1 + squared / n)
    reach = z * sqrt(share * (1 - share) / n + squared / (4 * n * n)) / (1 + squared / n)
    return max(0.0, centre - reach), min(1.0, centre + reach)
