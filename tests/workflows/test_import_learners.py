"""Importing learners: all of a table or nothing, and twice is once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from drill.errors import BadInputError
from drill.model.learner import Calendar, NewLearner
from drill.workflows.learners import (
    RolloverError,
    add_learner,
    calendar,
    export_learner,
    find,
    import_learners,
    list_learners,
)

if TYPE_CHECKING:
    from pathlib import Path


def table(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "learners.csv"
    path.write_text(text, encoding=encoding)
    return path


def test_a_table_is_taken_in_and_twice_is_once(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    first = table(tmp_path, "姓名,工号,组\n王伟,007,早班\n李娜,008,晚班\n", "gb18030")
    assert import_learners(db, first).added == 2
    assert import_learners(db, first).unchanged == 2
    changed = import_learners(
        db, table(tmp_path, "name,staff_number,group,time_zone\n王伟,007,晚班,Asia/Urumqi\n张敏,,\n")
    )
    assert (changed.added, changed.changed, changed.unchanged) == (1, 1, 0)
    wang = find(db, "007")
    assert (wang.group, wang.time_zone, wang.rollover) == ("晚班", "Asia/Urumqi", "04:00")
    assert import_learners(db, table(tmp_path, "name,staff_number\n张敏,009\n")).changed == 1
    assert find(db, "009").id == find(db, "张敏").id, "a staff number given later"


def test_every_bad_row_is_reported_and_nothing_is_taken_in(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    text = "name,staff_number,time_zone,rollover\n王伟,1,,\n,2,,\n李娜,1,,\n张敏,3,Mars/Olympus,\n赵强,4,,25:00\n"
    with pytest.raises(BadInputError) as refused:
        import_learners(db, table(tmp_path, text))
    assert [problem.line for problem in refused.value.problems] == [3, 4, 5, 6]
    assert not db.exists()


def test_a_table_without_names_or_rows_is_refused(tmp_path: Path) -> None:
    for text, said in (("", "empty"), ("number,team\n1,2\n", "no column `name`")):
        with pytest.raises(BadInputError, match=said):
            import_learners(tmp_path / "drill.db", table(tmp_path, text))


def test_a_name_that_several_bear_needs_the_staff_number(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    import_learners(db, table(tmp_path, "name,staff_number\n王伟,1\n王伟,2\n"))
    with pytest.raises(BadInputError, match="2 learners are called 王伟"):
        import_learners(db, table(tmp_path, "name,group\n王伟,早班\n"))


def test_a_calendar_is_checked() -> None:
    assert calendar("Asia/Taipei", "03:30") == Calendar(time_zone="Asia/Taipei", rollover_minutes=210)
    assert calendar("", "") == Calendar()
    for rollover in ("4", "24:00", "04:60", "x:y", "-1:00"):
        with pytest.raises(RolloverError, match="04:00"):
            calendar("", rollover)


def test_an_export_holds_everything_of_a_learner_and_of_nobody_else(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    add_learner(db, NewLearner(name="王伟", staff_number="007"))
    add_learner(db, NewLearner(name="李娜"))
    text = export_learner(db, "007", tmp_path / "out.json")
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == text
    data = json.loads(text)
    assert set(data) == {"learner", "reviews", "card_states", "attempts"}
    assert data["learner"]["name"] == "王伟"
    assert "李娜" not in text
    assert len(list_learners(db, None, retired=True)) == 2
