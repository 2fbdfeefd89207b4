"""Which record of the bank a spreadsheet's row without an id stands for.

A new row keeps its empty id cell after the sheet was applied. Applied again it must find the record made of it, or
that record would go, another would come, and everything learned about it would be lost.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from drill.bank.tables import Row

# What a record is recognised by when its other texts were changed, the first of these that it has.
_MAIN_COLUMNS = ("term", "ask", "text", "stem", "name", "title")
_TEXT_COLUMNS = frozenset({*_MAIN_COLUMNS, "statement", "gist", "why", "rationale"})
_OPTION_COLUMNS = ("option_", "why_")

_Likeness = tuple[tuple[str, str], ...]


def match_rows(rows: Iterable[Row], records: Iterable[Row]) -> None:
    """Give rows of one table without an id those of `records`, which no row of the sheet claims by id.

    A record is the same if it has the same owner and the same texts; failing that, the same owner and main text. Each
    is given once, to the first row. Rows like no record stay without an id.
    """
    left = list(records)
    for likeness in (_texts, _main_text):
        known: dict[_Likeness, list[str]] = defaultdict(list)
        for record in reversed(left):
            known[likeness(record)].append(record["id"])
        given = {row["id"] for row in rows if _take_id(row, known, likeness)}
        left = [record for record in left if record["id"] not in given]


def _take_id(row: Row, known: dict[_Likeness, list[str]], likeness: Callable[[Row], _Likeness]) -> bool:
    if row.get("id") or not (ids := known.get(likeness(row))):
        return False
    row["id"] = ids.pop()
    return True


def _texts(row: Row) -> _Likeness:
    texts = ((column, _plain(text)) for column, text in row.items() if _is_text(column))
    return (("of", row.get("of", "")), *sorted(entry for entry in texts if entry[1]))


def _main_text(row: Row) -> _Likeness:
    main = next(((column, text) for column in _MAIN_COLUMNS if (text := _plain(row.get(column, "")))), ("", ""))
    return (("of", row.get("of", "")), main)


def _is_text(column: str) -> bool:
    return column in _TEXT_COLUMNS or column.startswith(_OPTION_COLUMNS)


def _plain(text: str) -> str:
    """Return a text as a spreadsheet program could not have changed it: line ends and outer spaces differ."""
    return "\n".join(text.split("\r\n")).strip()
