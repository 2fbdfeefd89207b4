"""The lines of a PDF page with their places, sizes and faces."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

_BOLD_WEIGHT = 600
_MAX_CHARS = 200_000
# Faces that are set for emphasis; Chinese documents set headings in Hei where the text is in Song.
_STRONG_FACE = re.compile(r"bold|black|heavy|demi|simhei|yahei|hei(?:ti)?\b|黑", re.IGNORECASE)
_PLAIN_SANS = re.compile(r"sans|gothic", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a part of one that stands apart; `start` and `edge` are the margins of its column, in points."""

    page: int
    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    face: str
    is_bold: bool = False
    start: float = 0.0
    edge: float = 0.0
    cell: tuple[int, int, int] | None = None

    @property
    def height(self) -> float:
        """The height of its letters."""
        return max(self.size, 1.0)


class _Char(NamedTuple):
    char: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def page_lines(page: Any, number: int) -> list[Line]:  # noqa: ANN401 - pypdfium2 comes without types
    """Return the lines of a page, in the order of the file."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 - loads a large library that only PDFs need

    text_page = page.get_textpage()
    raw = text_page.raw
    height = page.get_height()
    edges = [ctypes.c_double() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    found: list[Line] = []
    run: list[_Char] = []
    face, size = "", 0.0
    for at in range(min(text_page.count_chars(), _MAX_CHARS)):
        char = chr(pdfium.FPDFText_GetUnicode(raw, at) or 0x20)
        if char in "\r\n":
            found += _line(run, number, face)
            run = []
        elif char in "\ufffe\uffff\x02":
            # A hyphen that only the line's end calls for.
            run.append(_Char("-", *run[-1][1:]) if run else _Char("-", 0, 0, 0, 0, 0))
        elif char.isspace():
            if run:
                run.append(_Char(" ", *run[-1][1:]))
        else:
            pdfium.FPDFText_GetCharBox(raw, at, *pointers)
            left, right, bottom, top = (edge.value for edge in edges)
            # Within a word the size does not change.
            if not run or run[-1].char == " " or not char.isalpha():
                size = pdfium.FPDFText_GetFontSize(raw, at)
            drawn = _Char(char, left, right, height - top, height - bottom, size)
            if run and _is_apart(run[-1], drawn):
                found += _line(run, number, face)
                run = []
            # List marks are set in the face of the text: the first letter tells the line's.
            if not face or not run or (char.isalpha() and not any(one.char.isalpha() for one in run)):
                face = _face(pdfium, raw, at)
            run.append(drawn)
    found += _line(run, number, face)
    text_page.close()
    return found


def _face(pdfium: Any, raw: Any, at: int) -> str:  # noqa: ANN401 - pypdfium2 comes without types
    """Return the name of a letter's face, marked where its weight is bold."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    size = pdfium.FPDFText_GetFontInfo(raw, at, buffer, 128, ctypes.byref(flags))
    name = buffer.raw[: max(min(size, 128) - 1, 0)].decode("utf-8", "replace")
    name = re.sub(r"^[A-Z]{6}\+", "", name)
    return f"{name} bold" if pdfium.FPDFText_GetFontWeight(raw, at) >= _BOLD_WEIGHT else name


def is_strong(face: str, usual: str) -> bool:
    """Whether a face is set for emphasis in a document whose text is in the face `usual`."""
    if _STRONG_FACE.search(face):
        return not _STRONG_FACE.search(usual)
    return bool(_PLAIN_SANS.search(face)) and not _PLAIN_SANS.search(usual)


def _is_apart(last: _Char, drawn: _Char) -> bool:
    """Whether a character stands in another column or line than the one before it."""
    em = max(drawn.size, last.size, 1.0)
    return (
        drawn.left - last.right > 2.2 * em
        or drawn.left < last.right - 3 * em
        or drawn.top > last.bottom + em * 0.6
        or drawn.top < last.top - 2 * em
    )


def _line(run: list[_Char], page: int, face: str) -> list[Line]:
    text = "".join(one.char for one in run).strip()
    if not text:
        return []
    solid = [one for one in run if one.char != " "]
    sizes = Counter(round(one.size * 2) / 2 for one in solid)
    return [
        Line(
            page=page,
            text=text,
            left=min(one.left for one in solid),
            right=max(one.right for one in solid),
            top=min(one.top for one in solid),
            bottom=max(one.bottom for one in solid),
            size=sizes.most_common(1)[0][0] or 1.0,
            face=face,
        )
    ]
