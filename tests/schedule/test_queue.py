"""What comes on a study day, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.schedule.schedule_cards import LEARNER, TODAY, answer, new_card, review_card

from drill.model.deck import CardId, DeckOptions, NewOrder
from drill.model.learner import StudyDay
from drill.model.review import Rating
from drill.model.schedule import CardPhase
from drill.schedule.exam_plan import ExamPlan
from drill.schedule.fsrs6 import Fsrs6
from drill.schedule.queue import LEARN_AHEAD_MS, Day, Queue, todays_queue
from drill.schedule.transition import Scheduler

if TYPE_CHECKING:
    from drill.model.schedule import CardState

NOW = answer(1).reviewed_at_ms


def a_day(states: list[CardState] | None = None, unseen: int = 0, **changes: object) -> Day:
    """Return a day with `states` and cards 101, 102, ... unseen; each card of a note of its own."""
    states = states or []
    new = [CardId(101 + number) for number in range(unseen)]
    notes = {card: f"n{card}" for card in [*(s.card_id for s in states), *new]}
    day = Day(learner_id=LEARNER, today=TODAY, states=states, unseen=new, notes=notes)
    return replace(day, **changes)  # type: ignore[arg-type]


def learning(card_id: int, due_at_ms: int) -> CardState:
    return replace(new_card(card_id), phase=CardPhase.LEARNING, stability=1.0, difficulty=5.0, due_at_ms=due_at_ms)


def test_reviews_due_come_least_likely_recalled_first() -> None:
    states = [
        review_card(1, stability=50, interval=10),
        review_card(2, stability=5, interval=10),
        review_card(3, due=TODAY + 1),
        review_card(4, stability=20, interval=10, due=TODAY - 2),
    ]
    assert todays_queue(a_day(states)).main == (2, 4, 1)


def test_new_cards_are_spread_among_reviews_and_limited() -> None:
    states = [review_card(number, stability=number * 10, interval=10) for number in range(1, 5)]
    day = a_day(states, unseen=9, options=DeckOptions(new_per_day=3), new_done=1)
    assert todays_queue(day).main == (1, 101, 2, 3, 102, 4)
    assert todays_queue(day).new == {101, 102}


def test_reviews_have_a_limit_too() -> None:
    states = [review_card(number, stability=number * 10) for number in range(1, 5)]
    day = a_day(states, options=DeckOptions(reviews_per_day=5), reviews_done=3)
    assert todays_queue(day).main == (1, 2)
    assert todays_queue(replace(day, reviews_done=9)).main == ()


def test_suspended_and_buried_cards_stay_away() -> None:
    out = [
        replace(review_card(1), suspended=True),
        replace(review_card(2), buried_until_day=StudyDay(TODAY + 1)),
        replace(learning(3, NOW), suspended=True),
    ]
    assert todays_queue(a_day(out)).left == 0


def test_of_one_note_one_card_a_day_comes_unless_it_is_in_steps() -> None:
    states = [review_card(1, stability=5), review_card(2, stability=9), learning(3, NOW)]
    day = a_day(states, unseen=2)
    siblings = replace(day, notes=dict.fromkeys(day.notes, "one") | {CardId(3): "other"})
    assert todays_queue(siblings).main == (1,)
    assert todays_queue(siblings).stepping == ((NOW, 3),)
    assert todays_queue(replace(siblings, notes=dict.fromkeys(day.notes, "one"))).main == ()
    apart = replace(siblings, options=DeckOptions(bury_siblings=False))
    assert todays_queue(apart).left == 5


def test_a_sibling_seen_today_keeps_the_others_for_tomorrow() -> None:
    seen = replace(review_card(1, due=TODAY + 9), last_study_day=TODAY)
    day = a_day([seen], unseen=1)
    assert todays_queue(replace(day, notes=dict.fromkeys(day.notes, "one"))).left == 0


def test_the_exam_plan_decides_which_reviews_come() -> None:
    """The weakest for the exam day come, as many as the day's answers pay for, due or not, one of each note."""
    weak = [review_card(n, stability=9 + n, interval=9, due=TODAY + 5) for n in range(1, 9)]
    states = [*weak, review_card(9, stability=5000), replace(review_card(10), suspended=True)]
    plan = ExamPlan(
        first_day=TODAY,
        exam_day=StudyDay(TODAY + 2),
        answers=8,
        late_days=1,
        late_weight=1.0,
        peak_answers=99,
        answers_per_new=2.0,
    )
    assert todays_queue(a_day(states, plan=plan)).main == (1, 2, 3)
    day = a_day(states, plan=plan)
    siblings = replace(day, notes={**day.notes, CardId(1): "one", CardId(2): "one"})
    assert todays_queue(siblings).main == (1, 3, 4)
    assert todays_queue(replace(day, plan_done=2, plan_done_today=2)).main == (1,)
    assert todays_queue(replace(day, plan_done=9, plan_done_today=9)).main == ()
    assert todays_queue(replace(day, options=DeckOptions(reviews_per_day=2))).main == (1, 2)


