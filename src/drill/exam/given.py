"""Responses as people write them down: letters, marks, words and awards, in the ways that mean the same thing."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.model.bank import FillInAnswer, ItemKind, MatchingAnswer, OrderingAnswer, ShortAnswer, TrueFalseAnswer
from drill.model.exam import Awarded, Filled, Judged, Marked, letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.bank import ScoringPoint
    from drill.model.exam import FormItem, Response

_BLANK = frozenset({"", "-", "--", "—", "——", "/", "空", "未答", "N/A"})
_TRUE = frozenset({"T", "TRUE", "Y", "YES", "1", "√", "✓", "✔", "☑", "对", "對", "正确", "正確", "是", "O", "○"})
_FALSE = frozenset({"F", "FALSE", "N", "NO", "0", "×", "✗", "✘", "X", "☒", "错", "錯", "错误", "錯誤", "否"})
_BETWEEN_LETTERS = re.compile(r"[\s,;、，；.·|/+&()\[\]]+")
_BETWEEN_STEPS = re.compile(r"[\s,;、，；.·|/>→\-–—]+")
_PAIR = re.compile(r"(\d+)\s*[-:.=)→]?\s*([A-Z])")
_BETWEEN_BLANKS = (re.compile(r"[;；|\n]"), re.compile(r"[,，、]"))
_NOTHING_MATCHED = re.compile(r"[-_?×]")


class UnreadableResponseError(DrillError):
    """A response says nothing that its item could be answered with; `hint` says what would."""

    def __init__(self, message: str, hint: str) -> None:
        self.message, self.hint = message, hint
        super().__init__(f"{message} {hint}")


def read_response(entry: FormItem, text: str) -> Response | None:
    """Return what `text` says in answer to `entry`, by printed letters; None where it is blank.

    Width, case and separators make no difference. Raises UnreadableResponseError.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if isinstance(entry.item.answer, FillInAnswer):
        # What stands in a blank is compared by scoring, so it is kept as it was written.
        return _filled(len(entry.item.answer.blanks), text.strip())
    upper = plain.upper()
    if upper in _BLANK:
        return None
    return _marked(entry, upper)


def _marked(entry: FormItem, upper: str) -> Response:
    match entry.item.answer:
        case TrueFalseAnswer():
            return _judged(upper)
        case MatchingAnswer():
            return _matched(entry, upper)
        case OrderingAnswer():
            return _ordered(entry, upper)
        case ShortAnswer(scoring=scoring):
            return _awarded(scoring, upper)
        case _:
            return _choice(entry, upper)


def _choice(entry: FormItem, upper: str) -> Marked:
    letters = _BETWEEN_LETTERS.sub("", upper)
    _require_printed(letters, len(entry.option_order), upper)
    # Two marks on a question with one key are recorded as they are: scoring gives them nothing.
    return Marked(letters="".join(sorted(set(letters))))


def _require_printed(letters: str, printed: int, upper: str) -> None:
    known = {letter(place) for place in range(printed)}
    if not letters or not set(letters) <= known:
        message = f"`{_short(upper)}` is no answer to a question with the options A to {letter(printed - 1)}."
        hint = "Give the printed letters, as in B or ACD, or leave the cell blank."
        raise UnreadableResponseError(message, hint)


def _judged(upper: str) -> Judged:
    if upper in _TRUE:
        return Judged(value=True)
    if upper in _FALSE:
        return Judged(value=False)
    message = f"`{_short(upper)}` does not say true or false."
    raise UnreadableResponseError(message, "Give √ or ×, T or F, 对 or 错, or leave the cell blank.")


def _filled(blanks: int, text: str) -> Filled | None:
    if not text:
        return None
    if blanks == 1:
        return Filled(texts=(text,))
    for between in _BETWEEN_BLANKS:
        texts = [part.strip() for part in between.split(text)]
        if len(texts) == blanks:
            return Filled(texts=tuple(texts))
    message = f"`{_short(text)}` does not fill {blanks} blanks."
    raise UnreadableResponseError(
        message, f"Give {blanks} texts with ; between them, as in {';'.join('甲乙丙丁'[:blanks])}."
    )


