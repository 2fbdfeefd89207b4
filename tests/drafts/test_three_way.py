from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drafts.draft_strategies import claim, claims, draft

from drill.drafts.likeness import best_assignment, likeness, match_claims, said
from drill.drafts.sources import same_source
from drill.drafts.three_way import after_writing, compare, known_after, merge_claims, refreshed, refused_after
from drill.model.bank import SourceDocument
from drill.model.draft import Claim, Known, Reading, Standing, Verdict

BASE = claim("及时接听", "电话铃响三声之内接起。")
OURS = claim("及时接听", "电话铃响两声之内接起，先报工号。")
THEIRS = claim("及时接听", "电话铃响四声之内接起。")


@given(claims, claims, claims)
def test_a_field_only_one_side_changed_is_taken_and_only_two_changes_clash(
    base: Claim, ours: Claim, theirs: Claim
) -> None:
    merged, clash = merge_claims(base, ours, theirs)
    clashes = False
    for name in ("chapter", "section", "term", "statement"):
        old, mine, new = (getattr(one, name) for one in (base, ours, theirs))
        if said(new) in {said(old), said(mine)}:
            assert getattr(merged, name) == mine, "the bank's text stands where the document brings nothing new"
        else:
            assert getattr(merged, name) == new
            clashes = clashes or mine != old
    assert clash == clashes


@given(claims, claims)
def test_a_document_that_did_not_change_changes_nothing(base: Claim, ours: Claim) -> None:
    merged, clash = merge_claims(base, ours, base)
    assert (replace(merged, kind=ours.kind), clash) == (ours, False)


@pytest.mark.parametrize(
    ("ours", "theirs", "standing"),
    [
        (BASE, BASE, Standing.SAME),
        (OURS, BASE, Standing.SAME),
        (BASE, THEIRS, Standing.CHANGED),
        (THEIRS, THEIRS, Standing.SAME),
        (OURS, THEIRS, Standing.CONFLICT),
        (BASE, replace(BASE, section="来电"), Standing.CHANGED),
        (BASE, replace(BASE, statement="电话铃响三声之内，接起"), Standing.SAME),
        (replace(BASE, term="接听及时"), THEIRS, Standing.CHANGED),
    ],
)
def test_where_a_draft_stands_by_base_ours_and_theirs(ours: Claim, theirs: Claim, standing: Standing) -> None:
    (found,) = compare([draft(0, theirs)], known=[Known("fact1", BASE)], refused=(), bank={"fact1": ours})
    assert (found.standing, found.id, found.ours) == (standing, "fact1", ours)


def test_without_a_recorded_base_a_difference_is_always_asked_about() -> None:
    (found,) = compare([draft(0, THEIRS)], known=[Known("fact1", BASE, guessed=True)], refused=(), bank={"fact1": BASE})
    assert found.standing is Standing.CONFLICT
    assert not found.is_plain


def test_what_the_document_dropped_is_gone_and_still_in_the_bank() -> None:
    other = claim("报明身份", "接通后先报公司名称。")
    new, gone = compare([draft(0, other)], known=[Known("fact1", BASE)], refused=(), bank={"fact1": OURS})
    assert (new.standing, new.id) == (Standing.NEW, "id0000")
    assert (gone.standing, gone.id, gone.claim) == (Standing.GONE, "fact1", OURS)
    assert not gone.is_plain


def test_a_rejected_claim_is_not_asked_about_again_unless_it_changed() -> None:
    same, other = draft(0, BASE), draft(1, THEIRS)
    assert compare([same], known=(), refused=[BASE], bank={})[0].verdict is Verdict.REJECTED
    assert compare([other], known=(), refused=[BASE], bank={})[0].verdict is Verdict.OPEN


def test_a_fact_a_person_took_out_of_the_bank_does_not_come_back_by_itself() -> None:
    (found,) = compare([draft(0, BASE)], known=[Known("fact1", BASE)], refused=(), bank={})
    assert (found.standing, found.verdict) == (Standing.NEW, Verdict.REJECTED)


def test_a_claim_the_bank_has_from_elsewhere_is_not_taken_twice() -> None:
    (found,) = compare([draft(0, BASE)], known=(), refused=(), bank={"fact9": BASE})
    assert (found.standing, found.id) == (Standing.SAME, "fact9")


@given(st.lists(claims, max_size=6, unique_by=lambda one: (said(one.term), said(one.statement))))
def test_reading_the_same_document_again_finds_everything_the_same(said_claims: list[Claim]) -> None:
    drafts = [draft(number, one) for number, one in enumerate(said_claims)]
    known = [Known(f"fact{number}", one) for number, one in enumerate(said_claims)]
    bank = {base.id: base.claim for base in known}
    found = compare(drafts, known=known, refused=(), bank=bank)
    assert [one.standing for one in found] == [Standing.SAME] * len(drafts)
    assert [one.id for one in found] == [base.id for base in known]


def test_reworded_and_moved_facts_find_their_partner_and_strangers_do_not() -> None:
    left = [
        claim("及时接听", "来电铃响三声以内必须接起电话。"),
        replace(claim("报明身份", "接通后先报公司名称和工号。"), section="别处"),
        claim("定义", "快递是门到门的寄递服务。", section="概述"),
    ]
    right = [
        claim("定义", "投诉指客户的不满表达。", section="投诉"),
        claim("报明身份", "接通后先报公司名称和工号。"),
        BASE,
    ]
    assert match_claims(left, right) == {0: 2, 1: 1}
    assert likeness(left[2], right[0]) < likeness(left[0], right[2])


