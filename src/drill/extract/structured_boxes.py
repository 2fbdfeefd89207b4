"""How far two boxes on a slide are from being a term and its statement, for each way in which slides set them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.model.passage import Box

Way: TypeAlias = "Callable[[Box, Box], float]"


def row_first(box: Box | None) -> tuple[float, float]:
    """Return a sort key: rows from the top, in each from the left."""
    return (0.0, 0.0) if box is None else (round(box.top / 20), box.left)


def _gap(distance: float) -> float:
    """Weigh the gap between two boxes: overlapping ones are not above one another."""
    return distance if distance >= 0 else -3 * distance


def below(term: Box, statement: Box) -> float:
    """Measure a statement under its term: their left edges, right edges or middles in line."""
    left, right = term.left - statement.left, term.right - statement.right
    shift = min(abs(left), abs(right), abs(left + right) / 2)
    if _contains(statement, term):
        # A term on the upper border of the box of its statement.
        return shift * 0.3 + abs(term.top - statement.top)
    return shift + _gap(statement.top - term.bottom)


def beside(term: Box, statement: Box) -> float:
    """Measure a statement to the right of its term: their tops or middles in line."""
    top, bottom = term.top - statement.top, term.bottom - statement.bottom
    return min(abs(top), abs(top + bottom) / 2) + _gap(statement.left - term.right)


def _contains(outer: Box, inner: Box) -> bool:
    middle = inner.top + inner.height / 2
    return outer.left - 4 <= inner.left and inner.right <= outer.right + 4 and outer.top - 4 <= middle <= outer.bottom


def _above(term: Box, statement: Box) -> float:
    return below(statement, term)


def _before(term: Box, statement: Box) -> float:
    return beside(statement, term)


def _anywhere(term: Box, statement: Box) -> float:
    return min(way(term, statement) for way in (below, beside, _above, _before))


# Each with what it costs to believe in it.
WAYS: tuple[tuple[Way, float], ...] = (
    (below, 0.0),
    (beside, 0.0),
    (_above, 30.0),
    (_before, 40.0),
    (_anywhere, 25.0),
)
