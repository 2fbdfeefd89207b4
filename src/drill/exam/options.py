"""Which options of an item may change places: all but those that speak about the others, and those in number order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.exam.quantity import quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

# What may stand round an option without meaning anything.
_ROUND = " 　。.．"

# 以上 (各项, 说法, ...) 都 (不) 对/正确/是 ..., and nothing more: 以上问题都要逐一记录 is an option like any other.
_ABOUT_ALL = re.compile(
    r"""
    ^(?:以上|上述|上面|前面|前述)[几幾各所有全部两兩三四項项的]{0,4}
      (?:选项|選項|说法|說法|做法|答案|内容|內容|行为|行為)?(?:都|均|皆|全|全部|全都)?(?:不|并非|並非)?
      (?:对|對|是|非|正确|正確|错|錯|错误|錯誤|可|可以|恰当|恰當|合适|合適|妥当|妥當|适用|適用|符合|包括|包含)$
    | ^(?:以上|上述)?(?:都|均|皆|全|全部|全都)(?:不|并非|並非)?(?:对|對|正确|正確|错|錯|错误|錯誤|是|非)$
    | ^(?:以上|上述)?(?:没有|沒有|无|無)(?:一项|一項|一个|一個)?(?:正确|正確|对|對|恰当|恰當)的?
      (?:选项|選項|说法|說法|做法|答案)?$
    | ^(?:all|none|any|neither|both|either)\ of\ (?:the\ (?:above|options|others)|these|them)\b.{0,20}$
    | ^none\ (?:are|is)\ (?:correct|right|true)\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ABOUT_LETTERS = re.compile(
    r"""
    ^(?:(?:both|either|neither)\ )?[A-H](?:\s*(?:和|与|與|及|或|、|，|,|\+|&|and|or|nor)\s*[A-H])+\s*
     (?:两|兩|三|项|項|者|都|均|皆|是|不|对|對|正确|正確|错|錯|误|誤|选|選|\ |are|is|correct|right)*$
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_about_all(text: str) -> bool:
    """Tell whether an option speaks about all the others (以上都对, none of the above): it is printed last."""
    return _ABOUT_ALL.search(text.strip(_ROUND)) is not None


def is_about_letters(text: str) -> bool:
    """Tell whether an option names others by their letters (A和C): then no option of the item may move."""
    return _ABOUT_LETTERS.match(text.strip(_ROUND)) is not None


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
