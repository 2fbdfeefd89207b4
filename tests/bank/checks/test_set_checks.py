"""Checks of sets of items: kinds within the bank, and forms as they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bank.checks.checks_bank import DISTRACTORS, KEY, answered, bank, choice, found, judge, names

from drill.bank.checks import check_forms
from drill.bank.checks.sets import Placed, choice_hits
from drill.model.bank import FillInAnswer, Item, ItemKind, ScoringPoint, ShortAnswer, Waiver
from drill.model.exam import Form, FormItem
from drill.model.finding import Severity
from drill.model.place import Place

BALANCED = (0, 1, 2, 3, 2, 0, 3, 1, 1, 3, 0, 2, 3, 2, 1, 0, 0, 2, 1, 3)


def _placed(positions: tuple[int, ...], *, width: int = 4, longest: int = 0) -> list[Placed]:
    return [
        Placed(
            item_id=f"item{at}",
            key=key,
            lengths=tuple(12 if place == key and at < longest else 11 for place in range(width)),
        )
        for at, key in enumerate(positions)
    ]


def _fired(placed: list[Placed]) -> list[tuple[str, Severity]]:
    return [(hit.check.name, hit.severity) for hit in choice_hits("set", "items", placed)]


POSITION, LONGEST = "key-position", "key-longest-set"
POSITIONS = [
    pytest.param((), [], id="nothing"),
    pytest.param(BALANCED, [], id="balanced"),
    pytest.param((0, 1, 2) * 7, [(POSITION, Severity.ERROR)], id="never D"),
    pytest.param((0, 1, 2, 0, 1, 2), [], id="too few to say never"),
    pytest.param((0, 1, 2, 0, 1, 2, 0, 1), [(POSITION, Severity.WARNING)], id="never D in a small set"),
    pytest.param((*BALANCED, 3, 0, 0, 0, 0), [(POSITION, Severity.ERROR)], id="run of four"),
    pytest.param((*BALANCED, 3, 0, 0, 0, 1), [], id="run of three"),
    pytest.param((0, 0, 1, 2, 3, 0, 1, 1, 2, 0, 3, 2), [], id="4 3 3 2 of 12"),
    pytest.param((0, 0, 1, 2, 3, 0, 0, 1, 2, 0, 3, 1), [(POSITION, Severity.WARNING)], id="5 3 2 2 of 12"),
]


@pytest.mark.parametrize(("positions", "expected"), POSITIONS)
def test_key_positions(positions: tuple[int, ...], expected: list[tuple[str, Severity]]) -> None:
    assert _fired(_placed(positions)) == expected


def test_items_with_another_number_of_options_do_not_count_as_never_using_a_position() -> None:
    assert _fired([*_placed((0, 1, 0, 1), width=2), *_placed(BALANCED)]) == []


@pytest.mark.parametrize(
    ("longest", "size", "expected"),
    [
        (5, 20, []),
        (6, 20, [(LONGEST, Severity.ERROR)]),
        (3, 10, [(LONGEST, Severity.WARNING)]),
        (2, 4, []),
    ],
)
def test_the_key_is_longest_in_at_most_three_of_ten(
    longest: int, size: int, expected: list[tuple[str, Severity]]
) -> None:
    assert _fired(_placed(BALANCED[:size], longest=longest)) == expected


@given(st.lists(st.integers(0, 3), max_size=60).map(tuple))
def test_positions_are_judged_alike_whichever_letters_they_have(positions: tuple[int, ...]) -> None:
    mirrored = tuple(3 - key for key in positions)
    assert _fired(_placed(positions)) == _fired(_placed(mirrored))


def test_each_kind_within_the_bank_is_a_set() -> None:
    texts = "甲乙丙丁戊己庚辛"
    items = [
        choice(f"客户提出第{text}种投诉时，你怎么做？", ident=f"choice{text}", key_at=at % 3)
        for at, text in enumerate(texts)
    ]
    findings = found(None, *items)
    assert [(finding.check, finding.subject, finding.severity) for finding in findings] == [
        ("key-position", "situational", Severity.WARNING)
    ]
    assert "never stands at D (A 3, B 3, C 2, D 0)" in findings[0].message


def _judged(true: int, false: int) -> list[Item]:
    return [
        *(judge(f"客户投诉要登记，编号是{at}。", value=True, ident=f"true{at}") for at in range(true)),
        *(judge(f"客户投诉能搁置，编号是{at}。", value=False, ident=f"false{at}") for at in range(false)),
    ]


@pytest.mark.parametrize(
    ("true", "false", "fires"),
    [(0, 0, False), (3, 1, False), (3, 0, True), (8, 12, False), (7, 13, True), (12, 8, False), (13, 7, True)],
)
def test_true_and_false_are_about_as_many(true: int, false: int, fires: bool) -> None:  # noqa: FBT001 - a table's column
    assert names(found(None, *_judged(true, false))) == (["true-share"] if fires else [])


def _form(*items: Item, orders: dict[str, tuple[int, ...]] | None = None) -> Form:
    orders = orders or {}
    entries = (
        FormItem(
            number=number,
            item=item,
            points=1,
            option_order=orders.get(item.id, tuple(range(len(item.options)))),
        )
        for number, item in enumerate(items, start=1)
    )
    return Form(code="A", items=tuple(entries))


def test_on_a_form_the_printed_position_counts() -> None:
    items = [choice(f"情形{at}里你怎么做？", ident=f"item{at}", key_at=at) for at in range(4)]
    one_place = {item.id: (*item.keys, *(place for place in range(4) if not item.options[place].key)) for item in items}
    assert check_forms([_form(*items)], bank=bank(), places={}) == ()
    findings = check_forms([_form(*items, orders=one_place)], bank=bank(), places={"testbank": Place("bank.yaml", 1)})
    assert [(finding.check, finding.subject) for finding in findings] == [("key-position", "A"), ("key-position", "A")]
    assert str(findings[0]).startswith("bank.yaml:1: in choice items of form A the key stands unevenly")


def test_true_share_is_counted_on_each_form() -> None:
    assert names(check_forms([_form(*_judged(3, 0))], bank=bank(), places={})) == ["true-share"]


FILL_IN = answered(ItemKind.FILL_IN, "投诉登记后要按性质____处理。", FillInAnswer(blanks=(("归类", "分类"),)), "fillin")
TELLING = choice(f"小林{KEY}，客户仍不满意。你怎么做？", ident="other")
TELLS = [
    pytest.param(TELLING, choice(), True, id="key in a stem"),
    pytest.param(
        choice(f"小林{DISTRACTORS[0]}，你怎么做？", ident="other"), choice(), False, id="distractor in a stem"
    ),
    pytest.param(choice("客户说先退款，你怎么做？", ident="other"), choice(key="先退款"), False, id="short key"),
    pytest.param(judge("投诉登记后要按性质归类处理。", value=True), FILL_IN, True, id="blank filled"),
    pytest.param(judge("投诉登记后要按性质排队处理。", value=True), FILL_IN, False, id="same sentence, other word"),
    pytest.param(judge("客户的来信归类后存档。", value=True), FILL_IN, False, id="same word, other sentence"),
    pytest.param(
        judge("投诉后先听完客户的话。", value=True),
        answered(
            ItemKind.SHORT_ANSWER, "怎么办？", ShortAnswer(scoring=(ScoringPoint(text="先听完客户的话", points=1),))
        ),
        True,
        id="scoring point in a stem",
    ),
    pytest.param(
        judge("投诉登记。", value=True),
        answered(ItemKind.FILL_IN, "____", FillInAnswer(blanks=(("登记",),))),
        False,
        id="nothing around the blank",
    ),
]


@pytest.mark.parametrize(("telling", "told", "fires"), TELLS)
def test_a_question_must_not_answer_another(telling: Item, told: Item, fires: bool) -> None:  # noqa: FBT001 - likewise
    findings = check_forms([_form(telling, told)], bank=bank(), places={})
    assert [(finding.check, finding.subject) for finding in findings] == (
        [("answer-visible", told.id)] if fires else []
    )


def test_a_waiver_of_the_item_covers_the_form() -> None:
    waived = Waiver(check="answer-visible", reason="两题相隔很远")
    told = choice()
    checked = bank(items=[Item(id=told.id, kind=told.kind, facts=told.facts, stem=told.stem, waivers=(waived,))])
    findings = check_forms([_form(TELLING, told)], bank=checked, places={})
    assert [finding.waived for finding in findings] == ["两题相隔很远"]
