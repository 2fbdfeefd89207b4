"""Which banks the store holds, with what a report says of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.store.opening import Store


@dataclass(frozen=True, slots=True)
class BankInStore:
    """A loaded bank: its id, title and language."""

    id: str
    title: str
    language: str


def banks_in_store(store: Store) -> tuple[BankInStore, ...]:
    """Return the loaded banks by title."""
    with store.read() as connection:
        rows = connection.execute("SELECT bank_id, title, language FROM bank ORDER BY title").fetchall()
    return tuple(BankInStore(*row) for row in rows)
