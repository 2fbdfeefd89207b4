from __future__ import annotations

import pytest

from drill.extract.confidence import confidence
from drill.extract.points import Evidence

SURE = Evidence(pair=9.0, term=9.0, statement=9.0)


def test_clear_borders_in_a_clear_slide_are_nearly_certain() -> None:
    assert 0.9 < confidence(SURE) < 1


@pytest.mark.parametrize("doubt", [*Evidence._fields])
def test_each_doubt_of_a_pair_lowers_the_confidence(doubt: str) -> None:
    assert confidence(SURE._replace(**{doubt: -2.0})) < confidence(SURE)


def test_the_worst_evidence_is_still_a_probability() -> None:
    assert 0 <= confidence(Evidence(*[-9.0] * len(Evidence._fields))) < 0.05
