"""Learning and relearning steps: the minutes between the first answers to a card, before it has an interval in days.

The rules are those of Anki and fsrs (`Scheduler.review_card`): Again starts over, Hard stays, Good goes on, Easy is
through. Hard on the first of several steps waits for the mean of the first two, on an only step half as long again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.model.review import Rating

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Step:
    """The step a card is on next, and after how many seconds it comes again."""

    number: int
    delay_s: int


def next_step(steps_s: Sequence[int], number: int, rating: Rating) -> Step | None:
    """Return the step after `rating` on step `number` (from 0) of `steps_s`; None when the card is through."""
    if not steps_s or rating is Rating.EASY:
        return None
    if rating is Rating.AGAIN:
        return Step(0, steps_s[0])
    if number >= len(steps_s):  # the deck had more steps when this card began
        return None
    if rating is Rating.HARD:
        return Step(number, _hard_delay_s(steps_s, number))
    return Step(number + 1, steps_s[number + 1]) if number + 1 < len(steps_s) else None


def _hard_delay_s(steps_s: Sequence[int], number: int) -> int:
    if number > 0:
        return steps_s[number]
    return (steps_s[0] + steps_s[1]) // 2 if len(steps_s) > 1 else steps_s[0] * 3 // 2
