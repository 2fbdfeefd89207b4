"""One of several processes whose threads answer at the same time. Run by test_contention.py.

python -m tests.store.contention FILE PROCESS THREADS ANSWERS LEARNER CARD...
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from tests.store.store_data import DAY_MS, FIRST_DAY, SCHEDULER

from drill.model.deck import CardId
from drill.model.learner import LearnerId, StudyDay
from drill.model.review import Answer, Rating, operation_id
from drill.store.opening import Store, open_store
from drill.store.reviews import record


def answer_all(store: Store, name: str, learner: int, cards: list[int], answers: int, waits_ms: list[float]) -> None:
    for number in range(answers):
        day = StudyDay(FIRST_DAY + number)
        answer = Answer(
            operation_id=operation_id(name, str(number)),
            learner_id=LearnerId(learner),
            card_id=CardId(cards[number % len(cards)]),
            reviewed_at_ms=day * DAY_MS,
            study_day=day,
            rating=Rating.GOOD,
        )
        start = time.perf_counter()
        record(store, answer, SCHEDULER, 0)
        waits_ms.append((time.perf_counter() - start) * 1000)
        if number % 5 == 0:  # and sends it again, as a client that got no reply
            assert record(store, answer, SCHEDULER, 0).repeated


def main(path: str, process: str, threads: int, answers: int, learner: int, cards: list[int]) -> None:
    waits_ms: list[float] = []
    with open_store(Path(path)) as store:
        workers = [
            threading.Thread(target=answer_all, args=(store, f"{process}-{number}", learner, cards, answers, waits_ms))
            for number in range(threads)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    print(json.dumps(waits_ms))  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), list(map(int, sys.argv[6:])))
