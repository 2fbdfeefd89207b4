"""A folder that a set of files goes to loses nothing of a person's own."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest

from drill.files.atomic import OutputFolderError, write_folder
from drill.files.lock import locked


def test_links_and_empty_folders_in_it_stay(tmp_path: Path) -> None:
    folder = tmp_path / "test"
    (folder / "scans/empty").mkdir(parents=True)
    (folder / "link").symlink_to("elsewhere")
    (folder / "old.pdf").write_bytes(b"old")
    write_folder(folder, {"new.pdf": b"new"}, replaced={"old.pdf"})
    assert sorted(path.name for path in folder.iterdir()) == ["link", "new.pdf", "scans"]
    assert (folder / "scans/empty").is_dir()
    assert (folder / "link").readlink() == Path("elsewhere")


def test_a_linked_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    for data in (b"1", b"2"):
        write_folder(tmp_path / "link", {"a": data})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real/a").read_bytes() == b"2"


def test_a_file_is_never_replaced_by_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputFolderError, match="this is a file"):
        write_folder(path, {"a": b"1"})
    assert path.read_text(encoding="utf-8") == "mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["notes.md"]


def test_the_folder_one_stands_in_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path / "in")
    for folder in (Path(), Path("..")):
        with pytest.raises(OutputFolderError, match="you stand in"):
            write_folder(folder, {"a": b"1"})


def add_one(path: Path) -> None:
    for _ in range(50):
        with locked(path):
            count = int(path.read_text(encoding="utf-8"))
            path.write_text(str(count + 1), encoding="utf-8")


def test_writers_in_several_processes_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0", encoding="utf-8")
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add_one, args=(path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert path.read_text(encoding="utf-8") == "150"
    assert os.listdir(tmp_path) == ["count"]  # noqa: PTH208 - the names alone are asked for
