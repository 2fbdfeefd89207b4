"""The report over a small simulated cohort, in every form it is shown in."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from tests.cohort import FIRST_DAY, SHIPPED, Habit, begun, drilled, shipped
from tests.workflows.test_record_exam import right_answer

from drill.errors import DrillError
from drill.exam.making import make_exam
from drill.exam.prediction import predict
from drill.exam.record import to_record
from drill.model.bank import Language
from drill.model.learner import Calendar, StudyDay
from drill.model.report import Column, Report, Table, Unit
from drill.render.report_html import report_html
from drill.render.report_sheets import neutral, report_xlsx, table_csv
from drill.schedule.study_day import start_ms
from drill.store.exams import forms
from drill.store.learners import retire_learner
from drill.store.opening import open_store
from drill.text.labels import label
from drill.workflows.prediction_report import prediction_table
from drill.workflows.readiness_report import fact_recall
from drill.workflows.record_exam import RecordRequest, record_exam
from drill.workflows.report import report
from drill.workflows.report_reading import ReportRequest, UnknownNameError, read

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.learner import Learner

DAYS = 24
TODAY = StudyDay(FIRST_DAY + DAYS)
NOW_MS = start_ms(TODAY, Calendar()) + 3_600_000
EXAM_DAY = StudyDay(FIRST_DAY + 40)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Learner]]:
    """A diligent learner, a slow one, one who stopped, one who never began, and their exam."""
    folder = tmp_path_factory.mktemp("cohort")
    path = folder / "drill.db"
    learners = begun(path, groups={"甲组": 3, "=乙组": 1}, exam_day=EXAM_DAY)
    drilled(path, learners["A1001"], Habit(diligence=3.0, new_per_day=20), DAYS)
    drilled(path, learners["A1002"], Habit(diligence=3.0, new_per_day=2, strength=-0.15), DAYS)
    drilled(path, learners["A1003"], Habit(diligence=3.0, new_per_day=12, stops_after=8), DAYS)
    making = make_exam(shipped().bank, shipped().bank.exams[0], shipped().items, 1, 1)
    (folder / "forms.json").write_text(json.dumps(to_record(making)), encoding="utf-8")
    right = [right_answer(entry) for entry in making.forms[0].items]
    rows = [
        ["工号", "卷别", *range(1, len(right) + 1)],
        ["A1001", "A", *right],
        ["A1002", "A", *right[:30], *[""] * 10],
    ]
    with (folder / "responses.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    record_exam(
        RecordRequest(database=path, forms=folder / "forms.json", responses=folder / "responses.csv", day=TODAY),
        lambda _: None,
    )
    return path, learners


def of(cohort: tuple[Path, dict[str, Learner]], **more: object) -> Report:
    request = replace(ReportRequest(database=cohort[0]), **more)  # type: ignore[arg-type]
    return report(request, lambda _: None, NOW_MS)


def person(found: Report, staff_number: str) -> dict[str, object]:
    return next(dict(row) for row in found.tables["learners"].as_json() if row["staff_number"] == staff_number)


def test_who_is_behind_and_why(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort)
    stopped, slow, never = (person(found, number) for number in ("A1003", "A1002", "A1004"))
    assert str(stopped["behind"]).split() == ["overdue", "plan"]
    assert int(str(stopped["overdue"])) > 10
    assert "plan" in str(slow["behind"]), "two cards a day do not bring 461 in within 16 days"
    assert never["behind"] == "plan"
    assert "plan" not in str(person(found, "A1001")["behind"])
    rows = found.tables["learners"].as_json()
    assert [bool(row["behind"]) for row in rows] == sorted((bool(row["behind"]) for row in rows), reverse=True)


def test_streaks_end_when_a_day_is_missed(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort)
    assert person(found, "A1001")["streak"] == person(found, "A1001")["longest_streak"] == DAYS
    assert (person(found, "A1003")["streak"], person(found, "A1003")["longest_streak"]) == (0, 8)
    assert person(found, "A1004")["last_day"] is None


def test_figures_of_people_are_those_of_the_log(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort)
    with sqlite3.connect(cohort[0]) as connection:
        sql = (
            "SELECT count(*), sum(taken_ms), count(DISTINCT study_day) FROM review WHERE learner_id = ? AND origin = 0"
        )
        for number, learner in cohort[1].items():
            count, taken_ms, days = connection.execute(sql, (learner.id,)).fetchone()
            row = person(found, number)
            assert (row["reviews"], row["days"]) == (count, days)
            assert row["minutes"] == pytest.approx((taken_ms or 0) / 60_000)
    summary = found.tables["summary"].as_json()[0]
    assert summary["learners"] == 4
    assert summary["active"] == 2
    assert summary["reviews"] == sum(int(row["reviews"] or 0) for row in found.tables["learners"].as_json())
    assert summary["reviews"] == sum(int(row["reviews"] or 0) for row in found.tables["days"].as_json())
    assert summary["reviews"] == sum(int(row["reviews"] or 0) for row in found.tables["chapters"].as_json())


def test_scopes_narrow(cohort: tuple[Path, dict[str, Learner]]) -> None:
    assert [row["staff_number"] for row in of(cohort, group="=乙组").tables["learners"].as_json()] == ["A1004"]
    assert [row["staff_number"] for row in of(cohort, learner="A1002").tables["learners"].as_json()] == ["A1002"]
    assert of(cohort, learner="A1002").tables["exams"].as_json()[0]["attempts"] == 1
    assert of(cohort, group="=乙组").tables["exams"].rows == ()
    week = of(cohort, first_day=StudyDay(FIRST_DAY + 7), last_day=StudyDay(FIRST_DAY + 13))
    assert {row["day"] for row in week.tables["days"].as_json()} == set(range(FIRST_DAY + 7, FIRST_DAY + 14))
    assert person(week, "A1003")["days"] == 1
    bank = shipped().bank
    chapter = of(cohort, bank=bank.title, chapter=bank.chapters[0].title)
    assert {row["chapter"] for row in chapter.tables["sections"].as_json()} == {bank.chapters[0].title}
    assert {row["chapter"] for row in chapter.tables["facts"].as_json()} == {bank.chapters[0].title}
    whole = of(cohort, bank=bank.id)
    assert int(person(chapter, "A1001")["reviews"]) < int(person(whole, "A1001")["reviews"])  # type: ignore[call-overload]
    assert chapter.titles == (bank.title, bank.chapters[0].title)


@pytest.mark.parametrize("wrong", [{"group": "丙组"}, {"bank": "x"}, {"chapter": "x"}, {"learner": "nobody"}])
def test_unknown_names_are_refused(cohort: tuple[Path, dict[str, Learner]], wrong: dict[str, str]) -> None:
    with pytest.raises(DrillError):
        of(cohort, **wrong)
    assert "holds none" in str(UnknownNameError("x", []))


def test_readiness_orders_those_who_know_more(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort, ready_for=SHIPPED, exam="knowledge-test").tables["readiness"].as_json()
    expected = {row["learner"]: float(row["expected"] or 0) for row in found if row["learner"]}
    names = {number: learner.name for number, learner in cohort[1].items()}
    assert expected[names["A1001"]] > expected[names["A1003"]] > expected[names["A1004"]] > 0
    assert all(float(row["low"] or 0) <= float(row["expected"] or 0) <= float(row["high"] or 0) <= 100 for row in found)
    groups = [row for row in found if not row["learner"]]
    assert {row["group"] for row in groups} == {"甲组", "=乙组"}
    assert of(cohort, ready_for=SHIPPED).tables["readiness"].as_json() == found, "every exam of the bank: it has one"


def test_predicted_and_actual_scores_stand_side_by_side(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort).tables["predictions"].as_json()
    by_name = {row["learner"]: row for row in found}
    diligent, slow = (by_name[cohort[1][number].name] for number in ("A1001", "A1002"))
    assert diligent["score"] == 100
    assert float(diligent["expected"] or 0) > float(slow["expected"] or 0) > 0
    for row in found:
        assert row["difference"] == pytest.approx(float(row["score"] or 0) - float(row["expected"] or 0))


def test_predictions_on_the_eve_are_those_of_the_states_then(cohort: tuple[Path, dict[str, Learner]]) -> None:
    """The exam was after the last drill, so replaying the log gives the recall that states give today."""
    request = ReportRequest(database=cohort[0])
    with open_store(cohort[0]) as store:
        reading = read(store, request, NOW_MS)
        learner = cohort[1]["A1001"]
        recalled = fact_recall(store, reading.scope, shipped().bank.id, [learner], {learner.id: TODAY})
        form = next(iter(forms(store).values()))
        known = dict(zip(recalled.facts, recalled.recall[0].tolist(), strict=True))
        expected = predict(form, known, sum(known.values()) / len(known))
        table = prediction_table(store, {learner.id: learner}, "").table
    assert table.column("expected")[0] == pytest.approx(expected.expected(1.0), abs=1e-6)


def test_items_and_forms_are_there(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort)
    form = found.tables["exams"].as_json()[0]
    assert (form["attempts"], form["highest"], form["flags"]) == (2, 100, "small_sample")
    items = found.tables["items"].as_json()
    assert len(items) == 40
    assert {row["facility"] for row in items} == {0.5, 1.0}
    assert {row["item"] for row in found.tables["options"].as_json()} <= {row["item"] for row in items}


def test_who_has_retired_leaves_the_people_and_stays_in_the_groups_figures(
    cohort: tuple[Path, dict[str, Learner]], tmp_path: Path
) -> None:
    path = tmp_path / "drill.db"
    with sqlite3.connect(cohort[0]) as source, sqlite3.connect(path) as target:
        source.backup(target)
    before = of(cohort)
    with open_store(path) as store:
        retire_learner(store, cohort[1]["A1001"].id, 0)
    after = of((path, cohort[1]))
    assert "A1001" not in after.tables["learners"].column("staff_number")
    group = {row["group"]: row for row in after.tables["groups"].as_json()}["甲组"]
    assert group["reviews"] == {row["group"]: row for row in before.tables["groups"].as_json()}["甲组"]["reviews"]
    assert group["learners"] == 2


class Page(HTMLParser):
    """What a page loads, and what stands in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.heads: list[str] = []
        self._in = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"src", "href", "action", "data", "xlink:href"}]
        self._in = tag

    def handle_data(self, data: str) -> None:
        if self._in in {"h1", "h2"} and data.strip():
            self.heads.append(data.strip())


