"""`drill card` as a person types it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.workflows.learning_store import bank, fill
from typer.testing import CliRunner

from drill.cli.app import app
from drill.model.review import Action
from drill.workflows.review_session import ReviewRequest, open_session

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["card", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_suspended_card_is_found_taken_back_and_laid_aside_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fill(tmp_path / "drill.db", bank(3))
    monkeypatch.setenv("DRILL_DB", str(path))
    with open_session(ReviewRequest(path=path)) as session:
        shown = session.current()
        assert shown is not None
        session.act(shown, Action.SUSPEND)
    (row,) = json.loads(run("list", "--suspended", "--format", "json"))
    number = str(row["card"])
    assert run("unsuspend", number).startswith("1 changed, 0 as they were")
    assert run("unsuspend", number) == "0 changed, 1 as they were\n"
    assert json.loads(run("suspend", number, "--format", "json"))[0]["suspended"] is True
    assert json.loads(run("reset", number, "--format", "json")) == []
    assert row["question"] in run("list")
