"""Banks that change keep every history; decks assign them, the narrowest audience first."""

from __future__ import annotations

import pytest
from tests.store.store_data import BANK, FIRST_DAY, Filled, contents, rows

from drill.model.deck import Audience, CardId, DeckId, DeckOptions, ExamMistakes, LeechAction, Loaded, NewOrder
from drill.model.learner import StudyDay
from drill.model.review import Action, Rating
from drill.model.schedule import CardPhase
from drill.store.banks import bank_titles, cards, cards_by_id, load_bank, outline
from drill.store.decks import assign_deck, deck_of_audience, decks, decks_of, withdraw_deck
from drill.store.learners import find_learner
from drill.store.queue import day_totals, due_cards, due_load, new_cards
from drill.store.refusal import NoBankError, NoDeckError
from drill.store.reviews import history, states

TODAY = StudyDay(FIRST_DAY + 30)


def test_loading_the_same_bank_again_changes_nothing(filled: Filled) -> None:
    before = rows(filled.store, "SELECT * FROM card ORDER BY card_id")
    loaded = load_bank(filled.store, contents(6), 9)
    assert loaded == Loaded(added=0, changed=0, retired=0, restored=0, unchanged=6)
    assert rows(filled.store, "SELECT * FROM card ORDER BY card_id") == before


def test_cards_come_back_as_they_were_loaded(filled: Filled) -> None:
    assert tuple(card.card for card in cards(filled.store, BANK)) == contents(6).cards
    assert [entry.title for entry in outline(filled.store, BANK, 2)] == ["Section 0", "Section 1", "Section 2"]
    assert bank_titles(filled.store) == {BANK: "A bank"}
    assert set(cards_by_id(filled.store, filled.card_ids[:2])) == set(filled.card_ids[:2])


def test_retired_cards_stop_coming_and_restored_ones_continue(filled: Filled) -> None:
    filled.record(0, Rating.EASY)
    filled.record(1, Rating.EASY)
    learner_id = filled.learner_ids[0]
    before = states(filled.store, learner_id), history(filled.store, learner_id, filled.card_ids[0])
    loaded = load_bank(filled.store, contents(6, left_out=frozenset({0, 5})), 9)
    assert (loaded.retired, loaded.added) == (2, 0)
    assert [one.card_id for one in due_cards(filled.store, learner_id, [BANK], TODAY)] == [filled.card_ids[1]]
    assert filled.card_ids[5] not in new_cards(filled.store, learner_id, BANK, TODAY)
    assert len(cards(filled.store, BANK, retired=True)) == 6
    loaded = load_bank(filled.store, contents(7), 10)
    assert (loaded.restored, loaded.added) == (2, 1)
    assert (states(filled.store, learner_id), history(filled.store, learner_id, filled.card_ids[0])) == before
    assert {one.card_id for one in due_cards(filled.store, learner_id, [BANK], TODAY)} == set(filled.card_ids[:2])


def test_the_past_of_a_card_goes_with_it_to_another_section(filled: Filled) -> None:
    filled.record(0, Rating.EASY)
    filled.record(1, Rating.AGAIN)
    filled.undo()
    assert load_bank(filled.store, contents(6, moved=1), 9).changed == 6
    assert rows(filled.store, "SELECT section_id, rated, again FROM section_day") == [("sect0001", 1, 0)]
    assert filled.differences() == (0, 0)


def test_an_unknown_bank_is_refused(filled: Filled) -> None:
    with pytest.raises(NoBankError, match="drill deck load"):
        cards(filled.store, "bank9999")
    with pytest.raises(NoBankError):
        assign_deck(filled.store, "bank9999", Audience(), DeckOptions(), 0)


def test_the_narrowest_deck_counts(filled: Filled) -> None:
    first, second = (find_learner(filled.store, name) for name in ("Learner 0", "Learner 1"))
    of_group = assign_deck(filled.store, BANK, Audience(group="Group 0"), DeckOptions(new_per_day=5), 1)
    assert [deck.id for deck in decks_of(filled.store, first)] == [of_group.id]
    own = assign_deck(filled.store, BANK, Audience(learner_id=first.id), DeckOptions(new_per_day=9), 2)
    assert [deck.id for deck in decks_of(filled.store, first)] == [own.id]
    assert [deck.audience for deck in decks_of(filled.store, second)] == [Audience()]
    withdraw_deck(filled.store, own.id, 3)
    assert [deck.id for deck in decks_of(filled.store, first)] == [of_group.id]
    again = assign_deck(filled.store, BANK, Audience(learner_id=first.id), DeckOptions(), 4)
    assert (again.id, again.withdrawn_at_ms, again.created_at_ms) == (own.id, None, 2)
    assert len(decks(filled.store, bank_id=BANK)) == 3


def test_options_come_back_as_they_were_given(filled: Filled) -> None:
    options = DeckOptions(
        desired_retention=0.85,
        exam_day=StudyDay(20_100),
        learning_steps_s=(),
        easy_days=(1.0, 1.0, 1.0, 1.0, 1.0, 0.25, 0.0),
        leech_action=LeechAction.TELL,
        new_order=NewOrder.SHUFFLED,
        exam_mistakes=ExamMistakes.LAPSE,
    )
    assert assign_deck(filled.store, BANK, Audience(group="x"), options, 1).options == options
    found = deck_of_audience(filled.store, BANK, Audience(group="x"))
    assert found is not None
    assert (found.options, found.cards) == (options, 6)
    with pytest.raises(NoDeckError, match="drill deck list"):
        withdraw_deck(filled.store, DeckId(99), 0)


def test_the_queue_leaves_out_what_is_suspended_buried_or_new(filled: Filled) -> None:
    for card in range(4):
        filled.record(card, Rating.EASY)
    learner_id = filled.learner_ids[0]
    filled.act(Action.SUSPEND, 0, day=30)
    filled.act(Action.BURY, 1, day=30)
    filled.act(Action.RESET, 2, day=30)
    assert [one.card_id for one in due_cards(filled.store, learner_id, [BANK], TODAY)] == [filled.card_ids[3]]
    assert len(due_cards(filled.store, learner_id, [BANK], StudyDay(TODAY + 1))) == 2, "buried until tomorrow"
    assert due_cards(filled.store, learner_id, ["another"], TODAY) == ()
    assert new_cards(filled.store, learner_id, BANK, TODAY) == (filled.card_ids[2], *filled.card_ids[4:])
    assert new_cards(filled.store, learner_id, BANK, TODAY, 1) == (CardId(filled.card_ids[2]),)


def test_due_cards_come_longest_overdue_first_and_the_load_adds_up(filled: Filled) -> None:
    for card, day in ((0, 4), (1, 0), (2, 2)):
        filled.record(card, Rating.EASY, day=day)
    learner_id = filled.learner_ids[0]
    due = due_cards(filled.store, learner_id, [BANK], TODAY)
    assert [one.card_id for one in due] == [filled.card_ids[card] for card in (1, 2, 0)]
    assert {one.phase for one in due} == {CardPhase.REVIEW}
    load = due_load(filled.store, learner_id, StudyDay(FIRST_DAY), 40)
    assert sum(load) == 3
    assert load[due[0].due_day - FIRST_DAY] >= 1
    (totals,) = day_totals(filled.store, learner_id, StudyDay(FIRST_DAY)).values()
    assert (totals.new_cards, totals.learn, totals.easy) == (1, 1, 1)
