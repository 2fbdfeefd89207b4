"""Answers of non-choice items as the text of one spreadsheet cell, and back.

true_false: `true` or `false`. fill_in: one line a blank, accepted answers apart by `/`. ordering: one step a line.
matching: one pair a line as `left = right`; `= right` matches nothing. short_answer: `points: text`, one a line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.model.bank import (
    Answer,
    FillInAnswer,
    ItemKind,
    MatchingAnswer,
    OrderingAnswer,
    TrueFalseAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drill.bank.plain import Plain


def write_answer(answer: Answer) -> str:
    """Return an answer as the text of one cell."""
    match answer:
        case TrueFalseAnswer():
            return "true" if answer.value else "false"
        case FillInAnswer():
            return "\n".join(" / ".join(_escaped(text, "/") for text in blank) for blank in answer.blanks)
        case OrderingAnswer():
            return join_lines(answer.steps)
        case MatchingAnswer():
            pairs = [f"{_escaped(left, '=')} = {_escaped(right, '=')}" for left, right in answer.pairs]
            return "\n".join([*pairs, *(f"= {_escaped(extra, '=')}" for extra in answer.extras)])
        case _:
            return "\n".join(f"{point.points}: {_escaped(point.text)}" for point in answer.scoring)


def read_answer(text: str, kind: str) -> Plain:
    """Return the plain data of an answer cell, in the shape a YAML file has for an item of `kind`.

    What does not fit the kind comes back in a shape that the decoder refuses with a message.
    """
    lines = _lines(text)
    match kind:
        case ItemKind.FILL_IN:
            return [list(_split(line, "/")) for line in lines]
        case ItemKind.ORDERING:
            return list(split_lines(text))
        case ItemKind.MATCHING:
            return _matching(lines)
        case ItemKind.SHORT_ANSWER:
            return [_scoring_point(line) for line in lines]
        case _:
            return text.strip().lower()


def join_lines(entries: Iterable[str]) -> str:
    r"""Write a list into one cell, an entry a line; a line break within an entry becomes `\n`."""
    return "\n".join(map(_escaped, entries))


def split_lines(text: str) -> list[str]:
    """Read a list from one cell: the inverse of `join_lines`."""
    return [_unescaped(line) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _matching(lines: list[str]) -> Plain:
    """Tell pairs from extras; a line without both sides and without a leading sign stays for the decoder to refuse."""
    pairs: list[Plain] = [list(_split(line, "=")) for line in lines if not line.startswith("=")]
    extras: list[Plain] = [_unescaped(line.removeprefix("=").strip()) for line in lines if line.startswith("=")]
    return {"pairs": pairs, "extras": extras} if extras else {"pairs": pairs}


def _scoring_point(line: str) -> Plain:
    points = re.match(r"(\S+?)\s*[:：]\s*(.*)", line)
    return {"text": _unescaped(points[2]), "points": points[1]} if points else {"text": _unescaped(line)}


def _escaped(text: str, sign: str = "") -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace(sign, f"\\{sign}") if sign else text


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[1], text)


def _split(line: str, sign: str) -> list[str]:
    """Split at `sign` where it is not escaped; empty sides are left out."""
    sides = re.findall(rf"(?:\\.|[^{sign}\\])+", line)
    return [_unescaped(side.strip()) for side in sides if side.strip()]
