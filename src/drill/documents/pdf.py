"""PDF pages: lines with their sizes, put in reading order, joined to headings, paragraphs and list items."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drill.documents.plain import joined
from drill.documents.refusal import refuse, refuse_damaged
from drill.model.passage import Passage, PassagePlace, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_BULLET = re.compile(r"[•·●○■□◆◇▪▶►➢✓‣–-]\s*(?=\S)")
_NUMBERED = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|第.{1,4}[章节]|[①-⑳])"
)
_SENTENCE_END = "。！？!?；;.：:"
_PAGE_NUMBER = re.compile(r"^\W*\d+|(?:\d+|\b[ivxlc]+)\W*$|(?<=第)\s*\d+|(?<=共)\s*\d+|\d+(?= of )")
_BOLD_WEIGHT = 600
_MAX_CHARS = 200_000


@dataclass(frozen=True, slots=True)
class _Line:
    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool

    @property
    def height(self) -> float:
        return max(self.size, 1.0)


def read_pdf(content: bytes, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield the passages of a PDF page by page, after a first pass over its lines."""
    pages, heights = _pages(content, on_unit)
    if not any(pages):
        hint = "Recognise its text first (OCR), or give the file it was printed from."
        refuse(f"its {len(pages)} pages hold pictures and no text: it was scanned.", hint)
    size = _body_size(line for page in pages for line in page)
    running = _running_heads(pages, heights, size)
    body = [[line for line in page if _head(line, heights[line.page - 1], size) not in running] for page in pages]
    ordered = [line for page in body for line in _reading_order(page)]
    yield from _passages(ordered)


def _pages(content: bytes, on_unit: Callable[[int, int], None]) -> tuple[list[list[_Line]], list[float]]:
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
            pages.append(_lines(page, number + 1))
            heights.append(page.get_height())
            page.close()
        except pypdfium2.PdfiumError as error:
            refuse_damaged("PDF", f"page {number + 1} cannot be loaded", error)
        on_unit(number + 1, len(document))
    return pages, heights


def _lines(page: Any, number: int) -> list[_Line]:  # noqa: ANN401 - pypdfium2 comes without types
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - see above

    text_page = page.get_textpage()
    raw = text_page.raw
    height = page.get_height()
    edges = [ctypes.c_double() for _ in range(4)]
    found: list[_Line] = []
    run: list[tuple[str, float, float, float, float, float]] = []
    weight = 0
    for at in range(min(text_page.count_chars(), _MAX_CHARS)):
        char = chr(pdfium.FPDFText_GetUnicode(raw, at) or 0x20)
        if char in "\r\n\ufffe\uffff\x02":
            if char in "\ufffe\uffff\x02":
                run.append(("-", *run[-1][1:]) if run else ("-", 0, 0, 0, 0, 0))
            else:
                found += _line(run, number, weight)
                run = []
            continue
        if char.isspace() or pdfium.FPDFText_IsGenerated(raw, at) == 1:
            if run:
                run.append((" ", *run[-1][1:]))
            continue
        pdfium.FPDFText_GetCharBox(raw, at, *(ctypes.byref(edge) for edge in edges))
        left, right, bottom, top = (edge.value for edge in edges)
        size = pdfium.FPDFText_GetFontSize(raw, at)
        if run and _is_apart(run, left, top, height, size):
            found += _line(run, number, weight)
            run = []
        if not run:
            weight = pdfium.FPDFText_GetFontWeight(raw, at)
        run.append((char, left, right, height - top, height - bottom, size))
    found += _line(run, number, weight)
    text_page.close()
    return found


def _is_apart(
    run: list[tuple[str, float, float, float, float, float]], left: float, top: float, height: float, size: float
) -> bool:
    """Whether a character stands in another column or line than the run before it."""
    _, _, right, run_top, run_bottom, run_size = run[-1]
    em = max(size, run_size, 1.0)
    return (
        left - right > 2.2 * em
        or left < right - 3 * em
        or height - top > run_bottom + em * 0.6
        or height - top < run_top - 2 * em
    )


def _line(run: list[tuple[str, float, float, float, float, float]], page: int, weight: int) -> list[_Line]:
    text = "".join(char for char, *_ in run).strip()
    if not text:
        return []
    solid = [one for one in run if one[0] != " "]
    sizes = Counter(round(one[5] * 2) / 2 for one in solid)
    return [
        _Line(
            page=page,
            text=text,
            left=min(one[1] for one in solid),
            right=max(one[2] for one in solid),
            top=min(one[3] for one in solid),
            bottom=max(one[4] for one in solid),
            size=sizes.most_common(1)[0][0] or 1.0,
            is_bold=weight >= _BOLD_WEIGHT,
        )
    ]


