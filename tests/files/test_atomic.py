from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from drill.files.atomic import WriteError, recover_folder, write_atomically, write_folder

if TYPE_CHECKING:
    from pathlib import Path

WRITER = """
import sys
from pathlib import Path
from drill.files.atomic import write_atomically
path = Path(sys.argv[1])
print("ready", flush=True)
n = 0
while True:
    n += 1
    write_atomically(path, bytes([65 + n % 26]) * 400_000)
"""
FOLDER_WRITER = """
import sys
from pathlib import Path
from drill.files.atomic import write_folder
folder = Path(sys.argv[1])
print("ready", flush=True)
n = 0
while True:
    n += 1
    data = bytes([65 + n % 26]) * 20_000
    write_folder(folder, {"form-A.pdf": data, "trainer-only/key.pdf": data, "forms.json": data})
"""
LIMITED = """
import resource, sys
from pathlib import Path
from drill.files.atomic import WriteError, write_atomically, write_folder
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for write in (
    lambda: write_atomically(Path(sys.argv[1]) / "file", b"x" * 5000),
    lambda: write_folder(Path(sys.argv[1]) / "folder", {"b": b"y", "a": b"x" * 5000}),
):
    try:
        write()
    except WriteError as error:
        print(error)
"""


def _killed_at(program: str, target: Path, seconds: float) -> None:
    """Run a program that writes for ever, and kill it after it has been at it for `seconds`."""
    process = subprocess.Popen([sys.executable, "-c", program, str(target)], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def test_a_file_is_written_whole_with_the_usual_rights(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.txt"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["a.txt"]
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask


def test_the_rights_of_a_replaced_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_atomically(path, b"one")
    path.chmod(0o640)
    write_atomically(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_name_as_long_as_names_may_be_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("礼" * 85)
    write_atomically(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "deck.apkg"
    for n in range(8):
        _killed_at(WRITER, path, 0.003 + 0.0071 * n)
        if path.exists():
            data = path.read_bytes()
            assert len(data) == 400_000
            assert len(set(data)) == 1


def test_a_set_of_files_killed_at_any_moment_is_of_one_making_and_the_next_writing_works(tmp_path: Path) -> None:
    folder = tmp_path / "knowledge-test"
    write_folder(folder, {"form-A.pdf": b"@", "trainer-only/key.pdf": b"@", "forms.json": b"@"})
    for n in range(8):
        _killed_at(FOLDER_WRITER, folder, 0.002 + 0.0053 * n)
        recover_folder(folder)
        files = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
        assert len(files) == 3
        assert len(set(files)) == 1
    write_folder(folder, {"form-A.pdf": b"last"})
    assert (folder / "form-A.pdf").read_bytes() == b"last"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["knowledge-test"]


def test_a_full_disk_leaves_what_stood_there(tmp_path: Path) -> None:
    write_atomically(tmp_path / "file", b"old")
    write_folder(tmp_path / "folder", {"a": b"old"})
    run = subprocess.run([sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, check=True, text=True)
    assert run.stdout.splitlines() == [
        f"{tmp_path}/file: cannot write: File too large. Nothing was changed there.",
        f"{tmp_path}/folder: cannot write: File too large. Nothing was changed there.",
    ]
    assert (tmp_path / "file").read_bytes() == b"old"
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "folder").iterdir()] == [("a", b"old")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0o555)
    with pytest.raises(WriteError, match=r"cannot write: Permission denied\. Nothing was changed there\."):
        write_atomically(closed / "a.txt", b"x")
    with pytest.raises(WriteError, match="cannot write: Permission denied"):
        write_folder(closed / "set", {"a": b"x"})


def test_a_place_that_cannot_be_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(WriteError, match="cannot write"):
        write_atomically(tmp_path / "file" / "a.txt", b"x")
    with pytest.raises(WriteError, match="cannot write"):
        write_folder(tmp_path / "file" / "set", {"a": b"x"})
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_folder_in_the_place_of_a_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(WriteError, match="cannot write"):
        write_atomically(tmp_path / "a.txt", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_set_keeps_files_of_other_names_and_drops_those_it_replaces(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    write_folder(folder, {"form-A.pdf": b"1", "form-B.pdf": b"1", "trainer-only/key.pdf": b"1"})
    (folder / "notes.txt").write_bytes(b"mine")
    write_folder(folder, {"form-A.pdf": b"2"}, replaced={"form-B.pdf", "trainer-only/key.pdf"})
    assert {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()} == {
        "form-A.pdf": b"2",
        "notes.txt": b"mine",
    }


def test_a_folder_that_was_moved_aside_comes_back(tmp_path: Path) -> None:
    folder, old = tmp_path / "set", tmp_path / ".set.old"
    write_folder(folder, {"a": b"1"})
    folder.rename(old)
    recover_folder(folder)
    assert (folder / "a").read_bytes() == b"1"
    assert not old.exists()
    recover_folder(folder)
    assert (folder / "a").read_bytes() == b"1"


def test_what_a_killed_writer_did_not_clear_away_is_in_nobodys_way(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    write_folder(folder, {"a": b"1"})
    for name in (".set.old", ".set.new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "stale").write_bytes(b"x")
    write_folder(folder, {"a": b"2"})
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("a", b"2")]
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
