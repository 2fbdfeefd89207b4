from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import banks, texts

from drill.bank.answers import join_lines, read_answer, split_lines
from drill.bank.from_tables import bank_from_tables
from drill.bank.parse import parse_bank
from drill.bank.tables import COLUMNS, LEAST_OPTION_COLUMNS, Tables, columns_of, join_entries, split_entries, to_tables
from drill.model.bank import Language
from drill.model.ids import is_id
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from drill.bank.plain import Plain
    from drill.model.bank import Bank

FILES = {
    "bank.yaml": "id: bank1\ntitle: 礼仪\nlanguage: zh-Hans\nversion: '1'\nlicence: l\ndecks: {hans: a, hant: b}\n",
    "facts/a.yaml": """\
id: chap1
title: 接待
sections:
  - id: sect1
    title: 来电
    facts:
      - id: fact1
        term: 接听
        kind: rule
        statement: 三声之内接起
        misconceptions:
          - {id: misc1, text: 五声, why: 三声, differs: degree}
        waivers: [{check: c, reason: r}]
      - id: fact2
        term: 聆听
        kind: rule
        statement: 听完再答
""",
    "items/a.yaml": """\
items:
  - {id: item1, kind: single_choice, facts: [fact1], stem: 题, options: [{text: a, key: true}, {text: b, why: w}]}
  - {id: item2, kind: fill_in, facts: [fact1], stem: 题 ____, answer: [[a, b]]}
""",
    "exams/a.yaml": """\
id: exam1
name: test
title: 小测
minutes: 10
kinds: [{kind: true_false, items: 1, points: 5}]
chapters: [{chapter: chap1, items: 1}]
""",
}


def small() -> Bank:
    bank = parse_bank(FILES).bank
    assert bank
    return bank


def read(tables: Tables, bank: Bank | None = None) -> Bank:
    parsed = bank_from_tables(tables, bank or small(), Rng(1).below, set())
    assert parsed.problems == ()
    assert parsed.bank
    return parsed.bank


def problems_of(tables: Tables) -> list[str]:
    return [str(problem) for problem in bank_from_tables(tables, small(), Rng(1).below, set()).problems]


@given(bank=banks())
@settings(max_examples=60)
def test_tables_read_back_as_the_same_bank(bank: Bank) -> None:
    assert read(to_tables(bank), bank) == bank


@given(bank=banks())
@settings(max_examples=30)
def test_rows_have_the_columns_of_their_table_and_texts_only(bank: Bank) -> None:
    for table, rows in to_tables(bank).items():
        for row in rows:
            assert set(row) <= set(columns_of(table, rows))
            assert all(isinstance(text, str) for text in row.values())


@given(entries=st.lists(texts))
def test_lists_in_a_cell_read_back(entries: list[str]) -> None:
    assert split_entries(join_entries(entries)) == entries
    assert split_lines(join_lines(entries)) == entries


def test_new_rows_get_ids_and_stand_where_they_were_put() -> None:
    tables = to_tables(small())
    tables["facts"].insert(1, {"term": "微笑", "kind": "rule", "statement": "接听时微笑"})
    facts = read(tables).facts
    assert [fact.term for fact in facts] == ["接听", "微笑", "聆听"]
    assert is_id(facts[1].id)
    assert facts[1].id not in {"fact1", "fact2"}


def test_a_new_id_is_never_one_that_a_later_row_brings() -> None:
    tables = to_tables(small())
    drawn = iter([*[0] * 8, *[1] * 8])
    tables["items"].insert(0, {"kind": "true_false", "facts": "fact1", "stem": "t", "answer": "TRUE"})
    tables["items"].append({"id": "aaaaaaaa", "kind": "true_false", "facts": "fact1", "stem": "u", "answer": "false"})
    parsed = bank_from_tables(tables, small(), lambda _: next(drawn), set())
    assert parsed.bank
    assert [item.id for item in parsed.bank.items] == ["bbbbbbbb", "item1", "item2", "aaaaaaaa"]


@given(bank=banks())
@settings(max_examples=60)
def test_rows_that_lost_their_ids_find_their_records_again(bank: Bank) -> None:
    tables = to_tables(bank)
    for row in (row for listed in tables.values() for row in listed):
        row.pop("id", None)
    assert read(tables, bank) == bank


def test_a_row_without_id_whose_other_texts_changed_is_known_by_its_main_text() -> None:
    tables = to_tables(small())
    tables["facts"][1] |= {"id": "", "statement": "听完再答\r\n不插话"}
    tables["items"][0] |= {"id": "", "option_1": "c"}
    tables["misconceptions"][0] |= {"id": "", "why": "二声"}
    bank = read(tables)
    assert [fact.id for fact in bank.facts] == ["fact1", "fact2"]
    assert bank.items[0].id == "item1"
    assert bank.facts[0].misconceptions[0].id == "misc1"


