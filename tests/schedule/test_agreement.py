"""The memory model agrees with fsrs-rs-python and with the real Anki backend on 5,000 random histories.

Both reckon in single precision, ours in double: hence relative differences up to 1e-4. (`fsrs` itself, in double
precision, is compared in test_memory_model.py.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fsrs_rs_python import FSRS, FSRSItem, FSRSReview
from tests.schedule.learner_logs import OTHER_WEIGHTS
from tests.schedule.schedule_cards import random_histories, rated_log

from drill.schedule.fsrs6 import DEFAULT_WEIGHTS
from drill.schedule.replay import replay

if TYPE_CHECKING:
    from pathlib import Path

    from anki.cards import CardId
    from anki.collection import Collection

HISTORIES = random_histories(5_000, seed=7)
CLOSE = 1e-4
DAY_S = 86_400


@pytest.mark.parametrize("weights", [DEFAULT_WEIGHTS, OTHER_WEIGHTS])
def test_the_kernel_agrees_with_fsrs_rs(weights: tuple[float, ...]) -> None:
    items = []
    for history in HISTORIES:
        days = [history[0][0], *(day for day, _ in history)]
        reviews = [FSRSReview(rating, day - before) for (day, rating), before in zip(history, days, strict=False)]
        items.append(FSRSItem(reviews))
    theirs = FSRS(list(weights)).memory_state_batch(items)
    ours = replay(rated_log(HISTORIES), weights)
    assert ours.stability.tolist() == pytest.approx([state.stability for state in theirs], rel=CLOSE)
    assert ours.difficulty.tolist() == pytest.approx([state.difficulty for state in theirs], rel=CLOSE)


@pytest.mark.parametrize("number", [120, pytest.param(5_000, marks=pytest.mark.soak)])  # Anki takes 35 ms a card
def test_the_kernel_agrees_with_anki(tmp_path: Path, number: int) -> None:
    from anki.collection import Collection

    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        cards = _fill(collection, HISTORIES[:number])
        theirs = [collection.compute_memory_state(card) for card in cards]
    finally:
        collection.close()
    ours = replay(rated_log(HISTORIES[:number]), DEFAULT_WEIGHTS)
    assert ours.stability.tolist() == pytest.approx([state.stability for state in theirs], rel=CLOSE)
    assert ours.difficulty.tolist() == pytest.approx([state.difficulty for state in theirs], rel=CLOSE)


def _fill(collection: Collection, histories: list[list[tuple[int, int]]]) -> list[CardId]:
    """Write a card for every history into Anki's tables, with its reviews in the log; return the cards' ids."""
    from anki.cards import CardId

    collection.set_config("fsrs", True)  # noqa: FBT003 - Anki's signature
    database = collection.db
    assert database is not None
    last_day = max(day for history in histories for day, _ in history)
    end_ms = (collection.sched.day_cutoff - DAY_S // 2) * 1000  # noon of the study day before tomorrow
    cards, reviews = [], []
    for number, history in enumerate(histories, start=1):
        cards.append((number, number, 1, 0, 0, 0, 2, 2, 1, 10, 2500, len(history), 0, 0, 0, 0, 0, ""))
        for place, (day, rating) in enumerate(history):
            at_ms = end_ms - (last_day - day) * DAY_S * 1000 + place * 20_000 + number  # the entry's id: each its own
            reviews.append((at_ms, number, 0, rating, 1, 1, 2500, 1000, 0 if place == 0 else 1))
    database.executemany("INSERT INTO cards VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", cards)
    database.executemany("INSERT INTO revlog VALUES (?,?,?,?,?,?,?,?,?)", reviews)
    return [CardId(card[0]) for card in cards]
