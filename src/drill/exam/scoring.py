"""What a response to an item earns.

The share earned is an exact fraction. Points are that share of the item's points, rounded down to a multiple of one
half: no response earns more than it shows, and full points mean that everything is right. Every multiple of one half is
exact in a float, so sums of points do not depend on their order.

| kind | share |
|---|---|
| single choice, situational, true/false | all or nothing; two marks are none |
| multiple choice | (right marks - wrong marks) / keys, never below 0 |
| fill-in | right blanks / blanks |
| matching | right pairs / pairs |
| ordering | steps that directly follow their predecessor / (steps - 1) |
| short answer | points awarded / points of the scoring points |

Ordering is scored by neighbours, the way Moodle's ordering question names "relative to the next item (excluding last)":
a step in the wrong place costs the links it breaks, at most three, where scoring by position takes everything from a
response that is only shifted by one. The steps in reverse earn nothing.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.model.bank import (
    FillInAnswer,
    ItemKind,
    MatchingAnswer,
    OrderingAnswer,
    ShortAnswer,
    TrueFalseAnswer,
)
from drill.model.exam import Awarded, Filled, Judged, Marked, letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.exam import FormItem, Response

# Marks that carry meaning between or before digits stay; every other space and punctuation mark goes.
_KEPT_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.:/\-](?=\d)|[%‰]|^-(?=\d)")


class ScoringError(DrillError):
    """A response cannot be scored: it is not one to this kind of item, or awards more than there is."""

    def __init__(self, entry: FormItem, fault: str) -> None:
        super().__init__(f"question {entry.number} (item {entry.item.id}): {fault}")


def points_for(entry: FormItem, response: Response | None) -> float:
    """Return the points a response earns, from 0 to the item's, in whole and half points; nothing earns 0.

    Raises ScoringError for a response to another kind of item.
    """
    return floor(share_for(entry, response) * entry.points * 2) / 2


def share_for(entry: FormItem, response: Response | None) -> Fraction:
    """Return the exact share of an item, from 0 to 1, that a response gets right. Raises ScoringError as above."""
    match entry.item.answer, response:
        case _, None:
            share = Fraction(0)
        case None, Marked(letters=letters):
            share = _choice_share(entry, letters)
        case TrueFalseAnswer(value=value), Judged(value=judged):
            share = Fraction(judged is value)
        case FillInAnswer(blanks=blanks), Filled(texts=texts):
            share = _filled_share(blanks, texts)
        case MatchingAnswer() as answer, Marked(letters=letters):
            share = _matching_share(entry, answer, letters)
        case OrderingAnswer(), Marked(letters=letters):
            share = _ordering_share(entry.step_letters, letters)
        case ShortAnswer() as answer, Awarded(points=points):
            share = _awarded_share(entry, answer, points)
        case _:
            given = type(response).__name__.lower()
            raise ScoringError(entry, f"a {given} response does not answer a {entry.item.kind} item.")
    return share


def _choice_share(entry: FormItem, letters: str) -> Fraction:
    marks, keys = set(letters) - {" "}, set(entry.key_letters)
    if entry.item.kind is not ItemKind.MULTIPLE_CHOICE:
        return Fraction(len(marks) == 1 and marks <= keys)
    return max(Fraction(0), Fraction(len(marks & keys) - len(marks - keys), len(keys)))


def _matching_share(entry: FormItem, answer: MatchingAnswer, letters: str) -> Fraction:
    """Compare what the letters stand for: where two right texts are equal, either is right."""
    rights = (*(right for _, right in answer.pairs), *answer.extras)
    texts = {letter(place): rights[position] for place, position in enumerate(entry.right_order)}
    right = [texts[mark] for mark in entry.match_letters]
    given = [texts.get(mark) for mark in letters]
    return Fraction(sum(one == other for one, other in zip(right, given, strict=False)), len(right))


def _ordering_share(key: str, letters: str) -> Fraction:
    if len(key) < 2:
        return Fraction(letters == key)
    # A letter written twice makes links from both places; only its first place counts.
    given = "".join(dict.fromkeys(letters))
    return Fraction(sum(one + other in given for one, other in pairwise(key)), len(key) - 1)


def _filled_share(blanks: Sequence[Sequence[str]], texts: Sequence[str]) -> Fraction:
    right = sum(accepts(accepted, text) for accepted, text in zip(blanks, texts, strict=False))
    return Fraction(right, len(blanks))


def accepts(accepted: Sequence[str], text: str) -> bool:
    """Tell whether `text` is one of the `accepted` answers, whatever its width, case, spaces and punctuation."""
    plain = plain_answer(text)
    return bool(plain) and plain in {plain_answer(answer) for answer in accepted}


def plain_answer(text: str) -> str:
    """Return `text` as answers are compared: NFKC, lower case, without spaces and punctuation.

    What changes a number stays: 1.5 is not 15, 5% is not 5, 3:30 is not 330.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()
    kept = {match.start() for match in _KEPT_BETWEEN_DIGITS.finditer(folded)}
    return "".join(char for at, char in enumerate(folded) if at in kept or unicodedata.category(char)[0] not in "PZC")


def _awarded_share(entry: FormItem, answer: ShortAnswer, points: Sequence[float]) -> Fraction:
    most = [point.points for point in answer.scoring]
    if len(points) != len(most):
        raise ScoringError(entry, f"{len(points)} awards for {len(most)} scoring points. Give one for each.")
    for awarded, limit in zip(points, most, strict=True):
        if not 0 <= awarded <= limit:
            raise ScoringError(entry, f"{awarded:g} awarded where 0 to {limit} can be. Correct the award.")
    return Fraction(sum(Fraction(awarded) for awarded in points), sum(most))
