"""True-or-false items: what a fact says, and what is wrongly believed about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.generate.cloze import leans, sentences
from drill.generate.draft import Draft, Shortage, gist_mark, tags_of, wrong_mark
from drill.generate.falsehood import Falsehood, falsehoods
from drill.generate.options import is_loaded
from drill.generate.phrases import bare, difference, inner, say, sentence, wordings
from drill.model.bank import ItemKind, TrueFalseAnswer
from drill.model.ids import derived_id
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.generate.outline import Outline, Placed

# What a reader can hold in mind and judge as one claim.
_CLAIM_MAX = 60
# One claim in this many is put in a colleague's mouth, whether it is true or not.
_QUOTED_ONE_IN = 3


def true_false(place: Placed, outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    """Yield a true and a false item on a fact, or neither: a set stays half true, half false."""
    false = _false(place, outline, seed)
    if isinstance(false, Shortage):
        yield false
        return
    yield _true(place, outline, seed)
    yield false


def _true(place: Placed, outline: Outline, seed: int) -> Draft:
    rng = Rng(seed, derived_id(place.fact.id, "judge", "true"))
    rationale = say("why.true", outline.language, statement=sentence(place.fact.statement, outline.language))
    return _draft(place, outline, rng, _true_claim(place, rng), rationale, value=True)


def _false(place: Placed, outline: Outline, seed: int) -> Draft | Shortage:
    rng = Rng(seed, derived_id(place.fact.id, "judge", "false"))
    found = _falsehood(place, outline, rng)
    if found is None:
        reason = "no misconception, and no rule makes a false statement of it safely (add a misconception)"
        return Shortage(fact_id=place.fact.id, kind=ItemKind.TRUE_FALSE, reason=reason)
    false, mark = found
    language = outline.language
    name = difference(false.differs, language)
    wrong = say("why.wrong", language, difference=name, why=sentence(false.why, language))
    rationale = say("why.false", language, why=wrong, statement=sentence(place.fact.statement, language))
    return _draft(place, outline, rng, bare(false.text), rationale, value=False, marks=mark)


def _falsehood(place: Placed, outline: Outline, rng: Rng) -> tuple[Falsehood, frozenset[str]] | None:
    """Return a misconception if there is one (without absolute words if there is a choice), else what a rule makes."""
    if wrongs := place.fact.misconceptions:
        wrong = min(rng.shuffled(wrongs), key=lambda one: is_loaded(one.text))
        false = Falsehood(text=wrong.text, differs=wrong.differs, why=wrong.why)
        return false, frozenset({wrong_mark(wrong.id)})
    made = falsehoods(place, outline, rng)
    return (made[0], frozenset()) if made else None


def _true_claim(place: Placed, rng: Rng) -> str:
    """Return a fact as one claim to be judged: all of it, or one sentence of it if it is long."""
    statement = place.fact.statement
    if len(statement) <= _CLAIM_MAX:
        return bare(statement)
    alone = [text for text in sentences(statement) if not leans(text)]
    return bare(rng.choice(alone)) if alone else bare(statement)


def _draft(  # noqa: PLR0913 - the one place that knows how a true-or-false item is put together
    place: Placed,
    outline: Outline,
    rng: Rng,
    claim: str,
    rationale: str,
    *,
    value: bool,
    marks: frozenset[str] = frozenset(),
) -> Draft:
    plain = wordings("true_false", outline.language)[0]
    if rng.below(_QUOTED_ONE_IN) == 0:
        wording, text = rng.choice(wordings("true_false.quoted", outline.language)), inner(claim)
    else:
        wording, text = plain, claim
    return Draft(
        id=derived_id(place.fact.id, "judge", "true" if value else "false"),
        kind=ItemKind.TRUE_FALSE,
        facts=(place.fact.id,),
        stems=(wording.format(claim=text), plain.format(claim=claim)),
        rationale=rationale,
        facility=0.75 if value else 0.65,
        answer=TrueFalseAnswer(value=value),
        tags=tags_of(place),
        asks=marks | {gist_mark(place.fact.id)},
    )
