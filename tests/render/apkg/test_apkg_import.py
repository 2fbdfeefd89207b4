"""What the real Anki makes of our packages."""

from __future__ import annotations

import hashlib
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from anki.collection import ImportAnkiPackageRequest

from drill.bank.ledger import retired_search
from drill.model.notes import RecallContent
from drill.render.apkg.notetypes import TEMPLATES_CHANGED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from anki.collection import Collection
    from tests.render.apkg.conftest import Release

    Import = Callable[[bytes], dict[str, int]]

_COUNTED = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "empty_first_field")


@pytest.fixture
def load(collection: Collection, tmp_path: Path) -> Import:
    def import_package(package: bytes) -> dict[str, int]:
        path = tmp_path / "deck.apkg"
        path.write_bytes(package)
        log = collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path))).log
        counts = {name: len(getattr(log, name)) for name in _COUNTED}
        return {name: count for name, count in counts.items() if count}

    return import_package


def _note_types(collection: Collection) -> list[str]:
    return sorted(found.name for found in collection.models.all_names_and_ids() if found.name.startswith("drill"))


def _answer_all(collection: Collection) -> None:
    for card_id in collection.find_cards("deck:current OR deck:*"):
        card = collection.get_card(card_id)
        card.start_timer()
        collection.sched.answerCard(card, 3)


def _history(collection: Collection) -> list[tuple[int, ...]]:
    assert collection.db is not None
    return [tuple(row) for row in collection.db.all("SELECT id, cid, ease, ivl FROM revlog ORDER BY id")]


def _state(collection: Collection) -> list[tuple[int | str, ...]]:
    assert collection.db is not None
    sql = """
        SELECT c.id, n.id, n.guid, n.mod, n.flds, n.tags, c.ord, c.due, c.reps
        FROM cards c JOIN notes n ON n.id = c.nid
    """
    return sorted(tuple(row) for row in collection.db.all(sql))


