from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exam.lsat6 import rows
from tests.exam.recorded import FORM, attempt, recorded_form, recorded_item

from drill.exam.analysis import SMALL_SAMPLE, ItemFigures, ItemFlag, analyse_items, in_bank_order, key_in_bank_order
from drill.exam.moments import correlation, mean, share_interval, variance
from drill.exam.reliability import FormFigures, alpha, analyse_forms
from drill.model.attempt import FormId
from drill.model.bank import ItemKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

matrices = st.integers(2, 6).flatmap(
    lambda items: st.lists(st.lists(st.sampled_from([0.0, 0.5, 1.0]), min_size=items, max_size=items), min_size=3)
)


def analysed(table: Sequence[Sequence[float]]) -> tuple[tuple[ItemFigures, ...], tuple[FormFigures, ...]]:
    form = recorded_form([recorded_item(at + 1) for at in range(len(table[0]))])
    attempts = [attempt(number, form, row) for number, row in enumerate(table)]
    return analyse_items({FORM: form}, attempts), analyse_forms({FORM: form}, attempts)


def test_lsat_6_has_the_published_facilities_and_alpha() -> None:
    # R package ltm, descript(LSAT): proportions .924 .709 .553 .763 .870 and Cronbach's alpha .295; alpha without
    # item 1 to 5: .275 .238 .217 .246 .266; point-biserial with the item left out .11 .14 .17 .14 .12.
    items, forms = analysed(rows())
    assert [item.facility for item in items] == pytest.approx([0.924, 0.709, 0.553, 0.763, 0.870])
    assert forms[0].alpha == pytest.approx(0.295, abs=5e-4)
    assert forms[0].dichotomous
    left_out = [alpha([row[:at] + row[at + 1 :] for row in rows()]) for at in range(5)]
    assert left_out == pytest.approx([0.275, 0.238, 0.217, 0.246, 0.266], abs=6e-4)
    assert [item.discrimination for item in items] == pytest.approx([0.1128, 0.1532, 0.1727, 0.1444, 0.1216], abs=1e-4)


def test_figures_of_a_small_table_are_those_worked_out_by_hand() -> None:
    # Totals 3 2 1 0 (variance 1.25); items .75 .5 .25 (variances .1875 .25 .1875, sum .625).
    table = [[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]]
    items, forms = analysed(table)
    assert [item.facility for item in items] == [0.75, 0.5, 0.25]
    assert forms[0].alpha == pytest.approx(3 / 2 * (1 - 0.625 / 1.25))
    assert forms[0].mean == 1.5
    assert forms[0].deviation == pytest.approx(math.sqrt(5 / 3))
    assert forms[0].error == pytest.approx(math.sqrt(5 / 3) * math.sqrt(1 - 0.75))
    # Item 2: 1 1 0 0 against rests 2 1 1 0: covariance .25, deviations .5 and sqrt(.5).
    assert items[1].discrimination == pytest.approx(0.25 / (0.5 * math.sqrt(0.5)))


@given(matrices)
def test_alpha_and_discrimination_agree_with_numpy(table: list[list[float]]) -> None:
    items, forms = analysed(table)
    values = np.array(table)
    covariance = np.cov(values.T)
    total = covariance.sum()
    if total > 1e-9:
        k = len(table[0])
        expected = k / (k - 1) * (1 - np.trace(covariance) / total)
        assert forms[0].alpha == pytest.approx(expected, abs=1e-9)
    for at, item in enumerate(items):
        own, rest = values[:, at], values.sum(axis=1) - values[:, at]
        if own.std() > 1e-9 and rest.std() > 1e-9:
            assert item.discrimination == pytest.approx(np.corrcoef(own, rest)[0, 1], abs=1e-9)
        else:
            assert item.discrimination is None


@given(matrices, st.randoms())
def test_the_order_of_papers_changes_no_figure(table: list[list[float]], order: Random) -> None:
    turned = list(table)
    order.shuffle(turned)
    assert analysed(table) == analysed(turned)


def test_forms_compare_by_the_banks_options() -> None:
    one = recorded_form([recorded_item(1, name="same", key="A"), recorded_item(2, name="other")])
    two = recorded_form(
        [recorded_item(1, name="other"), recorded_item(2, name="same", key="D", order=(3, 2, 1, 0))], code="B"
    )
    attempts = [
        attempt(1, one, [1, 1], letters=["A", "A"]),
        attempt(2, one, [0, 1], letters=["B", "A"]),
        attempt(3, two, [1, 1], letters=["A", "A"], form_id=FormId(2)),
        attempt(4, two, [0, 0], letters=["C", "B"], form_id=FormId(2)),
    ]
    items = {item.item_id: item for item in analyse_items({FORM: one, FormId(2): two}, attempts)}
    same = items["same"]
    assert same.responses == 4
    assert same.facility == 0.5
    assert [(option.letter, option.key, option.chosen) for option in same.options] == [
        ("A", True, 2),
        ("B", False, 2),
        ("C", False, 0),
        ("D", False, 0),
    ]


