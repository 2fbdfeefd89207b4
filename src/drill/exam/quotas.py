"""Whether a pool of items can fill the quotas of all forms, and how many items of each kind and chapter each form gets.

A quota table has a row for each kind and a column for each chapter; with no chapter quotas there is one column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.exam.transport import Table, fill, peel
from drill.model.bank import Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.bank import Blueprint, Item, ItemKind
    from drill.text.shuffle import Rng

Cell = tuple[int, int]

_ANY_CHAPTER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """`missing` more items, at least, of one of `kinds` (all when empty) from one of `chapters` (all when empty)."""

    kinds: tuple[ItemKind, ...]
    chapters: tuple[str, ...]
    places: int
    filled: int
    missing: int

    def __str__(self) -> str:
        """Return the shortage in a sentence."""
        kinds = " or ".join(kind.value for kind in self.kinds)
        where = f"chapter {' or '.join(self.chapters)}" if self.chapters else ""
        what = f"{kinds} in {where}" if kinds and where else kinds or where
        return f"{what}: {self.missing} more needed ({self.places} places on the forms, {self.filled} can be filled)"


class ShortageError(DrillError):
    """The pool cannot fill the quotas; every shortage is named."""

    def __init__(self, name: str, forms: int, shortages: Sequence[Shortage]) -> None:
        self.shortages = tuple(shortages)
        lines = [f"exam {name}: too few items for {forms} form{'s' if forms > 1 else ''}:"]
        lines += [f"  {shortage}" for shortage in shortages]
        lines.append("Lower these quotas, write more items, raise max_use, or make fewer forms.")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """The items that may enter the forms of a blueprint, and the cell (kind, chapter) of its quotas each counts for."""

    blueprint: Blueprint
    forms: int
    items: tuple[Item, ...]
    cells: tuple[Cell, ...]

    @property
    def rows(self) -> list[int]:
        """The quota of each kind."""
        return [quota.items for quota in self.blueprint.kinds]

    @property
    def columns(self) -> list[int]:
        """The quota of each chapter."""
        return [quota.items for quota in self.blueprint.chapters] or [self.blueprint.item_count]

    @property
    def limits(self) -> list[int]:
        """How many forms may share an item, for each kind."""
        return [
            min(self.forms, self.blueprint.max_use if quota.max_use is None else quota.max_use)
            for quota in self.blueprint.kinds
        ]

    def members(self) -> list[list[list[int]]]:
        """Return the positions in `items` of each cell's items."""
        table: list[list[list[int]]] = [[[] for _ in self.columns] for _ in self.rows]
        for position, (row, column) in enumerate(self.cells):
            table[row][column].append(position)
        return table


def supply_of(blueprint: Blueprint, pool: Sequence[Item], chapter_of: Mapping[str, str], forms: int) -> Supply:
    """Return what of `pool` may enter: not withdrawn, not kept for drill, of a kind and chapter with a quota."""
    rows = {quota.kind: row for row, quota in enumerate(blueprint.kinds)}
    columns = {quota.chapter: column for column, quota in enumerate(blueprint.chapters)} or {_ANY_CHAPTER: 0}
    items, cells = [], []
    for item in pool:
        chapter = chapter_of_item(item, chapter_of) if blueprint.chapters else _ANY_CHAPTER
        if item.withdrawn or item.use is Use.DRILL or item.kind not in rows or chapter not in columns:
            continue
        items.append(item)
        cells.append((rows[item.kind], columns[chapter]))
    return Supply(blueprint=blueprint, forms=forms, items=tuple(items), cells=tuple(cells))


def chapter_of_item(item: Item, chapter_of: Mapping[str, str]) -> str:
    """Return the chapter an item counts for, that of its first fact ('' when that is unknown)."""
    return chapter_of.get(item.facts[0], "") if item.facts else ""


def quota_tables(supply: Supply, rng: Rng) -> list[Table]:
    """Return for each form how many items it takes from each cell. Raises ShortageError when the pool is too small."""
    shortages = _plain_shortages(supply)
    if not shortages:
        rows = [quota * supply.forms for quota in supply.rows]
        columns = [quota * supply.forms for quota in supply.columns]
        total, gaps = fill(rows, columns, _capacity(supply), rng)
        if not gaps:
            return peel(total, supply.forms, rng)
        shortages = [
            _shortage(
                supply,
                rows=gap.rows,
                columns=[column for column in range(len(columns)) if column not in gap.full_columns],
                places=sum(rows[row] for row in gap.rows),
                missing=gap.missing,
            )
            for gap in gaps
        ]
    raise ShortageError(supply.blueprint.name, supply.forms, shortages)


def _capacity(supply: Supply) -> Table:
    """Return how many places on all forms together each cell can fill."""
    return [[len(cell) * limit for cell in row] for row, limit in zip(supply.members(), supply.limits, strict=True)]


def _plain_shortages(supply: Supply) -> list[Shortage]:
    """Return the kinds and chapters that fall short by themselves."""
    capacity = _capacity(supply)
    rows = [quota * supply.forms for quota in supply.rows]
    columns = [quota * supply.forms for quota in supply.columns]
    found = []
    for row, places in enumerate(rows):
        filled = sum(min(cell, column) for cell, column in zip(capacity[row], columns, strict=True))
        if filled < places:
            found.append(_shortage(supply, rows=[row], columns=[], places=places, missing=places - filled))
    if not supply.blueprint.chapters:
        return found
    for column, places in enumerate(columns):
        filled = sum(min(cells[column], row) for cells, row in zip(capacity, rows, strict=True))
        if filled < places:
            found.append(_shortage(supply, rows=[], columns=[column], places=places, missing=places - filled))
    return found


def _shortage(supply: Supply, *, rows: Sequence[int], columns: Sequence[int], places: int, missing: int) -> Shortage:
    limit = max(supply.limits[row] for row in rows or range(len(supply.limits)))
    chapters = supply.blueprint.chapters
    return Shortage(
        kinds=tuple(supply.blueprint.kinds[row].kind for row in rows),
        chapters=tuple(chapters[column].chapter for column in columns) if chapters else (),
        places=places,
        filled=places - missing,
        missing=-(-missing // limit),
    )
