"""Extract the facts of documents: read, repair, structure; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.documents.plain_text import TextDocument, read_text_document
from drill.errors import Problem
from drill.extract.preview import PreviewExtraction, PreviewFact, extract_preview

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExtractReport:
    """What each document gave."""

    documents: tuple[tuple[TextDocument, PreviewExtraction], ...]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, object]:
        """Return facts, repairs, unplaced text and problems as plain data."""
        return {
            "facts": [_fact_json(doc, fact) for doc, made in self.documents for fact in made.facts],
            "repairs": [
                {
                    "document": doc.name,
                    "start": fixed.span.start,
                    "end": fixed.span.end,
                    "before": fixed.before,
                    "after": fixed.after,
                    "confidence": fixed.confidence,
                    "alternatives": list(fixed.alternatives),
                }
                for doc, made in self.documents
                for fixed in made.repairs
            ],
            "unplaced": [
                {"document": doc.name, "span": list(left.span), "text": left.text, "reason": left.reason.value}
                for doc, made in self.documents
                for left in made.unplaced
            ],
            "problems": [str(problem) for problem in self.problems],
        }

    def rows(self) -> list[tuple[str, ...]]:
        """Return the facts as rows of a table."""
        return [
            (fact.chapter, fact.section, fact.term, fact.statement, fact.kind.value, f"{fact.confidence:.2f}")
            for _, made in self.documents
            for fact in made.facts
        ]


def extract_documents(paths: Sequence[Path], step: Callable[[str], None]) -> ExtractReport:
    """Extract the facts of every file. Raises UnreadableDocumentError for what is no text."""
    documents = []
    problems = []
    for path in paths:
        step(path.name)
        document = read_text_document(path)
        extraction = extract_preview(document.text)
        documents.append((document, extraction))
        if not extraction.has_contents:
            message = "no row of chapter titles found, so no facts were taken."
            problems.append(Problem(str(path), 0, message, "All text is listed as unplaced."))
    return ExtractReport(tuple(documents), tuple(problems))


def _fact_json(document: TextDocument, fact: PreviewFact) -> dict[str, object]:
    return {
        "chapter": fact.chapter,
        "section": fact.section,
        "term": fact.term,
        "statement": fact.statement,
        "kind": fact.kind.value,
        "confidence": fact.confidence,
        "source": {
            "document": document.name,
            "sha256": document.sha256,
            "page": None,
            "term": list(fact.term_span),
            "statement": list(fact.statement_span),
        },
    }
