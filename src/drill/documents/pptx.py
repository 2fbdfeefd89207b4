"""Slides: shapes with their places on the slide, bullets with their levels, tables, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from drill.documents.drawn import DIAGRAM, chart_passages, diagram_passages
from drill.documents.lines import TYPED_BULLET
from drill.documents.ooxml import ALTERNATIVES, FALLBACK, MAX_DEPTH, RELATIONSHIP_ID, Package
from drill.model.passage import Box, Passage, PassagePlace, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|emf|wmf|svg|bmp|tiff?)", re.IGNORECASE)
_EMU_PER_POINT = 12700
_TITLES = frozenset({"title", "ctrTitle"})
# What a deck's master prints on every slide.
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})


class _Scale(NamedTuple):
    """How a group maps its own measures to the slide's."""

    x: float = 1.0
    y: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def box(self, frame: Element | None) -> Box | None:
        offset = None if frame is None else frame.find(f"{_A}off")
        extent = None if frame is None else frame.find(f"{_A}ext")
        if offset is None or extent is None:
            return None
        x, y, width, height = (
            _number(offset, "x"),
            _number(offset, "y"),
            _number(extent, "cx"),
            _number(extent, "cy"),
        )
        return Box(self.left + x * self.x, self.top + y * self.y, width * self.x, height * self.y)

    def inside(self, frame: Element | None) -> _Scale:
        box = self.box(frame)
        child = None if frame is None else frame.find(f"{_A}chOff")
        extent = None if frame is None else frame.find(f"{_A}chExt")
        if box is None or child is None or extent is None:
            return self
        x = box.width / (_number(extent, "cx") or 1.0)
        y = box.height / (_number(extent, "cy") or 1.0)
        return _Scale(x, y, box.left - _number(child, "x") * x, box.top - _number(child, "y") * y)


_SLIDE = _Scale(1 / _EMU_PER_POINT, 1 / _EMU_PER_POINT)


@dataclass(slots=True)
class _Slide:
    number: int
    layouts: tuple[Element, ...]
    package: Package
    parts: dict[str, str]
    shapes: int = 0

    def shape_number(self) -> int:
        self.shapes += 1
        return self.shapes


