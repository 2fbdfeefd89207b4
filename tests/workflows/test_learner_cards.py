"""Cards by hand: listed with what is said of them, taken back, made new, and taken back by undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.workflows.learning_store import bank, fill

from drill.model.deck import DeckOptions
from drill.model.review import Action, Rating
from drill.store.opening import open_store
from drill.workflows.cards import CardsRequest, NoSuchCardsError, act_on_cards, list_cards
from drill.workflows.review_session import ReviewRequest, open_session

if TYPE_CHECKING:
    from pathlib import Path

STEPLESS = DeckOptions(learning_steps_s=(), relearning_steps_s=(), leech_threshold=2, bury_siblings=False)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A store whose learner answered the first card, and suspended the second."""
    path = fill(tmp_path / "drill.db", bank(5), STEPLESS)
    with open_session(ReviewRequest(path=path)) as session:
        first = session.current()
        assert first is not None
        session.answer(first, Rating.GOOD, 1000)
        second = session.current()
        assert second is not None
        session.act(second, Action.SUSPEND)
    return path


def entries_in(path: Path) -> int:
    with open_store(path) as store, store.read() as connection:
        return int(connection.execute("SELECT count(*) FROM review").fetchall()[0][0])


def test_cards_that_have_begun_are_listed_and_those_suspended_apart(begun: Path) -> None:
    first, second = list_cards(CardsRequest(path=begun))
    assert (first.phase, first.reviews, first.suspended, first.leech) == ("review", 1, False, False)
    assert first.due
    assert (second.phase, second.suspended, second.due) == ("new", True, "")
    assert list_cards(CardsRequest(path=begun, suspended=True)) == (second,)
    assert list_cards(CardsRequest(path=begun, leech=True)) == ()


def test_a_suspended_card_comes_again_and_undo_suspends_it_again(begun: Path) -> None:
    (resting,) = list_cards(CardsRequest(path=begun, suspended=True))
    (back,) = act_on_cards(begun, "", [resting.card], Action.UNSUSPEND)
    assert (back.card, back.suspended) == (resting.card, False)
    assert list_cards(CardsRequest(path=begun, suspended=True)) == ()
    with open_session(ReviewRequest(path=begun)) as session:
        assert session.undo()
    assert list_cards(CardsRequest(path=begun, suspended=True)) == (resting,)


def test_a_reset_card_is_new_and_its_history_stays(begun: Path) -> None:
    known = list_cards(CardsRequest(path=begun))[0]
    before = entries_in(begun)
    (reset,) = act_on_cards(begun, "", [known.card], Action.RESET)
    assert (reset.phase, reset.reviews, reset.interval_days, reset.due) == ("new", 0, 0, "")
    assert entries_in(begun) == before + 1


def test_what_changes_nothing_leaves_no_entry(begun: Path) -> None:
    first, second = list_cards(CardsRequest(path=begun))
    before = entries_in(begun)
    assert act_on_cards(begun, "", [first.card], Action.UNSUSPEND) == ()
    assert act_on_cards(begun, "", [second.card], Action.SUSPEND) == ()
    assert act_on_cards(begun, "", [second.card, second.card], Action.RESET) == ()
    assert entries_in(begun) == before


def test_one_unknown_card_stops_all(begun: Path) -> None:
    (resting,) = list_cards(CardsRequest(path=begun, suspended=True))
    with pytest.raises(NoSuchCardsError, match=r"card 9999: .* Nothing was changed"):
        act_on_cards(begun, "", [resting.card, 9999], Action.UNSUSPEND)
    assert list_cards(CardsRequest(path=begun, suspended=True)) == (resting,)
