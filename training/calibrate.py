"""Fit the weights of `drill.extract.confidence`: `python -m training.calibrate` (no torch needed).

Previews of decks that the network was not trained on are read; which of the facts are right decides the weights of a
logistic regression (Newton's method, with a little shrinkage). Print them, and how what they promise comes true.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

import numpy as np
from tests.extract.preview_site import DECKS, UNSEEN

from drill.extract.confidence import confidence, features
from training.measure import measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drill.extract.points import Evidence

LEFT_OUT = Path(__file__).with_name("left_out")
_SEEDS = (1, 2, 3)
_SHRINKAGE = 1.0
_ROUNDS = 30


def fit(evidence: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of the columns, and the bias behind them."""
    columns = np.hstack([evidence, np.ones((len(evidence), 1))])
    weights = np.zeros(columns.shape[1])
    shrunk = np.eye(len(weights)) * _SHRINKAGE
    shrunk[-1, -1] = 0
    for _ in range(_ROUNDS):
        shares = 1 / (1 + np.exp(-columns @ weights))
        slope = columns.T @ (right - shares) - shrunk @ weights
        weights += np.linalg.solve((columns * (shares * (1 - shares))[:, None]).T @ columns + shrunk, slope)
    return weights


def gathered() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read the decks left out, and return the evidence of each fact and whether it is right."""
    seen: list[tuple[float, ...]] = []

    def remembered(evidence: Evidence) -> float:
        seen.append(features(evidence))
        return confidence(evidence)

    right: list[bool] = []
    decks = [(name, DECKS) for name in UNSEEN] + [(path.stem, LEFT_OUT) for path in sorted(LEFT_OUT.glob("*.txt"))]
    with patch("drill.extract.preview.confidence", remembered):
        for name, folder in decks:
            for seed in _SEEDS:
                right += measure(name, folder, seed).is_right
    return np.array(seen), np.array(right, dtype=np.float64)


def main() -> None:
    """Print weights, bias and calibration."""
    evidence, right = gathered()
    weights = fit(evidence, right)
    shares = 1 / (1 + np.exp(-np.hstack([evidence, np.ones((len(evidence), 1))]) @ weights))
    print(f"_WEIGHTS = ({', '.join(f'{weight:.3f}' for weight in weights[:-1])})\n_BIAS = {weights[-1]:.3f}")
    for low in np.arange(0, 1, 0.1):
        chosen = (shares >= low) & (shares < low + 0.1)
        if chosen.any():
            print(f"{low:.1f} to {low + 0.1:.1f}: {chosen.sum():5} facts, {right[chosen].mean():.2f} right")


if __name__ == "__main__":
    main()
