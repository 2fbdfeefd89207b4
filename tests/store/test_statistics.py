"""Figures from roll-ups and states equal those grouped from the log, whatever was answered, undone and moved."""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.store_data import BANK, FIRST_DAY, Filled, contents, filled_store

from drill.model.deck import Audience, DeckOptions
from drill.model.learner import Calendar, StudyDay
from drill.model.review import Action, Rating, ReviewKind
from drill.model.schedule import CardPhase
from drill.model.statistics import Effort, Scope
from drill.store.banks import load_bank
from drill.store.decks import assign_deck, withdraw_deck
from drill.store.learners import learners, retire_learner
from drill.store.reviews import entries, states
from drill.store.standing import (
    LATE_DAYS,
    calendars,
    card_efforts,
    cards_in_use,
    facts_of_cards,
    leeches,
    load_ahead,
    memory,
    standings,
)
from drill.store.statistics import (
    begun_since,
    calibration,
    day_efforts,
    learner_efforts,
    section_efforts,
    study_days,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from drill.model.learner import LearnerId
    from drill.model.review import Review
    from drill.model.schedule import CardState

COUNTED = {ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN, ReviewKind.FILTERED, ReviewKind.CRAM}
steps = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.integers(0, 5),
        st.sampled_from([0, 0, 1, 1, 3, 9]),
        st.sampled_from([1, 2, 3, 3, 3, 4, 0]),
    ),
    min_size=1,
    max_size=40,
)
scopes = st.builds(
    lambda group, learner, first, last, chapter: (group, learner, first, last, chapter),
    st.sampled_from([None, "", "A"]),
    st.sampled_from([None, 0, 1]),
    st.one_of(st.none(), st.integers(0, 30)),
    st.one_of(st.none(), st.integers(10, 60)),
    st.sampled_from(["", "chap0001"]),
)


def played(filled: Filled, moves: list[tuple[int, int, int, int]]) -> None:
    day = 0
    for learner, card, later, rating in moves:
        day += later
        if rating == 0:
            filled.undo(learner)
        else:
            filled.record(card, Rating(rating), learner=learner, day=day)


def counted(filled: Filled, scope: Scope) -> list[Review]:
    """Return the entries within `scope` that count, from the log alone."""
    found = []
    for learner_id in filled.learner_ids:
        log = entries(filled.store, learner_id)
        voided = {one.voids for one in log}
        found += [
            one
            for one in log
            if one.id not in voided
            and one.kind in COUNTED
            and one.answer.rating is not None
            and scope.learner_id in {None, learner_id}
            and (scope.first_day is None or one.answer.study_day >= scope.first_day)
            and (scope.last_day is None or one.answer.study_day <= scope.last_day)
        ]
    return found


def effort(log: list[Review], *, of_chapter: bool) -> Effort:
    tested = [one for one in log if is_tested(one)]
    young = [one for one in tested if one.last_interval_days < 21]
    mature = [one for one in tested if one.last_interval_days >= 21]
    whole = Effort(
        rated=len(log),
        new_cards=sum(one.phase_before is CardPhase.NEW and one.kind is not ReviewKind.CRAM for one in log),
        again=sum(one.answer.rating is Rating.AGAIN for one in log),
        tested=len(tested),
        passed=sum(passed(one) for one in tested),
        young=len(young),
        young_passed=sum(passed(one) for one in young),
        mature=len(mature),
        mature_passed=sum(passed(one) for one in mature),
        taken_ms=sum(one.answer.taken_ms for one in log),
    )
    if not of_chapter:
        return whole
    return Effort(
        rated=whole.rated, again=whole.again, tested=whole.tested, passed=whole.passed, taken_ms=whole.taken_ms
    )


def is_tested(one: Review) -> bool:
    in_review = one.phase_before is CardPhase.REVIEW
    return one.kind is ReviewKind.REVIEW or (one.kind is ReviewKind.FILTERED and in_review)


def passed(one: Review) -> bool:
    return one.answer.rating is not None and one.answer.rating.passed


def grouped(log: list[Review], by: Callable[[Review], object]) -> dict[object, list[Review]]:
    found: dict[object, list[Review]] = defaultdict(list)
    for one in log:
        found[by(one)].append(one)
    return found


