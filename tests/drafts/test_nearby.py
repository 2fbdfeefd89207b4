from __future__ import annotations

import pytest
from tests.drafts.draft_strategies import claim, draft

from drill.drafts.nearby import by_urgency, claim_in_front, halves, mergeable
from drill.model.draft import Leftover, Mark, Standing

SAYS = claim("及时接听", "三声之内接起")


def test_what_needs_a_person_most_comes_first() -> None:
    drafts = [
        draft(0, SAYS, standing=Standing.SAME, confidence=0.1),
        draft(1, SAYS, confidence=0.9),
        draft(2, SAYS, confidence=0.2),
        draft(3, SAYS, standing=Standing.GONE),
        draft(4, SAYS, standing=Standing.CONFLICT, confidence=0.99),
    ]
    assert [one.id[-1] for one in by_urgency(drafts)] == ["4", "3", "2", "1", "0"]


def test_the_next_draft_is_offered_first_for_merging_and_facts_of_the_bank_never() -> None:
    drafts = [draft(number, SAYS) for number in range(4)]
    drafts[3] = draft(3, SAYS, standing=Standing.CHANGED, ours=SAYS)
    assert [one.id[-1] for one in mergeable(drafts[1], drafts)] == ["2", "0"]


def test_left_over_text_goes_under_the_titles_of_what_stands_in_front_of_it() -> None:
    first, second = claim("甲", "x", section="前"), claim("乙", "y", section="后")
    drafts = [draft(0, first, term=(Mark(2, 0, 2),)), draft(1, second, term=(Mark(5, 0, 2),)), draft(2, SAYS)]

    def section(*marks: Mark) -> str | None:
        found = claim_in_front(Leftover("余", "", marks), drafts)
        return found.section if found else None

    assert [section(Mark(3, 0, 1)), section(Mark(9, 0, 1)), section(Mark(0, 0, 1)), section()] == [
        "前",
        "后",
        "前",
        "前",
    ]
    assert claim_in_front(Leftover("余", ""), drafts[2:]) is None


@pytest.mark.parametrize(
    ("statement", "cut"),
    [
        ("先报工号。再问需求。", ("先报工号。", "再问需求。")),
        ("先报工号，再问需求", ("先报工号", "再问需求")),
        ("Say the name. Then ask.", ("Say the name.", "Then ask.")),
        ("无处可分", ("无处", "可分")),
    ],
)
def test_a_statement_is_cut_where_a_clause_ends(statement: str, cut: tuple[str, str]) -> None:
    assert halves(statement) == cut
