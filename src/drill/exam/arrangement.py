"""The printed order of a form: its items, their options and columns, and with them the key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from drill.exam.key_positions import KeySlot, choose_key_positions
from drill.exam.options import fixed_order, movable_options
from drill.exam.worth import worth
from drill.model.bank import ItemKind, MatchingAnswer, OrderingAnswer, TrueFalseAnswer
from drill.model.exam import Form, FormItem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drill.model.bank import Blueprint, Item
    from drill.text.shuffle import Rng

Order = tuple[int, ...]

_TRIES = 24
_MAX_TRUTH_RUN = 4


@dataclass(slots=True)
class Seen:
    """What the forms made so far print, so that neighbours at an exam seldom see the same letters."""

    orders: dict[str, set[tuple[Order, Order]]] = field(default_factory=dict)
    parts: set[tuple[str, ...]] = field(default_factory=set)


def arrange(code: str, blueprint: Blueprint, items: Sequence[Item], seen: Seen, rng: Rng) -> Form:
    """Return the form of `items`: parts as the blueprint lists its kinds, everything else in an order drawn from `rng`.

    `seen` is added to.
    """
    parts = [
        (quota, _part_order([item for item in items if item.kind is quota.kind], seen, rng.derive("part", quota.kind)))
        for quota in blueprint.kinds
    ]
    order = [(item, quota.points) for quota, part in parts for item in part]
    keys = _key_positions([item for item, _ in order], rng.derive("keys"))
    return Form(
        code=code,
        items=tuple(
            _ordered(
                FormItem(number=number, item=worth(item, points), points=points),
                keys.get(item.id),
                seen,
                rng.derive("item", item.id),
            )
            for number, (item, points) in enumerate(order, start=1)
        ),
    )


def _part_order(items: Sequence[Item], seen: Seen, rng: Rng) -> list[Item]:
    """Return the items of a part in an order no other form has, true and false ones without a long run."""

    def faults(order: list[Item]) -> int:
        return 2 * _truth_overrun(order) + (len(order) > 1 and tuple(item.id for item in order) in seen.parts)

    best = _best_of(lambda: rng.shuffled(items), faults)
    seen.parts.add(tuple(item.id for item in best))
    return best


def _best_of(draw: Callable[[], list[Item]], faults: Callable[[list[Item]], int]) -> list[Item]:
    best = draw()
    for _ in range(_TRIES):
        if not faults(best):
            break
        best = min(best, draw(), key=faults)
    return best


def _truth_overrun(items: Sequence[Item]) -> int:
    answers = [item.answer.value for item in items if isinstance(item.answer, TrueFalseAnswer)]
    return sum(max(0, len(list(run)) - _MAX_TRUTH_RUN) for _, run in groupby(answers))


def _has_single_key(item: Item) -> bool:
    return item.kind.has_options and item.kind is not ItemKind.MULTIPLE_CHOICE and len(item.keys) == 1


def _key_positions(items: Sequence[Item], rng: Rng) -> dict[str, int]:
    """Return where the key of each single-key item of a form stands, by item id."""
    single = [item for item in items if _has_single_key(item)]
    kinds = list(ItemKind)
    slots = [KeySlot(allowed=_allowed_key_positions(item), part=kinds.index(item.kind)) for item in single]
    return dict(zip((item.id for item in single), choose_key_positions(slots, rng), strict=True))


def _allowed_key_positions(item: Item) -> tuple[int, ...]:
    texts = [option.text for option in item.options]
    (key,) = item.keys
    fixed = fixed_order(texts)
    movable, last = movable_options(texts)
    if fixed is None and key in movable:
        return tuple(range(len(movable)))
    return ((fixed or (*movable, *last)).index(key),)


def _ordered(entry: FormItem, key_position: int | None, seen: Seen, rng: Rng) -> FormItem:
    """Return `entry` with the order of its options or columns, if possible one that no other form has.

    A single-key item takes the first order drawn: its key stands where the form's balance has put it, so only its
    distractors could give way to an order seen before, and forms laid side by side would tell them by that.
    """
    item = entry.item
    earlier = seen.orders.setdefault(item.id, set())
    orders = _orders(item, key_position, rng)
    for _ in range(_TRIES if key_position is None else 0):
        if orders not in earlier:
            break
        orders = _orders(item, key_position, rng)
    earlier.add(orders)
    first, second = orders
    if item.kind.has_options:
        return replace(entry, option_order=first)
    return replace(entry, left_order=first, right_order=second)


def _orders(item: Item, key_position: int | None, rng: Rng) -> tuple[Order, Order]:
    """Draw the order of an item's options, or of its left and right column."""
    match item.answer:
        case MatchingAnswer(pairs=pairs, extras=extras):
            left = tuple(rng.shuffled(range(len(pairs))))
            return left, _scrambled(left, len(pairs) + len(extras), rng)
        case OrderingAnswer(steps=steps):
            return (), _scrambled(tuple(range(len(steps))), len(steps), rng)
        case _:
            return _option_order(item, key_position, rng), ()


def _option_order(item: Item, key_position: int | None, rng: Rng) -> Order:
    texts = [option.text for option in item.options]
    fixed = fixed_order(texts)
    if fixed is not None:
        return fixed
    movable, last = movable_options(texts)
    if key_position is None or key_position >= len(movable):
        return (*rng.shuffled(movable), *last)
    (key,) = item.keys
    order = rng.shuffled(position for position in movable if position != key)
    order.insert(key_position, key)
    return (*order, *last)


def _scrambled(straight: Order, size: int, rng: Rng) -> Order:
    """Draw an order of `size` texts in which the first ones do not stand as `straight` does."""
    order = tuple(rng.shuffled(range(size)))
    return (*order[1:], order[0]) if order[: len(straight)] == straight else order
