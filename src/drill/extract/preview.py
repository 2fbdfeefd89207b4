"""From the text of a preview to facts: repair, boilerplate, contents, slides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.extract.boilerplate import Reason, Unplaced, split_boilerplate
from drill.extract.confidence import confidence
from drill.extract.contents import ChapterText, Contents, find_contents
from drill.extract.kinds import kind_of
from drill.extract.repair import Repair, repair
from drill.extract.slides import ChapterReader, Slide

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.extract.network import Network
    from drill.extract.pairing import Place
    from drill.extract.traced import Traced
    from drill.model.bank import FactKind, Span


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
    used = _headings(contents)
    reader = ChapterReader(body.text, network)
    for chapter in contents.chapters:
        for slide in reader.read(chapter.start, chapter.end):
            facts += _facts(body, chapter, slide)
            used += _used(slide)
    return PreviewExtraction(tuple(facts), repaired.repairs, (*around, *_gaps(body, used)), has_contents=True)


def _headings(contents: Contents) -> list[Place]:
    return [chapter.heading for chapter in contents.chapters]


def _used(slide: Slide) -> list[Place]:
    used = [place for pair in slide.pairs for place in pair]
    return [*used, slide.title] if slide.title else used


def _facts(body: Traced, chapter: ChapterText, slide: Slide) -> Iterator[PreviewFact]:
    section = body.text[slice(*slide.title)] if slide.title else ""
    for pair, evidence in zip(slide.pairs, slide.evidence, strict=True):
        term, statement = body.text[slice(*pair.term)], body.text[slice(*pair.statement)].strip()
        yield PreviewFact(
            chapter=chapter.title,
            section=section,
            term=term,
            statement=statement,
            kind=kind_of(section, term, statement),
            confidence=round(confidence(evidence), 3),
            term_span=body.span(*pair.term),
            statement_span=body.span(*pair.statement),
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
