"""What follows from an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Card, State
from fsrs import Rating as FsrsRating
from fsrs import Scheduler as FsrsScheduler
from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.schedule_cards import CALENDAR, HOUR_MS, TODAY, Log, answer, new_card, review_card

from drill.model.deck import DeckOptions, LeechAction
from drill.model.learner import Calendar, StudyDay
from drill.model.review import Action, Rating, ReviewKind, ReviewOrigin
from drill.model.schedule import CardPhase
from drill.schedule.history import CardReplay
from drill.schedule.transition import Scheduler, is_leech

PLAIN = DeckOptions(fuzz=False)
STEPS = st.sampled_from([(), (60,), (60, 600), (60, 600, 3600)])


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 4)), min_size=1, max_size=12),
    STEPS,
    STEPS,
)
def test_phases_steps_and_intervals_are_those_of_fsrs(
    gaps: list[tuple[int, int]], learning: tuple[int, ...], relearning: tuple[int, ...]
) -> None:
    options = replace(PLAIN, learning_steps_s=learning, relearning_steps_s=relearning)
    log = Log(Scheduler(options), new_card())
    theirs = FsrsScheduler(
        learning_steps=[timedelta(seconds=s) for s in learning],
        relearning_steps=[timedelta(seconds=s) for s in relearning],
        enable_fuzzing=False,
    )
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    card = Card(card_id=1, due=begin)
    day = 0
    for number, (gap, rating) in enumerate(gaps):
        day += gap
        now = begin + timedelta(days=day)
        log.record(answer(rating, TODAY + day, after_ms=number))
        card, _ = theirs.review_card(card, FsrsRating(rating), now)
        assert log.state.phase.value == card.state.value
        assert log.state.step == (card.step or 0)
        if card.state is State.Review:
            assert log.state.interval_days >= (card.due - now).days  # longer only where a better rating must show
        else:
            assert (
                log.state.due_at_ms - log.reviews[-1].answer.reviewed_at_ms == (card.due - now).total_seconds() * 1000
            )


@given(
    stability=st.floats(0.01, 2000),
    difficulty=st.floats(1, 10),
    interval=st.integers(1, 500),
    early=st.integers(-60, 400),
    fuzz=st.booleans(),
    most=st.sampled_from([1, 2, 30, 36_500]),
)
def test_a_better_rating_never_comes_back_sooner(  # noqa: PLR0913 - drawn
    stability: float, difficulty: float, interval: int, early: int, most: int, *, fuzz: bool
) -> None:
    options = DeckOptions(fuzz=fuzz, max_interval_days=most)
    card = review_card(stability=stability, difficulty=difficulty, interval=interval, due=TODAY - early)
    outcomes = Scheduler(options).outcomes(card, answer(None))
    hard, good, easy = (outcomes[Rating(number)].state.interval_days for number in (2, 3, 4))
    assert 1 <= hard <= good <= easy <= most
    assert hard < good < easy or most <= easy
    assert outcomes[Rating.AGAIN].state.phase is CardPhase.RELEARNING


def test_the_outcome_shown_is_the_outcome_recorded() -> None:
    scheduler = Scheduler(DeckOptions(), calendar=CALENDAR)
    card = review_card(stability=80, interval=80)
    shown = scheduler.outcomes(card, answer(None))
    for rating in Rating:
        assert scheduler(card, answer(rating)) == shown[rating]


def test_a_new_card_is_learned_in_steps_then_gets_an_interval() -> None:
    log = Log(Scheduler(PLAIN), new_card())
    first = log.record(answer(3))
    assert (first.kind, first.phase, first.step, first.predicted_ppm) == (
        ReviewKind.LEARN,
        CardPhase.LEARNING,
        1,
        None,
    )
    assert first.due_at_ms == first.answer.reviewed_at_ms + 600_000
    second = log.record(answer(3, after_ms=6 * HOUR_MS))
    assert (second.kind, second.phase, second.interval_days) == (ReviewKind.LEARN, CardPhase.REVIEW, 2)
    assert second.due_day == TODAY + 2
    third = log.record(answer(3, TODAY + 2))
    assert third.kind is ReviewKind.REVIEW
    assert third.last_interval_days == 2
    assert third.predicted_ppm is not None
    assert 850_000 < third.predicted_ppm < 930_000


def test_a_step_over_the_rollover_is_due_on_the_next_study_day() -> None:
    review = Log(Scheduler(PLAIN), new_card()).record(answer(3, after_ms=24 * HOUR_MS - 60_000))
    assert review.due_day == TODAY + 1


def test_a_step_of_days_is_over_when_the_day_begins() -> None:
    options = replace(PLAIN, learning_steps_s=(60, 86_400))
    review = Log(Scheduler(options), new_card()).record(answer(3, after_ms=9 * HOUR_MS))
    assert review.due_day == TODAY + 1
    assert review.due_at_ms == review.answer.reviewed_at_ms + 15 * HOUR_MS


def test_an_answer_ahead_of_its_day_is_filtered_but_not_where_an_exam_is_planned_for() -> None:
    card = review_card(due=TODAY + 3)
    assert Scheduler(PLAIN)(card, answer(3)).kind is ReviewKind.FILTERED
    planned = Scheduler(replace(PLAIN, exam_day=StudyDay(TODAY + 9)))
    assert planned(card, answer(3)).kind is ReviewKind.REVIEW


def test_a_lapse_goes_through_relearning() -> None:
    log = Log(Scheduler(PLAIN), review_card())
    lapse = log.record(answer(1))
    assert (lapse.kind, lapse.phase, log.state.lapses) == (ReviewKind.REVIEW, CardPhase.RELEARNING, 1)
    back = log.record(answer(3, after_ms=6 * HOUR_MS))
    assert (back.kind, back.phase, log.state.lapses) == (ReviewKind.RELEARN, CardPhase.REVIEW, 1)


@pytest.mark.parametrize(("lapses", "suspended"), [(6, False), (7, True), (8, False), (11, True)])
def test_a_leech_is_suspended_at_the_threshold_and_after_every_half_of_it(lapses: int, suspended: bool) -> None:  # noqa: FBT001 - a case
    after = Scheduler(PLAIN)(review_card(lapses=lapses), answer(1)).state
    assert after.suspended is suspended
    assert is_leech(after, PLAIN) is (lapses >= 7)


def test_leeches_may_only_be_told_of_or_not_looked_for() -> None:
    told = replace(PLAIN, leech_action=LeechAction.TELL)
    after = Scheduler(told)(review_card(lapses=7), answer(1)).state
    assert is_leech(after, told)
    assert not after.suspended
    assert not is_leech(after, replace(PLAIN, leech_threshold=0))


def test_cramming_changes_nothing() -> None:
    card = review_card()
    outcome = Scheduler(PLAIN, cram=True)(card, answer(1))
    assert (outcome.kind, outcome.state) == (ReviewKind.CRAM, card)


def test_a_mistake_in_an_exam_brings_a_card_forward_and_leaves_its_memory() -> None:
    by_exam = answer(None, origin=ReviewOrigin.EXAM)
    card = review_card(due=TODAY + 40, interval=50)
    outcome = Scheduler(PLAIN)(card, by_exam)
    assert outcome.kind is ReviewKind.EXAM
    assert outcome.state == replace(card, due_day=TODAY)
    overdue, learning = review_card(due=TODAY - 3), replace(new_card(), phase=CardPhase.LEARNING)
    assert Scheduler(PLAIN)(overdue, by_exam).state == overdue
    assert Scheduler(PLAIN)(learning, by_exam).state == learning


def test_a_mistake_in_an_exam_may_count_as_a_lapse() -> None:
    outcome = Scheduler(PLAIN)(review_card(due=TODAY + 40, interval=50), answer(1, origin=ReviewOrigin.EXAM))
    assert (outcome.kind, outcome.state.phase, outcome.state.lapses) == (ReviewKind.EXAM, CardPhase.RELEARNING, 1)


def by_hand(action: Action, **set_due: StudyDay) -> Log:
    log = Log(Scheduler(PLAIN, set_due_day=set_due.get("due")), review_card(due=TODAY + 4))
    review = log.record(replace(answer(None), action=action))
    assert review.kind is ReviewKind.MANUAL
    return log


def test_actions_by_hand_do_what_they_say() -> None:
    assert by_hand(Action.SUSPEND).state.suspended
    assert not by_hand(Action.UNSUSPEND).state.suspended
    assert by_hand(Action.BURY).state.buried_until_day == TODAY + 1
    assert by_hand(Action.UNBURY).state.buried_until_day <= TODAY
    moved = by_hand(Action.SET_DUE, due=StudyDay(TODAY + 30)).state
    assert (moved.due_day, moved.interval_days) == (TODAY + 30, 36)
    assert by_hand(Action.SET_DUE).state.due_day == TODAY + 4
    reset = by_hand(Action.RESET).state
    assert (reset.phase, reset.stability, reset.reviews, reset.last_study_day) == (CardPhase.NEW, None, 0, None)
    new = new_card()
    unmoved = Scheduler(PLAIN, set_due_day=StudyDay(1))(new, replace(answer(None), action=Action.SET_DUE)).state
    assert unmoved == new


entries = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.one_of(st.sampled_from(Rating), st.sampled_from(list(Action))),
        st.sampled_from([ReviewOrigin.DRILL, ReviewOrigin.DRILL, ReviewOrigin.EXAM]),
    ),
    min_size=1,
    max_size=14,
)


@given(entries, st.booleans())
def test_undo_any_number_of_steps_by_replay_gives_the_state_that_was(
    drawn: list[tuple[int, Rating | Action, ReviewOrigin]],
    exam: bool,  # noqa: FBT001 - drawn
) -> None:
    options = DeckOptions(exam_day=StudyDay(TODAY + 30) if exam else None, leech_threshold=2)
    log = Log(Scheduler(options), new_card())
    day = 0
    for number, (gap, what, origin) in enumerate(drawn):
        day += gap
        given_answer = answer(what if isinstance(what, Rating) else None, TODAY + day, after_ms=number, origin=origin)
        log.record(replace(given_answer, action=what) if isinstance(what, Action) else given_answer)
    replaying = CardReplay()
    for kept in range(1, len(drawn) + 1):
        assert replaying(log.reviews[:kept]) == log.states[kept]


def test_a_card_without_entries_has_no_state_to_replay() -> None:
    with pytest.raises(ValueError, match="without entries"):
        CardReplay()([])


def test_answers_out_of_the_schedule_do_not_feed_the_memory() -> None:
    log = Log(Scheduler(PLAIN), new_card())
    log.record(answer(4))
    log.transition = Scheduler(PLAIN, cram=True)
    log.record(answer(1, after_ms=7 * HOUR_MS))
    assert CardReplay()(log.reviews) == log.state
    assert log.state.reviews == 1


def test_calendars_other_than_the_default_place_steps() -> None:
    calendar = Calendar(time_zone="America/New_York", rollover_minutes=0)
    review = Log(Scheduler(PLAIN, calendar=calendar), new_card()).record(answer(3, after_ms=8 * HOUR_MS))
    assert review.due_day == TODAY  # noon in Shanghai is 23:00 (or midnight) of the day before in New York


def test_a_card_on_a_step_its_deck_no_longer_has_is_through() -> None:
    card = replace(review_card(), phase=CardPhase.LEARNING, step=3)
    outcomes = Scheduler(PLAIN).outcomes(card, answer(None))
    assert outcomes[Rating.GOOD].state.phase is CardPhase.REVIEW
    assert outcomes[Rating.AGAIN].state.step == 0
