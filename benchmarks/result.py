"""One measured comparison with a peer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`ours` and `peer` in `unit`, their ratio, and the `goal` that the ratio must not pass (None: no goal)."""

    name: str
    ours: float
    peer: float
    ratio: float
    unit: str
    goal: float | None = None

    @property
    def met(self) -> bool:
        """Whether the ratio keeps the goal."""
        return self.goal is None or self.ratio <= self.goal
