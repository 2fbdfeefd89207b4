"""A text file as one run of characters, read in the same limited process as every document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.documents.reading import read_text

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A text file: its name, the hash of its bytes, and its characters."""

    name: str
    sha256: str
    text: str


def read_text_document(path: Path) -> TextDocument:
    """Read a text file. Raises DocumentError for what is no text."""
    head, text = read_text(path)
    return TextDocument(head.name, head.sha256, text.replace("\r\n", "\n"))