def _head(line: _Line, height: float, body: float) -> tuple[str, int] | None:
    """Return what a line at the page's edge has in common with its like on other pages: all but the page number."""
    if line.bottom > height * 0.11 and line.top < height * 0.9:
        return None
    # Larger lines there are headings that begin a page, unless they are the same to the letter.
    text = line.text if line.size > body * 1.08 else _PAGE_NUMBER.sub("#", line.text)
    return text, round(line.top / 6)


def _body_size(lines: Iterable[_Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _running_heads(pages: Sequence[Sequence[_Line]], heights: Sequence[float], body: float) -> set[tuple[str, int]]:
    counts = Counter(
        head
        for page, height in zip(pages, heights, strict=True)
        for head in {_head(line, height, body) for line in page}
        if head
    )
    at_least = max(2, len(pages) * 0.25) if len(pages) > 2 else 2
    numbers = {head for head in counts if not re.search(r"[^\W\d_]", re.sub(r"第|页|頁|共|[Pp]age|of", "", head[0]))}
    return {head for head, count in counts.items() if count >= at_least} | numbers


def _reading_order(lines: Sequence[_Line]) -> list[_Line]:
    """Order the lines of a page: from the top, or column by column where two columns of text stand side by side."""
    if not lines:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    middle = (left + right) / 2
    wide = [line for line in lines if line.left < middle - 6 and line.right > middle + 6]
    west = [line for line in lines if line.right <= middle + 6]
    east = [line for line in lines if line.left >= middle - 6]
    half = (right - left) / 2
    filled = sum(line.right - line.left > half * 0.7 for line in [*west, *east])
    are_columns = len(west) >= 4 and len(east) >= 4 and filled > (len(west) + len(east)) * 0.5
    if not are_columns:
        return _by_rows(lines)
    borders = sorted(line.top for line in wide)
    return sorted(
        lines,
        key=lambda line: (
            sum(border < line.top for border in borders),
            line not in wide,
            line.left >= middle - 6,
            line.top,
        ),
    )


def _by_rows(lines: Sequence[_Line]) -> list[_Line]:
    """Order lines from the top, those of one row from the left."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: line.bottom):
        if rows and line.bottom - rows[-1][0].bottom < min(line.height, rows[-1][0].height) * 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _passages(lines: Sequence[_Line]) -> Iterator[Passage]:
    if not lines:
        return
    body = _body_size(lines)
    levels = _heading_levels(lines, body)
    # Of the whole document: a last page may hold short lines only.
    margin = max(line.right for line in lines)
    number, page = 0, 0
    for group in _paragraphs(lines, levels, margin):
        number = number + 1 if group[0].page == page else 1
        page = group[0].page
        yield _passage(group, number, levels)


def _look(line: _Line) -> tuple[float, bool]:
    return line.size, line.is_bold


def _heading_levels(lines: Sequence[_Line], body: float) -> dict[tuple[float, bool], int]:
    """Rank the looks of headings: larger than the body, or as large and bold where the body is not."""
    weights = Counter(line.is_bold for line in lines if line.size == body)
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


def _paragraphs(lines: Sequence[_Line], levels: dict[tuple[float, bool], int], margin: float) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    for line in lines:
        if group and not _continues(group, line, levels, margin):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(group: Sequence[_Line], line: _Line, levels: dict[tuple[float, bool], int], margin: float) -> bool:
    last, first = group[-1], group[0]
    if abs(line.size - last.size) > 0.6 or (
        _look(line) != _look(last) and (_look(line) in levels or _look(last) in levels)
    ):
        return False
    if _BULLET.match(line.text) or _NUMBERED.match(line.text):
        return False
    width = max(margin - first.left, 1.0)
    # A line that ends early ends its paragraph; columns are narrower than the page.
    is_short = last.right < max(other.right for other in group) - 2.5 * last.height or (
        len(group) == 1 and last.right - last.left < min(width, 500) * 0.4
    )
    is_open = last.text[-1] not in _SENTENCE_END
    if line.page != last.page or line.top < last.top:
        return is_open and not is_short and _look(line) not in levels
    gap = line.top - last.bottom
    is_same_row = abs(line.bottom - last.bottom) < last.height * 0.4
    if is_same_row or gap > last.height * 0.9 or (is_short and not is_open):
        return False
    return not (is_short and len(group) == 1 and line.left <= first.left + first.height * 0.6)


def _passage(group: Sequence[_Line], number: int, levels: dict[tuple[float, bool], int]) -> Passage:
    first = group[0]
    text = first.text
    for line in group[1:]:
        text = joined(text, line.text)
    text = re.sub(r" +", " ", text)
    mark = _BULLET.match(text)
    skipped = mark.end() if mark else 0
    level = levels.get(_look(first))
    role = Role.LIST_ITEM if skipped else Role.BODY
    if level is not None and not skipped and len(group) <= 3:
        role = Role.HEADING
    return Passage(
        text=text[skipped:],
        role=role,
        level=(level or 1) if role is Role.HEADING else 0,
        size_points=first.size,
        place=PassagePlace(start=skipped, end=len(text), page=first.page, paragraph=number),
    )
