from __future__ import annotations

import hashlib
import io
import os
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drill.errors import BadInputError
from drill.model.bank import DeckNames, Language, Option
from drill.model.notes import ChoiceContent, ClozeContent, ListContent, RecallContent
from drill.render.apkg import content_hashes, write_package
from drill.render.apkg.identity import deck_id, note_guid
from drill.render.apkg.notetypes import TEMPLATES_DIGEST, NoteType, templates_digest
from drill.render.apkg.package import NoDeckNameError

if TYPE_CHECKING:
    from tests.render.apkg.conftest import Release

    from drill.model.notes import Note, NoteContent


def _rows(package: bytes, sql: str) -> list[tuple[str | int, ...]]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(archive.read("collection.anki2"))
        return [tuple(row) for row in connection.execute(sql)]


def test_identities_are_the_ones_learners_have() -> None:
    assert note_guid("bank2345", "fact2345.recall", Language.ZH_HANS) == "axnkPU-RsQiI"
    assert note_guid("bank2345", "fact2345.recall", Language.ZH_HANT) == "iutmNRbQo_8D"
    assert deck_id("bank2345", Language.ZH_HANS) == 1238372966399


def test_note_types_are_the_ones_learners_have() -> None:
    frozen = {
        (model.model_id, tuple(field["id"] for field in model.fields), tuple(card["id"] for card in model.templates))
        for model in (note_type.model(language) for note_type in NoteType for language in Language)
    }
    digest = hashlib.sha256(repr(sorted(frozen)).encode()).hexdigest()[:16]
    assert digest == "13d87e6725ffae86", "ids, fields and templates of a note type are permanent: see docs/anki.md"


def test_a_card_exists_where_anki_would_make_one() -> None:
    for note_type in (NoteType.ANSWER, NoteType.CHOICE):
        required = note_type.model(Language.EN).to_json(0, 0)["req"]
        assert required == [[place, "all", [field]] for place, field in enumerate(note_type.gates)]


def test_changed_templates_come_with_a_new_time() -> None:
    message = "templates or labels changed: set TEMPLATES_CHANGED to now and TEMPLATES_DIGEST to the new digest"
    assert templates_digest() == TEMPLATES_DIGEST, message


def test_the_same_notes_give_the_same_bytes_in_every_process(release: Release) -> None:
    here = hashlib.sha256(release.package).hexdigest()
    assert hashlib.sha256(release.package).hexdigest() == here
    code = "import hashlib, conftest; print(hashlib.sha256(conftest.Release().package).hexdigest())"
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
        assert done.stdout.strip() == here


def test_the_file_is_a_small_zip_with_fixed_dates(release: Release) -> None:
    with zipfile.ZipFile(io.BytesIO(release.package)) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert archive.read("media") == b"{}"
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_DEFLATED}


def test_each_note_carries_the_time_of_its_own_last_change(release: Release) -> None:
    mods = {note.id: 1_790_000_000 + place for place, note in enumerate(reversed(release.notes))}
    package = write_package(release.notes, bank=release.bank, language=release.language, mods=mods)
    found = {str(flds).partition("\x1f")[0]: mod for flds, mod in _rows(package, "SELECT flds, mod FROM notes")}
    assert found == mods


def test_tags_name_kind_chapter_and_contexts(release: Release) -> None:
    first, second, *_ = release.notes
    notes = (first, replace(second, fact_ids=("elsewhere",), tags=("counter desk", "电话　柜台", " ")))
    rows = _rows(replace(release, notes=notes).package, "SELECT tags FROM notes ORDER BY id")
    assert rows == [
        (" chapter::chap2345 context::phone kind::recall ",),
        (" context::counter_desk context::电话_柜台 kind::part ",),
    ]


def test_the_hash_follows_the_content_and_not_the_version(release: Release) -> None:
    before = content_hashes(release.notes, bank=release.bank)
    assert content_hashes(release.notes, bank=replace(release.bank, version="9.9.9")) == before
    first, *others = release.notes
    for edited in (replace(first, source="别处"), replace(first, tags=("chat",))):
        after = content_hashes((edited, *others), bank=release.bank)
        assert {note_id for note_id in after if after[note_id] != before[note_id]} == {first.id}


def test_a_bank_in_english_uses_the_first_deck_name(release: Release) -> None:
    package = replace(release, language=Language.EN).package
    assert "示例客服礼仪" in str(_rows(package, "SELECT decks FROM col"))
    assert "Which point is this?" in str(_rows(package, "SELECT models FROM col"))


def test_a_bank_without_a_deck_name_is_refused(release: Release) -> None:
    nameless = replace(release, bank=replace(release.bank, decks=DeckNames(hans="名", hant=" ")))
    assert nameless.package
    with pytest.raises(NoDeckNameError, match="under decks: hant:"):
        _ = replace(nameless, language=Language.ZH_HANT).package


def _with(note: Note, content: NoteContent) -> Note:
    return replace(note, content=content)


_RECALL = RecallContent(term="t", question="q", gist="g", statement="s", clue="c")
_CHOICE = ChoiceContent(stem="s", options=(Option(text="a", key=True), Option(text="b")), rationale="")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (replace(_RECALL, question="", clue=""), "no card"),
        (replace(_RECALL, gist=""), "no answer"),
        (ListContent(question="q", points=()), "no answer"),
        (ListContent(question="", points=("a",)), "no card"),
        (ClozeContent(before="a", blank="", after="b", term="t"), "no blank"),
        (replace(_CHOICE, stem=""), "stem is empty"),
        (replace(_CHOICE, options=(Option(text="a"), Option(text="b"))), "No option is the key"),
    ],
)
def test_what_anki_would_lose_is_refused(release: Release, content: NoteContent, message: str) -> None:
    broken = replace(release, notes=(_with(release.notes[0], content), *release.notes[1:]))
    with pytest.raises(BadInputError, match=re.escape(message)) as caught:
        _ = broken.package
    assert [problem.path for problem in caught.value.problems] == ["note fact2345.recall"]


def test_a_recall_note_may_ask_for_its_term_only(release: Release) -> None:
    only_clue = replace(release, notes=(_with(release.notes[0], replace(_RECALL, question="")),))
    assert _rows(only_clue.package, "SELECT ord FROM cards") == [(1,)]


def test_all_refusals_are_named_at_once(release: Release) -> None:
    first, second, third, *_ = release.notes
    notes = (first, first, replace(second, id=" "), third)
    with pytest.raises(BadInputError) as caught:
        write_package(notes, bank=release.bank, language=release.language, mods={first.id: 1})
    assert [(problem.path, problem.message[:20]) for problem in caught.value.problems] == [
        ("note (no id)", "A note has no id, an"),
        ("note fact2345.cloze.c1", "The ledger does not "),
        ("note fact2345.recall", "2 notes have this id"),
    ]
