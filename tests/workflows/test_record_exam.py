"""Responses taken in through the whole stack: forms made from the shipped bank, a real store, tables of people."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from tests.cohort import FIRST_DAY, Habit, begun, drilled, shipped

from drill.errors import BadInputError
from drill.exam.making import make_exam
from drill.exam.record import to_record
from drill.model.bank import FillInAnswer, ItemKind, ShortAnswer, TrueFalseAnswer
from drill.model.deck import ExamMistakes
from drill.model.learner import StudyDay
from drill.store.exams import attempts
from drill.store.learners import forget_learner
from drill.store.opening import open_store
from drill.workflows.record_exam import PaperRow, PaperStatus, RecordRequest, record_exam

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from drill.model.exam import FormItem, Making
    from drill.model.learner import Learner

EXAM_DAY = StudyDay(FIRST_DAY + 12)


@pytest.fixture(scope="module")
def making() -> Making:
    made = shipped()
    return make_exam(made.bank, made.bank.exams[0], made.items, 2, 1)


@pytest.fixture(scope="module")
def drilled_store(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Learner]]:
    path = tmp_path_factory.mktemp("drilled") / "drill.db"
    learners = begun(path, groups={"甲组": 2, "乙组": 1})
    for learner in learners.values():
        drilled(path, learner, Habit(diligence=1.0), 8)
    return path, learners


class Exam:
    """A folder with a store, a forms.json and tables to take in."""

    def __init__(self, folder: Path, store: Path, making: Making) -> None:
        self.folder, self.making = folder, making
        self.database = folder / "drill.db"
        with sqlite3.connect(store) as source, sqlite3.connect(self.database) as target:
            source.backup(target)
        self.forms = folder / "forms.json"
        self.save(making)

    def save(self, making: Making) -> None:
        self.forms.write_text(json.dumps(to_record(making), ensure_ascii=False), encoding="utf-8")

    def table(self, rows: Sequence[Sequence[object]], name: str = "responses.csv", encoding: str = "utf-8") -> Path:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        (self.folder / name).write_bytes(text.getvalue().encode(encoding))
        return self.folder / name

    def record(self, path: Path, **more: object) -> tuple[PaperRow, ...]:
        request = RecordRequest(database=self.database, forms=self.forms, responses=path)
        return record_exam(replace(request, **more), lambda _: None)  # type: ignore[arg-type]

    def count(self, sql: str) -> int:
        with sqlite3.connect(self.database) as connection:
            return int(connection.execute(sql).fetchone()[0])

    def size(self, table: str) -> int:
        return self.count(f"SELECT count(*) FROM {table}")

    def right(self, code: str = "A") -> list[str]:
        """Return what earns everything on a form, as a person would write it down."""
        form = next(form for form in self.making.forms if form.code == code)
        return [right_answer(entry) for entry in form.items]


def right_answer(entry: FormItem) -> str:
    answer = entry.item.answer
    match entry.item.kind:
        case ItemKind.TRUE_FALSE:
            return "√" if answer == TrueFalseAnswer(value=True) else "×"
        case ItemKind.FILL_IN:
            assert isinstance(answer, FillInAnswer)
            return ";".join(blank[0] for blank in answer.blanks)
        case ItemKind.SHORT_ANSWER:
            assert isinstance(answer, ShortAnswer)
            return str(sum(point.points for point in answer.scoring))
        case ItemKind.MATCHING:
            return entry.match_letters
        case ItemKind.ORDERING:
            return entry.step_letters
        case _:
            return entry.key_letters


@pytest.fixture
def exam(tmp_path: Path, drilled_store: tuple[Path, dict[str, Learner]], making: Making) -> Exam:
    return Exam(tmp_path, drilled_store[0], making)


def heads(exam: Exam) -> list[str]:
    return ["工号", "卷别", "日期", *map(str, range(1, len(exam.making.forms[0].items) + 1))]


def test_a_right_paper_earns_everything_and_moves_no_card(exam: Exam) -> None:
    rows = exam.record(exam.table([heads(exam), ["A1001", "A", "2026-09-16", *exam.right()]]))
    (row,) = rows
    assert (row.points, row.of, row.passed, row.wrong, row.blank) == (row.of, 100, True, 0, 0)
    assert (row.status, row.forward) == (PaperStatus.NEW, 0)
    assert exam.count("SELECT count(*) FROM review WHERE origin = 2") == 0


def test_both_layouts_mean_the_same(exam: Exam, tmp_path: Path) -> None:
    responses = exam.right("B")
    responses[3], responses[5] = "", "A" if responses[5] != "A" else "B"
    by_paper = exam.record(exam.table([heads(exam), ["A1002", "B", "2026-09-16", *responses]], encoding="gb18030"))
    ids = [entry.item.id for entry in exam.making.forms[1].items]
    workbook = Workbook()
    assert workbook.active
    workbook.active.append(["learner", "form", "date", "item", "response", "seconds"])
    for number, (own, response) in enumerate(zip(ids, responses, strict=True), 1):
        workbook.active.append(["A1002", "B 卷", "2026/9/16", number if number % 2 else own, response, 12])
    path = tmp_path / "by-response.xlsx"
    workbook.save(path)
    again = exam.record(path)
    assert [row.status for row in again] == [PaperStatus.KNOWN]
    assert replace(again[0], status=PaperStatus.NEW, forward=by_paper[0].forward) == by_paper[0]
    assert by_paper[0].blank == 1
    assert by_paper[0].wrong == 1


def test_nothing_is_taken_in_twice(exam: Exam) -> None:
    path = exam.table([heads(exam)[:2] + heads(exam)[3:], ["A1001", "A", *exam.right()]])
    assert exam.record(path, day=EXAM_DAY)[0].status is PaperStatus.NEW
    counts = [exam.size(table) for table in ("attempt", "response", "review")]
    for day in (EXAM_DAY, None):
        assert exam.record(path, day=day)[0].status is PaperStatus.KNOWN
    assert [exam.size(table) for table in ("attempt", "response", "review")] == counts


def test_a_retake_on_another_day_is_another_attempt(exam: Exam) -> None:
    path = exam.table([heads(exam)[:2] + heads(exam)[3:], ["A1001", "A", *exam.right()]])
    for day in (EXAM_DAY, StudyDay(EXAM_DAY + 7)):
        assert exam.record(path, day=day)[0].status is PaperStatus.NEW
    assert exam.count("SELECT count(*) FROM attempt") == 2


def test_every_bad_row_is_told_and_nothing_is_taken_in(exam: Exam) -> None:
    right = exam.right()
    wrong = ["Z", *right[1:]]
    table = exam.table(
        [
            heads(exam),
            ["A1001", "A", "2026-09-16", *right],
            ["A1002", "A", "2026-09-16", *wrong],
            ["A9999", "A", "2026-09-16", *right],
            ["A1003", "X", "2026-09-16", *right],
            ["A1003", "A", "yesterday", *right],
            ["", "A", "2026-09-16", *right],
            ["A1001", "A", "2026-09-16", *right],
        ]
    )
    with pytest.raises(BadInputError) as refused:
        exam.record(table)
    told = [(problem.line, problem.message) for problem in refused.value.problems]
    assert [line for line, _ in told] == [3, 4, 5, 6, 7, 8]
    assert "item 1: `Z`" in told[0][1]
    assert "A9999" in told[1][1]
    assert "no form `X`" in told[2][1]
    assert "`yesterday` is no date" in told[3][1]
    assert "whose paper" in told[4][1]
    assert "already" in told[5][1]
    assert all(str(problem).startswith(str(table)) and problem.hint for problem in refused.value.problems)
    assert exam.count("SELECT count(*) FROM attempt") == exam.count("SELECT count(*) FROM exam_form") == 0


def test_rows_of_responses_have_their_own_faults(exam: Exam) -> None:
    table = exam.table(
        [
            ["name", "learner", "form", "item", "response", "seconds", "fingerprint"],
            ["", "A1001", "A", "99", "A", "", ""],
            ["", "A1001", "A", "1", exam.right()[0], "soon", ""],
            ["", "A1001", "A", "2", exam.right()[1], "5", "WRONG"],
            ["nobody", "A1001", "A", "3", exam.right()[2], "5", ""],
            ["nobody", "A1001", "A", "3", exam.right()[2], "5", exam.making.fingerprint],
        ]
    )
    with pytest.raises(BadInputError) as refused:
        exam.record(table)
    told = "\n".join(problem.message for problem in refused.value.problems)
    for says in ("no item `99`", "`soon` is no number", "of making WRONG", "says nobody", "in line 5 already"):
        assert says in told


@pytest.mark.parametrize(
    ("titles", "says"),
    [
        (["who", "form", "1"], "no column `learner`"),
        (["learner", "1"], "no column `form`"),
        (["learner", "form"], "no columns with responses"),
        (["learner", "form", "item"], "no column `response`"),
        (["learner", "form", "1", "第1题"], "two columns"),
        (["learner", "工号", "form", "1"], "two columns"),
    ],
)
def test_missing_columns_are_told(exam: Exam, titles: list[str], says: str) -> None:
    with pytest.raises(BadInputError, match=says):
        exam.record(exam.table([titles, ["A1001", "A", "B"]]))


def test_an_empty_table_and_a_column_short(exam: Exam) -> None:
    with pytest.raises(BadInputError, match="the table is empty"):
        exam.record(exam.table([]))
    short = exam.table([heads(exam)[:-2], ["A1001", "A", "", *exam.right()[:-2]]])
    with pytest.raises(BadInputError, match="no columns for items 39, 40 of form A"):
        exam.record(short)


def test_a_paper_with_other_responses_needs_correct(exam: Exam) -> None:
    right = exam.right()
    first = exam.table([heads(exam), ["A1001", "A", "2026-09-16", "", *right[1:]]])
    exam.record(first)
    second = exam.table([heads(exam), ["A1001", "A", "2026-09-16", *right]], "second.csv")
    with pytest.raises(BadInputError, match="--correct"):
        exam.record(second)
    (row,) = exam.record(second, correct=True)
    assert (row.status, row.points) == (PaperStatus.CORRECTED, 100)
    assert exam.record(second)[0].status is PaperStatus.KNOWN
    # Back to the first again: a new correction, not an old operation.
    assert exam.record(first, correct=True)[0].status is PaperStatus.CORRECTED
    with open_store(exam.database) as store:
        assert len(attempts(store)) == 1
        assert len(attempts(store, replaced=True)) == 3


def test_a_correction_by_rows_changes_only_those_rows(exam: Exam) -> None:
    right = exam.right()
    exam.record(exam.table([heads(exam), ["A1001", "A", "2026-09-16", "", "", *right[2:]]]))
    rows = [["learner", "form", "date", "item", "response"], ["A1001", "A", "2026-09-16", "1", right[0]]]
    (row,) = exam.record(exam.table(rows, "one.csv"), correct=True)
    assert (row.blank, row.wrong, row.right) == (1, 0, 39)


def test_a_wrong_key_found_afterwards_scores_every_paper_again(exam: Exam) -> None:
    right = exam.right()
    exam.record(exam.table([heads(exam), *([who, "A", "2026-09-16", *right] for who in ("A1001", "A1002", "A1003"))]))
    entry = exam.making.forms[0].items[0]
    options = tuple(replace(option, key=not option.key) for option in entry.item.options)
    other = replace(entry, item=replace(entry.item, options=options, kind=ItemKind.MULTIPLE_CHOICE))
    form = exam.making.forms[0]
    exam.save(replace(exam.making, forms=(replace(form, items=(other, *form.items[1:])), exam.making.forms[1])))
    table = exam.table([heads(exam), ["A1001", "A", "2026-09-16", *right]], "one.csv")
    with pytest.raises(BadInputError, match="the key of form A is not the one"):
        exam.record(table)
    with open_store(exam.database) as store:
        (forgotten,) = [one.learner_id for one in attempts(store)][2:]
        forget_learner(store, forgotten, 0)
    rows = exam.record(table, correct=True)
    assert {row.staff_number: row.points for row in rows} == {"A1001": 100 - entry.points, "A1002": 100 - entry.points}


class TestLoop:
    """Wrong answers bring cards forward; right ones do not count as drill."""

    def wrong_first(self, exam: Exam, day: str = "2026-09-16", **more: object) -> PaperRow:
        responses = ["", *exam.right()[1:]]
        (row,) = exam.record(exam.table([heads(exam), ["A1001", "A", day, *responses]]), **more)
        return row

    def test_the_cards_behind_a_mistake_are_due_at_once(self, exam: Exam) -> None:
        before = exam.count("SELECT sum(review) + sum(learn) FROM learner_day")
        row = self.wrong_first(exam)
        assert row.forward > 0
        with sqlite3.connect(exam.database) as connection:
            facts = exam.making.forms[0].items[0].item.facts
            moved = connection.execute(
                "SELECT DISTINCT s.due_day, f.fact_id, r.kind, r.rating FROM review AS r JOIN card_state AS s"
                " USING (learner_id, card_id) JOIN card_fact AS f USING (card_id) WHERE r.origin = 2"
            ).fetchall()
        days = {due for due, *_ in moved}
        assert max(days) <= 20_712
        assert set(facts) <= {fact for _, fact, *_ in moved}
        assert {(kind, rating) for *_, kind, rating in moved} == {(6, None)}
        assert exam.count("SELECT sum(review) + sum(learn) FROM learner_day") == before, "an exam is no drill"

    def test_decks_and_the_command_say_what_mistakes_do(self, exam: Exam) -> None:
        assert self.wrong_first(exam, mistakes=ExamMistakes.NOTHING).forward == 0
        row = self.wrong_first(exam, "2026-09-17", mistakes=ExamMistakes.LAPSE)
        lapsed = exam.count("SELECT count(*) FROM review WHERE origin = 2 AND rating = 1")
        assert 0 <= lapsed <= row.forward
        assert exam.count("SELECT count(*) FROM review WHERE origin = 2 AND rating = 1 AND phase_before = 0") == 0

    def test_a_card_drilled_since_the_exam_stays(self, exam: Exam) -> None:
        row = self.wrong_first(exam, "2026-09-05")
        moved = exam.count(
            "SELECT count(*) FROM review AS r JOIN card_state AS s USING (learner_id, card_id)"
            " WHERE r.origin = 2 AND s.last_study_day > 20701"
        )
        assert moved == 0
        assert row.forward == exam.count("SELECT count(*) FROM review WHERE origin = 2")

    def test_a_correction_moves_only_the_cards_of_new_mistakes(self, exam: Exam) -> None:
        self.wrong_first(exam)
        before = exam.count("SELECT count(*) FROM review WHERE origin = 2")
        responses = ["", "", *exam.right()[2:]]
        table = exam.table([heads(exam), ["A1001", "A", "2026-09-16", *responses]], "more.csv")
        (row,) = exam.record(table, correct=True)
        facts = exam.making.forms[0].items
        if set(facts[0].item.facts).isdisjoint(facts[1].item.facts):
            moved = exam.count("SELECT count(*) FROM review WHERE origin = 2") - before
            assert moved == row.forward
            assert (
                exam.count("SELECT max(n) FROM (SELECT count(*) AS n FROM review WHERE origin = 2 GROUP BY card_id)")
                == 1
            )
