from __future__ import annotations

from collections import Counter
from itertools import groupby, pairwise

from hypothesis import given
from hypothesis import strategies as st

from drill.exam.key_positions import MAX_RUN, KeySlot, choose_key_positions, spread_limit
from drill.text.shuffle import Rng

FOUR = KeySlot(allowed=(0, 1, 2, 3), part=0)


def longest_run(drawn: list[int]) -> int:
    return max(len(list(run)) for _, run in groupby(drawn))


def draws(count: int, seeds: int) -> list[list[int]]:
    return [choose_key_positions([FOUR] * count, Rng("draw", seed)) for seed in range(seeds)]


@given(st.integers(4, 40), st.integers(0, 10_000))
def test_keys_are_spread_over_all_positions_without_long_runs(count: int, seed: int) -> None:
    drawn = choose_key_positions([FOUR] * count, Rng(seed))
    uses = Counter(drawn)
    assert set(uses) == {0, 1, 2, 3}
    assert max(uses.values()) - min(uses.values()) < max(3 * count / 12, 1 + (count % 4 > 0))
    assert longest_run(drawn) <= MAX_RUN


@given(st.integers(1, 40), st.integers(2, 6))
def test_the_allowed_spread_is_below_three_in_twelve_unless_that_cannot_be(items: int, positions: int) -> None:
    limit = spread_limit(items, positions)
    assert limit < 3 * items / 12 or (limit == 1 and items % positions)
    assert limit <= 2


def test_no_items_have_no_positions() -> None:
    assert choose_key_positions([], Rng(1)) == []


def test_each_part_is_balanced_too() -> None:
    slots = [FOUR] * 10 + [KeySlot(allowed=(0, 1, 2, 3), part=1)] * 8
    for seed in range(50):
        drawn = choose_key_positions(slots, Rng(seed))
        for part in (drawn[:10], drawn[10:]):
            counts = [part.count(position) for position in range(4)]
            assert max(counts) - min(counts) <= 2


def test_a_key_that_cannot_move_stays_and_the_others_make_good_for_it() -> None:
    slots = [KeySlot(allowed=(3,), part=0)] * 3 + [FOUR] * 13
    for seed in range(30):
        drawn = choose_key_positions(slots, Rng(seed))
        assert drawn[:3] == [3, 3, 3]
        assert max(Counter(drawn).values()) <= 5


def test_a_position_few_items_have_need_not_be_used_as_often() -> None:
    slots = [FOUR] * 11 + [KeySlot(allowed=(0, 1, 2, 3, 4), part=0)]
    counts = Counter(choose_key_positions(slots, Rng(5)))
    assert max(counts[position] for position in range(4)) - min(counts[position] for position in range(4)) <= 2


def test_items_whose_keys_have_no_common_position_are_taken_as_they_are() -> None:
    slots = [KeySlot(allowed=(position,), part=0) for position in range(3)]
    assert choose_key_positions(slots, Rng(1)) == [0, 1, 2]


def test_the_key_above_says_next_to_nothing_about_the_key_below() -> None:
    followers: Counter[tuple[int, int]] = Counter()
    for drawn in draws(18, 400):
        followers.update(pairwise(drawn))
    total = sum(followers.values())
    # Guessing by the best follower of each position must not do much better than one in four.
    guessed = sum(max(followers[above, below] for below in range(4)) for above in range(4))
    assert guessed / total < 0.30
    # And each position follows each: nothing is dealt in a cycle.
    assert min(followers.values()) / total > 0.25 * 0.25 * 0.6


def test_four_keys_in_a_row_are_seldom_all_different() -> None:
    windows = [tuple(drawn[at : at + 4]) for drawn in draws(18, 200) for at in range(0, 16, 4)]
    different = sum(len(set(window)) == 4 for window in windows) / len(windows)
    # By chance it would be 3/32; a cycle would make it 1.
    assert different < 0.25


def test_every_place_takes_every_position_about_equally_often() -> None:
    for place in (0, 9, 17):
        counts = Counter(drawn[place] for drawn in draws(18, 400))
        assert all(60 < counts[position] < 145 for position in range(4))


def test_other_seeds_give_other_keys() -> None:
    assert len({tuple(drawn) for drawn in draws(18, 200)}) == 200