@given(
    st.integers(1, 4).flatmap(
        lambda n: st.lists(st.lists(st.floats(0, 1), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_the_assignment_is_the_best_there_is(table: list[list[float]]) -> None:
    found = best_assignment(table)
    assert len(set(found.values())) == len(found)
    size = max(len(table), len(table[0]))
    square = [[table[i][j] if i < len(table) and j < len(table[0]) else 0.0 for j in range(size)] for i in range(size)]
    best = max(sum(square[i][j] for i, j in enumerate(order)) for order in permutations(range(size)))
    assert sum(table[i][j] for i, j in found.items()) == pytest.approx(best)


def test_a_large_knot_of_claims_is_still_matched_one_to_one() -> None:
    left = [claim(f"要点{number}", f"第{number}项应当及时登记并上报站长处理。") for number in range(150)]
    right = [replace(one, statement=one.statement + "不得拖延。") for one in reversed(left)]
    pairs = match_claims(left, right)
    assert len(pairs) == len(set(pairs.values())) == 150
    assert sum(said(left[i].term) == said(right[j].term) for i, j in pairs.items()) == 150


def test_editing_the_bank_meanwhile_reopens_the_decision_on_that_fact() -> None:
    changed = draft(0, THEIRS, id="fact1", standing=Standing.CHANGED, ours=BASE, verdict=Verdict.ACCEPTED)
    (found,) = refreshed([changed], {"fact1": OURS})
    assert (found.standing, found.verdict, found.ours) == (Standing.CONFLICT, Verdict.OPEN, OURS)


def test_what_a_killed_writing_had_put_into_the_bank_is_done() -> None:
    accepted = draft(0, BASE, verdict=Verdict.ACCEPTED)
    (found,) = refreshed([accepted], {"id0000": BASE})
    assert found.standing is Standing.SAME


def test_facts_taken_out_of_the_bank_meanwhile_are_not_forgotten() -> None:
    same = draft(0, BASE, standing=Standing.SAME, ours=BASE)
    gone = draft(1, THEIRS, standing=Standing.GONE, ours=THEIRS)
    changed = draft(2, THEIRS, standing=Standing.CHANGED, ours=BASE)
    found = refreshed([same, gone, changed], {})
    assert [(one.standing, one.verdict) for one in found] == [
        (Standing.NEW, Verdict.REJECTED),
        (Standing.GONE, Verdict.ACCEPTED),
        (Standing.NEW, Verdict.OPEN),
    ]
    moved = refreshed([same, gone], {"id0000": OURS, "id0001": OURS})
    assert [one.claim for one in moved] == [OURS, OURS]


def test_a_change_that_was_turned_down_is_not_asked_about_again() -> None:
    rejected = draft(0, THEIRS, id="fact1", standing=Standing.CHANGED, ours=BASE, verdict=Verdict.REJECTED)
    known = known_after([Known("fact1", BASE)], [rejected])
    assert known == (Known("fact1", THEIRS),)
    (again,) = compare([draft(0, THEIRS)], known=known, refused=(), bank={"fact1": BASE})
    assert again.standing is Standing.SAME


def test_a_gone_fact_that_was_kept_is_no_longer_the_documents() -> None:
    kept = draft(0, BASE, id="fact1", standing=Standing.GONE, ours=BASE, verdict=Verdict.REJECTED)
    assert known_after([Known("fact1", BASE)], [kept]) == ()
    undecided = replace(kept, verdict=Verdict.OPEN)
    assert known_after([Known("fact1", BASE)], [undecided]) == (Known("fact1", BASE),)


def test_what_was_merged_into_another_fact_is_not_found_new_again() -> None:
    before = (draft(0, BASE), draft(1, THEIRS))
    assert refused_after((), before, before[:1]) == (THEIRS,)


def test_after_writing_only_open_drafts_remain_to_be_decided() -> None:
    drafts = (
        draft(0, BASE, verdict=Verdict.ACCEPTED),
        draft(1, THEIRS),
        draft(2, OURS, verdict=Verdict.REJECTED),
        draft(3, OURS, standing=Standing.GONE, ours=OURS, verdict=Verdict.ACCEPTED),
    )
    reading = Reading(source="doc1", document="a", sha256="0", drafts=drafts)
    after = after_writing(reading, drafts, {"id0000": BASE})
    assert [(one.id, one.standing, one.is_settled) for one in after.drafts] == [
        ("id0000", Standing.SAME, True),
        ("id0001", Standing.NEW, False),
        ("id0002", Standing.NEW, True),
    ]
    assert after.number == 2


def test_a_version_is_known_by_bytes_then_name_then_shared_facts() -> None:
    sources = [SourceDocument(id=f"doc{n}", document=f"{n}.pptx", sha256=str(n)) for n in (1, 2, 3)]
    facts = [claim(f"要点{n}", f"第{n}项") for n in range(6)]
    known = {"doc3": facts[:5]}

    def found(name: str, sha256: str, claims: list[Claim]) -> str | None:
        source = same_source(name, sha256, claims, sources, known)
        return source.id if source else None

    assert found("2.pptx", "1", []) == "doc1"
    assert found("2.PPTX", "x", []) == "doc2"
    assert found("x.pptx", "x", facts) == "doc3"
    assert found("x.pptx", "x", [claim("别的", "内容")]) is None
    assert found("x.pptx", "x", facts[:2]) is None
