"""One of several processes whose threads answer at the same time. Run by test_contention.py.

python -m tests.store.contention FILE PROCESS THREADS ANSWERS LEARNER CARD...
"""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.store.store_data import DAY_MS, FIRST_DAY, SCHEDULER

from drill.model.deck import CardId
from drill.model.learner import LearnerId, StudyDay
from drill.model.review import Answer, Rating, operation_id
from drill.store.opening import Store, open_store
from drill.store.reviews import record


@dataclass(frozen=True)
class Work:
    path: Path
    process: str
    threads: int
    answers: int
    learner: int
    cards: list[int]


def answer_all(store: Store, work: Work, name: str, waits_ms: list[float]) -> None:
    for number in range(work.answers):
        day = StudyDay(FIRST_DAY + number)
        answer = Answer(
            operation_id=operation_id(name, str(number)),
            learner_id=LearnerId(work.learner),
            card_id=CardId(work.cards[number % len(work.cards)]),
            reviewed_at_ms=day * DAY_MS,
            study_day=day,
            rating=Rating.GOOD,
        )
        start = time.perf_counter()
        record(store, answer, SCHEDULER, 0)
        waits_ms.append((time.perf_counter() - start) * 1000)
        if number % 5 == 0:  # and sends it again, as a client that got no reply
            assert record(store, answer, SCHEDULER, 0).repeated


def main(work: Work) -> None:
    waits_ms: list[float] = []
    with open_store(work.path) as store:
        workers = [
            threading.Thread(target=answer_all, args=(store, work, f"{work.process}-{number}", waits_ms))
            for number in range(work.threads)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    print(json.dumps(waits_ms))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    file, process, *numbers = sys.argv[1:]
    threads, answers, learner, *cards = map(int, numbers)
    main(Work(Path(file), process, threads, answers, learner, cards))