def test_printed_letters_become_the_banks() -> None:
    assert in_bank_order("BD", (2, 0, 3, 1)) == "AB"
    assert key_in_bank_order(recorded_item(1, key="BD", order=(2, 0, 3, 1))) == "AB"
    assert key_in_bank_order(recorded_item(1, kind=ItemKind.TRUE_FALSE, key="T", order=())) == "T"


def many(marks: Sequence[tuple[str, float, float]]) -> ItemFigures:
    """Return the figures of the first of two items: each mark is its letter, its points, and those of the rest."""
    form = recorded_form([recorded_item(1), recorded_item(2, points=10, kind=ItemKind.SHORT_ANSWER, order=())])
    attempts = [attempt(at, form, [own, rest], letters=[mark, ""]) for at, (mark, own, rest) in enumerate(marks)]
    return analyse_items({FORM: form}, attempts)[0]


def test_a_small_sample_is_flagged_and_nothing_else_is_said_of_it() -> None:
    assert many([("A", 1, 5)] * (SMALL_SAMPLE - 1)).flags == (ItemFlag.SMALL_SAMPLE,)
    assert ItemFlag.TOO_EASY in many([("A", 1, 5)] * SMALL_SAMPLE).flags


def test_a_wrong_key_shows_as_a_rival() -> None:
    # The best examinees choose B, the weak ones A, which is the key.
    item = many([("B", 0, 9.0)] * 20 + [("A", 1, 2.0)] * 15 + [("C", 0, 4.0)] * 5)
    assert ItemFlag.RIVAL_KEY in item.flags
    assert ItemFlag.NEGATIVE_DISCRIMINATION in item.flags
    assert ItemFlag.IDLE_DISTRACTOR in item.flags, "nobody chose D"


def test_a_sound_item_has_no_flag() -> None:
    marks = [("A", 1, 9.0)] * 20 + [("B", 0, 3.0)] * 5 + [("C", 0, 4.0)] * 5 + [("D", 0, 2.0)] * 5
    item = many(marks)
    assert item.flags == ()
    assert item.options[0].discrimination == pytest.approx(item.discrimination)
    assert all((option.discrimination or 0) < 0 for option in item.options[1:])


def test_hard_and_weak_items_are_flagged() -> None:
    # One in eight is right, and those are hardly better on the rest; no distractor is for the better.
    marks = [(mark, float(mark == "A"), rest) for mark in "ABBCCDDB" for rest in (4.0, 5.0, 6.0)] * 2
    marks += [("A", 1.0, 6.0), ("B", 0.0, 4.9), ("C", 0.0, 4.9), ("D", 0.0, 4.9)]
    assert set(many(marks).flags) == {ItemFlag.TOO_HARD, ItemFlag.LOW_DISCRIMINATION}


def test_blank_responses_count_as_wrong_and_as_omitted() -> None:
    item = many([("A", 1, 5), ("", 0, 3), ("", 0, 4)])
    assert item.omitted == 2
    assert item.facility == pytest.approx(1 / 3)


def test_times_are_medians_of_what_was_timed() -> None:
    form = recorded_form([recorded_item(1), recorded_item(2)], pass_points=2)
    attempts = [attempt(n, form, [1, n % 2], taken_ms=ms) for n, ms in enumerate([1_000, 9_000, None, 2_000])]
    assert analyse_items({FORM: form}, attempts)[0].taken_ms == 2_000
    figures = analyse_forms({FORM: form}, attempts)[0]
    assert figures.taken_ms == 4_000
    assert figures.passed == 2
    assert figures.small


def test_a_single_paper_has_no_spread_and_no_reliability() -> None:
    _, forms = analysed([[1, 0]])
    assert (forms[0].deviation, forms[0].alpha, forms[0].error) == (None, None, None)
    assert alpha([[1], [0]]) is None
    assert alpha([[1, 0], [0, 1]]) is None, "totals without spread"


def test_a_form_of_one_item_has_no_rest_to_compare_with() -> None:
    items, _ = analysed([[1], [0], [1]])
    assert items[0].discrimination is None


def test_the_interval_of_a_share_is_wilsons() -> None:
    # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3.
    assert share_interval(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert share_interval(15 / 148, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert share_interval(0 / 20, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert share_interval(1 / 29, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)
    assert share_interval(0, 0) == (0.0, 1.0)


@given(st.lists(st.floats(-1e3, 1e3), min_size=3))
def test_moments_are_numpys(values: list[float]) -> None:
    assert mean(values) == pytest.approx(np.mean(values), abs=1e-6)
    assert variance(values) == pytest.approx(np.var(values), abs=1e-6, rel=1e-6)
    self_correlation = correlation(values, values)
    assert self_correlation is None or self_correlation == pytest.approx(1)
