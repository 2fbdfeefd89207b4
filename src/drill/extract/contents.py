"""Chapters of a preview: the table of contents in the head, and each title again, glued to its number."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drill.extract.lexicon import is_han

_LONGEST_TITLE = 40
_ENDS = frozenset("。！？!?\n")


@dataclass(frozen=True, slots=True)
class ChapterText:
    """A chapter's title, its text [start, end), and in `heading` where its title stands."""

    title: str
    heading: tuple[int, int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The chapters found, where the cover ends, and where the row of titles is."""

    cover_end: int
    row: tuple[int, int]
    chapters: tuple[ChapterText, ...]


def find_contents(text: str) -> Contents | None:
    """Align the row of chapter titles with the headings; None where there is no such row."""
    for match in re.finditer("01", text):
        title = _repeated_before(text, match.start())
        if title is None:
            continue
        first = text.index(title)
        row = (first, match.start() - len(title))
        headings = _headings(text, title, row, match.end())
        if _fills(row, headings):
            return Contents(first, row, _chapters(text, headings))
    return None


def _repeated_before(text: str, end: int) -> str | None:
    start = end
    best = None
    while start > 0 and end - start < _LONGEST_TITLE and text[start - 1] not in _ENDS and not text[start - 1].isdigit():
        start -= 1
        title = text[start:end]
        if len(title) >= 2 and any(is_han(char) or char.isalpha() for char in title):
            if text.find(title, 0, start) < 0:
                break
            best = title
    return best


def _headings(text: str, first: str, row: tuple[int, int], after: int) -> list[tuple[str, int, int]]:
    found = [(first, after - 2 - len(first), after)]
    rest = text[row[0] + len(first) : row[1]].lstrip("\n ")
    number = 2
    while rest:
        hit = _next_heading(text, rest, f"{number:02}", found[-1][2])
        if hit is None:
            break
        found.append(hit)
        rest = rest[len(hit[0]) :].lstrip("\n ")
        number += 1
    return found


def _next_heading(text: str, rest: str, number: str, after: int) -> tuple[str, int, int] | None:
    for length in range(min(len(rest), _LONGEST_TITLE), 1, -1):
        at = text.find(rest[:length] + number, after)
        if at >= 0:
            return rest[:length], at, at + length + len(number)
    return None


def _fills(row: tuple[int, int], headings: list[tuple[str, int, int]]) -> bool:
    # What is left of the row belongs to chapters that the preview does not reach.
    known = sum(len(title) for title, _, _ in headings)
    return 0 <= row[1] - row[0] <= 400 and (len(headings) > 1 or row[1] - row[0] <= known + _LONGEST_TITLE)


def _chapters(text: str, headings: list[tuple[str, int, int]]) -> tuple[ChapterText, ...]:
    ends = [start for _, start, _ in headings[1:]] + [len(text)]
    return tuple(
        ChapterText(title, (start, start + len(title)), after, end)
        for (title, start, after), end in zip(headings, ends, strict=True)
    )
