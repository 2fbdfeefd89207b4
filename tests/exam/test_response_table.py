from __future__ import annotations

import pytest
from tests.exam.exam_pool import bank_of, blueprint_of, pool_of

from drill.exam.making import make_exam
from drill.exam.response_table import parse_day, read_papers
from drill.model.bank import ItemKind
from drill.model.table import TableRow
from drill.text.shuffle import Rng

BLUEPRINT = blueprint_of([(ItemKind.TRUE_FALSE, 3)])
POOL = pool_of(Rng("table"), kinds=[ItemKind.TRUE_FALSE])
ONE = make_exam(bank_of(exams=[BLUEPRINT]), BLUEPRINT, POOL, 1, 1)
TWO = make_exam(bank_of(exams=[BLUEPRINT]), BLUEPRINT, POOL, 2, 1)


def rows(*lines: str) -> tuple[TableRow, ...]:
    return tuple(TableRow(at, tuple(line.split(","))) for at, line in enumerate(lines, 1))


@pytest.mark.parametrize(
    "text", ["2026-11-28", "2026/11/28", "2026.11.28", "2026年11月28日", "20261128", "2026-11-28 00:00:00"]
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert parse_day(text) == 20_785


@pytest.mark.parametrize("text", ["", "28.11.2026", "2026-13-01", "tomorrow", "2026-11-28 09:30"])
def test_what_is_no_day(text: str) -> None:
    assert parse_day(text) is None


def test_a_single_form_needs_no_column_and_spaces_in_titles_do_not_matter() -> None:
    papers, faults = read_papers(rows("Staff Number, Q 1 ,第2题,3.", "7,√,×,"), ONE)
    assert faults == ()
    assert papers[0].learner == "7"
    assert papers[0].whole
    assert {number: given.text for number, given in papers[0].responses.items()} == {1: "√", 2: "×", 3: ""}


def test_minutes_and_seconds_become_milliseconds() -> None:
    papers, _ = read_papers(rows("name,minutes,1,2,3", "Li,12.5,,,"), ONE)
    assert papers[0].taken_ms == 750_000
    papers, _ = read_papers(rows("name,item,response,seconds", "Li,1,√,3.25", "Li,2,√,"), ONE)
    assert [given.taken_ms for given in papers[0].responses.values()] == [3_250, None]
    for wrong in ("-1", "soon", "1e9"):
        _, faults = read_papers(rows("name,minutes,1,2,3", f"Li,{wrong},,,"), ONE)
        assert [fault.line for fault in faults] == [2]


def test_blank_rows_are_nothing_and_other_columns_are_let_be() -> None:
    papers, faults = read_papers(rows("name,remark,1,2,3", ",,,,", "Li,late,√,√,√"), ONE)
    assert (len(papers), faults) == (1, ())


def test_a_column_of_an_item_that_is_on_another_form_may_be_blank() -> None:
    own = [{entry.item.id for entry in form.items} for form in TWO.forms]
    titles = sorted(own[0] | own[1])
    cells = ["√" if title in own[1] else "" for title in titles]
    papers, faults = read_papers(rows(",".join(["name", "form", *titles]), ",".join(["Li", "B", *cells])), TWO)
    assert faults == ()
    assert len(papers[0].responses) == 3
    other = next(at for at, title in enumerate(titles) if title not in own[1])
    cells[other] = "√"
    _, faults = read_papers(rows(",".join(["name", "form", *titles]), ",".join(["Li", "B", *cells])), TWO)
    assert [fault.message for fault in faults] == [f"form B has no item {titles[other]}."]


def test_one_person_may_sit_two_days() -> None:
    papers, faults = read_papers(rows("name,date,1,2,3", "Li,2026-11-01,√,√,√", "Li,2026-11-02,√,√,√"), ONE)
    assert (len(papers), faults) == (2, ())