def test_the_row_with_the_same_texts_gets_the_record_before_one_with_the_same_main_text() -> None:
    tables = to_tables(small())
    fact = tables["facts"][1]
    fact["id"] = ""
    tables["facts"].insert(0, {**fact, "statement": "听完再答不插话"})
    assert read(tables).facts[2].id == "fact2"
    assert read(tables).facts[0].id not in {"fact1", "fact2"}


@pytest.mark.parametrize("change", [{"of": "sect2"}, {"term": "倾听"}])
def test_a_row_without_id_is_new_under_another_owner_or_main_text(change: dict[str, str]) -> None:
    tables = to_tables(small())
    tables["sections"].append({"id": "sect2", "of": "chap1", "title": "去电"})
    tables["facts"][1] |= {"id": "", **change}
    assert read(tables).facts[1].id not in {"fact1", "fact2"}


def test_a_record_that_a_row_claims_by_id_goes_to_no_other_row() -> None:
    tables = to_tables(small())
    tables["facts"].insert(0, {**tables["facts"][1], "id": ""})
    facts = read(tables).facts
    assert [fact.id for fact in facts[1:]] == ["fact1", "fact2"]
    assert facts[0].id not in {"fact1", "fact2"}


def test_a_removed_row_removes_the_record() -> None:
    tables = to_tables(small())
    del tables["facts"][1], tables["items"][0]
    bank = read(tables)
    assert [fact.id for fact in bank.facts] == ["fact1"]
    assert [item.id for item in bank.items] == ["item2"]


def test_lines_left_blank_are_passed_over_and_rows_keep_their_numbers() -> None:
    tables = to_tables(small())
    tables["facts"].insert(1, {})
    tables["facts"].insert(1, {"term": "", "section_title": "来电"})
    assert read(tables) == small()
    tables["facts"][3]["kind"] = "ruls"
    assert problems_of(tables) == ["facts:5: `类型` of fact fact2 is `ruls`. Did you mean `rule`?"]


def test_what_a_deleted_record_held_goes_with_it() -> None:
    tables = to_tables(small())
    tables["parts"].append({"id": "part1", "of": "fact1", "ask": "a", "gist": "g"})
    tables["clozes"].append({"id": "cloz1", "of": "fact1", "text": "三声"})
    present = read(tables)
    tables["facts"].pop(0)
    tables["exams"].clear()
    for row in tables["items"]:
        row["facts"] = "fact2"
    bank = read(tables, present)
    assert [fact.id for fact in bank.facts] == ["fact2"]
    assert bank.exams == ()
    assert bank.facts[0].misconceptions == ()


def test_rows_that_no_deleted_record_held_are_named_with_table_and_row() -> None:
    tables = to_tables(small())
    tables["facts"].pop(0)
    tables["misconceptions"].append({"text": "十声", "why": "三声", "differs": "degree"})
    tables["parts"].append({"ask": "a", "gist": "g"})
    tables["clozes"].append({"id": "cloz1", "of": "chap1", "text": "a"})
    tables["waivers"].append({"of": "fact1", "check": "d", "reason": "r"})
    hint = "Delete the row, or put the right id under `所属编号`."
    assert problems_of(tables) == [
        f"clozes:2: this row belongs to `chap1`, which cannot hold it. {hint}",
        f"misconceptions:3: this row belongs to `fact1`, which is in no table. {hint}",
        f"parts:2: this row belongs to nothing. {hint}",
        f"waivers:3: this row belongs to `fact1`, which is in no table. {hint}",
    ]


def test_facts_never_go_with_a_deleted_section() -> None:
    tables = to_tables(small())
    tables["sections"].clear()
    hint = "Delete the row, or put the right id under `所属编号`."
    assert problems_of(tables)[:2] == [
        f"facts:2: this row belongs to `sect1`, which is in no table. {hint}",
        f"facts:3: this row belongs to `sect1`, which is in no table. {hint}",
    ]


def test_columns_are_named_in_the_language_of_the_bank() -> None:
    english = replace(small(), language=Language.EN)
    tables = _set("facts", 1, statement="", **{"source.document": "x", "source.page": "y"})
    assert [str(problem) for problem in bank_from_tables(tables, english, Rng(1).below, set()).problems] == [
        "facts:3: `source page` of fact fact2 is `y`. Use a whole number.",
        "facts:3: fact fact2 has no `statement`. Add `statement`.",
    ]


