"""`drill stats` and `drill exam record` as a person types them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from tests.cli.test_commands import drill
from tests.cohort import SHIPPED, Habit, begun, drilled, shipped
from tests.workflows.test_record_exam import right_answer

from drill.exam.making import make_exam
from drill.exam.record import to_record

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stats")
    learners = begun(folder / "drill.db", groups={"甲组": 2})
    drilled(folder / "drill.db", learners["A1001"], Habit(diligence=3.0), 6)
    making = make_exam(shipped().bank, shipped().bank.exams[0], shipped().items, 2, 1)
    (folder / "forms.json").write_text(json.dumps(to_record(making)), encoding="utf-8")
    right = [right_answer(entry) for entry in making.forms[1].items]
    rows = [["姓名", "卷别", *range(1, 41)], ["王敏", "B 卷", *right[:39], ""], ["李建国", "b", *right]]
    with (folder / "responses.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder


def test_recording_shows_scores_and_again_shows_that_they_are_known(folder: Path) -> None:
    arguments = ("exam", "record", "forms.json", "responses.csv", "--date", "2026-09-10")
    ran = drill(*arguments, cwd=folder)
    assert ran.code == 0, ran.err
    rows = list(csv.DictReader(io.StringIO(ran.out), delimiter="\t"))
    assert [(row["Staff no."], row["Form"], row["Date"], row["Pass"], row["Blank"], row["Status"]) for row in rows] == [
        ("A1001", "B", "2026-09-10", "yes", "1", "new"),
        ("A1002", "B", "2026-09-10", "yes", "0", "new"),
    ]
    again = json.loads(drill(*arguments, "--format", "json", cwd=folder).out)
    assert [(row["status"], row["date"], row["of"]) for row in again] == [("known", "2026-09-10", 100)] * 2


def test_bad_rows_are_told_with_their_place(folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("learner,form,item,response\nA1001,B,1,Q\nnobody,B,1,A\n", encoding="utf-8")
    ran = drill("exam", "record", folder / "forms.json", table, "--db", folder / "drill.db", cwd=tmp_path)
    assert ran.code == 1
    assert ran.err.splitlines()[0].startswith(f"{table}:2: item 1: `Q` is no answer")
    assert ran.err.splitlines()[1].startswith(f"{table}:3: learner `nobody`")
    assert drill("exam", "record", "x.json", table, "--db", folder / "drill.db", cwd=tmp_path).err.startswith(
        "x.json: cannot"
    )


def test_a_store_that_is_missing_is_refused(tmp_path: Path) -> None:
    for arguments in (
        ("stats",),
        ("stats", "--db", "other.db"),
        ("exam", "make", SHIPPED, "--exam", "knowledge-test", "-o", "x", "--db", "other.db"),
    ):
        ran = drill(*arguments, cwd=tmp_path)
        assert ran.code == 1
        assert "no store here" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_tables_are_tab_separated_in_a_pipe(folder: Path) -> None:
    ran = drill("stats", "--show", "groups", cwd=folder)
    assert ran.code == 0, ran.err
    title, heads, row = ran.out.splitlines()
    assert title == "分组"
    assert heads.split("\t")[:2] == ["组别", "人数"]
    assert row.split("\t")[:2] == ["甲组", "2"]
    glance = drill("stats", cwd=folder).out
    assert all(title in glance for title in ("概览", "分组", "学员", "薄弱章"))


def test_json_has_every_table_under_english_names(folder: Path) -> None:
    data = json.loads(drill("stats", "--format", "json", "--ready-for", SHIPPED, cwd=folder).out)
    assert {"summary", "groups", "learners", "days", "forecast", "items", "readiness"} <= set(data["tables"])
    assert data["tables"]["summary"][0]["learners"] == 2


def test_csv_goes_to_the_pipe_or_to_a_file_that_excel_reads(folder: Path, tmp_path: Path) -> None:
    out = drill("stats", "--format", "csv", "--show", "learners", cwd=folder).out
    assert out.splitlines()[0].startswith("组别,姓名,工号")
    ran = drill("stats", "--format", "csv", "--db", folder / "drill.db", "-o", tmp_path / "x.csv", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert (tmp_path / "x.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_pages_and_workbooks_are_written_whole(folder: Path, tmp_path: Path) -> None:
    for form, begins in (("html", b"<!doctype html>"), ("xlsx", b"PK")):
        ran = drill("stats", "--db", folder / "drill.db", "--format", form, "-o", tmp_path / f"r.{form}", cwd=tmp_path)
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        assert (tmp_path / f"r.{form}").read_bytes().startswith(begins)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "html"),
        ("--format", "json", "-o", "x"),
        ("--format", "csv", "--show", "a", "--show", "b"),
        ("--from", "soon"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(folder: Path, arguments: tuple[str, ...]) -> None:
    assert drill("stats", *arguments, cwd=folder).code == 2


def test_an_unknown_table_is_refused_with_the_names_of_all(folder: Path) -> None:
    ran = drill("stats", "--show", "people", cwd=folder)
    assert ran.code == 1
    assert "there is no table `people`. Give one of summary, groups, learners" in ran.err


def test_new_forms_reckon_with_what_examinees_showed(folder: Path, tmp_path: Path) -> None:
    made = {}
    drill("exam", "record", "forms.json", "responses.csv", "--date", "2026-09-10", cwd=folder)
    for name, database in (("with", folder / "drill.db"), ("without", None)):
        arguments = ["exam", "make", SHIPPED, "--exam", "knowledge-test", "--forms", 2, "-o", tmp_path / name]
        ran = drill(*arguments, *(["--db", database] if database else []), cwd=tmp_path)
        assert ran.code == 0, ran.err
        made[name] = json.loads((tmp_path / name / "trainer-only/forms.json").read_bytes())
        assert ("as measured" in ran.out) == (database is not None)
    bank = {item.id: item.facility for item in shipped().items}
    facilities = {
        name: {item["item_id"]: item["facility"] for form in data["forms"] for item in form["items"]}
        for name, data in made.items()
    }
    assert all(facility == bank[own] for own, facility in facilities["without"].items())
    assert any(facility != bank[own] for own, facility in facilities["with"].items())
    exported = json.loads((tmp_path / "with/trainer-only/bank.json").read_bytes())
    assert {item["id"]: item["facility"] for item in exported["items"]} == bank, "what the bank says stays"


def test_a_period_that_ends_before_it_begins_is_refused(folder: Path) -> None:
    period = ("--from", "2026-12-01", "--to", "2026-11-01")
    ran = drill("stats", *period, cwd=folder)
    assert ran.code != 0
    assert "2026-12-01 is after --to 2026-11-01" in ran.err
    assert not ran.out
    assert drill("stats", "--from", "2026-11-01", "--to", "2026-11-01", cwd=folder).code == 0