def read_pptx(content: bytes, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield the passages of the slides that are shown, slide by slide; shapes stay in the order of the file."""
    package = Package(content)
    names = list(_slide_names(package))
    masters: dict[str, Element] = {}
    for number, name in enumerate(names, 1):
        root = package.part(name)
        if root.get("show") not in {"0", "false"}:
            parts = {related.id: related.name for related in package.related(name)}
            slide = _Slide(number, tuple(_layouts(package, name, masters)), package, parts)
            yield from _in_order(_shapes(root.find(f"{_P}cSld/{_P}spTree"), slide, _SLIDE, 0))
            yield from _notes(package, name, slide)
        on_unit(number, len(names))


def _slide_names(package: Package) -> Iterator[str]:
    main = "ppt/presentation.xml"
    slides = {related.id: related.name for related in package.related(main) if related.kind == "slide"}
    for entry in package.part(main).iter(f"{_P}sldId"):
        name = slides.get(entry.get(RELATIONSHIP_ID, ""))
        if name is not None:
            yield name


def _layouts(package: Package, name: str, known: dict[str, Element]) -> Iterator[Element]:
    """Yield the slide's layout and its master, from which placeholders take their places."""
    for kind in ("slideLayout", "slideMaster"):
        target = next((related.name for related in package.related(name) if related.kind == kind), None)
        if target is None:
            return
        if target not in known:
            known[target] = package.part(target)
        yield known[target]
        name = target


def _shapes(tree: Element | None, slide: _Slide, scale: _Scale, depth: int) -> Iterator[list[Passage]]:
    if tree is None or depth > MAX_DEPTH:
        return
    for element in tree:
        match element.tag.rsplit("}", 1)[-1]:
            case "sp":
                yield list(_shape(element, slide, scale))
            case "grpSp":
                frame = element.find(f"{_P}grpSpPr/{_A}xfrm")
                yield from _shapes(element, slide, scale.inside(frame), depth + 1)
            case "graphicFrame":
                yield list(_framed(element, slide, scale))
            case "pic":
                yield list(_described(element, slide, scale))
            case "AlternateContent" if element.tag == ALTERNATIVES:
                yield from _shapes(element.find(FALLBACK), slide, scale, depth + 1)
            case _:
                pass


def _shape(element: Element, slide: _Slide, scale: _Scale) -> Iterator[Passage]:
    number = slide.shape_number()
    placeholder = element.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    kind = "" if placeholder is None else placeholder.get("type", "body")
    if kind in _FURNITURE:
        return
    box = scale.box(element.find(f"{_P}spPr/{_A}xfrm"))
    if box is None and placeholder is not None:
        box = _inherited(placeholder, slide.layouts)
    role = Role.TITLE if kind in _TITLES else Role.BODY
    has_bullets = placeholder is not None and kind in {"body", "obj"}
    for at, paragraph in enumerate(element.findall(f"{_P}txBody/{_A}p"), 1):
        passage = _paragraph(paragraph, role, has_bullets=has_bullets)
        if passage is not None:
            place = replace(passage.place, slide=slide.number, shape=number, paragraph=at)
            yield replace(passage, place=place, box=box)


def _inherited(placeholder: Element, layouts: tuple[Element, ...]) -> Box | None:
    index, kind = placeholder.get("idx", "0"), placeholder.get("type", "body")
    for layout in layouts:
        for element in layout.iter(f"{_P}sp"):
            other = element.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
            if other is None:
                continue
            same_kind = other.get("type", "body") == kind or {other.get("type", ""), kind} == _TITLES
            if (other.get("idx", "0") == index and index != "0") or same_kind:
                box = _SLIDE.box(element.find(f"{_P}spPr/{_A}xfrm"))
                if box is not None:
                    return box
    return None


def _table(element: Element, slide: _Slide, scale: _Scale) -> Iterator[Passage]:
    table = element.find(f".//{_A}tbl")
    if table is None:
        return
    number = slide.shape_number()
    box = scale.box(element.find(f"{_P}xfrm"))
    for row, line in enumerate(table.findall(f"{_A}tr"), 1):
        for column, cell in enumerate(line.findall(f"{_A}tc"), 1):
            for at, paragraph in enumerate(cell.findall(f"{_A}txBody/{_A}p"), 1):
                passage = _paragraph(paragraph, Role.TABLE_CELL, has_bullets=False)
                if passage is not None:
                    place = replace(
                        passage.place,
                        slide=slide.number,
                        shape=number,
                        paragraph=at,
                        table=number,
                        row=row,
                        column=column,
                    )
                    yield replace(passage, place=place, box=box)


def _framed(element: Element, slide: _Slide, scale: _Scale) -> Iterator[Passage]:
    """Yield what a frame holds: a table, a diagram (SmartArt), the words of a chart."""
    diagram = element.find(f".//{DIAGRAM}relIds")
    chart = element.find(f".//{_C}chart")
    box = scale.box(element.find(f"{_P}xfrm"))
    found: list[Passage] = []
    if diagram is not None and (name := slide.parts.get(diagram.get(f"{_R}dm", ""))):
        found = list(diagram_passages(slide.package.part(name)))
    elif chart is not None and (name := slide.parts.get(chart.get(RELATIONSHIP_ID, ""))):
        found = list(chart_passages(slide.package.part(name)))
    if not found:
        yield from _table(element, slide, scale)
        return
    shape = slide.shape_number()
    for at, passage in enumerate(found, 1):
        place = replace(passage.place, slide=slide.number, shape=shape, paragraph=at)
        yield replace(passage, place=place, box=box)


def _described(element: Element, slide: _Slide, scale: _Scale) -> Iterator[Passage]:
    """Yield what a picture is said to show, unless that is but a file's name."""
    properties = element.find(f"{_P}nvPicPr/{_P}cNvPr")
    words = "" if properties is None else (properties.get("descr") or "").strip()
    if words and not _FILE_NAME.fullmatch(words):
        place = PassagePlace(start=0, end=len(words), slide=slide.number, shape=slide.shape_number())
        yield Passage(text=words, role=Role.FIGURE, place=place, box=scale.box(element.find(f"{_P}spPr/{_A}xfrm")))


def _notes(package: Package, name: str, slide: _Slide) -> Iterator[Passage]:
    target = next((related.name for related in package.related(name) if related.kind == "notesSlide"), None)
    if target is None:
        return
    for passages in _shapes(package.part(target).find(f"{_P}cSld/{_P}spTree"), slide, _SLIDE, 0):
        for passage in passages:
            yield replace(passage, role=Role.NOTE, level=0, box=None)


def _paragraph(paragraph: Element, role: Role, *, has_bullets: bool) -> Passage | None:
    runs = list(_runs(paragraph))
    raw = "".join(text for text, _, _ in runs)
    text = raw.strip()
    if not text:
        return None
    settings = paragraph.find(f"{_A}pPr")
    level = int(_number(settings, "lvl")) if settings is not None else 0
    bullet = "" if settings is None else _bullet(settings)
    if role is Role.BODY and bullet != "none" and (bullet or level or has_bullets):
        role = Role.LIST_ITEM
    mark = TYPED_BULLET.match(text)
    if mark is not None and role in {Role.BODY, Role.LIST_ITEM}:
        role = Role.LIST_ITEM
    skipped = mark.end() if mark is not None and role is Role.LIST_ITEM else 0
    text = text[skipped:]
    lead = max(_lead(runs, raw) - skipped, 0)
    sizes = [size for part, _, size in runs if size and part.strip()]
    start = len(raw) - len(raw.lstrip()) + skipped
    return Passage(
        text=text,
        role=role,
        level=level,
        number=0 if bullet == "numbered" else None,
        lead=lead,
        size_points=max(sizes) if sizes else None,
        place=PassagePlace(start=start, end=start + len(text)),
    )


def _bullet(settings: Element) -> str:
    for child in settings:
        match child.tag.rsplit("}", 1)[-1]:
            case "buAutoNum":
                return "numbered"
            case "buChar" | "buBlip":
                return "bullet"
            case "buNone":
                return "none"
            case _:
                pass
    return ""


def _runs(paragraph: Element) -> Iterator[tuple[str, bool, float]]:
    for child in paragraph:
        match child.tag.rsplit("}", 1)[-1]:
            case "r" | "fld":
                settings = child.find(f"{_A}rPr")
                is_bold = settings is not None and settings.get("b") in {"1", "true"}
                size = _number(settings, "sz") / 100 if settings is not None else 0.0
                yield child.findtext(f"{_A}t") or "", is_bold, size
            case "br":
                yield "\v", False, 0.0
            case _:
                pass


def _lead(runs: list[tuple[str, bool, float]], raw: str) -> int:
    """Return how many characters in front (of the stripped text) are bold."""
    length = 0
    for text, is_bold, _ in runs:
        if not is_bold and text.strip():
            break
        length += len(text)
    indent = len(raw) - len(raw.lstrip())
    return max(0, min(len(raw[:length].rstrip()) - indent, len(raw.strip())))


def _number(element: Element, name: str) -> float:
    try:
        return float(element.get(name, "0"))
    except ValueError:
        return 0.0


def _in_order(shapes: Iterator[list[Passage]]) -> Iterator[Passage]:
    """Set the title first and the other shapes by row, then from the left."""
    listed = [passages for passages in shapes if passages]
    return (passage for passages in sorted(listed, key=_position) for passage in passages)


def _position(passages: list[Passage]) -> tuple[bool, float, float]:
    first = passages[0]
    box = first.box or Box(0, 0, 0, 0)
    # Shapes whose tops differ by less than a line stand in one row.
    return first.role is not Role.TITLE, round(box.top / 20), box.left
