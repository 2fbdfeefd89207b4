"""Which items stand on which form: annealing over swaps that keep every quota.

The acceptance rule is that of threshold accepting (Dueck & Scheuer 1990, doi:10.1016/0021-9991(90)90201-B): a move is
taken when it worsens the cost by less than a threshold that shrinks to nothing. It needs no exponential, so with costs
in integers the result is the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from drill.model.bank import TrueFalseAnswer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.exam.quotas import Supply
    from drill.exam.transport import Table
    from drill.model.bank import Item
    from drill.text.shuffle import Rng

# From this many true/false items on, their share is held to 40-60 %.
_LARGE_SET = 20
# What a move weighs. Facility counts in squared ten-thousandths of an item: a form 0.02 off the others costs 40,000.
_ENEMIES = 10**12
_SAME_FACT = 2 * 10**8
_TRUE_SHARE = 10**8
_OVERLAP = 3 * 10**4
_FACILITY_UNITS = 10_000

_FIRST_THRESHOLD = 2 * _SAME_FACT
_STEPS_PER_PLACE = 350
# 320 coolings by a sixteenth bring the threshold from its first value to nothing.
_COOLINGS = 320
# Good enough to stop at: nothing together that should be apart, no overlap, facilities alike to 0.0001 on average.
_ENOUGH_PER_FORM = 1_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What the cost looks at, for each item of a supply; the masks have bit i set for item i."""

    enemies: tuple[int, ...]
    rivals: tuple[int, ...]
    facility: tuple[int, ...]
    truth: tuple[int, ...]


def traits_of(items: Sequence[Item]) -> Traits:
    """Return the traits of `items`: who is whose enemy, who tests the same fact, how easy, true or false."""
    known = [item.facility for item in items if item.facility is not None]
    # An item nobody has measured neither eases nor hardens a form.
    neutral = fsum(known) / len(known) if known else 0.5
    return Traits(
        enemies=_enemy_masks(items),
        rivals=_rival_masks(items),
        facility=tuple(
            round((neutral if item.facility is None else item.facility) * _FACILITY_UNITS) for item in items
        ),
        truth=tuple(_truth(item) for item in items),
    )


def _truth(item: Item) -> int:
    if isinstance(item.answer, TrueFalseAnswer):
        return 1 if item.answer.value else -1
    return 0


def _enemy_masks(items: Sequence[Item]) -> tuple[int, ...]:
    position = {item.id: at for at, item in enumerate(items)}
    masks = [0] * len(items)
    for at, item in enumerate(items):
        for name in item.enemies:
            other = position.get(name, at)
            if other != at:
                masks[at] |= 1 << other
                masks[other] |= 1 << at
    return tuple(masks)


def _rival_masks(items: Sequence[Item]) -> tuple[int, ...]:
    testers: dict[str, int] = {}
    for at, item in enumerate(items):
        for fact in item.facts:
            testers[fact] = testers.get(fact, 0) | 1 << at
    masks = []
    for at, item in enumerate(items):
        mask = 0
        for fact in item.facts:
            mask |= testers[fact]
        masks.append(mask & ~(1 << at))
    return tuple(masks)


def choose_items(supply: Supply, tables: Sequence[Table], traits: Traits, rng: Rng) -> list[list[int]]:
    """Return for each form the positions in `supply.items` of its items; `tables` says how many of each cell."""
    state = _State(supply, _first_choice(supply, tables, rng), traits, rng)
    steps = _STEPS_PER_PLACE * supply.forms * supply.blueprint.item_count // _COOLINGS + 1
    threshold = _FIRST_THRESHOLD
    for _ in range(_COOLINGS):
        if state.cost <= _ENOUGH_PER_FORM * supply.forms:
            break
        for _ in range(steps):
            state.try_move(threshold)
        threshold = threshold * 15 // 16
    return state.forms


def _first_choice(supply: Supply, tables: Sequence[Table], rng: Rng) -> list[list[int]]:
    """Deal each cell's items round to the forms: no form gets one twice, and all are used as evenly as can be."""
    forms: list[list[int]] = [[] for _ in tables]
    for row, cells in enumerate(supply.members()):
        for column, cell in enumerate(cells):
            deck = rng.shuffled(cell)
            dealt = 0
            for form, table in zip(forms, tables, strict=True):
                count = table[row][column]
                form.extend(deck[(dealt + place) % len(deck)] for place in range(count))
                dealt += count
    return forms


