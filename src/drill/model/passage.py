"""What reading a document yields: passages, each with its place in the source."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from drill.errors import Problem


class DocumentKind(StrEnum):
    """What a document is, as its content says (file endings lie)."""

    PPTX = "pptx"
    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"

    @property
    def has_text_positions(self) -> bool:
        """Whether places count characters of the decoded file, and not of the passage."""
        return self in {DocumentKind.HTML, DocumentKind.MARKDOWN, DocumentKind.TEXT}


class Role(StrEnum):
    """What a passage is in its document.

    CONTENTS are lines of a table of contents, FIGURE is what a chart or picture says in words, ASIDE is what stands
    around the text: running heads, navigation, text boxes of a page's edge.
    """

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    NOTE = "note"
    CAPTION = "caption"
    CONTENTS = "contents"
    FOOTNOTE = "footnote"
    FIGURE = "figure"
    ASIDE = "aside"


class Box(NamedTuple):
    """Where a shape stands on its slide, in points from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.top + self.height


class Stretch(NamedTuple):
    """From character `at` of a passage on, characters follow the source's from `source` on, one for one."""

    at: int
    source: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassagePlace:
    """Where text stands: characters [start, end) of a text file's decoded text, otherwise of the paragraph named.

    Pages, slides, lines, shapes, paragraphs, tables, rows and columns count from 1.
    """

    start: int
    end: int
    page: int | None = None
    slide: int | None = None
    line: int | None = None
    shape: int | None = None
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, list item, heading or table cell.

    `level` is a heading's rank (1 highest) or a list item's depth (0 outermost). `number` is the place an ordered
    list gives the item. `lead` counts the characters in front that are set bold while the rest is not (the whole text
    if all is bold). `stretches` tie the text to a text file's characters where it is not the same run.
    """

    text: str
    role: Role
    place: PassagePlace
    level: int = 0
    number: int | None = None
    lead: int = 0
    box: Box | None = None
    size_points: float | None = None
    stretches: tuple[Stretch, ...] = ()

    def place_of(self, start: int, end: int) -> PassagePlace:
        """Return where the characters [start, end) of the passage stand in the source; they must not be empty."""
        return replace(self.place, start=self._source(start), end=self._source(end - 1) + 1)

    def _source(self, at: int) -> int:
        if not self.stretches:
            return self.place.start + at
        stretch = self.stretches[bisect_right(self.stretches, at, key=lambda stretch: stretch.at) - 1]
        return stretch.source + at - stretch.at


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as read; `sha256` is of its bytes, `encoding` of a text file's characters."""

    name: str
    sha256: str
    kind: DocumentKind
    passages: tuple[Passage, ...]
    problems: tuple[Problem, ...] = ()
    encoding: str = ""
