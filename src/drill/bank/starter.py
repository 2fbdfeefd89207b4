"""The small bank that `drill bank new` writes: one of everything, to be replaced by the trainer's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.plain import Inline, Plain
from drill.model.bank import Language
from drill.model.ids import new_id
from drill.text.script import Script, convert

if TYPE_CHECKING:
    from collections.abc import Callable

_Texts = dict[str, str]

_CHINESE: _Texts = {
    "chapter": "第一章：接待",
    "section": "接听来电",
    "term": "及时接听",
    "statement": "电话铃响三声之内接起，接起后先报机构名称和工号。",
    "gist": "三声之内接起，先报机构和工号",
    "wrong_1": "电话响到第五声再接起，可以先把手头的记录写完。",
    "why_1": "要在三声之内接起。",
    "wrong_2": "接起电话后先问客户的姓名，再报自己的工号。",
    "why_2": "接起后先报机构名称和工号。",
    "blank": "三声",
    "term_2": "转接说明",
    "statement_2": "转接来电之前，先把客户的问题告诉接手的同事。",
    "gist_2": "转接前先把问题告诉同事",
    "wrong_3": "转接来电时直接接通同事，由客户再讲一遍问题。",
    "why_3": "转接之前要先把客户的问题告诉接手的同事。",
    "wrong_4": "转接来电前先记下客户的姓名，问题等同事来问。",
    "why_4": "转接之前要告诉同事的是客户的问题。",
    "blank_2": "问题",
    "stem": "你正在补录上一通来电的记录，电话又响了第二声。你接下来应该？",
    "option_1": "先把记录写完，再接起这通电话",
    "option_2": "放下记录接起，报出机构和工号",
    "option_3": "接起后请对方稍等，写完记录",
    "option_4": "转给邻座的同事，自己继续补录",
    "why_o1": "写完记录时，铃声已过三声。",
    "why_o3": "接起了却没有先报机构和工号，还让客户干等。",
    "why_o4": "本来可以自己及时接听，转接让客户多等。",
    "rationale": "铃响三声之内接起，并先报机构名称和工号；记录可以稍后补完。",
    "exam": "入门小测",
}
_ENGLISH: _Texts = {
    "chapter": "Chapter 1: Reception",
    "section": "Taking calls",
    "term": "Prompt answer",
    "statement": "Pick up within three rings and say the firm's name and your number first.",
    "gist": "three rings; firm and number",
    "wrong_1": "Pick up at the fifth ring, after finishing the note at hand.",
    "why_1": "Calls are picked up within three rings.",
    "wrong_2": "After picking up, ask the caller's name before giving your number.",
    "why_2": "The firm's name and your number come first.",
    "blank": "three rings",
    "term_2": "Warm transfer",
    "statement_2": "Before you transfer a call, tell the colleague what the caller needs.",
    "gist_2": "tell the colleague first",
    "wrong_3": "Transfer a call at once and let the caller explain again.",
    "why_3": "The colleague is told before the transfer.",
    "wrong_4": "Before you transfer a call, note the name and leave the need to the colleague.",
    "why_4": "What the colleague is told is the caller's need.",
    "blank_2": "the caller needs",
    "stem": "You are finishing the note on your last call when the phone rings a second time. What do you do?",
    "option_1": "Finish the note, then pick up",
    "option_2": "Pick up and say firm and number",
    "option_3": "Pick up and ask the caller to hold",
    "option_4": "Pass the call to your neighbour",
    "why_o1": "By then the phone has rung more than three times.",
    "why_o3": "The firm's name and your number come first, and the caller waits for nothing.",
    "why_o4": "You can take the call yourself in time.",
    "rationale": "Pick up within three rings and say firm and number first; the note can wait.",
    "exam": "First test",
}


def starter_bank(
    title: str, language: Language, below: Callable[[int], int], taken: set[str]
) -> dict[str, dict[str, Plain]]:
    """Return the files of a new bank as plain data, by path.

    Ids that other parts refer to are drawn here with `below` and added to `taken`; the rest is left to `assign_ids`.
    """
    english = language is Language.EN
    texts = _ENGLISH if english else _CHINESE
    # A new bank is often named after its folder, which may be written in Traditional.
    title = title if english else convert(title, Script.HANS)
    fact_id, chapter_id = new_id(below, taken), new_id(below, taken)
    taken |= {fact_id, chapter_id}
    return {
        "bank.yaml": {
            "title": title,
            "language": language.value,
            "version": "0.1.0",
            "licence": "all rights reserved",
            "decks": {"hans": title, "hant": convert(title, Script.HANT)},
        },
        "facts/01-chapter.yaml": _chapter(texts, chapter_id, fact_id),
        "items/items.yaml": {"items": [_item(texts, fact_id)]},
        "exams/first-test.yaml": {
            "name": "first-test",
            "title": texts["exam"],
            "minutes": 10,
            "kinds": [
                {"kind": "situational", "items": 1, "points": 5},
                {"kind": "true_false", "items": 1, "points": 5},
            ],
            "max_use": 3,
        },
    }


def _chapter(texts: _Texts, chapter_id: str, fact_id: str) -> dict[str, Plain]:
    facts: list[Plain] = [
        {"id": fact_id, **_fact(texts, "", ("1", "degree"), ("2", "order"))},
        _fact(texts, "_2", ("3", "order"), ("4", "object")),
    ]
    section: dict[str, Plain] = {"title": texts["section"], "facts": facts}
    return {"id": chapter_id, "title": texts["chapter"], "sections": [section]}


def _fact(texts: _Texts, suffix: str, *wrong: tuple[str, str]) -> dict[str, Plain]:
    return {
        "term": texts[f"term{suffix}"],
        "kind": "requirement",
        "statement": texts[f"statement{suffix}"],
        "gist": texts[f"gist{suffix}"],
        "misconceptions": [
            {"text": texts[f"wrong_{number}"], "why": texts[f"why_{number}"], "differs": differs}
            for number, differs in wrong
        ],
        "tags": Inline(["phone"]),
        "generate": {"clozes": [{"text": texts[f"blank{suffix}"]}]},
    }


def _item(texts: _Texts, fact_id: str) -> dict[str, Plain]:
    options: list[Plain] = [
        {"text": texts["option_1"], "why": texts["why_o1"]},
        {"text": texts["option_2"], "key": True},
        {"text": texts["option_3"], "why": texts["why_o3"]},
        {"text": texts["option_4"], "why": texts["why_o4"]},
    ]
    return {
        "kind": "situational",
        "facts": Inline([fact_id]),
        "stem": texts["stem"],
        "options": options,
        "rationale": texts["rationale"],
        "tags": Inline(["phone"]),
        "facility": 0.8,
    }
