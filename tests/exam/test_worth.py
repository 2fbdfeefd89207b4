from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drill.exam.worth import shared_out, worth
from drill.model.bank import Item, ItemKind, ScoringPoint, ShortAnswer


def short_answer(*points: int) -> Item:
    scoring = tuple(ScoringPoint(text=f"point {n}", points=value) for n, value in enumerate(points))
    return Item(id="abcd", kind=ItemKind.SHORT_ANSWER, facts=("f",), stem="?", answer=ShortAnswer(scoring=scoring))


def points_of(item: Item) -> list[int]:
    assert isinstance(item.answer, ShortAnswer)
    return [point.points for point in item.answer.scoring]


def test_scoring_points_add_up_to_what_the_item_is_worth() -> None:
    assert points_of(worth(short_answer(3, 2), 6)) == [3, 3]
    assert points_of(worth(short_answer(2, 2, 1), 10)) == [4, 4, 2]


def test_more_scoring_points_than_points_stay_as_shares() -> None:
    assert points_of(worth(short_answer(1, 1, 1), 2)) == [1, 1, 1]


def test_other_kinds_stay_as_they_are() -> None:
    item = Item(id="abcd", kind=ItemKind.SINGLE_CHOICE, facts=("f",), stem="?")
    assert worth(item, 5) is item


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 30))
def test_sharing_out_is_whole_complete_and_monotone(weights: list[int], spare: int) -> None:
    shares = shared_out(weights, len(weights) + spare)
    assert sum(shares) == len(weights) + spare
    assert min(shares) >= 1
    for weight, share in zip(weights, shares, strict=True):
        for other, its in zip(weights, shares, strict=True):
            assert not (weight > other and share < its)
