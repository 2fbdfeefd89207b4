"""The cheapest way to give each of some terms a statement of its own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def assignment(costs: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """Return the column of each row such that the sum of costs is least; there are at least as many columns as rows.

    The Hungarian method with potentials: rows enter one by one along shortest augmenting paths.
    """
    columns = len(costs[0]) if costs else 0
    row_price = [0.0] * (len(costs) + 1)
    column_price = [0.0] * (columns + 1)
    # Row of each column, counted from 1; column 0 stands for the row that is entering.
    held = [0] * (columns + 1)
    for row in range(1, len(costs) + 1):
        held[0] = row
        came_from = _augment(costs, held, row_price, column_price)
        column = came_from.pop()
        while column:
            before = came_from[column]
            held[column] = held[before]
            column = before
    found = [0] * len(costs)
    for column in range(1, columns + 1):
        if held[column]:
            found[held[column] - 1] = column - 1
    return tuple(found)


def _augment(
    costs: Sequence[Sequence[float]], held: list[int], row_price: list[float], column_price: list[float]
) -> list[int]:
    """Find the shortest path from the entering row to a free column; its last element is that column."""
    columns = len(held) - 1
    least = [math.inf] * (columns + 1)
    came_from = [0] * (columns + 1)
    is_done = [False] * (columns + 1)
    at = 0
    while True:
        is_done[at] = True
        row = held[at]
        for column in range(1, columns + 1):
            if not is_done[column]:
                cost = costs[row - 1][column - 1] - row_price[row] - column_price[column]
                if cost < least[column]:
                    least[column], came_from[column] = cost, at
        following = min((c for c in range(1, columns + 1) if not is_done[c]), key=lambda c: least[c])
        step = least[following]
        for column in range(columns + 1):
            if is_done[column]:
                row_price[held[column]] += step
                column_price[column] -= step
            else:
                least[column] -= step
        at = following
        if held[at] == 0:
            return [*came_from, at]
