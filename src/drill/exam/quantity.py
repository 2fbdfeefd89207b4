"""Options that are quantities: amounts, durations, dates and times stand in ascending order on every form."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {**{digit: value for value, digit in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2, "兩": 2}
_MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_LARGE = 10_000
_HAN_NUMBER = "".join([*_DIGITS, *_MULTIPLES])

# Units that are multiples of one another, as (what is measured, how many of its base unit).
_UNITS = {
    **dict.fromkeys(("秒", "秒钟", "秒鐘", "second", "seconds"), ("time", 1)),
    **dict.fromkeys(("分钟", "分鐘", "minute", "minutes"), ("time", 60)),
    **dict.fromkeys(("小时", "小時", "个小时", "個小時", "hour", "hours"), ("time", 3_600)),
    **dict.fromkeys(("天", "日", "day", "days"), ("time", 86_400)),
    **dict.fromkeys(("周", "週", "星期", "个星期", "個星期", "week", "weeks"), ("time", 7 * 86_400)),
    **dict.fromkeys(("个月", "個月", "month", "months"), ("time", 30 * 86_400)),
    **dict.fromkeys(("年", "year", "years"), ("time", 365 * 86_400)),
}

_DATE = re.compile(r"(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_NUMBER = re.compile(rf"(?P<arabic>[-+]?\d[\d,]*(?:\.\d+)?)(?P<scale>[万萬亿億]?)|(?P<han>[{_HAN_NUMBER}]+)")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A size and what it is a size of; only sizes of the same thing can be compared."""

    of: str
    size: Fraction


def quantity(text: str) -> Quantity | None:
    """Return the one quantity that `text` states, or None when it states none, or more than that.

    Words around the number belong to what is measured: `3 天内` and `5 天内` compare, `3 天内` and `5 次` do not.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if match := _DATE.fullmatch(plain):
        year, month, day = (int(part or 0) for part in match.groups())
        return Quantity("date", Fraction((year * 12 + month) * 31 + day))
    if match := _CLOCK.fullmatch(plain):
        return Quantity("clock", Fraction(int(match[1]) * 60 + int(match[2])))
    matches = list(_NUMBER.finditer(plain))
    size = _size(matches[0]) if len(matches) == 1 else None
    if size is None:
        return None
    before, after = plain[: matches[0].start()].strip(), plain[matches[0].end() :].strip()
    unit = max((name for name in _UNITS if after.startswith(name)), key=len, default="")
    of, factor = _UNITS.get(unit, ("", 1))
    return Quantity(f"{before}\x1f{of}\x1f{after.removeprefix(unit)}", size * factor)


def _size(number: re.Match[str]) -> Fraction | None:
    if number["arabic"]:
        return Fraction(number["arabic"].replace(",", "")) * _MULTIPLES.get(number["scale"], 1)
    return _han_size(number["han"])


def _han_size(text: str) -> Fraction | None:
    """Return what a number in Han characters stands for: 三百二十 is 320. None for anything malformed."""
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif _MULTIPLES[char] < _LARGE:
            # 十 by itself is 10.
            section += (1 if digit is None else digit) * _MULTIPLES[char]
            digit = None
        else:
            total += (section + (digit or 0)) * _MULTIPLES[char]
            section, digit = 0, None
    return Fraction(total + section + (digit or 0))
