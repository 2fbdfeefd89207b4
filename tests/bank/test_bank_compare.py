from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from tests.bank.test_bank_tables import small
from tests.strategies import banks

from drill.bank.compare import Change, ChangeKind, FieldChange, compare_banks
from drill.bank.plain import to_plain
from drill.model.bank import Bank, Cloze, Generate


def kinds(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.kind.value, change.record, change.id) for change in changes]


@given(bank=banks())
@settings(max_examples=25)
def test_a_bank_does_not_differ_from_itself(bank: Bank) -> None:
    assert compare_banks(bank, bank) == []


@given(before=banks(), after=banks())
@settings(max_examples=25)
def test_banks_that_differ_in_content_never_compare_as_equal(before: Bank, after: Bank) -> None:
    # An exam of the one bank could bear the id of a chapter of the other, which no single bank allows.
    before, after = replace(before, exams=()), replace(after, exams=())
    same = (before.chapters, before.items) == (after.chapters, after.items)
    assert (compare_banks(before, after) == []) == same


def _with_facts(bank: Bank, *facts: object) -> Bank:
    chapter = bank.chapters[0]
    section = replace(chapter.sections[0], facts=facts)  # type: ignore[arg-type] # facts of this bank
    return replace(bank, chapters=(replace(chapter, sections=(section,)),))


def test_a_changed_field_is_shown_before_and_after() -> None:
    bank = small()
    first, second = bank.facts
    changes = compare_banks(bank, _with_facts(bank, replace(first, gist="三声", tags=("phone",)), second))
    assert changes == [
        Change(
            ChangeKind.CHANGED,
            "fact",
            "fact1",
            "接听",
            (FieldChange("gist", "", "三声"), FieldChange("tags", "", "['phone']")),
        )
    ]
    assert changes[0].lines() == ["changed fact fact1 接听", "  gist: (empty) → 三声", "  tags: (empty) → ['phone']"]
    assert changes[0].as_json()["fields"] == [
        {"name": "gist", "before": "", "after": "三声"},
        {"name": "tags", "before": "", "after": "['phone']"},
    ]


def test_an_emptied_field_is_shown_too() -> None:
    bank = small()
    item = bank.items[0]
    assert to_plain(item)["options"]
    changes = compare_banks(replace(bank, items=(replace(item, rationale="r"), bank.items[1])), bank)
    assert changes[0].lines() == ["changed item item1 题", "  rationale: r → (empty)"]


def test_moved_new_and_gone_records_are_told_apart() -> None:
    bank = small()
    first, second = bank.facts
    assert kinds(compare_banks(bank, _with_facts(bank, second, first)))[0][0] == "moved"
    assert kinds(compare_banks(bank, _with_facts(bank, second))) == [
        ("gone", "fact", "fact1"),
        ("gone", "misconception", "misc1"),
    ]
    assert kinds(compare_banks(_with_facts(bank, second), bank)) == [
        ("new", "fact", "fact1"),
        ("new", "misconception", "misc1"),
    ]


def test_a_record_with_a_new_owner_has_moved() -> None:
    bank = small()
    first, second = bank.facts
    given_away = _with_facts(
        bank, replace(first, misconceptions=()), replace(second, misconceptions=first.misconceptions)
    )
    assert kinds(compare_banks(bank, given_away)) == [("moved", "misconception", "misc1")]


def test_clozes_are_records_of_their_own() -> None:
    bank = small()
    first, second = bank.facts
    pinned = replace(first, generate=Generate(clozes=(Cloze(id="cloz1", text="三声"),), never=("fact2",)))
    changes = compare_banks(bank, _with_facts(bank, pinned, second))
    assert kinds(changes) == [("changed", "fact", "fact1"), ("new", "cloze", "cloz1")]
    assert changes[0].fields == (FieldChange("generate", "", "{'never': ['fact2']}"),)


def test_exams_have_no_order() -> None:
    bank = small()
    other = replace(bank.exams[0], id="exam2", name="other")
    before, after = replace(bank, exams=(*bank.exams, other)), replace(bank, exams=(other, *bank.exams))
    assert compare_banks(before, after) == []
