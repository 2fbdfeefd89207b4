"""Word documents: headings by style, lists with their levels and numbers, tables; headers and notes set apart."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from drill.documents.lines import TYPED_BULLET
from drill.documents.ooxml import MAX_DEPTH, Package
from drill.model.passage import Passage, PassagePlace, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "word/document.xml"
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])$", re.IGNORECASE)
_LIST = re.compile(r"list (bullet|number)(?: (\d))?$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|目錄)", re.IGNORECASE)
_OUTSIDE = {
    "header": Role.ASIDE,
    "footer": Role.ASIDE,
    "footnotes": Role.FOOTNOTE,
    "endnotes": Role.FOOTNOTE,
    "comments": Role.FOOTNOTE,
}
_UNIT = 200


@dataclass(slots=True)
class _Style:
    name: str
    based_on: str
    settings: Element | None
    is_bold: bool
    size_points: float


@dataclass(slots=True)
class _Reader:
    styles: dict[str, _Style]
    formats: dict[tuple[str, int], str]
    default_points: float
    counts: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))
    paragraphs: int = 0
    tables: int = 0

    def blocks(self, parent: Element, depth: int = 0) -> Iterator[Passage]:
        if depth > MAX_DEPTH:
            return
        for element in parent:
            match element.tag.removeprefix(_W):
                case "p":
                    yield from self.paragraph(element)
                case "tbl":
                    yield from self.table(element, depth)
                case "sdt" | "sdtContent" | "ins" | "customXml" | "smartTag":
                    yield from self.blocks(element, depth + 1)
                case _:
                    pass

    def table(self, table: Element, depth: int) -> Iterator[Passage]:
        self.tables += 1
        number = self.tables
        for row, line in enumerate(table.findall(f"{_W}tr"), 1):
            for column, cell in enumerate(line.findall(f"{_W}tc"), 1):
                for passage in self.blocks(cell, depth + 1):
                    if passage.role is not Role.TABLE_CELL:
                        place = replace(passage.place, table=number, row=row, column=column)
                        yield replace(passage, role=Role.TABLE_CELL, level=0, place=place)
                    else:
                        yield passage

    def paragraph(self, paragraph: Element) -> Iterator[Passage]:
        self.paragraphs += 1
        settings = paragraph.find(f"{_W}pPr")
        style = _value(settings, "pStyle")
        chain = list(self._chain(style))
        yield from self._drawn(paragraph)
        runs = list(_runs(paragraph, 0))
        raw = "".join(text for text, _, _ in runs)
        text = raw.strip()
        if not text:
            return
        role, level, number = self._role(settings, chain)
        if any(_CONTENTS.match(one.name) for one in chain):
            role, level, number = Role.CONTENTS, 0, None
        mark = TYPED_BULLET.match(text) if role in {Role.BODY, Role.LIST_ITEM} else None
        skipped = mark.end() if mark is not None else 0
        role, text = (Role.LIST_ITEM, text[skipped:]) if skipped else (role, text)
        start = len(raw) - len(raw.lstrip()) + skipped
        usual = next((one.size_points for one in chain if one.size_points), self.default_points)
        sizes = [size or usual for part, _, size in runs if part.strip()]
        yield Passage(
            text=text,
            role=role,
            level=level,
            number=number,
            lead=max(_lead(runs, raw, default=any(one.is_bold for one in chain)) - skipped, 0),
            size_points=max(sizes) if sizes else None,
            place=PassagePlace(start=start, end=start + len(text), paragraph=self.paragraphs),
        )

    def _drawn(self, paragraph: Element) -> Iterator[Passage]:
        """Yield the paragraphs of text boxes and what pictures and charts are said to show."""
        for drawn in paragraph.iter(f"{_WP}docPr"):
            if words := (drawn.get("descr") or drawn.get("title") or "").strip():
                place = PassagePlace(start=0, end=len(words), paragraph=self.paragraphs)
                yield Passage(text=words, role=Role.FIGURE, place=place)
        seen: set[str] = set()
        for box in paragraph.iter(f"{_W}txbxContent"):
            # Word keeps a box twice, for itself and for older programs.
            words = "".join(text.text or "" for text in box.iter(f"{_W}t"))
            if words not in seen:
                seen.add(words)
                for passage in self.blocks(box, 1):
                    yield replace(passage, role=Role.ASIDE if passage.role is Role.BODY else passage.role)

    def _chain(self, style: str) -> Iterator[_Style]:
        for _ in range(12):
            found = self.styles.get(style)
            if found is None:
                return
            yield found
            style = found.based_on

    def _role(self, settings: Element | None, chain: list[_Style]) -> tuple[Role, int, int | None]:
        places = [settings, *(style.settings for style in chain)]
        for style in chain:
            if heading := _HEADING.match(style.name):
                return Role.HEADING, int(heading[1]), None
            if style.name.lower() in {"title", "标题", "標題"}:
                return Role.TITLE, 0, None
            if style.name.lower() == "caption":
                return Role.CAPTION, 0, None
        outline = next((value for place in places if (value := _value(place, "outlineLvl"))), "")
        if outline.isdecimal() and int(outline) < 9:
            return Role.HEADING, int(outline) + 1, None
        return self._list_role(places, chain)

    def _list_role(self, places: list[Element | None], chain: list[_Style]) -> tuple[Role, int, int | None]:
        for place in places:
            numbering = None if place is None else place.find(f"{_W}numPr")
            if numbering is not None:
                identity = _value(numbering, "numId")
                depth = _value(numbering, "ilvl")
                named = next((m for style in chain if (m := _LIST.match(style.name))), None)
                level = int(depth) if depth.isdecimal() else int((named and named[2]) or 1) - 1
                if identity and identity != "0":
                    return Role.LIST_ITEM, level, self._count(identity, level)
        for style in chain:
            if named := _LIST.match(style.name):
                return Role.LIST_ITEM, int(named[2] or 1) - 1, 0 if named[1].lower() == "number" else None
        return Role.BODY, 0, None

    def _count(self, identity: str, level: int) -> int | None:
        if self.formats.get((identity, level), "bullet") in {"bullet", "none"}:
            return None
        self.counts[identity, level] += 1
        for known in list(self.counts):
            if known[0] == identity and known[1] > level:
                del self.counts[known]
        return self.counts[identity, level]


def read_docx(content: bytes, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield the passages of a Word document in reading order."""
    package = Package(content)
    body = package.part(_MAIN).find(f"{_W}body")
    on_unit(0, 1)
    if body is None:
        return
    reader = _Reader(_styles(package), _formats(package), _default_points(package))
    for count, passage in enumerate(reader.blocks(body)):
        yield passage
        if count % _UNIT == 0:
            on_unit(count, max(len(body), count))
    yield from _around(package, reader)


