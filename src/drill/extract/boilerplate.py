"""What a preview site puts around a document: page lines, reading progress, notices, the comment box."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from drill.model.bank import Span

if TYPE_CHECKING:
    from drill.extract.traced import Traced


class Reason(StrEnum):
    """Why a stretch of a document is in no fact."""

    PAGE_LINE = "page line of the site"
    PROGRESS = "reading progress of the site"
    DOWNLOAD = "download offer of the site"
    COPYRIGHT = "copyright notice of the site"
    NOTICE = "notice of the site"
    COMMENTS = "comment box of the site"
    COVER = "cover: title, speaker, date, decoration"
    CONTENTS = "table of contents"
    DIGITS = "list digits"
    CUT_OFF = "cut off by the preview"
    NO_PARTNER = "no term and statement that fit each other"
    HEADING = "heading"
    NO_TERM = "a statement without a term"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A stretch of the source that is in no fact, and why."""

    span: Span
    text: str
    reason: Reason


_LINES: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    (Reason.PAGE_LINE, re.compile(r"^.{0,80}[_\s-]第\s*\d+\s*页(\s*[/共].{0,12})?$")),
    (Reason.PROGRESS, re.compile(r"已阅读\s*\d+\s*页|还剩\s*\d+\s*页|继续(免费)?阅读")),
    (Reason.DOWNLOAD, re.compile(r"^(点击|立即|免费)?下载(本)?(文档|资源|全文)?.{0,6}$")),
    (Reason.COPYRIGHT, re.compile(r"^版权(说明|声明|提示)|(用户|网友).{0,6}上传.{0,40}(侵权|举报)")),
    (
        Reason.NOTICE,
        re.compile(r"^(文档|内容|资料|资源)(简介|介绍|描述|摘要)$|^(温馨|友情|特别)提示$|^最新文档$|^相关文档$"),
    ),
    (Reason.NOTICE, re.compile(r"^\s*[•·●*-]?\s*\d+\s*[.、．].*(本站|文库|下载|权益|压缩|上传|侵权)")),
    (Reason.COMMENTS, re.compile(r"^(评论|发表评论|提交评论|\d+/\d+)$")),
)
_OPENERS = re.compile(r"^(文档|内容|资料|资源)(简介|介绍|描述|摘要)$")
_CLOSERS = re.compile(r"^(温馨|友情|特别)提示$|^(最新|相关)文档$")
# So many different kinds of such lines make a document a preview.
_LEAST_KINDS = 3


def split_boilerplate(text: Traced) -> tuple[Traced, tuple[Unplaced, ...]]:
    """Return the document itself and the site's lines; text without such lines comes back whole."""
    lines = _lines(text)
    reasons = [_reason(text.text[start:end]) for start, end in lines]
    if len({reason for reason in reasons if reason}) < _LEAST_KINDS:
        return text, ()
    first, last = _body(text, lines)
    found = []
    for number, reason in enumerate(reasons):
        start, end = lines[number]
        outside = not first <= number < last
        if text.text[start:end].strip() and (reason or outside):
            found.append(Unplaced(text.span(start, end), text.text[start:end].strip(), reason or Reason.NOTICE))
    kept = [text.part(*lines[n]) for n in range(first, last) if not reasons[n]]
    return text.join(_with_breaks(kept)), tuple(found)


def _lines(text: Traced) -> list[tuple[int, int]]:
    return [(match.start(), match.end()) for match in re.finditer(r"[^\n]*", text.text)]


def _reason(line: str) -> Reason | None:
    return next((reason for reason, pattern in _LINES if pattern.search(line.strip())), None)


def _body(text: Traced, lines: list[tuple[int, int]]) -> tuple[int, int]:
    stripped = [text.text[start:end].strip() for start, end in lines]
    first = next((n + 1 for n, line in enumerate(stripped) if _OPENERS.match(line)), 0)
    last = next((n for n, line in enumerate(stripped) if n >= first and _CLOSERS.match(line)), len(lines))
    return first, last


def _with_breaks(parts: list[Traced]) -> list[Traced]:
    broken: list[Traced] = []
    for part in parts:
        if part.text:
            broken += [part, type(part)("\n", (Span(part.origins[-1].end, part.origins[-1].end),))]
    return broken
