"""Multiple-choice items about a section: five options, two to four of them right."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from drill.generate import pools
from drill.generate.draft import Draft, Shortage, gist_mark, tags_of, wrong_mark
from drill.generate.options import Candidate, choose_more, is_loaded, is_vague
from drill.generate.phrases import bare, inner, quote, reworded, say, sentence
from drill.model.bank import ItemKind, Option
from drill.model.ids import derived_id
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from drill.generate.outline import Outline, Placed
    from drill.model.bank import Section

    Design = Callable[[Section, tuple[Placed, ...], Outline, Rng, str], Draft | None]

_OPTIONS = 5
# Choices of facts and of their wording that are tried before a design is given up.
_TRIES = 8
_KEYS_MIN, _KEYS_MAX = 2, 4
# A statement longer than this is no option.
_OPTION_MAX = 48


def multiple_choice(
    section: Section, places: tuple[Placed, ...], outline: Outline, seed: int
) -> Iterator[Draft | Shortage]:
    """Yield the multiple-choice items of a complete section, one of each design that works, or a shortage."""
    able = tuple(place for place in places if ItemKind.MULTIPLE_CHOICE not in place.fact.generate.off)
    made = 0
    for name, design in _DESIGNS.items():
        item_id = derived_id(section.id, "multiple", name)
        draft = design(section, able, outline, Rng(seed, item_id), item_id) if len(able) >= _KEYS_MIN else None
        if draft is not None:
            made += 1
            yield draft
    if not made:
        reason = "no five options of like length, two to four of them right (more facts or misconceptions help)"
        yield Shortage(fact_id=section.id, kind=ItemKind.MULTIPLE_CHOICE, reason=reason)


def _points(section: Section, places: tuple[Placed, ...], outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    """Ask which practices are points of the section; the others come from elsewhere."""
    own = [place for place in places if place.fact.gist and not place.is_generic]
    if len(own) < _KEYS_MIN or any(outline.marks_section(place.fact.gist, section) for place in own):
        return None
    chosen = rng.shuffled(own)[: _keys_wanted(len(own), rng)]
    keys = [_key(place, bare(place.fact.gist), outline) for place in chosen]
    pool = tuple(pools.outside(section, tuple(chosen), outline, rng))
    false = choose_more([key.text for key in keys], pool, _OPTIONS - len(keys), stem=section.title)
    stems = reworded("multiple.section", outline.language, rng, section=section.title)
    return _draft(item_id, stems, chosen, keys, false=false, outline=outline)


def _right_views(
    section: Section, places: tuple[Placed, ...], outline: Outline, rng: Rng, item_id: str
) -> Draft | None:
    """Ask which views are right; the others are what is wrongly believed, of other facts of the section if possible."""
    for _ in range(_TRIES):
        shuffled = rng.shuffled(places)
        chosen = shuffled[: _keys_wanted(min(len(shuffled), _KEYS_MAX - 1), rng)]
        keys = [_key(place, _claim(place, rng), outline) for place in chosen]
        pool = tuple(_mistakes(chosen, shuffled, outline, rng))
        false = choose_more([key.text for key in keys], pool, _OPTIONS - len(keys), stem=section.title)
        stems = reworded("multiple.right", outline.language, rng, section=section.title)
        draft = _draft(item_id, stems, chosen, keys, false=false, outline=outline)
        if draft is not None:
            return draft
    return None


def _breaches(section: Section, places: tuple[Placed, ...], outline: Outline, rng: Rng, item_id: str) -> Draft | None:
    """Ask which wrong practices break the section's requirements; the others break those of other sections."""
    fit = [place for place in places if place.fact.kind in pools.NORMATIVE and not place.is_generic]
    broken = [place for place in rng.shuffled(fit) if pools.breakable(place.fact.misconceptions)]
    if len(broken) < _KEYS_MIN:
        return None
    chosen = broken[: _keys_wanted(min(len(broken), _KEYS_MAX - 1), rng)]
    wrongs = [rng.choice(pools.breakable(place.fact.misconceptions)) for place in chosen]
    keys = [pools.mistake(wrong, outline) for wrong in wrongs]
    pool = tuple(_breaches_elsewhere(section, chosen[0], outline, rng))
    false = choose_more([key.text for key in keys], pool, _OPTIONS - len(keys), stem=section.title)
    stems = reworded("multiple.breach", outline.language, rng, section=section.title)
    return _draft(item_id, stems, chosen, keys, false=false, outline=outline, told=True)


def _breaches_elsewhere(section: Section, place: Placed, outline: Outline, rng: Rng) -> Iterator[Candidate]:
    own = outline.places_in[section.id]
    outside = frozenset(outline.by_id) - {one.fact.id for one in own if one is not place}
    for one in pools.others_mistakes(place, outline, rng):
        apart = one.group in outside and not outline.fits_section(outline.by_id[one.group], section)
        if apart and not any(outline.touches(one.text, mine) for mine in own):
            yield one


_DESIGNS: dict[str, Design] = {"points": _points, "right": _right_views, "breach": _breaches}


def _keys_wanted(available: int, rng: Rng) -> int:
    return _KEYS_MIN + rng.below(max(1, min(available, _KEYS_MAX) - _KEYS_MIN + 1))


def _claim(place: Placed, rng: Rng) -> str:
    """Return a fact as an option: its statement if that is short enough, else its gist."""
    statement = bare(place.fact.statement)
    short_enough = len(statement) <= _OPTION_MAX and "。" not in statement
    fit = [text for text in ((statement,) if short_enough else ()) + (bare(place.fact.gist),) if text]
    return rng.choice(fit) if fit else statement


def _key(place: Placed, text: str, outline: Outline) -> Candidate:
    name = quote(place.fact.term, outline.language) if place.name == place.fact.term else place.name
    why = say("why.says", outline.language, term=name, statement=sentence(place.fact.statement, outline.language))
    return Candidate(text=text, why=why, mark=gist_mark(place.fact.id))


def _mistakes(chosen: Sequence[Placed], places: Sequence[Placed], outline: Outline, rng: Rng) -> Iterator[Candidate]:
    for place in (*(one for one in places if one not in chosen), *reversed(chosen)):
        for wrong in islice(rng.shuffled(place.fact.misconceptions), 2):
            yield pools.mistake(wrong, outline)


def _draft(  # noqa: PLR0913 - the one place that knows how a multiple-choice item is put together
    item_id: str,
    stems: tuple[str, ...],
    chosen: Sequence[Placed],
    keys: Sequence[Candidate],
    *,
    false: tuple[Candidate, ...] | None,
    outline: Outline,
    told: bool = False,
) -> Draft | None:
    """Build the item; `told` says that the stem calls every option wrong, which shows as much of each."""
    if false is None or any(is_vague(key.text) or is_loaded(key.text) for key in keys):
        return None
    language = outline.language
    reasons = (
        say("why.option", language, option=inner(one.text), why=sentence(one.why, language)) for one in (*keys, *false)
    )
    marks = frozenset(one.mark for one in (*keys, *false) if one.mark.startswith(wrong_mark("")))
    return Draft(
        id=item_id,
        kind=ItemKind.MULTIPLE_CHOICE,
        facts=tuple(place.fact.id for place in chosen),
        stems=stems,
        rationale=say("space", language).join(reasons),
        facility=0.5,
        options=(
            *(Option(text=one.text, key=True, why=one.why) for one in keys),
            *(Option(text=one.text, why=one.why) for one in false),
        ),
        tags=tags_of(*chosen),
        asks=frozenset(gist_mark(place.fact.id) for place in chosen) | (frozenset() if told else marks),
        shows=marks if told else frozenset(),
    )
