"""Drawings that programs lay out themselves: diagrams (SmartArt) and charts of office files, as text."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from drill.documents.ooxml import MAX_DEPTH
from drill.model.passage import Passage, PassagePlace, Role

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# Points of the model that only serve its layout.
_SERVING = frozenset({"pres", "parTrans", "sibTrans", "doc"})


def diagram_passages(root: Element) -> Iterator[Passage]:
    """Yield a diagram's texts as list items, those within others a level lower."""
    points = {point.get("modelId", ""): point for point in root.iter(f"{DIAGRAM}pt")}
    below: dict[str, list[tuple[int, str]]] = defaultdict(list)
    held: set[str] = set()
    for link in root.iter(f"{DIAGRAM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = link.get("srcOrd", "0")
            below[link.get("srcId", "")].append((int(order) if order.isdecimal() else 0, link.get("destId", "")))
            held.add(link.get("destId", ""))
    seen: set[str] = set()
    for identity in points:
        if identity not in held:
            yield from _branch(identity, -1, points, below, seen)


def _branch(
    identity: str,
    level: int,
    points: dict[str, Element],
    below: dict[str, list[tuple[int, str]]],
    seen: set[str],
) -> Iterator[Passage]:
    if identity in seen or identity not in points or level > MAX_DEPTH // 2:
        return
    seen.add(identity)
    point = points[identity]
    is_serving = point.get("type", "node") in _SERVING
    text = "" if is_serving else _text(point)
    if text:
        place = PassagePlace(start=0, end=len(text))
        yield Passage(text=text, role=Role.LIST_ITEM, level=max(level, 0), place=place)
    for _, inner in sorted(below[identity]):
        yield from _branch(inner, level + 1, points, below, seen)


def _text(point: Element) -> str:
    paragraphs = point.findall(f"{DIAGRAM}t/{_A}p")
    return "\v".join("".join(text.text or "" for text in one.iter(f"{_A}t")) for one in paragraphs).strip()


def chart_passages(root: Element) -> Iterator[Passage]:
    """Yield a chart's title, and the names of its series and categories, as words of a figure."""
    title = "".join(text.text or "" for one in root.iter(f"{_C}title") for text in one.iter(f"{_A}t"))
    names = [
        value.text or "" for kind in ("tx", "cat") for one in root.iter(f"{_C}{kind}") for value in one.iter(f"{_C}v")
    ]
    for text in dict.fromkeys(text.strip() for text in (title, *names)):
        if text:
            yield Passage(text=text, role=Role.FIGURE, place=PassagePlace(start=0, end=len(text)))
