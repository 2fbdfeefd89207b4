"""Banks to generate from: one in Chinese, one in English, and synthetic ones whose facts share no words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from drill.model.bank import (
    Bank,
    Chapter,
    Cloze,
    DeckNames,
    Difference,
    Fact,
    FactKind,
    FactSource,
    Generate,
    Item,
    ItemKind,
    Language,
    Misconception,
    Option,
    Part,
    Section,
    SourceDocument,
    Span,
)


def bank_of(*sections: Section, language: Language = Language.ZH_HANS, items: tuple[Item, ...] = ()) -> Bank:
    """Build a bank of one chapter."""
    title = "Service" if language is Language.EN else "服务礼仪"
    return Bank(
        id="bank2222",
        title=title,
        language=language,
        version="1.0.0",
        licence="CC0",
        decks=DeckNames(hans="d", hant="d"),
        sources=(SourceDocument(id="slides", document="slides.txt", sha256="0" * 64, title="课件"),),
        chapters=(Chapter(id="chapter2", title=title, sections=sections),),
        items=items,
    )


def section(section_id: str, title: str, *facts: Fact, ordered: bool = False, incomplete: bool = False) -> Section:
    """Build a section."""
    return Section(id=section_id, title=title, facts=facts, ordered=ordered, incomplete=incomplete)


def fact(fact_id: str, term: str, statement: str, gist: str = "", *wrongs: str, kind: str = "requirement") -> Fact:
    """Build a fact with misconceptions `wrongs`."""
    return Fact(
        id=fact_id,
        term=term,
        kind=FactKind(kind),
        statement=statement,
        gist=gist,
        misconceptions=tuple(
            Misconception(
                id=f"{fact_id}w{number}", text=wrong, why=f"{term}要求的正好相反。", differs=Difference.DEGREE
            )
            for number, wrong in enumerate(wrongs)
        ),
    )


PHONE = section(
    "phone222",
    "电话礼仪",
    replace(
        fact(
            "speech22",
            "语速适中",
            "通话时吐字清楚，说得不快也不慢。",
            "字字听得清，说得不快不慢",
            "排队的人多时，通话可以说得快一些。",
            "对年长的人通话，说得越慢越好。",
            "通话时大意听得懂就行，字词含糊无妨。",
        ),
        parts=(
            Part(id="part2222", ask="通话时吐字要做到什么", gist="清楚"),
            Part(id="part3333", ask="通话时的快慢怎样把握", gist="不快也不慢"),
        ),
        source=FactSource(document="slides", term=Span(10, 14), statement=Span(14, 40)),
        generate=Generate(clozes=(Cloze(id="cloze222", text="吐字", accept=("发音",)),)),
        tags=("phone",),
    ),
    fact(
        "check222",
        "复核要点",
        "通话快结束时，把谈定的事项再念一遍给来电者听。",
        "收线前把谈定的事项再念一遍",
        "来电者没有异议，收线前就不用再念事项。",
        "收线前念一遍姓名即可，事项可以略过。",
        "谈定的事项留到第二天写成短信再念。",
    ),
    fact(
        "hold2222",
        "转接提示",
        "转接之前讲明转给哪个岗位，征得来电者点头。",
        "转接之前讲明去向，征得点头",
        "转接时直接按键，来电者自然会听到新的声音。",
        "转接之后再补一句去向，来电者更省时间。",
        "转接去向由系统播报，坐席不用开口。",
    ),
    fact(
        "note2222",
        "通话留痕",
        "挂机后当班写好工单，写明经过和下一步。",
        "挂机后当班写好工单和下一步",
        "工单攒到周末统一补写，省得来回切换。",
        "工单写明结果即可，经过不必落笔。",
        "挂机后由组长代写工单，坐席接着接线。",
    ),
)

DRESS = section(
    "dress222",
    "着装原则",
    fact(
        "badge222", "佩戴胸牌", "上岗时胸牌别在左胸，正面朝外。", "胸牌别在左胸，正面朝外", "胸牌放进抽屉，有人问再取。"
    ),
    fact(
        "shoes222",
        "鞋面无尘",
        "进大堂之前擦净鞋面，鞋带系牢。",
        "进大堂前擦净鞋面、系牢鞋带",
        "鞋面看不见，大堂里不用擦。",
    ),
    fact(
        "hair2222",
        "发型利落",
        "头发梳理整齐，刘海不遮眉毛。",
        "头发梳齐，刘海不遮眉毛",
        "刘海长一些更显温和，遮住眉毛也好。",
    ),
)

FLOW = section(
    "flow2222",
    "挂失流程",
    fact("stepone2", "核验身份", "请来电者报出证件末四位，与系统比对。", "比对证件末四位", kind="step"),
    fact("steptwo2", "冻结账户", "比对无误便把账户止付，资金不再流出。", "把账户止付，资金不流出", kind="step"),
    fact("stepthr2", "登记原因", "问清卡片怎样丢失，写进挂失单。", "问清怎样丢失并写进单据", kind="step"),
    ordered=True,
)

SITUATION = Item(
    id="situate2",
    kind=ItemKind.SITUATIONAL,
    facts=("hold2222",),
    stem="来电者要找信贷岗，你正要转接。此刻应？",
    options=(
        Option(text="讲明转给信贷岗，等他点头再转", key=True),
        Option(text="直接转过去，省他时间", why="没有讲明去向。"),
        Option(text="请他自己另拨信贷岗", why="把事情推了回去。"),
        Option(text="记下号码，晚些让人回拨", why="他要的是现在就转。"),
    ),
    rationale="转接之前讲明去向。",
    tags=("phone",),
)

CHINESE = bank_of(PHONE, DRESS, FLOW, items=(SITUATION,))

ENGLISH = bank_of(
    section(
        "greet222",
        "Opening a call",
        fact(
            "name2222",
            "Own name",
            "Say your first name and your team within ten seconds.",
            "first name and team come at once",
            "Callers know the bank, so a name at the start only costs time.",
            "A name matters when the caller asks for it at the end.",
        ),
        fact(
            "quiet222",
            "Background noise",
            "Close the door and mute alerts before picking up the handset.",
            "door closed, alerts muted first",
            "A lively room in the earpiece tells callers that work gets done.",
            "Alerts can stay on as long as the handset is held close.",
        ),
        fact(
            "verify22",
            "Security questions",
            "Ask two security questions before you open the account.",
            "two questions, then the account",
            "One security question is enough when the voice sounds familiar.",
            "Security questions can follow once the account lies open.",
        ),
    ),
    section(
        "close222",
        "Ending a call",
        fact(
            "recap222",
            "Recap",
            "Repeat the agreed amount and the due day in one sentence.",
            "repeat amount and due day",
            "Callers keep their own notes, so figures need no second mention.",
            "Send the figures by post a week later instead of saying them.",
        ),
        fact(
            "thanks22",
            "Parting words",
            "Thank people for their patience and let them hang up first.",
            "thank them, let them hang up",
            "Hanging up first shows that the team is busy and efficient.",
            "Parting words belong in the survey that follows.",
        ),
    ),
    language=Language.EN,
)


@st.composite
def synthetic_banks(draw: st.DrawFn, *, least: int = 1, most: int = 4) -> Bank:
    """Draw a bank whose facts are told in characters of their own, so that none repeats another."""
    sizes = draw(st.lists(st.integers(min_value=1, max_value=5), min_size=least, max_size=most))
    ordered = draw(st.lists(st.booleans(), min_size=len(sizes), max_size=len(sizes)))
    start = 0x4E00
    sections: list[Section] = []
    for number, size in enumerate(sizes):
        facts: list[Fact] = []
        for index in range(size):
            wrongs = draw(st.lists(st.integers(min_value=12, max_value=24), max_size=3))
            lengths = [
                draw(st.integers(min_value=3, max_value=6)),
                draw(st.integers(min_value=12, max_value=22)),
                11,
                *wrongs,
            ]
            texts = [_run(start + 64 * offset, length) for offset, length in enumerate(lengths)]
            start += 64 * len(lengths)
            gist = texts[2] if draw(st.booleans()) else ""
            facts.append(
                fact(
                    f"fact{'abcdefghj'[number]}{'abcdefghj'[index]}",
                    texts[0],
                    texts[1] + "。",
                    gist,
                    *(f"{text}。" for text in texts[3:]),
                )
            )
        sections.append(section(f"sect{'abcdefghj'[number]}", _run(start, 4), *facts, ordered=ordered[number]))
        start += 64
    return bank_of(*sections)


def _run(first: int, length: int) -> str:
    return "".join(chr(first + index) for index in range(length))
