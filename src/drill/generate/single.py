"""Single-choice items: six ways of asking one thing about a fact."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from drill.generate import pools
from drill.generate.claims import claims_of, corrections
from drill.generate.draft import Draft, Shortage, gist_mark, tags_of, wrong_mark
from drill.generate.options import Candidate, choose, is_vague
from drill.generate.phrases import bare, inner, quote, reworded, say, sentence
from drill.model.bank import ItemKind, Option
from drill.model.ids import derived_id
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from drill.generate.claims import Claim
    from drill.generate.outline import Outline, Placed
    from drill.model.bank import Misconception

    Design = Callable[[Placed, Outline, Rng, str], Draft | None]

# How many items of this kind a fact yields, of different designs.
_PER_FACT = 2
# Knowing which section a point stands in is worth less than knowing what it means.
_LAST_RESORT = "section"
# A statement longer than this is no option.
_OPTION_MAX = 48
# How much longer or shorter than usual a concrete claim may be, before a general one goes before it; and chance's say.
_GENERAL, _CHANCE = 3, 6
# One right view in this many may be the shortest option, as it would be by chance; the others only if need be.
_SHORTEST_ONE_IN = 4


def single_choice(place: Placed, outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    """Yield up to two single-choice items on a fact, of designs that the seed prefers, or a shortage."""
    order = Rng(seed, place.fact.id, "designs").shuffled(name for name in _DESIGNS if name != _LAST_RESORT)
    made = list(islice(_made(place, outline, seed, (*order, _LAST_RESORT)), _PER_FACT))
    yield from made
    if not made:
        reason = (
            "no three distractors that are false, of like length and without a cue (more facts or misconceptions help)"
        )
        yield Shortage(fact_id=place.fact.id, kind=ItemKind.SINGLE_CHOICE, reason=reason)


def _made(place: Placed, outline: Outline, seed: int, names: Iterable[str]) -> Iterator[Draft]:
    for name in names:
        item_id = derived_id(place.fact.id, "single", name)
        draft = _DESIGNS[name](place, outline, Rng(seed, item_id), item_id)
        if draft is not None:
            yield draft


def _term_for_gist(place: Placed, outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    gist = bare(place.fact.gist)
    if not gist or place.is_generic:
        return None
    chosen = choose(place.fact.term, tuple(pools.terms(place, "", outline, rng)), rng, stem=gist)
    stems = reworded("single.term", outline.language, rng, gist=inner(gist))
    return _draft(place, outline, item_id, stems, key=place.fact.term, chosen=chosen, facility=0.8)


def _gist_for_term(place: Placed, outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    gist = bare(place.fact.gist)
    if not gist or place.is_generic:
        return None
    chosen = choose(gist, tuple(pools.gists(place, outline, rng)), rng, stem=place.fact.term)
    stems = reworded("single.gist", outline.language, rng, term=quote(place.fact.term, outline.language))
    return _draft(place, outline, item_id, stems, key=gist, chosen=chosen, facility=0.75)


def _right_view(place: Placed, outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    pool = tuple(pools.own_mistakes(place, outline, rng))
    claims = _claims(place, outline, rng)
    # Where no key of middling length is to be had, a short one will do.
    for may_be_shortest in (True,) if rng.below(_SHORTEST_ONE_IN) == 0 else (False, True):
        for claim in claims:
            # Beside the view that it puts right, a correction would stand out.
            rivals = tuple(one for one in pool if one.mark not in claim.shows)
            chosen = choose(claim.text, rivals, rng, stem=place.name, may_be_shortest=may_be_shortest)
            if chosen:
                stems = reworded("single.right", outline.language, rng, term=_name(place, outline))
                return _draft(
                    place, outline, item_id, stems, key=claim.text, chosen=chosen, facility=0.7, shows=claim.shows
                )
    return None


def _point_of_section(place: Placed, outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    gist = bare(place.fact.gist)
    if not gist or place.is_generic or not place.section.title:
        return None
    pool = tuple(pools.outside(place.section, (place,), outline, rng))
    if outline.marks_section(gist, place.section):
        return None
    chosen = choose(gist, pool, rng, stem=place.section.title)
    stems = reworded("single.section", outline.language, rng, section=place.section.title)
    return _draft(place, outline, item_id, stems, key=gist, chosen=chosen, facility=0.65)


def _broken_requirement(place: Placed, outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    if place.is_generic or place.fact.kind not in pools.NORMATIVE:
        return None
    for wrong in rng.shuffled(pools.breakable(place.fact.misconceptions)):
        text = bare(wrong.text)
        pool = tuple(pools.terms(place, f"{text} {wrong.why}", outline, rng))
        if chosen := choose(place.fact.term, pool, rng, stem=text):
            stems = reworded("single.violated", outline.language, rng, wrong=inner(text))
            mark = frozenset({wrong_mark(wrong.id)})
            return _draft(
                place,
                outline,
                item_id,
                stems,
                key=place.fact.term,
                chosen=chosen,
                facility=0.7,
                wrong=wrong,
                shows=mark,
            )
    return None


def _breach(place: Placed, outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    if place.is_generic or place.fact.kind not in pools.NORMATIVE:
        return None
    pool = tuple(pools.others_mistakes(place, outline, rng))
    for wrong in rng.shuffled(pools.breakable(place.fact.misconceptions)):
        text = bare(wrong.text)
        if chosen := choose(text, pool, rng, stem=place.fact.term):
            stems = reworded("single.violation", outline.language, rng, term=quote(place.fact.term, outline.language))
            # The stem says that all four are wrong.
            marks = frozenset({wrong_mark(wrong.id), *(one.mark for one in chosen)})
            return _draft(
                place, outline, item_id, stems, key=text, chosen=chosen, facility=0.65, wrong=wrong, shows=marks
            )
    return None


_DESIGNS: dict[str, Design] = {
    "term": _term_for_gist,
    "gist": _gist_for_term,
    "right": _right_view,
    "section": _point_of_section,
    "violated": _broken_requirement,
    "violation": _breach,
}


def _draft(  # noqa: PLR0913 - the one place that knows how a single-choice item is put together
    place: Placed,
    outline: Outline,
    item_id: str,
    stems: tuple[str, ...],
    *,
    key: str,
    chosen: tuple[Candidate, ...] | None,
    facility: float,
    wrong: Misconception | None = None,
    shows: frozenset[str] = frozenset(),
) -> Draft | None:
    if chosen is None:
        return None
    language = outline.language
    why = say("why.says", language, term=_name(place, outline), statement=sentence(place.fact.statement, language))
    if wrong is not None:
        why += say("space", language) + pools.named_error(wrong, outline)
    options = (Option(text=key, key=True, why=why), *(Option(text=one.text, why=one.why) for one in chosen))
    return Draft(
        id=item_id,
        kind=ItemKind.SINGLE_CHOICE,
        facts=(place.fact.id,),
        stems=stems,
        rationale=explain(why, chosen, outline),
        facility=facility,
        options=options,
        tags=tags_of(place),
        asks=frozenset({gist_mark(place.fact.id)} | {one.mark for one in chosen if one.mark.startswith("wrong:")})
        - shows,
        shows=shows,
    )


def explain(why: str, chosen: Iterable[Candidate], outline: Outline) -> str:
    """Return why the key is right, then why each of the others is not."""
    language = outline.language
    reasons = (say("why.option", language, option=inner(one.text), why=sentence(one.why, language)) for one in chosen)
    return say("space", language).join((why, *reasons))


def _claims(place: Placed, outline: Outline, rng: Rng) -> tuple[Claim, ...]:
    """Return the ways to state a fact as an option, those first that are as long as what is wrongly believed of it.

    What puts a wrong view right is as concrete as the wrong views are, and so goes before its equals.
    """
    wrongs = [len(bare(wrong.text)) for wrong in place.fact.misconceptions]
    usual = sum(wrongs) / max(1, len(wrongs))
    usable = (one for one in dict.fromkeys((*claims_of(place, outline.language), *corrections(place))) if _fits(one))

    def distance(claim: Claim) -> float:
        return abs(len(claim.text) - usual) + (0 if claim.shows else _GENERAL) + rng.below(_CHANCE)

    return tuple(sorted(usable, key=distance))


def _fits(claim: Claim) -> bool:
    return len(claim.text) <= _OPTION_MAX and not is_vague(claim.text)


def _name(place: Placed, outline: Outline) -> str:
    return place.name if place.name != place.fact.term else quote(place.fact.term, outline.language)