def _edited(package: bytes, edit: Callable[[sqlite3.Connection, dict[str, Any]], None]) -> bytes:
    """Return the package as a later release might write it: `edit` changes rows and note types (by name)."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(members["collection.anki2"])
        models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
        for model in models.values():
            model["mod"] = TEMPLATES_CHANGED + 1000
        edit(connection, {model["name"]: model for model in models.values()})
        connection.execute("UPDATE col SET models = ?", (json.dumps(models),))
        connection.commit()
        members["collection.anki2"] = connection.serialize()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_every_note_arrives_with_its_cards(collection: Collection, load: Import, release: Release) -> None:
    assert load(release.package) == {"new": 7}
    assert _note_types(collection) == ["drill answer (zh-Hans)", "drill choice (zh-Hans)", "drill cloze (zh-Hans)"]
    counts = {kind: len(collection.find_cards(f"note:drill_{kind}*")) for kind in ("answer", "cloze", "choice")}
    assert counts == {"answer": 6, "cloze": 1, "choice": 1}
    assert len(collection.find_cards('"deck:示例客服礼仪"')) == 8


def test_new_cards_come_in_the_order_of_the_notes(collection: Collection, load: Import, release: Release) -> None:
    load(release.package)
    cards = [collection.get_card(card_id) for card_id in collection.find_cards("deck:*", order="c.due, c.ord")]
    assert [card.note()["Id"] for card in cards][1:] == [note.id for note in release.notes]


def test_the_same_file_twice_changes_nothing(collection: Collection, load: Import, release: Release) -> None:
    load(release.package)
    before = _state(collection)
    assert load(release.package) == {"duplicate": 7}
    assert _state(collection) == before


def test_an_edited_statement_updates_in_place_and_keeps_the_history(
    collection: Collection, load: Import, release: Release
) -> None:
    load(release.package)
    _answer_all(collection)
    history, cards = _history(collection), sorted(collection.find_cards("deck:*"))
    recall, *others = release.notes
    assert isinstance(recall.content, RecallContent)
    edited = replace(recall, content=replace(recall.content, statement="改过的说法。"))

    assert load(release.next(edited, *others).package) == {"updated": 1, "duplicate": 6}

    assert _history(collection) == history
    assert len(history) == 8
    assert sorted(collection.find_cards("deck:*")) == cards
    note = collection.get_note(collection.find_notes('"Id:fact2345.recall"')[0])
    assert note["Statement"] == "改过的说法。"
    assert _note_types(collection) == ["drill answer (zh-Hans)", "drill choice (zh-Hans)", "drill cloze (zh-Hans)"]


def test_a_new_version_leaves_unchanged_notes_alone(load: Import, release: Release) -> None:
    load(release.package)
    assert load(release.next(*release.notes, version="2.0.0").package) == {"duplicate": 7}


def test_a_clue_written_later_adds_the_second_card(collection: Collection, load: Import, release: Release) -> None:
    recall, *others = release.notes
    assert isinstance(recall.content, RecallContent)
    without = replace(release, notes=(replace(recall, content=replace(recall.content, clue="")), *others))
    load(without.package)
    assert len(collection.find_cards("deck:*")) == 7
    assert load(without.next(recall, *others).package) == {"updated": 1, "duplicate": 6}
    assert len(collection.find_cards("deck:*")) == 8


def test_a_retired_note_stays_and_the_search_finds_it(collection: Collection, load: Import, release: Release) -> None:
    load(release.package)
    later = release.next(*release.notes[2:])
    load(later.package)
    assert collection.note_count() == 7
    found = collection.find_notes(retired_search(later.advanced))
    assert sorted(collection.get_note(note_id)["Id"] for note_id in found) == ["fact2345.part.p1", "fact2345.recall"]


def test_renamed_fields_and_templates_update_in_place(collection: Collection, load: Import, release: Release) -> None:
    load(release.package)
    _answer_all(collection)
    history = _history(collection)

    def rename(_connection: sqlite3.Connection, models: dict[str, Any]) -> None:
        answer = models["drill answer (zh-Hans)"]
        answer["name"] = "drill answer, renamed"
        answer["flds"][6]["name"] = "Reply"
        answer["tmpls"][0]["name"] = "Question"
        answer["tmpls"][0]["afmt"] = "{{Reply}} (new layout)"

    assert load(_edited(release.package, rename)) == {"duplicate": 7}

    assert _note_types(collection) == ["drill answer, renamed", "drill choice (zh-Hans)", "drill cloze (zh-Hans)"]
    card = collection.get_card(collection.find_cards('"Id:fact2345.part.p1"')[0])
    assert "不快不慢，跟着客户走 (new layout)" in card.answer()
    assert _history(collection) == history


def test_a_spare_field_and_a_spare_template_can_be_used_later(
    collection: Collection, load: Import, release: Release
) -> None:
    load(release.package)
    _answer_all(collection)
    history = _history(collection)

    def use_spares(connection: sqlite3.Connection, models: dict[str, Any]) -> None:
        answer = models["drill answer (zh-Hans)"]
        answer["flds"][12]["name"] = "Example"
        answer["tmpls"][2] |= {"name": "Example", "qfmt": "{{#Example}}{{Example}}{{/Example}}", "afmt": "{{Term}}"}
        note_id, flds, mod = connection.execute(
            "SELECT id, flds, mod FROM notes WHERE flds LIKE '%part.p1%'"
        ).fetchone()
        fields = flds.split("\x1f")
        fields[12] = "一个例子"
        connection.execute("UPDATE notes SET flds = ?, mod = ? WHERE id = ?", ("\x1f".join(fields), mod + 1, note_id))
        card = list(connection.execute("SELECT * FROM cards WHERE nid = ?", (note_id,)).fetchone())
        card[0], card[3] = card[0] + 500_000, 2
        connection.execute("INSERT INTO cards VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", card)

    assert load(_edited(release.package, use_spares)) == {"updated": 1, "duplicate": 6}

    assert _note_types(collection) == ["drill answer (zh-Hans)", "drill choice (zh-Hans)", "drill cloze (zh-Hans)"]
    cards = [collection.get_card(card_id) for card_id in collection.find_cards('"Id:fact2345.part.p1"')]
    assert [card.ord for card in cards] == [0, 2]
    assert "一个例子" in cards[1].question()
    assert _history(collection) == history


def test_a_deck_in_each_script_lives_beside_the_other(collection: Collection, load: Import, release: Release) -> None:
    assert load(release.package) == {"new": 7}
    assert load(release.traditional().package) == {"new": 7}
    assert (collection.note_count(), collection.card_count()) == (14, 16)
    decks = {found.name for found in collection.decks.all_names_and_ids()}
    assert {"示例客服礼仪", "示例客服禮儀"} <= decks
    card = collection.get_card(collection.find_cards('"deck:示例客服禮儀" card:Term')[0])
    assert 'lang="zh-TW"' in card.question()
    assert "說的是哪一個要點？" in card.question()
    assert "不打斷，聽完、確認之後才開口。" in card.question()
    assert load(release.package) == {"duplicate": 7}


def test_anki_computes_the_checksums_left_out(collection: Collection, load: Import, release: Release) -> None:
    load(release.package)
    assert collection.db is not None
    for flds, csum in collection.db.all("SELECT flds, csum FROM notes"):
        first = str(flds).partition("\x1f")[0]
        assert csum == int(hashlib.sha1(first.encode(), usedforsecurity=False).hexdigest()[:8], 16)


def test_no_card_is_empty_and_anki_finds_nothing_to_mend(
    collection: Collection, load: Import, release: Release
) -> None:
    load(release.package)
    assert list(collection.get_empty_cards().notes) == []
    problems, is_fine = collection.fix_integrity()
    assert is_fine, problems
