from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exam.exam_pool import blueprint_of, chapters_of, fact_id, item, pool_of

from drill.exam.assembly import AssemblyError, form_code, form_faults, make_forms
from drill.exam.blueprint import BlueprintError
from drill.exam.quotas import ShortageError
from drill.model.bank import Blueprint, Item, ItemKind, TrueFalseAnswer, Use, Vary
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from drill.model.exam import Form

CHOICE, SEVERAL, JUDGE, BLANK = (
    ItemKind.SINGLE_CHOICE,
    ItemKind.MULTIPLE_CHOICE,
    ItemKind.TRUE_FALSE,
    ItemKind.FILL_IN,
)
FOUR_KINDS = [(CHOICE, 10), (SEVERAL, 10), (JUDGE, 10), (BLANK, 10)]
ALL_KINDS = [(kind, 2) for kind in ItemKind]
CHAPTERS = chapters_of(4, 60)


def selections(forms: tuple[Form, ...]) -> list[list[str]]:
    return [[entry.item.id for entry in form.items] for form in forms]


def mean_facilities(forms: tuple[Form, ...]) -> list[float]:
    return [sum(entry.item.facility or 0 for entry in form.items) / len(form.items) for form in forms]


def same_fact_pairs(form: Form) -> int:
    return sum(bool(set(one.item.facts) & set(other.item.facts)) for one, other in combinations(form.items, 2))


@st.composite
def requests(draw: st.DrawFn) -> tuple[Blueprint, list[Item], int]:
    rng = Rng("request", draw(st.integers(0, 1000)))
    counts = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    chapters = [0, 0, 0, 0]
    for _ in range(sum(counts)):
        chapters[rng.below(4)] += 1
    blueprint = blueprint_of(
        list(zip(rng.shuffled(ItemKind), counts, strict=False)),
        chapters if draw(st.booleans()) else (),
        max_use=draw(st.integers(1, 3)),
        vary=draw(st.sampled_from(Vary)),
    )
    blueprint = replace(blueprint, chapters=tuple(quota for quota in blueprint.chapters if quota.items))
    pool = pool_of(rng, per_cell=5, facts=8)
    pool = [replace(entry, enemies=(pool[rng.below(len(pool))].id,)) if rng.below(6) == 0 else entry for entry in pool]
    return blueprint, pool, draw(st.integers(1, 4))


