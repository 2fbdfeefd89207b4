from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exam.exam_pool import blueprint_of, chapters_of, fact_id, item, pool_of

from drill.exam.annealing import _State, choose_items, traits_of
from drill.exam.quotas import Supply, quota_tables, supply_of
from drill.model.bank import ItemKind
from drill.text.shuffle import Rng

CHOICE, JUDGE, BLANK = ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE, ItemKind.FILL_IN
CHAPTERS = chapters_of(4, 10)


def supplied(rng: Rng, *, forms: int, max_use: int) -> Supply:
    blueprint = blueprint_of([(CHOICE, 4), (JUDGE, 4), (BLANK, 4)], [3, 3, 3, 3], max_use=max_use)
    pool = pool_of(rng, per_cell=4, kinds=[CHOICE, JUDGE, BLANK])
    return supply_of(blueprint, pool, CHAPTERS, forms)


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 3))
@settings(max_examples=30, deadline=None)
def test_the_running_cost_stays_that_of_the_forms(seed: int, forms: int, max_use: int) -> None:
    rng = Rng(seed)
    supply = supplied(rng, forms=forms, max_use=max(max_use, forms - 2))
    first = choose_items(supply, quota_tables(supply, rng), traits_of(supply.items), rng)
    state = _State(supply, first, traits_of(supply.items), rng)
    for step in range(300):
        # With a threshold this high nearly every move is made.
        state.try_move(10**12 if step < 200 else 0)
    masks = [sum(1 << position for position in form) for form in state.forms]
    assert state._masks == masks
    assert state._overlaps == [
        [(one & other).bit_count() if at != to else state._overlaps[at][to] for to, other in enumerate(masks)]
        for at, one in enumerate(masks)
    ]
    assert state.cost == state._whole_cost()
    for position, holders in enumerate(state._holders):
        assert holders == sum(1 << at for at, form in enumerate(state.forms) if position in form)
        assert holders.bit_count() <= supply.limits[supply.cells[position][0]]


def test_a_kind_without_items_for_a_chapter_is_no_obstacle() -> None:
    pool = [item(f"c{at}", CHOICE, (fact_id(0, at),)) for at in range(9)]
    pool += [item(f"j{at}", JUDGE, (fact_id(at % 2, at // 2),)) for at in range(18)]
    supply = supply_of(blueprint_of([(CHOICE, 3), (JUDGE, 4)], [4, 3]), pool, CHAPTERS, 2)
    rng = Rng(1)
    forms = choose_items(supply, quota_tables(supply, rng), traits_of(supply.items), rng)
    for form in forms:
        cells = [supply.cells[position] for position in form]
        assert [sum(cell[0] == row for cell in cells) for row in (0, 1)] == [3, 4]
        assert [sum(cell[1] == column for cell in cells) for column in (0, 1)] == [4, 3]


def test_traits_know_enemies_both_ways_and_rivals_by_fact() -> None:
    items = [
        item("a", CHOICE, ("fact1", "fact2"), enemies=("c", "a", "unknown")),
        item("b", CHOICE, ("fact2",)),
        item("c", JUDGE, ("fact3",), facility=0.25),
    ]
    traits = traits_of(items)
    assert traits.enemies == (0b100, 0, 0b001)
    assert traits.rivals == (0b010, 0b001, 0)
    assert traits.facility == (2500, 2500, 2500)
    assert traits.truth == (0, 0, 1)
