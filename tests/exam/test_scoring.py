from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exam.exam_pool import blueprint_of, item, pool_of

from drill.exam.assembly import make_forms
from drill.exam.scoring import ScoringError, accepts, plain_answer, points_for, share_for
from drill.model.bank import (
    FillInAnswer,
    ItemKind,
    MatchingAnswer,
    OrderingAnswer,
    ScoringPoint,
    ShortAnswer,
    TrueFalseAnswer,
)
from drill.model.exam import Awarded, Filled, FormItem, Judged, Marked, Response
from drill.text.shuffle import Rng

EVERY_KIND = make_forms(blueprint_of([(kind, 2) for kind in ItemKind]), pool_of(Rng("scoring")), {}, forms=1, seed=1)[
    0
].items


def choice(kind: ItemKind, keys: str, points: int = 2, count: int = 5) -> FormItem:
    at = tuple("ABCDEFGH".index(key) for key in keys)
    entry = item("i", kind, texts=[f"做法{n}" for n in range(count)], keys=at)
    return FormItem(number=1, item=entry, points=points, option_order=tuple(range(count)))


def right_response(entry: FormItem) -> Response:
    match entry.item.answer:
        case TrueFalseAnswer(value=value):
            return Judged(value=value)
        case FillInAnswer(blanks=blanks):
            return Filled(texts=tuple(accepted[0] for accepted in blanks))
        case MatchingAnswer():
            return Marked(letters=entry.match_letters)
        case OrderingAnswer():
            return Marked(letters=entry.step_letters)
        case ShortAnswer(scoring=scoring):
            return Awarded(points=tuple(point.points for point in scoring))
        case None:
            return Marked(letters=entry.key_letters)


responses = st.one_of(
    st.none(),
    st.builds(Marked, letters=st.text("ABCDEF ", max_size=7)),
    st.builds(Judged, value=st.booleans()),
    st.builds(Filled, texts=st.lists(st.text(max_size=5), max_size=3).map(tuple)),
    st.builds(Awarded, points=st.lists(st.floats(0, 3), max_size=3).map(tuple)),
)


@given(st.sampled_from(EVERY_KIND), responses, st.integers(1, 12))
def test_whatever_is_answered_the_points_are_between_none_and_all(
    entry: FormItem, response: Response | None, points: int
) -> None:
    entry = replace(entry, points=points)
    try:
        earned = points_for(entry, response)
    except ScoringError:
        assert response is not None
        return
    assert 0 <= earned <= points
    assert earned * 2 == int(earned * 2)
    assert (earned == points) == (share_for(entry, response) == 1)


@pytest.mark.parametrize("entry", EVERY_KIND, ids=lambda entry: f"{entry.item.kind}-{entry.number}")
def test_the_key_earns_everything_and_nothing_earns_nothing(entry: FormItem) -> None:
    assert points_for(entry, right_response(entry)) == entry.points
    assert points_for(entry, None) == 0


@pytest.mark.parametrize(("marks", "earned"), [("B", 2), ("A", 0), ("", 0), ("AB", 0), ("BC", 0), ("H", 0), (" B", 2)])
@pytest.mark.parametrize("kind", [ItemKind.SINGLE_CHOICE, ItemKind.SITUATIONAL])
def test_single_choice_is_all_or_nothing(kind: ItemKind, marks: str, earned: float) -> None:
    assert points_for(choice(kind, "B"), Marked(letters=marks)) == earned


@pytest.mark.parametrize(
    ("keys", "marks", "points", "earned"),
    [
        ("ABC", "ABC", 3, 3),
        ("ABC", "AB", 3, 2),
        ("ABC", "AD", 3, 0),
        ("ABC", "ABD", 3, 1),
        ("ABC", "DE", 3, 0),
        ("ABC", "ABCDE", 3, 1),
        ("AB", "A", 3, 1.5),
        ("ABCD", "A", 3, 0.5),  # 0.75, rounded down
        ("ABCD", "ABC", 3, 2),  # 2.25
        ("ABC", "AAB", 3, 2),  # a mark counts once
    ],
)
def test_multiple_choice_earns_right_minus_wrong_marks(keys: str, marks: str, points: int, earned: float) -> None:
    assert points_for(choice(ItemKind.MULTIPLE_CHOICE, keys, points), Marked(letters=marks)) == earned


def test_marking_every_option_earns_less_than_marking_the_key() -> None:
    entry = choice(ItemKind.MULTIPLE_CHOICE, "AB", 3)
    assert points_for(entry, Marked(letters="ABCDE")) == 0


@pytest.mark.parametrize(("value", "judged", "earned"), [(True, True, 1), (True, False, 0), (False, False, 1)])
def test_true_false_is_all_or_nothing(value: bool, judged: bool, earned: float) -> None:  # noqa: FBT001 -- table
    entry = replace(item("i", ItemKind.TRUE_FALSE), answer=TrueFalseAnswer(value=value))
    assert points_for(FormItem(number=1, item=entry, points=1), Judged(value=judged)) == earned


@pytest.mark.parametrize(
    ("accepted", "written"),
    [
        ("书面", " 书 面 "),
        ("书面", "“书面”。"),
        ("ＡＴＭ", "atm"),
        ("1.5", "１．５"),
        ("5%", "5％"),
        ("10,000", "10000"),
        ("3:30", "3：30"),
        ("静音或关闭", "静音、或关闭"),
    ],
)
def test_width_case_spaces_and_punctuation_do_not_matter(accepted: str, written: str) -> None:
    assert accepts([accepted], written)


