"""Which phrase of a statement to blank out: the author's choice, or else the most telling word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.model.bank import Cloze
from drill.model.ids import derived_id
from drill.text.segment import words

if TYPE_CHECKING:
    from drill.generate.outline import Outline, Placed
    from drill.text.segment import Word

# Content words that could stand almost anywhere: blanking one out asks for nothing in particular.
_PALE = frozenset(
    word
    for row in (
        "客户 客服 人员 工作 进行 使用 通过 需要 应当 应该 可以 要求 提供 方面 方式 情况 内容 相关 有关 做到 做好 注意",
        "保持 主要 包括 有效 问题 服务 我们 自己 他人 对方 得到 给予 具有 成为 作为 能够 不同 各种 其他 帮助 一种",
        "一个 时候 之间 以及 同时 没有 就是",
        "customer customers agent agents staff thing things make made give given take taken people person",
    )
    for word in row.split()
)
_MIN_HAN, _MIN_LATIN = 2, 4

_SENTENCES = re.compile(r"[^。！？!?]+?(?:[。！？!?]|\.(?=\s|$)|$)")
_LEANING = re.compile(
    r"[其这该此它]|因此|所以|否则|但|(?:it|its|this|that|these|those|they|their|otherwise|so|but)\b", re.IGNORECASE
)


def clozes_of(place: Placed, outline: Outline) -> tuple[Cloze, ...]:
    """Return the blanks of a fact: those pinned in the bank, or one found in its statement, or none."""
    pinned = tuple(cloze for cloze in place.fact.generate.clozes if place.fact.statement.count(cloze.text) == 1)
    if place.fact.generate.clozes:
        return pinned
    found = _telling_word(place, outline)
    return (Cloze(id=derived_id(place.fact.id, "cloze"), text=found),) if found else ()


def split_at(statement: str, blank: str) -> tuple[str, str]:
    """Return what stands before and after a blank that occurs once, in the sentence that holds it.

    A sentence that leans on the one before it (其, 这, it, this) is not torn from it.
    """
    holding = next((text for text in sentences(statement) if blank in text), statement)
    whole = statement if leans(holding) else holding
    before, _, after = whole.partition(blank)
    return before, after


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of `text`, each with its mark."""
    return tuple(found for one in _SENTENCES.findall(text) if (found := one.strip()))


def leans(text: str) -> bool:
    """Tell whether a sentence refers back to the one before it, so that it makes no sense alone."""
    return _LEANING.match(text) is not None


def _telling_word(place: Placed, outline: Outline) -> str:
    """Return the word to ask for: in the gist too, a noun, rare around here, long; '' if no word will do."""
    candidates = [word for word in words(place.fact.statement) if _can_be_blanked(word, place)]
    if not candidates:
        return ""
    neighbours = outline.nearby(place)
    return max(candidates, key=lambda word: _score(word, place, neighbours)).text


def _can_be_blanked(word: Word, place: Placed) -> bool:
    text, fact = word.text, place.fact
    long_enough = len(text) >= (_MIN_LATIN if text.isascii() else _MIN_HAN)
    return (
        word.is_content
        and long_enough
        and text.lower() not in _PALE
        and fact.statement.lower().count(text.lower()) == 1
        and text.lower() not in fact.term.lower()
        and fact.term.lower() not in text.lower()
    )


def _score(word: Word, place: Placed, neighbours: tuple[Placed, ...]) -> tuple[int, int, int, int]:
    elsewhere = sum(word.text in other.fact.statement for other in neighbours)
    return int(word.text in place.fact.gist), int(word.is_noun), -elsewhere, len(word.text)
