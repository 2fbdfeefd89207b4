"""A row of a table that a person made, with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of one row as text; `line` counts from 1 as the person's program shows it."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Return the cell at `place`, '' beyond the end of the row."""
        return self.cells[place] if place < len(self.cells) else ""
