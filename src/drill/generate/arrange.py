"""Items that arrange what is given: matching terms with practices, and putting steps in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.generate.draft import Draft, Shortage, gist_mark, tags_of
from drill.generate.phrases import bare, inner, quote, reworded, say, sentence
from drill.model.bank import ItemKind, MatchingAnswer, OrderingAnswer
from drill.model.ids import derived_id
from drill.text.shuffle import Rng
from drill.text.similarity import jaccard, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drill.generate.outline import Outline, Placed
    from drill.model.bank import Section

_PAIRS = 4
_STEPS_MIN = 3
_TOO_ALIKE = 0.5


def matching(section: Section, places: tuple[Placed, ...], outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    """Yield a matching item around a section: its facts first, others of its chapter to fill up, one gist left over."""
    item_id = derived_id(section.id, "matching")
    rng = Rng(seed, item_id)
    chosen = _interchange_free(places, outline, rng)
    if len(chosen) <= _PAIRS:
        reason = "no five facts of the chapter whose terms and gists can be told apart (more facts or gists help)"
        yield Shortage(fact_id=section.id, kind=ItemKind.MATCHING, reason=reason)
        return
    pairs = sorted(chosen[:_PAIRS], key=lambda place: place.number)
    yield _matching_draft(item_id, pairs, chosen[_PAIRS], outline, rng)


def _interchange_free(places: tuple[Placed, ...], outline: Outline, rng: Rng) -> list[Placed]:
    """Return five facts of which no two could swap their gists."""
    if not places:
        return []
    chapter = [one for one in outline.nearby(places[0]) if one.chapter is places[0].chapter]
    cousins = [one for one in chapter if one.section is not places[0].section]
    chosen: list[Placed] = []
    for place in (*rng.shuffled(places), *rng.shuffled(cousins)):
        if (
            len(chosen) <= _PAIRS
            and _can_be_matched(place)
            and not any(_swappable(place, one, outline) for one in chosen)
        ):
            chosen.append(place)
    return chosen


def _can_be_matched(place: Placed) -> bool:
    """Tell whether a term and its gist can be asked for without the one standing in the other."""
    fact = place.fact
    if not fact.gist or place.is_generic or ItemKind.MATCHING in fact.generate.off:
        return False
    shared = shingles(fact.term) & shingles(fact.gist)
    return len(shared) * 2 <= len(shingles(fact.term))


def _swappable(one: Placed, other: Placed, outline: Outline) -> bool:
    gists = shingles(one.fact.gist), shingles(other.fact.gist)
    return outline.same_claim(one, other) or jaccard(*gists) > _TOO_ALIKE or bool(shingles(one.fact.term) & gists[1])


def _matching_draft(item_id: str, pairs: Sequence[Placed], extra: Placed, outline: Outline, rng: Rng) -> Draft:
    language = outline.language
    titles = dict.fromkeys(place.section.title for place in pairs if place.section.title)
    sections = say("joiner.quoted", language).join(say("matching.section", language, section=title) for title in titles)
    name = quote(extra.fact.term, language)
    why = say("why.other_point.short", language, term=name)
    reasons = [
        say(
            "why.says",
            language,
            term=quote(place.fact.term, language),
            statement=sentence(place.fact.statement, language),
        )
        for place in pairs
    ]
    reasons.append(say("why.extra", language, extra=inner(bare(extra.fact.gist)), why=why))
    return Draft(
        id=item_id,
        kind=ItemKind.MATCHING,
        facts=tuple(place.fact.id for place in pairs),
        stems=reworded("matching", language, rng, sections=sections),
        rationale=say("space", language).join(reasons),
        facility=0.7,
        answer=MatchingAnswer(
            pairs=tuple((place.fact.term, bare(place.fact.gist)) for place in pairs), extras=(bare(extra.fact.gist),)
        ),
        tags=tags_of(*pairs),
        asks=frozenset(gist_mark(place.fact.id) for place in pairs),
    )


def ordering(section: Section, places: tuple[Placed, ...], outline: Outline, seed: int) -> Iterator[Draft]:
    """Yield the ordering items of an ordered section: by the names of its steps, and by what is done in each."""
    off = any(ItemKind.ORDERING in place.fact.generate.off for place in places)
    if not section.ordered or len(places) < _STEPS_MIN or off:
        return
    yield _ordering_draft("terms", section, places, tuple(place.fact.term for place in places), outline, seed)
    if all(place.fact.gist for place in places):
        gists = tuple(bare(place.fact.gist) for place in places)
        yield _ordering_draft("gists", section, places, gists, outline, seed)


def _ordering_draft(  # noqa: PLR0913, PLR0917 - the one place that knows how an ordering item is put together
    name: str, section: Section, places: tuple[Placed, ...], steps: tuple[str, ...], outline: Outline, seed: int
) -> Draft:
    language = outline.language
    item_id = derived_id(section.id, "ordering", name)
    order = say("arrow", language).join(place.fact.term for place in places)
    statements = [sentence(place.fact.statement, language) for place in places]
    return Draft(
        id=item_id,
        kind=ItemKind.ORDERING,
        facts=tuple(place.fact.id for place in places),
        stems=reworded(f"ordering.{name}", language, Rng(seed, item_id), section=section.title),
        rationale=say("space", language).join((say("why.order", language, order=order), *statements)),
        facility=0.7,
        answer=OrderingAnswer(steps=steps),
        tags=tags_of(*places),
        asks=frozenset(gist_mark(place.fact.id) for place in places),
    )
