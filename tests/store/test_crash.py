"""kill -9 while the store is being written to: nothing acknowledged is lost, nothing is damaged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def campaign(folder: Path, rounds: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.store.crash_campaign", str(folder), str(rounds), str(seed)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def check(result: dict[str, Any]) -> None:
    assert result["lost"] == []
    assert result["damage"] == []
    assert result["acknowledged"] > result["rounds"]
    assert result["killed_inside"] > result["rounds"] * 0.4, "most kills fall between a beginning and its end"


def test_nothing_acknowledged_is_lost_over_two_hundred_kills(tmp_path: Path) -> None:
    check(campaign(tmp_path, 200, 1))


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_over_a_thousand_kills(tmp_path: Path) -> None:
    check(campaign(tmp_path, 1000, 2))
