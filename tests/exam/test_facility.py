from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exam.exam_pool import bank_of, blueprint_of, item, pool_of

from drill.exam.facility import PRIOR_RESPONSES, Measured, shrunk, with_measured
from drill.exam.making import make_exam
from drill.model.bank import Item, ItemKind
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from drill.model.exam import Making

shares = st.floats(0, 1)


@given(shares, shares, st.integers(1, 10_000))
def test_a_facility_lies_between_what_was_expected_and_what_was_measured(
    measured: float, expected: float, responses: int
) -> None:
    reckoned = shrunk(Measured(measured, responses), expected)
    assert min(measured, expected) - 1e-9 <= reckoned <= max(measured, expected) + 1e-9
    assert shrunk(Measured(measured, 0), expected) == pytest.approx(expected)
    assert abs(shrunk(Measured(measured, responses + 10), expected) - measured) <= abs(reckoned - measured) + 1e-9


def test_as_many_responses_as_the_prior_counts_for_meet_it_half_way() -> None:
    assert shrunk(Measured(1.0, PRIOR_RESPONSES), 0.5) == 0.75


def test_the_bank_is_left_as_it_was_and_unmeasured_items_keep_its_word() -> None:
    pool = [item("one", ItemKind.TRUE_FALSE, facility=0.5), item("two", ItemKind.TRUE_FALSE, facility=0.6)]
    reckoned = with_measured(pool, {"one": Measured(0.9, 30)})
    assert reckoned[0].facility == pytest.approx(0.8)
    assert reckoned[1] is pool[1]
    assert pool[0].facility == 0.5


def test_an_item_without_an_expectation_is_drawn_to_its_kind() -> None:
    pool = [item("one", ItemKind.TRUE_FALSE), item("two", ItemKind.TRUE_FALSE)]
    reckoned = with_measured(pool, {"one": Measured(1.0, 1), "two": Measured(0.6, 400)})
    assert reckoned[0].facility == pytest.approx((1.0 + PRIOR_RESPONSES * 0.8) / (1 + PRIOR_RESPONSES))


def test_forms_become_more_equal_by_what_was_measured() -> None:
    """The bank expects wrongly; 60 examinees show how easy each item is; forms are made with and without that."""
    rng = Rng("forms become more equal")
    expected = pool_of(rng, kinds=[ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE])
    really = {own.id: 0.2 + 0.75 * rng.unit() for own in expected}
    responses = 60
    measured = {
        name: Measured(sum(rng.unit() < easy for _ in range(responses)) / responses, responses)
        for name, easy in really.items()
    }
    reckoned = with_measured(expected, measured)
    ranges = {
        name: [spread(pool, really, seed) for seed in range(5)]
        for name, pool in (("expected", expected), ("reckoned", reckoned))
    }
    before, after = (sum(ranges[name]) / 5 for name in ("expected", "reckoned"))
    assert after < before / 2, (before, after)


def spread(pool: list[Item], really: dict[str, float], seed: int) -> float:
    """Return how far apart the true mean facilities of four forms are."""
    making = made(pool, seed)
    means = [sum(really[entry.item.id] for entry in form.items) / len(form.items) for form in making.forms]
    return max(means) - min(means)


def made(pool: list[Item], seed: int) -> Making:
    blueprint = blueprint_of([(ItemKind.SINGLE_CHOICE, 12), (ItemKind.TRUE_FALSE, 8)], [5, 5, 5, 5])
    return make_exam(bank_of(exams=[blueprint]), blueprint, pool, 4, seed)
