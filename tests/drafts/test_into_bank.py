from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from tests.drafts.draft_strategies import claim, draft
from tests.strategies import banks

from drill.bank.format import format_bank
from drill.bank.parse import parse_bank
from drill.drafts.first_exam import first_exams
from drill.drafts.gist import gist_of, parts_of
from drill.drafts.into_bank import claims_in, take_drafts
from drill.exam.blueprint import inner_faults
from drill.model.bank import Bank, Chapter, Cloze, DeckNames, Fact, FactKind, Generate, ItemKind, Language, Section
from drill.model.draft import Draft, Standing, Verdict

SAYS = claim("及时接听", "三声之内接起电话。")
ZH, EN = Language.ZH_HANS, Language.EN


def accepted(number: int, term: str, section: str = "接听", **values: object) -> Draft:
    return draft(number, claim(term, f"{term}是必须做到的。", section), verdict=Verdict.ACCEPTED, **values)


def new_ids() -> object:
    numbers = count()
    return lambda: f"new{next(numbers):04d}"


def take(bank: Bank, *drafts: Draft) -> Bank:
    return take_drafts(bank, drafts, new_ids()).bank  # type: ignore[arg-type] # a function that draws ids


def bank_of(*facts: Fact) -> Bank:
    section = Section(id="sec1", title="接听", facts=facts)
    chapters = (Chapter(id="cha1", title="第一章", sections=(section,)),) if facts else ()
    names = DeckNames(hans="库", hant="庫")
    return Bank(id="bank1", title="库", language=ZH, version="1", licence="x", decks=names, chapters=chapters)


def fact(fact_id: str, **values: object) -> Fact:
    known = {"term": "及时接听", "kind": FactKind.REQUIREMENT, "statement": "三声之内接起电话。"}
    return Fact(id=fact_id, **(known | values))  # type: ignore[arg-type] # fields of a fact


@given(banks())
def test_nothing_decided_leaves_any_bank_as_it_is(bank: Bank) -> None:
    open_draft = draft(0, SAYS)
    rejected = draft(1, SAYS, verdict=Verdict.REJECTED)
    assert take(bank, open_draft, rejected) == bank


@given(banks())
def test_accepted_facts_stand_in_a_bank_that_reads_back(bank: Bank) -> None:
    bank = replace(bank, language=ZH)
    one, two = draft(7000, SAYS, verdict=Verdict.ACCEPTED), accepted(7001, "报明身份", "别的节")
    taken = take(bank, one, two)
    assert {"id7000", "id7001"} <= claims_in(taken).keys()
    assert {fact_id: says for fact_id, says in claims_in(taken).items() if fact_id in claims_in(bank)} == claims_in(
        bank
    )
    parsed = parse_bank(format_bank(taken))
    assert parsed.bank is None or claims_in(parsed.bank) == claims_in(taken)


def test_a_new_fact_goes_behind_the_one_in_front_of_it_in_the_document() -> None:
    bank = bank_of(fact("fact1"), fact("fact2", term="别的"))
    same = draft(0, SAYS, id="fact1", standing=Standing.SAME, ours=SAYS)
    taken = take(bank, same, accepted(5, "报明身份"), accepted(6, "自成一节", "新节"))
    sections = taken.chapters[0].sections
    assert [one.id for one in sections[0].facts] == ["fact1", "id0005", "fact2"]
    assert (sections[1].title, sections[1].facts[0].id) == ("新节", "id0006")


def test_a_change_keeps_what_a_person_wrote_beside_the_statement() -> None:
    clozes = (Cloze(id="clo1", text="三声"), Cloze(id="clo2", text="电话"))
    bank = bank_of(fact("fact1", gist="自己写的要义", tags=("phone",), generate=Generate(clozes=clozes)))
    says = claim("及时接听", "四声之内接起电话。")
    change = draft(0, says, id="fact1", standing=Standing.CHANGED, ours=SAYS, verdict=Verdict.ACCEPTED)
    taken = take_drafts(bank, [change], new_ids())  # type: ignore[arg-type] # a function that draws ids
    (changed,) = taken.bank.facts
    assert (changed.statement, changed.gist, changed.tags) == ("四声之内接起电话。", "自己写的要义", ("phone",))
    assert [cloze.text for cloze in changed.generate.clozes] == ["电话"]
    assert (taken.stale_gists, taken.lost_clozes) == (("fact1",), ("fact1",))


