"""Lines of a text with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A bullet that an author typed instead of asking the program for one.
TYPED_BULLET = re.compile(r"[•·●○■□◆◇▪▫▶►➢➤✓✔❖※★☆‣]\s*(?=\S)|[-–*]\s+(?=\S)")
_LINE = re.compile(r"[^\r\n\x0b\x0c\u2028\u2029]+|\r\n|[\r\n\x0b\x0c\u2028\u2029]")


class Line(NamedTuple):
    """The characters [start, end) without the white space around them; never empty."""

    text: str
    start: int
    number: int
    indent: int
    is_after_gap: bool


def lines(text: str) -> Iterator[Line]:
    """Yield the lines that hold more than white space."""
    number, breaks = 1, 2
    for match in _LINE.finditer(text):
        part = match[0]
        stripped = part.strip().lstrip("\ufeff")
        if stripped:
            start = match.start() + part.index(stripped)
            indent = len(part[: start - match.start()].expandtabs(4).replace("\u3000", "  "))
            yield Line(stripped, start, number, indent, breaks > 1)
            breaks = 0
        elif part[0] in "\r\n\x0b\x0c\u2028\u2029":
            number += 1
            breaks += 1
