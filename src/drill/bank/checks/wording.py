"""Texts as the checks compare them: without punctuation, without particles, as numbers, as the question of a stem."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.bank.checks.words import Lexicon

_APART = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"(?<=[。！？!?；;])|(?<=[.])\s")
_EMPHASIS = re.compile(
    r"\*\*[^*]+\*\*|__[^_]+__|<(u|b|strong|em)>.+?</\1>|[【\[][^】\]]{1,6}[】\]]|\b(?:NOT|EXCEPT|NEVER)\b"
)
_QUOTED_NEGATIVE = re.compile(r"[“「『\"](?:不|错误|除外)[^”」』\"]{0,3}[”」』\"]")
# Quoted matter (a term, a remark) is not the question; a quoted negative is: “不”属于.
_QUOTATION = re.compile(r"“(?!不|错误|除外)[^“”]*”|「(?!不|错误|除外)[^「」]*」")
_MARKS = re.compile(r"[“”「」『』【】\[\]\"*_]|</?\w+>")

BLANK = re.compile(r"_{2,}|（\s*）|\(\s*\)")


def plain(text: str) -> str:
    """Return `text` without spaces and punctuation, in lower case: what stays the same when only the typing differs."""
    return _APART.sub("", text).casefold()


@lru_cache(maxsize=1 << 16)
def canonical(text: str, lexicon: Lexicon) -> str:
    """Return `text` without particles and with one word for each group of synonyms.

    Two texts with the same canonical form say the same thing; what says it in quite other words is not caught.
    """
    for first, *others in lexicon.synonyms:
        for other in others:
            text = text.replace(other, first)
    return lexicon.particles.sub("", text).casefold()


def quote(text: str, limit: int = 24) -> str:
    """Return `text` in quotation marks, cut short when it is long."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= limit else f"“{line[: limit - 1]}…”"


def sentences(text: str) -> list[str]:
    """Return the sentences of `text`."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part and part.strip()]


def question(stem: str) -> str:
    """Return the sentence of a stem that asks: its last one."""
    return (sentences(stem) or [""])[-1]


def asks_for_the_wrong(stem: str, lexicon: Lexicon) -> bool:
    """Tell whether the key of a stem is what is wrong, not what is right."""
    asked = _MARKS.sub("", _QUOTATION.sub("", question(stem)))
    return lexicon.negative.search(asked) is not None


def negated_word(stem: str, lexicon: Lexicon) -> str:
    """Return the word that turns a stem's question round without being set off, '' if there is none."""
    asked = _QUOTATION.sub("", question(stem))
    if _EMPHASIS.search(asked) or _QUOTED_NEGATIVE.search(asked):
        return ""
    for found in lexicon.negated_question.finditer(asked):
        # 是不是, 对不对: a question, not a negation.
        if found.start() == 0 or asked[found.start() - 1] != asked[found.start() + 1 : found.start() + 2]:
            return found[0]
    return ""


_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = re.compile(
    r"(?:约|第|满|至少|至多|不超过|¥|\$)?\s*(\d+(?:\.\d+)?|[零一二三四五六七八九十百千两]+)\s*([^\d\s]{0,4})"
)
_UNITS = {
    "秒": 1,
    "分": 60,
    "分钟": 60,
    "小时": 3600,
    "个小时": 3600,
    "天": 86_400,
    "日": 86_400,
    "周": 604_800,
    "个月": 2_592_000,
    "年": 31_536_000,
}


def numbers(texts: Sequence[str]) -> list[float]:
    """Return the numbers that `texts` are, in one unit; empty unless every text is nothing but a comparable number."""
    found = [_NUMBER.fullmatch(text.strip().rstrip("。.")) for text in texts]
    matches = [match for match in found if match]
    if len(matches) < len(texts):
        return []
    units = {match[2] for match in matches}
    if len(units) > 1 and not units <= _UNITS.keys():
        return []
    return [_value(match[1]) * _UNITS.get(match[2], 1) for match in matches]


def _value(digits: str) -> float:
    if digits[0].isascii():
        return float(digits)
    total = pending = 0
    for character in digits:
        if character in _TENS:
            total += max(pending, 1) * _TENS[character]
            pending = 0
        else:
            pending = _DIGITS[character]
    return total + pending
