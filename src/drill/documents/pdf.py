"""PDF pages: lines with their sizes, put in reading order, joined to headings, paragraphs and list items."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from drill.documents.pdf_layout import reading_order
from drill.documents.pdf_lines import is_strong, page_lines
from drill.documents.plain import joined
from drill.documents.refusal import refuse, refuse_damaged
from drill.model.passage import Passage, PassagePlace, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from drill.documents.pdf_lines import Line

_BULLET = re.compile(r"[•·●○■□◆◇▪▶►➢✓‣–-]\s*(?=\S)")
_NUMBERED = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|(?:\d{1,2}\.){1,3}\d{1,2}\s|第.{1,4}[章节条]|[①-⑳])"
)
_LABELLED = re.compile(r"[^。！？!?.，,；;：:]{1,24}(?:：|: )")
_SENTENCE_END = "。！？!?；;.：:"
_PAGE_NUMBER = re.compile(r"^\W*\d+|(?:\d+|\b[ivxlc]+)\W*$|(?<=第)\s*\d+|(?<=共)\s*\d+|\d+(?= of )")


def read_pdf(content: bytes, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield the passages of a PDF page by page, after a first pass over its lines."""
    pages, heights = _pages(content, on_unit)
    if not any(pages):
        hint = "Recognise its text first (OCR), or give the file it was printed from."
        refuse(f"its {len(pages)} pages hold pictures and no text: it was scanned.", hint)
    size = _body_size(line for page in pages for line in page)
    running = _running_heads(pages, heights, size)
    usual = _usual_face(line for page in pages for line in page)
    ordered: list[Line] = []
    told: set[str] = set()
    for page, height in zip(pages, heights, strict=True):
        body = [line for line in page if _head(line, height, size) not in running]
        tables = max((line.cell[0] for line in ordered if line.cell), default=0)
        ordered += reading_order([replace(line, is_bold=is_strong(line.face, usual)) for line in body], tables)
        yield from _running(page, height, size, running, told)
    yield from _passages(ordered)


def _usual_face(lines: Iterable[Line]) -> str:
    faces = Counter[str]()
    for line in lines:
        faces[line.face] += len(line.text)
    return faces.most_common(1)[0][0] if faces else ""


def _running(
    page: Sequence[Line], height: float, body: float, running: set[tuple[str, int]], told: set[str]
) -> Iterator[Passage]:
    """Yield the running heads that no page before has had; page numbers are none."""
    for number, line in enumerate(page, 1):
        head = _head(line, height, body)
        if head is not None and head in running and head[0] not in told and re.search(r"[^\W\d_]{2}", head[0]):
            told.add(head[0])
            place = PassagePlace(start=0, end=len(line.text), page=line.page, paragraph=-number)
            yield Passage(text=line.text, role=Role.ASIDE, place=place, size_points=line.size)


def _pages(content: bytes, on_unit: Callable[[int, int], None]) -> tuple[list[list[Line]], list[float]]:
    import pypdfium2  # noqa: PLC0415 - loads a large library that only PDFs need

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            refuse("the PDF is protected by a password.", "Save a copy without one.", error)
        refuse_damaged("PDF", cause=error)
    pages, heights = [], []
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(page_lines(page, number + 1))
            heights.append(page.get_height())
            page.close()
        except pypdfium2.PdfiumError as error:
            refuse_damaged("PDF", f"page {number + 1} cannot be loaded", error)
        on_unit(number + 1, len(document))
    return pages, heights


def _head(line: Line, height: float, body: float) -> tuple[str, int] | None:
    """Return what a line at the page's edge has in common with its like on other pages: all but the page number."""
    if line.bottom > height * 0.11 and line.top < height * 0.9:
        return None
    # Larger lines there are headings that begin a page, unless they are the same to the letter.
    text = line.text if line.size > body * 1.08 else _PAGE_NUMBER.sub("#", line.text)
    return text, round(line.top / 6)


