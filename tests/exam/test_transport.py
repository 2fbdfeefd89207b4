from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drill.exam.transport import fill, peel
from drill.text.shuffle import Rng

small = st.integers(0, 6)


@st.composite
def tables(draw: st.DrawFn) -> list[list[int]]:
    columns = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(small, min_size=columns, max_size=columns), min_size=1, max_size=4))


def sums(table: list[list[int]]) -> tuple[list[int], list[int]]:
    return [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]


@given(tables(), tables(), st.integers(0, 1000))
def test_sums_that_some_table_within_the_bounds_has_are_met(
    inside: list[list[int]], more: list[list[int]], seed: int
) -> None:
    spare = [[more[r % len(more)][c % len(more[0])] for c in range(len(inside[0]))] for r in range(len(inside))]
    upper = [[a + b for a, b in zip(row, extra, strict=True)] for row, extra in zip(inside, spare, strict=True)]
    rows, columns = sums(inside)
    table, gaps = fill(rows, columns, upper, Rng(seed))
    assert gaps == ()
    assert sums(table) == (rows, columns)
    assert all(
        0 <= cell <= most
        for row, bound in zip(table, upper, strict=True)
        for cell, most in zip(row, bound, strict=True)
    )


@given(tables(), st.data())
def test_what_is_missing_is_proved_by_the_gap_it_names(upper: list[list[int]], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, 12), min_size=len(upper), max_size=len(upper)))
    columns = data.draw(st.lists(st.integers(0, 12), min_size=len(upper[0]), max_size=len(upper[0])))
    table, gaps = fill(rows, columns, upper, Rng("gap"))
    assert sum(gap.missing for gap in gaps) == sum(rows) - sum(sums(table)[0])
    for gap in gaps:
        # Whatever the rows of the gap hold stands in full columns or in cells at their bound.
        room = sum(columns[column] for column in gap.full_columns)
        room += sum(
            upper[row][column] for row in gap.rows for column in range(len(columns)) if column not in gap.full_columns
        )
        assert sum(rows[row] for row in gap.rows) >= room + gap.missing


@given(tables(), st.integers(1, 5), st.integers(0, 1000))
def test_a_table_peels_into_even_layers(layer: list[list[int]], layers: int, seed: int) -> None:
    total = [[cell * layers for cell in row] for row in layer]
    # Turn the total away from a plain multiple where that keeps its sums.
    if len(total) > 1 and len(total[0]) > 1 and total[0][1] and total[1][0]:
        total[0][0], total[0][1], total[1][0], total[1][1] = (
            total[0][0] + 1,
            total[0][1] - 1,
            total[1][0] - 1,
            total[1][1] + 1,
        )
    peeled = peel(total, layers, Rng(seed))
    rows, columns = sums(total)
    assert len(peeled) == layers
    for table in peeled:
        assert sums(table) == ([row // layers for row in rows], [column // layers for column in columns])
    for at, row in enumerate(total):
        for to, cell in enumerate(row):
            assert sorted({table[at][to] for table in peeled}) in (
                [cell // layers],
                [cell // layers, cell // layers + 1],
            )
            assert sum(table[at][to] for table in peeled) == cell


def test_other_draws_give_other_tables() -> None:
    upper = [[5] * 4] * 4
    assert len({str(fill([4] * 4, [4] * 4, upper, Rng(seed))) for seed in range(20)}) > 10
