"""What the shipped bank must yield."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from statistics import mean

import pytest

from drill.files.bank_folder import load_bank
from drill.generate.cards import cards_of
from drill.generate.items import make_items
from drill.generate.notes import make_notes
from drill.model.bank import Bank, ItemKind, MatchingAnswer, NoteKind, ShortAnswer, TrueFalseAnswer
from drill.text.similarity import shingles

BANK = Path(__file__).parents[2] / "cards" / "financial-service-etiquette"
ANSWER_MAX = 25


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(BANK).bank


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_each_complete_fact_yields_three_items_of_two_kinds(bank: Bank, seed: int) -> None:
    kinds: defaultdict[str, list[ItemKind]] = defaultdict(list)
    for item in make_items(bank, seed=seed).items:
        for fact_id in item.facts:
            kinds[fact_id].append(item.kind)
    for fact in bank.facts:
        if not fact.incomplete:
            assert len(kinds[fact.id]) >= 3, fact.term
            assert len(set(kinds[fact.id])) >= 2, fact.term


def test_each_complete_fact_yields_two_cards(bank: Bank) -> None:
    cards = Counter(note.fact_ids[0] for note in make_notes(bank) for _ in cards_of(note) if len(note.fact_ids) == 1)
    for fact in bank.facts:
        assert cards[fact.id] >= 2 or fact.incomplete, fact.term


def test_no_two_cards_have_the_same_prompt_and_answers_are_short(bank: Bank) -> None:
    notes = [note for note in make_notes(bank) if note.kind is not NoteKind.SITUATIONAL]
    cards = [card for note in notes for card in cards_of(note)]
    prompts = Counter(card.prompt for card in cards)
    assert [prompt for prompt, number in prompts.items() if number > 1] == []
    assert [
        card.answer
        for card in cards
        if any(len(line) > ANSWER_MAX for line in card.answer.replace(" → ", "\n").split("\n"))
    ] == []


@pytest.mark.parametrize("seed", range(4))
def test_the_key_is_the_longest_option_in_fewer_than_three_items_of_ten(bank: Bank, seed: int) -> None:
    singles = [item for item in make_items(bank, seed=seed).items if item.kind is ItemKind.SINGLE_CHOICE]
    longest = sum(
        len(item.options[item.keys[0]].text) > max(len(option.text) for option in item.options if not option.key)
        for item in singles
    )
    assert longest < 0.3 * len(singles)


@pytest.mark.parametrize("seed", range(4))
def test_length_does_not_tell_true_statements_from_false_ones(bank: Bank, seed: int) -> None:
    items = [item for item in make_items(bank, seed=seed).items if item.kind is ItemKind.TRUE_FALSE]
    true = [len(item.stem) for item in items if item.answer == TrueFalseAnswer(value=True)]
    false = [len(item.stem) for item in items if item.answer == TrueFalseAnswer(value=False)]
    assert abs(mean(true) - mean(false)) < 0.05 * mean(false)
    for threshold in range(max(*true, *false)):
        right = sum(length >= threshold for length in true) + sum(length < threshold for length in false)
        assert 0.4 < right / len(items) < 0.6


@pytest.mark.parametrize("seed", range(4))
def test_true_statements_are_said_in_other_words_than_the_facts_own_half_of_the_time(bank: Bank, seed: int) -> None:
    statements = {fact.id: fact.statement.rstrip("。") for fact in bank.facts}
    items = {item.id: item for item in make_items(bank, seed=seed).items}
    true = [item for item in items.values() if item.answer == TrueFalseAnswer(value=True)]
    assert sum(statements[item.facts[0]] in item.stem for item in true) < 0.5 * len(true)


@pytest.mark.parametrize("seed", range(4))
def test_words_on_the_left_of_a_matching_item_seldom_stand_on_its_right(bank: Bank, seed: int) -> None:
    answers = [one.answer for one in make_items(bank, seed=seed).items if isinstance(one.answer, MatchingAnswer)]
    assert len(answers) >= 18
    told = [sum(bool(shingles(term) & shingles(text)) for term, text in answer.pairs) for answer in answers]
    assert max(told) <= 1
    assert sum(told) <= 4


@pytest.mark.parametrize("seed", range(4))
def test_the_scoring_points_of_a_wrong_view_put_right_have_little_in_common(bank: Bank, seed: int) -> None:
    short = [one for one in make_items(bank, seed=seed).items if one.id.endswith(".short.wrong")]
    scorings = [one.answer.scoring for one in short if isinstance(one.answer, ShortAnswer)]
    assert sum(len(scoring) == 2 for scoring in scorings) >= 60
    for reason, *more in scorings:
        for point in more:
            own = shingles(point.text)
            assert len(own & shingles(reason.text)) < 0.25 * len(own)


@pytest.mark.parametrize("seed", range(4))
def test_the_right_view_is_as_long_as_the_wrong_ones(bank: Bank, seed: int) -> None:
    ratios = [
        len(one.options[one.keys[0]].text) / mean(len(option.text) for option in one.options if not option.key)
        for one in make_items(bank, seed=seed).items
        if one.id.endswith(".single.right")
    ]
    assert len(ratios) >= 30
    assert 0.9 < mean(ratios) < 1.1


def test_facts_that_repeat_each_other_never_meet_in_one_item(bank: Bank) -> None:
    repeated = (
        {"be5jydzq", "m9d5phvw", "m3tjg5nt"},  # customer privacy
        {"sjnkhmxp", "nsyk2sxk"},  # courtesy words
        {"jv8k4ykm", "dvf8dnnu"},  # prompt replies
        {"rc4fbbdr", "t6kzn4f8", "mtb98jsj", "z2k7yn73"},  # listening
    )
    gists = {fact.id: {fact.term, fact.gist} for fact in bank.facts}
    for item in make_items(bank).items:
        if item.kind is ItemKind.SINGLE_CHOICE:
            for group in repeated:
                tested = group & set(item.facts)
                others = {text for fact_id in group - tested for text in gists[fact_id]} if tested else set()
                assert not others & {option.text for option in item.options}, item.id
