from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drafts.draft_strategies import claim, draft, entries, readings

from drill.drafts.codec import format_entry, format_reading, parse_entries, parse_reading
from drill.drafts.replay import DecisionError, apply, replay, standing_decisions
from drill.errors import BadInputError
from drill.model.draft import (
    Accept,
    Claim,
    Decision,
    Edit,
    Entry,
    Leftover,
    Make,
    Mark,
    Merge,
    Move,
    Reading,
    Review,
    Split,
    Standing,
    Undo,
    Verdict,
)

FIRST, SECOND = claim("及时接听", "三声之内接起"), claim("报明身份", "先报工号。")


def reading_of(*claims: Claim) -> Reading:
    drafts = tuple(draft(number, one) for number, one in enumerate(claims))
    return Reading(source="doc1", document="a.pptx", sha256="0" * 64, drafts=drafts)


@given(readings)
def test_a_reading_comes_back_as_it_was_written(reading: Reading) -> None:
    assert parse_reading(format_reading(reading), "x.json") == reading


@given(st.lists(entries))
def test_decisions_come_back_as_they_were_written_one_line_each(made: list[Entry]) -> None:
    lines = [format_entry(entry) for entry in made]
    assert not any("\n" in line for line in lines)
    assert list(parse_entries(lines, "x.log")) == made


@given(readings, st.lists(entries, max_size=20))
def test_deciding_and_undoing_step_by_step_is_the_same_as_replaying_the_log(
    reading: Reading, tried: list[Entry]
) -> None:
    states, log = [Review(reading.drafts)], []
    for entry in tried:
        if isinstance(entry, Undo):
            if len(states) > 1:
                states.pop()
                log.append(format_entry(entry))
            continue
        try:
            states.append(apply(states[-1], entry, reading.leftovers))
        except DecisionError:
            continue
        log.append(format_entry(entry))
    assert replay(reading, parse_entries(log, "x.log")) == states[-1]


@given(readings, st.lists(entries, max_size=20))
def test_undoing_everything_gives_the_drafts_as_they_were_read(reading: Reading, tried: list[Entry]) -> None:
    made: list[Decision] = []
    state = Review(reading.drafts)
    for entry in tried:
        if isinstance(entry, Undo):
            continue
        try:
            state = apply(state, entry, reading.leftovers)
        except DecisionError:
            continue
        made.append(entry)
    undone = [*made, *(Undo() for _ in made), Undo()]
    assert standing_decisions(undone) == ()
    assert replay(reading, undone) == Review(reading.drafts)


@given(readings, entries)
def test_a_decision_never_makes_two_drafts_of_one_id(reading: Reading, entry: Entry) -> None:
    if isinstance(entry, Undo):
        return
    try:
        after = apply(Review(reading.drafts), entry, reading.leftovers)
    except DecisionError:
        return
    ids = [one.id for one in after.drafts]
    assert len(ids) == len(set(ids))


def test_merging_puts_the_statements_together_and_drops_the_other() -> None:
    review = apply(Review(reading_of(FIRST, SECOND).drafts), Merge("id0000", "id0001"))
    (merged,) = review.drafts
    assert merged.claim.statement == "三声之内接起。先报工号。"
    assert merged.claim.term == "及时接听"


def test_splitting_leaves_the_id_with_the_first_half() -> None:
    review = apply(Review(reading_of(FIRST).drafts), Split("id0000", FIRST, SECOND, "id0007"))
    assert [(one.id, one.claim, one.verdict) for one in review.drafts] == [
        ("id0000", FIRST, Verdict.OPEN),
        ("id0007", SECOND, Verdict.OPEN),
    ]


def test_a_fact_made_of_left_over_text_knows_where_it_stands() -> None:
    left = (Leftover("余下", "no partner", (Mark(3, 0, 2),)),)
    review = apply(Review(), Make("id0005", FIRST, 0), left)
    assert review.used == {0}
    assert review.drafts[0].statement == (Mark(3, 0, 2),)


def test_editing_what_is_in_the_bank_makes_it_a_change_to_decide_on() -> None:
    same = draft(0, FIRST, standing=Standing.SAME, ours=FIRST)
    review = apply(Review((same,)), Edit("id0000", SECOND))
    assert review.drafts[0].standing is Standing.CHANGED
    assert not review.drafts[0].is_settled


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (Accept(("id0009",)), "no draft id0009"),
        (Edit("id0000", claim("", "x")), "the term is empty"),
        (Move(("id0000",), "章", " "), "the section is empty"),
        (Merge("id0000", "id0000"), "with itself"),
        (Merge("id0001", "id0002"), "gone from the document"),
        (Merge("id0000", "id0001"), "is in the bank"),
        (Split("id0000", FIRST, SECOND, "id0001"), "is taken"),
        (Make("id0009", FIRST, 4), "no leftover text 5"),
    ],
)
def test_what_does_not_apply_is_refused_with_a_reason(decision: Decision, message: str) -> None:
    drafts = (
        draft(0, FIRST),
        draft(1, SECOND, standing=Standing.CHANGED, ours=FIRST),
        draft(2, SECOND, standing=Standing.GONE, ours=SECOND),
    )
    with pytest.raises(DecisionError, match=message):
        apply(Review(drafts), decision)


def test_files_that_are_none_of_ours_are_named_with_their_line() -> None:
    with pytest.raises(BadInputError, match=r"x\.log:2: this is no decision"):
        parse_entries([format_entry(Undo()), '{"do": "dance"}'], "x.log")
    with pytest.raises(BadInputError, match=r"x\.json: this is no file of drafts"):
        parse_reading("[]", "x.json")
    with pytest.raises(BadInputError, match="Install a newer drill"):
        parse_reading('{"format": 99}', "x.json")
