"""The XML parts of office files, read one at a time; what no office program writes is refused.

The parts are parsed here and not by a library for office files: those load every part and every picture at once (a
docx of 211 kB took one of them to 2.7 GB), where reading slide by slide stays small.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple, cast

from drill.documents.archives import content_of, opened
from drill.documents.refusal import refuse, refuse_damaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
MAX_DEPTH = 200
MAX_ELEMENTS = 1_000_000
_SMALL_BYTES = 1 << 18


class Related(NamedTuple):
    """A part that another part points to."""

    id: str
    kind: str
    name: str


class Package:
    """An office file."""

    def __init__(self, content: bytes) -> None:
        self._archive = opened(content)
        self._names = frozenset(self._archive.namelist())
        self._related: dict[str, tuple[Related, ...]] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def part(self, name: str) -> Element:
        """Return the root of a part."""
        return parsed(content_of(self._archive, name), name)

    def related(self, name: str) -> tuple[Related, ...]:
        """Return the parts within the file that a part points to; links to the outside are left alone."""
        if name not in self._related:
            self._related[name] = self._relations(name)
        return self._related[name]

    def _relations(self, name: str) -> tuple[Related, ...]:
        folder, base = posixpath.split(name)
        relations = f"{folder}/_rels/{base}.rels"
        if relations not in self._names:
            return ()
        found = []
        for relation in self.part(relations).iter(_RELATIONSHIP):
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                found.append(Related(relation.get("Id", ""), kind, path))
        return tuple(one for one in found if one.name in self._names)


def parsed(content: bytes, name: str) -> Element:
    """Parse XML that declares no entities and does not nest without end."""
    if b"\0" in content[:64]:
        refuse(f"{name} in it is in an unusual encoding.", "Open it in its own program and save it again.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        refuse(f"{name} in it declares entities, which no office program does.", "Check where it comes from.")
    return _parsed_small(content, name) if len(content) < _SMALL_BYTES else _parsed_large(content, name)


def _parsed_large(content: bytes, name: str) -> Element:
    """Parse piece by piece, so that what is too deep or too much is refused before memory holds it."""
    parser: ET.XMLPullParser[Element] = ET.XMLPullParser(("start", "end"))
    depth = count = 0
    root: Element | None = None
    try:
        for at in range(0, len(content), 1 << 16):
            parser.feed(content[at : at + (1 << 16)])
            for event, found in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                root = found if root is None else root
                depth += 1 if event == "start" else -1
                count += event == "start"
                if count > MAX_ELEMENTS:
                    refuse(f"{name} in it takes more memory than any document should.", "Check where it comes from.")
                if depth > MAX_DEPTH:
                    refuse(f"{name} in it nests deeper than any document.", "Check where it comes from.")
        parser.close()
    except ET.ParseError as error:
        refuse_damaged("file", f"{name}: {error}", error)
    if root is None:
        refuse_damaged("file", f"{name} is empty")
    return root


def _parsed_small(content: bytes, name: str) -> Element:
    """Parse at once what is too small to hold enough of anything."""
    try:
        return ET.XML(content)
    except ET.ParseError as error:
        refuse_damaged("file", f"{name}: {error}", error)
