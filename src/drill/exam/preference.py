"""Which items forms do without: those on phones with their answers, as far as items kept for exams suffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.exam.quotas import ShortageError, chapter_of_item, quota_tables, supply_of
from drill.model.bank import Origin, Use, Vary
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.bank import Blueprint, Item


def kept_for_exams_first(
    blueprint: Blueprint, pool: Sequence[Item], chapter_of: Mapping[str, str], forms: int
) -> list[Item]:
    """Return `pool` without authored items that are also drilled, of kinds that have items kept for exams.

    They are left out kind by kind and chapter by chapter, and stay where the quotas could not be met without them.
    """
    kinds = {item.kind for item in pool if item.use is Use.EXAM and not item.withdrawn}
    drilled = [_cell(item, chapter_of) for item in pool if _is_drilled(item) and item.kind in kinds]
    left = list(pool)
    for cell in dict.fromkeys(drilled):
        fewer = [item for item in left if not _is_drilled(item) or _cell(item, chapter_of) != cell]
        if _suffices(blueprint, fewer, chapter_of, forms):
            left = fewer
    return left


def _is_drilled(item: Item) -> bool:
    return item.use is Use.BOTH and item.origin is Origin.AUTHORED


def _cell(item: Item, chapter_of: Mapping[str, str]) -> tuple[str, str]:
    return item.kind, chapter_of_item(item, chapter_of)


def _suffices(blueprint: Blueprint, pool: Sequence[Item], chapter_of: Mapping[str, str], forms: int) -> bool:
    different = 1 if blueprint.vary is Vary.ORDER else forms
    try:
        quota_tables(supply_of(blueprint, pool, chapter_of, different), Rng("suffices"))
    except ShortageError:
        return False
    return True