def test_the_page_is_one_file_with_every_chart_and_table(cohort: tuple[Path, dict[str, Learner]]) -> None:
    html = report_html(of(cohort, ready_for=SHIPPED)).decode()
    page = Page(html)
    assert page.links == []
    assert "http" not in re.sub(r"<meta[^>]*>", "", html)
    assert "url(" not in html
    assert "@import" not in html
    assert page.tags.count("svg") == 6
    assert page.tags.count("table") == 10
    assert page.heads[0] == label("stats.title", Language.ZH_HANS)
    assert html.startswith('<!doctype html>\n<html lang="zh-Hans">')
    assert "None" not in re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html, flags=re.DOTALL)
    assert "nan" not in html.replace("finance", "")


def test_names_cannot_break_out_of_the_page(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort, ready_for=SHIPPED)
    evil = '"><script>alert(1)</script>'
    tables = {
        name: Table(
            name,
            table.columns,
            tuple(
                tuple(
                    evil if isinstance(v, str) and c.unit is Unit.TEXT else v
                    for c, v in zip(table.columns, row, strict=True)
                )
                for row in table.rows
            ),
        )
        for name, table in found.tables.items()
    }
    html = report_html(replace(found, tables=tables, titles=(evil,))).decode()
    assert html.count("<script>") == 1
    assert "<script>alert" not in html


