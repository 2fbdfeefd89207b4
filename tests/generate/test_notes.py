from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from tests.generate.generate_banks import (
    CHINESE,
    DRESS,
    ENGLISH,
    FLOW,
    PHONE,
    SITUATION,
    bank_of,
    fact,
    section,
    synthetic_banks,
)
from tests.strategies import banks

from drill.generate.cards import cards_of
from drill.generate.notes import make_notes
from drill.model.bank import (
    Bank,
    Cloze,
    Fact,
    FactSource,
    Generate,
    Item,
    ItemKind,
    Language,
    NoteKind,
    Section,
    Span,
    Use,
)
from drill.model.notes import (
    ChoiceContent,
    ClozeContent,
    ListContent,
    Note,
    NoteContent,
    PartContent,
    RecallContent,
    SequenceContent,
)

C = TypeVar("C", bound=NoteContent)


def contents(bank: Bank, kind: type[C]) -> dict[str, C]:
    return {note.id: note.content for note in make_notes(bank) if isinstance(note.content, kind)}


def notes_by_id(bank: Bank) -> dict[str, Note]:
    return {note.id: note for note in make_notes(bank)}


def one(*facts: Fact, title: str = "专节", ordered: bool = False, incomplete: bool = False) -> Bank:
    return bank_of(section("sect2222", title, *facts, ordered=ordered, incomplete=incomplete))


def test_recall_asks_for_the_gist_by_the_term_and_for_the_term_by_what_is_said_of_it() -> None:
    recall = contents(CHINESE, RecallContent)["check222.recall"]
    assert recall.question == "“复核要点”要求做到什么？"
    assert recall.gist == "收线前把谈定的事项再念一遍"
    assert recall.clue == "通话快结束时，把谈定的事项再念一遍给来电者听。"


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("definition", "“复利”指的是什么？"),
        ("duty", "“复利”有哪些？"),
        ("principle", "“复利”要求怎么做？"),
        ("requirement", "“复利”要求做到什么？"),
        ("technique", "怎样才算“复利”？"),
        ("step", "“复利”这一步要做什么？"),
        ("channel", "“复利”用什么方式，适合做什么？"),
        ("goal", "“复利”这一目标要达到什么？"),
        ("course", "“复利”学什么、怎么练？"),
        ("method", "“复利”怎么做？"),
        ("feature", "“复利”是什么？"),
        ("benefit", "“复利”这一作用体现在哪里？"),
        ("rule", "“复利”是怎样规定的？"),
        ("number", "“复利”是多少？"),
        ("other", "“复利”的要点是什么？"),
    ],
)
def test_the_question_suits_the_kind_of_fact(kind: str, question: str) -> None:
    bank = one(fact("fact2222", "复利", "利息并入本金再生利息。", "利息再生利息", kind=kind))
    assert contents(bank, RecallContent)["fact2222.recall"].question == question


def test_questions_come_in_the_language_of_the_bank() -> None:
    assert contents(ENGLISH, RecallContent)["recap222.recall"].question == "What does “Recap” require?"
    traditional = replace(
        one(fact("fact2222", "複利", "利息併入本金。", "利滾利", kind="rule")), language=Language.ZH_HANT
    )
    assert contents(traditional, RecallContent)["fact2222.recall"].question == "“複利”是怎樣規定的？"


def test_a_term_that_only_names_its_place_borrows_the_subject_of_its_section() -> None:
    bank = one(
        fact("fact2222", "定义", "坐席是接线的人。", "接线的人", kind="definition"),
        fact("fact3333", "职责", "坐席负责接线。", "接线", kind="duty"),
        title="坐席的定义与职责",
    )
    recalls = contents(bank, RecallContent)
    assert recalls["fact2222.recall"].question == "坐席的定义指的是什么？"
    assert recalls["fact3333.recall"].question == "坐席的职责有哪些？"
    assert recalls["fact2222.recall"].clue == ""
    assert "sect2222.list" not in contents(bank, ListContent)


def test_a_term_that_stands_twice_is_asked_for_with_its_section() -> None:
    bank = bank_of(
        section("secta222", "电话", fact("fact2222", "及时回应", "响三声就接。", "三声内接起")),
        section("sectb222", "网络", fact("fact3333", "及时回应", "一分钟内答话。", "一分钟内答话")),
    )
    assert contents(bank, RecallContent)["fact3333.recall"].question == "“网络”中，“及时回应”要求做到什么？"


def test_without_a_gist_nothing_is_recalled() -> None:
    assert not contents(one(fact("fact2222", "复利", "利息并入本金再生利息。")), RecallContent)


@pytest.mark.parametrize(
    ("term", "statement", "gist", "clue"),
    [
        ("复利", "利息并入本金再生利息。", "利滚利", "利息并入本金再生利息。"),
        ("复利", "复利是利息再生利息。", "利滚利", "利滚利"),
        ("复利", "复利是利息再生利息。", "复利利滚利", "____是利息再生利息。"),
        ("复利", "复利就是复利。", "复利", ""),
        ("保持清晰语音", "持清晰语音就好，保持住。", "持清晰语音", ""),
        ("清楚、礼貌", "说话清楚，待人和气。", "说话听得清", "说话听得清"),
    ],
)
def test_the_clue_never_holds_the_term(term: str, statement: str, gist: str, clue: str) -> None:
    recall = contents(one(fact("fact2222", term, statement, gist)), RecallContent)["fact2222.recall"]
    assert recall.clue == clue


