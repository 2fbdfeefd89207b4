from __future__ import annotations

import pytest

from drill.extract.confidence import Evidence, confidence

SURE = Evidence(
    term_begins=-0.01,
    term_ends=-0.01,
    term_inside=-0.02,
    statement_begins=-0.01,
    statement_inside=-0.1,
    weakest=-0.02,
    agreement=3.0,
    lead=2.0,
    uneven=0,
    points=3,
    is_whole=True,
    in_pairs=True,
    has_title=True,
)


def test_clear_borders_in_an_even_slide_are_nearly_certain() -> None:
    assert 0.9 < confidence(SURE) < 1


@pytest.mark.parametrize(
    "worse",
    [
        SURE._replace(term_begins=-3.0),
        SURE._replace(term_ends=-3.0),
        SURE._replace(term_inside=-3.0),
        SURE._replace(agreement=-2.0),
        SURE._replace(lead=-1.0),
        SURE._replace(uneven=3),
        SURE._replace(is_whole=False),
        SURE._replace(in_pairs=False),
        SURE._replace(has_title=False),
    ],
)
def test_each_doubt_lowers_the_confidence(worse: Evidence) -> None:
    assert confidence(worse) < confidence(SURE)


def test_the_worst_evidence_is_still_a_probability() -> None:
    worst = Evidence(
        term_begins=-99.0,
        term_ends=-99.0,
        term_inside=-99.0,
        statement_begins=-99.0,
        statement_inside=-99.0,
        weakest=-99.0,
        agreement=-2.0,
        lead=-6.0,
        uneven=99,
        points=9,
        is_whole=False,
        in_pairs=False,
        has_title=False,
    )
    assert 0 <= confidence(worst) < 0.01
