"""Checks of facts, notes, cards and the text in them: each shown to fire and not to fire."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.bank.checks.checks_bank import (
    ASK,
    DRESS,
    LISTEN,
    answered,
    bank,
    card,
    choice,
    fact,
    found,
    misconception,
    names,
    note,
)

from drill.model.bank import FactKind, FillInAnswer, Item, ItemKind, Language, NoteKind, Part
from drill.model.finding import Severity
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

GOOD, OTHER = LISTEN.misconceptions

FACT_CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"gist": ""}, ["gist-missing"]),
    ({"gist": "听" * 25}, []),
    ({"gist": "听" * 26}, ["gist-too-long"]),
    ({"gist": "听完再说。不要打断"}, ["gist-several-claims"]),
    ({"parts": (Part(id="partone", ask="客户抱怨时怎样听", gist="沉住气" * 9),)}, ["gist-too-long"]),
    ({"parts": (Part(id="partone", ask="客户抱怨时怎样听", gist="沉住气"),)}, []),
    ({"statement": "客户表达不满时沉住气听，" * 8}, ["statement-too-long"]),
    ({"misconceptions": ()}, ["few-misconceptions"]),
    ({"misconceptions": (GOOD,)}, ["few-misconceptions"]),
    ({"misconceptions": (GOOD, replace(GOOD, id="again"))}, ["duplicate-misconceptions"]),
    ({"misconceptions": (GOOD, misconception("same", "客户说出不满时，沉住气地听完。"))}, ["false-but-true"]),
    ({"misconceptions": (GOOD, misconception("dress", "上岗穿统一发的干净制服。"))}, ["false-but-true"]),
    ({"misconceptions": (GOOD, misconception("not", "客户说出不满时，不沉住气听完。"))}, ["clumsy-falsehood"]),
    ({"incomplete": True, "statement": "", "gist": "", "misconceptions": ()}, []),
    ({"statement": "上述情况下沉住气听下去，不打断对方说话。"}, ["dangling-reference"]),
    ({"gist": "其诉求听完再答"}, ["dangling-reference"]),
    ({"gist": "尊重其意愿"}, ["dangling-reference"]),
    ({"gist": "把客户及其诉求都记下来"}, []),
    ({"gist": "其他事先放下，听完再说"}, []),
    ({"gist": "尤其要沉住气听完"}, []),
    ({"gist": "应该沉住气听完"}, []),
    ({"gist": "该客户说完才答复"}, ["dangling-reference"]),
    ({"gist": "该说的话留到听完以后"}, []),
    ({"term": "耐心倾听(qīng tīng)"}, ["residue"]),
    ({"term": "耐心（ nài xīn ）倾听"}, ["residue"]),
    ({"term": "耐心倾听（先听后说）"}, []),
    ({"term": "耐心倾听 (listen)"}, []),
    ({"statement": "客户表达不满时?沉住气听下去，不打断对方。"}, ["residue"]),
    ({"statement": "客户问“能退吗？”时，沉住气听下去，不打断对方。"}, []),
    ({"statement": "客户表达不满时，沉住气听下去。版权说明：归原作者。"}, ["residue"]),
    ({"statement": "客户表达不满时，沉住气听下去。下载本文档"}, ["residue"]),
    ({"statement": "客户表达不满时，沉住气听下去。第 3 页 共 12 页"}, ["residue"]),
    ({"statement": "客户念到合同第3页时，沉住气听下去，不打断对方。"}, []),
    ({"statement": "1客户表达不满时，沉住气听下去，不打断对方。"}, ["residue"]),
    ({"statement": "客户表达不满时，沉住气听下去。2不打断对方。"}, ["residue"]),
    ({"statement": "客户表达不满时，沉住气听下去，不打断对方。3"}, ["residue"]),
    ({"statement": "3个工作日内，沉住气听完客户的不满，不打断对方。"}, []),
    ({"statement": "客户表达不满时沉住气听。24小时内答复，不打断对方。"}, []),
    ({"statement": "客户表达不满时\ufffd沉住气听下去，不打断对方。"}, ["residue"]),
]


@pytest.mark.parametrize(("changes", "expected"), FACT_CASES)
def test_what_a_fact_carries(changes: dict[str, Any], expected: list[str]) -> None:
    assert names(found(fact(**changes))) == expected


def test_limits_of_length_depend_on_the_language() -> None:
    english = bank(
        replace(LISTEN, gist="Let an unhappy customer finish, then answer"), ASK, DRESS, language=Language.EN
    )
    assert names(found(english)) == []


NOTES: list[tuple[Note, list[str]]] = [
    (note(), []),
    (note(chapter=" "), ["breadcrumb-missing"]),
    (note(section=""), ["breadcrumb-missing"]),
    (note(section="", facts=("unknown",)), []),
    (note(ListContent(question="有哪些要点？", points=("甲", "乙", "丙", "丁")), kind=NoteKind.LIST), []),
    (
        note(ListContent(question="有哪些要点？", points=("甲", "乙", "丙", "丁", "戊")), kind=NoteKind.LIST),
        ["list-too-long"],
    ),
    (note(PartContent(question="怎样听？", gist="听" * 26, term="倾听", statement="要听。")), ["gist-too-long"]),
    (note(PartContent(question="怎样听？", gist="听" * 25, term="倾听", statement="要听。")), []),
    (
        note(RecallContent(term="倾听", question="怎样听？", gist="听完", statement="听完。", clue="其要求是听完")),
        ["dangling-reference"],
    ),
    (note(ClozeContent(before="会议中手机", blank="静音", after="或者关机。", term="会议")), []),
    (note(ClozeContent(before="会议中手机", blank="应", after="静音或者关机。", term="会议")), ["cloze-function-word"]),
    (
        note(ClozeContent(before="会议中手机", blank="must", after="静音或者关机。", term="会议")),
        ["cloze-function-word"],
    ),
    (note(ClozeContent(before="手机", blank="静音", after="。", term="会议")), ["cloze-ambiguous"]),
    (
        note(ClozeContent(before="会议中____把手机", blank="静音", after="或者关机。", term="会议")),
        ["cloze-several-per-clause"],
    ),
    (note(ClozeContent(before="会议中____，手机", blank="静音", after="或者关机。", term="会议")), []),
]


@pytest.mark.parametrize(("made", "expected"), NOTES)
def test_what_a_note_holds(made: Note, expected: list[str]) -> None:
    assert names(found(notes=[made])) == expected


@pytest.mark.parametrize(("before", "after"), [("会议中手机关机、", "都可以。"), ("会议中手机", "、关机都可以。")])
def test_a_blank_in_a_list_is_for_a_reader(before: str, after: str) -> None:
    cloze = note(ClozeContent(before=before, blank="静音", after=after, term="会议"))
    assert [(f.check, f.severity) for f in found(notes=[cloze])] == [("cloze-ambiguous", Severity.READER)]
    item = answered(ItemKind.FILL_IN, f"{before}____{after}", FillInAnswer(blanks=(("静音",),)), f"{cloze.id}.blank")
    assert [f.subject for f in found(None, item)] == [item.id]
    assert [f.subject for f in found(None, replace(item, id="cloze.blank"), notes=[replace(cloze, id="cloze")])] == [
        "cloze"
    ]


def test_a_note_of_a_section_without_a_title_needs_none() -> None:
    whole = bank()
    untitled = replace(whole.chapters[0], sections=(replace(whole.chapters[0].sections[0], title=""),))
    assert names(found(replace(whole, chapters=(untitled,)), notes=[note(section="")])) == []


def test_what_a_fact_was_blamed_for_is_not_blamed_on_its_cards() -> None:
    long = "沉住气听完客户的话" * 3
    parts = (Part(id="partone", ask="客户抱怨时怎样听", gist=long + "吧"),)
    dangling, residue = "其诉求听完再答", "版权说明"
    blamed = fact(gist=long, parts=parts, statement=f"{residue}，客户说出不满时沉住气听。")
    recall = RecallContent(term=LISTEN.term, question="怎样听？", gist=long, statement="", clue="")
    part = PartContent(question="客户抱怨时怎样听？", gist=long + "吧", term=LISTEN.term, statement="")
    notes = [note(recall), note(part, ident="partone", kind=NoteKind.PART)]
    findings = found(
        blamed,
        choice(f"{residue}在哪里？你怎么做？", ident="listen.choice"),
        notes=notes,
        cards=[card("怎样听？", residue), card("抱怨时怎样听？", residue, note_id="partone")],
    )
    assert [(finding.check, finding.subject) for finding in findings] == [
        ("gist-too-long", "listen"),
        ("gist-too-long", "listen"),
        ("residue", "listen"),
    ]
    again = note(replace(recall, gist=dangling), ident="listen.recall")
    assert [f.subject for f in found(fact(gist=dangling), notes=[again])] == ["listen"]


def test_residue_in_a_card_of_its_own_is_reported_there() -> None:
    findings = found(cards=[card("版权说明在哪里？", "文末", note_id="listen.other")])
    assert [(finding.check, finding.subject) for finding in findings] == [("residue", "listen.other")]


FILL_INS = [
    ("会议中手机要____或者关机。", (("静音",),), []),
    ("会议中手机____静音或者关机。", (("应当",),), ["cloze-function-word"]),
    ("手机____。", (("静音",),), ["cloze-ambiguous"]),
    ("会议中____要____或者关机。", (("手机",), ("静音",)), ["cloze-several-per-clause"]),
    ("会议中要静音：手机____或者关机。", (("静音",),), ["answer-in-prompt"]),
    ("会议中手机____，会后再开机。", (("静",),), []),
]


@pytest.mark.parametrize(("stem", "blanks", "expected"), FILL_INS)
def test_what_a_fill_in_item_asks(stem: str, blanks: tuple[tuple[str, ...], ...], expected: list[str]) -> None:
    item: Item = answered(ItemKind.FILL_IN, stem, FillInAnswer(blanks=blanks))
    assert names(found(None, item)) == expected


CARDS = [
    (NoteKind.RECALL, "“耐心倾听”怎样做？", "听完再答", []),
    (NoteKind.RECALL, "耐心倾听，听完再答，指什么？", "听完再答", ["answer-in-prompt"]),
    (NoteKind.RECALL, "投诉处理 › 倾听\n沉住气听下去，说的是？", "耐心倾听", []),
    (NoteKind.LIST, "倾听、追问等有哪些要点？", "道歉\n追问", ["answer-in-prompt"]),
    (NoteKind.SEQUENCE, "把道歉、倾听排出先后。", "倾听", []),
    (NoteKind.SITUATIONAL, "你怎么做？\n- 听完\n- 挂断", "听完", []),
    (NoteKind.RECALL, "一共几步？四步", "四", []),
]


@pytest.mark.parametrize(("kind", "prompt", "answer", "expected"), CARDS)
def test_the_answer_is_not_in_the_prompt(kind: NoteKind, prompt: str, answer: str, expected: list[str]) -> None:
    contents: dict[NoteKind, NoteContent] = {
        NoteKind.LIST: ListContent(question=prompt, points=tuple(answer.splitlines())),
        NoteKind.SEQUENCE: SequenceContent(question=prompt, steps=(answer,)),
        NoteKind.SITUATIONAL: ChoiceContent(stem=prompt, options=(), rationale=""),
    }
    made = note(contents.get(kind), kind=kind)
    assert names(found(notes=[made], cards=[card(prompt, answer)])) == expected


def test_two_cards_never_ask_the_same() -> None:
    first, second = card("怎样听？", "听完"), card("怎样听", "不打断", note_id="asking.recall")
    findings = found(cards=[first, second])
    assert [(finding.check, finding.subject) for finding in findings] == [("duplicate-prompts", "asking.recall")]
    assert "card 0 of note asking.recall asks the same as card 0 of note listen.recall" in findings[0].message
    assert found(cards=[first, replace(second, prompt="怎样问？")]) == ()


def test_kinds_of_facts_make_no_difference() -> None:
    assert {names(found(fact(kind=kind))) == [] for kind in FactKind} == {True}