@settings(max_examples=40)
@given(steps, scopes)
def test_every_figure_equals_the_log_grouped(moves: list[tuple[int, int, int, int]], chosen: tuple) -> None:  # type: ignore[type-arg]
    group, learner, first, last, chapter = chosen
    with tempfile.TemporaryDirectory() as folder:
        filled = filled_store(Path(folder) / "drill.db")
        played(filled, moves)
        groups = {own: group_of(filled, own) for own in filled.learner_ids}
        scope = Scope(
            learner_id=None if learner is None else filled.learner_ids[learner],
            group=group,
            bank_id=BANK if chapter else "",
            chapter_id=chapter,
            first_day=None if first is None else StudyDay(FIRST_DAY + first),
            last_day=None if last is None else StudyDay(FIRST_DAY + last),
        )
        log = [one for one in counted(filled, scope) if group is None or groups[one.answer.learner_id] == group]
        of_chapter = bool(chapter)
        assert learner_efforts(filled.store, scope) == {
            own: effort(ones, of_chapter=of_chapter)
            for own, ones in grouped(log, lambda one: one.answer.learner_id).items()
        }
        assert day_efforts(filled.store, scope) == {
            day: effort(ones, of_chapter=of_chapter)
            for day, ones in grouped(log, lambda one: one.answer.study_day).items()
        }
        assert study_days(filled.store, scope) == {
            own: tuple(sorted({one.answer.study_day for one in ones}))
            for own, ones in grouped(log, lambda one: one.answer.learner_id).items()
        }
        sections = {card: f"sect{at % 3:04}" for at, card in enumerate(filled.card_ids)}
        by_section = grouped(log, lambda one: (groups[one.answer.learner_id], sections[one.answer.card_id]))
        assert {(one.group, one.section_id): one.effort for one in section_efforts(filled.store, scope)} == {
            place: effort(ones, of_chapter=True) for place, ones in by_section.items()
        }
        filled.store.close()


def group_of(filled: Filled, learner_id: LearnerId) -> str:
    with filled.store.read() as connection:
        sql = "SELECT group_name FROM learner WHERE learner_id = ?"
        return str(connection.execute(sql, (learner_id,)).fetchone()[0])


@pytest.fixture
def played_store(tmp_path: Path) -> Iterator[Filled]:
    filled = filled_store(tmp_path / "drill.db")
    for day in (0, 0, 1, 4, 12, 40, 45, 60):
        for card in range(4):
            filled.record(card, Rating.AGAIN if (day + card) % 5 == 4 else Rating.GOOD, day=day)
    for card in range(2):
        filled.record(card, learner=1, day=3)
    yield filled
    filled.store.close()


