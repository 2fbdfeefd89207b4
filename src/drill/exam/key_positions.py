"""Where the key of each single-key item of a form stands: balanced, without long runs, and yet not to be guessed.

The rules are those a test reviewer checks: the uses of two positions differ by less than 3 per 12 items, no position
holds the key of four items running, and with enough items every position is used. Within them the positions are drawn
at random, never dealt in a cycle, so that what stands above tells next to nothing about what comes below.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.text.shuffle import Rng

MAX_RUN = 3
_TRIES = 80
# What a fault of the whole form weighs against one within a part.
_FAULT = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySlot:
    """A single-key item in printed order: where its key may stand, and its part.

    Where other forms have the key makes no difference: a key that never stood twice in one place, while distractors
    do, could be told by laying the forms side by side.
    """

    allowed: tuple[int, ...]
    part: int


def spread_limit(items: int, positions: int) -> int:
    """Return how far the uses of two positions may differ: less than 3 per 12 items, or the least possible."""
    unavoidable = 1 if items % positions else 0
    return max(unavoidable, min(2, (3 * items - 1) // 12))


def choose_key_positions(slots: Sequence[KeySlot], rng: Rng) -> list[int]:
    """Return a position for each slot's key: the best of some random draws, the first without fault if there is one."""
    best: list[int] = []
    least = -1
    for _ in range(_TRIES if slots else 0):
        drawn = _draw(slots, rng)
        faults = _faults(slots, drawn)
        if least < 0 or faults < least:
            best, least = drawn, faults
        if not faults:
            break
    return best


def _draw(slots: Sequence[KeySlot], rng: Rng) -> list[int]:
    drawn = [0] * len(slots)
    uses: Counter[int] = Counter()
    for at in sorted(rng.shuffled(range(len(slots))), key=lambda at: len(slots[at].allowed) > 1):
        slot = slots[at]
        # The less used of two random candidates: near balance, while each draw stays open.
        drawn[at] = min(rng.choice(slot.allowed), rng.choice(slot.allowed), key=uses.__getitem__)
        uses[drawn[at]] += 1
    return drawn


def _faults(slots: Sequence[KeySlot], drawn: Sequence[int]) -> int:
    faults = _FAULT * (_uneven(slots, drawn) + _overlong(drawn))
    for part in {slot.part for slot in slots}:
        inside = [at for at, slot in enumerate(slots) if slot.part == part]
        faults += _uneven([slots[at] for at in inside], [drawn[at] for at in inside])
    return faults


def _uneven(slots: Sequence[KeySlot], drawn: Sequence[int]) -> int:
    """Return by how much the spread of uses exceeds its limit, counting positions that half the items have."""
    allowing = Counter(position for slot in slots for position in slot.allowed)
    common = [position for position, count in allowing.items() if 2 * count >= len(slots)]
    if len(common) < 2:
        return 0
    uses = Counter(drawn)
    counts = [uses[position] for position in common]
    unused = counts.count(0) if len(slots) >= len(common) else 0
    return max(0, max(counts) - min(counts) - spread_limit(len(slots), len(common))) + unused


def _overlong(drawn: Sequence[int]) -> int:
    runs = (len(list(run)) for _, run in groupby(drawn))
    return sum(max(0, run - MAX_RUN) for run in runs)
