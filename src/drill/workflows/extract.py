"""Extract the facts of documents: read, repair, structure; nothing is written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from drill.workflows.read_facts import PreviewRead, StructuredRead, read_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from drill.documents.plain_text import TextDocument
    from drill.errors import Problem
    from drill.extract.preview import PreviewExtraction, PreviewFact
    from drill.extract.repair import Repair
    from drill.model.extracted import ExtractedFact
    from drill.model.passage import Document, PassagePlace
    from drill.workflows.read_facts import FactsRead

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractReport:
    """What the documents gave, as plain data in the shape docs/import.md describes."""

    facts: tuple[Json, ...] = ()
    repairs: tuple[Json, ...] = ()
    unplaced: tuple[Json, ...] = ()
    problems: tuple[Problem, ...] = ()

    def joined(self, other: ExtractReport) -> ExtractReport:
        """Return this report followed by another."""
        return ExtractReport(
            facts=self.facts + other.facts,
            repairs=self.repairs + other.repairs,
            unplaced=self.unplaced + other.unplaced,
            problems=self.problems + other.problems,
        )

    def as_json(self) -> Json:
        """Return facts, repairs, unplaced text and problems as plain data."""
        return {
            "facts": list(self.facts),
            "repairs": list(self.repairs),
            "unplaced": list(self.unplaced),
            "problems": [str(problem) for problem in self.problems],
        }

    def rows(self) -> list[tuple[str, ...]]:
        """Return the facts as rows of a table."""
        names = ("chapter", "section", "term", "statement", "kind", "confidence")
        return [tuple(str(fact[name]) for name in names) for fact in self.facts]


def extract_documents(paths: Sequence[Path], step: Callable[[str], None]) -> ExtractReport:
    """Extract the facts of every file (or of every document in an archive).

    Raises a DrillError that names the file for what cannot be read as a document.
    """
    report = ExtractReport()
    for path in paths:
        for read in read_facts(path, step):
            report = report.joined(_report(read))
    return report


def _report(read: FactsRead) -> ExtractReport:
    match read:
        case PreviewRead(document, made):
            return _preview_report(document, made)
        case StructuredRead():
            return _structured_report(read)


def _preview_report(document: TextDocument, made: PreviewExtraction) -> ExtractReport:
    return ExtractReport(
        facts=tuple(_preview_fact(document, fact) for fact in made.facts),
        repairs=tuple(_repair(document, fixed) for fixed in made.repairs),
        unplaced=tuple(
            {"document": document.name, "span": list(left.span), "text": left.text, "reason": left.reason.value}
            for left in made.unplaced
        ),
    )


def _preview_fact(document: TextDocument, fact: PreviewFact) -> Json:
    source = {
        "document": document.name,
        "sha256": document.sha256,
        "page": None,
        "term": list(fact.term_span),
        "statement": list(fact.statement_span),
    }
    return _fact(fact, fact.confidence) | {"source": source}


def _fact(fact: PreviewFact | ExtractedFact, confidence: float) -> Json:
    return {
        "chapter": fact.chapter,
        "section": fact.section,
        "term": fact.term,
        "statement": fact.statement,
        "kind": fact.kind.value,
        "confidence": round(confidence, 3),
    }


def _repair(document: TextDocument, fixed: Repair) -> Json:
    return {
        "document": document.name,
        "start": fixed.span.start,
        "end": fixed.span.end,
        "before": fixed.before,
        "after": fixed.after,
        "confidence": fixed.confidence,
        "alternatives": list(fixed.alternatives),
    }


def _structured_report(read: StructuredRead) -> ExtractReport:
    document, made = read.document, read.made
    return ExtractReport(
        facts=tuple(_structured_fact(document, fact) for fact in made.facts),
        unplaced=tuple(
            {
                "document": document.name,
                "span": [left.place.start, left.place.end],
                "place": _place(left.place),
                "text": left.text,
                "reason": left.reason,
            }
            for left in made.unplaced
        ),
        problems=read.problems,
    )


def _structured_fact(document: Document, fact: ExtractedFact) -> Json:
    places = fact.statement_places
    same = document.kind.has_text_positions or len(places) == 1
    source = {
        "document": document.name,
        "sha256": document.sha256,
        "page": fact.term_place.page or fact.term_place.slide,
        "term": [fact.term_place.start, fact.term_place.end],
        "statement": [places[0].start, places[-1].end if same else places[0].end] if places else None,
        "term_place": _place(fact.term_place),
        "statement_places": [_place(place) for place in places],
    }
    return _fact(fact, fact.confidence) | {"order": fact.order, "source": source}


def _place(place: PassagePlace) -> Json:
    """Return a place without what does not apply to its kind of document."""
    return {name: value for name, value in asdict(place).items() if value is not None}
