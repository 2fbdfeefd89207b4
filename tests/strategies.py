"""Hypothesis strategies that build whole valid banks, with texts that trip YAML, spreadsheets and shells."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

from drill.bank.validate import BLANK
from drill.model.bank import (
    Answer,
    Bank,
    Blueprint,
    Chapter,
    ChapterQuota,
    Cloze,
    DeckNames,
    Difference,
    Fact,
    FactKind,
    FactSource,
    FillInAnswer,
    Generate,
    Item,
    ItemKind,
    KindQuota,
    Language,
    MatchingAnswer,
    Misconception,
    NoteKind,
    Option,
    OrderingAnswer,
    Part,
    ScoringPoint,
    Section,
    ShortAnswer,
    SourceDocument,
    Span,
    TrueFalseAnswer,
    Use,
    Vary,
    Waiver,
)

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_ODD = (
    *("true", "no", "null", "~", "0123", "1e5", "-3", "0.5", "=1+1", "+86 10", "@here", "2026-01-01", "<<", "[x]"),
    *("{}", "- 破折", "a: b", "x #y", "# 井", "'引'", '"q"', "a | b", "c = d", "e / f", "\\", "a\\n", "\\|", "%d"),
    *("&a", "*b", "!t", "? q", "---", "...", "a,b", "|", ">", "=", "/", ": ", "3: 三", "`x`", "😀", "𠮷", "A" * 90),
    *("a\tb", "x\ny", " | "),
)
_WORDS = ("客户", "来电", "先听", "三声之内", "hold", "the call", "，", "。", "：", "“好”", "1", " ", "-")

texts = (
    st.one_of(
        st.sampled_from(_ODD),
        st.sampled_from([f"{odd}{word}" for odd in (*_WORDS, *_ODD) for word in _WORDS]),
        st.sampled_from([f"{word}{odd}" for odd in _ODD for word in ("客户", "a ", "，", "- ", "'", "x\n")]),
        st.text(st.sampled_from("ab零一:#|=/-{}[],&*!?'\"\\ \n%@`<>~+.·"), min_size=1, max_size=8),
    )
    .map(str.strip)
    .filter(lambda text: bool(text) and BLANK not in text)
)
_optional_texts = st.just("") | texts
_numbers = st.integers(min_value=1, max_value=120)


def _tuples(entries: st.SearchStrategy[T], least: int = 0, most: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(entries, min_size=least, max_size=most).map(tuple)


def _some(values: list[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    if not values:
        return st.just(())
    return _tuples(st.sampled_from(values), least)


def spans() -> st.SearchStrategy[Span]:
    ends = st.integers(min_value=0, max_value=5000)
    return st.tuples(ends, ends).map(lambda pair: Span(min(pair), max(pair)))


@st.composite
def _sources(draw: st.DrawFn, documents: list[str]) -> FactSource | None:
    if draw(st.booleans()):
        return None
    term, statement, page = draw(st.tuples(st.none() | spans(), st.none() | spans(), st.none() | _numbers))
    return FactSource(document=draw(st.sampled_from(documents)), term=term, statement=statement, page=page)


def waivers() -> st.SearchStrategy[tuple[Waiver, ...]]:
    return _tuples(st.builds(Waiver, check=texts, reason=texts), most=2)


@st.composite
def facts(draw: st.DrawFn, fact_id: str, fact_ids: list[str], new_id: Callable[[], str], documents: list[str]) -> Fact:
    """Build a fact; its pinned clozes are phrases that stand once in its statement."""
    incomplete = draw(st.booleans())
    statement = draw(_optional_texts if incomplete else texts)
    clozes = draw(_tuples(st.builds(_Text, text=texts, more=_tuples(texts, most=2)), most=2))
    if clozes:
        statement = "；".join([statement, *(f"【{n}{cloze.text}】" for n, cloze in enumerate(clozes))]).strip()
    pins = [(f"【{n}{c.text}】", c.more) for n, c in enumerate(clozes)]
    pinned = tuple(Cloze(id=new_id(), text=text, accept=more) for text, more in pins if statement.count(text) == 1)
    kinds: list[NoteKind | ItemKind] = [NoteKind.RECALL, NoteKind.CLOZE, ItemKind.FILL_IN]
    return Fact(
        id=fact_id,
        term=draw(texts),
        kind=draw(st.sampled_from(FactKind)),
        statement=statement,
        gist=draw(_optional_texts),
        parts=tuple(Part(id=new_id(), ask=a, gist=g) for a, g in draw(_tuples(st.tuples(texts, texts), most=2))),
        misconceptions=tuple(
            Misconception(id=new_id(), text=text, why=why, differs=differs)
            for text, why, differs in draw(_tuples(st.tuples(texts, texts, st.sampled_from(Difference)), most=2))
        ),
        tags=draw(_tuples(texts)),
        source=draw(_sources(documents)) if documents else None,
        generate=Generate(
            off=draw(_tuples(st.sampled_from(kinds))),
            clozes=pinned,
            distractors=draw(_some(fact_ids)),
            never=draw(_some(fact_ids)),
        ),
        waivers=draw(waivers()),
        incomplete=incomplete,
    )


class _Text:
    """A drawn text with further texts beside it."""

    def __init__(self, text: str, more: tuple[str, ...]) -> None:
        self.text = text
        self.more = more


@st.composite
def items(draw: st.DrawFn, item_id: str, fact_ids: list[str], item_ids: list[str]) -> Item:
    """Build an item of any kind, with the options or the answer that its kind has."""
    kind = draw(st.sampled_from(ItemKind))
    stem = draw(texts)
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    if kind.has_options:
        options = draw(_tuples(st.builds(Option, text=texts, key=st.booleans(), why=_optional_texts), 2, 6))
    elif kind is ItemKind.FILL_IN:
        blanks = draw(_tuples(_tuples(texts, 1), 1))
        stem += "".join(f" {BLANK}。" for _ in blanks)
        answer = FillInAnswer(blanks=blanks)
    else:
        answer = draw(_answers(kind))
    return Item(
        id=item_id,
        kind=kind,
        facts=draw(_some(fact_ids, 1)),
        stem=stem,
        options=options,
        answer=answer,
        rationale=draw(_optional_texts),
        points=draw(st.integers(min_value=1, max_value=9)),
        use=draw(st.sampled_from(Use)),
        tags=draw(_tuples(texts)),
        facility=draw(st.none() | st.floats(min_value=0, max_value=1)),
        enemies=draw(_some([other for other in item_ids if other != item_id])),
        waivers=draw(waivers()),
        withdrawn=draw(_optional_texts),
    )


def _answers(kind: ItemKind) -> st.SearchStrategy[Answer]:
    if kind is ItemKind.TRUE_FALSE:
        return st.builds(TrueFalseAnswer, value=st.booleans())
    if kind is ItemKind.ORDERING:
        return st.builds(OrderingAnswer, steps=_tuples(texts, 2))
    if kind is ItemKind.MATCHING:
        return st.builds(MatchingAnswer, pairs=_tuples(st.tuples(texts, texts), 2), extras=_tuples(texts))
    points = st.builds(ScoringPoint, text=texts, points=st.integers(min_value=1, max_value=5))
    return st.builds(ShortAnswer, scoring=_tuples(points, 1))


@st.composite
def blueprints(draw: st.DrawFn, exam_id: str, name: str, chapter_ids: list[str]) -> Blueprint:
    """Build a blueprint; whether the bank could fill it is no matter of form."""
    quotas = st.builds(
        KindQuota, kind=st.sampled_from(ItemKind), items=_numbers, points=_numbers, max_use=st.none() | _numbers
    )
    chosen = draw(_some(chapter_ids))
    return Blueprint(
        id=exam_id,
        name=name,
        title=draw(texts),
        minutes=draw(_numbers),
        kinds=draw(_tuples(quotas, 1)),
        chapters=tuple(ChapterQuota(chapter=chapter, items=draw(_numbers)) for chapter in chosen),
        vary=draw(st.sampled_from(Vary)),
        max_use=draw(_numbers),
        pass_points=draw(st.none() | st.just(0) | st.just(1)),
        instructions=draw(_tuples(texts)),
    )


@st.composite
def banks(draw: st.DrawFn) -> Bank:
    """Build a valid bank: what `parse_bank(format_bank(bank))` must give back."""
    count = 0

    def new_id() -> str:
        nonlocal count
        count += 1
        return f"id{count:04d}"

    documents = [new_id() for _ in range(draw(st.integers(min_value=0, max_value=2)))]
    plan = draw(st.lists(st.lists(st.integers(min_value=0, max_value=3), max_size=3), max_size=3))
    fact_ids = [new_id() for sections in plan for size in sections for _ in range(size)]
    chapter_ids = [new_id() for _ in plan]
    # An item tests a fact, so a bank without facts has none.
    item_ids = [new_id() for _ in range(draw(st.integers(min_value=0, max_value=3)))] if fact_ids else []
    exam_names = draw(st.lists(st.sampled_from(["test", "knowledge-test", "小测", "a_1"]), max_size=2, unique=True))
    waiting = iter(fact_ids)
    chapters = []
    for chapter_id, sizes in zip(chapter_ids, plan, strict=True):
        sections = []
        for size in sizes:
            incomplete = draw(st.booleans())
            listed = [draw(facts(next(waiting), fact_ids, new_id, documents)) for _ in range(size)]
            title = draw(_optional_texts if incomplete else texts)
            ordered = draw(st.booleans())
            sections.append(
                Section(id=new_id(), title=title, facts=tuple(listed), ordered=ordered, incomplete=incomplete)
            )
        chapters.append(Chapter(id=chapter_id, title=draw(texts), sections=tuple(sections)))
    return Bank(
        id=new_id(),
        title=draw(texts),
        language=draw(st.sampled_from([Language.ZH_HANS, Language.EN])),
        version="1.0",
        licence=draw(texts),
        decks=DeckNames(hans=draw(texts), hant=draw(texts)),
        sources=tuple(
            SourceDocument(id=own, document=draw(texts), sha256="0" * 64, title=draw(_optional_texts))
            for own in documents
        ),
        chapters=tuple(chapters),
        items=tuple(draw(items(own, fact_ids, item_ids)) for own in item_ids),
        exams=tuple(draw(blueprints(new_id(), name, chapter_ids)) for name in exam_names),
    )
