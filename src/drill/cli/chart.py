"""Charts in the terminal: one bar a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉"


def bars(labels: Sequence[str], values: Sequence[float], width: int) -> list[str]:
    """Return a row for each value: its label, a bar of up to `width` cells to the largest value, the number."""
    most = max(values, default=0) or 1
    label_width = max(map(len, labels), default=0)
    return [
        f"{name:<{label_width}}  {_bar(value / most * width)} {value:.0f}"
        for name, value in zip(labels, values, strict=True)
    ]


def _bar(cells: float) -> str:
    whole, eighths = divmod(round(cells * 8), 8)
    return "█" * whole + (_EIGHTHS[eighths] if eighths else "")
