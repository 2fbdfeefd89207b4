"""Items that arrange what is given: matching terms with practices, and putting steps in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.generate.claims import shortened
from drill.generate.draft import Draft, Shortage, gist_mark, tags_of
from drill.generate.phrases import bare, clauses, inner, quote, reworded, say, sentence
from drill.model.bank import ItemKind, MatchingAnswer, OrderingAnswer
from drill.model.ids import derived_id
from drill.text.shuffle import Rng
from drill.text.similarity import jaccard, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drill.generate.outline import Outline, Placed
    from drill.model.bank import Language, Section

_PAIRS = 4
_STEPS_MIN = 3
_TOO_ALIKE = 0.5
# A statement longer than this does not go into a column.
_TEXT_MAX = 32
# A clause of a gist shorter than this could belong to anything.
_CLAUSE_MIN = 7
# Orders in which facts are tried before a matching item is given up.
_TRIES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A term and what may stand on the right for it; `told` if they share a word, which gives the pair away."""

    place: Placed
    text: str

    @property
    def told(self) -> bool:
        return bool(shingles(self.place.fact.term) & shingles(self.text))


def matching(section: Section, places: tuple[Placed, ...], outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    """Yield a matching item around a section: its facts first, others of its chapter to fill up, one text left over."""
    item_id = derived_id(section.id, "matching")
    rng = Rng(seed, item_id)
    chosen = _interchange_free(places, outline, rng)
    if len(chosen) <= _PAIRS:
        reason = "no five facts of the chapter whose terms and gists can be told apart (more facts or gists help)"
        yield Shortage(fact_id=section.id, kind=ItemKind.MATCHING, reason=reason)
        return
    extra = _extra(chosen, rng)
    pairs = sorted((side for side in chosen if side is not extra), key=lambda side: side.place.number)
    yield _matching_draft(item_id, pairs, extra, outline, rng)


def _interchange_free(places: tuple[Placed, ...], outline: Outline, rng: Rng) -> list[_Side]:
    """Return five facts of which no two could swap their texts, and at most one gives its pair away."""
    if not places:
        return []
    chapter = [one for one in outline.nearby(places[0]) if one.chapter is places[0].chapter]
    cousins = [one for one in chapter if one.section is not places[0].section]
    chosen: list[_Side] = []
    for _ in range(_TRIES):
        sides = [
            _side(place, rng) for place in (*rng.shuffled(places), *rng.shuffled(cousins)) if _can_be_matched(place)
        ]
        # What is told by a word comes last, so that it is taken only where nothing else is left.
        found = _apart(sorted(sides, key=lambda side: side.told), outline)
        chosen = max(chosen, found, key=len)
        if len(chosen) > _PAIRS:
            break
    return chosen


def _apart(sides: Sequence[_Side], outline: Outline) -> list[_Side]:
    chosen: list[_Side] = []
    for side in sides:
        too_plain = side.told and any(one.told for one in chosen)
        if len(chosen) <= _PAIRS and not too_plain and not any(_swappable(side, one, outline) for one in chosen):
            chosen.append(side)
    return chosen


def _side(place: Placed, rng: Rng) -> _Side:
    """Return a fact with a text that shares the fewest words with its term: its gist, its statement or part of it."""
    statement, gist = bare(place.fact.statement), bare(place.fact.gist)
    texts = [gist, *((statement,) if len(statement) <= _TEXT_MAX else ()), shortened(statement)]
    words = shingles(place.fact.term)
    if all(words & shingles(text) for text in texts if text):
        texts += [clause for clause in clauses(gist) if len(clause) >= _CLAUSE_MIN]
    return _Side(place=place, text=min(filter(None, texts), key=lambda text: (len(words & shingles(text)), rng.unit())))


def _can_be_matched(place: Placed) -> bool:
    return bool(place.fact.gist) and not place.is_generic and ItemKind.MATCHING not in place.fact.generate.off


def _swappable(one: _Side, other: _Side, outline: Outline) -> bool:
    texts = shingles(one.text), shingles(other.text)
    # What both texts have points to neither of them.
    crossed = (shingles(one.place.fact.term) & texts[1] - texts[0]) | (
        shingles(other.place.fact.term) & texts[0] - texts[1]
    )
    return outline.same_claim(one.place, other.place) or jaccard(*texts) > _TOO_ALIKE or bool(crossed)


def _extra(chosen: Sequence[_Side], rng: Rng) -> _Side:
    """Return what is to be left over: from a section that has other texts too, so that its setting tells nothing."""
    own = Counter(side.place.section.id for side in chosen)
    return max(rng.shuffled(chosen), key=lambda side: (own[side.place.section.id] > 1, side.told))


def _matching_draft(item_id: str, pairs: Sequence[_Side], extra: _Side, outline: Outline, rng: Rng) -> Draft:
    language = outline.language
    titles = dict.fromkeys(side.place.section.title for side in pairs if side.place.section.title)
    sections = say("joiner.quoted", language).join(say("matching.section", language, section=title) for title in titles)
    why = say("why.other_point.short", language, term=quote(extra.place.fact.term, language))
    reasons = [_reason(side.place, language) for side in pairs]
    reasons.append(say("why.extra", language, extra=inner(extra.text), why=why))
    return Draft(
        id=item_id,
        kind=ItemKind.MATCHING,
        facts=tuple(side.place.fact.id for side in pairs),
        stems=reworded("matching", language, rng, sections=sections),
        rationale=say("space", language).join(reasons),
        facility=0.7,
        answer=MatchingAnswer(pairs=tuple((side.place.fact.term, side.text) for side in pairs), extras=(extra.text,)),
        tags=tags_of(*(side.place for side in pairs)),
        asks=frozenset(gist_mark(side.place.fact.id) for side in pairs),
    )


def _reason(place: Placed, language: Language) -> str:
    statement = sentence(place.fact.statement, language)
    return say("why.says", language, term=quote(place.fact.term, language), statement=statement)


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
