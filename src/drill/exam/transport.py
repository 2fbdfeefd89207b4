"""The transport problem: fill a table whose rows and columns have given sums, each cell within its bounds.

Unit flows along shortest augmenting paths (Ford & Fulkerson 1956): an exam's tables are small, and when the flow stops
short, the rows and columns still reachable are a minimum cut, which names what is missing.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.text.shuffle import Rng

Table = list[list[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Rows that cannot be filled by `missing`: every cell of `rows` outside `full_columns` is at its bound."""

    rows: tuple[int, ...]
    full_columns: tuple[int, ...]
    missing: int


def fill(rows: Sequence[int], columns: Sequence[int], upper: Table, rng: Rng) -> tuple[Table, tuple[Gap, ...]]:
    """Return a table with the given sums and cells in 0..upper, as full as can be, and the gaps left.

    Which of the many tables comes out is drawn from `rng`. There are no gaps exactly when the sums are met.
    """
    flow = _Flow(rows, columns, upper)
    units = rng.shuffled(row for row, total in enumerate(rows) for _ in range(total))
    unmet = [0] * len(rows)
    for row in units:
        if not flow.push(row, rng):
            unmet[row] += 1
    cuts: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = {}
    for row, missing in enumerate(unmet):
        if missing:
            cut = flow.reach(row)
            cuts[cut] = cuts.get(cut, 0) + missing
    return flow.cells, tuple(Gap(rows=cut[0], full_columns=cut[1], missing=missing) for cut, missing in cuts.items())


def peel(total: Table, layers: int, rng: Rng) -> list[Table]:
    """Split `total` into `layers` tables whose row sums, column sums and cells differ by at most one.

    Row and column sums of `total` must be multiples of `layers`. That such a split exists is de Werra's theorem on
    balanced edge colourings of bipartite graphs (1971).
    """
    rest = [list(row) for row in total]
    tables = []
    for left in range(layers, 0, -1):
        floor = [[cell // left for cell in row] for row in rest]
        spare = [
            [-(-cell // left) - low for cell, low in zip(row, lows, strict=True)]
            for row, lows in zip(rest, floor, strict=True)
        ]
        rows = [sum(row) // left - sum(lows) for row, lows in zip(rest, floor, strict=True)]
        columns = [
            sum(column) // left - sum(lows)
            for column, lows in zip(zip(*rest, strict=True), zip(*floor, strict=True), strict=True)
        ]
        extra, _ = fill(rows, columns, spare, rng)
        table = [[a + b for a, b in zip(lows, more, strict=True)] for lows, more in zip(floor, extra, strict=True)]
        rest = [[a - b for a, b in zip(row, taken, strict=True)] for row, taken in zip(rest, table, strict=True)]
        tables.append(table)
    return tables


class _Flow:
    def __init__(self, rows: Sequence[int], columns: Sequence[int], upper: Table) -> None:
        self.cells = [[0] * len(columns) for _ in rows]
        self._upper = upper
        self._room = list(columns)

    def push(self, row: int, rng: Rng) -> bool:
        """Move one more unit through `row`; false when no augmenting path is left."""
        order = rng.shuffled(range(len(self._room)))
        came_from, end = self._search(row, order)
        if end is None:
            return False
        self._room[end] -= 1
        column = end
        while True:
            at = came_from[column]
            self.cells[at[0]][column] += 1
            if at[1] is None:
                return True
            column = at[1]
            self.cells[at[0]][column] -= 1

    def reach(self, row: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the rows and columns that a unit from `row` can get to."""
        came_from, _ = self._search(row, range(len(self._room)))
        rows = {row} | {at for at, cells in enumerate(self.cells) if any(cells[column] for column in came_from)}
        return tuple(sorted(rows)), tuple(sorted(came_from))

    def _search(self, row: int, order: Sequence[int]) -> tuple[dict[int, tuple[int, int | None]], int | None]:
        """Return, for each column reached, the row and the column before it, and the first one with room."""
        came_from: dict[int, tuple[int, int | None]] = {}
        seen = {row}
        queue: deque[tuple[int, int | None]] = deque([(row, None)])
        while queue:
            at, through = queue.popleft()
            for column in order:
                if column in came_from or self.cells[at][column] >= self._upper[at][column]:
                    continue
                came_from[column] = (at, through)
                if self._room[column]:
                    return came_from, column
                for other, cells in enumerate(self.cells):
                    if other not in seen and cells[column]:
                        seen.add(other)
                        queue.append((other, column))
        return came_from, None