def _around(package: Package, reader: _Reader) -> Iterator[Passage]:
    """Yield what stands outside the text: headers, footers, notes; the same header of several sections once."""
    seen: set[str] = set()
    for related in package.related(_MAIN):
        role = _OUTSIDE.get(related.kind)
        if role is None:
            continue
        parts = [package.part(related.name)] if role is Role.ASIDE else list(package.part(related.name))
        for part in parts:
            for passage in reader.blocks(part):
                if passage.text not in seen:
                    seen.add(passage.text)
                    yield replace(passage, role=role, level=0, number=None)


def _styles(package: Package) -> dict[str, _Style]:
    if "word/styles.xml" not in package:
        return {}
    found = {}
    for style in package.part("word/styles.xml").iter(f"{_W}style"):
        bold = style.find(f"{_W}rPr/{_W}b")
        found[style.get(f"{_W}styleId", "")] = _Style(
            name=_value(style, "name"),
            based_on=_value(style, "basedOn"),
            settings=style.find(f"{_W}pPr"),
            is_bold=bold is not None and _is_on(bold),
            size_points=_points(style.find(f"{_W}rPr")),
        )
    return found


def _default_points(package: Package) -> float:
    """Return the size of letters where nothing names one: Word's own default is 10."""
    if "word/styles.xml" not in package:
        return 10.0
    root = package.part("word/styles.xml")
    usual = _points(root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")) or 10.0
    normal = next((one for one in root.iter(f"{_W}style") if one.get(f"{_W}default") == "1"), None)
    return (_points(normal.find(f"{_W}rPr")) if normal is not None else 0.0) or usual


def _points(settings: Element | None) -> float:
    half_points = _value(settings, "sz")
    return int(half_points) / 2 if half_points.isdecimal() else 0.0


def _formats(package: Package) -> dict[tuple[str, int], str]:
    """Return how each list numbers each of its levels."""
    if "word/numbering.xml" not in package:
        return {}
    root = package.part("word/numbering.xml")
    abstract = {
        element.get(f"{_W}abstractNumId", ""): {
            int(level.get(f"{_W}ilvl", "0")): _value(level, "numFmt") for level in element.findall(f"{_W}lvl")
        }
        for element in root.findall(f"{_W}abstractNum")
    }
    return {
        (number.get(f"{_W}numId", ""), level): form
        for number in root.findall(f"{_W}num")
        for level, form in abstract.get(_value(number, "abstractNumId"), {}).items()
    }


def _runs(parent: Element, depth: int) -> Iterator[tuple[str, bool | None, float]]:
    if depth > MAX_DEPTH:
        return
    for element in parent:
        if element.tag == f"{_W}r":
            settings = element.find(f"{_W}rPr")
            bold = None if settings is None else settings.find(f"{_W}b")
            text = "".join(_text(child) for child in element)
            yield text, None if bold is None else _is_on(bold), _points(settings)
        # Deleted text and drawings are not read; links, insertions and fields are.
        elif element.tag in {
            f"{_W}{name}" for name in ("hyperlink", "ins", "smartTag", "fldSimple", "sdt", "sdtContent")
        }:
            yield from _runs(element, depth + 1)


def _text(element: Element) -> str:
    match element.tag.removeprefix(_W):
        case "t":
            return element.text or ""
        case "tab":
            return "\t"
        case "br" | "cr":
            return "\v"
        case "noBreakHyphen":
            return "-"
        case _:
            return ""


def _lead(runs: list[tuple[str, bool | None, float]], raw: str, *, default: bool) -> int:
    length = 0
    for text, is_bold, _ in runs:
        if text.strip() and not (default if is_bold is None else is_bold):
            break
        length += len(text)
    indent = len(raw) - len(raw.lstrip())
    return max(0, min(len(raw[:length].rstrip()) - indent, len(raw.strip())))


def _is_on(element: Element) -> bool:
    return element.get(f"{_W}val", "1") not in {"0", "false", "off"}


def _value(parent: Element | None, name: str) -> str:
    element = None if parent is None else parent.find(f"{_W}{name}")
    return "" if element is None else element.get(f"{_W}val", "")
