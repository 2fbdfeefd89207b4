"""A small bank and pool to make exams from: every kind of item, over a few chapters of facts."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from drill.model.bank import (
    Bank,
    Blueprint,
    Chapter,
    ChapterQuota,
    DeckNames,
    Fact,
    FactKind,
    FillInAnswer,
    Item,
    ItemKind,
    KindQuota,
    Language,
    MatchingAnswer,
    Option,
    OrderingAnswer,
    ScoringPoint,
    Section,
    ShortAnswer,
    TrueFalseAnswer,
    Vary,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drill.model.bank import Answer
    from drill.text.shuffle import Rng

KINDS = tuple(ItemKind)


def fact_id(chapter: int, fact: int) -> str:
    return f"fact{chapter}x{fact}"


def chapter_id(chapter: int) -> str:
    return f"chap{chapter}"


def chapters_of(chapters: int, facts: int) -> dict[str, str]:
    return {fact_id(chapter, fact): chapter_id(chapter) for chapter in range(chapters) for fact in range(facts)}


def options(texts: Sequence[str], *keys: int) -> tuple[Option, ...]:
    return tuple(Option(text=text, key=at in keys) for at, text in enumerate(texts))


def item(  # noqa: PLR0913 -- a test names only what it is about
    name: str,
    kind: ItemKind,
    facts: tuple[str, ...] = (),
    *,
    rng: Rng | None = None,
    facility: float | None = None,
    enemies: tuple[str, ...] = (),
    texts: Sequence[str] | None = None,
    keys: tuple[int, ...] | None = None,
) -> Item:
    """Return a sound item of `kind`; with `rng` its key or truth is drawn, without it is the first."""
    below = rng.below if rng else lambda _: 0
    printed: tuple[Option, ...] = ()
    answer: Answer | None = None
    match kind:
        case ItemKind.SINGLE_CHOICE | ItemKind.SITUATIONAL:
            printed = options(texts or [f"{name}的做法{mark}" for mark in "甲乙丙丁"], *(keys or (below(4),)))
        case ItemKind.MULTIPLE_CHOICE:
            first = below(4)
            printed = options(texts or [f"{name}的要点{mark}" for mark in "甲乙丙丁戊"], *(keys or (first, first + 1)))
        case ItemKind.TRUE_FALSE:
            answer = TrueFalseAnswer(value=below(2) == 0)
        case ItemKind.FILL_IN:
            answer = FillInAnswer(blanks=((f"{name}的答案", "另一说法"),))
        case ItemKind.MATCHING:
            answer = MatchingAnswer(
                pairs=tuple((f"{name}左{mark}", f"{name}右{mark}") for mark in "甲乙丙"), extras=(f"{name}右丁",)
            )
        case ItemKind.ORDERING:
            answer = OrderingAnswer(steps=tuple(f"{name}步骤{mark}" for mark in "甲乙丙丁"))
        case ItemKind.SHORT_ANSWER:
            answer = ShortAnswer(
                scoring=(ScoringPoint(text=f"{name}其一", points=2), ScoringPoint(text=f"{name}其二", points=1))
            )
    return Item(
        id=name,
        kind=kind,
        facts=facts,
        stem=f"{name}：____？",
        options=printed,
        answer=answer,
        facility=facility,
        enemies=enemies,
    )


def pool_of(
    rng: Rng, *, chapters: int = 4, facts: int = 10, per_cell: int = 12, kinds: Sequence[ItemKind] = KINDS
) -> list[Item]:
    """Return `per_cell` items of each kind for each chapter, each testing one drawn fact."""
    numbers: Iterator[int] = count()
    return [
        item(
            f"item{next(numbers)}", kind, (fact_id(chapter, rng.below(facts)),), rng=rng, facility=0.3 + rng.unit() / 2
        )
        for kind in kinds
        for chapter in range(chapters)
        for _ in range(per_cell)
    ]


def blueprint_of(
    kinds: Sequence[tuple[ItemKind, int]],
    chapters: Sequence[int] = (),
    *,
    max_use: int = 1,
    vary: Vary = Vary.ITEMS,
    uses: dict[ItemKind, int] | None = None,
) -> Blueprint:
    return Blueprint(
        id="exam2abc",
        name="small-test",
        title="小测验",
        minutes=30,
        kinds=tuple(
            KindQuota(kind=kind, items=items, points=2, max_use=(uses or {}).get(kind)) for kind, items in kinds
        ),
        chapters=tuple(ChapterQuota(chapter=chapter_id(at), items=items) for at, items in enumerate(chapters)),
        max_use=max_use,
        vary=vary,
        pass_points=min(6, 2 * sum(items for _, items in kinds)),
        instructions=("独立完成。",),
    )


def bank_of(*, chapters: int = 4, facts: int = 10, exams: Sequence[Blueprint] = ()) -> Bank:
    return Bank(
        id="3e2a9c1e-6a0f-4a45-9d0e-0c8f1f3f9a11",
        title="小题库",
        language=Language.ZH_HANS,
        version="1.2",
        licence="MIT",
        decks=DeckNames(hans="小题库", hant="小題庫"),
        chapters=tuple(
            Chapter(
                id=chapter_id(chapter),
                title=f"第{chapter}章",
                sections=(
                    Section(
                        id=f"sect{chapter}",
                        title="节",
                        facts=tuple(
                            Fact(id=fact_id(chapter, fact), term="词", kind=FactKind.DUTY, statement="句。")
                            for fact in range(facts)
                        ),
                    ),
                ),
            )
            for chapter in range(chapters)
        ),
        exams=tuple(exams),
    )
