from __future__ import annotations

import re
from pathlib import Path

import pytest

from drill.bank.format import format_bank
from drill.bank.parse import parse_bank
from drill.errors import BadInputError, BankNotFoundError
from drill.files import bank_folder
from drill.files.bank_folder import load_bank, read_texts, remove_texts, write_texts
from drill.files.clock import now_seconds
from drill.files.entropy import below

HEADER = "id: bank1\ntitle: 礼仪\nlanguage: zh-Hans\nversion: '1'\nlicence: l\ndecks: {hans: a, hant: b}\n"
CHAPTER = "id: chap1\ntitle: 接待\nsections: []\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "cards" / "bank"
    (folder / "facts").mkdir(parents=True)
    (folder / "bank.yaml").write_text(HEADER, encoding="utf-8")
    (folder / "facts" / "01.yaml").write_text(CHAPTER, encoding="utf-8")
    return folder


def test_a_bank_is_read_with_its_texts_and_places(root: Path) -> None:
    (root / "notes.yaml").write_text("not ours", encoding="utf-8")
    (root / "facts" / "02.yml").write_text(CHAPTER.replace("chap1", "chap2"), encoding="utf-8")
    loaded = load_bank(root)
    assert list(loaded.files) == ["bank.yaml", "facts/01.yaml", "facts/02.yml"]
    assert [chapter.id for chapter in loaded.bank.chapters] == ["chap1", "chap2"]
    assert str(loaded.places["chap2"]) == "facts/02.yml:1"


def test_a_byte_order_mark_is_no_part_of_the_text(root: Path) -> None:
    path = root / "facts" / "01.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_bank(root).bank.chapters[0].id == "chap1"


def test_all_files_that_cannot_be_read_are_named_together_with_all_other_problems(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bank_folder, "MAX_FILE_BYTES", 2**20)
    (root / "facts" / "01.yaml").write_bytes("id: chap1\ntitle: 礼仪".encode("gbk"))
    (root / "facts" / "02.yaml").write_text("title: t\nsections: []\n", encoding="utf-8")
    (root / "facts" / "03.yaml").mkdir()
    (root / "facts" / "04.yaml").write_bytes(b"#" * (2**20 + 1))
    with pytest.raises(BadInputError) as caught:
        load_bank(root)
    assert str(caught.value).splitlines() == [
        f"{root}/facts/01.yaml:2: this is not UTF-8. Save the file as UTF-8 text.",
        f"{root}/facts/02.yaml:1: chapter has no `id`. Run `drill bank ids BANK` to fill in ids.",
        f"{root}/facts/03.yaml: cannot be read: Is a directory. Check that it is a file you may read.",
        f"{root}/facts/04.yaml: it has 1 MB, a bank's file has at most 1 MB. Check where it comes from.",
    ]
    with pytest.raises(BadInputError, match=r"01\.yaml:2: this is not UTF-8"):
        read_texts(root)


def test_an_unreadable_file_alone_causes_no_unknown_references(root: Path) -> None:
    (root / "items").mkdir()
    item = "items:\n  - {id: item1, kind: true_false, facts: [fact1], stem: s, answer: true}\n"
    (root / "items" / "a.yaml").write_text(item, encoding="utf-8")
    (root / "facts" / "01.yaml").write_bytes(b"\xff")
    with pytest.raises(BadInputError) as caught:
        load_bank(root)
    assert [problem.line for problem in caught.value.problems] == [1]


def test_a_bank_that_is_not_there_is_guessed_at(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parents[1])
    with pytest.raises(
        BankNotFoundError, match=re.escape("bank: no bank here (no bank.yaml). Did you mean cards/bank?")
    ):
        load_bank(Path("bank"))
    with pytest.raises(BankNotFoundError, match=re.escape("Did you mean cards/bank?")):
        load_bank(Path("cards"))


def test_only_files_that_changed_are_written(root: Path) -> None:
    loaded = load_bank(root)
    before = (root / "bank.yaml").stat().st_mtime_ns
    after = {**loaded.files, "facts/01.yaml": CHAPTER.replace("接待", "来电"), "facts/02.yaml": "x"}
    assert write_texts(root, loaded.files, after) == ["facts/01.yaml", "facts/02.yaml"]
    assert (root / "facts" / "01.yaml").read_text(encoding="utf-8") == CHAPTER.replace("接待", "来电")
    assert (root / "bank.yaml").stat().st_mtime_ns == before
    remove_texts(root, ["facts/02.yaml", "facts/99.yaml"])
    assert not (root / "facts" / "02.yaml").exists()


def test_a_formatted_bank_on_disk_is_the_same_bank(root: Path) -> None:
    bank = load_bank(root).bank
    files = format_bank(bank)
    assert parse_bank(files).bank == bank


def test_real_randomness_and_the_real_clock_are_what_they_say() -> None:
    assert {below(3) for _ in range(200)} == {0, 1, 2}
    assert now_seconds() > 1_700_000_000
