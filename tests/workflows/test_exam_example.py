"""The examples in docs/examples are responses to the forms of the shipped bank, and are taken in as they stand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cohort import begun, shipped
from tests.workflows.test_record_exam import right_answer

from drill.exam.making import make_exam
from drill.exam.record import to_record
from drill.model.bank import ItemKind
from drill.text.shuffle import Rng
from drill.workflows.record_exam import PaperRow, PaperStatus, RecordRequest, record_exam

if TYPE_CHECKING:
    from drill.model.exam import FormItem, Making

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"


@pytest.fixture(scope="module")
def making() -> Making:
    """What `make demo` makes."""
    made = shipped()
    return make_exam(made.bank, made.bank.exams[0], made.items, 3, 1)


def written(entry: FormItem, share: float, rng: Rng) -> str:
    """Return a right answer with the chance `share`, else a wrong one of the kind people give."""
    right = right_answer(entry)
    if rng.unit() < share:
        return right
    if entry.item.kind is ItemKind.TRUE_FALSE:
        return "×" if right == "√" else "√"
    if entry.item.kind.has_options:
        return rng.choice([mark for mark in "ABCDEF"[: len(entry.option_order)] if mark not in right])
    return "1" if entry.item.kind is ItemKind.SHORT_ANSWER else ""


def examples(making: Making) -> dict[str, str]:
    rng = Rng("example")
    people = (("A1001", "王敏", 0.9, 38), ("A1002", "李建国", 0.75, 44), ("A1003", "张雨桐", 0.6, 41))
    papers = [["工号", "姓名", "卷别", "日期", "用时（分钟）", *map(str, range(1, 41))]]
    for (number, name, share, minutes), form in zip(people, making.forms, strict=True):
        answers = [written(entry, share, rng) for entry in form.items]
        papers.append([number, name, form.code, "2026-11-20", str(minutes), *answers])
    responses = [["learner", "form", "date", "item", "response", "seconds"]]
    for entry in making.forms[0].items:
        item = str(entry.number) if entry.number % 2 else entry.item.id
        responses.append(["A1004", "A", "2026-11-20", item, written(entry, 0.8, rng), str(20 + rng.below(60))])
    return {"exam-papers.csv": table(papers), "exam-responses.csv": table(responses)}


def table(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


@pytest.mark.golden
@pytest.mark.parametrize("name", ["exam-papers.csv", "exam-responses.csv"])
def test_the_examples_are_for_the_forms_of_the_shipped_bank(
    making: Making, name: str, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--update-golden"):
        (EXAMPLES / name).write_text(examples(making)[name], encoding="utf-8")
    assert (EXAMPLES / name).read_text(encoding="utf-8") == examples(making)[name], "the bank changed: `make golden`"


def test_the_examples_are_taken_in_as_they_stand(making: Making, tmp_path: Path) -> None:
    begun(tmp_path / "drill.db", groups={"甲组": 4})
    (tmp_path / "forms.json").write_text(json.dumps(to_record(making)), encoding="utf-8")
    rows: list[PaperRow] = []
    for name in ("exam-papers.csv", "exam-responses.csv"):
        request = RecordRequest(
            database=tmp_path / "drill.db", forms=tmp_path / "forms.json", responses=EXAMPLES / name
        )
        rows += record_exam(request, lambda _: None)
    assert [(row.staff_number, row.form, row.status) for row in rows] == [
        ("A1001", "A", PaperStatus.NEW),
        ("A1002", "B", PaperStatus.NEW),
        ("A1003", "C", PaperStatus.NEW),
        ("A1004", "A", PaperStatus.NEW),
    ]
    assert rows[0].points > rows[2].points > 0
