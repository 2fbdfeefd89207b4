"""Read documents and the facts in them, as the model has them; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.documents.plain_text import read_text_document
from drill.documents.reading import read_documents
from drill.errors import DrillError, Problem
from drill.extract.preview import PreviewExtraction, extract_preview
from drill.extract.structured import extract_facts
from drill.files.preview_model import preview_network
from drill.model.passage import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drill.documents.plain_text import TextDocument
    from drill.model.extracted import Extraction
    from drill.model.passage import Document


@dataclass(frozen=True, slots=True)
class PreviewRead:
    """A preview text and what was extracted from it."""

    document: TextDocument
    made: PreviewExtraction


@dataclass(frozen=True, slots=True)
class StructuredRead:
    """A document with clear structure, what was extracted from it, and what went wrong."""

    document: Document
    made: Extraction
    problems: tuple[Problem, ...]


FactsRead = PreviewRead | StructuredRead


def read_facts(path: Path, step: Callable[[str], None]) -> tuple[FactsRead, ...]:
    """Return the document at `path` with its facts, or every document of an archive.

    Raises a DrillError that names the file for what cannot be read as a document.
    """
    step(path.name)
    if (preview := _preview(path)) is not None:
        return (preview,)
    documents = read_documents(path, on_progress=lambda name, done, total: step(f"{name}: {done} of {total}"))
    return tuple(_structured(document) for document in documents)


def _preview(path: Path) -> PreviewRead | None:
    """Return the facts of a preview text; None for a file that is none."""
    try:
        document = read_text_document(path)
    except DrillError:
        return None
    made = extract_preview(document.text, preview_network())
    return PreviewRead(document, made) if made.has_contents else None


def _structured(document: Document) -> StructuredRead:
    made = extract_facts(document)
    problems = document.problems
    if not made.facts and document.kind in {DocumentKind.TEXT, DocumentKind.HTML}:
        hint = "All text is listed as unplaced; headings, lists or `term: statement` lines help."
        problems = (*problems, Problem(document.name, 0, "no facts were found in this text.", hint))
    return StructuredRead(document, made, problems)
