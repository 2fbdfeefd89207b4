from __future__ import annotations

import pytest
import typer

from drill.cli.deck_options import easy_days, easy_days_text, steps_s, steps_text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [(None, None), ("", ()), ("1m,10m", (60, 600)), ("30s, 1h,1d", (30, 3600, 86_400))],
)
def test_steps_are_times_with_a_unit(text: str | None, seconds: tuple[int, ...] | None) -> None:
    assert steps_s(text) == seconds


@pytest.mark.parametrize("text", ["10", "1m,,2m", "0m", "1w", "-1m"])
def test_other_steps_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="1m,10m"):
        steps_s(text)


def test_easy_days_are_seven_shares() -> None:
    assert easy_days("1,1,1,1,1,0.5,0") == (1, 1, 1, 1, 1, 0.5, 0)
    assert easy_days(None) is None


@pytest.mark.parametrize("text", ["1,1,1", "1,1,1,1,1,1,2", "0,0,0,0,0,0,0", "a,b,c,d,e,f,g", "1,1,1,1,1,1,nan"])
def test_other_shares_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="Monday first"):
        easy_days(text)


@pytest.mark.parametrize("text", ["", "1m,10m", "90s,1h,1d", "2d"])
def test_steps_are_shown_as_they_are_given(text: str) -> None:
    found = steps_s(text)
    assert found is not None
    assert steps_text(found) == text


def test_easy_days_are_shown_where_days_differ() -> None:
    assert easy_days_text((1, 1, 1, 1, 1, 0.5, 0)) == "1,1,1,1,1,0.5,0"
    assert not easy_days_text((1.0,) * 7)
