"""False statements by rule, for facts whose bank names no misconception.

Every rule changes one checkable thing and nothing else, and is used only where the result is surely false: the word it
changes stands once, and nothing near it turns the sense around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.generate.phrases import quote, say, sentence
from drill.model.bank import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.generate.outline import Outline, Placed
    from drill.text.shuffle import Rng


@dataclass(frozen=True, slots=True, kw_only=True)
class Falsehood:
    """A false statement, the one thing that makes it false, and the sentence that says so."""

    text: str
    differs: Difference
    why: str


# Pairs of opposites: swapping one for the other makes a true statement false.
_OPPOSITES: tuple[tuple[Difference, str, str], ...] = (
    (Difference.TIME, "之前", "之后"),
    (Difference.TIME, "事前", "事后"),
    (Difference.DEGREE, "至少", "至多"),
    (Difference.DEGREE, "以上", "以下"),
    (Difference.DEGREE, "不超过", "不低于"),
    (Difference.DEGREE, "详细", "简略"),
    (Difference.DEGREE, "提高", "降低"),
    (Difference.DEGREE, "增加", "减少"),
    (Difference.DEGREE, "增强", "削弱"),
    (Difference.CHANNEL, "书面", "口头"),
    (Difference.TIME, "before", "after"),
    (Difference.DEGREE, "at least", "at most"),
    (Difference.DEGREE, "more than", "less than"),
    (Difference.DEGREE, "increase", "decrease"),
    (Difference.CHANNEL, "in writing", "by word of mouth"),
)
# With a negation or a choice in the sentence, the swapped statement may be true as well.
_TURNING = re.compile(
    r"[不无未非勿免]|避免|防止|禁止|还是|或|无论|\b(?:not|no|never|nor|neither|or|unless|without|avoid|whether)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.])(\d{1,4})(?![\d.])")


def falsehoods(place: Placed, outline: Outline, rng: Rng) -> tuple[Falsehood, ...]:
    """Return the false statements that rules can make of a fact, in random order."""
    made = (*_numbers(place, outline, rng), *_swaps(place, outline), *_step_orders(place, outline))
    return tuple(rng.shuffled(made))


def _numbers(place: Placed, outline: Outline, rng: Rng) -> Iterator[Falsehood]:
    statement = place.fact.statement
    for match in _NUMBER.finditer(statement):
        right = int(match[1])
        # Half and double stay plausible; the same digits elsewhere would make the claim ambiguous.
        wrong = rng.choice(
            [other for other in (right * 2, right // 2, right + max(1, right // 3)) if other not in {0, right}]
        )
        if len(_NUMBER.findall(statement)) == 1:
            text = statement[: match.start(1)] + str(wrong) + statement[match.end(1) :]
            why = say("why.number", outline.language, right=right, wrong=wrong)
            yield Falsehood(text=text, differs=Difference.DEGREE, why=why)


def _swaps(place: Placed, outline: Outline) -> Iterator[Falsehood]:
    statement = place.fact.statement
    if _TURNING.search(statement):
        return
    for differs, one, other in _OPPOSITES:
        for right, wrong in ((one, other), (other, one)):
            if statement.count(right) == 1 and wrong not in statement:
                text = statement.replace(right, wrong)
                yield Falsehood(
                    text=text, differs=differs, why=say("why.swapped", outline.language, right=right, wrong=wrong)
                )


def _step_orders(place: Placed, outline: Outline) -> Iterator[Falsehood]:
    """Say of an ordered section that a later step comes before this one."""
    section = place.section
    places = outline.places_in[section.id]
    if not section.ordered or section.incomplete or len(places) < len(section.facts):
        return
    for later in places[places.index(place) + 1 :]:
        first, after = quote(place.fact.term, outline.language), quote(later.fact.term, outline.language)
        text = say("false.order", outline.language, section=section.title, later=after, first=first)
        why = sentence(say("why.step_order", outline.language, later=after, first=first), outline.language)
        yield Falsehood(text=text, differs=Difference.ORDER, why=why)
