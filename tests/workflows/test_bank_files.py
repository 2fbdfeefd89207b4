from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from drill.errors import BadInputError
from drill.files.bank_folder import load_bank
from drill.workflows.bank_files import FolderTakenError, fill_ids, new_bank, write_schemas

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_new_bank_loads_and_is_whole(tmp_path: Path, language: str) -> None:
    names = new_bank(tmp_path / "客服禮儀", "", language)
    bank = load_bank(tmp_path / "客服禮儀").bank
    assert bank.title == ("客服礼仪" if language == "zh-Hans" else "客服禮儀")
    assert bank.facts
    assert bank.items
    assert all((tmp_path / "客服禮儀" / name).is_file() for name in names)
    assert "schema/facts.schema.json" in names


def test_two_new_banks_have_different_ids(tmp_path: Path) -> None:
    new_bank(tmp_path / "a", "A", "en")
    new_bank(tmp_path / "b", "B", "en")
    assert load_bank(tmp_path / "a").bank.id != load_bank(tmp_path / "b").bank.id


def test_a_folder_in_use_and_a_language_that_is_not_kept_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(FolderTakenError, match="the folder is not empty"):
        new_bank(tmp_path, "t", "en")
    with pytest.raises(FolderTakenError):
        new_bank(tmp_path / "file", "t", "en")
    with pytest.raises(BadInputError, match="a bank cannot be kept in `zh-Hant`"):
        new_bank(tmp_path / "new", "t", "zh-Hant")
    assert not (tmp_path / "new").exists()


def test_missing_ids_are_filled_in_over_all_files_and_others_stay(tmp_path: Path) -> None:
    new_bank(tmp_path / "bank", "t", "en")
    chapter = tmp_path / "bank" / "facts" / "01-chapter.yaml"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(text + "  - title: More   # to come\n    facts: []\n", encoding="utf-8")
    assert fill_ids(tmp_path / "bank") == [("facts/01-chapter.yaml", 1)]
    assert chapter.read_text(encoding="utf-8").startswith(text)
    assert fill_ids(tmp_path / "bank") == []
    assert load_bank(tmp_path / "bank").bank.chapters[0].sections[1].title == "More"


def test_ids_are_not_filled_in_while_any_file_is_broken(tmp_path: Path) -> None:
    new_bank(tmp_path / "bank", "t", "en")
    (tmp_path / "bank" / "facts" / "02.yaml").write_text("title: t\nsections: []\n", encoding="utf-8")
    (tmp_path / "bank" / "items" / "b.yaml").write_text("items: [", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"items/b\.yaml:1: this is not valid YAML"):
        fill_ids(tmp_path / "bank")
    assert (tmp_path / "bank" / "facts" / "02.yaml").read_text(encoding="utf-8").startswith("title")


def test_schemas_are_written_as_json(tmp_path: Path) -> None:
    names = write_schemas(tmp_path)
    assert names == [f"schema/{kind}.schema.json" for kind in ("bank", "facts", "items", "exam")]
    assert all(json.loads((tmp_path / name).read_text(encoding="utf-8"))["title"] for name in names)