@pytest.mark.parametrize(
    ("accepted", "written"),
    [
        ("1.5", "15"),
        ("5%", "5"),
        ("3:30", "330"),
        ("-5", "5"),
        ("2024-03", "202403"),
        ("书面", "口头"),
        ("。", ""),
        ("", "。"),
    ],
)
def test_what_changes_the_meaning_does_matter(accepted: str, written: str) -> None:
    assert not accepts([accepted], written)


@given(st.text(max_size=12))
def test_plain_answers_are_plain(text: str) -> None:
    once = plain_answer(text)
    assert not any(char.isspace() for char in once)
    assert accepts([text], text) == bool(once)


def test_each_blank_counts_and_any_accepted_answer_fills_it() -> None:
    answer = FillInAnswer(blanks=(("书面", "书面语"), ("口语",), ("俚语",)))
    entry = FormItem(number=1, item=replace(item("i", ItemKind.FILL_IN), answer=answer), points=3)
    assert points_for(entry, Filled(texts=("书面语", "口语", "俚语"))) == 3
    assert points_for(entry, Filled(texts=("", "口语", "书面"))) == 1
    assert points_for(entry, Filled(texts=("书面",))) == 1
    assert points_for(replace(entry, points=2), Filled(texts=("书面", "口语"))) == 1  # 4/3, rounded down


def matching(rights: tuple[str, ...], extras: tuple[str, ...] = ()) -> FormItem:
    answer = MatchingAnswer(pairs=tuple((f"左{at}", right) for at, right in enumerate(rights)), extras=extras)
    entry = replace(item("i", ItemKind.MATCHING), answer=answer)
    count = len(rights) + len(extras)
    return FormItem(
        number=1,
        item=entry,
        points=6,
        left_order=tuple(reversed(range(len(rights)))),
        right_order=(*range(1, count), 0),
    )


def test_each_pair_of_a_matching_item_counts() -> None:
    entry = matching(("邮件", "闲聊", "会议"), ("公告",))
    assert entry.match_letters == "BAD"
    assert points_for(entry, Marked(letters="BAD")) == 6
    assert points_for(entry, Marked(letters="BAC")) == 4
    assert points_for(entry, Marked(letters=" A ")) == 2
    assert points_for(entry, Marked(letters="B")) == 2
    assert points_for(entry, Marked(letters="ADB")) == 0


def test_equal_right_texts_are_equally_right() -> None:
    entry = matching(("邮件", "邮件"))
    assert entry.match_letters == "AB"
    assert points_for(entry, Marked(letters="BA")) == 6


def ordering(count: int, points: int = 6) -> FormItem:
    answer = OrderingAnswer(steps=tuple(f"步{at}" for at in range(count)))
    order = tuple(range(count))
    return FormItem(
        number=1, item=replace(item("i", ItemKind.ORDERING), answer=answer), points=points, right_order=order
    )


@pytest.mark.parametrize(
    ("given_order", "earned"),
    [("ABCD", 6), ("BCDA", 4), ("DABC", 4), ("CDAB", 4), ("ABDC", 2), ("DCBA", 0), ("AB", 2), ("", 0), ("AABB", 2)],
)
def test_ordering_counts_steps_that_follow_the_right_one(given_order: str, earned: float) -> None:
    assert points_for(ordering(4), Marked(letters=given_order)) == earned


def test_only_the_right_order_of_all_steps_earns_everything() -> None:
    entry = ordering(4)
    full = [order for order in permutations("ABCD") if share_for(entry, Marked(letters="".join(order))) == 1]
    assert full == [tuple("ABCD")]


def test_a_single_step_is_right_or_wrong() -> None:
    assert share_for(ordering(1), Marked(letters="A")) == 1
    assert share_for(ordering(1), Marked(letters="B")) == 0


def short(points: int) -> FormItem:
    scoring = tuple(ScoringPoint(text="点", points=worth) for worth in (2, 2, 1))
    return FormItem(
        number=4, item=replace(item("i", ItemKind.SHORT_ANSWER), answer=ShortAnswer(scoring=scoring)), points=points
    )


def test_a_short_answer_shares_its_points_in_proportion() -> None:
    assert points_for(short(5), Awarded(points=(2, 1, 0))) == 3
    assert points_for(short(10), Awarded(points=(1.5, 0, 1))) == 5
    assert share_for(short(6), Awarded(points=(2, 2, 0.5))) == Fraction(9, 10)
    assert points_for(short(6), Awarded(points=(2, 2, 0.5))) == 5  # 5.4, rounded down


@pytest.mark.parametrize("awards", [(2, 2), (2, 2, 1, 0), (3, 0, 0), (-1, 0, 0), (float("nan"), 0, 0)])
def test_awards_that_cannot_be_are_refused(awards: tuple[float, ...]) -> None:
    with pytest.raises(ScoringError, match=r"question 4 \(item i\)"):
        points_for(short(5), Awarded(points=awards))


def test_a_response_to_another_kind_is_refused() -> None:
    with pytest.raises(ScoringError, match="a judged response does not answer a short_answer item"):
        points_for(short(5), Judged(value=True))
