"""The store against bare SQL: one durable answer, the due queue, a rebuild.

The peer of an answer is what anybody would write by hand with sqlite3: the same rows into the same tables, in one
BEGIN IMMEDIATE. Both run on the same disk with the same settings, taking turns.
"""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result
from drill.model.bank import NoteKind
from drill.model.deck import Audience, BankCard, BankContents, CardId, DeckOptions, Face, OutlineEntry
from drill.model.learner import LearnerId, StudyDay
from drill.model.review import Answer, Rating, operation_id
from drill.model.schedule import Outcome, ParameterSet
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, MODEL
from drill.schedule.replay import replay
from drill.schedule.transition import Scheduler
from drill.store import rebuild
from drill.store.banks import load_bank
from drill.store.connection import configure, sqlite_connection
from drill.store.decks import assign_deck
from drill.store.opening import Store, open_store
from drill.store.queue import due_cards
from drill.store.reviews import record
from drill.store.rollups import DAY_COLUMNS
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from drill.model.schedule import CardState

BANK = "bank0001"
ANSWERS = 400
LEARNERS, CARDS, REVIEWS = 500, 400, 1_000_000
QUEUE_STATES = 1_000_000
_DAY_MS = 86_400_000
_FIRST_DAY = 20_000
_DEFAULTS = ParameterSet(model=MODEL, weights=DEFAULT_WEIGHTS)


