"""Plain text: lines, list marks, paragraphs broken over lines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from drill.documents.lines import Line, lines
from drill.model.passage import Passage, PassagePlace, Role, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_BULLET = re.compile(r"(?:[•·●○■□◆◇▪▶►➢✓–—*-]|o(?=\s))\s*(?=\S)")
_NUMBERED = re.compile(r"(?:[（(]?[一二三四五六七八九十百\d]{1,4}[)）、.．]|第.{1,4}[章节]|[①-⑳]|(?:\d+\.)+\d+\s)")
_LABELLED = re.compile(r"[^。！？!?.]{1,40}(?:：|: | [-–—] )")
_ENDS = "。！？!?；;.：:”」』）)"
_UNDERLINE = re.compile(r"(?:={3,}|-{3,}|~{3,}|\*{3,}|_{3,})")
_RANKS = "=-~*_"
_UNIT = 5000


def read_plain(text: str, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield a passage a line; lines that a narrow margin broke come joined."""
    listed = list(lines(text))
    width = _margin(listed)
    at = 0
    while at < len(listed):
        after = at + 1
        if _UNDERLINE.fullmatch(listed[at].text):
            at = after
            continue
        if after < len(listed) and _UNDERLINE.fullmatch(listed[after].text) and not listed[after].is_after_gap:
            heading = _passage(listed[at:after])
            yield replace(heading, role=Role.HEADING, level=1 + _RANKS.index(listed[after].text[0]))
            at = after + 1
            continue
        while after < len(listed) and _continues(listed[after - 1], listed[after], width):
            after += 1
        yield _passage(listed[at:after])
        if at // _UNIT != after // _UNIT:
            on_unit(after, len(listed))
        at = after


def _margin(listed: list[Line]) -> int:
    """Return the width at which the text's lines are broken, 0 where they are not."""
    widths = sorted(_width(line.text) for line in listed)
    if len(widths) < 8:
        return 0
    widest = widths[int(len(widths) * 0.95)]
    near = sum(widest * 0.85 <= width <= widest * 1.05 for width in widths)
    return widest if 40 <= widest <= 130 and near > len(widths) * 0.4 else 0


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def _continues(line: Line, following: Line, width: int) -> bool:
    return (
        width > 0
        and not following.is_after_gap
        and not _UNDERLINE.fullmatch(following.text)
        and _width(line.text) > width * 0.75
        and not (line.text[-1] in _ENDS and _width(line.text) < width * 0.9)
        and not _BULLET.match(following.text)
        and not _NUMBERED.match(following.text)
        and not _LABELLED.match(following.text)
    )


def _passage(part: list[Line]) -> Passage:
    first = part[0]
    mark = _BULLET.match(first.text)
    skipped = mark.end() if mark and len(first.text) > mark.end() else 0
    text = first.text[skipped:]
    stretches = [Stretch(0, first.start + skipped)]
    for line in part[1:]:
        text = joined(text, line.text)
        stretches.append(Stretch(len(text) - len(line.text), line.start))
    return Passage(
        text=text,
        role=Role.LIST_ITEM if skipped else Role.BODY,
        level=first.indent // 2 if skipped else 0,
        place=PassagePlace(start=first.start + skipped, end=part[-1].start + len(part[-1].text), line=first.number),
        stretches=tuple(stretches) if len(stretches) > 1 else (),
    )


def joined(text: str, following: str) -> str:
    """Join two lines of one paragraph: words apart, Han characters together, hyphenated words whole."""
    if len(text) > 1 and text[-1] in "-\u00ad\u2010" and text[-2].isalpha() and following[:1].islower():
        return text[:-1] + following
    is_wide = ord(text[-1:] or " ") > 0x2E7F or ord(following[:1] or " ") > 0x2E7F
    return text + following if is_wide else f"{text} {following}"
