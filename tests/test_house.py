"""What the documents say of the project's structure is what the project is."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROOMS = {path.parent.name for path in (ROOT / "src/drill").glob("*/__init__.py")}
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def layers() -> list[set[str]]:
    contract = next(c for c in CONFIGURATION["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [{room.strip() for room in layer.split("|")} for layer in contract["layers"]]


def test_every_room_has_its_place_in_the_import_contract() -> None:
    assert set().union(*layers()) - {"errors"} == ROOMS


def test_the_readme_draws_every_room_above_those_it_imports() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("## How it is built")[1]
    drawn = re.findall(r"(?:^|\s)([a-z]+)/", text.split("```")[1])
    assert set(drawn) == ROOMS
    depth = {room: number for number, layer in enumerate(layers()) for room in layer}
    assert [depth[room] for room in drawn] == sorted(depth[room] for room in drawn)


def test_the_design_record_names_every_room() -> None:
    text = (ROOT / "docs/design.md").read_text(encoding="utf-8").split("## The house")[1].split("## Decisions")[0]
    assert set(re.findall(r"`([a-z]+)/`", text)) == ROOMS


def test_no_registry_host_and_no_path_of_a_machine_is_named() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607 - git from the path
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    hosts = re.compile(r"//[\w.-]*(?:[p]ypi|[p]ythonhosted|[n]pmjs)[\w.-]*")
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8", errors="replace")
        assert not hosts.search(text), name


def test_the_lock_pins_every_runtime_dependency_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for requirement in CONFIGURATION["project"]["dependencies"]:
        name = re.split(r"[<>=]", requirement)[0].lower()
        assert re.search(rf"^{re.escape(name)}==\S+.*\\\n\s+--hash=sha256:", lock, re.MULTILINE), name
    assert "://" not in lock


def test_the_two_readmes_show_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return [line.split("#")[0].strip() for line in text.splitlines() if line.startswith("$ ")]

    assert commands("README.md") == commands("README.zh-CN.md")
