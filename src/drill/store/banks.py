"""Banks and their cards. A card is known for ever by bank, note and ordinal; it is retired, never deleted."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from drill.model.bank import NoteKind
from drill.model.deck import BankCard, CardId, Face, FaceOption, Loaded, OutlineEntry, StoredCard
from drill.store.refusal import NoBankError
from drill.store.rollups import recount_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drill.model.deck import BankContents
    from drill.store.connection import Connection, Row
    from drill.store.opening import Store

_COLUMNS: Final = (
    "card_id, bank_id, note_id, ordinal, kind, chapter_id, section_id, position, face, retired_at_ms,"
    " (SELECT json_group_array(fact_id) FROM (SELECT fact_id FROM card_fact AS f WHERE f.card_id = card.card_id"
    " ORDER BY fact_id))"
)


def load_bank(store: Store, contents: BankContents, at_ms: int) -> Loaded:
    """Bring a bank's outline and cards up to date; all of it, or nothing.

    Cards that left the bank are retired, those that came back continue where they were, and no history is touched.
    """
    with store.write() as connection:
        _write_bank(connection, contents, at_ms)
        _write_outline(connection, contents)
        known = {(card.card.note_id, card.card.ordinal): card for card in _cards(connection, contents.bank_id)}
        wanted = {(card.note_id, card.ordinal): card for card in contents.cards}
        added = [card for place, card in wanted.items() if place not in known]
        kept = [(known[place], card) for place, card in wanted.items() if place in known]
        changed = [(old, card) for old, card in kept if old.card != card]
        restored = [old for old, _ in kept if old.retired_at_ms is not None]
        retired = [old for place, old in known.items() if place not in wanted and old.retired_at_ms is None]
        _insert(connection, added)
        _update(connection, changed)
        _mark(connection, restored, None)
        _mark(connection, retired, at_ms)
        if any(old.card.section_id != card.section_id for old, card in changed):
            recount_sections(connection, contents.bank_id)
    return Loaded(
        added=len(added),
        changed=len(changed),
        retired=len(retired),
        restored=len(restored),
        unchanged=len(kept) - len({old.id for old, _ in changed} | {old.id for old in restored}),
    )


def cards(store: Store, bank_id: str, *, retired: bool = False) -> tuple[StoredCard, ...]:
    """Return a bank's cards in the bank's order, retired ones only on request. Raises NoBankError."""
    with store.read() as connection:
        _title(connection, bank_id)
        found = _cards(connection, bank_id)
    return tuple(card for card in found if retired or card.retired_at_ms is None)


def cards_by_id(store: Store, card_ids: Sequence[CardId]) -> dict[CardId, StoredCard]:
    """Return the cards of those ids."""
    sql = f"SELECT {_COLUMNS} FROM card WHERE card_id IN (SELECT value FROM json_each(?))"
    with store.read() as connection:
        rows = connection.execute(sql, (json.dumps(list(card_ids)),)).fetchall()
    return {card.id: card for card in map(_stored_card, rows)}


def outline(store: Store, bank_id: str, level: int) -> tuple[OutlineEntry, ...]:
    """Return the chapters (level 1), sections (2) or facts (3) of a bank in reading order."""
    sql = "SELECT entry_id, parent_id, title FROM outline WHERE bank_id = ? AND level = ? ORDER BY position"
    with store.read() as connection:
        return tuple(
            OutlineEntry(id=one, parent_id=parent, title=title)
            for one, parent, title in connection.execute(sql, (bank_id, level)).fetchall()
        )


def bank_titles(store: Store) -> dict[str, str]:
    """Return the titles of all loaded banks by their ids."""
    with store.read() as connection:
        return dict(connection.execute("SELECT bank_id, title FROM bank ORDER BY title").fetchall())


def bank_languages(store: Store) -> dict[str, str]:
    """Return the languages of the banks that were loaded, by id."""
    with store.read() as connection:
        return dict(connection.execute("SELECT bank_id, language FROM bank").fetchall())


def _title(connection: Connection, bank_id: str) -> str:
    row = connection.execute("SELECT title FROM bank WHERE bank_id = ?", (bank_id,)).fetchone()
    if row is None:
        raise NoBankError(bank_id)
    return str(row[0])


def _write_bank(connection: Connection, contents: BankContents, at_ms: int) -> None:
    connection.execute(
        "INSERT INTO bank (bank_id, title, language, version, loaded_at_ms) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (bank_id) DO UPDATE SET title = excluded.title, language = excluded.language,"
        " version = excluded.version, loaded_at_ms = excluded.loaded_at_ms",
        (contents.bank_id, contents.title, contents.language, contents.version, at_ms),
    )


def _write_outline(connection: Connection, contents: BankContents) -> None:
    """Write every entry; those that left the bank stay, for the figures of the past."""
    levels = (contents.chapters, contents.sections, contents.facts)
    rows = [
        (contents.bank_id, entry.id, level, entry.parent_id, entry.title, position)
        for level, entries in enumerate(levels, 1)
        for position, entry in enumerate(entries)
    ]
    connection.executemany(
        "INSERT INTO outline (bank_id, entry_id, level, parent_id, title, position) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (bank_id, entry_id) DO UPDATE SET level = excluded.level, parent_id = excluded.parent_id,"
        " title = excluded.title, position = excluded.position",
        rows,
    )


def _cards(connection: Connection, bank_id: str) -> list[StoredCard]:
    sql = f"SELECT {_COLUMNS} FROM card WHERE bank_id = ? ORDER BY position, card_id"
    return [_stored_card(row) for row in connection.execute(sql, (bank_id,)).fetchall()]


def _stored_card(row: Row) -> StoredCard:
    face = json.loads(row[8])
    options = tuple(FaceOption(**option) for option in face.pop("options"))
    card = BankCard(
        bank_id=row[1],
        note_id=row[2],
        ordinal=row[3],
        kind=NoteKind(row[4]),
        chapter_id=row[5],
        section_id=row[6],
        fact_ids=tuple(json.loads(row[10])),
        position=row[7],
        face=Face(options=options, **face),
    )
    return StoredCard(id=CardId(row[0]), card=card, retired_at_ms=row[9])


def _face_json(face: Face) -> str:
    return json.dumps(asdict(face), ensure_ascii=False, separators=(",", ":"))


def _insert(connection: Connection, added: Iterable[BankCard]) -> None:
    for card in added:
        rows = connection.execute(
            "INSERT INTO card (bank_id, note_id, ordinal, kind, chapter_id, section_id, position, face)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING card_id",
            (
                card.bank_id,
                card.note_id,
                card.ordinal,
                card.kind.value,
                card.chapter_id,
                card.section_id,
                card.position,
                _face_json(card.face),
            ),
        ).fetchall()
        _write_facts(connection, CardId(rows[0][0]), card)


def _update(connection: Connection, changed: Iterable[tuple[StoredCard, BankCard]]) -> None:
    for old, card in changed:
        connection.execute(
            "UPDATE card SET kind = ?, chapter_id = ?, section_id = ?, position = ?, face = ? WHERE card_id = ?",
            (card.kind.value, card.chapter_id, card.section_id, card.position, _face_json(card.face), old.id),
        )
        if old.card.fact_ids != card.fact_ids:
            connection.execute("DELETE FROM card_fact WHERE card_id = ?", (old.id,))
            _write_facts(connection, old.id, card)


def _write_facts(connection: Connection, card_id: CardId, card: BankCard) -> None:
    connection.executemany(
        "INSERT INTO card_fact (card_id, fact_id) VALUES (?, ?)", [(card_id, fact) for fact in card.fact_ids]
    )


def _mark(connection: Connection, marked: Iterable[StoredCard], at_ms: int | None) -> None:
    connection.executemany("UPDATE card SET retired_at_ms = ? WHERE card_id = ?", [(at_ms, card.id) for card in marked])
