"""Forecasts, from nothing and from a learner's deck."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.workflows.learning_store import bank, fill
from typer.testing import CliRunner

from drill.cli.app import app
from drill.cli.chart import bars
from drill.files.clock import now_ms
from drill.model.deck import DeckOptions
from drill.model.learner import Calendar, StudyDay
from drill.model.review import Rating
from drill.schedule.study_day import study_day
from drill.workflows.review_session import ReviewRequest, open_session
from drill.workflows.simulate import ExamDayError, SimulateRequest, forecast

if TYPE_CHECKING:
    from pathlib import Path

TODAY = study_day(now_ms(), Calendar())


def day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=TODAY + number)


def quiet(_step: str) -> None:
    """Show no progress."""


def test_higher_retention_costs_more_answers_and_keeps_more(tmp_path: Path) -> None:
    request = SimulateRequest(path=tmp_path / "none.db", cards=200, retentions=(0.8, 0.95), days=60)
    low, high = forecast(request, quiet)
    assert low.answers_per_day < high.answers_per_day
    assert low.minutes_per_day < high.minutes_per_day
    assert low.recall < high.recall
    assert len(low.answers) == 60
    assert low.verdict() == ""
    assert not (tmp_path / "none.db").exists()


def test_every_pace_is_simulated_with_every_retention(tmp_path: Path) -> None:
    request = SimulateRequest(path=tmp_path, cards=30, retentions=(0.8, 0.9), paces=(2, 5), days=5)
    found = forecast(request, quiet)
    assert [(one.retention, one.new_per_day) for one in found] == [(0.8, 2), (0.8, 5), (0.9, 2), (0.9, 5)]
    assert [one.unseen for one in found] == [20, 5, 20, 5]


def test_an_exam_is_planned_for_and_the_verdict_is_honest(tmp_path: Path) -> None:
    request = SimulateRequest(path=tmp_path, cards=300, paces=(3, 20), exam=day(40))
    slow, fast = forecast(request, quiet)
    assert len(fast.answers) == 40
    assert fast.verdict().startswith("In time: 9")
    assert slow.unseen == 180
    assert slow.verdict().startswith("Too little time: 180 cards will not have been seen")
    assert "8 new cards a day would show them all" in slow.verdict()


def test_where_all_is_seen_but_too_late_to_hold_it_says_so(tmp_path: Path) -> None:
    request = SimulateRequest(path=tmp_path, cards=60, paces=(60,), exam=day(1), retentions=(0.99,))
    (found,) = forecast(request, quiet)
    assert "Every card will be seen, but only" in found.verdict()


def test_a_day_that_is_not_ahead_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExamDayError, match="not after today"):
        forecast(SimulateRequest(path=tmp_path, cards=3, exam=day(0)), quiet)


def test_a_learners_deck_is_forecast_from_where_it_stands(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(40), DeckOptions(new_per_day=5))
    with open_session(ReviewRequest(path=path)) as session:
        for _ in range(5):
            shown = session.current()
            assert shown is not None
            session.answer(shown, Rating.EASY, 0)
    (found,) = forecast(SimulateRequest(path=path, days=7), quiet)
    assert found.deck == "服务礼仪"
    assert found.unseen == 40 - 5 - 35
    assert sum(found.new) == 35


def test_a_decks_own_exam_counts_unless_it_is_over(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(10), DeckOptions(exam_day=StudyDay(TODAY + 9)))
    assert forecast(SimulateRequest(path=path), quiet)[0].exam == day(9)
    path = fill(tmp_path / "over.db", bank(10), DeckOptions(exam_day=StudyDay(TODAY - 1)))
    assert forecast(SimulateRequest(path=path), quiet)[0].exam is None


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["simulate", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_formats_for_other_programs() -> None:
    rows = list(csv.DictReader(io.StringIO(run("--cards", "30", "--days", "4", "--format", "csv"))))
    assert [row["date"] for row in rows] == [day(n).isoformat() for n in range(4)]
    assert rows[0]["new"] == "20.0"
    (found,) = json.loads(run("--cards", "30", "--days", "4", "--format", "json"))
    assert [entry["date"] for entry in found["days"]] == [row["date"] for row in rows]
    assert found["unseen"] == 0
    table = run("--cards", "30", "--days", "4", "--exam", day(20).isoformat()).splitlines()
    assert table[0].split("\t")[:2] == ["Deck", "Retention"]
    assert table[1].startswith("30 new cards\t0.9\t20\t")
    assert "In time" in table[-1]


def test_bars_are_as_long_as_their_values() -> None:
    assert bars(["a", "bb"], [4, 8], 2) == ["a   █ 4", "bb  ██ 8"]
    assert bars(["a"], [0], 5) == ["a   0"]
    assert bars([], [], 5) == []
