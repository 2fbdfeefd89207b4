"""The bytes of an .apkg file: a collection in Anki's schema 11 inside a zip, the same for the same notes.

Built in memory: one `executemany` a table, `Connection.serialize()`, a light deflate with fixed dates. genanki's own
writer runs a statement for each row on a temporary file it never removes, and stores it uncompressed with today's date.
"""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import genanki

_SCHEMA_VERSION = 11
_NEVER = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can hold
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3
_PAGE_BYTES = 16384  # notes are long: larger pages waste less at their ends
_LIGHT = 1  # deflate's fastest level: a second of higher ones saves little on text this repetitive

Gates = Mapping[int, Sequence[int]]

# Without the indexes a collection has: they would be a tenth of the file, and Anki makes its own as it imports.
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
_INSERT_COLLECTION = "INSERT INTO col VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)"
# -1 stands for "not yet synced"; the checksum is left to Anki, which computes it as it imports.
_INSERT_NOTE = "INSERT INTO notes VALUES (?,?,?,?,-1,?,?,?,0,0,'')"
_INSERT_CARD = "INSERT INTO cards VALUES (?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"

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


def package_bytes(deck: genanki.Deck, gates: Gates, mods: Sequence[int], models_mod: int) -> bytes:
    """Return `deck` as an .apkg file.

    Args:
        deck: genanki's notes and their models.
        gates: for each model id, the position of the field that each card template needs: no text in it, no card.
        mods: when the content of each of its notes last changed, in seconds.
        models_mod: when the models last changed, in seconds.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        connection.execute(_INSERT_COLLECTION, _collection_row(deck, models_mod))
        connection.executemany(_INSERT_NOTE, _note_rows(deck.notes, mods))
        connection.executemany(_INSERT_CARD, _card_rows(deck, gates, mods))
        connection.execute("COMMIT")
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


def _row_ids(mods: Iterable[int]) -> Iterator[int]:
    # Anki takes an id for the time a note was made (in milliseconds), and changes one that is already taken.
    row_id = 0
    for mod in mods:
        row_id = max(row_id + 1, mod * 1000)
        yield row_id


def _note_rows(notes: Sequence[genanki.Note], mods: Sequence[int]) -> Iterator[tuple[int | str, ...]]:
    for note, mod, row_id in zip(notes, mods, _row_ids(mods), strict=True):
        model, fields, tags = note.model, note.fields, note.tags
        sort_field = fields[model.sort_field_index]
        spaced = f" {' '.join(tags)} " if tags else ""
        yield (row_id, note.guid, model.model_id, mod, spaced, "\x1f".join(fields), sort_field)


def _card_rows(deck: genanki.Deck, gates: Gates, mods: Sequence[int]) -> Iterator[tuple[int, ...]]:
    card_id = 0
    deck_id = deck.deck_id
    for position, (note, mod, row_id) in enumerate(zip(deck.notes, mods, _row_ids(mods), strict=True), start=1):
        fields = note.fields
        for ordinal, field in enumerate(gates[note.model.model_id]):
            if fields[field]:
                card_id = max(card_id + 1, row_id)
                yield (card_id, row_id, deck_id, ordinal, mod, position)


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
