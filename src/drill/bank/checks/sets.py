"""Does a whole set of items betray its keys: by position, by length, by the share of true statements?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error
from drill.model.bank import ItemKind, TrueFalseAnswer
from drill.model.exam import letter
from drill.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drill.bank.checks.material import Material
    from drill.model.bank import Item

KEY_POSITION = Check(
    name="key-position",
    severity=Severity.ERROR,
    other_severity=Severity.WARNING,
    rule="Over a form, or over a kind within the bank: the most and the least used position of the key differ by 3 per "
    "12 items or more, or the key stands 4 times in a row at one position, or a position is never used (error from 20 "
    "items, warning below).",
    advice="Reorder the options of some items.",
)
KEY_LONGEST_SET = Check(
    name="key-longest-set",
    severity=Severity.ERROR,
    other_severity=Severity.WARNING,
    rule="Over a form, or over a kind within the bank: the key is the longest option in 30 % of the items or more "
    "(error from 20 items, warning below, where there are at least 3 such items).",
    advice="Shorten the key or lengthen a distractor in some items.",
)
TRUE_SHARE = error(
    "true-share",
    "Over the true/false items of a form or of the bank: less than 40 % or more than 60 % are true; below 20 items, "
    "true and false differ by more than 2.",
    "Add statements of the rarer sort, or drop some of the other.",
)

CHECKS: tuple[Check, ...] = (KEY_POSITION, KEY_LONGEST_SET, TRUE_SHARE)

# Below this size a set's figures are mostly chance.
_SET_SIZE = 20
_RUN = 4
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A choice item with one key: where the key stands, and the length of each option, in the order shown."""

    item_id: str
    key: int
    lengths: tuple[int, ...]

    @property
    def key_is_longest(self) -> bool:
        """Whether the key alone is the longest."""
        return all(self.lengths[self.key] > length for place, length in enumerate(self.lengths) if place != self.key)


def check(material: Material) -> Iterator[Hit]:
    """Check each kind within the bank, its options in the order of the bank."""
    for kind in (ItemKind.SINGLE_CHOICE, ItemKind.SITUATIONAL):
        own = [item for item in material.items if item.kind is kind]
        yield from choice_hits(kind, f"{kind} items of the bank", placed_items(own, [()] * len(own)))
    true_false = [item for item in material.items if item.kind is ItemKind.TRUE_FALSE]
    yield from true_share_hits(ItemKind.TRUE_FALSE, "the bank", true_false)


def placed_items(items: Sequence[Item], orders: Sequence[tuple[int, ...]]) -> list[Placed]:
    """Return the items that have one key among several options, each in its order (an empty one: as written)."""
    return [
        Placed(
            item_id=item.id,
            key=(shown := order or tuple(range(len(item.options)))).index(item.keys[0]),
            lengths=tuple(len(item.options[place].text) for place in shown),
        )
        for item, order in zip(items, orders, strict=True)
        if len(item.keys) == 1 and len(item.options) > 1
    ]


def choice_hits(subject: str, name: str, placed: Sequence[Placed]) -> Iterator[Hit]:
    """Check the key positions and key lengths of a set."""
    severity = Severity.ERROR if len(placed) >= _SET_SIZE else Severity.WARNING
    for message in (*_uneven_uses(name, placed), *_runs(name, placed)):
        yield KEY_POSITION.hit(subject, message, severity)
    longest = sum(one.key_is_longest for one in placed)
    if longest >= _FEW and longest >= 0.3 * len(placed):
        message = f"in {longest} of {len(placed)} {name} the key is the longest option."
        yield KEY_LONGEST_SET.hit(subject, message, severity)


def _uneven_uses(name: str, placed: Sequence[Placed]) -> Iterator[str]:
    """Compare the uses of each position, over the items with the usual number of options."""
    if not placed:
        return
    width = Counter(len(one.lengths) for one in placed).most_common(1)[0][0]
    usual = [one for one in placed if len(one.lengths) == width]
    uses = Counter(one.key for one in usual)
    counts = [uses[place] for place in range(width)]
    listed = ", ".join(f"{letter(place)} {count}" for place, count in enumerate(counts))
    never = [letter(place) for place, count in enumerate(counts) if not count]
    # With fewer than two items a position, one left out is no pattern.
    if never and len(usual) >= 2 * width:
        yield f"in {name} the key never stands at {', '.join(never)} ({listed})."
    elif max(counts) - min(counts) >= max(_FEW, _FEW * len(usual) / 12):
        yield f"in {name} the key stands unevenly at the positions ({listed})."


def _runs(name: str, placed: Sequence[Placed]) -> Iterator[str]:
    for key, run in groupby(placed, key=lambda one: one.key):
        ids = [one.item_id for one in run]
        if len(ids) >= _RUN:
            yield f"in {name} the key stands at {letter(key)} {len(ids)} times in a row ({ids[0]} to {ids[-1]})."


def true_share_hits(subject: str, name: str, items: Sequence[Item]) -> Iterator[Hit]:
    """Check how many of the true/false items in a set are true."""
    values = [item.answer.value for item in items if isinstance(item.answer, TrueFalseAnswer)]
    true = sum(values)
    false = len(values) - true
    large = len(values) >= _SET_SIZE
    if not (0.4 * len(values) <= true <= 0.6 * len(values) if large else abs(true - false) <= 2):
        yield TRUE_SHARE.hit(subject, f"of the true/false items of {name}, {true} are true and {false} false.")
