"""`drill db`, `drill learner`, `drill deck` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from drill.cli.app import app
from drill.errors import DrillError
from drill.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable


ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "cards" / "financial-service-etiquette"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    monkeypatch.setenv("DRILL_DB", str(tmp_path / "drill.db"))

    def ran(*arguments: object, code: int = 0, answer: str | None = None) -> str:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments], input=answer)
        if isinstance(result.exception, DrillError):
            raise result.exception
        assert result.exit_code == code, result.output
        return result.output

    return ran


def test_a_store_from_its_first_learner_to_a_restored_backup(run: Callable[..., str], tmp_path: Path) -> None:
    assert "learner " in run("learner", "add", "王伟", "--group", "早班", "--staff-number", "007")
    (tmp_path / "more.csv").write_text("name,staff_number\n李娜,008\n", encoding="utf-8")
    assert "1 added" in run("learner", "import", tmp_path / "more.csv")
    assert "cards added" in run("deck", "load", SHIPPED, "--group", "早班", "--exam", "2027-01-15")
    (deck,) = json.loads(run("deck", "list", "--format", "json"))
    assert (deck["audience"], deck["exam"], deck["learners"]) == ("group 早班", "2027-01-15", 1)
    assert "sound" in run("db", "check")
    backup = json.loads(run("db", "backup", "--format", "json"))["backup"]
    assert "retired" in run("learner", "retire", "008")
    assert [row["name"] for row in json.loads(run("learner", "list", "--format", "json"))] == ["王伟"]
    assert "kept as" in run("db", "restore", backup)
    assert "李娜" in run("learner", "list")
    assert "card states from 0 entries" in run("db", "rebuild")
    assert "nothing to do" in run("db", "migrate")
    assert json.loads(run("db", "check", "--format", "json"))["sound"] is True


def test_forgetting_asks_first_and_names_the_backups(run: Callable[..., str], tmp_path: Path) -> None:
    run("learner", "add", "王伟")
    run("db", "backup", "-o", tmp_path / "kept.db")
    assert "王伟" in run("learner", "forget", "王伟", answer="n\n", code=1)
    assert "王伟" in run("learner", "list")
    told = run("learner", "forget", "王伟", answer="y\n")
    assert str(tmp_path / "kept.db") in told
    assert "王伟" not in run("learner", "list", "--all")


def test_a_check_that_finds_something_ends_with_code_1(run: Callable[..., str], tmp_path: Path) -> None:
    run("learner", "add", "王伟")
    run("deck", "load", SHIPPED)
    with open_store(tmp_path / "drill.db") as store, store.write() as connection:
        learner = connection.execute("SELECT learner_id FROM learner").fetchone()[0]
        connection.execute(
            "INSERT INTO learner_day (learner_id, study_day, bank_id, new_cards, learn, review, relearn, filtered,"
            " cram, again, hard, good, easy, young, young_passed, mature, mature_passed, taken_ms)"
            " SELECT ?, 1, bank_id, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0 FROM bank",
            (learner,),
        )
    assert "1 daily figures differ" in run("db", "check", code=1)
    run("db", "rebuild")
    run("db", "check")


def test_a_bank_is_for_a_group_or_a_learner_not_both(run: Callable[..., str]) -> None:
    run("deck", "load", SHIPPED, "--group", "a", "--learner", "b", code=2)


def test_an_export_is_printed_or_written(run: Callable[..., str], tmp_path: Path) -> None:
    run("learner", "add", "王伟")
    assert json.loads(run("learner", "export", "王伟"))["learner"]["name"] == "王伟"
    assert "out.json" in run("learner", "export", "王伟", "-o", tmp_path / "out.json")


def test_without_a_store_the_next_step_is_told(run: Callable[..., str]) -> None:
    for command in (("db", "check"), ("learner", "list"), ("deck", "list"), ("db", "backup")):
        with pytest.raises(DrillError, match="drill learner add"):
            run(*command)