def _matched(entry: FormItem, upper: str) -> Marked:
    lefts, rights = len(entry.left_order), len(entry.right_order)
    pairs = _PAIR.findall(upper)
    if pairs:
        marks = {int(number): mark for number, mark in pairs}
        letters = "".join(marks.get(place + 1, " ") for place in range(lefts))
        fits = (
            len(marks) == len(pairs)
            and set(marks) <= set(range(1, lefts + 1))
            and not _PAIR.sub("", upper).strip(" ,;、")
        )
    else:
        letters = _NOTHING_MATCHED.sub(" ", re.sub(r"[\s,;、]+", "", upper))
        fits = len(letters) == lefts
    known = {letter(place) for place in range(rights)} | {" "}
    if not fits or not set(letters) <= known:
        message = f"`{_short(upper)}` does not match {lefts} entries with A to {letter(rights - 1)}."
        hint = f"Give one letter for each entry in printed order, - for none, as in {'CAD-BEFG'[:lefts]}."
        raise UnreadableResponseError(message, hint)
    return Marked(letters=letters)


def _ordered(entry: FormItem, upper: str) -> Marked:
    letters = _BETWEEN_STEPS.sub("", upper)
    steps = len(entry.right_order)
    known = {letter(place) for place in range(steps)}
    if not letters or not set(letters) <= known or len(letters) > steps:
        message = f"`{_short(upper)}` is no order of the steps A to {letter(steps - 1)}."
        raise UnreadableResponseError(message, "Give the printed letters in the order chosen, as in BDAC.")
    return Marked(letters=letters)


def _awarded(scoring: Sequence[ScoringPoint], plain: str) -> Awarded:
    most = [point.points for point in scoring]
    try:
        points = [float(part) for part in re.split(r"[;；+\s,，、]+", plain)]
    except ValueError:
        points = []
    if len(points) == 1 < len(most):
        points = _dealt(points[0], most)
    if len(points) != len(most) or any(not 0 <= one <= limit for one, limit in zip(points, most, strict=True)):
        message = f"`{_short(plain)}` awards no points out of {'+'.join(map(str, most))}."
        hint = f"Give the points awarded, from 0 to {sum(most)} in all, or for each scoring point with ; between them."
        raise UnreadableResponseError(message, hint)
    return Awarded(points=tuple(points))


def _dealt(total: float, most: Sequence[int]) -> list[float]:
    """Deal a total out to the scoring points, the first ones first; what is too much stays with the last."""
    dealt = []
    for limit in most[:-1]:
        dealt.append(min(total, limit))
        total -= dealt[-1]
    return [*dealt, total]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def bank_letters(entry: FormItem, response: Response | None) -> str:
    """Return a response in letters that count in the bank's order, so that forms compare.

    Choices in alphabetical order; true/false as T or F; for matching the partner of each left text in the bank's order,
    - for none; for ordering the steps in the order given. '' for words, awards and blanks.
    """
    match response:
        case Judged(value=value):
            return "T" if value else "F"
        case Marked(letters=letters) if entry.item.kind.has_options:
            return "".join(sorted(letter(entry.option_order[_place(mark)]) for mark in letters))
        case Marked(letters=letters) if entry.item.kind is ItemKind.MATCHING:
            partner = dict(zip(entry.left_order, letters, strict=True))
            return "".join(_unprinted(entry, partner[left]) for left in range(len(letters)))
        case Marked(letters=letters):
            return "".join(_unprinted(entry, mark) for mark in letters)
        case _:
            return ""


def _unprinted(entry: FormItem, mark: str) -> str:
    return "-" if mark == " " else letter(entry.right_order[_place(mark)])


def _place(mark: str) -> int:
    return ord(mark) - ord("A")