def run() -> list[Result]:
    """Measure everything in a temporary folder; DRILL_BENCH_DIR names another place for it."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("DRILL_BENCH_DIR")) as folder:
        return [*_answers(Path(folder)), *_queue(Path(folder)), *_large_log(Path(folder))]


def _contents(cards: int) -> BankContents:
    sections = 20
    return BankContents(
        bank_id=BANK,
        title="A bank",
        language="en",
        version="1",
        chapters=(OutlineEntry(id="chap0001", parent_id="", title="Chapter"),),
        sections=tuple(OutlineEntry(id=f"sect{n:04}", parent_id="chap0001", title="Section") for n in range(sections)),
        facts=(),
        cards=tuple(
            BankCard(
                bank_id=BANK,
                note_id=f"note{n:06}",
                ordinal=0,
                kind=NoteKind.RECALL,
                chapter_id="chap0001",
                section_id=f"sect{n % sections:04}",
                fact_ids=(),
                position=n,
                face=Face(prompt="Question", answer="Answer"),
            )
            for n in range(cards)
        ),
    )


def _store(path: Path, *, learners: int, cards: int) -> Store:
    store = open_store(path, create=True)
    with store.write() as connection:
        load_bank(store, _contents(cards), 0)
        assign_deck(store, BANK, Audience(), DeckOptions(), 0)
        connection.executemany(
            "INSERT INTO learner (learner_id, group_name, time_zone, rollover_minutes, created_at_ms)"
            " VALUES (?, ?, 'Asia/Shanghai', 240, 0)",
            [(number, f"Group {number % 10}") for number in range(1, learners + 1)],
        )
    return store


def _answer(number: int, cards: int) -> Answer:
    day = StudyDay(_FIRST_DAY + number // 50)
    return Answer(
        operation_id=operation_id("bench", str(number)),
        learner_id=LearnerId(1),
        card_id=CardId(1 + number * 7 % cards),
        reviewed_at_ms=day * _DAY_MS + number,
        study_day=day,
        rating=Rating(2 + number % 3),
        taken_ms=4000,
    )


def _answers(folder: Path) -> Iterator[Result]:
    answers = [_answer(number, 200) for number in range(ANSWERS)]
    scheduler = Scheduler()
    with (
        _store(folder / "a.db", learners=1, cards=200) as ours,
        _store(folder / "b.db", learners=1, cards=200) as whole,
    ):
        outcomes: dict[bytes, Outcome] = {}

        def remembered(state: CardState, answer: Answer) -> Outcome:
            outcomes[answer.operation_id] = scheduler(state, answer)
            return outcomes[answer.operation_id]

        whole_s = [_timed(lambda a=answer: record(whole, a, remembered, 0)) for answer in answers]  # type: ignore[misc]
        known = outcomes.__getitem__

        def given(_state: CardState, answer: Answer) -> Outcome:
            return known(answer.operation_id)

        with _store(folder / "c.db", learners=1, cards=200):
            pass
        ours_s, bare_s = [], []
        with closing(sqlite_connection(str(folder / "c.db"))) as bare:
            configure(bare)
            for answer in answers:
                bare_row, bare_state = _bare_rows(answer, outcomes[answer.operation_id])
                predicted = outcomes[answer.operation_id].predicted_ppm
                bare_s.append(_timed(lambda r=bare_row, s=bare_state, p=predicted: _bare_answer(bare, r, s, p)))  # type: ignore[misc]
                ours_s.append(_timed(lambda a=answer: record(ours, a, given, 0)))  # type: ignore[misc]
    name = "one durable answer (peer: the same rows by bare SQL)"
    yield _result(name, _median(ours_s), _median(bare_s), goal=1 / 0.7)
    yield _result("the same with the scheduler's work in it", _median(whole_s), _median(bare_s), goal=None)


_BARE_REVIEW = (
    "INSERT INTO review (operation_id, learner_id, card_id, kind, rating, action, origin, reviewed_at_ms, study_day,"
    " taken_ms, phase_before, last_interval_days, predicted_ppm, phase, step, interval_days, due_day, due_at_ms,"
    " suspended, buried_until_day, recorded_at_ms) VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, 0, 0, NULL, ?, ?, ?, ?, ?, 0,"
    " 0, 0)"
)
_BARE_STATE = (
    "INSERT INTO card_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, last_insert_rowid())"
    " ON CONFLICT (learner_id, card_id) DO UPDATE SET phase = excluded.phase, step = excluded.step,"
    " stability = excluded.stability, difficulty = excluded.difficulty, interval_days = excluded.interval_days,"
    " due_day = excluded.due_day, due_at_ms = excluded.due_at_ms, reviews = excluded.reviews, lapses = excluded.lapses,"
    " last_study_day = excluded.last_study_day, last_reviewed_at_ms = excluded.last_reviewed_at_ms,"
    " last_entry_at_ms = excluded.last_entry_at_ms, last_review_id = excluded.last_review_id"
)
_BARE_DAY = (
    f"INSERT INTO learner_day (learner_id, study_day, bank_id, {', '.join(DAY_COLUMNS)}) VALUES"  # noqa: S608 - constants
    " (?, ?, ?, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 1, 0, 0, ?) ON CONFLICT (learner_id, study_day, bank_id) DO UPDATE"
    " SET review = review + 1, good = good + 1, young = young + 1, young_passed = young_passed + 1,"
    " taken_ms = taken_ms + excluded.taken_ms"
)
_BARE_SECTION = (
    "INSERT INTO section_day VALUES (?, ?, ?, 'sect0001', 1, 0, 1, 1, ?) ON CONFLICT (learner_id, study_day, bank_id,"
    " section_id) DO UPDATE SET rated = rated + 1, tested = tested + 1, passed = passed + 1,"
    " taken_ms = taken_ms + excluded.taken_ms"
)
_BARE_BIN = (
    "INSERT INTO calibration VALUES (?, ?, ?, 1, 1, ?) ON CONFLICT (learner_id, bank_id, bin) DO UPDATE"
    " SET tested = tested + 1, passed = passed + 1, predicted_ppm = predicted_ppm + excluded.predicted_ppm"
)


def _bare_rows(answer: Answer, outcome: Outcome) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    after, rating = outcome.state, None if answer.rating is None else int(answer.rating)
    decided = (int(after.phase), after.step, after.interval_days, after.due_day, after.due_at_ms)
    review = (answer.operation_id, answer.learner_id, answer.card_id, int(outcome.kind), rating)
    times = (answer.reviewed_at_ms, answer.study_day, answer.taken_ms)
    state = (answer.learner_id, answer.card_id, *decided[:2], after.stability, after.difficulty, *decided[2:])
    counts = (after.reviews, after.lapses, answer.study_day, answer.reviewed_at_ms, answer.reviewed_at_ms)
    return (*review, *times, *decided), (*state, *counts)


def _bare_answer(
    connection: sqlite3.Connection, review: tuple[Any, ...], state: tuple[Any, ...], predicted_ppm: int | None
) -> None:
    learner_id, study_day, taken_ms = review[1], review[6], review[7]
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_BARE_REVIEW, review)
    connection.execute(_BARE_STATE, state)
    connection.execute(_BARE_DAY, (learner_id, study_day, BANK, taken_ms))
    connection.execute(_BARE_SECTION, (learner_id, study_day, BANK, taken_ms))
    if predicted_ppm is not None:
        connection.execute(_BARE_BIN, (learner_id, BANK, min(predicted_ppm // 50_000, 19), predicted_ppm))
    connection.execute("COMMIT")


def _queue(folder: Path) -> Iterator[Result]:
    """A million states of 500 learners; what is due for one of them, a few hundred cards."""
    cards = QUEUE_STATES // LEARNERS
    with _store(folder / "queue.db", learners=LEARNERS, cards=cards) as store:
        _fill_states(store, cards)
        today = StudyDay(_FIRST_DAY)
        bare = (
            "SELECT card_id, phase, due_day, due_at_ms FROM card_state WHERE learner_id = ? AND suspended = 0"
            " AND due_day <= ? ORDER BY due_day LIMIT 200"
        )

        def ours() -> int:
            return len(due_cards(store, LearnerId(250), [BANK], today, 200))

        def peer() -> int:
            with store.read() as connection:
                return len(connection.execute(bare, (250, today)).fetchall())

        assert ours() == peer() == 200
        ours_s, peer_s = _best_of(21, ours, peer)
    yield _result(f"200 due cards among {QUEUE_STATES:,} states (peer: the bare query)", ours_s, peer_s, goal=2)


def _fill_states(store: Store, cards: int) -> None:
    rng = Rng("queue")
    days = [_FIRST_DAY - 50 + rng.below(500) for _ in range(cards)]
    with store.write() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute(
            "INSERT INTO review (review_id, operation_id, learner_id, card_id, kind, rating, action, origin,"
            " reviewed_at_ms, study_day, taken_ms, phase_before, last_interval_days, phase, step, interval_days,"
            " due_day, due_at_ms, suspended, buried_until_day, recorded_at_ms)"
            " VALUES (1, zeroblob(16), 1, 1, 0, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0)"
        )
        connection.executemany(
            "INSERT INTO card_state VALUES (?, ?, 2, 0, 10.0, 5.0, 10, ?, 0, 0, 0, 3, 0, ?, 0, 0, 1)",
            (
                (learner, card + 1, days[(card * 7 + learner) % cards], _FIRST_DAY - 20)
                for learner in range(1, LEARNERS + 1)
                for card in range(cards)
            ),
        )


def _large_log(folder: Path) -> Iterator[Result]:
    with _store(folder / "log.db", learners=LEARNERS, cards=CARDS) as store:
        _fill_log(store)
        start = time.perf_counter()
        rebuilt = rebuild.rebuild(store, replay, _DEFAULTS, lambda _: None)
        rebuild_s = time.perf_counter() - start
        assert (rebuilt.entries, rebuilt.cards) == (REVIEWS, LEARNERS * CARDS)
        found = rebuild.compare_derived(store, replay, _DEFAULTS, lambda _: None)
        assert (found.different_states, found.different_figures) == (0, 0)
        reading_s, _ = _best_of(2, lambda: _read_log(store), lambda: 0)
    name = f"rebuild of {REVIEWS:,} reviews, {LEARNERS * CARDS:,} cards, goal 6 s (peer: reading the log alone)"
    yield _result(name, rebuild_s, reading_s, goal=None)


def _read_log(store: Store) -> int:
    with store.read() as connection:
        return len(connection.execute("SELECT learner_id, card_id, study_day, rating FROM review").fetchall())


def _fill_log(store: Store) -> None:
    """Five reviews of every card of every learner, over 180 study days, in the order of time."""
    rng = Rng("log")
    offsets = [sorted(rng.below(180) for _ in range(REVIEWS // LEARNERS // CARDS)) for _ in range(CARDS)]
    entries = sorted(
        (day, learner, card, turn)
        for learner in range(1, LEARNERS + 1)
        for card in range(CARDS)
        for turn, day in enumerate(offsets[(card + learner) % CARDS])
    )
    rows = (
        (
            number.to_bytes(16, "big"),
            learner,
            card + 1,
            min(turn, 1),
            1 + (number * 7 + card) % 4,
            (_FIRST_DAY + day) * _DAY_MS + number,
            _FIRST_DAY + day,
            2 * min(turn, 1),
            turn * 10,
            900_000 if turn else None,
            _FIRST_DAY + day + 10,
        )
        for number, (day, learner, card, turn) in enumerate(entries)
    )
    with store.write() as connection:
        connection.executemany(
            "INSERT INTO review (operation_id, learner_id, card_id, kind, rating, action, origin, reviewed_at_ms,"
            " study_day, taken_ms, phase_before, last_interval_days, predicted_ppm, phase, step, interval_days,"
            " due_day, due_at_ms, suspended, buried_until_day, recorded_at_ms)"
            " VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, 5000, ?, ?, ?, 2, 0, 10, ?, 0, 0, 0, 0)",
            rows,
        )


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _best_of(times: int, ours: Callable[[], int], peer: Callable[[], int]) -> tuple[float, float]:
    pairs = [(_timed(peer), _timed(ours)) for _ in range(times)]
    return min(one for _, one in pairs), min(one for one, _ in pairs)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _result(name: str, ours: float, peer: float, *, goal: float | None) -> Result:
    return Result(name=name, ours=ours, peer=peer, ratio=ours / peer, unit="s", goal=goal)
