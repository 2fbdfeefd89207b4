"""What stands on slides besides their content: page numbers, badges, slogans, a template's words, repeated lines."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from drill.extract.structured_pieces import is_ornament, is_sentence, length
from drill.model.passage import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drill.model.passage import Passage

_HAN = re.compile(r"[\u3400-\u9fff]")
# Words that templates bring along, and labels that count parts.
_TEMPLATE = re.compile(
    r"\W*(?:(?:your\s+)?(?:company\s+)?logo(?:\s+here)?|contents?|agenda|part\W*(?:[\divx]+|one|two|three|four|five|six)"
    r"|chapter\W*(?:[\divx]+|one|two|three|four|five|six)|(?:click|tap)\s+(?:here\s+)?to\s+(?:add|edit).*"
    r"|(?:add|enter|insert)\s+(?:your\s+)?(?:title|text|subtitle|content)s?(?:\s+here)?|lorem ipsum.*"
    r"|(?:请)?(?:点击|单击|双击|在此|此处|在此处)*(?:添加|输入|编辑|替换)(?:您的|你的)?(?:小|副|大)?(?:标题|文字|文本|内容|正文).{0,12}"
    r"|您的(?:标题|内容|文字).{0,12}|(?:www\.|https?://)\S+|(?:19|20)\d\d(?:\W\d{1,2})?(?:\W\d{1,2})?"
    r"|20\d\d年(?:\d+月)?(?:\d+日)?"
    r"|work(?:\s+report)?|business(?:\s+\w+)?|report|ppt|第?\s*\d+\s*(?:页|/\s*\d+))\W*",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\s*(?:汇报人|主讲人?|讲师|演讲人|授课人?|日期|时间|部门|单位|版本|编制|作者|培训师"
    r"|presented by|presenter|speaker|trainer|"
    r"date|version|author|prepared by|department|owner|updated|last updated)\s*(?:[:：]|\b).*",
    re.IGNORECASE,
)


def is_template_text(text: str) -> bool:
    """Whether text decorates a slide: a number, a sign, or words a template brings along."""
    return is_ornament(text) or _TEMPLATE.fullmatch(text) is not None


def is_about_document(text: str) -> bool:
    """Whether a line tells who speaks and when, or a document's version: facts about it and not in it."""
    return _SPEAKER.fullmatch(text) is not None


def is_han(passages: Iterable[Passage]) -> bool:
    """Whether the passages are mostly Chinese."""
    text = "".join(passage.text for passage in passages)
    return len(_HAN.findall(text)) * 4 > len(text)


def is_foreign_label(passage: Passage, title: Passage | None) -> bool:
    """Whether a line of a Chinese slide repeats a title in English, or is a slogan in capitals."""
    text = passage.text
    if _HAN.search(text) or passage.role is Role.TABLE_CELL or is_sentence(text) or not re.search("[A-Za-z]", text):
        return False
    if text.isupper() and " " in text.strip():
        return True
    box, head = passage.box, None if title is None else title.box
    return box is not None and head is not None and head.top - 40 <= box.top <= head.bottom + 12 and len(text) > 4


def repeated(slides: Sequence[Sequence[Passage]]) -> dict[str, int]:
    """Return on how many slides each short line stands at the same place."""
    places: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for at, passages in enumerate(slides):
        for passage in passages:
            if passage.box is not None and passage.role is not Role.TABLE_CELL and length(passage.text) <= 26:
                places[passage.text, round(passage.box.left / 8), round(passage.box.top / 8)].add(at)
    counts: dict[str, int] = defaultdict(int)
    for (text, _, _), found in places.items():
        counts[text] = max(counts[text], len(found))
    return counts