def test_the_breadcrumb_is_hidden_where_it_gives_the_answer_away() -> None:
    bank = bank_of(
        section(
            "secta222",
            "平等原则",
            fact("fact2222", "平等待人", "不看身份高低。", "不看身份"),
            replace(
                fact("fact3333", "排队先后", "先来的人先办，依原则叫号。", "先来先办"),
                generate=Generate(clozes=(Cloze(id="cloze222", text="原则"), Cloze(id="cloze333", text="叫号"))),
            ),
        ),
    )
    shown = {note.id: note.breadcrumb_on_front for note in make_notes(bank)}
    assert not shown["fact2222.recall"]
    assert shown["fact3333.recall"]
    assert not shown["cloze222"]
    assert shown["cloze333"]


def test_each_part_is_a_note_of_its_own_under_the_parts_id() -> None:
    parts = contents(CHINESE, PartContent)
    assert parts["part2222"].question == "通话时吐字要做到什么？"
    assert parts["part3333"].gist == "不快也不慢"


def test_a_pinned_cloze_keeps_its_id_and_blanks_its_phrase() -> None:
    cloze = contents(CHINESE, ClozeContent)["cloze222"]
    assert (cloze.before, cloze.blank, cloze.after) == ("通话时", "吐字", "清楚，说得不快也不慢。")


def test_a_cloze_shows_the_one_sentence_that_holds_it_unless_that_leans_on_another() -> None:
    long = replace(
        fact("fact2222", "两步", "先核对证件。再问清来意。其余交给系统。", "先核后问"),
        generate=Generate(clozes=(Cloze(id="cloze222", text="来意"), Cloze(id="cloze333", text="系统"))),
    )
    clozes = contents(one(long), ClozeContent)
    assert (clozes["cloze222"].before, clozes["cloze222"].after) == ("再问清", "。")
    assert clozes["cloze333"].before == "先核对证件。再问清来意。其余交给"


def test_an_unpinned_cloze_is_a_content_word_that_stands_once_and_not_in_the_term() -> None:
    bank = one(fact("fact2222", "归类", "接到投诉后，把内容记下来，再按投诉的性质归类处理。", "按性质处理"))
    assert contents(bank, ClozeContent)["fact2222.cloze"].blank == "性质"


def test_a_statement_without_a_telling_word_has_no_cloze() -> None:
    assert not contents(one(fact("fact2222", "归类", "都要归类。", "全做")), ClozeContent)


def test_a_pin_that_no_longer_fits_the_statement_is_left_out() -> None:
    stale = replace(
        fact("fact2222", "归类", "按性质办理，按性质答复。", "看性质"),
        generate=Generate(clozes=(Cloze(id="cloze222", text="性质"),)),
    )
    assert not contents(one(stale), ClozeContent)


def test_a_complete_section_is_recalled_as_a_list() -> None:
    points = contents(CHINESE, ListContent)["dress222.list"]
    assert points.question == "“着装原则”有哪三个要点？"
    assert points.points == ("佩戴胸牌", "鞋面无尘", "发型利落")


def test_a_long_list_is_recalled_in_overlapping_stretches() -> None:
    facts = [fact(f"fact{letter}222", f"要点{letter}", f"{letter}的内容。") for letter in "abcdefgh"]
    lists = contents(one(*facts), ListContent)
    assert lists["sect2222.list"].question == "“专节”的前四个要点是什么？"
    assert lists["factd222.list"].question == "“专节”的要点中，排在“要点d”后面的三个是什么？"
    assert lists["factd222.list"].points == ("要点e", "要点f", "要点g")
    assert lists["factg222.list"].question == "“专节”的要点中，排在“要点g”后面的一个是什么？"
    assert all(len(content.points) <= 4 for content in lists.values())
    assert {point for content in lists.values() for point in content.points} == {one.term for one in facts}


def test_a_section_of_one_fact_is_no_list() -> None:
    assert not contents(one(fact("fact2222", "复利", "利滚利。")), ListContent)


def test_an_ordered_section_is_recalled_step_by_step_and_as_a_whole() -> None:
    sequences = contents(CHINESE, SequenceContent)
    assert sequences["stepone2.first"].question == "“挂失流程”的第一步是什么？"
    assert sequences["stepthr2.next"].question == "“挂失流程”中，“冻结账户”之后是哪一步？"
    assert sequences["stepthr2.next"].steps == ("登记原因",)
    assert sequences["flow2222.sequence"].steps == ("核验身份", "冻结账户", "登记原因")
    assert "flow2222.list" not in contents(CHINESE, ListContent)


