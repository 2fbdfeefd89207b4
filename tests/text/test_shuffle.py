from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drill.text.shuffle import Rng

# Fixed for ever: the same bank and seed give the same papers years from now.
BELOW = [855, 359, 997, 964, 337, 806, 352, 898]
WORDS = [12735394327110974877, 11232307541780723867, 4397726464281090738]
UNITS = [0.10129777449938082, 0.9371428165331376]
SHUFFLED, CHOICES, DERIVED = "FEHDCBAG", "accabbaa", 96157386


def test_the_draws_are_those_of_the_first_release() -> None:
    rng = Rng("knowledge-test", 42)
    assert [rng.below(1000) for _ in range(8)] == BELOW
    assert [rng._next() for _ in range(3)] == WORDS
    assert [rng.unit() for _ in range(2)] == UNITS
    assert rng.shuffled("ABCDEFGH") == list(SHUFFLED)
    assert [rng.choice("abc") for _ in range(8)] == list(CHOICES)
    assert Rng("a", 1).derive("b").below(10**9) == DERIVED


def test_splitmix64_matches_its_published_first_outputs() -> None:
    rng = Rng()
    rng._state = 1234567
    assert [rng._next() for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]


@given(seed=st.integers(), drawn=st.integers(0, 20))
def test_a_derived_stream_does_not_depend_on_what_was_drawn_before(seed: int, drawn: int) -> None:
    parent = Rng("x", seed)
    for _ in range(drawn):
        parent.unit()
    child, fresh = parent.derive("form", "A"), Rng("x", seed, "form", "A")
    assert [child.below(10**6) for _ in range(5)] == [fresh.below(10**6) for _ in range(5)]


def test_streams_of_different_labels_differ() -> None:
    firsts = {Rng("exam", seed, form).below(2**64) for seed in range(50) for form in "ABC"}
    assert len(firsts) == 150


@given(values=st.lists(st.integers()), seed=st.integers())
def test_a_shuffle_keeps_every_value_and_leaves_the_given_list_alone(values: list[int], seed: int) -> None:
    before = list(values)
    assert sorted(Rng(seed).shuffled(values)) == sorted(before)
    assert values == before


@pytest.mark.parametrize("n", [2, 3, 7, 24])
def test_draws_are_even(n: int) -> None:
    rng, draws = Rng("even", n), 6000
    counts = Counter(rng.below(n) for _ in range(draws))
    expected = draws / n
    chi_squared = sum((counts[value] - expected) ** 2 / expected for value in range(n))
    # Far beyond the 99.9th percentile for every n here (23 degrees: 49.7).
    assert chi_squared < 50


def test_every_order_of_four_comes_up_about_as_often() -> None:
    orders = Counter("".join(Rng("order", seed).shuffled("ABCD")) for seed in range(4800))
    assert len(orders) == 24
    assert sum((count - 200) ** 2 / 200 for count in orders.values()) < 50


@given(seed=st.integers(), n=st.integers(1, 2**64))
@settings(max_examples=50)
def test_a_draw_lies_below_its_bound(seed: int, n: int) -> None:
    rng = Rng(seed)
    assert 0 <= rng.below(n) < n
    assert 0 <= rng.unit() < 1


def test_a_draw_in_the_uneven_rest_is_made_again() -> None:
    n = 2**63 + 1  # Nearly half of all words lie in the rest above n.
    raw, rng = Rng("rest"), Rng("rest")
    words = [raw._next() for _ in range(50)]
    kept = [word for word in words if word < n]
    assert len(kept) < 40
    assert [rng.below(n) for _ in kept] == kept


@pytest.mark.parametrize("n", [0, -1, 2**64 + 1])
def test_bounds_that_cannot_be_drawn_below_are_refused(n: int) -> None:
    with pytest.raises(ValueError, match=f"cannot draw below {n}"):
        Rng(1).below(n)


def test_nothing_to_choose_from_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot draw below 0"):
        Rng(1).choice([])


def test_the_hash_seed_of_python_makes_no_difference() -> None:
    program = "from drill.text.shuffle import Rng; print(Rng('a', 1).shuffled(range(20)))"
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "random")
    }
    assert printed == {f"{Rng('a', 1).shuffled(range(20))}\n"}
