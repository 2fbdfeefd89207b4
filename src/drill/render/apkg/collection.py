"""The bytes of an .apkg file: a collection in Anki's schema 11 inside a zip, the same for the same notes.

Built in memory: one `executemany` a table, `Connection.serialize()`, a light deflate with fixed dates. genanki's own
writer runs a statement for each row on a temporary file it never removes, and stores it uncompressed with today's date.
"""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import genanki

_SCHEMA_VERSION = 11
_NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_LIGHT = 1  # deflate's fastest level: a second of higher ones saves little on text this repetitive
_NOT_SYNCED = -1

_TABLES = """
CREATE TABLE col (id INTEGER PRIMARY KEY, crt INTEGER NOT NULL, mod INTEGER NOT NULL, scm INTEGER NOT NULL,
  ver INTEGER NOT NULL, dty INTEGER NOT NULL, usn INTEGER NOT NULL, ls INTEGER NOT NULL, conf TEXT NOT NULL,
  models TEXT NOT NULL, decks TEXT NOT NULL, dconf TEXT NOT NULL, tags TEXT NOT NULL);
CREATE TABLE notes (id INTEGER PRIMARY KEY, guid TEXT NOT NULL, mid INTEGER NOT NULL, mod INTEGER NOT NULL,
  usn INTEGER NOT NULL, tags TEXT NOT NULL, flds TEXT NOT NULL, sfld INTEGER NOT NULL, csum INTEGER NOT NULL,
  flags INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE cards (id INTEGER PRIMARY KEY, nid INTEGER NOT NULL, did INTEGER NOT NULL, ord INTEGER NOT NULL,
  mod INTEGER NOT NULL, usn INTEGER NOT NULL, type INTEGER NOT NULL, queue INTEGER NOT NULL, due INTEGER NOT NULL,
  ivl INTEGER NOT NULL, factor INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,
  left INTEGER NOT NULL, odue INTEGER NOT NULL, odid INTEGER NOT NULL, flags INTEGER NOT NULL, data TEXT NOT NULL);
CREATE TABLE revlog (id INTEGER PRIMARY KEY, cid INTEGER NOT NULL, usn INTEGER NOT NULL, ease INTEGER NOT NULL,
  ivl INTEGER NOT NULL, lastIvl INTEGER NOT NULL, factor INTEGER NOT NULL, time INTEGER NOT NULL,
  type INTEGER NOT NULL);
CREATE TABLE graves (usn INTEGER NOT NULL, oid INTEGER NOT NULL, type INTEGER NOT NULL);
"""
# Made after the rows, which is faster; older importers look rows up by them.
_INDEXES = """
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_revlog_cid ON revlog (cid);
"""

_DEFAULT_DECK = {
    "id": 1,
    "name": "Default",
    "desc": "",
    "conf": 1,
    "dyn": 0,
    "collapsed": False,
    "extendNew": 10,
    "extendRev": 50,
    "mod": 0,
    "usn": 0,
    "newToday": [0, 0],
    "revToday": [0, 0],
    "lrnToday": [0, 0],
    "timeToday": [0, 0],
}
_DEFAULT_PRESET = {
    "id": 1,
    "name": "Default",
    "autoplay": True,
    "maxTaken": 60,
    "mod": 0,
    "replayq": True,
    "timer": 0,
    "usn": 0,
    "new": {"bury": True, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 7], "order": 1, "perDay": 20},
    "rev": {"bury": True, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200},
    "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
}
_OPTIONS = {"activeDecks": [1], "curDeck": 1, "nextPos": 1, "sortType": "noteFld", "sortBackwards": False}


def package_bytes(deck: genanki.Deck, mods: Mapping[str, int], models_mod: int) -> bytes:
    """Return `deck` as an .apkg file; `mods` gives each note's last content change by guid, in seconds."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        rows = list(_note_rows(deck.notes, mods))
        connection.execute("INSERT INTO col VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", _collection_row(deck, models_mod))
        connection.executemany("INSERT INTO notes VALUES (?,?,?,?,?,?,?,?,?,?,?)", rows)
        connection.executemany("INSERT INTO cards VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", _card_rows(deck, rows))
        connection.executescript(_INDEXES)  # commits first
        return _zipped({"collection.anki2": connection.serialize(), "media": b"{}"})


def _collection_row(deck: genanki.Deck, models_mod: int) -> tuple[int | str, ...]:
    models = {str(model.model_id): model.to_json(models_mod, deck.deck_id) for model in deck.models.values()}
    decks = {"1": _DEFAULT_DECK, str(deck.deck_id): deck.to_json()}
    day = models_mod - models_mod % 86400
    millis = models_mod * 1000
    texts = (_json(_OPTIONS), _json(models), _json(decks), _json({"1": _DEFAULT_PRESET}), "{}")
    return (1, day, millis, millis, _SCHEMA_VERSION, 0, 0, 0, *texts)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _note_rows(notes: Sequence[genanki.Note], mods: Mapping[str, int]) -> Iterator[tuple[int | str, ...]]:
    # Anki takes an id for the time a note was made (in milliseconds), and changes one that is already taken.
    note_id = 0
    for note in notes:
        mod = mods[note.guid]
        note_id = max(note_id + 1, mod * 1000)
        fields: list[str] = note.fields
        checksum = int(hashlib.sha1(fields[0].encode(), usedforsecurity=False).hexdigest()[:8], 16)
        tags = f" {' '.join(note.tags)} " if note.tags else ""
        yield (
            note_id, note.guid, note.model.model_id, mod, _NOT_SYNCED, tags, "\x1f".join(fields), note.sort_field,
            checksum, 0, "",
        )  # fmt: skip


def _card_rows(deck: genanki.Deck, rows: Sequence[tuple[int | str, ...]]) -> Iterator[tuple[int | str, ...]]:
    card_id = 0
    for position, (note, row) in enumerate(zip(deck.notes, rows, strict=True), start=1):
        note_id, mod = int(row[0]), row[3]
        for card in note.cards:
            card_id = max(card_id + 1, note_id)
            yield (card_id, note_id, deck.deck_id, card.ord, mod, _NOT_SYNCED, 0, 0, position, *(0,) * 8, "")


def _zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, date_time=_NEVER)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = _UNIX
            member.external_attr = _REGULAR_FILE
            archive.writestr(member, content, compresslevel=_LIGHT)
    return buffer.getvalue()
