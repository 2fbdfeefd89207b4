"""What extraction gave as a reading: drafts with their places in the lines that a person sees."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from drill.model.bank import FactSource, Language, Span
from drill.model.draft import Claim, Draft, Leftover, Mark, Reading, RepairMark, SourceLine
from drill.model.passage import Role
from drill.text.script import Script, convert
from drill.workflows.read_facts import FactsRead, PreviewRead, StructuredRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from drill.extract.preview import PreviewFact
    from drill.extract.repair import Repair
    from drill.model.bank import FactKind
    from drill.model.extracted import ExtractedFact
    from drill.model.passage import Passage, PassagePlace

_HAN = re.compile(r"[\u3400-\u9fff]")
# Punctuation of a Chinese sentence that was typed in its narrow form.
_WIDE = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_NARROW = re.compile(r"(?<=[\u3400-\u9fff”’）])[,;:!?](?=[\u3400-\u9fff“‘（]|$)")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def language_of(read: FactsRead) -> Language:
    """Return the language a bank of these facts is kept in: Chinese unless Latin words outnumber Han characters.

    What stands around the text does not count: a site's menu may be in another language than its pages.
    """
    text = _text(read)
    return Language.EN if len(_LATIN_WORD.findall(text)) > len(_HAN.findall(text)) else Language.ZH_HANS


def _text(read: FactsRead) -> str:
    match read:
        case PreviewRead(document, _):
            return document.text
        case StructuredRead(document, _, _):
            own = [passage for passage in document.passages if passage.role is not Role.ASIDE]
            return "\n".join(passage.text for passage in own or document.passages)


def title_of(read: FactsRead) -> str:
    """Return the title a document gives itself, or that of its only chapter; '' if it has several."""
    own = read.made.title if isinstance(read, StructuredRead) else ""
    chapters = {fact.chapter for fact in read.made.facts}
    return own or (chapters.pop() if len(chapters) == 1 else "")


def reading_of(read: FactsRead, source: str, title: str, language: Language, new_id: Callable[[], str]) -> Reading:
    """Return the reading of a document for the source `source`; `title` stands in for chapters without one."""
    cleaner = Cleaner(title, language)
    match read:
        case PreviewRead():
            return _of_preview(read, source, cleaner, new_id)
        case StructuredRead():
            return _of_structure(read, source, cleaner, new_id)


class Cleaner:
    """Makes texts fit for a bank: one line, no invisible characters, the bank's script, every title filled in."""

    def __init__(self, title: str, language: Language) -> None:
        self._title = title
        self._language = language

    def text(self, text: str) -> str:
        """Return a text on one line; for a Chinese bank in Simplified and with full-width punctuation."""
        visible = "".join(
            c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
        )
        line = re.sub(r"\s+", " ", visible).strip()
        if self._language is not Language.ZH_HANS:
            return line
        return _NARROW.sub(lambda found: _WIDE[found[0]], convert(line, Script.HANS))

    def claim(self, chapter: str, section: str, term: str, statement: str, kind: FactKind) -> Claim:
        """Return a claim with all its texts cleaned."""
        chapter = self.text(chapter) or self._title
        return Claim(
            chapter=chapter,
            section=self.text(section) or chapter,
            term=self.text(term),
            statement=self.text(statement),
            kind=kind,
        )

    def cleaned(self, claim: Claim) -> Claim:
        """Return a claim that a person typed, cleaned."""
        return self.claim(claim.chapter, claim.section, claim.term, claim.statement, claim.kind)


