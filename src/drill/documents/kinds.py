"""What a file is, by its content."""

from __future__ import annotations

import io
import re
import zipfile

from drill.documents.refusal import refuse, refuse_damaged
from drill.model.passage import DocumentKind

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PARTS = {"ppt/presentation.xml": DocumentKind.PPTX, "word/document.xml": DocumentKind.DOCX}
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|h[1-6]|div|p|ul|table|section|article|main)\b[^>]*>", re.IGNORECASE
)
_MARKDOWN_LINES = re.compile(
    r"^(?:#{1,6}[ \t]+\S|[-*+][ \t]+\S.*\n[-*+][ \t]+\S|\|.*\|[ \t]*\n\|[ :|-]+\||```|\[[^\]]+\]\([^)]+\))",
    re.MULTILINE,
)
_BOLD = re.compile(r"\*\*[^*\n]+\*\*")


def binary_kind(content: bytes) -> DocumentKind | None:
    """Return the kind of a binary document, None for what may be text; refuse what is neither."""
    if content.startswith(_OLD_OFFICE):
        refuse("it is an office file of the kind used before 2007.", "Save it as .pptx or .docx.")
    if b"%PDF-" in content[:1024]:
        return DocumentKind.PDF
    if content.startswith(_ZIP):
        return _office_kind(content)
    return None


def text_kind(text: str) -> DocumentKind:
    """Return whether text is HTML, Markdown or plain."""
    sample = text[:20000]
    start = sample.lstrip()[:500]
    if (start.startswith("<") and _HTML.search(start)) or len(_HTML.findall(sample)) >= 6:
        return DocumentKind.HTML
    return DocumentKind.MARKDOWN if _MARKDOWN_LINES.search(sample) or _BOLD.search(sample) else DocumentKind.TEXT


def _office_kind(content: bytes) -> DocumentKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        refuse_damaged("zip archive or office file", str(error), error)
    if "xl/workbook.xml" in names:
        refuse("it is a spreadsheet.", "Give a .pptx, .docx, .pdf, .html, .md or .txt file.")
    return next((kind for part, kind in _MAIN_PARTS.items() if part in names), None)