class _State:
    """The items of each form and what they cost; every move keeps the quotas and the limits of use."""

    def __init__(self, supply: Supply, forms: list[list[int]], traits: Traits, rng: Rng) -> None:
        self.forms = forms
        self._rng = rng
        self._traits = traits
        self._cells = supply.cells
        self._members = supply.members()
        self._limits = supply.limits
        self._masks = [sum(1 << item for item in form) for form in forms]
        # Bit f of an item's mask is set when form f holds it.
        self._holders = [0] * len(supply.items)
        for at, form in enumerate(forms):
            for item in form:
                self._holders[item] |= 1 << at
        sums = [sum(traits.facility[item] for item in form) for form in forms]
        target = sum(sums) // len(sums)
        self._off = [total - target for total in sums]
        self._truth = [sum(traits.truth[item] for item in form) for form in forms]
        judged = sum(traits.truth[item] != 0 for item in forms[0])
        # A true share of 40 to 60 %; a small set may differ by two, or an examinee could count the true ones.
        self._truth_room = judged // 5 if judged >= _LARGE_SET else 2
        self._overlaps = [[(mask & other).bit_count() for other in self._masks] for mask in self._masks]
        self.cost = self._whole_cost()

    def _whole_cost(self) -> int:
        cost = 0
        for at, form in enumerate(self.forms):
            apart = sum(self._conflicts(item, self._masks[at]) for item in form) // 2
            shared = sum(count * count for count in self._overlaps[at][:at]) * _OVERLAP
            cost += apart + shared + self._form_cost(self._off[at], self._truth[at])
        return cost

    def _conflicts(self, item: int, mask: int) -> int:
        traits = self._traits
        together = (traits.rivals[item] & mask).bit_count() * _SAME_FACT
        enemies = traits.enemies[item] & mask
        return together + enemies.bit_count() * _ENEMIES if enemies else together

    def _form_cost(self, off: int, truth: int) -> int:
        return off * off + max(0, abs(truth) - self._truth_room) * _TRUE_SHARE

    def try_move(self, threshold: int) -> None:
        """Draw one move and make it if it costs less than `threshold`."""
        rng = self._rng
        at = rng.below(len(self.forms))
        form = self.forms[at]
        place = rng.below(len(form))
        item = form[place]
        row, column = self._cells[item]
        if rng.below(4) == 0:
            self._try_turn(at, place, rng.below(len(form)), threshold)
            return
        new = rng.choice(self._members[row][column])
        if self._masks[at] >> new & 1:
            return
        if self._holders[new].bit_count() < self._limits[row]:
            self._try_swaps([(at, place, new)], threshold)
        else:
            self._try_exchange(at, place, new, threshold)

    def _try_exchange(self, at: int, place: int, new: int, threshold: int) -> None:
        """Take `new` from a form that holds it and give that form our item instead."""
        item = self.forms[at][place]
        givers = [other for other in range(len(self.forms)) if self._holders[new] >> other & 1]
        giver = self._rng.choice(givers)
        if not self._holders[item] >> giver & 1:
            there = self.forms[giver].index(new)
            # The giver lets go first, so that `new` is never over its limit.
            self._try_swaps([(giver, there, item), (at, place, new)], threshold)

    def _try_turn(self, at: int, place: int, other_place: int, threshold: int) -> None:
        """Replace two items of a form by two that have each other's chapters: the quotas' sums stay as they are."""
        form = self.forms[at]
        row, column = self._cells[form[place]]
        other_row, other_column = self._cells[form[other_place]]
        if row == other_row or column == other_column:
            return
        new, other_new = self._spare(at, row, other_column), self._spare(at, other_row, column)
        if new is not None and other_new is not None:
            self._try_swaps([(at, place, new), (at, other_place, other_new)], threshold)

    def _spare(self, at: int, row: int, column: int) -> int | None:
        """Draw an item of a cell that may enter form `at`."""
        cell = self._members[row][column]
        if not cell:
            return None
        item = self._rng.choice(cell)
        free = not self._masks[at] >> item & 1 and self._holders[item].bit_count() < self._limits[row]
        return item if free else None

    def _try_swaps(self, swaps: list[tuple[int, int, int]], threshold: int) -> None:
        """Make the swaps (form, place, new item) together, and take them back if they cost too much."""
        before = self.cost
        undo = []
        for at, place, new in swaps:
            undo.append((at, place, self.forms[at][place]))
            self._swap(at, place, new)
        if self.cost - before > threshold:
            for at, place, old in reversed(undo):
                self._swap(at, place, old)

    def _swap(self, at: int, place: int, new: int) -> None:
        traits, bit = self._traits, 1 << at
        old = self.forms[at][place]
        rest = self._masks[at] ^ 1 << old
        off = self._off[at] + traits.facility[new] - traits.facility[old]
        truth = self._truth[at] + traits.truth[new] - traits.truth[old]
        self.cost += (
            self._conflicts(new, rest)
            - self._conflicts(old, rest)
            + self._form_cost(off, truth)
            - self._form_cost(self._off[at], self._truth[at])
        )
        self._holders[old] ^= bit
        self._share(at, self._holders[old], -1)
        self._share(at, self._holders[new], 1)
        self._holders[new] |= bit
        self.forms[at][place], self._masks[at] = new, rest | 1 << new
        self._off[at], self._truth[at] = off, truth

    def _share(self, at: int, holders: int, change: int) -> None:
        """Count that form `at` shares one item more, or one less, with each of `holders`."""
        while holders:
            other = (holders & -holders).bit_length() - 1
            holders &= holders - 1
            count = self._overlaps[at][other]
            self._overlaps[at][other] = self._overlaps[other][at] = count + change
            self.cost += (2 * count * change + 1) * _OVERLAP
