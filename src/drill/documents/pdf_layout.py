"""The order in which the lines of a PDF page are read: from the top, column by column, tables cell by cell."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.documents.pdf_lines import Line

_NEAR = 5.0


def reading_order(lines: Sequence[Line], tables: int = 0) -> list[Line]:
    """Order the lines of a page and tell each the margins of its column; `tables` were found before."""
    if not lines:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    middle = (left + right) / 2
    wide = [line for line in lines if line.left < middle - 6 and line.right > middle + 6]
    west = [line for line in lines if line.right <= middle + 6]
    east = [line for line in lines if line.left >= middle - 6]
    if not _are_columns(wide, west, east, (right - left) / 2):
        rows = _rows(lines)
        celled = _with_tables(rows, tables)
        return [replace(line, start=left, edge=right) for line in celled]
    borders = sorted(line.top for line in wide)
    margins = {
        id(line): (min(one.left for one in side), max(one.right for one in side))
        for side in (wide, west, east)
        for line in side
    }
    ordered = sorted(
        lines,
        key=lambda line: (
            sum(border < line.top for border in borders),
            line not in wide,
            line.left >= middle - 6,
            line.top,
        ),
    )
    return [replace(line, start=margins[id(line)][0], edge=margins[id(line)][1]) for line in ordered]


def _are_columns(wide: Sequence[Line], west: Sequence[Line], east: Sequence[Line], half: float) -> bool:
    """Whether both halves are filled with text of their own; the cells of a table are short, at least on the left."""
    if min(len(west), len(east)) < 4 or len(wide) > (len(west) + len(east)) * 0.5:
        return False
    if all(sum(line.right - line.left > half * 0.6 for line in side) >= len(side) * 0.35 for side in (west, east)):
        return True
    # Columns do not keep to each other's lines; rows of a table do.
    fewer, more = sorted((west, east), key=len)
    level = sum(any(abs(line.bottom - other.bottom) < line.height * 0.3 for other in more) for line in fewer)
    return len(wide) <= 2 and level < len(fewer) * 0.6


def _rows(lines: Sequence[Line]) -> list[list[Line]]:
    """Order lines from the top, those of one row from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        if rows and line.bottom - rows[-1][0].bottom < min(line.height, rows[-1][0].height) * 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _with_tables(rows: Sequence[list[Line]], tables: int) -> list[Line]:
    """Give the lines of tables their cells; a table is two or more rows of parts that start at the same places."""
    result: list[Line] = []
    at = 0
    while at < len(rows):
        after = _table_end(rows, at)
        if sum(len(row) > 1 for row in rows[at:after]) >= 2:
            tables += 1
            result += _cells(rows[at:after], tables)
        else:
            after = at + 1
            result += rows[at]
        at = after
    return result


def _table_end(rows: Sequence[list[Line]], at: int) -> int:
    starts = [line.left for line in rows[at]]
    if len(starts) < 2:
        return at
    after = at + 1
    gaps: list[float] = []
    while after < len(rows):
        row = rows[after]
        is_in = all(any(abs(line.left - start) < _NEAR for start in starts) for line in row)
        gap = min(line.top for line in row) - max(line.bottom for line in rows[after - 1])
        is_first_only = len(row) == 1 and abs(row[0].left - starts[0]) < _NEAR
        is_heading = is_first_only and (
            row[0].right > starts[1] or row[0].size != rows[at][0].size or (len(gaps) > 1 and gap > max(gaps) * 1.4)
        )
        if not is_in or gap > row[0].height * 4 or is_heading:
            break
        gaps.append(gap)
        after += 1
    return after


def _cells(rows: Sequence[list[Line]], table: int) -> list[Line]:
    starts = [line.left for line in rows[0]]
    gaps = [min(one.top for one in row) - max(one.bottom for one in before) for before, row in pairwise(rows)]
    # Lines within a cell are closer than rows are.
    is_mixed = bool(gaps) and max(gaps) > min(gaps) + rows[0][0].height * 0.35
    border = min(gaps) + rows[0][0].height * 0.35 if is_mixed else float("-inf")
    found: dict[tuple[int, int], list[Line]] = {}
    number = 1
    for at, row in enumerate(rows):
        is_first = abs(row[0].left - starts[0]) < _NEAR
        if at and is_first and gaps[at - 1] > border:
            number += 1
        for line in row:
            column = min(range(len(starts)), key=lambda index: abs(line.left - starts[index])) + 1
            found.setdefault((number, column), []).append(replace(line, cell=(table, number, column)))
    return [line for _, cell in sorted(found.items()) for line in cell]
