"""What holds of every generated item, whatever the bank."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.generate.generate_banks import CHINESE, ENGLISH, FLOW, PHONE, bank_of, fact, section, synthetic_banks
from tests.strategies import banks

from drill.generate.items import make_items
from drill.generate.options import is_loaded, is_vague
from drill.model.bank import (
    Bank,
    FillInAnswer,
    Generate,
    Item,
    ItemKind,
    MatchingAnswer,
    OrderingAnswer,
    Origin,
    ShortAnswer,
    TrueFalseAnswer,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

SEEDS = st.integers(min_value=0, max_value=50)


def digest(items: Iterable[Item]) -> str:
    return hashlib.sha256(repr(tuple(items)).encode()).hexdigest()


def of_kind(bank: Bank, kind: ItemKind, seed: int = 0) -> list[Item]:
    return [item for item in make_items(bank, seed=seed).items if item.kind is kind]


def check_item(item: Item) -> None:
    assert item.origin is Origin.GENERATED
    assert item.stem
    assert item.rationale
    assert item.points > 0
    assert item.facility is not None
    assert 0 < item.facility < 1
    assert item.id not in item.enemies
    texts = [option.text for option in item.options]
    assert len(set(texts)) == len(texts)
    match item.kind:
        case ItemKind.SINGLE_CHOICE:
            assert len(texts) == 4
            assert len(item.keys) == 1
            check_options(item)
        case ItemKind.MULTIPLE_CHOICE:
            assert len(texts) == 5
            assert 2 <= len(item.keys) <= 4
            check_options(item)
        case _:
            check_answer(item)


def check_options(item: Item) -> None:
    lengths = [len(option.text) for option in item.options]
    assert max(lengths) <= 2 * min(lengths)
    for option in item.options:
        assert option.why
        assert not option.text.endswith(("。", "."))
        assert not is_vague(option.text)
        assert option.key or not is_loaded(option.text) or any(o.key and is_loaded(o.text) for o in item.options)
        assert option.text.translate(str.maketrans("“”", "‘’")) in item.rationale or option.key
    if item.kind is ItemKind.SINGLE_CHOICE:
        key = len(item.options[item.keys[0]].text)
        assert key < 1.3 * max(len(option.text) for option in item.options if not option.key)


def check_answer(item: Item) -> None:
    match item.answer:
        case TrueFalseAnswer():
            assert item.kind is ItemKind.TRUE_FALSE
        case FillInAnswer(blanks=blanks):
            assert item.stem.count("____") == len(blanks) == 1
            assert all(blanks[0])
        case MatchingAnswer(pairs=pairs, extras=extras):
            assert len(pairs) == 4
            assert len(extras) == 1
            assert len({*(right for _, right in pairs), *extras}) == 5
        case OrderingAnswer(steps=steps):
            assert len(set(steps)) == len(steps) >= 3
        case ShortAnswer(scoring=scoring):
            assert len({point.text for point in scoring}) == len(scoring) >= 1
            assert item.points == sum(point.points for point in scoring)
        case None:
            pytest.fail(f"{item.id} has no answer")


@pytest.mark.parametrize("bank", [CHINESE, ENGLISH])
@pytest.mark.parametrize("seed", range(12))
def test_every_item_is_well_formed(bank: Bank, seed: int) -> None:
    for item in make_items(bank, seed=seed).items:
        check_item(item)


@given(synthetic_banks(), SEEDS)
@settings(max_examples=40)
def test_every_item_of_a_synthetic_bank_is_well_formed(bank: Bank, seed: int) -> None:
    for item in make_items(bank, seed=seed).items:
        check_item(item)


@given(banks(), SEEDS)
@settings(max_examples=60)
def test_any_bank_yields_items_with_distinct_ids_and_stems(bank: Bank, seed: int) -> None:
    items = (*bank.items, *make_items(bank, seed=seed).items)
    assert len({item.id for item in items}) == len(items)
    generated = [item.stem for item in items if item.origin is Origin.GENERATED]
    authored = {item.stem for item in bank.items}
    assert len(set(generated)) == len(generated)
    assert not authored & set(generated)


@given(banks(), SEEDS)
@settings(max_examples=40)
def test_enemies_are_mutual_and_exist(bank: Bank, seed: int) -> None:
    items = {item.id: item for item in make_items(bank, seed=seed).items}
    authored = {item.id for item in bank.items}
    for item in items.values():
        for enemy in item.enemies:
            assert enemy in authored or item.id in items[enemy].enemies


@given(synthetic_banks(), SEEDS)
@settings(max_examples=30)
def test_the_same_bank_and_seed_give_the_same_items(bank: Bank, seed: int) -> None:
    assert make_items(bank, seed=seed) == make_items(bank, seed=seed)


def test_another_seed_words_and_orders_items_differently() -> None:
    assert digest(make_items(CHINESE, seed=1).items) != digest(make_items(CHINESE, seed=2).items)


def test_the_hash_seed_of_the_process_makes_no_difference() -> None:
    program = (
        "from tests.generate.generate_banks import CHINESE\n"
        "from tests.generate.test_generated_items import digest\n"
        "from drill.generate.items import make_items\n"
        "from drill.generate.notes import make_notes\n"
        "print(digest(make_items(CHINESE, seed=3).items), repr(make_notes(CHINESE)))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2024")
    }
    assert len(outputs) == 1


def test_a_new_section_elsewhere_leaves_facts_true_or_false_and_fill_in_items_as_they_were() -> None:
    grown = bank_of(*CHINESE.chapters[0].sections, section("newsect2", "新节", fact("newfact2", "新点", "新的说明。")))
    kinds = {ItemKind.TRUE_FALSE, ItemKind.FILL_IN, ItemKind.SHORT_ANSWER}
    before = {item.id: (item.stem, item.answer) for item in make_items(CHINESE).items if item.kind in kinds}
    after = {item.id: (item.stem, item.answer) for item in make_items(grown).items}
    assert before.items() <= after.items()


def test_item_ids_stay_when_texts_change_and_facts_move() -> None:
    def reworded(bank: Bank) -> Bank:
        chapter = bank.chapters[0]
        sections = tuple(
            replace(one, facts=tuple(replace(f, statement=f"照规矩，{f.statement}") for f in one.facts))
            for one in chapter.sections[::-1]
        )
        return replace(bank, chapters=(replace(chapter, sections=sections),))

    kinds = {ItemKind.TRUE_FALSE, ItemKind.FILL_IN, ItemKind.SHORT_ANSWER, ItemKind.MATCHING, ItemKind.ORDERING}
    before = {item.id for item in make_items(CHINESE).items if item.kind in kinds}
    after = {item.id for item in make_items(reworded(CHINESE)).items if item.kind in kinds}
    assert before == after


@given(synthetic_banks(least=2), SEEDS)
@settings(max_examples=30)
def test_keys_are_spread_evenly_over_positions_and_never_stay_for_long(bank: Bank, seed: int) -> None:
    items = of_kind(bank, ItemKind.SINGLE_CHOICE, seed)
    uses = Counter(item.keys[0] for item in items)
    if items:
        assert max(uses.values()) - min(uses[place] for place in range(4)) <= 2
    places = [item.keys[0] for item in items]
    assert not any(len(set(places[i : i + 3])) == 1 for i in range(len(places) - 2))


@given(synthetic_banks(), SEEDS)
@settings(max_examples=30)
def test_half_of_the_statements_to_judge_are_true(bank: Bank, seed: int) -> None:
    answers = [item.answer for item in of_kind(bank, ItemKind.TRUE_FALSE, seed)]
    assert 2 * answers.count(TrueFalseAnswer(value=True)) == len(answers)


@pytest.mark.parametrize("kind", list(ItemKind)[:-1])
def test_a_fact_can_switch_a_kind_off(kind: ItemKind) -> None:
    sections = tuple(
        replace(one, facts=tuple(replace(f, generate=Generate(off=(kind,))) for f in one.facts))
        for one in CHINESE.chapters[0].sections
    )
    assert kind in {item.kind for item in make_items(CHINESE).items}
    assert kind not in {item.kind for item in make_items(bank_of(*sections)).items}


def test_an_incomplete_fact_yields_no_item_and_is_named() -> None:
    made = make_items(bank_of(section("sect2222", "专节", replace(PHONE.facts[0], incomplete=True))))
    assert made.items == ()
    assert {shortage.fact_id for shortage in made.shortages} == {"speech22", "sect2222"} - {"sect2222"}
    assert {shortage.reason for shortage in made.shortages} == {"the fact is incomplete"}


def test_an_incomplete_section_is_not_asked_for_as_a_whole() -> None:
    made = make_items(bank_of(replace(FLOW, incomplete=True)))
    assert not {item.kind for item in made.items} & {ItemKind.ORDERING, ItemKind.MATCHING, ItemKind.MULTIPLE_CHOICE}
    assert not any("flow2222" in item.id for item in made.items)


def test_what_a_bare_fact_cannot_give_is_named() -> None:
    made = make_items(bank_of(section("sect2222", "专节", fact("fact2222", "归类", "都要归类。"))))
    assert made.items == ()
    kinds = {shortage.kind for shortage in made.shortages if shortage.fact_id == "fact2222"}
    assert kinds == {ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE, ItemKind.FILL_IN, ItemKind.SHORT_ANSWER}
    assert {s.kind for s in made.shortages if s.fact_id == "sect2222"} == {ItemKind.MULTIPLE_CHOICE, ItemKind.MATCHING}


def test_a_stem_that_an_authored_item_has_is_reworded_or_named_as_a_shortage() -> None:
    first = of_kind(CHINESE, ItemKind.SINGLE_CHOICE)[0]
    blank = of_kind(CHINESE, ItemKind.FILL_IN)[0]
    authored = tuple(
        Item(id=f"author2{n}", kind=ItemKind.SHORT_ANSWER, facts=("speech22",), stem=stem)
        for n, stem in enumerate([first.stem, "通话时____清楚，说得不快也不慢。", blank.stem])
    )
    made = make_items(replace(CHINESE, items=authored))
    again = {item.id: item for item in made.items}
    assert again[first.id].stem != first.stem
    assert again[first.id].enemies.count("author20") == 1
    assert not {item.stem for item in made.items} & {item.stem for item in authored}


def test_a_fact_tested_by_a_situation_has_it_as_an_enemy() -> None:
    items = {item.id: item for item in make_items(CHINESE).items}
    assert "situate2" in items["hold2222.judge.true"].enemies
    assert "situate2" not in items["check222.judge.true"].enemies
