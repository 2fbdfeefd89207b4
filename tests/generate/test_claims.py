"""The true ways of saying what a fact says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.generate.generate_banks import CHINESE, bank_of, fact, section

from drill.generate.claims import Claim, claims_of, corrections, shortened
from drill.generate.draft import Draft
from drill.generate.outline import Outline, Placed
from drill.generate.single import single_choice
from drill.model.bank import Difference, Language, Misconception


def corrected(*whys: str) -> Placed:
    wrongs = tuple(
        Misconception(id=f"wrong{number}", text="八点以后再开。", why=why, differs=Difference.TIME)
        for number, why in enumerate(whys)
    )
    one = replace(
        fact("fact2222", "开班会", "八点整在大堂开会，轮流读出规定。", "八点在大堂开会"), misconceptions=wrongs
    )
    return Outline(bank_of(section("sect2222", "专节", one))).by_id["fact2222"]


@pytest.mark.parametrize(
    ("statement", "part"),
    [
        ("开会时不打断别人讲话，不私下讨论，手机调成静音。", "开会时不打断别人讲话，不私下讨论"),
        ("认真听同事发言，弄懂并尊重对方的观点。", ""),
        ("处理投诉时，结合客户的需求和实情，拿出办法。", ""),
        ("收到在外地的客户来信，在隔天复核之后，都要留痕。", ""),
        ("办理挂失的时候既看证件，用时一分钟，又看照片。", ""),
        ("办理挂失既看证件正面，也看照片，用时一分钟。", "办理挂失既看证件正面，也看照片"),
        ("短句，短句，短句。", ""),
        ("第一句说明来历，说得详细。第二句说明去向，说得清楚。", ""),
    ],
)
def test_a_statement_loses_its_last_clause_only_where_the_rest_is_a_sentence(statement: str, part: str) -> None:
    assert shortened(statement) == part


def test_a_fact_is_claimed_in_full_in_part_in_brief_and_as_a_correction() -> None:
    place = Outline(CHINESE).by_id["hold2222"]
    one = replace(place.fact, statement="转接之前讲明转给哪个岗位，征得来电者点头，再按键转出。")
    place = replace(place, fact=one)
    assert claims_of(place, Language.ZH_HANS) == (
        Claim(text="转接之前讲明转给哪个岗位，征得来电者点头，再按键转出"),
        Claim(text="转接之前讲明转给哪个岗位，征得来电者点头"),
        Claim(text="转接之前讲明去向，征得点头", brief=True),
    )


def test_an_english_statement_is_not_cut_at_a_comma() -> None:
    one = fact("fact2222", "Opening", "先给出完整姓名，再给出所在班组，最后给出工号。", "")
    place = Outline(bank_of(section("sect2222", "专节", one))).by_id["fact2222"]
    assert len(claims_of(place, Language.EN)) == 1
    assert len(claims_of(place, Language.ZH_HANS)) == 2


@pytest.mark.parametrize(
    ("why", "kept"),
    [
        ("在大堂开会定在八点，晚到便听不全。", True),
        ("大堂八点开会。", False),
        ("这样在大堂开会便听不全规定内容。", False),
        ("在大堂开会必须准点到场听全规定。", False),
        ("在大堂开会通常是为了读出规定。", False),
        ("在大堂开会不是为了读出新闻标题。", False),
        ("别的班组何时碰头与本条没有关联。", False),
    ],
)
def test_a_correction_is_told_where_it_stands_by_itself(why: str, kept: bool) -> None:  # noqa: FBT001 - a table column
    assert [claim.text for claim in corrections(corrected(why))] == ([why.rstrip("。")] if kept else [])


def test_a_correction_that_answers_somebody_is_no_claim_to_judge_and_one_without_a_subject_is_brief() -> None:
    place = corrected(
        "别人在大堂开会时，这里同样要开。", "要在大堂开会，晚到便听不全。", "大堂开会定在八点，晚到便听不全。"
    )
    found = [(claim.text, claim.brief) for claim in claims_of(place, Language.ZH_HANS) if claim.shows]
    assert found == [("要在大堂开会，晚到便听不全", True), ("大堂开会定在八点，晚到便听不全", False)]
    assert len(list(corrections(place))) == 3


def test_a_right_view_that_is_a_correction_never_stands_beside_the_view_it_puts_right() -> None:
    whys = ("通话快慢适中，字词都听得清楚。", "通话说得太慢，字词反而听不清。", "通话字词清楚，大意才不会走样。")
    phone, *others = CHINESE.chapters[0].sections
    speech = phone.facts[0]
    wrongs = tuple(replace(wrong, why=why) for wrong, why in zip(speech.misconceptions, whys, strict=True))
    phone = replace(phone, facts=(replace(speech, misconceptions=wrongs), *phone.facts[1:]))
    outline = Outline(bank_of(phone, *others))
    corrected_by = {wrong.why.rstrip("。"): wrong.text.rstrip("。") for wrong in wrongs}
    met = 0
    for seed in range(30):
        for draft in single_choice(outline.by_id["speech22"], outline, seed):
            if isinstance(draft, Draft) and draft.options[0].text in corrected_by:
                met += 1
                assert corrected_by[draft.options[0].text] not in {option.text for option in draft.options}
                assert any(mark.startswith("wrong:") for mark in draft.shows)
    assert met