def test_a_gist_that_was_taken_from_the_statement_follows_it() -> None:
    bank = bank_of(fact("fact1", gist="三声之内接起电话"))
    says = claim("及时接听", "四声之内接起电话。")
    change = draft(0, says, id="fact1", standing=Standing.CHANGED, ours=SAYS, verdict=Verdict.ACCEPTED)
    assert take(bank, change).facts[0].gist == "四声之内接起电话"


def test_a_moved_fact_leaves_its_section_and_an_emptied_section_goes() -> None:
    bank = bank_of(fact("fact1"))
    says = replace(SAYS, section="新节")
    change = draft(0, says, id="fact1", standing=Standing.CHANGED, ours=SAYS, verdict=Verdict.ACCEPTED)
    (chapter,) = take(bank, change).chapters
    assert [section.title for section in chapter.sections] == ["新节"]


def test_only_a_gone_fact_that_a_person_gave_up_is_taken_out() -> None:
    bank = bank_of(fact("fact1"), fact("fact2", term="别的"))
    gone = draft(0, SAYS, id="fact1", standing=Standing.GONE, ours=SAYS)
    assert take(bank, gone) == bank
    assert [one.id for one in take(bank, replace(gone, verdict=Verdict.REJECTED)).facts] == ["fact1", "fact2"]
    assert [one.id for one in take(bank, replace(gone, verdict=Verdict.ACCEPTED)).facts] == ["fact2"]


def test_numbered_steps_make_a_procedure_and_pairs_do_not() -> None:
    steps = [accepted(n, f"第{n}步要做的事", order=n) for n in (1, 2, 3)]
    assert take(bank_of(), *steps).chapters[0].sections[0].ordered
    assert not take(bank_of(), *steps[:2]).chapters[0].sections[0].ordered


@pytest.mark.parametrize(
    ("term", "statement", "gist"),
    [
        ("及时接听", "三声之内接起电话。", "三声之内接起电话"),
        ("复述确认", "复述号码和诉求。例如先报后四位，再报全号。", "复述号码和诉求"),
        ("客诉", "客诉是指客户对服务表达的不满。", "客户对服务表达的不满"),
        ("长句", "客户讲述问题时要做到不打断、不抢话、不分心，并随手记录下全部的要点和诉求。", ""),
        ("两句", "先报工号。再问需求。", ""),
        ("太短", "微笑。", ""),
        ("指代", "其内容须保密并加锁。", ""),
    ],
)
def test_a_gist_is_taken_only_where_it_says_the_whole_point(term: str, statement: str, gist: str) -> None:
    assert gist_of(claim(term, statement), ZH) == gist


def test_an_english_gist_may_be_longer() -> None:
    says = claim("Warm transfer", "Tell the colleague what the caller needs before you transfer a call.")
    assert gist_of(says, EN) == "Tell the colleague what the caller needs before you transfer a call"
    assert gist_of(claim("Churn", "Churn means the loss of customers."), EN) == "loss of customers"


@pytest.mark.parametrize(
    ("term", "statement", "gists"),
    [
        ("仪容、着装", "仪容整洁大方；着装按规定统一。", ["整洁大方", "按规定统一"]),
        ("仪容、着装", "保持整洁；按规定统一。", []),
        ("仪容、着装", "仪容和着装都要整洁；着装统一。", []),
        ("仪容", "仪容整洁大方；着装按规定统一。", []),
    ],
)
def test_a_double_point_is_split_only_if_each_half_has_its_piece(term: str, statement: str, gists: list[str]) -> None:
    parts = parts_of(claim(term, statement), ZH, new_ids())  # type: ignore[arg-type] # a function that draws ids
    assert [gist for _, _, gist in parts] == gists


def test_first_exams_are_sound_and_never_ask_for_more_than_there_is() -> None:
    supply = {ItemKind.SINGLE_CHOICE: 20, ItemKind.FILL_IN: 9, ItemKind.MATCHING: 3}
    made = list(first_exams("exam1", "库", ZH, supply))
    assert made[0].item_count >= made[-1].item_count
    for exam in made:
        assert inner_faults(exam) == ()
        assert all(quota.items * 3 <= supply[quota.kind] * exam.max_use for quota in exam.kinds)
    assert list(first_exams("exam1", "库", ZH, {})) == []