def test_calibration_holds_each_tested_entry_with_a_prediction(played_store: Filled) -> None:
    log = [one for one in counted(played_store, Scope()) if is_tested(one) and one.predicted_ppm is not None]
    bins = Counter(min(19, (one.predicted_ppm or 0) // 50_000) for one in log)
    found = calibration(played_store.store, Scope(bank_id=BANK))
    assert {one.bin: one.tested for one in found} == bins
    assert sum(one.passed for one in found) == sum(passed(one) for one in log)
    assert all(one.bin / 20 <= one.predicted <= (one.bin + 1) / 20 for one in found)


def test_pace_counts_cards_begun_since_a_day(played_store: Filled) -> None:
    first, second = played_store.learner_ids
    assert begun_since(played_store.store, Scope(), StudyDay(FIRST_DAY)) == {first: 4, second: 2}
    assert begun_since(played_store.store, Scope(bank_id=BANK), StudyDay(FIRST_DAY + 1)) == {first: 0, second: 2}


def test_standing_counts_states(played_store: Filled) -> None:
    today = StudyDay(FIRST_DAY + 20_000)
    first, second = played_store.learner_ids
    played_store.act(Action.SUSPEND, 0, day=61)
    assign_deck(played_store.store, BANK, Audience(), DeckOptions(leech_threshold=1), 0)
    found = {one.learner_id: one for one in standings(played_store.store, Scope(), today)}
    assert (found[first].seen, found[first].suspended, found[first].overdue) == (4, 1, 3)
    assert found[second].seen == 2
    assert found[first].leeches == sum(one.lapses > 0 for one in states_of(played_store, first))
    due = min(one.due_day for one in states_of(played_store, second) if one.phase is not CardPhase.NEW)
    for late in (LATE_DAYS, LATE_DAYS + 1):
        state = standings(played_store.store, Scope(learner_id=second), StudyDay(due + late))[0]
        assert (state.overdue > 0) == (late > LATE_DAYS), "overdue by more than two study days"


def states_of(filled: Filled, learner_id: LearnerId) -> tuple[CardState, ...]:
    return states(filled.store, learner_id)


def test_standing_by_calendar_counts_only_its_learners(played_store: Filled) -> None:
    assert calendars(played_store.store) == (("Asia/Shanghai", 240),)
    other = Calendar(time_zone="Europe/Berlin")
    assert standings(played_store.store, Scope(), StudyDay(FIRST_DAY), other) == ()
    assert len(standings(played_store.store, Scope(), StudyDay(FIRST_DAY), Calendar())) == 2


def test_the_load_ahead_holds_every_card_once_with_what_is_overdue_today(played_store: Filled) -> None:
    today = StudyDay(FIRST_DAY + 62)
    ahead = load_ahead(played_store.store, Scope(), today, 40_000)
    assert sum(ahead) == 6
    states = [one for own in played_store.learner_ids for one in states_of(played_store, own)]
    assert ahead[0] == sum(one.due_day <= today for one in states)
    for one in states:
        assert ahead[max(0, one.due_day - today)] > 0
    retire_learner(played_store.store, played_store.learner_ids[0], 0)
    assert sum(load_ahead(played_store.store, Scope(), today, 40_000)) == 2, "nothing falls due for who has retired"


def test_leeches_are_of_active_learners_most_lapses_first(played_store: Filled) -> None:
    assign_deck(played_store.store, BANK, Audience(), DeckOptions(leech_threshold=1), 0)
    found = leeches(played_store.store, Scope(), 10)
    assert [one.lapses for one in found] == sorted((one.lapses for one in found), reverse=True)
    assert found
    assert leeches(played_store.store, Scope(), 1) == found[:1]
    retire_learner(played_store.store, played_store.learner_ids[0], 0)
    assert leeches(played_store.store, Scope(), 10) == ()


@pytest.mark.parametrize(
    ("everyone", "group", "own", "are_leeches"),
    [
        (1, None, None, True),
        (99, None, None, False),
        (99, 1, None, True),
        (1, 99, None, False),
        (99, 99, 1, True),
        (1, 1, 99, False),
        (0, None, None, False),
    ],
)
def test_a_leech_is_what_the_narrowest_deck_calls_one(
    played_store: Filled, *, everyone: int, group: int | None, own: int | None, are_leeches: bool
) -> None:
    store, learner_id = played_store.store, played_store.learner_ids[0]
    (learner,) = (one for one in learners(store) if one.id == learner_id)
    for audience, threshold in (
        (Audience(), everyone),
        (Audience(group=learner.group), group),
        (Audience(learner_id=learner_id), own),
    ):
        if threshold is not None:
            assign_deck(store, BANK, audience, DeckOptions(leech_threshold=threshold), 0)
    scope = Scope(learner_id=learner_id)
    assert bool(leeches(store, scope, 10)) == are_leeches
    assert standings(store, scope, StudyDay(FIRST_DAY))[0].leeches == len(leeches(store, scope, 10))


def test_without_a_deck_in_use_the_usual_limit_tells_leeches(played_store: Filled) -> None:
    deck = assign_deck(played_store.store, BANK, Audience(), DeckOptions(leech_threshold=1), 0)
    assert leeches(played_store.store, Scope(), 10)
    withdraw_deck(played_store.store, deck.id, 1)
    assert leeches(played_store.store, Scope(), 10) == ()


def test_retired_cards_leave_the_figures_of_cards_and_stay_in_those_of_days(played_store: Filled) -> None:
    days = day_efforts(played_store.store, Scope())
    load_bank(played_store.store, contents(6, left_out=frozenset({0})), 0)
    assert len(card_efforts(played_store.store, Scope())) == 3
    assert len(card_efforts(played_store.store, Scope(bank_id=BANK, chapter_id="chap0001"))) == 3
    assert cards_in_use(played_store.store, Scope()) == {BANK: 5}
    assert cards_in_use(played_store.store, Scope(bank_id="other")) == {}
    assert len(facts_of_cards(played_store.store, "")) == 5
    assert len(memory(played_store.store, Scope()).stability) == 4
    assert day_efforts(played_store.store, Scope()) == days


def test_card_figures_sum_over_learners(played_store: Filled) -> None:
    found = {one.card_id: one for one in card_efforts(played_store.store, Scope())}
    assert found[played_store.card_ids[0]].learners == 2
    assert found[played_store.card_ids[3]].learners == 1
    total = sum(one.lapses for own in played_store.learner_ids for one in states_of(played_store, own))
    assert sum(one.lapses for one in found.values()) == total


def test_cards_that_were_never_rated_are_not_among_the_efforts(tmp_path: Path) -> None:
    filled = filled_store(tmp_path / "drill.db")
    filled.record(0)
    filled.act(Action.SUSPEND, 1)
    filled.mistake(2)
    assert [one.card_id for one in card_efforts(filled.store, Scope())] == [filled.card_ids[0]]
    filled.store.close()


def test_moved_cards_take_their_past_to_their_section(played_store: Filled) -> None:
    before = {one.section_id: one.effort.rated for one in section_efforts(played_store.store, Scope())}
    load_bank(played_store.store, contents(6, moved=1), 0)
    after = {one.section_id: one.effort.rated for one in section_efforts(played_store.store, Scope())}
    assert after == {f"sect{(int(own[4:]) + 1) % 3:04}": rated for own, rated in before.items()}
    assert played_store.differences() == (0, 0)


def test_nothing_is_nothing(tmp_path: Path) -> None:
    filled = filled_store(tmp_path / "drill.db")
    for found in (learner_efforts, day_efforts, study_days, section_efforts, calibration, card_efforts):
        assert not found(filled.store, Scope())
    assert len(memory(filled.store, Scope()).learner_ids) == 0
    filled.store.close()
