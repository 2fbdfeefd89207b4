from __future__ import annotations

import pytest
from tests.exam.lsat6 import rows
from tests.exam.recorded import attempt, recorded_form, recorded_item

from drill.exam import irt
from drill.exam.irt import LEAST_ATTEMPTS, fit_curves

pytestmark = pytest.mark.skipif(not irt.is_installed(), reason="the extra drill[irt] is not installed")
FORM = recorded_form([recorded_item(at + 1) for at in range(5)])


def test_lsat_6_gives_the_published_curves() -> None:
    # R package ltm, ltm(LSAT ~ z1, IRT.param = TRUE): Rizopoulos 2006, doi:10.18637/jss.v017.i05.
    curves = fit_curves([attempt(at, FORM, row) for at, row in enumerate(rows())])
    assert [curve.a for curve in curves] == pytest.approx([0.8254, 0.7229, 0.8905, 0.6886, 0.6575], abs=0.01)
    assert [curve.b for curve in curves] == pytest.approx([-3.3597, -1.3696, -0.2799, -1.8659, -3.1236], abs=0.02)
    assert all(curve.b_error and curve.b_error > 0 for curve in curves)


def test_few_attempts_give_no_curves() -> None:
    assert fit_curves([attempt(at, FORM, row) for at, row in enumerate(rows()[: LEAST_ATTEMPTS - 1])]) == ()


def test_items_that_all_or_few_answered_have_no_curve() -> None:
    table = rows()[::3]
    always = [[1, *row[1:]] for row in table]
    names = [curve.item_id for curve in fit_curves([attempt(at, FORM, row) for at, row in enumerate(always)])]
    assert names == ["item2", "item3", "item4", "item5"]
    only = recorded_form([recorded_item(1), recorded_item(2)])
    assert fit_curves([attempt(at, only, row[:2]) for at, row in enumerate(table)]) == ()


def test_forms_that_share_items_are_on_one_scale() -> None:
    one, two = recorded_form(FORM.items[:4]), recorded_form(FORM.items[1:])
    attempts = [attempt(at, one if at % 2 else two, row[:4] if at % 2 else row[1:]) for at, row in enumerate(rows())]
    curves = fit_curves(attempts)
    assert [curve.item_id for curve in curves] == ["item1", "item2", "item3", "item4", "item5"]
    assert curves[2].b == pytest.approx(-0.28, abs=0.15)
