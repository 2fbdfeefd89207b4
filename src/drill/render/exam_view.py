"""A paper as plain data for templates: labels resolved, letters assigned, stems cut into runs.

The PDF and the HTML of a paper are made from the same view, so they cannot drift apart. It is made from `Paper`, which
has no key in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.model.bank import ItemKind
from drill.model.exam import letter
from drill.render.fonts import locale
from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drill.model.bank import Language
    from drill.model.exam import Paper, PaperPart, PaperQuestion

View = dict[str, object]
Run = dict[str, str]

_BRACKETED = {
    ItemKind.SINGLE_CHOICE,
    ItemKind.MULTIPLE_CHOICE,
    ItemKind.SITUATIONAL,
    ItemKind.TRUE_FALSE,
}
_DIGITS = "〇一二三四五六七八九"
_DEFAULT_LINES = 4
# Beyond these an item may not fit on a page of its own, and must be let to break.
_TALL_CHARACTERS = 1100
_TALL_LINES = 20

_BLANK = r"[_＿]{2,}"
_BRACKET = r"[（(][\s\u3000]*[)）]"
_NEGATIVE = (
    r"不(?:属于|屬於|正确|正確|恰当|恰當|符合|包括|妥当|妥當|(?<!有不)妥|当|當|宜|应当|應當|应该|應該|应|應|得体|得體|合适|合適|合理"
    r"|适当|適當|准确|準確|可取|需要|是|能|可以|体现|體現)"
    r"|[没沒未](?:有)?(?:体现|體現|做到|遵守|符合)|除外|例外"
    r"|\b(?:NOT|EXCEPT|not|except|incorrect|wrong|least)\b"
)
_PIECES = re.compile(f"(?P<blank>{_BLANK})|(?P<bracket>{_BRACKET})")
# The question asks for the wrong one: a negative word in its last sentence, after it points at the options.
_ASKING = re.compile(r"(?:下列|以下|哪|选项|選項|[Ww]hich|[Ww]hat)[^。！？；!?;\n]*[。？?：:（）()\s\u3000]*$")
_NEGATIVE_WORD = re.compile(_NEGATIVE)
_ENDING = r"(?:的(?:是|有|一项|一項|做法是|说法是|說法是)?)?[：:？?。，（）()\s\u3000]*$"
_ENDING_NEGATIVE = re.compile(rf"(?:{_NEGATIVE}|错误|錯誤|有误|有誤)(?={_ENDING})")
# What a stem quotes is part of the matter, not of the question.
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|‘[^’]*’|《[^》]*》")


def stem_runs(stem: str, kind: ItemKind) -> list[Run]:
    """Cut a stem into runs of `text`, `negative` (to emphasise), `blank` and `bracket` (where the answer goes).

    A stem of a kind answered in brackets that has none gets a `tail` bracket at its end.
    """
    runs: list[Run] = []
    negatives = _negative_spans(stem) if kind.has_options else []
    position = 0
    for piece in _PIECES.finditer(stem):
        runs += _worded(stem, position, piece.start(), negatives)
        runs.append({"kind": str(piece.lastgroup), "text": ""})
        position = piece.end()
    runs += _worded(stem, position, len(stem), negatives)
    if kind in _BRACKETED and not any(run["kind"] == "bracket" for run in runs):
        runs.append({"kind": "tail", "text": ""})
    return runs


def _negative_spans(stem: str) -> list[tuple[int, int]]:
    bare = _QUOTED.sub(lambda match: "□" * len(match.group()), stem)
    spans = [match.span() for match in _ENDING_NEGATIVE.finditer(bare)]
    if asking := _ASKING.search(bare):
        spans += [match.span() for match in _NEGATIVE_WORD.finditer(bare, asking.start())]
    return sorted(set(spans))


def _worded(stem: str, start: int, end: int, negatives: Iterable[tuple[int, int]]) -> list[Run]:
    """Return stem[start:end] as text runs, the words at `negatives` apart."""
    runs = []
    for first, last in negatives:
        if start <= first and last <= end:
            runs += [{"kind": "text", "text": stem[start:first]}, {"kind": "negative", "text": stem[first:last]}]
            start = last
    runs.append({"kind": "text", "text": stem[start:end]})
    return [run for run in runs if run["text"]]


def part_ordinal(number: int, language: Language) -> str:
    """Return the number of a part of a paper, counted from 1: 一, 二, 三 ... in Chinese, 1, 2, 3 ... elsewhere."""
    if locale(language).language != "zh" or not 0 < number < 100:
        return str(number)
    tens, units = divmod(number, 10)
    leading = "" if tens < 2 else _DIGITS[tens]
    return f"{leading}{'十' if tens else ''}{_DIGITS[units] if units else ''}"


def part_title(kind: ItemKind, number: int, language: Language) -> str:
    """Return the heading of a part: its ordinal and what it asks for."""
    kind_name = label(f"exam_{kind.value}", language)
    return label("exam_part_heading", language, ordinal=part_ordinal(number, language), kind=kind_name)


def lettered(texts: Iterable[str]) -> list[Run]:
    """Pair each text with its printed letter."""
    return [{"letter": letter(place), "text": text} for place, text in enumerate(texts)]


def words(language: Language) -> View:
    """Return the labels around a paper's content."""
    names = ("name", "staff_number", "department", "date", "score", "part", "kind", "points", "total", "instructions")
    plain: View = {name: label(f"exam_{name}", language) for name in (*names, "answer_order")}
    # The typesetter alone knows the numbers: it puts them where these stand.
    return plain | {"page": label("exam_page", language, page="{page}", pages="{pages}")}


