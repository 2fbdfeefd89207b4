"""A small convolutional network that reads a chapter character by character: what begins where, and what it is.

Embeddings of characters, words and kinds of words, ten residual convolutions of growing dilation, one linear output.
It is trained on decks of our own (docs/import.md); here it only runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drill.extract.surface import Numbering, surface

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from drill.extract.surface import Repeats

_DILATIONS = (1, 2, 4, 8, 16, 32, 64, 1, 2, 4)
_PIECE_KINDS = 5
_TABLE_STEP = 24.0
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Likelihoods:
    """Of one text of n characters, as natural logarithms.

    `begins` and `goes_on` (n): a piece begins here, or does not. `kinds` (n + 1, 5): running sums of the character
    belonging to a term, title, statement, list digits or nothing. `opens` and `stays` (n): if a piece begins here, it
    is the first of a slide, or is not. `on` (n + 1): running sum of `goes_on`.
    """

    begins: NDArray[np.float64]
    goes_on: NDArray[np.float64]
    on: NDArray[np.float64]
    kinds: NDArray[np.float64]
    opens: NDArray[np.float64]
    stays: NDArray[np.float64]


class Network:
    """The network with its trained weights; arrays by name, as they lie in the package."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._arrays = {name: array.astype(np.float32) for name, array in arrays.items() if array.dtype == np.float16}
        self.numbering = Numbering(
            characters=_numbered(list(_text(arrays["chars"]))), words=_numbered(_text(arrays["words"]).split("\n"))
        )
        table = arrays["table"].astype(np.float32) / _TABLE_STEP
        self.table = np.vstack([np.zeros((1, table.shape[1]), np.float32), table])
        self.log_frequency = np.concatenate([[0.0], arrays["log_frequency"].astype(np.float32) / 10])

    def array(self, name: str) -> NDArray[np.float32]:
        """Return the weights of that name."""
        return self._arrays[name]

    def read(self, text: str, repeats: Repeats) -> Likelihoods:
        """Return what begins where in a text, and what each character belongs to."""
        output = self._run(self._inputs(text, repeats))
        pieces = _softmax(output[:, : 2 * _PIECE_KINDS])
        begins = pieces[:, 0::2].sum(axis=1)
        opens = 1 / (1 + np.exp(-output[:, 2 * _PIECE_KINDS]))
        kinds = np.cumsum(_log(pieces[:, 0::2] + pieces[:, 1::2]), axis=0)
        goes_on = _log(1 - begins)
        return Likelihoods(
            begins=_log(begins),
            goes_on=goes_on,
            on=np.concatenate([[0.0], np.cumsum(goes_on)]),
            kinds=np.vstack([np.zeros((1, _PIECE_KINDS)), kinds]),
            opens=_log(opens),
            stays=_log(1 - opens),
        )

    def _inputs(self, text: str, repeats: Repeats) -> NDArray[np.float32]:
        seen = surface(text, repeats, self.numbering)
        known = np.maximum((seen.words > 0).sum(axis=1, keepdims=True), 1)
        parts = (
            self._arrays["char"][seen.characters],
            self.table[seen.words].sum(axis=1) / known,
            self._arrays["kind"][seen.kinds],
            seen.measures,
        )
        joined = np.concatenate(parts, axis=1).astype(np.float32)
        return np.asarray(joined @ self._arrays["input_weight"].T + self._arrays["input_bias"], dtype=np.float32)

    def _run(self, hidden: NDArray[np.float32]) -> NDArray[np.float64]:
        for layer, dilation in enumerate(_DILATIONS):
            normed = self._normed(hidden, f"norm{layer}")
            hidden = hidden + np.maximum(self._convolved(normed, layer, dilation), 0)
        output = self._normed(hidden, "norm") @ self._arrays["output_weight"].T + self._arrays["output_bias"]
        return np.asarray(output, dtype=np.float64)

    def _normed(self, hidden: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        centred = hidden - hidden.mean(axis=1, keepdims=True)
        scale = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + 1e-5)
        return np.asarray(centred / scale * self._arrays[f"{name}_gain"] + self._arrays[f"{name}_bias"])

    def _convolved(self, hidden: NDArray[np.float32], layer: int, dilation: int) -> NDArray[np.float32]:
        weight = self._arrays[f"conv{layer}_weight"]
        padded = np.pad(hidden, ((dilation, dilation), (0, 0)))
        length = len(hidden)
        total = self._arrays[f"conv{layer}_bias"] + sum(
            padded[tap * dilation : tap * dilation + length] @ weight[:, :, tap].T for tap in range(3)
        )
        return np.asarray(total, dtype=np.float32)


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, start=1)}


def _text(array: NDArray[np.generic]) -> str:
    return array.tobytes().decode()


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _log(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.log(np.clip(shares, _LEAST, 1))