def _set(table: str, row: int, **cells: str) -> Tables:
    tables = to_tables(small())
    tables[table][row] |= cells
    return tables


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        (_set("facts", 1, kind="ruls"), "facts:3: `类型` of fact fact2 is `ruls`. Did you mean `rule`?"),
        (_set("facts", 1, statement=""), "facts:3: fact fact2 has no `表述`. Add `表述`."),
        (_set("facts", 1, incomplete="是"), "facts:3: `不完整` of fact fact2 is `是`. Use true or false."),
        (
            _set("facts", 1, **{"source.document": "slides"}),
            (
                "facts:3: fact fact2 names the source document `slides`, which bank.yaml does not list. "
                "Add it under `sources:` or correct the name."
            ),
        ),
        (
            _set("misconceptions", 0, differs="x"),
            (
                "misconceptions:2: `错在` of misconception misc1 is `x`. Use one of degree, order, actor, "
                "condition, channel, object, time, purpose."
            ),
        ),
        (
            _set("items", 0, key="C"),
            (
                "items:2: the key of item item1 is `C`, and it has no such option. "
                "Write the letters of the right options, A for the first."
            ),
        ),
        (
            _set("items", 0, why_4="x"),
            (
                "items:2: item item1 gives a reason for option 4, which is empty. "
                "Fill in the option or delete the reason."
            ),
        ),
        (
            _set("items", 1, answer="a\nb"),
            (
                "items:3: item item2 has 1 blanks and 2 answers. "
                "Write each blank as ____ and give one answer entry for each."
            ),
        ),
        (_set("exam_kinds", 0, items="two"), "exam_kinds:2: `题数` of kindquota is `two`. Use a whole number."),
        (
            _set("exam_chapters", 0, chapter="chap9"),
            (
                "exams:2: exam test has a quota for the chapter `chap9`, which does not exist. "
                "Use the id of a chapter of this bank."
            ),
        ),
        (
            _set("facts", 1, id="fact1"),
            (
                "facts:3: id fact1 is used already (facts:2). Delete this `编号` line and run `drill bank ids BANK` "
                "if this is a copy."
            ),
        ),
        (
            _set("facts", 1, id="bank1"),
            (
                "facts:3: id bank1 is used already (bank.yaml:1). Delete this `编号` line and run "
                "`drill bank ids BANK` if this is a copy."
            ),
        ),
    ],
)
def test_a_problem_names_the_table_and_the_row(tables: Tables, problem: str) -> None:
    assert problem in problems_of(tables)


@pytest.mark.parametrize("key", ["ac", "A, C", "C、A", "CA"])
def test_the_key_may_be_written_as_people_write_it(key: str) -> None:
    tables = _set("items", 0, kind="multiple_choice", option_3="c", key=key)
    assert read(tables).items[0].keys == (0, 2)


def test_an_option_left_out_in_the_middle_moves_no_key() -> None:
    tables = _set("items", 0, option_2="", why_2="", option_3="c", key="C")
    assert [(option.text, option.key) for option in read(tables).items[0].options] == [("a", False), ("c", True)]


def test_every_item_has_room_for_another_option() -> None:
    assert f"option_{LEAST_OPTION_COLUMNS}" in columns_of("items", [])
    assert columns_of("items", [{"option_7": "x"}])[-len(COLUMNS["items"]) :] != ()
    assert "why_7" in columns_of("items", [{"option_7": "x"}])


ANSWERS: list[tuple[str, str, Plain]] = [
    ("fill_in", "a / b\n\n c ", [["a", "b"], ["c"]]),
    ("fill_in", r"1\/2 / \\", [["1/2", "\\"]]),
    ("ordering", " a \n\nb", ["a", "b"]),
    ("matching", "a = b\n= c", {"pairs": [["a", "b"]], "extras": ["c"]}),
    ("matching", "a = b\nc", {"pairs": [["a", "b"], ["c"]]}),
    ("matching", "a =\nb=c", {"pairs": [["a"], ["b", "c"]]}),
    ("matching", r"a\=1 = b", {"pairs": [["a=1", "b"]]}),
    ("short_answer", "2: a: b\n1：c", [{"text": "a: b", "points": "2"}, {"text": "c", "points": "1"}]),
    ("short_answer", "a", [{"text": "a"}]),
    ("true_false", " TRUE ", "true"),
    ("single_choice", "A", "a"),
]


@pytest.mark.parametrize(("kind", "text", "plain"), ANSWERS)
def test_an_answer_typed_by_a_person_is_understood(kind: str, text: str, plain: Plain) -> None:
    assert read_answer(text, kind) == plain


def test_thousands_of_facts_are_read_in_one_pass() -> None:
    tables = to_tables(small())
    tables["facts"] += [
        {"id": f"f{n:05d}", "of": "sect1", "term": f"t{n}", "kind": "rule", "statement": f"s{n}"} for n in range(5000)
    ]
    tables["parts"] += [{"id": f"p{n:05d}", "of": f"f{n:05d}", "ask": "a", "gist": "g"} for n in range(5000)]
    started = time.perf_counter()
    assert len(read(tables).facts) == 5002
    # Under a second in one pass; looking through every table for every fact takes over a minute.
    assert time.perf_counter() - started < 10
