from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import banks

from drill.bank.assign import assign_ids, ids_in
from drill.bank.format import format_bank
from drill.bank.parse import parse_bank
from drill.bank.starter import starter_bank
from drill.errors import BadInputError
from drill.model.bank import Bank, Language
from drill.text.shuffle import Rng

NEW = re.compile(r"id: [a-z][a-z0-9]{7}")

# Text, and the same text with the places where an id belongs marked by @.
CASES = {
    "block": ("title: a\nsections: []\n", "@\ntitle: a\nsections: []\n"),
    "comment in front": ("# c\ntitle: a # d\nsections: []\n", "# c\n@\ntitle: a # d\nsections: []\n"),
    "windows lines": ("title: a\r\nsections: []\r\n", "@\r\ntitle: a\r\nsections: []\r\n"),
    "no last newline": ("sections: []\ntitle: a", "@\nsections: []\ntitle: a"),
    "braces": ("{title: a, sections: [{title: b}]}", "{@, title: a, sections: [{@, title: b}]}"),
    "empty braces": ("{}", "{@}"),
    "dash": (
        "id: chap1\nsections:\n- title: a   # x\n  facts:\n    -   term: b\n",
        "id: chap1\nsections:\n- @\n  title: a   # x\n  facts:\n    -   @\n        term: b\n",
    ),
    "no value": ("title: a\nid:\nsections: []\n", "title: a\n@\nsections: []\n"),
    "no value, comment": ("id:   # none yet\ntitle: a\n", "@   # none yet\ntitle: a\n"),
    "null": ("id: ~\ntitle: a\n", "@\ntitle: a\n"),
    "empty quotes": ("id: ''   # c\ntitle: a\n", "@   # c\ntitle: a\n"),
    "empty double quotes": ('id: ""\ntitle: a\n', "@\ntitle: a\n"),
    "children before the parent's own id": (
        "sections:\n  - title: a\ntitle: b\nid:\n",
        "sections:\n  - @\n    title: a\ntitle: b\n@\n",
    ),
    "lists in another order than the model's": (
        (
            "id: chap1\nsections:\n  - id: sect1\n    facts:\n      - id: fact1\n        generate:\n          clozes:\n"
            "            - text: a\n        misconceptions:\n          - text: b\n        parts:\n          - ask: c\n"
        ),
        (
            "id: chap1\nsections:\n  - id: sect1\n    facts:\n      - id: fact1\n        generate:\n          clozes:\n"
            "            - @\n              text: a\n        misconceptions:\n          - @\n            text: b\n"
            "        parts:\n          - @\n            ask: c\n"
        ),
    ),
    "not a record": ("id: chap1\nsections:\n  - text\n", "id: chap1\nsections:\n  - text\n"),
    "an id of another shape": ("id: [a]\nsections: []\n", "id: [a]\nsections: []\n"),
}


@pytest.mark.parametrize("name", CASES)
def test_ids_are_filled_in_and_nothing_else_is_touched(name: str) -> None:
    text, expected = CASES[name]
    filled, count = assign_ids("facts/a.yaml", text, Rng(1).below, set())
    assert count == expected.count("@")
    assert re.fullmatch(re.escape(expected).replace("@", NEW.pattern), filled), filled


@pytest.mark.parametrize("name", CASES)
def test_filling_in_again_changes_nothing(name: str) -> None:
    filled, _ = assign_ids("facts/a.yaml", CASES[name][0], Rng(1).below, set())
    assert assign_ids("facts/a.yaml", filled, Rng(2).below, set()) == (filled, 0)


def test_ids_of_all_kinds_of_files_are_filled_in() -> None:
    assert assign_ids("items/a.yaml", "items: [{stem: a}]", Rng(1).below, set())[1] == 1
    assert assign_ids("exams/a.yaml", "kinds: [{kind: fill_in}]", Rng(1).below, set())[1] == 1
    assert assign_ids("bank.yaml", "sources: [{document: a}]\ndecks: {hans: a}", Rng(1).below, set())[1] == 2
    assert (
        assign_ids("facts/a.yaml", "id: chap1\nsections: [{id: sect1, waivers: [{check: a}]}]", Rng(1).below, set())[1]
        == 0
    )


def test_a_file_of_another_kind_is_left_alone() -> None:
    assert assign_ids("notes/a.yaml", "title: a", Rng(1).below, set()) == ("title: a", 0)


def test_taken_ids_are_not_given_again_and_new_ones_are_noted() -> None:
    first, _ = assign_ids("exams/a.yaml", "name: a", Rng(1).below, set())
    taken = ids_in("exams/a.yaml", first)
    second, _ = assign_ids("exams/a.yaml", "name: a", Rng(1).below, taken)
    assert ids_in("exams/a.yaml", second).isdisjoint(ids_in("exams/a.yaml", first))
    assert ids_in("exams/a.yaml", second) < taken


def test_what_is_no_yaml_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"facts/a\.yaml:1: "):
        assign_ids("facts/a.yaml", "a: [", Rng(1).below, set())


@given(bank=banks(), seed=st.integers(0, 1000))
@settings(max_examples=40)
def test_ids_that_were_left_out_come_back_at_the_same_places(bank: Bank, seed: int) -> None:
    rng = Rng(seed)
    taken: set[str] = set()
    for path, text in format_bank(bank).items():
        ids = re.findall(r"^ *(?:- )*id: (\w+)$", text, re.MULTILINE)
        cut = re.sub(
            r"^( *(?:- )*)id: \w+$", lambda m: f"{m[1]}id:" if rng.below(2) else m[0], text, flags=re.MULTILINE
        )
        filled, count = assign_ids(path, cut, rng.below, taken)
        assert count == len(re.findall(r"^ *(?:- )*id:$", cut, re.MULTILINE))
        again = re.findall(r"^ *(?:- )*id: (\w+)$", filled, re.MULTILINE)
        assert len(again) == len(ids) == len(set(again))
        assert re.sub(r"id: \w+", "id:", filled) == re.sub(r"id: \w+", "id:", text)


@pytest.mark.parametrize("language", [Language.ZH_HANS, Language.EN])
@pytest.mark.parametrize("title", ["My bank", "客服禮儀"])
def test_a_starter_bank_becomes_valid_once_its_ids_are_filled_in(language: Language, title: str) -> None:
    from drill.bank.format import format_file

    taken: set[str] = set()
    below = Rng(1).below
    files = {
        path: assign_ids(path, format_file(path, plain), below, taken)[0]
        for path, plain in starter_bank(title, language, below, taken).items()
    }
    parsed = parse_bank(files)
    assert parsed.problems == ()
    assert parsed.bank is not None
    assert len(parsed.bank.items) == len(parsed.bank.exams) == 1
    if title == "客服禮儀" and language is Language.ZH_HANS:
        assert (parsed.bank.decks.hans, parsed.bank.decks.hant) == ("客服礼仪", "客服禮儀")
