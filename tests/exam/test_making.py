from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.exam.exam_pool import bank_of, blueprint_of, fact_id, item, pool_of

from drill.exam.blueprint import BlueprintError
from drill.exam.making import make_exam
from drill.exam.paper import fingerprint
from drill.model.bank import ItemKind, Origin, Use, Vary
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from drill.model.bank import Blueprint, Item

BLUEPRINT = blueprint_of([(kind, 1) for kind in ItemKind], [2, 2, 2, 2])
POOL = pool_of(Rng("making"))
SCENE = ItemKind.SITUATIONAL


def scenes(name: str, counts: list[int], use: Use) -> list[Item]:
    """Return as many situational items of `use` for each chapter as `counts` says, each testing its own fact."""
    return [
        replace(item(f"{name}{chapter}x{at}", SCENE, (fact_id(chapter, at),)), use=use)
        for chapter, count in enumerate(counts)
        for at in range(count)
    ]


def used(blueprint: Blueprint, pool: list[Item], forms: int, seed: int = 1) -> list[Item]:
    making = make_exam(bank_of(), blueprint, pool, forms, seed)
    return [entry.item for form in making.forms for entry in form.items]


def test_a_making_holds_its_forms_their_papers_and_where_it_came_from() -> None:
    bank = bank_of()
    making = make_exam(bank, BLUEPRINT, POOL, forms=3, seed=5)
    assert (making.bank_id, making.bank_version) == (bank.id, "1.2")
    assert (making.exam_id, making.exam_name, making.exam_title) == ("exam2abc", "small-test", "小测验")
    assert making.seed == 5
    assert [form.code for form in making.forms] == [paper.code for paper in making.papers] == ["A", "B", "C"]
    assert making.fingerprint == fingerprint(making.papers)
    assert {paper.fingerprint for paper in making.papers} == {making.fingerprint}


def test_the_same_seed_repeats_a_making() -> None:
    assert make_exam(bank_of(), BLUEPRINT, POOL, 2, 5) == make_exam(bank_of(), BLUEPRINT, POOL, 2, 5)
    prints = {make_exam(bank_of(), BLUEPRINT, POOL, 2, seed).fingerprint for seed in range(5)}
    assert len(prints) == 5


def test_a_blueprint_for_another_bank_is_refused() -> None:
    with pytest.raises(BlueprintError, match="no chapter chap3"):
        make_exam(bank_of(chapters=3), BLUEPRINT, POOL, forms=1, seed=1)


@pytest.mark.parametrize("seed", range(5))
def test_items_kept_for_exams_come_before_those_on_phones(seed: int) -> None:
    pool = scenes("both", [9, 9], Use.BOTH) + scenes("exam", [4, 4], Use.EXAM)
    assert {entry.use for entry in used(blueprint_of([(SCENE, 4)], [2, 2]), pool, 2, seed)} == {Use.EXAM}


def test_items_on_phones_fill_only_the_chapters_that_lack_others() -> None:
    pool = scenes("both", [9, 9], Use.BOTH) + scenes("exam", [4, 1], Use.EXAM)
    taken = used(blueprint_of([(SCENE, 4)], [2, 2]), pool, 2)
    assert all(entry.use is Use.EXAM for entry in taken if entry.facts[0].startswith("fact0"))
    assert any(entry.use is Use.BOTH for entry in taken if entry.facts[0].startswith("fact1"))


def test_forms_that_vary_in_order_need_items_kept_for_exams_only_once() -> None:
    pool = scenes("both", [9], Use.BOTH) + scenes("exam", [4], Use.EXAM)
    assert {entry.use for entry in used(blueprint_of([(SCENE, 4)], [4], vary=Vary.ORDER), pool, 3)} == {Use.EXAM}


def test_a_kind_without_items_kept_for_exams_and_generated_items_stay_in_the_draw() -> None:
    generated = [replace(entry, origin=Origin.GENERATED) for entry in scenes("made", [6], Use.BOTH)]
    choices = [item(f"choice{at}", ItemKind.SINGLE_CHOICE, (fact_id(1, at),)) for at in range(2)]
    pool = [*generated, *choices, *scenes("both", [9], Use.BOTH), *scenes("exam", [2], Use.EXAM)]
    taken = used(blueprint_of([(SCENE, 8), (ItemKind.SINGLE_CHOICE, 2)], [8, 2]), pool, 1)
    wanted = {entry.id for entry in pool if not entry.id.startswith("both")}
    assert {entry.id for entry in taken} == wanted


def test_enemies_are_kept_apart_even_at_the_price_of_an_item_on_phones() -> None:
    first, second = scenes("exam", [2], Use.EXAM)
    pool = [*scenes("both", [3], Use.BOTH), replace(first, enemies=(second.id,)), second]
    taken = {entry.id for entry in used(blueprint_of([(SCENE, 2)], [2]), pool, 1)}
    assert not {first.id, second.id} <= taken