@given(requests(), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_whatever_is_made_keeps_every_rule(request: tuple[Blueprint, list[Item], int], seed: int) -> None:
    blueprint, pool, forms = request
    try:
        made = make_forms(blueprint, pool, CHAPTERS, forms=forms, seed=seed)
    except ShortageError:
        # What a shortage says is tested with the quotas; here nothing was made.
        return
    assert form_faults(blueprint, made, CHAPTERS) == ()
    assert [form.code for form in made] == list("ABCD")[:forms]
    for form in made:
        assert [entry.number for entry in form.items] == list(range(1, blueprint.item_count + 1))
        kinds = [quota.kind for quota in blueprint.kinds for _ in range(quota.items)]
        assert [entry.item.kind for entry in form.items] == kinds
        assert {entry.points for entry in form.items} == {2}


def test_the_same_seed_gives_the_same_forms_and_another_seed_others() -> None:
    pool = pool_of(Rng("pool"), facts=60)
    blueprint = blueprint_of(ALL_KINDS, [4, 4, 4, 4])
    made = make_forms(blueprint, pool, CHAPTERS, forms=3, seed=7)
    assert make_forms(blueprint, pool, CHAPTERS, forms=3, seed=7) == made
    assert make_forms(blueprint, pool, CHAPTERS, forms=3, seed=8) != made


def test_forms_that_vary_in_items_share_none_while_there_are_enough() -> None:
    made = make_forms(blueprint_of(ALL_KINDS, max_use=3), pool_of(Rng("pool"), facts=60), CHAPTERS, forms=3, seed=1)
    ids = [name for selection in selections(made) for name in selection]
    assert len(set(ids)) == len(ids)


def test_forms_that_vary_in_order_hold_the_same_items_in_other_orders() -> None:
    blueprint = blueprint_of([(CHOICE, 6), (JUDGE, 6)], vary=Vary.ORDER)
    pool = pool_of(Rng("pool"), per_cell=2)
    made = make_forms(blueprint, pool, CHAPTERS, forms=3, seed=1)
    chosen = selections(made)
    assert all(sorted(selection) == sorted(chosen[0]) for selection in chosen)
    assert all(one != other for one, other in combinations(chosen, 2))
    for one, other in combinations(made, 2):
        orders = {entry.item.id: entry.option_order for entry in one.items}
        # A single item may have the same order by chance, one time in 24.
        assert sum(entry.option_order != orders[entry.item.id] for entry in other.items[:6]) >= 4


def test_ten_forms_from_two_hundred_items_are_alike_and_share_little() -> None:
    rng = Rng("two hundred")
    kinds = [kind for kind, _ in FOUR_KINDS]
    pool = [
        item(f"item{at}", kinds[at % 4], (fact_id(at // 4 % 4, at // 16),), rng=rng, facility=0.3 + 0.6 * rng.unit())
        for at in range(200)
    ]
    for _ in range(10):
        one, other = rng.below(200), rng.below(200)
        pool[one] = replace(pool[one], enemies=(pool[other].id,))
    blueprint = blueprint_of(FOUR_KINDS, [10, 10, 10, 10], max_use=3)
    started = time.perf_counter()
    made = make_forms(blueprint, pool, CHAPTERS, forms=10, seed=3)
    # About 0.9 s where this was written; the bound leaves room for a busy machine.
    assert time.perf_counter() - started < 6
    means = mean_facilities(made)
    assert max(means) - min(means) < 0.004
    assert max(len(set(one) & set(other)) for one, other in combinations(selections(made), 2)) <= 9


def test_one_form_does_not_test_a_fact_twice_where_that_can_be_avoided() -> None:
    pool = pool_of(Rng("facts"), chapters=4, facts=20)
    made = make_forms(blueprint_of(ALL_KINDS, [4, 4, 4, 4]), pool, CHAPTERS, forms=3, seed=2)
    assert [same_fact_pairs(form) for form in made] == [0, 0, 0]


def test_a_bank_with_fewer_facts_than_items_still_gives_forms() -> None:
    pool = pool_of(Rng("facts"), chapters=1, facts=3)
    made = make_forms(blueprint_of([(CHOICE, 6)]), pool, CHAPTERS, forms=1, seed=2)
    assert Counter(entry.item.facts for entry in made[0].items).most_common(1)[0][1] == 2


def test_true_and_false_are_balanced_by_the_choice_of_items() -> None:
    pool = [
        replace(item(f"judge{at}", JUDGE, (fact_id(0, at),)), answer=TrueFalseAnswer(value=at % 4 == 0))
        for at in range(40)
    ]
    counts = set()
    for seed in range(5):
        for form in make_forms(blueprint_of([(JUDGE, 8)]), pool, CHAPTERS, forms=2, seed=seed):
            counts.add(sum(entry.item.answer == TrueFalseAnswer(value=True) for entry in form.items))
    assert counts <= {3, 4, 5}
    assert len(counts) > 1, "an examinee could count the true ones"


def test_items_without_facility_neither_ease_nor_harden_a_form() -> None:
    pool = [item(f"item{at}", CHOICE, facility=None if at % 2 else 0.2 + at / 50) for at in range(24)]
    made = make_forms(blueprint_of([(CHOICE, 8)]), pool, CHAPTERS, forms=3, seed=4)
    neutral = sum(entry.facility or 0 for entry in pool) / 12
    means = [
        sum(neutral if entry.item.facility is None else entry.item.facility for entry in form.items) / 8
        for form in made
    ]
    assert max(means) - min(means) < 0.01
    unmeasured = [replace(entry, facility=None) for entry in pool]
    assert len(make_forms(blueprint_of([(CHOICE, 8)]), unmeasured, CHAPTERS, forms=3, seed=4)) == 3


def test_enemies_never_stand_together_whichever_names_the_other() -> None:
    pool = [item(f"item{at}", CHOICE, enemies=(f"item{at + 1}", "elsewhere") if at % 2 == 0 else ()) for at in range(8)]
    for form in make_forms(blueprint_of([(CHOICE, 4)]), pool, CHAPTERS, forms=2, seed=1):
        assert {int(entry.item.id[4:]) // 2 for entry in form.items} == {0, 1, 2, 3}


def test_enemies_that_cannot_be_parted_are_refused_by_name() -> None:
    pool = [item("one", CHOICE, enemies=("two",)), item("two", CHOICE)]
    with pytest.raises(AssemblyError, match="items one and two are enemies and stand together") as caught:
        make_forms(blueprint_of([(CHOICE, 2)]), pool, CHAPTERS, forms=1, seed=1)
    assert len(caught.value.faults) == 1
    assert "max_use" in str(caught.value)


def test_a_blueprint_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(BlueprintError, match="two quotas"):
        make_forms(blueprint_of([(CHOICE, 2), (CHOICE, 2)]), [], CHAPTERS, forms=1, seed=1)
    with pytest.raises(BlueprintError, match="0 forms"):
        make_forms(blueprint_of([(CHOICE, 4)]), [], CHAPTERS, forms=0, seed=1)


def test_items_can_be_exchanged_between_forms_when_all_are_in_use() -> None:
    # Every item is on a form, so only exchanges can make the means alike.
    pool = [item(f"item{at}", CHOICE, (fact_id(0, at % 10),), facility=at / 20) for at in range(20)]
    made = make_forms(blueprint_of([(CHOICE, 10)]), pool, CHAPTERS, forms=2, seed=1)
    means = mean_facilities(made)
    assert abs(means[0] - means[1]) < 0.011
    assert [same_fact_pairs(form) for form in made] == [0, 0]


def test_a_kind_may_be_shared_by_more_forms_than_the_rest() -> None:
    steps = item("steps", ItemKind.ORDERING, (fact_id(0, 0),))
    blueprint = blueprint_of([(CHOICE, 3), (ItemKind.ORDERING, 1)], uses={ItemKind.ORDERING: 3})
    made = make_forms(blueprint, [*pool_of(Rng(1), kinds=[CHOICE]), steps], CHAPTERS, forms=3, seed=1)
    assert [form.items[-1].item.id for form in made] == ["steps"] * 3
    assert len({form.items[-1].right_order for form in made}) == 3


def test_form_codes_go_on_after_z() -> None:
    assert [form_code(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def made_pair() -> tuple[Blueprint, list[Item], tuple[Form, ...]]:
    blueprint = blueprint_of([(CHOICE, 3), (BLANK, 1)], [2, 2], uses={BLANK: 2})
    pool = pool_of(Rng("pair"), chapters=2, facts=30, kinds=[CHOICE, BLANK])
    return blueprint, pool, make_forms(blueprint, pool, CHAPTERS, forms=2, seed=1)


def swapped(form: Form, entry: Item) -> Form:
    return replace(form, items=(replace(form.items[0], item=entry), *form.items[1:]))


def test_the_check_of_forms_finds_each_broken_rule() -> None:
    blueprint, pool, (first, second) = made_pair()
    old = first.items[0].item
    broken = {
        "stands on it 2 times": swapped(first, first.items[1].item),
        "may not enter": swapped(first, replace(old, use=Use.DRILL)),
        "kinds do not meet": swapped(first, next(entry for entry in pool if entry.kind is BLANK)),
        "chapters do not meet": swapped(
            first,
            next(
                entry for entry in pool if entry.kind is CHOICE and CHAPTERS[entry.facts[0]] != CHAPTERS[old.facts[0]]
            ),
        ),
        "are enemies": swapped(first, replace(old, enemies=(first.items[1].item.id,))),
        "2 forms, and 1 may share": swapped(first, second.items[0].item),
    }
    for words, form in broken.items():
        assert any(words in fault for fault in form_faults(blueprint, (form, second), CHAPTERS)), words
    withdrawn = swapped(first, replace(old, withdrawn="outdated"))
    assert any("may not enter" in fault for fault in form_faults(blueprint, (withdrawn,), CHAPTERS))
    assert form_faults(blueprint, (first, second), CHAPTERS) == ()


def test_forms_that_break_a_rule_are_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    blueprint, pool, _ = made_pair()
    monkeypatch.setattr("drill.exam.assembly.form_faults", lambda *_: ("form A: something is wrong",))
    with pytest.raises(AssemblyError, match="something is wrong"):
        make_forms(blueprint, pool, CHAPTERS, forms=2, seed=1)


def test_the_order_of_items_within_a_part_does_not_tell_where_they_stand_in_the_bank() -> None:
    pool = [item(f"item{at:02}", CHOICE) for at in range(12)]
    rising = 0
    for seed in range(40):
        (form,) = make_forms(blueprint_of([(CHOICE, 12)]), pool, CHAPTERS, forms=1, seed=seed)
        rising += sum(one.item.id < other.item.id for one, other in pairwise(form.items))
    assert 0.4 < rising / (40 * 11) < 0.6
