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
    ShortAnswer,
    TrueFalseAnswer,
)

if TYPE_CHECKING:
    from drill.bank.plain import Plain


def write_answer(answer: Answer) -> str:
    """Return an answer as the text of one cell."""
    match answer:
        case TrueFalseAnswer():
            return "true" if answer.value else "false"
        case FillInAnswer():
            return "\n".join(" / ".join(_escaped(text, "/") for text in blank) for blank in answer.blanks)
        case OrderingAnswer():
            return "\n".join(answer.steps)
        case MatchingAnswer():
            pairs = [f"{_escaped(left, '=')} = {_escaped(right, '=')}" for left, right in answer.pairs]
            return "\n".join([*pairs, *(f"= {_escaped(extra, '=')}" for extra in answer.extras)])
        case ShortAnswer():
            return "\n".join(f"{point.points}: {point.text}" for point in answer.scoring)


def read_answer(text: str, kind: str) -> Plain:
    """Return the plain data of an answer cell, in the shape a YAML file has for an item of `kind`.

    What does not fit the kind comes back in a shape that the decoder refuses with a message.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    match kind:
        case ItemKind.FILL_IN:
            return [list(_split(line, "/")) for line in lines]
        case ItemKind.ORDERING:
            return list(lines)
        case ItemKind.MATCHING:
            return _matching(lines)
        case ItemKind.SHORT_ANSWER:
            return [_scoring_point(line) for line in lines]
        case _:
            return text.strip().lower()


def _matching(lines: list[str]) -> Plain:
    split = [_split(line, "=") for line in lines]
    pairs: list[Plain] = [list(sides) for sides in split if len(sides) != 1]
    extras: list[Plain] = [sides[0] for sides in split if len(sides) == 1]
    return {"pairs": pairs, "extras": extras} if extras else {"pairs": pairs}


def _scoring_point(line: str) -> Plain:
    points, colon, text = line.partition(":")
    return {"text": text.strip(), "points": points.strip()} if colon else {"text": line}


def _escaped(text: str, sign: str) -> str:
    return text.replace("\\", "\\\\").replace(sign, f"\\{sign}")


def _split(line: str, sign: str) -> list[str]:
    """Split at `sign` where it is not escaped; empty sides are left out."""
    sides = re.findall(rf"(?:\\.|[^{sign}\\])+", line)
    return [re.sub(r"\\(.)", r"\1", side).strip() for side in sides if side.strip()]
