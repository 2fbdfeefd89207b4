"""Facts from documents whose structure is plain to see: headings, lists, tables, boxes on slides.

Every reading is a hypothesis with a share of certainty, the confidence of its facts; text that no reading places is
listed with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.extract.kinds import is_procedure, kind_of
from drill.extract.structured_deck import TABLE_OF_CONTENTS, read_deck
from drill.extract.structured_flow import EMPTY_HEADING, Flow
from drill.extract.structured_pieces import Piece, length, number_class
from drill.extract.structured_slides import read_slide
from drill.model.extracted import ExtractedFact, Extraction, Unplaced
from drill.model.passage import DocumentKind, Role
from drill.text.script import Script, convert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.extract.structured_body import Body
    from drill.extract.structured_pieces import Pair
    from drill.model.passage import Document, Passage

# A paragraph this long is prose under a heading more often than one claim.
_LONG_STATEMENT = 120
_ASIDE = {
    Role.CAPTION: "a caption",
    Role.CONTENTS: TABLE_OF_CONTENTS,
    Role.FOOTNOTE: "a footnote",
    Role.FIGURE: "words of a picture or chart",
    Role.ASIDE: "beside the text: a running head, navigation or the like",
}


@dataclass(slots=True)
class _Reading:
    title: str = ""
    facts: list[ExtractedFact] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def leave(self, piece: Piece, reason: str) -> None:
        self.unplaced.append(Unplaced(text=piece.text, place=piece.place, reason=reason))

    def take(self, body: Body, chapter: str, section: str) -> None:
        self.add(chapter, section, body.pairs)
        for title, pairs in body.groups:
            self.add(chapter, _plain(title.text), pairs)
        for piece, reason in body.lone:
            self.leave(piece, reason)

    def add(self, chapter: str, section: str, pairs: Sequence[Pair]) -> None:
        for pair in pairs:
            self.facts.append(_fact(chapter, section, pair, crowd=len(pairs)))


def extract_facts(document: Document) -> Extraction:
    """Read the facts of a document with clear structure."""
    reading = _Reading()
    passages = []
    for passage in document.passages:
        if passage.role in _ASIDE:
            reading.leave(Piece.whole(passage), _ASIDE[passage.role])
        else:
            passages.append(passage)
    if document.kind is DocumentKind.PPTX:
        _read_deck(passages, reading)
    else:
        flow = Flow(passages, lambda body, chapter, section: reading.take(body, _plain(chapter), _plain(section)))
        reading.title = _plain(flow.title)
    return Extraction(title=reading.title, facts=tuple(reading.facts), unplaced=tuple(reading.unplaced))


def _read_deck(passages: Sequence[Passage], reading: _Reading) -> None:
    deck = read_deck(passages)
    reading.title = _plain(deck.title)
    for slide in deck.slides:
        for piece, reason in slide.aside:
            reading.leave(piece, reason)
        if slide.passages:
            body = read_slide(slide.passages)
            if slide.title is not None and not (body.pairs or body.groups):
                reading.leave(slide.title, EMPTY_HEADING)
            reading.take(body, _plain(slide.chapter), _plain(slide.section))


def _fact(chapter: str, section: str, pair: Pair, *, crowd: int) -> ExtractedFact:
    term, statement = _plain(pair.term.text), _joined(pair.statements)
    number = number_class(pair.term.passage.text)
    is_listed = pair.term.passage.number is not None
    is_step = pair.order is not None and (is_procedure(section) or is_listed or (number or ("",))[0] == "step")
    return ExtractedFact(
        chapter=chapter,
        section=section,
        term=term,
        statement=statement,
        kind=kind_of(section, term, statement, is_ordered=is_step),
        confidence=_confidence(pair, statement, crowd),
        term_place=pair.term.place,
        statement_places=tuple(piece.place for piece in pair.statements),
        order=pair.order if is_step else None,
    )


def _confidence(pair: Pair, statement: str, crowd: int) -> float:
    confidence = pair.share
    if crowd == 1:
        confidence -= 0.03
    if length(statement) < length(pair.term.text):
        confidence -= 0.12
    if length(statement) > _LONG_STATEMENT:
        confidence -= 0.15
    if length(pair.term.text) > 18:
        confidence -= 0.1
    return round(min(max(confidence, 0.05), 0.99), 3)


def _joined(pieces: Sequence[Piece]) -> str:
    text = ""
    for piece in pieces:
        part = _plain(piece.text)
        between = " " if text and ord(text[-1]) < 0x2E80 else ""
        text = f"{text}{between}{part}"
    return text


def _plain(text: str) -> str:
    """Return text on one line, in Simplified Chinese."""
    one_line = re.sub(r"(?<=[\u2e80-\uffff])\s*[\v\n]\s*", "", text)
    return convert(re.sub(r"\s+", " ", one_line).strip(), Script.HANS)
