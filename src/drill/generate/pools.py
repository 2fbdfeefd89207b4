"""Where distractors come from: which facts' terms, practices and mistakes may stand beside which key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.generate.draft import gist_mark, wrong_mark
from drill.generate.options import Candidate
from drill.generate.phrases import bare, difference, quote, say, sentence
from drill.model.bank import Difference, FactKind
from drill.text.similarity import shingles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drill.generate.outline import Outline, Placed
    from drill.model.bank import Misconception, Section
    from drill.text.shuffle import Rng

# What can be kept or broken one by one. A wrong practice breaks no goal, course, method or definition; and principles
# are too broad to be told apart this way: what is unfair to a customer is arguably disrespectful as well.
NORMATIVE = frozenset(
    {
        FactKind.DUTY,
        FactKind.REQUIREMENT,
        FactKind.TECHNIQUE,
        FactKind.RULE,
    }
)
# So many facts around one are looked at for candidates; nearer ones come first.
_REACH = 40


def others(place: Placed, outline: Outline, rng: Rng) -> tuple[Placed, ...]:
    """Return the facts that may be wrong answers about `place`: named ones, then near ones, at random among equals."""
    named = [outline.by_id[fact_id] for fact_id in place.fact.generate.distractors if fact_id in outline.by_id]
    near = outline.nearby(place)[:_REACH]
    siblings = [one for one in near if one.section is place.section]
    cousins = [one for one in near if one.section is not place.section and one.chapter is place.chapter]
    distant = [one for one in near if one.chapter is not place.chapter]
    ordered = (*named, *(one for ring in (siblings, cousins, distant) for one in rng.shuffled(ring)))
    never = {*place.fact.generate.never, place.fact.id}
    return tuple(
        one
        for one in dict.fromkeys(ordered)
        if one.fact.id not in never and (one in named or not outline.same_claim(place, one))
    )


def terms(place: Placed, wrong: str, outline: Outline, rng: Rng) -> Iterator[Candidate]:
    """Yield the terms of other facts; with `wrong`, only of those that this wrong practice does not break as well."""
    for other in others(place, outline, rng):
        if other.is_generic or not other.fact.gist:
            continue
        if wrong and (other.fact.kind not in NORMATIVE or outline.touches(wrong, other)):
            continue
        name = quote(other.fact.term, outline.language)
        why = say("why.other_term", outline.language, term=name, gist=bare(other.fact.gist))
        yield Candidate(text=other.fact.term, why=why)


def gists(place: Placed, outline: Outline, rng: Rng) -> Iterator[Candidate]:
    """Yield the practices of other facts, as wrong answers to what `place` asks for.

    A neighbour whose term shares a word with the one asked for may be seen as part of it: 尊重客户隐私 of 尊重客户.
    """
    own = shingles(place.fact.term)
    for other in others(place, outline, rng):
        akin = other.section is place.section and own & shingles(other.fact.term)
        if other.fact.gist and not other.is_generic and not akin:
            why = say("why.other_point", outline.language, term=quote(other.fact.term, outline.language))
            yield Candidate(text=bare(other.fact.gist), why=why, mark=gist_mark(other.fact.id))


def outside(section: Section, places: tuple[Placed, ...], outline: Outline, rng: Rng) -> Iterator[Candidate]:
    """Yield practices that are no points of `section` and cannot pass for one."""
    for other in others(places[0], outline, rng):
        if other.section is section or not other.fact.gist or other.is_generic:
            continue
        if outline.fits_section(other, section):
            continue
        yield Candidate(text=bare(other.fact.gist), why=_elsewhere(other, outline), mark=gist_mark(other.fact.id))


def own_mistakes(place: Placed, outline: Outline, rng: Rng) -> Iterator[Candidate]:
    """Yield what is wrongly believed about `place`, then about the other facts of its section."""
    siblings = [one for one in outline.places_in[place.section.id] if one is not place]
    for one in (place, *rng.shuffled(siblings)):
        for wrong in rng.shuffled(one.fact.misconceptions):
            yield mistake(wrong, outline)


def mistake(wrong: Misconception, outline: Outline) -> Candidate:
    """Return a misconception as an option that is false in itself."""
    return Candidate(text=bare(wrong.text), why=named_error(wrong, outline), mark=wrong_mark(wrong.id))


def named_error(wrong: Misconception, outline: Outline) -> str:
    """Return the one thing that is wrong in a misconception."""
    name = difference(wrong.differs, outline.language)
    return say("why.wrong", outline.language, difference=name, why=sentence(wrong.why, outline.language))


def others_mistakes(place: Placed, outline: Outline, rng: Rng) -> Iterator[Candidate]:
    """Yield wrong practices that break some other requirement and not that of `place`; one a fact at most is used."""
    for other in others(place, outline, rng):
        if other.fact.kind not in NORMATIVE:
            continue
        for wrong in rng.shuffled(other.fact.misconceptions)[:1]:
            if not outline.touches(f"{wrong.text} {wrong.why}", place):
                name = quote(other.fact.term, outline.language)
                why = say("why.violates_other", outline.language, term=name, why=wrong.why)
                yield Candidate(text=bare(wrong.text), why=why, mark=wrong_mark(wrong.id), group=other.fact.id)


def breakable(wrongs: Iterable[Misconception]) -> tuple[Misconception, ...]:
    """Return the misconceptions that break one requirement only; a wrong order touches both steps it swaps."""
    return tuple(wrong for wrong in wrongs if wrong.differs is not Difference.ORDER)


def _elsewhere(other: Placed, outline: Outline) -> str:
    name = quote(other.fact.term, outline.language)
    if not other.section.title:
        return say("why.other_point", outline.language, term=name)
    return say("why.in_section", outline.language, term=name, section=other.section.title)
