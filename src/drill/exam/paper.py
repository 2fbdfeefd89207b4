"""A form as an examinee sees it, and the fingerprint that ties papers and key of one making together."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, replace
from itertools import groupby
from typing import TYPE_CHECKING

from drill.model.bank import ItemKind, MatchingAnswer, OrderingAnswer
from drill.model.exam import Paper, PaperPart, PaperQuestion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drill.model.bank import Blueprint
    from drill.model.exam import Form, FormItem

FINGERPRINT_LENGTH = 8
# 32 characters that stay apart when read aloud or copied by hand: no 0 and O, no 1 and I.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_BITS_PER_CHARACTER = 5

# Every blank is printed equally long: its length must not tell that of the answer.
_BLANK = re.compile(r"[_＿]{2,}")
_PRINTED_BLANK = "____"

# Lines for a written answer worth up to so many points. Never taken from the answer, which they would give away.
_LINES_BY_POINTS = ((2, 2), (4, 3), (6, 4), (10, 6))
_MOST_LINES = 10


def paper_of(form: Form, blueprint: Blueprint) -> Paper:
    """Return what an examinee sees of `form`; it holds no key, no rationale, no item id."""
    return Paper(
        title=blueprint.title,
        code=form.code,
        minutes=blueprint.minutes,
        points=sum(entry.points for entry in form.items),
        pass_points=blueprint.pass_points,
        instructions=blueprint.instructions,
        parts=tuple(
            _part(kind, points, tuple(entries))
            for (kind, points), entries in groupby(form.items, key=lambda entry: (entry.item.kind, entry.points))
        ),
    )


def sealed(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Return `papers` with their common fingerprint on each."""
    bare = tuple(papers)
    return with_fingerprint(bare, fingerprint(bare))


def with_fingerprint(papers: Iterable[Paper], mark: str) -> tuple[Paper, ...]:
    """Return `papers` with `mark` on each."""
    return tuple(replace(paper, fingerprint=mark) for paper in papers)


def fingerprint(papers: Iterable[Paper]) -> str:
    """Return 8 characters that depend on what examinees see and on nothing else, so no key can be told from them."""
    visible = [asdict(replace(paper, fingerprint="")) for paper in papers]
    text = json.dumps(visible, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=FINGERPRINT_LENGTH).digest(), "big")
    return "".join(
        _ALPHABET[number >> _BITS_PER_CHARACTER * place & len(_ALPHABET) - 1] for place in range(FINGERPRINT_LENGTH)
    )


def _part(kind: ItemKind, points: int, entries: tuple[FormItem, ...]) -> PaperPart:
    return PaperPart(kind=kind, points_each=points, questions=tuple(_question(entry) for entry in entries))


def _question(entry: FormItem) -> PaperQuestion:
    item = entry.item
    lefts: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    match item.answer:
        case MatchingAnswer(pairs=pairs, extras=extras):
            all_rights = (*(right for _, right in pairs), *extras)
            lefts = tuple(pairs[position][0] for position in entry.left_order)
            rights = tuple(all_rights[position] for position in entry.right_order)
        case OrderingAnswer(steps=right_order):
            steps = tuple(right_order[position] for position in entry.right_order)
        case _:
            pass
    return PaperQuestion(
        number=entry.number,
        stem=_BLANK.sub(_PRINTED_BLANK, item.stem),
        points=entry.points,
        options=tuple(item.options[position].text for position in entry.option_order),
        lefts=lefts,
        rights=rights,
        steps=steps,
        lines=_lines(entry.points) if item.kind is ItemKind.SHORT_ANSWER else 0,
    )


def _lines(points: int) -> int:
    return next((lines for limit, lines in _LINES_BY_POINTS if points <= limit), _MOST_LINES)
