"""Items answered in writing: fill-in, and short answers with scoring points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.generate.cloze import clozes_of, split_at
from drill.generate.draft import Draft, Shortage, gist_mark, tags_of, wrong_mark
from drill.generate.phrases import bare, clauses, inner, quote, reworded, say, sentence
from drill.model.bank import FillInAnswer, ItemKind, ScoringPoint, ShortAnswer
from drill.model.ids import derived_id
from drill.text.shuffle import Rng
from drill.text.similarity import ideas, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.generate.outline import Outline, Placed
    from drill.model.bank import Cloze, Misconception, Section

BLANK = "____"
_POINTS_EACH = 2
_SECTION_MIN, _SECTION_MAX = 2, 4
# A clause shorter than this is no scoring point, nor is one with so large a share of its shingles in the reason that
# earns the first point, or in the question.
_CLAUSE_MIN, _SAID_SHARE, _ASKED_SHARE = 5, 0.1, 0.3
# Clauses that set the scene, and clauses that hang on the one before them.
_SETTING = re.compile("(?:时|后|之前|之后|中|怎么[^，]*|沟通|交流|相处|不到面)$")
_JOINED = re.compile("借此|以此|从而|以便|免得|以免|因此|这|使|让|也|并|还|再|既")


def fill_in(place: Placed, outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    """Yield a fill-in item for each blank of a fact, or a shortage."""
    clozes = clozes_of(place, outline)
    for cloze in clozes:
        item_id = derived_id(cloze.id, "blank")
        yield _blank(place, cloze, outline, Rng(seed, item_id), item_id)
    if not clozes:
        reason = "no phrase of the statement can be blanked out with one possible answer (pin a cloze)"
        yield Shortage(fact_id=place.fact.id, kind=ItemKind.FILL_IN, reason=reason)


def _blank(place: Placed, cloze: Cloze, outline: Outline, rng: Rng, item_id: str) -> Draft:
    before, after = split_at(place.fact.statement, cloze.text)
    text = f"{before}{BLANK}{after}"
    answers = (cloze.text, *cloze.accept)
    title = place.section.title
    in_section = title and rng.below(2) == 0 and not any(answer in title for answer in answers)
    plain = say("fill_in", outline.language, text=text)
    framed = reworded("fill_in.in_section", outline.language, rng, section=title, text=text) if in_section else ()
    name = place.name if place.is_generic else quote(place.fact.term, outline.language)
    return Draft(
        id=item_id,
        kind=ItemKind.FILL_IN,
        facts=(place.fact.id,),
        stems=(*framed, plain),
        rationale=say(
            "why.says", outline.language, term=name, statement=sentence(place.fact.statement, outline.language)
        ),
        facility=0.6,
        answer=FillInAnswer(blanks=(answers,)),
        tags=tags_of(place),
        asks=frozenset({gist_mark(place.fact.id)}),
    )


def short_answer(place: Placed, outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    """Yield the short-answer items of a fact: its parts, a wrong view to put right, or else all of it."""
    made = [draft for draft in (_parts(place, outline), _put_right(place, outline, seed)) if draft is not None]
    whole = None if made else _whole(place, outline, seed)
    yield from made
    if whole is not None:
        yield whole
    elif not made:
        reason = "neither parts nor misconceptions, and its gist is a single point (add parts or misconceptions)"
        yield Shortage(fact_id=place.fact.id, kind=ItemKind.SHORT_ANSWER, reason=reason)


def _parts(place: Placed, outline: Outline) -> Draft | None:
    parts = place.fact.parts
    if len(parts) < _SECTION_MIN:
        return None
    language = outline.language
    item_id = derived_id(place.fact.id, "short", "parts")
    asks = [
        say("short.ask", language, ask=bare(part.ask).rstrip("？?"), number=number)
        for number, part in enumerate(parts, 1)
    ]
    scoring = tuple(ScoringPoint(text=bare(part.gist), points=_POINTS_EACH) for part in parts)
    stem = say("short.parts", language, asks=say("space", language).join(asks))
    return _short(item_id, (place,), (stem,), scoring, statement=place.fact.statement, outline=outline)


def _put_right(place: Placed, outline: Outline, seed: int) -> Draft | None:
    """Ask what is wrong with a view, and for what its correction leaves unsaid of the fact, if anything."""
    item_id = derived_id(place.fact.id, "short", "wrong")
    rng = Rng(seed, item_id)
    views = [(wrong, _left_unsaid(place, wrong)) for wrong in rng.shuffled(place.fact.misconceptions)]
    if not views:
        return None
    # A reason alone is a small question: with parts of its own to ask for, a fact does without it.
    wrong, more = next(((wrong, more) for wrong, more in views if more), views[0])
    if not more and len(place.fact.parts) >= _SECTION_MIN:
        return None
    name = place.name if place.name != place.fact.term else quote(place.fact.term, outline.language)
    stems = reworded(
        "short.wrong.more" if more else "short.wrong", outline.language, rng, wrong=inner(bare(wrong.text)), term=name
    )
    scoring = [ScoringPoint(text=bare(wrong.why), points=_POINTS_EACH + 1)]
    if more:
        scoring.append(ScoringPoint(text=more, points=_POINTS_EACH))
    mark = frozenset({wrong_mark(wrong.id)})
    return _short(item_id, (place,), stems, tuple(scoring), statement=place.fact.statement, outline=outline, shows=mark)


def _left_unsaid(place: Placed, wrong: Misconception) -> str:
    """Return what a fact says beyond the question and the reason why its view is wrong: all of its gist, or a clause.

    Where the gist has nothing more to say, the statement may.
    """
    asked = f"{wrong.text} {place.fact.term}"
    gist, statement = clauses(place.fact.gist), clauses(place.fact.statement)
    unsaid = [clause for clause in gist if _is_new(clause, wrong.why, asked)]
    if unsaid and len(unsaid) == len(gist):
        return bare(place.fact.gist)
    more = unsaid or [one for one in statement if _is_new(one, wrong.why, asked) and not _JOINED.match(one)]
    return max(more, key=len, default="").removeprefix("并")


def _is_new(clause: str, reason: str, asked: str) -> bool:
    """Tell whether a clause says something, and nothing that the reason says, in the same words or in others."""
    own = shingles(clause)
    whole = len(clause) >= _CLAUSE_MIN and not _SETTING.search(clause)
    apart = len(own & shingles(reason)) < _SAID_SHARE * len(own) and not ideas(clause) & ideas(reason)
    return whole and apart and len(own & shingles(asked)) < _ASKED_SHARE * len(own)


def _whole(place: Placed, outline: Outline, seed: int) -> Draft | None:
    points = clauses(place.fact.gist or place.fact.statement)
    if len(points) < _SECTION_MIN or place.is_generic:
        return None
    item_id = derived_id(place.fact.id, "short", "whole")
    stems = reworded("short.fact", outline.language, Rng(seed, item_id), term=quote(place.fact.term, outline.language))
    scoring = tuple(ScoringPoint(text=point, points=_POINTS_EACH) for point in points)
    return _short(item_id, (place,), stems, scoring, statement=place.fact.statement, outline=outline)


def list_points(section: Section, places: tuple[Placed, ...], outline: Outline, seed: int) -> Iterator[Draft]:
    """Yield the short-answer item that asks for all points of a complete section."""
    asked = all(ItemKind.SHORT_ANSWER not in place.fact.generate.off and place.fact.gist for place in places)
    if not _SECTION_MIN <= len(places) <= _SECTION_MAX or not asked or any(place.is_generic for place in places):
        return
    language = outline.language
    item_id = derived_id(section.id, "short", "points")
    stems = reworded("short.section", language, Rng(seed, item_id), section=section.title)
    texts = [say("point", language, term=place.fact.term, gist=bare(place.fact.gist)) for place in places]
    scoring = tuple(ScoringPoint(text=text, points=_POINTS_EACH) for text in texts)
    statements = [sentence(place.fact.statement, language) for place in places]
    yield _short(item_id, places, stems, scoring, statement=say("space", language).join(statements), outline=outline)


def _short(  # noqa: PLR0913 - the one place that knows how a short-answer item is put together
    item_id: str,
    places: tuple[Placed, ...],
    stems: tuple[str, ...],
    scoring: tuple[ScoringPoint, ...],
    *,
    statement: str,
    outline: Outline,
    shows: frozenset[str] = frozenset(),
) -> Draft:
    return Draft(
        id=item_id,
        kind=ItemKind.SHORT_ANSWER,
        facts=tuple(place.fact.id for place in places),
        stems=stems,
        rationale=say("why.expected", outline.language, statement=sentence(statement, outline.language)),
        facility=0.55,
        answer=ShortAnswer(scoring=scoring),
        points=sum(point.points for point in scoring),
        tags=tags_of(*places),
        asks=frozenset(gist_mark(place.fact.id) for place in places),
        shows=shows,
    )
