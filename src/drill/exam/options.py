"""Which options of an item may change places: all but those that speak about the others, and those in number order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.exam.quantity import quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

_ABOUT_ALL = re.compile(
    r"""
    (?:以上|上述|上面|前面|前述).{0,6}(?:都|均|皆|全|各项|各項|所有|没有|沒有|无|無)
    | (?:以上|上述)(?:选项|選項|说法|說法)?(?:对|對|错|錯|正确|正確|错误|錯誤)$
    | ^(?:都|均|皆|全部|全)(?:不|不是)?(?:对|對|正确|正確|错|錯|错误|錯誤|是|非)$
    | \b(?:all|none|any|neither|both|either)\ of\ (?:the\ (?:above|options|others)|these|them)\b
    | \bnone\ (?:are|is)\ (?:correct|right|true)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ABOUT_LETTERS = re.compile(
    r"^(?:(?:both|either|neither)\s+)?[A-H](?:\s*(?:和|与|與|及|或|、|，|,|\+|&|and|or|nor)\s*[A-H])+"
    r"\s*(?:都|均|皆|对|對|正确|正確|错|錯|不|是|are|项|項)?.{0,4}$",
    re.IGNORECASE,
)


def is_about_all(text: str) -> bool:
    """Tell whether an option speaks about all the others (以上都对, none of the above): it is printed last."""
    return _ABOUT_ALL.search(text.strip()) is not None


def is_about_letters(text: str) -> bool:
    """Tell whether an option names others by their letters (A和C): then no option of the item may move."""
    return _ABOUT_LETTERS.match(text.strip()) is not None


def fixed_order(texts: Sequence[str]) -> tuple[int, ...] | None:
    """Return the one order in which options may be printed, or None when they may be shuffled.

    Quantities ascend; options that name each other by letter stay as they were written.
    """
    if any(is_about_letters(text) for text in texts):
        return tuple(range(len(texts)))
    movable, last = movable_options(texts)
    sizes = {position: quantity(texts[position]) for position in movable}
    known = {position: size for position, size in sizes.items() if size is not None}
    if len(known) < max(2, len(movable)) or len({size.of for size in known.values()}) > 1:
        return None
    return (*sorted(movable, key=lambda position: known[position].size), *last)


def movable_options(texts: Sequence[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the positions of the options that may stand anywhere, and of those pinned last."""
    pinned = tuple(position for position, text in enumerate(texts) if is_about_all(text))
    return tuple(position for position in range(len(texts)) if position not in pinned), pinned
