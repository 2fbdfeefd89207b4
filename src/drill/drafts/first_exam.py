"""A first exam sized to what a bank can give, so that a new bank prints at once; a trainer changes it as needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.model.bank import Blueprint, ItemKind, KindQuota
from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drill.model.bank import Language

# Shares of a paper by items; what a bank cannot give of one kind the others make up for.
_SHARES = {
    ItemKind.SINGLE_CHOICE: 10,
    ItemKind.MULTIPLE_CHOICE: 4,
    ItemKind.TRUE_FALSE: 6,
    ItemKind.FILL_IN: 6,
    ItemKind.MATCHING: 1,
    ItemKind.ORDERING: 1,
    ItemKind.SHORT_ANSWER: 2,
}
# Fewer items of a kind are not worth a part of their own on the paper.
_LEAST = {
    ItemKind.SINGLE_CHOICE: 3,
    ItemKind.MULTIPLE_CHOICE: 2,
    ItemKind.TRUE_FALSE: 4,
    ItemKind.FILL_IN: 3,
}
_MOST = {ItemKind.MATCHING: 2, ItemKind.ORDERING: 2, ItemKind.SHORT_ANSWER: 4}
_POINTS = {
    ItemKind.SINGLE_CHOICE: 2,
    ItemKind.MULTIPLE_CHOICE: 3,
    ItemKind.TRUE_FALSE: 1,
    ItemKind.FILL_IN: 2,
    ItemKind.MATCHING: 6,
    ItemKind.ORDERING: 4,
    ItemKind.SHORT_ANSWER: 6,
}
_SIZES = (40, 30, 25, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1)
_MINUTES_PER_POINT = 0.6
_PASS_SHARE = 0.6
FORMS = 3


def first_exams(exam_id: str, title: str, language: Language, supply: Mapping[ItemKind, int]) -> Iterator[Blueprint]:
    """Yield blueprints from the largest to the smallest that a supply of items (a number a kind) may fill.

    Whether one can really be made depends on which items may stand together: the caller tries them in turn. Forms
    share no item if the bank is large enough for that, and otherwise as few as possible.
    """
    for size in _SIZES:
        for max_use in range(1, FORMS + 1):
            quotas = _quotas(size, {kind: number * max_use // FORMS for kind, number in supply.items()})
            if quotas:
                yield _blueprint(exam_id, title, language, quotas, max_use)


def _quotas(size: int, most: Mapping[ItemKind, int]) -> dict[ItemKind, int]:
    """Share out the items of a paper; empty if there are too few."""
    limits = {kind: min(most.get(kind, 0), _MOST.get(kind, size)) for kind in _SHARES}
    limits = {kind: limit for kind, limit in limits.items() if limit >= _LEAST.get(kind, 1)}
    if sum(limits.values()) < size:
        return {}
    quotas = dict.fromkeys(limits, 0)
    for _ in range(size):
        open_kinds = [kind for kind in limits if quotas[kind] < limits[kind]]
        # The kind that lags most behind its share gets the next item.
        kind = min(open_kinds, key=lambda kind: (quotas[kind] + 1) / _SHARES[kind])
        quotas[kind] += 1
    short = [kind for kind, number in quotas.items() if number < _LEAST.get(kind, 1)]
    if not short:
        return quotas
    return _quotas(size, {kind: number for kind, number in most.items() if kind in quotas and kind not in short})


def _blueprint(exam_id: str, title: str, language: Language, quotas: Mapping[ItemKind, int], max_use: int) -> Blueprint:
    points = sum(number * _POINTS[kind] for kind, number in quotas.items())
    return Blueprint(
        id=exam_id,
        name="first-test",
        title=label("import_exam_title", language, title=title),
        minutes=max(5, 5 * round(points * _MINUTES_PER_POINT / 5)),
        kinds=tuple(KindQuota(kind=kind, items=number, points=_POINTS[kind]) for kind, number in quotas.items()),
        max_use=max_use,
        pass_points=round(points * _PASS_SHARE),
    )
