"""What the reading process tells its parent, a JSON line a message."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from drill.model.passage import Box, DocumentKind, Passage, PassagePlace, Role, Stretch


@dataclass(frozen=True, slots=True)
class Opened:
    """A document begins."""

    name: str
    sha256: str
    kind: DocumentKind
    encoding: str


@dataclass(frozen=True, slots=True)
class Progress:
    """So many pages, slides or other units of the document are read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The document `name` cannot be read; others of the same archive may be."""

    name: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Whole:
    """All the characters of a text file."""

    characters: str


@dataclass(frozen=True, slots=True)
class Finished:
    """All is read."""


Message = Opened | Progress | Refused | Whole | Finished | Passage
_SIMPLE: dict[str, type[Opened | Progress | Refused | Whole | Finished]] = {
    "opened": Opened,
    "progress": Progress,
    "refused": Refused,
    "whole": Whole,
    "finished": Finished,
}
_PLACE = ("start", "end", "page", "slide", "line", "shape", "paragraph", "table", "row", "column")


def line_of(message: Message) -> str:
    """Return a message as one line."""
    match message:
        case Passage():
            fields: list[object] = ["passage", *_packed(message)]
        case Opened(name, sha256, kind, encoding):
            fields = ["opened", name, sha256, kind.value, encoding]
        case Progress(done, total):
            fields = ["progress", done, total]
        case Refused(name, reason, hint):
            fields = ["refused", name, reason, hint]
        case Whole(characters):
            fields = ["whole", characters]
        case Finished():
            fields = ["finished"]
    # Lone surrogates can stand in a damaged file; escaped, they pass.
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")) + "\n"


def message_of(line: str | bytes) -> Message:
    """Return the message of a line."""
    name, *fields = json.loads(line)
    if name == "passage":
        return _unpacked(fields)
    if name == "opened":
        fields[2] = DocumentKind(fields[2])
    return _SIMPLE[name](*fields)


def _packed(passage: Passage) -> list[object]:
    place = passage.place
    return [
        passage.text,
        passage.role.value,
        [getattr(place, name) for name in _PLACE],
        passage.level,
        passage.number,
        passage.lead,
        passage.box,
        passage.size_points,
        passage.stretches,
    ]


def _unpacked(fields: list[Any]) -> Passage:
    text, role, place, level, number, lead, box, size_points, stretches = fields
    return Passage(
        text=text,
        role=Role(role),
        place=PassagePlace(**dict(zip(_PLACE, place, strict=True))),
        level=level,
        number=number,
        lead=lead,
        box=Box(*box) if box else None,
        size_points=size_points,
        stretches=tuple(Stretch(*stretch) for stretch in stretches),
    )
