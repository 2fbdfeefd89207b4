"""Read a document in a process of its own, so that a hostile file can cost neither memory nor patience."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

from drill.documents.refusal import DocumentError
from drill.documents.wire import Finished, Message, Opened, Progress, Refused, Whole, message_of
from drill.errors import Problem
from drill.model.passage import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from drill.model.passage import Passage

# The message is to be there within 10 s, starting the process and ending it included.
PATIENCE_S = 9.0
_NO_PROGRESS: Callable[[str, int, int], None] = lambda _name, _done, _total: None  # noqa: E731 - a default to name


@dataclass(slots=True)
class _Open:
    head: Opened
    passages: list[Passage] = field(default_factory=list)

    def document(self, problems: tuple[Problem, ...]) -> Document:
        head = self.head
        return Document(
            name=head.name,
            sha256=head.sha256,
            kind=head.kind,
            encoding=head.encoding,
            passages=tuple(self.passages),
            problems=problems,
        )


def read_document(path: Path, *, on_progress: Callable[[str, int, int], None] = _NO_PROGRESS) -> Document:
    """Return the one document at `path`; an archive of several is for `read_documents`."""
    documents = read_documents(path, on_progress=on_progress)
    if len(documents) > 1:
        raise DocumentError(str(path), f"it holds {len(documents)} documents.", "Give them one by one.")
    return documents[0]


def read_documents(
    path: Path, *, on_progress: Callable[[str, int, int], None] = _NO_PROGRESS, patience_s: float = PATIENCE_S
) -> tuple[Document, ...]:
    """Return the document at `path`, or the documents of the archive at `path`.

    `on_progress` is told the document's name, the pages or slides read, and how many there are. Documents of an archive
    that cannot be read are problems of the first that can.
    """
    read: list[_Open] = []
    refused: list[Refused] = []
    for message in _messages(path, patience_s):
        match message:
            case Opened():
                read.append(_Open(message))
            case Progress(done, total):
                on_progress(read[-1].head.name if read else path.name, done, total)
            case Refused():
                refused.append(message)
                read = [one for one in read if one.head.name != message.name]
            case Whole() | Finished():
                break
            case _:
                read[-1].passages.append(message)
    return _documents(path, read, refused)


def read_text(path: Path, *, patience_s: float = PATIENCE_S) -> tuple[Opened, str]:
    """Return what a text file is and all its characters. Raises DocumentError for what is no text."""
    head: Opened | None = None
    for message in _messages(path, patience_s, "--text"):
        match message:
            case Opened():
                head = message
            case Refused():
                raise DocumentError(str(path), message.message, message.hint)
            case Whole(characters) if head is not None:
                return head, characters
            case _:
                break
    raise DocumentError(str(path), "it is no text file.", "Give its text.")


def _documents(path: Path, read: list[_Open], refused: list[Refused]) -> tuple[Document, ...]:
    if not read:
        first = refused[0]
        inner = first.name.removeprefix(path.name).lstrip("/")
        message = f"{inner}: {first.message}" if inner else first.message
        raise DocumentError(str(path), message, first.hint)
    problems = tuple(Problem(one.name, 0, one.message, one.hint) for one in refused)
    return tuple(one.document(problems if at == 0 else ()) for at, one in enumerate(read))


def _messages(path: Path, patience_s: float, *options: str) -> Iterator[Message]:
    if not path.is_file():
        reason = "it is a folder." if path.is_dir() else "no such file."
        raise DocumentError(str(path), reason, "Give a .pptx, .docx, .pdf, .html, .md or .txt file, or a .zip of them.")
    # -P keeps files that lie in the current folder from being imported.
    command = [sys.executable, "-P", "-m", "drill.documents.worker", *options, os.path.abspath(path)]  # noqa: PTH100 - keeps links
    with subprocess.Popen(  # noqa: S603 - our own program; the path is one argument
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield from _watched(path, process, patience_s)
        finally:
            process.kill()


def _watched(path: Path, process: subprocess.Popen[bytes], patience_s: float) -> Iterator[Message]:
    """Yield what the process says; end it when it says nothing for too long or dies."""
    lines: queue.Queue[bytes] = queue.Queue(maxsize=10_000)
    assert process.stdout is not None  # noqa: S101 - opened as a pipe
    pump = threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True)
    pump.start()
    try:
        yield from _said(path, lines, patience_s)
    finally:
        # The pump must be done before its stream is closed under it.
        process.kill()
        while pump.is_alive():
            with suppress(queue.Empty):
                lines.get(timeout=0.01)


def _said(path: Path, lines: queue.Queue[bytes], patience_s: float) -> Iterator[Message]:
    where = 0
    while True:
        try:
            line = lines.get(timeout=patience_s)
        except queue.Empty:
            message = f"reading stopped for {patience_s:.0f} s after page or slide {where}."
            raise DocumentError(str(path), message, "Save it again in its own program, or split it.") from None
        if not line.endswith(b"\n"):
            message = f"reading failed after page or slide {where}: it is damaged or takes too much memory."
            raise DocumentError(str(path), message, "Open it in its own program and save it again.")
        message_read = message_of(line)
        if isinstance(message_read, Progress):
            where = message_read.done
        yield message_read
        if isinstance(message_read, Finished):
            return


def _pump(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(b"")
