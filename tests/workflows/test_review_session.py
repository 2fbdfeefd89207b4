"""A review session on a real store: answers durable at once, undone in any number, resumed by another session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.workflows.learning_store import bank, fill

from drill.files.clock import now_ms
from drill.model.deck import Audience, DeckOptions
from drill.model.learner import NewLearner, StudyDay
from drill.model.review import Action, Rating
from drill.model.schedule import CardPhase
from drill.schedule.study_day import study_day
from drill.store.decks import assign_deck
from drill.store.learners import add_learner
from drill.store.opening import open_store
from drill.store.reviews import history, states
from drill.text.script import Script
from drill.workflows import review_session
from drill.workflows.learning import NoDeckError, WhoError
from drill.workflows.review_session import Left, ReviewRequest, open_session

if TYPE_CHECKING:
    from pathlib import Path

    from drill.workflows.review_session import ReviewSession

DAY_MS = 86_400_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return fill(tmp_path / "drill.db", bank())


class Clock:
    """The clock of the sessions, moved by the test."""

    def __init__(self) -> None:
        self.offset_ms = 0

    def now_ms(self) -> int:
        return now_ms() + self.offset_ms


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(review_session, "now_ms", clock.now_ms)
    return clock


def answer_all(session: ReviewSession, clock: Clock, rating: Rating = Rating.GOOD) -> int:
    """Answer until nothing is left today; return how many answers that took."""
    answers = 0
    while True:
        shown = session.current()
        if shown is None and session.waits_ms() is None:
            return answers
        if shown is None:
            clock.offset_ms += session.waits_ms() or 0
        else:
            session.answer(shown, rating, 1500)
            answers += 1


def test_the_answer_is_in_the_store_before_the_next_card_is_read(path: Path) -> None:
    with open_session(ReviewRequest(path=path)) as session, open_store(path) as another:
        shown = session.current()
        assert shown is not None
        session.answer(shown, Rating.GOOD, 2300)
        (review,) = history(another, session.learner.id, shown.card_id)
        assert (review.answer.rating, review.answer.taken_ms) == (Rating.GOOD, 2300)
        following = session.current()
        assert following is not None
        assert following.card_id != shown.card_id


def test_what_a_button_says_is_what_is_recorded(path: Path, clock: Clock) -> None:
    with open_session(ReviewRequest(path=path)) as session, open_store(path) as another:
        answer_all(session, clock)
        clock.offset_ms += 4 * DAY_MS
        for rating in Rating:
            shown = session.current()
            assert shown is not None
            assert shown.phase is CardPhase.REVIEW
            assert shown.predicted is not None
            session.answer(shown, rating, 0)
            state = next(s for s in states(another, session.learner.id) if s.card_id == shown.card_id)
            assert state.interval_days == shown.delays[rating].days


def test_a_day_is_worked_off_and_the_next_session_finds_nothing(path: Path, clock: Clock) -> None:
    with open_session(ReviewRequest(path=path)) as session:
        assert session.left == Left(new=5, steps=0, reviews=0)
        assert answer_all(session, clock) == 10  # two steps each
        assert session.left.all == 0
        assert session.summary() == "答了 10 张，记住 10 张，还剩 0 张。"
    with open_session(ReviewRequest(path=path)) as session:
        assert session.current() is None


def test_a_session_resumes_where_another_was_left(path: Path) -> None:
    with open_session(ReviewRequest(path=path)) as session:
        first = session.current()
        assert first is not None
        session.answer(first, Rating.AGAIN, 0)
    with open_session(ReviewRequest(path=path)) as session:
        assert session.left == Left(new=4, steps=1, reviews=0)
        second = session.current()
        assert second is not None
        assert second.card_id != first.card_id


def test_daily_limits_count_what_was_done_before(path: Path, clock: Clock) -> None:
    with open_store(path) as store:
        assign_deck(store, "bank0001", Audience(), DeckOptions(new_per_day=3), now_ms())
    with open_session(ReviewRequest(path=path)) as session:
        answer_all(session, clock)
    with open_session(ReviewRequest(path=path)) as session:
        assert session.current() is None
        clock.offset_ms += DAY_MS
        assert session.current() is not None  # a new study day is noticed
        assert session.left.new == 2


def test_undo_takes_back_any_number_of_answers_across_sessions(path: Path) -> None:
    seen = []
    with open_session(ReviewRequest(path=path)) as session:
        for rating in (Rating.GOOD, Rating.AGAIN, Rating.EASY):
            shown = session.current()
            assert shown is not None
            seen.append(shown.card_id)
            session.answer(shown, rating, 0)
    with open_session(ReviewRequest(path=path)) as session, open_store(path) as another:
        for card_id in reversed(seen):
            assert session.undo()
            back = session.current()
            assert back is not None
            assert (back.card_id, back.phase) == (card_id, CardPhase.NEW)
        assert not session.undo()
        assert states(another, session.learner.id) == ()
        assert session.left == Left(new=5, steps=0, reviews=0)


def test_cards_are_put_off_or_taken_out_by_hand(path: Path, clock: Clock) -> None:
    with open_session(ReviewRequest(path=path)) as session:
        buried, suspended = session.current(), None
        assert buried is not None
        session.act(buried, Action.BURY)
        suspended = session.current()
        assert suspended is not None
        session.act(suspended, Action.SUSPEND)
        assert session.left.new == 3
        answer_all(session, clock)
        clock.offset_ms += DAY_MS
        back = session.current()
        assert back is not None
        assert back.card_id == buried.card_id
        assert session.left.all == 1
        assert session.undo()  # of the last answer of yesterday
        assert session.current() is not None


def test_a_leech_is_told_of(path: Path, clock: Clock) -> None:
    with open_store(path) as store:
        assign_deck(store, "bank0001", Audience(), DeckOptions(leech_threshold=1), now_ms())
    with open_session(ReviewRequest(path=path)) as session:
        answer_all(session, clock)
        clock.offset_ms += 5 * DAY_MS
        shown = session.current()
        assert shown is not None
        assert session.answer(shown, Rating.AGAIN, 0)
        assert session.left.reviews == 4


def test_a_card_left_lying_counts_as_a_minute(path: Path) -> None:
    with open_session(ReviewRequest(path=path)) as session, open_store(path) as another:
        shown = session.current()
        assert shown is not None
        session.answer(shown, Rating.GOOD, 3_600_000)
        assert history(another, session.learner.id, shown.card_id)[0].answer.taken_ms == 60_000


def test_traditional_is_converted_on_the_screen(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(choices=True))
    with open_session(ReviewRequest(path=path, script=Script.HANT)) as session:
        shown = session.current()
        assert shown is not None
        assert shown.face.prompt == "客戶投訴時，客服首先應當？"
        assert {option.text for option in shown.options} == {"先傾聽", "先解釋", "先轉接"}
        assert session.title == "服務禮儀"
        assert session.summary().startswith("答了 0 張")


def test_options_keep_their_order_for_a_day(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(choices=True))
    with open_session(ReviewRequest(path=path)) as session:
        first, again = session.current(), session.current()
        assert first is not None
        assert again is not None
        assert first.options == again.options
        assert not first.several_keys


def test_an_exam_ahead_brings_cards_before_they_are_due(path: Path, clock: Clock) -> None:
    with open_session(ReviewRequest(path=path)) as session:
        answer_all(session, clock, Rating.EASY)
        calendar = session.learner.calendar
        clock.offset_ms += 2 * DAY_MS
        assert session.current() is None
        exam_day = StudyDay(study_day(clock.now_ms(), calendar) + 1)
        with open_store(path) as store:
            assign_deck(store, "bank0001", Audience(), DeckOptions(exam_day=exam_day), now_ms() - 20 * DAY_MS)
    with open_session(ReviewRequest(path=path)) as session:
        assert session.left.reviews > 0
        assert session.current() is not None
        answer_all(session, clock)
        assert session.left.all == 0


def test_who_is_asked_for_when_there_are_several(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(), names=("甲", "乙"))
    with pytest.raises(WhoError, match="乙, 甲"):
        open_session(ReviewRequest(path=path))
    with open_session(ReviewRequest(path=path, learner="乙")) as session:
        assert session.learner.name == "乙"


def test_a_store_without_learner_or_deck_says_what_to_do(tmp_path: Path) -> None:
    with open_store(tmp_path / "drill.db", create=True) as store:
        with pytest.raises(WhoError, match="drill learner add"):
            open_session(ReviewRequest(path=tmp_path / "drill.db"))
        add_learner(store, NewLearner(name="甲"), lambda _n: 7, now_ms())
    with pytest.raises(NoDeckError, match="drill deck load"):
        open_session(ReviewRequest(path=tmp_path / "drill.db"))


def test_a_bank_is_chosen_by_id_or_title(path: Path) -> None:
    with open_session(ReviewRequest(path=path, bank="服务礼仪")) as session:
        assert session.title == "服务礼仪"
    with pytest.raises(NoDeckError, match="There are: bank0001"):
        open_session(ReviewRequest(path=path, bank="other"))


def test_several_decks_come_one_after_the_other_and_steps_before_both(path: Path, clock: Clock) -> None:
    second = bank(2)
    second = replace(
        second,
        bank_id="bank0002",
        title="第二库",
        cards=tuple(replace(card, bank_id="bank0002") for card in second.cards),
    )
    fill(path, second, names=())
    with open_session(ReviewRequest(path=path)) as session:
        assert session.left.new == 7
        shown = session.current()
        assert shown is not None
        session.answer(shown, Rating.AGAIN, 0)
        clock.offset_ms += 60_000
        again = session.current()
        assert again is not None
        assert again.card_id == shown.card_id
        assert answer_all(session, clock) == 14