def paper_view(paper: Paper, language: Language) -> View:
    """Return everything a template prints of `paper`."""
    form = label("exam_form", language, code=paper.code)
    return {
        "locale": _locale_view(language),
        "words": words(language),
        "title": paper.title,
        "form": form,
        "subtitle": [form, *_terms(paper, language)],
        "fingerprint": label("exam_fingerprint", language, fingerprint=paper.fingerprint) if paper.fingerprint else "",
        "points": paper.points,
        "instructions": list(paper.instructions),
        "parts": [_part_view(part, number, paper.code, language) for number, part in enumerate(paper.parts, start=1)],
    }


def _locale_view(language: Language) -> View:
    tags = locale(language)
    return {"tag": tags.tag, "language": tags.language, "region": tags.region}


def _terms(paper: Paper, language: Language) -> list[str]:
    terms = [
        label("exam_minutes", language, minutes=paper.minutes),
        label("exam_full_marks", language, points=paper.points),
    ]
    if paper.pass_points is not None:
        terms.append(label("exam_pass_mark", language, points=paper.pass_points))
    return terms


def _part_view(part: PaperPart, number: int, code: str, language: Language) -> View:
    total = sum(question.points for question in part.questions)
    return {
        "ordinal": part_ordinal(number, language),
        "kind": part.kind.value,
        "short": label(f"exam_short_{part.kind.value}", language),
        "heading": part_title(part.kind, number, language),
        "marks": label("exam_part_marks", language, each=part.points_each, items=len(part.questions), total=total),
        "how": label(f"exam_how_{part.kind.value}", language),
        "points": total,
        "questions": [_question_view(question, part.kind, code) for question in part.questions],
    }


def _question_view(question: PaperQuestion, kind: ItemKind, code: str) -> View:
    lines = (question.lines or _DEFAULT_LINES) if kind is ItemKind.SHORT_ANSWER else question.lines
    texts = (question.stem, *question.options, *question.lefts, *question.rights, *question.steps)
    return {
        "place": f"form {code}, question {question.number}",
        "number": question.number,
        "stem": stem_runs(question.stem, kind),
        "blanks": kind is ItemKind.FILL_IN,
        "options": lettered(question.options),
        "lefts": list(question.lefts),
        "rights": lettered(question.rights),
        "steps": lettered(question.steps),
        "lines": lines,
        "tall": lines > _TALL_LINES or sum(map(len, texts)) > _TALL_CHARACTERS,
    }
