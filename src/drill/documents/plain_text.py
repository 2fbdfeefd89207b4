"""Plain text: its bytes decoded by what they hold, not by what the file is called."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from drill.errors import DrillError

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ENCODINGS = ("utf-8", "gb18030", "big5")
_LARGEST_BYTES = 20_000_000


class UnreadableDocumentError(DrillError):
    """The file cannot be read as a document."""

    def __init__(self, path: str, reason: str, advice: str) -> None:
        super().__init__(f"{path}: {reason}. {advice}")


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A text file: its name, the hash of its bytes, and its characters."""

    name: str
    sha256: str
    text: str


def read_text_document(path: Path) -> TextDocument:
    """Read a text file. Raises UnreadableDocumentError for what is no text."""
    try:
        size = path.stat().st_size
        if size > _LARGEST_BYTES:
            raise UnreadableDocumentError(str(path), f"too large ({size:,} bytes)", "Split it into smaller files.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be opened"
        raise UnreadableDocumentError(str(path), reason, "Check the path and its permissions.") from error
    return TextDocument(path.name, sha256(data).hexdigest(), _decoded(path, data).replace("\r\n", "\n"))


def _decoded(path: Path, data: bytes) -> str:
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableDocumentError(str(path), "not a text file", "Save it as plain text in UTF-8 and try again.")
