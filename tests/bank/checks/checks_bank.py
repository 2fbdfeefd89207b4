"""Small banks, items and cards for the tests of checks; without changes no check fires on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from drill.bank.checks import check_bank
from drill.model.bank import (
    Bank,
    Chapter,
    DeckNames,
    Difference,
    Fact,
    FactKind,
    Item,
    ItemKind,
    Language,
    Misconception,
    NoteKind,
    Option,
    Section,
    TrueFalseAnswer,
)
from drill.model.notes import Breadcrumb, Card, Note, NoteContent, RecallContent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drill.model.finding import Finding
    from drill.model.place import Place

STEM = "客户来电说年费扣错了，语气很急。你接下来怎么做最合适？"
KEY, *DISTRACTORS = (
    "听完再核对这笔扣款记录",
    "立刻退款免得他再次投诉",
    "请他改天到网点柜台办理",
    "转给同事后就挂断了电话",
)


def misconception(ident: str, text: str) -> Misconception:
    return Misconception(id=ident, text=text, why="与要求不符，应当照做。", differs=Difference.DEGREE)


LISTEN = Fact(
    id="listen",
    term="耐心倾听",
    kind=FactKind.TECHNIQUE,
    statement="客户表达不满时，沉住气听下去，不打断对方说话。",
    gist="客户说出不满时沉住气听完",
    misconceptions=(
        misconception("listena", "客户抱怨太久时，可以先截住话头再解释。"),
        misconception("listenb", "听客户抱怨时，边听边处理别的单子也无妨。"),
    ),
)
ASK = Fact(
    id="asking",
    term="询问细节",
    kind=FactKind.TECHNIQUE,
    statement="情况还不够清楚时，用礼貌的方式向客户问清细节。",
    gist="情况不清时有礼貌地追问",
    misconceptions=(
        misconception("askinga", "情况没弄清时，先按经验办理更省时间。"),
        misconception("askingb", "追问细节会惹客户反感，能不问就略过。"),
    ),
)
DRESS = Fact(
    id="dress",
    term="统一着装",
    kind=FactKind.REQUIREMENT,
    statement="上岗穿机构统一发的制服，保持干净平整。",
    gist="上岗穿统一发的干净制服",
    misconceptions=(
        misconception("dressa", "不见客户的岗位，上岗可以穿自己的便装。"),
        misconception("dressb", "制服起皱了，等到月底一起送洗熨烫就行。"),
    ),
)


def bank(
    *facts: Fact, items: Sequence[Item] = (), ordered: bool = False, language: Language = Language.ZH_HANS
) -> Bank:
    """Return a bank of two sections: all `facts` but the last in the first section, the last in the second."""
    facts = facts or (LISTEN, ASK, DRESS)
    sections = (
        Section(id="sectionone", title="倾听与理解", facts=facts[:-1], ordered=ordered),
        Section(id="sectiontwo", title="仪表要求", facts=facts[-1:]),
    )
    return Bank(
        id="testbank",
        title="测试题库",
        language=language,
        version="1",
        licence="CC0",
        decks=DeckNames(hans="测试", hant="測試"),
        chapters=(Chapter(id="chapter", title="投诉处理", sections=sections),),
        items=tuple(items),
    )


def choice(  # noqa: PLR0913 - one argument a thing that tests vary
    stem: str = STEM,
    key: str = KEY,
    distractors: Iterable[str] = DISTRACTORS,
    *,
    ident: str = "choiceone",
    key_at: int = 0,
    kind: ItemKind = ItemKind.SITUATIONAL,
    facts: tuple[str, ...] = ("listen",),
) -> Item:
    """Return a choice item with one key."""
    options = [Option(text=text, why="时机不对。") for text in distractors]
    options.insert(key_at, Option(text=key, key=True))
    return Item(id=ident, kind=kind, facts=facts, stem=stem, options=tuple(options), rationale="先听完才知道错在哪。")


def multiple(stem: str, keys: Iterable[str], distractors: Iterable[str], facts: tuple[str, ...] = ("listen",)) -> Item:
    """Return a multiple-choice item."""
    options = (*(Option(text=text, key=True) for text in keys), *(Option(text=text) for text in distractors))
    kind = ItemKind.MULTIPLE_CHOICE
    return Item(id="multi", kind=kind, facts=facts, stem=stem, options=options, rationale="这两点都属于倾听。")


def judge(
    stem: str,
    *,
    value: bool,
    ident: str = "judgeone",
    rationale: str = "应当沉住气听完，不打断客户。",
    facts: tuple[str, ...] = ("listen",),
) -> Item:
    """Return a true/false item."""
    return Item(
        id=ident,
        kind=ItemKind.TRUE_FALSE,
        facts=facts,
        stem=stem,
        answer=TrueFalseAnswer(value=value),
        rationale=rationale,
    )


def answered(kind: ItemKind, stem: str, answer: Any, ident: str = "answered") -> Item:
    """Return an item of a kind without options."""
    return Item(id=ident, kind=kind, facts=("listen",), stem=stem, answer=answer, rationale="沉住气听完才好处理。")


def note(  # noqa: PLR0913 - one argument a thing that tests vary
    content: NoteContent | None = None,
    *,
    ident: str = "listen.recall",
    kind: NoteKind = NoteKind.RECALL,
    facts: tuple[str, ...] = ("listen",),
    chapter: str = "投诉处理",
    section: str = "倾听与理解",
) -> Note:
    """Return a note; without `content`, the recall note of the first fact."""
    plain = RecallContent(
        term=LISTEN.term,
        question="“耐心倾听”怎样做？",
        gist=LISTEN.gist,
        statement=LISTEN.statement,
        clue=LISTEN.statement,
    )
    breadcrumb = Breadcrumb(chapter=chapter, section=section)
    return Note(id=ident, kind=kind, fact_ids=facts, breadcrumb=breadcrumb, content=content or plain)


def card(prompt: str, answer: str, *, note_id: str = "listen.recall", ordinal: int = 0) -> Card:
    """Return a card."""
    return Card(note_id=note_id, ord=ordinal, prompt=prompt, answer=answer)


def found(
    checked: Bank | None = None,
    *items: Item,
    notes: Sequence[Note] = (),
    cards: Sequence[Card] = (),
    places: Mapping[str, Place] | None = None,
) -> tuple[Finding, ...]:
    """Run all checks of a bank."""
    checked = checked or bank()
    return check_bank(checked, items=(*checked.items, *items), notes=notes, cards=cards, places=places or {})


def names(findings: Iterable[Finding]) -> list[str]:
    """Return the names of the checks that fired, once each."""
    return sorted({finding.check for finding in findings})


def fact(**changes: Any) -> Bank:
    """Return the bank with changes to its first fact."""
    return bank(replace(LISTEN, **changes), ASK, DRESS)
