"""A chapter's text cut where it certainly ends something: at sentence ends, at list digits, at line breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass

# 0102.., 03, 123, 321: digits that number the points of a slide. 24 hours and 2024 are none.
_DIGITS = re.compile(
    r"(?<![\d.:-])(?:(?:0[1-9])+(?![\d.%:/-])|[1-8]{3,8}(?![\d.%年月日个次小分时秒天周岁元倍米条项名位种度℃:/-]))"
)
_SENTENCE_END = re.compile(r"[。！？!?][”’」』）)]*|\n")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters [start, end): perhaps terms and titles, then perhaps a sentence, ended by a full stop or not."""

    start: int
    end: int
    is_ended: bool


@dataclass(frozen=True, slots=True)
class Digits:
    """The numbers of a slide's points, as they stand in a row."""

    start: int
    end: int
    numbers: tuple[int, ...]


Element = Stretch | Digits


def elements(text: str, start: int, end: int) -> tuple[Element, ...]:
    """Cut [start, end) of a text into stretches and list digits."""
    found: list[Element] = []
    at = start
    # A slice, so that the digits of the chapter's own number do not count as standing in front.
    for match in _DIGITS.finditer(text[start:end]):
        numbers = _numbers(match[0])
        if numbers:
            first, last = start + match.start(), start + match.end()
            found += [*_stretches(text, at, first), Digits(first, last, numbers)]
            at = last
    return (*found, *_stretches(text, at, end))


def _numbers(digits: str) -> tuple[int, ...]:
    if digits.startswith("0"):
        return tuple(int(digits[place : place + 2]) for place in range(0, len(digits), 2))
    single = tuple(int(digit) for digit in digits)
    return single if sorted(single) == list(range(1, len(single) + 1)) else ()


def _stretches(text: str, start: int, end: int) -> list[Stretch]:
    found = []
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        stop = match.start() if match[0] == "\n" else match.end()
        found.append(_trimmed(text, at, stop, is_ended=match[0] != "\n"))
        at = match.end()
    found.append(_trimmed(text, at, end, is_ended=False))
    return [stretch for stretch in found if stretch.end > stretch.start]


def _trimmed(text: str, start: int, end: int, *, is_ended: bool) -> Stretch:
    while start < end and text[start] in " \n\t•·":
        start += 1
    while end > start and text[end - 1] in " \n\t":
        end -= 1
    return Stretch(start, end, is_ended)
