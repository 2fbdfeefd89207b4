"""Tables: which column holds the terms, which the statements, which the sections."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import mean
from typing import TYPE_CHECKING

from drill.extract.structured_pieces import Pair, Piece, could_be_term, is_ornament, length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.passage import Passage

_HEADER = re.compile(
    r"序号|编号|项目|名称|术语|要点|内容|说明|要求|标准|定义|解释|描述|步骤|环节|主题|类别|分类|事项|做法|规定|"
    r"no\.?|#|term|item|topic|point|name|title|description|statement|definition|meaning|requirement|rule|details?|"
    r"category|section|step|what|how",
    re.IGNORECASE,
)
HEADER_ROW = "the head of a table"
_NO_PAIR = "a table row without term and statement"


@dataclass(slots=True)
class Table:
    """What was read in a table."""

    pairs: list[Pair] = field(default_factory=list)
    groups: list[tuple[Piece, list[Pair]]] = field(default_factory=list)
    lone: list[tuple[Piece, str]] = field(default_factory=list)


def read_table(passages: Sequence[Passage]) -> Table:
    """Pair the cells of each row."""
    rows: dict[int, dict[int, list[Piece]]] = defaultdict(lambda: defaultdict(list))
    for passage in passages:
        rows[passage.place.row or 0][passage.place.column or 0].append(Piece.whole(passage))
    listed = [rows[row] for row in sorted(rows)]
    table = Table()
    if len(listed) > 1 and _is_head(listed):
        table.lone += [(piece, HEADER_ROW) for cell in listed[0].values() for piece in cell]
        listed = listed[1:]
    term, group = _columns(listed)
    grouped: Piece | None = None
    for row in listed:
        _read_row(row, term, group, table, grouped)
        grouped = row[group][0] if group is not None and row.get(group) else grouped
    return table


def _is_head(rows: Sequence[dict[int, list[Piece]]]) -> bool:
    head = [" ".join(piece.text for piece in cell) for _, cell in sorted(rows[0].items())]
    if any(length(text) > 14 for text in head):
        return False
    if sum(bool(_HEADER.search(text)) for text in head) * 2 >= len(head):
        return True
    last = max(rows[0])
    others = [length(piece.text) for row in rows[1:] for piece in row.get(last, ())]
    return bool(others) and length(head[-1]) * 3 < mean(others) and min(others) > length(head[-1]) * 1.5


def _columns(rows: Sequence[dict[int, list[Piece]]]) -> tuple[int, int | None]:
    """Return the column of the terms, and that of the groups where there is one."""
    columns = sorted({column for row in rows for column in row})
    texts = {column: [row[column][0].text for row in rows if row.get(column)] for column in columns}
    named = [column for column in columns if not all(is_ornament(text) for text in texts[column])]
    if len(named) < 2:
        return (named or columns or [0])[0], None
    if len(named) > 2:
        first = texts[named[0]]
        repeats = len(set(first)) < len(first) or len(first) < len(rows)
        if repeats:
            return named[1], named[0]
    return named[0], None


def _read_row(row: dict[int, list[Piece]], term: int, group: int | None, table: Table, grouped: Piece | None) -> None:
    names = row.get(term, [])
    statements = tuple(
        piece for column, cell in sorted(row.items()) if column > term for piece in cell if not is_ornament(piece.text)
    )
    if len(names) != 1 or not statements or not could_be_term(names[0].unnumbered().text):
        table.lone += [(piece, _NO_PAIR) for cell in row.values() for piece in cell]
        return
    numbers = [
        cell[0].text.strip() for column, cell in sorted(row.items()) if column < term and column != group and cell
    ]
    order = int(numbers[0]) if numbers and numbers[0].isdecimal() and len(numbers[0]) < 3 else None
    share = 0.97 if len([column for column in row if column > term]) == 1 else 0.8
    pair = Pair(names[0].unnumbered(), statements, share, order)
    head = row[group][0] if group is not None and row.get(group) else grouped
    if group is None or head is None:
        table.pairs.append(pair)
    elif table.groups and table.groups[-1][0].text == head.text:
        table.groups[-1][1].append(pair)
    else:
        table.groups.append((head, [pair]))