class _Lines:
    """The lines of a text, and which of them hold a span of it."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self.starts = [0]
        for text in texts[:-1]:
            self.starts.append(self.starts[-1] + len(text) + 1)

    def marks(self, span: Span) -> tuple[Mark, ...]:
        return tuple(self._marks(span))

    def _marks(self, span: Span) -> Iterator[Mark]:
        line = bisect_right(self.starts, span.start) - 1
        while line < len(self._texts) and self.starts[line] < span.end:
            start = max(0, span.start - self.starts[line])
            end = min(len(self._texts[line]), span.end - self.starts[line])
            if start < end:
                yield Mark(line, start, end)
            line += 1


def _of_preview(read: PreviewRead, source: str, cleaner: Cleaner, new_id: Callable[[], str]) -> Reading:
    texts = read.document.text.split("\n")
    lines = _Lines(texts)
    return Reading(
        source=source,
        document=read.document.name,
        sha256=read.document.sha256,
        drafts=_usable(_preview_draft(fact, source, lines, cleaner, new_id) for fact in read.made.facts),
        leftovers=tuple(
            Leftover(cleaner.text(left.text), left.reason.value, lines.marks(left.span)) for left in read.made.unplaced
        ),
        lines=tuple(map(SourceLine, texts)),
        repairs=tuple(_repair_marks(read.made.repairs, lines)),
    )


def _repair_marks(repairs: Iterable[Repair], lines: _Lines) -> Iterator[RepairMark]:
    """Yield what is read as something else; of a character with its reading behind it, the reading alone."""
    for fixed in repairs:
        kept = len(fixed.after) if fixed.before.startswith(fixed.after) else 0
        after = "" if kept else fixed.after
        for mark in lines.marks(Span(fixed.span.start + kept, fixed.span.end)):
            yield RepairMark(mark, after)


def _preview_draft(fact: PreviewFact, source: str, lines: _Lines, cleaner: Cleaner, new_id: Callable[[], str]) -> Draft:
    claim = cleaner.claim(fact.chapter, fact.section, fact.term, fact.statement, fact.kind)
    return Draft(
        id=new_id(),
        claim=claim,
        theirs=claim,
        confidence=round(fact.confidence, 3),
        source=FactSource(document=source, term=fact.term_span, statement=fact.statement_span),
        term=lines.marks(fact.term_span),
        statement=lines.marks(fact.statement_span),
    )


def _usable(drafts: Iterable[Draft]) -> tuple[Draft, ...]:
    """Leave out what says nothing once it is cleaned."""
    return tuple(draft for draft in drafts if draft.claim.term and draft.claim.statement)


def _of_structure(read: StructuredRead, source: str, cleaner: Cleaner, new_id: Callable[[], str]) -> Reading:
    document = read.document
    finder = _Finder(document.passages, is_text=document.kind.has_text_positions)
    return Reading(
        source=source,
        document=document.name,
        sha256=document.sha256,
        title=cleaner.text(read.made.title),
        drafts=_usable(_structured_draft(fact, source, finder, cleaner, new_id) for fact in read.made.facts),
        leftovers=tuple(
            Leftover(cleaner.text(left.text), left.reason, finder.marks(left.place)) for left in read.made.unplaced
        ),
        lines=tuple(SourceLine(one.text, one.place.page or one.place.slide) for one in document.passages),
        problems=tuple(map(str, read.problems)),
    )


class _Finder:
    """Finds places of a document in its passages.

    Spans of a text file count its characters; elsewhere they count in all passages, joined by line breaks.
    """

    def __init__(self, passages: Sequence[Passage], *, is_text: bool) -> None:
        self._passages = passages
        self._is_text = is_text
        # What stands around the text may also stand within a paragraph, but is always left over as a whole.
        self._beside = {one.place.start: at for at, one in enumerate(passages) if one.role is Role.ASIDE}
        self._text = [at for at, one in enumerate(passages) if one.role is not Role.ASIDE]
        self._starts = [passages[at].place.start for at in self._text]
        self._offsets = _Lines([passage.text for passage in passages]).starts
        self._by_place = {_whereabouts(passage.place): at for at, passage in enumerate(passages)}

    def marks(self, place: PassagePlace) -> tuple[Mark, ...]:
        at = self._passage(place)
        if at is None:
            return ()
        passage = self._passages[at]
        inside = [i for i in range(len(passage.text)) if place.start <= passage.place_of(i, i + 1).start < place.end]
        return (Mark(at, inside[0], inside[-1] + 1),) if inside else ()

    def _passage(self, place: PassagePlace) -> int | None:
        if not self._is_text:
            return self._by_place.get(_whereabouts(place))
        if place.start in self._beside:
            return self._beside[place.start]
        found = bisect_right(self._starts, place.start)
        return self._text[found - 1] if found else None

    def span(self, places: Sequence[PassagePlace]) -> Span | None:
        """Return the span from the first place to the last."""
        if not places:
            return None
        if self._is_text:
            return Span(places[0].start, max(places[0].end, places[-1].end))
        marks = [mark for place in places for mark in self.marks(place)]
        if not marks:
            return None
        first, last = min(marks), max(marks)
        return Span(self._offsets[first.line] + first.start, self._offsets[last.line] + last.end)


def _whereabouts(place: PassagePlace) -> PassagePlace:
    return replace(place, start=0, end=0, line=None)


def _structured_draft(
    fact: ExtractedFact, source: str, finder: _Finder, cleaner: Cleaner, new_id: Callable[[], str]
) -> Draft:
    claim = cleaner.claim(fact.chapter, fact.section, fact.term, fact.statement, fact.kind)
    return Draft(
        id=new_id(),
        claim=claim,
        theirs=claim,
        confidence=round(fact.confidence, 3),
        order=fact.order,
        source=FactSource(
            document=source,
            term=finder.span([fact.term_place]),
            statement=finder.span(fact.statement_places),
            page=fact.term_place.page or fact.term_place.slide,
        ),
        term=finder.marks(fact.term_place),
        statement=tuple(mark for place in fact.statement_places for mark in finder.marks(place)),
    )