def test_a_long_procedure_is_recalled_only_step_by_step() -> None:
    facts = [fact(f"fact{letter}222", f"步骤{letter}", f"{letter}。", kind="step") for letter in "abcde"]
    sequences = contents(one(*facts, ordered=True), SequenceContent)
    assert set(sequences) == {"facta222.first", *(f"fact{letter}222.next" for letter in "bcde")}


@pytest.mark.parametrize("ordered", [True, False])
def test_an_incomplete_section_is_not_asked_for_as_a_whole(ordered: bool) -> None:  # noqa: FBT001 - a parameter
    cut_off = replace(FLOW, ordered=ordered, incomplete=True)
    missing = replace(FLOW, ordered=ordered, facts=(*FLOW.facts[:2], replace(FLOW.facts[2], incomplete=True)))
    for bank in (bank_of(cut_off), bank_of(missing)):
        assert {note.kind for note in make_notes(bank)} <= {NoteKind.RECALL, NoteKind.CLOZE}


def test_an_incomplete_fact_yields_nothing() -> None:
    assert make_notes(one(replace(PHONE.facts[0], incomplete=True))) == ()


@pytest.mark.parametrize("kind", [NoteKind.RECALL, NoteKind.PART, NoteKind.CLOZE, NoteKind.LIST, NoteKind.SEQUENCE])
def test_a_fact_can_switch_a_kind_off(kind: NoteKind) -> None:
    def without(section_: Section) -> Section:
        facts = tuple(replace(one, generate=replace(one.generate, off=(kind,))) for one in section_.facts)
        return replace(section_, facts=facts)

    made = {note.kind for note in make_notes(bank_of(*map(without, (PHONE, DRESS, FLOW))))}
    assert kind in {note.kind for note in make_notes(CHINESE)}
    assert kind not in made


def test_a_situation_goes_to_phones_under_the_items_id() -> None:
    note = notes_by_id(CHINESE)["situate2"]
    assert isinstance(note.content, ChoiceContent)
    assert note.content.options == SITUATION.options
    assert note.tags == ("phone",)
    assert not note.breadcrumb_on_front
    assert note.breadcrumb.section == "电话礼仪"


@pytest.mark.parametrize(
    "item",
    [
        replace(SITUATION, use=Use.EXAM),
        replace(SITUATION, withdrawn="条款已改"),
        replace(SITUATION, kind=ItemKind.SHORT_ANSWER, options=()),
        replace(SITUATION, facts=("missing2",)),
    ],
)
def test_what_is_kept_for_exams_or_withdrawn_never_goes_to_phones(item: Item) -> None:
    assert "situate2" not in notes_by_id(replace(CHINESE, items=(item,)))


def test_a_fact_can_keep_its_situations_off_phones() -> None:
    facts = tuple(replace(one, generate=Generate(off=(NoteKind.SITUATIONAL,))) for one in PHONE.facts)
    assert "situate2" not in notes_by_id(bank_of(replace(PHONE, facts=facts), items=(SITUATION,)))


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        (None, ""),
        (FactSource(document="slides"), "课件"),
        (FactSource(document="slides", page=7), "课件，第 7 页"),
        (FactSource(document="slides", statement=Span(14, 40)), "课件，第 14–40 字"),
        (FactSource(document="slides", term=Span(40, 44), statement=Span(14, 40)), "课件，第 14–44 字"),
        (FactSource(document="slides", term=Span(90, 94), statement=Span(14, 40)), "课件，第 14–40 字、第 90–94 字"),
        (FactSource(document="lost", statement=Span(1, 2)), "lost，第 1–2 字"),
    ],
)
def test_the_source_names_document_and_place(source: FactSource | None, printed: str) -> None:
    bank = one(replace(fact("fact2222", "复利", "利息并入本金再生利息。", "利滚利"), source=source))
    assert notes_by_id(bank)["fact2222.recall"].source == printed


@given(synthetic_banks())
def test_note_ids_stay_when_texts_change_and_facts_move(bank: Bank) -> None:
    chapter = bank.chapters[0]
    plain = replace(
        bank, chapters=(replace(chapter, sections=tuple(replace(s, ordered=False) for s in chapter.sections)),)
    )
    moved = replace(plain, chapters=(replace(chapter, sections=tuple(_turned(s) for s in plain.chapters[0].sections)),))
    ids = {note.id: note.kind for note in make_notes(plain) if note.kind in {NoteKind.RECALL, NoteKind.PART}}
    again = {note.id: note.kind for note in make_notes(moved) if note.kind in {NoteKind.RECALL, NoteKind.PART}}
    assert ids == again


def _turned(section_: Section) -> Section:
    facts = tuple(replace(one, term=f"新{one.term}", statement=f"新{one.statement}") for one in section_.facts)
    return replace(section_, title=f"新{section_.title}", facts=facts[::-1])


@given(banks())
def test_any_bank_yields_notes_with_distinct_ids_and_full_cards(bank: Bank) -> None:
    notes = make_notes(bank)
    assert len({note.id for note in notes}) == len(notes)
    for note in notes:
        for card in cards_of(note):
            assert card.prompt.strip()
            assert card.answer.strip() or note.kind is NoteKind.SITUATIONAL
