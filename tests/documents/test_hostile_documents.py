from __future__ import annotations

import time
from pathlib import Path

import pytest
from tests.documents.hostile_files import HOSTILE, zipped

from drill.documents.reading import read_document, read_documents
from drill.documents.refusal import DocumentError


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_gets_its_message_in_time(name: str, tmp_path: Path) -> None:
    maker, message = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(maker())
    started = time.monotonic()
    with pytest.raises(DocumentError) as refusal:
        read_documents(path)
    assert any(part in str(refusal.value) for part in message.split("|"))
    assert str(path) in str(refusal.value)
    assert time.monotonic() - started < 10


def test_a_missing_file_and_a_folder_are_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no such file"):
        read_documents(tmp_path / "gone.pptx")
    with pytest.raises(DocumentError, match="folder"):
        read_documents(tmp_path)


def test_reading_that_finishes_no_page_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "slow.md"
    path.write_text("# a\n\n" + "text\n\n" * 200, encoding="utf-8")
    with pytest.raises(DocumentError, match="reading stopped"):
        read_documents(path, patience_s=0.001)


def test_one_bad_document_of_an_archive_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(zipped({"a.txt": "第一行。".encode(), "b.bin": bytes(range(256)) * 10, "c/d.md": b"# T\n\nText."}))
    documents = read_documents(path)
    assert [document.name for document in documents] == ["all.zip/a.txt", "all.zip/c/d.md"]
    assert [problem.path for problem in documents[0].problems] == ["all.zip/b.bin"]
    with pytest.raises(DocumentError, match="2 documents"):
        read_document(path)


def test_a_module_in_the_current_folder_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hashlib.py").write_text("raise SystemExit(3)", encoding="utf-8")
    (tmp_path / "note.txt").write_text("A sentence.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_document(Path("note.txt")).passages[0].text == "A sentence."
