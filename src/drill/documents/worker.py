"""The process that reads a document, `python -m drill.documents.worker [--text] FILE`, with little memory.

It writes messages (`drill.documents.wire`) to its standard output and ends; what goes wrong in it stays in it.
"""

from __future__ import annotations

import hashlib
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from drill.documents.archives import content_of, documents_in, opened
from drill.documents.encodings import Decoded, decode
from drill.documents.kinds import binary_kind, text_kind
from drill.documents.refusal import RefusalError, refuse
from drill.documents.wire import Finished, Message, Opened, Progress, Refused, Whole, line_of
from drill.model.passage import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from drill.model.passage import Passage

MEMORY_BYTES = 460 * 1024 * 1024
MAX_FILE_BYTES = 200 * 1024 * 1024
MAX_TEXT_BYTES = 20 * 1024 * 1024
_SAMPLE_BYTES = 1 << 16
_MAX_PASSAGE_CHARS = 30_000_000


def main(path: str, *, as_text: bool = False) -> None:
    """Read the document or archive at `path` and tell what is in it; `as_text`: a text file's characters only."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    file = Path(path)
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            refuse(f"it is larger than {MAX_FILE_BYTES // 2**20} MB.", "Split it, or leave out its pictures.")
        (_read_text if as_text else _read)(file.name, file.read_bytes(), _tell)
    except RefusalError as error:
        _tell(Refused(file.name, error.message, error.hint))
    except OSError as error:
        _tell(Refused(file.name, f"it cannot be read: {error.strerror}.", "Check its name and its permissions."))
    except (MemoryError, RecursionError):
        _tell(Refused(file.name, "reading it takes more memory than any document should.", "Split it."))
    _tell(Finished())


def _tell(message: Message) -> None:
    sys.stdout.write(line_of(message))
    if not hasattr(message, "text"):
        sys.stdout.flush()


def _read(name: str, content: bytes, tell: Callable[[Message], None]) -> None:
    kind = binary_kind(content)
    if kind is None and content.startswith(b"PK\x03\x04"):
        _read_archive(name, content, tell)
        return
    chars = 0
    for passage in _passages(name, content, kind, tell):
        chars += len(passage.text)
        if chars > _MAX_PASSAGE_CHARS:
            refuse("it holds more text than any document.", "Split it.")
        tell(passage)
    if not chars:
        refuse("it holds no text.", "Check that it is the right file.")


def _passages(
    name: str, content: bytes, kind: DocumentKind | None, tell: Callable[[Message], None]
) -> Iterator[Passage]:
    sha256 = hashlib.sha256(content).hexdigest()

    def on_unit(done: int, total: int) -> None:
        tell(Progress(done, total))

    if kind is None:
        yield from _text_passages(Opened(name, sha256, DocumentKind.TEXT, ""), content, tell)
        return
    tell(Opened(name, sha256, kind, ""))
    module = import_module(f"drill.documents.{kind.value}")
    yield from getattr(module, f"read_{kind.value}")(content, on_unit)


def _read_text(name: str, content: bytes, tell: Callable[[Message], None]) -> None:
    if binary_kind(content) is not None or content.startswith(b"PK\x03\x04"):
        refuse("it is no text file.", "Give its text.")
    text, encoding = _decoded(content)
    tell(Opened(name, hashlib.sha256(content).hexdigest(), DocumentKind.TEXT, encoding))
    tell(Whole(text))


def _text_passages(document: Opened, content: bytes, tell: Callable[[Message], None]) -> Iterator[Passage]:
    text, encoding = _decoded(content)
    kind = text_kind(text)
    tell(Opened(document.name, document.sha256, kind, encoding))

    def on_unit(done: int, total: int) -> None:
        tell(Progress(done, total))

    name = "plain" if kind is DocumentKind.TEXT else kind.value
    module = import_module(f"drill.documents.{name}")
    yield from getattr(module, f"read_{name}")(text, on_unit)


def _decoded(content: bytes) -> Decoded:
    decode(content[:_SAMPLE_BYTES])
    if len(content) > MAX_TEXT_BYTES:
        refuse(f"it is a text of more than {MAX_TEXT_BYTES // 2**20} MB.", "Split it.")
    text, encoding = decode(content)
    if sum(not char.isprintable() and not char.isspace() for char in text[:20000]) > len(text[:20000]) * 0.02:
        refuse("it is no document of a kind known here.", "Give a .pptx, .docx, .pdf, .html, .md or .txt file.")
    return Decoded(text, encoding)


def _read_archive(name: str, content: bytes, tell: Callable[[Message], None]) -> None:
    archive = opened(content)
    names = list(documents_in(archive))
    if not names:
        refuse("the archive is empty.", "Check that it is the right file.")
    for inner in names:
        label = f"{name}/{inner}"
        try:
            part = content_of(archive, inner)
            if binary_kind(part) is None and part.startswith(b"PK\x03\x04"):
                refuse("it is an archive within an archive.", "Unpack it first.")
            _read(label, part, tell)
        except RefusalError as error:
            tell(Refused(label, error.message, error.hint))


if __name__ == "__main__":
    main(sys.argv[-1], as_text="--text" in sys.argv[1:-1])
