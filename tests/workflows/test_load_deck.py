"""Loading a bank: the store gets the very cards the Anki deck has."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from drill.cli.deck_options import schedule_text
from drill.model.bank import NoteKind
from drill.model.learner import NewLearner
from drill.store.banks import cards, outline
from drill.store.decks import decks
from drill.store.opening import open_store
from drill.workflows.decks import DeckRequest, bank_contents, list_decks, load_deck, withdraw_deck
from drill.workflows.generated import GeneratedBank, generate_bank
from drill.workflows.learners import add_learner

SHIPPED = Path(__file__).parents[2] / "cards" / "financial-service-etiquette"


def silent(_step: str) -> None:
    pass


@pytest.fixture(scope="module")
def made() -> GeneratedBank:
    return generate_bank(SHIPPED)


def test_every_card_of_the_anki_deck_is_there_with_its_place(made: GeneratedBank) -> None:
    contents = bank_contents(made)
    assert [(card.note_id, card.ordinal) for card in contents.cards] == [
        (card.note_id, card.ord) for card in made.cards
    ]
    sections = {entry.id: entry.parent_id for entry in contents.sections}
    assert all(sections[card.section_id] == card.chapter_id for card in contents.cards)
    assert all(card.face.prompt and card.face.answer for card in contents.cards)
    assert len(contents.facts) == len(made.bank.facts)


def test_a_choice_card_has_its_options_apart_from_its_question(made: GeneratedBank) -> None:
    choice = next(card for card in bank_contents(made).cards if card.kind is NoteKind.SITUATIONAL)
    assert any(option.key for option in choice.face.options)
    assert not any(option.text in choice.face.prompt for option in choice.face.options)
    assert choice.face.rationale


def test_loading_and_reloading_keeps_decks_and_options(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    add_learner(db, NewLearner(name="王伟", group="早班"))
    first = load_deck(SHIPPED, db, DeckRequest(group="早班", exam=date(2026, 12, 20), new_per_day=7), silent)
    assert first.loaded.added == len(first.decks) * first.decks[0].cards
    assert [(d.audience, d.exam, d.new_per_day, d.learners) for d in first.decks] == [
        ("group 早班", "2026-12-20", 7, 1)
    ]
    again = load_deck(SHIPPED, db, DeckRequest(), silent)
    assert (again.loaded.unchanged, again.decks) == (first.loaded.added, first.decks)
    changed = load_deck(SHIPPED, db, DeckRequest(group="早班", retention=0.85), silent)
    assert (changed.decks[0].retention, changed.decks[0].exam, changed.decks[0].new_per_day) == (0.85, "2026-12-20", 7)
    own = load_deck(SHIPPED, db, DeckRequest(learner="王伟"), silent)
    assert {(d.audience, d.learners) for d in own.decks} == {("group 早班", 0), ("王伟", 1)}
    withdrawn = withdraw_deck(db, next(d.id for d in own.decks if d.audience == "王伟"))
    assert withdrawn.withdrawn
    assert [d.audience for d in list_decks(db, withdrawn=False)] == ["group 早班"]


def test_a_bank_without_an_audience_is_for_everyone_and_an_empty_group_is_told(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    assert load_deck(SHIPPED, db, DeckRequest(), silent).decks[0].audience == "everyone"
    assert "Nobody is in the group 夜班" in load_deck(SHIPPED, db, DeckRequest(group="夜班"), silent).remarks[0]


def test_a_chapter_taken_out_retires_its_cards_and_put_back_restores_them(tmp_path: Path) -> None:
    db, bank = tmp_path / "drill.db", tmp_path / "bank"
    shutil.copytree(SHIPPED, bank)
    load_deck(bank, db, DeckRequest(), silent)
    chapter = max((bank / "facts").glob("*.yaml"))
    kept = chapter.read_bytes()
    (bank / "items").rename(tmp_path / "items")
    (bank / "exams").rename(tmp_path / "exams")
    chapter.unlink()
    without = load_deck(bank, db, DeckRequest(), silent)
    assert without.loaded.retired > 0
    chapter.write_bytes(kept)
    (tmp_path / "items").rename(bank / "items")
    (tmp_path / "exams").rename(bank / "exams")
    back = load_deck(bank, db, DeckRequest(), silent)
    assert (back.loaded.restored, back.loaded.added) == (without.loaded.retired, 0)
    with open_store(db) as store:
        (deck,) = decks(store)
        assert deck.cards == len(cards(store, deck.bank_id))
        assert outline(store, deck.bank_id, 1)


def test_what_is_asked_is_kept_when_something_else_is_asked_later(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    request = DeckRequest(learning_steps_s=(60,), relearning_steps_s=(), leech_threshold=4, easy_days=(1,) * 6 + (0,))
    load_deck(SHIPPED, db, request, silent)
    load_deck(SHIPPED, db, DeckRequest(reviews_per_day=50), silent)
    with open_store(db) as store:
        (deck,) = decks(store)
    assert deck.options.learning_steps_s == (60,)
    assert deck.options.relearning_steps_s == ()
    assert (deck.options.leech_threshold, deck.options.reviews_per_day) == (4, 50)
    assert deck.options.easy_days == (1, 1, 1, 1, 1, 1, 0)


def test_an_exam_day_that_is_not_ahead_is_remarked_on(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    (remark,) = load_deck(SHIPPED, db, DeckRequest(exam=date(2020, 1, 1)), silent).remarks
    assert "2020-01-01 is not ahead" in remark
    assert not schedule_text(list_decks(db, withdrawn=False)[0]), "all is as usual"
    assert load_deck(SHIPPED, db, DeckRequest(exam=date(2999, 1, 1)), silent).remarks == ()


def test_a_listing_tells_how_the_deck_is_scheduled(tmp_path: Path) -> None:
    db = tmp_path / "drill.db"
    easy = (1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0)
    load_deck(SHIPPED, db, DeckRequest(learning_steps_s=(90,), leech_threshold=5, easy_days=easy), silent)
    (row,) = list_decks(db, withdrawn=False)
    assert schedule_text(row) == "learning steps 90s; leech after 5; easy days 1,1,1,1,1,0.5,0"
    assert (row.learning_steps_s, row.relearning_steps_s) == ((90,), (600,))
    assert (row.leech_after, row.easy_days, row.reviews_per_day) == (5, easy, None)
