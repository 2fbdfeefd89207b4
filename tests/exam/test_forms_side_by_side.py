"""What forms laid side by side tell: across forms, a key must behave like any distractor of its item."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from tests.exam.exam_pool import blueprint_of, item

from drill.exam.assembly import make_forms
from drill.model.bank import ItemKind, Vary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drill.model.bank import Item
    from drill.model.exam import Form

    # Where an option stands on each form -> how much it looks like the key.
    Guess = Callable[[Sequence[int]], int]

SEEDS = 80
BLUEPRINT = blueprint_of([(ItemKind.SINGLE_CHOICE, 12), (ItemKind.SITUATIONAL, 8)], vary=Vary.ORDER)


def never_repeats(places: Sequence[int]) -> int:
    return len(set(places)) == len(places)


def repeats_most(places: Sequence[int]) -> int:
    return max(Counter(places).values())


def stays_beside_the_form_before(places: Sequence[int]) -> int:
    return places[0] == places[1]


def pool(options: int) -> list[Item]:
    texts = ["先致歉再说明", "先记录再转接", "先说明再致歉", "先转接再记录"][:options]
    kinds = [quota.kind for quota in BLUEPRINT.kinds for _ in range(quota.items)]
    return [item(f"i{at}", kind, texts=texts, keys=(at % options,)) for at, kind in enumerate(kinds)]


def right_share(forms: Sequence[Form], guess: Guess) -> float:
    """Return the share of items a guesser gets right who picks, at random, one of those that look most like the key."""
    earned = 0.0
    for first in forms[0].items:
        orders = [entry.option_order for form in forms for entry in form.items if entry.item.id == first.item.id]
        scores = [guess([order.index(option) for order in orders]) for option in range(len(first.item.options))]
        likely = [option for option, score in enumerate(scores) if score == max(scores)]
        earned += (first.item.keys[0] in likely) / len(likely)
    return earned / len(forms[0].items)


@pytest.mark.parametrize("guess", [never_repeats, repeats_most, stays_beside_the_form_before])
@pytest.mark.parametrize(("count", "options"), [(2, 3), (3, 3), (2, 4), (3, 4), (4, 4)])
def test_neither_a_key_that_moves_nor_one_that_stays_is_known_by_it(guess: Guess, count: int, options: int) -> None:
    items = pool(options)
    shares = [right_share(make_forms(BLUEPRINT, items, {}, forms=count, seed=seed), guess) for seed in range(SEEDS)]
    # In 1,600 guesses chance itself seldom strays by more than three points.
    assert abs(sum(shares) / SEEDS - 1 / options) < 0.05
