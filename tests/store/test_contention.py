"""Four processes of sixteen threads answer the same learner's cards at once: each answer is there exactly once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.store.store_data import filled_store, rows

from drill.store.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
PROCESSES, THREADS, ANSWERS = 4, 16, 12


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-m", module, *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def outputs(running: list[subprocess.Popen[str]]) -> list[str]:
    done = [(process.communicate(), process) for process in running]
    assert [(err, process.returncode) for (_, err), process in done] == [("", 0)] * len(done)
    return [out for (out, _), _ in done]


def test_no_answer_is_lost_or_doubled_among_many_writers(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    made = filled_store(tmp_path / "drill.db", learners=1, count=4)
    arguments = (tmp_path / "drill.db", THREADS, ANSWERS, made.learner_ids[0], *made.card_ids)
    running = [start("tests.store.contention", arguments[0], process, *arguments[1:]) for process in range(PROCESSES)]
    waits_ms = sorted(wait for out in outputs(running) for wait in json.loads(out))
    record_property("p99_ms", waits_ms[len(waits_ms) * 99 // 100])
    print(f"p50 {waits_ms[len(waits_ms) // 2]:.1f} ms, p99 {waits_ms[len(waits_ms) * 99 // 100]:.1f} ms")  # noqa: T201 - shown with -s
    total = PROCESSES * THREADS * ANSWERS
    assert rows(made.store, "SELECT count(*), count(DISTINCT operation_id) FROM review") == [(total, total)]
    assert made.differences() == (0, 0)


OPENING = """
import sys
from pathlib import Path
from drill.store.opening import open_store
with open_store(Path(sys.argv[1]), create=True) as store, store.read() as connection:
    print(connection.execute("SELECT count(*) FROM _sqlite_migrations").fetchone()[0])
"""


def test_many_processes_may_begin_one_store_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", OPENING, str(path)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(12)
    ]
    assert {out.strip() for out in outputs(running)} == {"1"}
    open_store(path).close()
