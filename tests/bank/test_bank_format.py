from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from tests.strategies import banks

from drill.bank.format import format_bank
from drill.bank.parse import parse_bank, read_file
from drill.bank.plain import to_plain
from drill.errors import BadInputError
from drill.model.bank import Bank, Blueprint, Chapter, DeckNames, ItemKind, KindQuota, Language

EMPTY = Bank(id="bank", title="t", language=Language.EN, version="1", licence="l", decks=DeckNames(hans="a", hant="b"))


@given(bank=banks())
@settings(max_examples=70)
def test_what_is_formatted_reads_back_as_the_same_bank(bank: Bank) -> None:
    parsed = parse_bank(format_bank(bank))
    assert parsed.problems == ()
    assert parsed.bank == bank


@given(bank=banks())
@settings(max_examples=30)
def test_formatting_what_was_read_changes_nothing(bank: Bank) -> None:
    files = format_bank(bank)
    parsed = parse_bank(files)
    assert parsed.bank is not None
    assert format_bank(parsed.bank) == files


@given(bank=banks())
@settings(max_examples=30)
def test_each_file_reads_by_itself_as_what_was_written_into_it(bank: Bank) -> None:
    files = format_bank(bank)
    read = [to_plain(read_file(path, text)) for path, text in files.items() if path.startswith(("facts/", "exams/"))]  # type: ignore[arg-type, unused-ignore] # any record
    assert read == [to_plain(record) for record in (*bank.chapters, *bank.exams)]


def test_a_hundred_chapters_and_exams_keep_their_order() -> None:
    quota = (KindQuota(kind=ItemKind.TRUE_FALSE, items=1, points=1),)
    bank = replace(
        EMPTY,
        chapters=tuple(Chapter(id=f"chap{n:03d}", title=f"第{n}章", sections=()) for n in range(120)),
        exams=tuple(
            Blueprint(id=f"exam{n:03d}", name=f"test{n}", title="t", minutes=1, kinds=quota) for n in range(120)
        ),
    )
    assert parse_bank(format_bank(bank)).bank == bank


def test_a_file_that_does_not_read_by_itself_says_so() -> None:
    with pytest.raises(BadInputError, match=r"facts/a\.yaml:1: chapter chapter1 has no `title`\. Add `title:`\."):
        read_file("facts/a.yaml", "id: chapter1\nsections: []\n")


def test_texts_of_several_lines_stand_as_blocks() -> None:
    files = format_bank(replace(EMPTY, title="one\ntwo: 3"))
    assert "title: |-\n  one\n  two: 3\n" in files["bank.yaml"]