def _body_size(lines: Iterable[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _running_heads(pages: Sequence[Sequence[Line]], heights: Sequence[float], body: float) -> set[tuple[str, int]]:
    counts = Counter(
        head
        for page, height in zip(pages, heights, strict=True)
        for head in {_head(line, height, body) for line in page}
        if head
    )
    at_least = max(2, len(pages) * 0.25) if len(pages) > 2 else 2
    numbers = {head for head in counts if not re.search(r"[^\W\d_]", re.sub(r"第|页|頁|共|[Pp]age|of", "", head[0]))}
    # A single page repeats the document's title at its edge.
    titles = [re.sub(r"[\s-]", "", line.text) for page in pages for line in page if line.size > body * 1.3]
    repeats = {
        _head(line, height, body)
        for page, height in zip(pages, heights, strict=True)
        for line in page
        if line.size <= body * 1.08 and any(title and line.text.replace(" ", "").startswith(title) for title in titles)
    }
    return {head for head, count in counts.items() if count >= at_least} | numbers | {one for one in repeats if one}


def _passages(lines: Sequence[Line]) -> Iterator[Passage]:
    if not lines:
        return
    body = _body_size(lines)
    levels = _heading_levels(lines, body)
    indents = sorted({round((line.left - line.start) / 4) for line in lines if _BULLET.match(line.text)})
    number, page = 0, 0
    for group in _paragraphs(lines, levels):
        number = number + 1 if group[0].page == page else 1
        page = group[0].page
        yield _passage(group, number, levels, indents)


def _look(line: Line) -> tuple[float, bool]:
    return line.size, line.is_bold


def _heading_levels(lines: Sequence[Line], body: float) -> dict[tuple[float, bool], int]:
    """Rank the looks of headings: larger than the body, or as large and bold where the body is not."""
    weights = Counter[bool]()
    for line in lines:
        if line.size == body:
            weights[line.is_bold] += len(line.text)
    body_is_bold = weights[True] > weights[False]
    looks = {_look(line) for line in lines if line.size > body * 1.08}
    if not body_is_bold:
        looks |= {
            _look(line)
            for line in lines
            if line.size == body and line.is_bold and len(line.text) < 60 and line.text[-1] not in _SENTENCE_END
        }
    ranked = sorted(looks, reverse=True)
    return {look: level for level, look in enumerate(ranked, 1)}


def _paragraphs(lines: Sequence[Line], levels: dict[tuple[float, bool], int]) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group, line, levels):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(group: Sequence[Line], line: Line, levels: dict[tuple[float, bool], int]) -> bool:
    last, first = group[-1], group[0]
    if line.cell or last.cell:
        return line.cell == last.cell
    looks = {_look(line), _look(last)}
    if abs(line.size - last.size) > 0.6 or (len(looks) == 2 and not looks.isdisjoint(levels)):
        return False
    if _BULLET.match(line.text) or _NUMBERED.match(line.text):
        return False
    is_open = last.text[-1] not in _SENTENCE_END
    if line.page != last.page or line.top < last.top:
        return is_open and not _has_room(last, line) and _look(line) not in levels
    is_same_row = abs(line.bottom - last.bottom) < last.height * 0.4
    if is_same_row or line.top - last.bottom > last.height * 0.9:
        return False
    # A first line that hangs out or is indented begins a paragraph.
    is_indented = line.left > last.left + first.height * 1.5 and len(group) > 1
    is_labelled = not is_open and _LABELLED.match(line.text) is not None
    return not (_has_room(last, line) or is_indented or is_labelled)


def _has_room(last: Line, following: Line) -> bool:
    """Whether the next line's first word would have stood on the line before: then that line ended a paragraph."""
    text = following.text
    word = text[:1] if ord(text[0]) > 0x2E7F else text.split(" ")[0]
    letter = (following.right - following.left) / max(len(text), 1)
    # A justified or hyphenated margin is never exact; closing signs may not begin a line.
    return last.right + (len(word) + 1.5) * letter < last.edge - last.height * 0.5


def _passage(
    group: Sequence[Line], number: int, levels: dict[tuple[float, bool], int], indents: Sequence[int]
) -> Passage:
    first = group[0]
    text = first.text
    for line in group[1:]:
        text = joined(text, line.text)
    text = re.sub(r" +", " ", text)
    mark = _BULLET.match(text)
    skipped = mark.end() if mark else 0
    level = levels.get(_look(first))
    role = Role.LIST_ITEM if skipped else Role.BODY
    if first.cell:
        role = Role.TABLE_CELL
    elif level is not None and not skipped and len(group) <= 3:
        role = Role.HEADING
    depth = indents.index(round((first.left - first.start) / 4)) if skipped else 0
    table, row, column = first.cell or (None, None, None)
    return Passage(
        text=text[skipped:],
        role=role,
        level=(level or 1) if role is Role.HEADING else depth if role is Role.LIST_ITEM else 0,
        size_points=first.size,
        place=PassagePlace(
            start=skipped, end=len(text), page=first.page, paragraph=number, table=table, row=row, column=column
        ),
    )