def test_new_cards_come_in_the_banks_order_or_shuffled_the_same_way_every_day() -> None:
    day = a_day(unseen=20)
    assert list(todays_queue(day).main) == list(range(101, 121))
    shuffled = replace(day, options=DeckOptions(new_order=NewOrder.SHUFFLED))
    order = todays_queue(shuffled).main
    assert order == todays_queue(shuffled).main
    assert sorted(order) == list(range(101, 121))
    assert list(order) != sorted(order)


def test_new_cards_that_an_exam_asked_for_come_first() -> None:
    assert todays_queue(a_day([new_card(7)], unseen=2)).main == (7, 101, 102)


def test_steps_come_when_due_then_the_rest_then_a_little_early() -> None:
    queue = Queue(stepping=((NOW + 60_000, CardId(1)),), main=(CardId(2),))
    assert queue.next_card(NOW) == 2
    assert queue.next_card(NOW + 60_000) == 1
    only = replace(queue, main=())
    assert only.next_card(NOW) == 1
    assert only.next_card(NOW + 59_000 - LEARN_AHEAD_MS) is None
    assert only.waits_until_ms() == NOW + 60_000
    assert Queue().next_card(NOW) is None
    assert Queue().waits_until_ms() is None


@given(
    st.lists(st.tuples(st.integers(-30, 30), st.floats(0.1, 200)), max_size=12),
    st.integers(0, 12),
    st.lists(st.sampled_from(Rating), max_size=60),
)
def test_a_day_is_worked_off_and_no_card_comes_twice_without_a_step(
    drawn: list[tuple[int, float]], unseen: int, ratings: list[Rating]
) -> None:
    states = [
        review_card(number + 1, due=TODAY + due, interval=40, stability=stability)
        for number, (due, stability) in enumerate(drawn)
    ]
    known = {state.card_id: state for state in states}
    queue = todays_queue(a_day(states, unseen))
    due_today = {s.card_id for s in states if s.due_day <= TODAY}
    assert set(queue.main) == due_today | {CardId(101 + n) for n in range(unseen)}
    scheduler, now = Scheduler(DeckOptions()), NOW
    answered: set[CardId] = set()
    for rating in ratings:
        card = queue.next_card(now)
        if card is None:
            break
        before = known.get(card, new_card(card))
        assert card not in answered or before.phase in {CardPhase.LEARNING, CardPhase.RELEARNING}
        given_answer = replace(answer(rating, card_id=card), reviewed_at_ms=now)
        known[card] = scheduler(before, given_answer).state
        queue = queue.after(known[card], TODAY)
        answered.add(card)
        now += 30_000
        assert len({*queue.main, *(c for _, c in queue.stepping)}) == queue.left


def test_a_step_over_the_end_of_the_day_leaves_the_queue() -> None:
    queue = Queue(main=(CardId(1),), new=frozenset({CardId(1)}))
    assert queue.after(replace(learning(1, NOW), due_day=StudyDay(TODAY + 1)), TODAY) == Queue()


def test_a_model_other_than_the_default_orders_reviews() -> None:
    assert todays_queue(a_day([review_card(1)], model=Fsrs6())).main == (1,)
