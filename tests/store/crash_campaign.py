"""Kill a writing process again and again, and look at what is left. Run by test_crash.py in a process of its own.

    python -m tests.store.crash_campaign FOLDER ROUNDS SEED

The parent forks a child that answers and undoes. Before each operation the child writes its number to a pipe, and
again once the store has returned: that is the acknowledgement. Every other child is killed by the parent at a random
moment; the others kill themselves before a random statement, which mostly stands inside a transaction.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.store.store_data import DAY_MS, DEFAULTS, FIRST_DAY, REPLAY, SCHEDULER, filled_store

from drill.model.learner import StudyDay
from drill.model.review import Answer, OperationId, Rating, operation_id
from drill.schedule.replay import replay
from drill.store import rebuild
from drill.store.backup import check_file
from drill.store.connection import sqlite_connection
from drill.store.opening import open_store
from drill.store.reviews import record, undo
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from drill.model.deck import CardId
    from drill.model.learner import LearnerId
    from drill.store.opening import Store

CARDS = 40
_NUMBER = struct.Struct("<q")
_MOST_S = 0.05


class DyingConnection:
    """A connection that kills its process before the n-th statement after it was armed."""

    def __init__(self, path: str, statements: int) -> None:
        self._connection: sqlite3.Connection = sqlite_connection(path)
        self._left = statements
        self.begun = False

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> sqlite3.Cursor:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._connection.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> sqlite3.Cursor:
        return self._connection.executemany(sql, parameters)

    def close(self) -> None:
        self._connection.close()


@dataclass
class Campaign:
    path: Path
    learner_id: LearnerId
    card_ids: list[CardId]
    next_operation: int = 0
    acknowledged: set[int] = field(default_factory=set)
    killed_inside: int = 0

    def operate(self, store: Store, number: int) -> None:
        """The operation of that number: mostly an answer, sometimes an undo; the same whenever it is sent again."""
        if number % 7 == 6:
            undo(store, self.learner_id, _operation(number), REPLAY, number)
            return
        day = StudyDay(FIRST_DAY + number // 50)
        answer = Answer(
            operation_id=_operation(number),
            learner_id=self.learner_id,
            card_id=self.card_ids[number * 7 % CARDS],
            reviewed_at_ms=day * DAY_MS + number,
            study_day=day,
            rating=Rating(1 + number % 4),
            taken_ms=1000,
        )
        record(store, answer, SCHEDULER, number)

    def child(self, pipe: int, statements: int) -> None:
        """Operate until killed, beginning with what the last child may not have finished."""
        with open_store(self.path, connect=lambda path: DyingConnection(path, statements)) as store:
            for number in range(self.next_operation, self.next_operation + 10**6):
                os.write(pipe, _NUMBER.pack(-number - 1))
                self.operate(store, number)
                os.write(pipe, _NUMBER.pack(number))

    def round(self, rng: Rng, *, inside: bool) -> None:
        reading, writing = os.pipe()
        statements = 12 + rng.below(150) if inside else 0
        child = os.fork()
        if not child:
            try:
                os.close(reading)
                self.child(writing, statements)
            finally:
                os._exit(1)
        os.close(writing)
        if not inside:
            time.sleep(0.003 + rng.unit() * _MOST_S)
            os.kill(child, signal.SIGKILL)
        told = _read_all(reading)
        os.close(reading)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status), "the child ended by itself"
        assert os.WTERMSIG(status) == signal.SIGKILL
        done = [number for number in told if number >= 0]
        begun = [-number - 1 for number in told if number < 0]
        self.killed_inside += len(begun) > len(done)
        self.acknowledged.update(done)
        # The last one begun is sent again by the next child: it must then be there exactly once.
        self.next_operation = begun[-1] if begun else self.next_operation

    def lost(self) -> list[int]:
        with closing(sqlite_connection(str(self.path))) as connection:
            rows = connection.execute("SELECT operation_id FROM review").fetchall()
        there = {bytes(row[0]) for row in rows}
        # An undo with nothing to undo leaves nothing behind; there is always something here but at the beginning.
        return [number for number in self.acknowledged if _operation(number) not in there]

    def damage(self) -> list[str]:
        with open_store(self.path) as store:
            with store.read() as connection:
                found = check_file(connection)
            derived = rebuild.compare_derived(store, replay, DEFAULTS, lambda _: None)
        if derived.different_states or derived.different_figures:
            found.append(f"{derived.different_states} states and {derived.different_figures} figures differ")
        return found


def _operation(number: int) -> OperationId:
    return operation_id("crash", str(number))


def _read_all(pipe: int) -> list[int]:
    content = b""
    while chunk := os.read(pipe, 1 << 16):
        content += chunk
    return [number for (number,) in _NUMBER.iter_unpack(content[: len(content) // 8 * 8])]


def main(folder: Path, rounds: int, seed: int) -> None:
    made = filled_store(folder / "drill.db", learners=1, count=CARDS)
    made.store.close()
    campaign = Campaign(folder / "drill.db", made.learner_ids[0], made.card_ids)
    rng = Rng("crash", seed)
    lost: set[int] = set()
    damage: list[str] = []
    for number in range(rounds):
        campaign.round(rng, inside=number % 2 == 1)
        lost.update(campaign.lost())
        if number % 20 == 19 or number == rounds - 1:
            damage += campaign.damage()
    result = {
        "rounds": rounds,
        "acknowledged": len(campaign.acknowledged),
        "killed_inside": campaign.killed_inside,
        "lost": sorted(lost),
        "damage": damage,
    }
    print(json.dumps(result))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
