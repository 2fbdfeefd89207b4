from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.extract.preview_site import Site, damage, preview, read_deck
from typer.testing import CliRunner

from drill.cli.app import app
from drill.documents.plain_text import read_text_document
from drill.documents.refusal import DocumentError

if TYPE_CHECKING:
    from pathlib import Path


def test_extract_prints_facts_repairs_and_what_was_left(tmp_path: Path) -> None:
    path = tmp_path / "deck.txt"
    path.write_text(damage(preview(read_deck("property_service"), 1).text, Site(), 1), encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", str(path), "--format", "json"])
    assert result.exit_code == 0
    made = json.loads(result.stdout)
    assert made.keys() == {"facts", "repairs", "unplaced", "problems"}
    assert made["facts"][0].keys() >= {"chapter", "section", "term", "statement", "kind", "confidence", "source"}
    assert made["repairs"]
    assert made["unplaced"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_are_told_by_content(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "deck.txt"
    path.write_bytes("员工消防安全培训".encode(encoding))
    assert read_text_document(path).text == "员工消防安全培训"


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x00", b"\xff\xff\xff\xff"])
def test_what_is_no_text_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "deck.bin"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match="no text"):
        read_text_document(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"nowhere\.txt"):
        read_text_document(tmp_path / "nowhere.txt")
