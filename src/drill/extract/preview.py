"""From the text of a preview to facts: repair, boilerplate, contents, slides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.extract.boilerplate import Reason, Unplaced, split_boilerplate
from drill.extract.chapters import ReadChapter, read_chapter
from drill.extract.confidence import confidence
from drill.extract.contents import ChapterText, find_contents
from drill.extract.kinds import kind_of
from drill.extract.repair import Repair, repair
from drill.extract.surface import Repeats

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.extract.network import Network
    from drill.extract.points import Point
    from drill.extract.traced import Traced
    from drill.model.bank import FactKind, Span

    Place = tuple[int, int]


_AROUND = frozenset(" \n\t•·")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewFact:
    """A term and a statement as they stand in the document, repaired and in Simplified Chinese."""

    chapter: str
    section: str
    term: str
    statement: str
    kind: FactKind
    confidence: float
    term_span: Span
    statement_span: Span


@dataclass(frozen=True, slots=True)
class PreviewExtraction:
    """Everything a document gave, and everything it did not."""

    facts: tuple[PreviewFact, ...]
    repairs: tuple[Repair, ...]
    unplaced: tuple[Unplaced, ...]
    has_contents: bool


def extract_preview(text: str, network: Network) -> PreviewExtraction:
    """Extract the facts of a preview text; what is in none of them is listed as unplaced."""
    repaired = repair(text)
    body, around = split_boilerplate(repaired.traced.simplified())
    contents = find_contents(body.text)
    if contents is None:
        rest = _gaps(body, [])
        return PreviewExtraction((), repaired.repairs, (*around, *rest), has_contents=False)
    facts: list[PreviewFact] = []
    used = [chapter.heading for chapter in contents.chapters]
    repeats = Repeats(body.text)
    for chapter in contents.chapters:
        text = body.text[chapter.start : chapter.end]
        for offset, read in read_chapter(chapter.title, text, network, repeats):
            for point in read.points:
                places = _places(body, read, point, chapter.start + offset)
                facts.append(_fact(body, chapter, point, places))
                used += [place for place in places if place]
    return PreviewExtraction(tuple(facts), repaired.repairs, (*around, *_gaps(body, used)), has_contents=True)


def _places(body: Traced, read: ReadChapter, point: Point, start: int) -> tuple[Place, Place, Place | None]:
    term, statement = (
        _trimmed(body.text, start + read.segments[at].start, start + read.segments[at].end)
        for at in (point.term, point.statement)
    )
    if point.title is None:
        return term, statement, None
    title = read.segments[point.title]
    return term, statement, _trimmed(body.text, start + title.start, start + title.end)


def _trimmed(text: str, start: int, end: int) -> Place:
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _fact(body: Traced, chapter: ChapterText, point: Point, places: tuple[Place, Place, Place | None]) -> PreviewFact:
    term, statement, title = places
    section = body.text[slice(*title)] if title else ""
    words = body.text[slice(*term)], body.text[slice(*statement)]
    return PreviewFact(
        chapter=chapter.title,
        section=section,
        term=words[0],
        statement=words[1],
        kind=kind_of(section, *words),
        confidence=round(confidence(point.evidence), 3),
        term_span=body.span(*term),
        statement_span=body.span(*statement),
    )


def _gaps(body: Traced, used: list[Place]) -> Iterator[Unplaced]:
    at = 0
    for start, end in [*sorted(used), (len(body.text), len(body.text))]:
        text = body.text[at:start]
        if text.strip():
            yield Unplaced(body.span(at, start), text.strip(), _reason(body, text.strip(), at, start))
        at = max(at, end)


def _reason(body: Traced, text: str, start: int, end: int) -> Reason:
    if text.isdigit():
        return Reason.DIGITS
    if start == 0:
        return Reason.COVER
    return Reason.CUT_OFF if end >= len(body.text.rstrip()) else Reason.NO_PARTNER