def test_a_store_without_reviews_is_a_page_too(tmp_path: Path) -> None:
    path = tmp_path / "drill.db"
    begun(path, groups={"甲组": 1})
    found = of((path, {}), ready_for=SHIPPED)
    html = report_html(found).decode()
    assert label("stats.no_data", Language.ZH_HANS) in html
    assert load_workbook(io.BytesIO(report_xlsx(found))).sheetnames
    with open_store(tmp_path / "empty.db", create=True):
        pass
    assert report_html(of((tmp_path / "empty.db", {}))).startswith(b"<!doctype html>")


def test_the_workbook_holds_every_table_with_numbers_as_numbers(cohort: tuple[Path, dict[str, Learner]]) -> None:
    found = of(cohort)
    workbook = load_workbook(io.BytesIO(report_xlsx(found)))
    titles = [label(f"stats.table.{name}", Language.ZH_HANS) for name in found.tables]
    assert workbook.sheetnames == titles
    sheet = workbook[label("stats.table.learners", Language.ZH_HANS)]
    heads = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[2].value == "A1001")
    cells = dict(zip(heads, row, strict=True))
    assert cells["覆盖率"].number_format == "0.0%"
    assert cells["复习次数"].value == person(found, "A1001")["reviews"]
    group = next(r[0] for r in sheet.iter_rows(min_row=2) if r[2].value == "A1004")
    assert (group.value, group.data_type, group.quotePrefix) == ("=乙组", "s", True)
    assert all(cell.data_type != "f" for one in workbook for line in one.iter_rows() for cell in line)


def test_csv_neutralises_formulas_and_keeps_numbers() -> None:
    table = Table(
        "leeches",
        (
            Column("learner", Unit.TEXT),
            Column("lapses"),
            Column("expected", Unit.NUMBER),
            Column("state", Unit.TERM),
            Column("day", Unit.DAY),
        ),
        (("=1+1", -3, -0.5, "suspended", 20_700), ("@x,y", 4, None, "", 20_701), ("ok", 0, 0.25, "", None)),
    )
    rows = list(csv.reader(io.StringIO(table_csv(table, Language.EN))))
    assert rows == [
        ["learner", "lapses", "expected score", "state", "day"],
        ["'=1+1", "-3", "-0.5", "suspended", "2026-09-04"],
        ["'@x,y", "4", "", "", "2026-09-05"],
        ["ok", "0", "0.25", "", ""],
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_every_formula_start_is_neutral(start: str) -> None:
    assert neutral(f"{start}cmd") == f"'{start}cmd"
    assert neutral(f"a{start}") == f"a{start}"


@pytest.mark.parametrize("language", list(Language))
def test_every_table_and_column_has_a_title_in_every_language(
    cohort: tuple[Path, dict[str, Learner]], language: Language
) -> None:
    found = replace(of(cohort, ready_for=SHIPPED), language=language)
    assert report_html(found)
    assert report_xlsx(found)
