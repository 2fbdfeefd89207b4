"""Fuzz: seeded, floored, away from busy days, easy days and siblings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.schedule_cards import TODAY

from drill.model.learner import StudyDay
from drill.schedule.fuzz import Surroundings, fuzz_bounds, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

ALL_ALIKE = (1.0,) * 7


def test_bounds_widen_with_the_interval() -> None:
    assert fuzz_bounds(1.0, 1, 1000) == (1, 1)
    assert fuzz_bounds(2.0, 1, 1000) == (2, 2)
    assert fuzz_bounds(2.5, 1, 1000) == (2, 4)
    assert fuzz_bounds(7.0, 1, 1000) == (5, 9)
    assert fuzz_bounds(20.0, 1, 1000) == (17, 23)
    assert fuzz_bounds(100.0, 1, 1000) == (93, 107)
    assert fuzz_bounds(2000.0, 1, 1000) == (948, 1000)


@given(st.floats(0, 40_000), st.integers(1, 300), st.integers(1, 36_500))
def test_bounds_keep_to_what_is_allowed(days: float, least: int, most: int) -> None:
    least = min(least, most)
    low, high = fuzz_bounds(days, least, most)
    assert least <= low <= high <= most


@given(
    st.integers(1, 400),
    st.integers(0, 30),
    st.floats(0, 1, exclude_max=True),
    st.lists(st.integers(0, 200), min_size=31, max_size=31),
    st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=7, max_size=7),
)
def test_the_interval_chosen_is_within_bounds(
    low: int, width: int, draw: float, loads: list[int], easy: list[float]
) -> None:
    load = {StudyDay(TODAY + low + i): n for i, n in enumerate(loads)}
    chosen = spread((low, low + width), TODAY, draw, Surroundings(load=load), easy)
    assert low <= chosen <= low + width
    shares = [easy[(TODAY + low + i + 3) % 7] for i in range(width + 1)]
    assert shares[chosen - low] > 0 or not any(shares)


def counted(surroundings: Surroundings, easy_days: Sequence[float] = ALL_ALIKE) -> Counter[int]:
    return Counter(spread((10, 13), TODAY, number / 10_000, surroundings, easy_days) for number in range(10_000))


def test_without_load_all_days_are_alike() -> None:
    assert set(counted(Surroundings()).values()) == {2500}


def test_busy_days_sibling_days_and_easy_days_are_avoided() -> None:
    busy = counted(Surroundings(load={StudyDay(TODAY + 10): 9}))
    assert busy[10] < 50
    beside = counted(Surroundings(sibling_days=frozenset({StudyDay(TODAY + 11)})))
    assert beside[11] < 50
    easy = tuple(0.0 if number == (TODAY + 12 + 3) % 7 else 1.0 for number in range(7))
    assert counted(Surroundings(), easy)[12] == 0


def test_load_evens_out_over_many_cards() -> None:
    load: dict[StudyDay, int] = {}
    for number in range(400):
        chosen = spread((17, 23), TODAY, (number * 0.61803) % 1, Surroundings(load=load), ALL_ALIKE)
        load[StudyDay(TODAY + chosen)] = load.get(StudyDay(TODAY + chosen), 0) + 1
    assert max(load.values()) - min(load.values()) < 20
