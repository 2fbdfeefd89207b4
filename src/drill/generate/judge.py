"""True-or-false items: what a fact says, and what is wrongly believed about it.

The two items of a fact are made as a pair, alike in length and set in the same frame, so that neither tells which of
the two is true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

from drill.generate.claims import claims_of
from drill.generate.draft import Draft, Shortage, gist_mark, tags_of, wrong_mark
from drill.generate.falsehood import Falsehood, falsehoods
from drill.generate.options import is_loaded
from drill.generate.phrases import bare, difference, inner, quote, say, sentence, wordings
from drill.model.bank import ItemKind, TrueFalseAnswer
from drill.model.ids import derived_id
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.generate.claims import Claim
    from drill.generate.outline import Outline, Placed

# One pair in this many is put in a colleague's mouth, and one in as many is headed by the name of the fact.
_QUOTED_ONE_IN = 3
_HEADED_ONE_IN = 3
# A difference in length that nobody sees; what each further character costs, and how much chance has a say.
_UNSEEN = 1
_LENGTH_COST, _CHANCE = 2, 6
# Words that wrong views are full of, and words that statements are full of.
_SOUNDS_FALSE = re.compile(r"应|可以|先|不必|不用|即可|就够|无妨|为的是")
_SOUNDS_TRUE = re.compile(r"让|并|都|也")
_SOUND_COST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _False:
    """A false claim, why it is one, and the mark it is known by."""

    text: str
    reason: str
    marks: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    true: Claim
    false: _False
    headed: bool


def true_false(place: Placed, outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    """Yield a true and a false item on a fact, or neither: a set stays half true, half false."""
    rng = Rng(seed, derived_id(place.fact.id, "judge"))
    falses = _falses(place, outline, rng)
    if not falses:
        reason = "no misconception, and no rule makes a false statement of it safely (add a misconception)"
        yield Shortage(fact_id=place.fact.id, kind=ItemKind.TRUE_FALSE, reason=reason)
        return
    pair = _matched(place, outline, falses, rng)
    wording, quoted, plain = _frame(place, outline, rng, headed=pair.headed)
    statement = sentence(place.fact.statement, outline.language)
    rationale = say("why.true", outline.language, statement=statement)
    stems = _stems(pair.true.text, wording, plain, quoted=quoted)
    yield _draft(place, stems, rationale, value=True, marks=pair.true.shows)
    rationale = say("why.false", outline.language, why=pair.false.reason, statement=statement)
    stems = _stems(pair.false.text, wording, plain, quoted=quoted)
    yield _draft(place, stems, rationale, value=False, marks=pair.false.marks)


def _falses(place: Placed, outline: Outline, rng: Rng) -> tuple[_False, ...]:
    """Return misconceptions if there are any (without absolute words if there is a choice), else what a rule makes."""
    wrongs = place.fact.misconceptions
    if not wrongs:
        return tuple(_false(one, outline) for one in falsehoods(place, outline, rng))
    unloaded = tuple(wrong for wrong in wrongs if not is_loaded(wrong.text))
    return tuple(
        _false(Falsehood(text=wrong.text, differs=wrong.differs, why=wrong.why), outline, wrong_mark(wrong.id))
        for wrong in unloaded or wrongs
    )


def _false(false: Falsehood, outline: Outline, *marks: str) -> _False:
    language = outline.language
    name = difference(false.differs, language)
    reason = say("why.wrong", language, difference=name, why=sentence(false.why, language))
    return _False(text=bare(false.text), reason=reason, marks=frozenset(marks))


def _matched(place: Placed, outline: Outline, falses: tuple[_False, ...], rng: Rng) -> _Pair:
    """Return a true and a false claim of like length and sound; chance chooses among those that go well together."""
    headed = rng.below(_HEADED_ONE_IN) == 0
    pairs = [
        _Pair(true=true, false=false, headed=(true.brief or headed) and _can_be_headed(place, true.text, false.text))
        for true, false in product(claims_of(place, outline.language), falses)
    ]
    # A brief claim says too little without the name of the fact above it.
    fit = [pair for pair in pairs if pair.headed or not pair.true.brief]
    return min(fit, key=lambda pair: _unlikeness(pair) + rng.below(_CHANCE))


def _unlikeness(pair: _Pair) -> int:
    true, false = pair.true.text, pair.false.text
    apart = max(0, abs(len(true) - len(false)) - _UNSEEN)
    sounds = bool(_SOUNDS_FALSE.search(false)) + bool(_SOUNDS_TRUE.search(true))
    sounds -= bool(_SOUNDS_FALSE.search(true)) + bool(_SOUNDS_TRUE.search(false))
    return _LENGTH_COST * apart + _SOUND_COST * sounds


def _can_be_headed(place: Placed, *claims: str) -> bool:
    """Tell whether the name of the fact can stand above the claims without saying again what they say."""
    return not any(name in claim for claim in claims for name in (place.name, place.fact.term))


def _frame(place: Placed, outline: Outline, rng: Rng, *, headed: bool) -> tuple[str, bool, str]:
    """Return the wording that both claims are set in, whether it quotes them, and the plain wording of its kind."""
    quoted = rng.below(_QUOTED_ONE_IN) == 0
    kind = "true_false.headed" if headed else "true_false"
    name = quote(place.name, outline.language)
    plain, *others = (wording.replace("{term}", name) for wording in wordings(kind, outline.language))
    if quoted:
        others = [wording.replace("{term}", name) for wording in wordings(f"{kind}.quoted", outline.language)]
    return rng.choice(others if quoted else [plain, *others]), quoted, plain


def _stems(claim: str, wording: str, plain: str, *, quoted: bool) -> tuple[str, ...]:
    return (wording.replace("{claim}", inner(claim) if quoted else claim), plain.replace("{claim}", claim))


def _draft(place: Placed, stems: tuple[str, ...], rationale: str, *, value: bool, marks: frozenset[str]) -> Draft:
    return Draft(
        id=derived_id(place.fact.id, "judge", "true" if value else "false"),
        kind=ItemKind.TRUE_FALSE,
        facts=(place.fact.id,),
        stems=stems,
        rationale=rationale,
        facility=0.75 if value else 0.65,
        answer=TrueFalseAnswer(value=value),
        tags=tags_of(place),
        asks=marks | {gist_mark(place.fact.id)},
    )
