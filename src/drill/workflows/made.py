"""What a request made: the rows of its closing table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """One file that was made: its path, what it is for, and how much it holds."""

    path: str
    purpose: str
    counts: str
    remarks: tuple[str, ...] = ()

    def as_json(self) -> dict[str, str]:
        """Return the row as plain data."""
        return {"path": self.path, "purpose": self.purpose, "holds": self.counts}
