from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.exam.exam_pool import blueprint_of, item

from drill.exam.arrangement import Seen, arrange
from drill.model.bank import Item, ItemKind, MatchingAnswer, OrderingAnswer, TrueFalseAnswer
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from drill.model.exam import Form

CHOICE, SEVERAL, JUDGE = ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE, ItemKind.TRUE_FALSE
MATCH, STEPS = ItemKind.MATCHING, ItemKind.ORDERING


def arranged(items: list[Item], *, seed: int = 1, seen: Seen | None = None) -> Form:
    kinds = Counter(entry.kind for entry in items)
    return arrange("A", blueprint_of(list(kinds.items())), items, seen or Seen(), Rng(seed))


def printed(form: Form, at: int = 0) -> list[str]:
    entry = form.items[at]
    return [entry.item.options[position].text for position in entry.option_order]


@given(st.integers(0, 10_000))
def test_options_are_all_printed_once_and_the_letters_name_the_keys(seed: int) -> None:
    form = arranged(
        [item(f"i{at}", kind, rng=Rng(at)) for at, kind in enumerate([CHOICE] * 5 + [SEVERAL] * 3)], seed=seed
    )
    for entry in form.items:
        assert sorted(entry.option_order) == list(range(len(entry.item.options)))
        keys = {entry.item.options[entry.option_order[ord(mark) - ord("A")]].text for mark in entry.key_letters}
        assert keys == {option.text for option in entry.item.options if option.key}


@given(st.integers(0, 10_000), st.integers(0, 2))
def test_what_speaks_about_all_is_printed_last(seed: int, key: int) -> None:
    entry = item("i", CHOICE, texts=["以上都不对", "先致歉", "先记录"], keys=(key,))
    assert printed(arranged([entry], seed=seed))[-1] == "以上都不对"


@given(st.integers(0, 10_000))
def test_numbers_are_printed_in_order(seed: int) -> None:
    entry = item("i", CHOICE, texts=["5 天", "48 小时", "以上都不对", "1 天"], keys=(0,))
    form = arranged([entry], seed=seed)
    assert printed(form) == ["1 天", "48 小时", "5 天", "以上都不对"]
    assert form.items[0].key_letters == "C"


def test_options_that_name_letters_are_printed_as_written() -> None:
    entry = item("i", SEVERAL, texts=["先致歉", "先记录", "A和B", "先转接"], keys=(2, 3))
    assert all(printed(arranged([entry], seed=seed))[2] == "A和B" for seed in range(10))


def test_a_choice_item_with_two_keys_is_shuffled_like_any_other() -> None:
    both = item("i", ItemKind.SITUATIONAL, keys=(0, 1))
    assert len({arranged([both], seed=seed).items[0].key_letters for seed in range(40)}) == 6


@given(st.integers(0, 10_000), st.integers(2, 6), st.integers(0, 3))
def test_the_columns_of_a_matching_item_never_stand_side_by_side(seed: int, pairs: int, extras: int) -> None:
    answer = MatchingAnswer(
        pairs=tuple((f"左{at}", f"右{at}") for at in range(pairs)), extras=tuple(f"余{at}" for at in range(extras))
    )
    entry = arranged([replace(item("i", MATCH), answer=answer)], seed=seed).items[0]
    assert sorted(entry.left_order) == list(range(pairs))
    assert sorted(entry.right_order) == list(range(pairs + extras))
    assert entry.right_order[:pairs] != entry.left_order
    assert entry.match_letters != "ABCDEFGHI"[:pairs]


@given(st.integers(0, 10_000), st.integers(2, 6))
def test_steps_never_stand_in_their_right_order(seed: int, count: int) -> None:
    answer = OrderingAnswer(steps=tuple(f"步{at}" for at in range(count)))
    entry = arranged([replace(item("i", STEPS), answer=answer)], seed=seed).items[0]
    assert sorted(entry.right_order) == list(range(count))
    assert entry.right_order != tuple(range(count))
    assert "".join(chr(65 + entry.right_order.index(at)) for at in range(count)) == entry.step_letters


@given(st.integers(0, 10_000), st.integers(6, 12))
def test_true_and_false_never_run_to_five(seed: int, count: int) -> None:
    items = [replace(item(f"i{at}", JUDGE), answer=TrueFalseAnswer(value=at < count // 2)) for at in range(count)]
    form = arranged(items, seed=seed)
    runs = [len(list(run)) for _, run in groupby(entry.item.answer for entry in form.items)]
    assert max(runs) < 5


def test_a_part_that_is_all_true_is_printed_all_the_same() -> None:
    assert len(arranged([item(f"i{at}", JUDGE) for at in range(6)]).items) == 6


def test_neighbours_see_columns_and_items_of_several_keys_in_another_order() -> None:
    items = [item(f"i{at}", kind, rng=Rng(at)) for at, kind in enumerate([MATCH, STEPS, SEVERAL])]
    for seed in range(10):
        seen = Seen()
        forms = [arranged(items, seed=100 * seed + at, seen=seen) for at in range(4)]
        by_item: dict[str, list[object]] = {}
        for form in forms:
            for entry in form.items:
                by_item.setdefault(entry.item.id, []).append((entry.option_order, entry.left_order, entry.right_order))
        assert all(len(set(orders)) == 4 for orders in by_item.values())


def test_neighbours_seldom_see_a_single_key_item_in_the_same_order() -> None:
    items = [item(f"i{at}", CHOICE, rng=Rng(at)) for at in range(20)]
    same = 0
    for seed in range(50):
        seen = Seen()
        one, other = ({e.item.id: e for e in arranged(items, seed=2 * seed + at, seen=seen).items} for at in range(2))
        same += sum(one[name].option_order == other[name].option_order for name in one)
    # One in 24 by chance, of 1,000.
    assert same < 80


def test_more_forms_than_orders_are_made_all_the_same() -> None:
    seen = Seen()
    two = item("i", SEVERAL, texts=["是的做法", "否的做法"], keys=(0, 1))
    assert {arranged([two], seed=seed, seen=seen).items[0].option_order for seed in range(5)} == {(0, 1), (1, 0)}


def test_keys_over_choice_and_situational_items_are_balanced_together() -> None:
    kinds = [CHOICE] * 10 + [ItemKind.SITUATIONAL] * 8
    for seed in range(30):
        form = arranged([item(f"i{at}", kind) for at, kind in enumerate(kinds)], seed=seed)
        letters = "".join(entry.key_letters for entry in form.items)
        counts = [letters.count(mark) for mark in "ABCD"]
        assert max(counts) - min(counts) < 3
        assert max(len(list(run)) for _, run in groupby(letters)) < 4
