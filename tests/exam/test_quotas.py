from __future__ import annotations

from dataclasses import replace

import pytest
from tests.exam.exam_pool import blueprint_of, chapters_of, fact_id, item, pool_of

from drill.exam.quotas import Shortage, ShortageError, chapter_of_item, quota_tables, supply_of
from drill.model.bank import Blueprint, Item, ItemKind, Use
from drill.text.shuffle import Rng

CHOICE, BLANK, STEPS = ItemKind.SINGLE_CHOICE, ItemKind.FILL_IN, ItemKind.ORDERING
CHAPTERS = chapters_of(4, 10)


def cell(kind: ItemKind, chapter: int, count: int) -> list[Item]:
    return [item(f"{kind.value}{chapter}n{at}", kind, (fact_id(chapter, at),)) for at in range(count)]


def shortages(blueprint: Blueprint, pool: list[Item], forms: int) -> tuple[Shortage, ...]:
    with pytest.raises(ShortageError) as caught:
        quota_tables(supply_of(blueprint, pool, CHAPTERS, forms), Rng(1))
    return caught.value.shortages


def test_what_may_not_enter_does_not() -> None:
    good = item("good", CHOICE, (fact_id(0, 0),))
    pool = [
        good,
        replace(good, id="gone", withdrawn="outdated"),
        replace(good, id="phone", use=Use.DRILL),
        replace(good, id="exam", use=Use.EXAM),
        item("kind", BLANK, (fact_id(0, 0),)),
        item("chapter", CHOICE, (fact_id(3, 0),)),
        item("unknown", CHOICE, ("nowhere",)),
        item("nofact", CHOICE),
    ]
    supply = supply_of(blueprint_of([(CHOICE, 2)], [2]), pool, CHAPTERS, 1)
    assert [entry.id for entry in supply.items] == ["good", "exam"]


def test_without_chapter_quotas_every_chapter_may_enter() -> None:
    pool = [*cell(CHOICE, 0, 1), *cell(CHOICE, 3, 1), item("nofact", CHOICE)]
    assert len(supply_of(blueprint_of([(CHOICE, 2)]), pool, CHAPTERS, 1).items) == 3


def test_the_first_fact_gives_the_chapter() -> None:
    assert chapter_of_item(item("two", CHOICE, (fact_id(2, 0), fact_id(1, 0))), CHAPTERS) == "chap2"


def test_a_kind_that_falls_short_is_named_with_how_many() -> None:
    blueprint = blueprint_of([(CHOICE, 4), (BLANK, 2)])
    (found,) = shortages(blueprint, cell(CHOICE, 0, 5) + cell(BLANK, 0, 6), forms=3)
    assert found == Shortage(kinds=(CHOICE,), chapters=(), places=12, filled=5, missing=7)
    assert str(found) == "single_choice: 7 more needed (12 places on the forms, 5 can be filled)"


def test_sharing_items_between_forms_makes_good_for_few() -> None:
    pool = cell(CHOICE, 0, 12) + cell(STEPS, 1, 1)
    blueprint = blueprint_of([(CHOICE, 4), (STEPS, 1)], uses={STEPS: 3})
    assert len(quota_tables(supply_of(blueprint, pool, CHAPTERS, 3), Rng(1))) == 3
    choices, steps = shortages(blueprint, pool, forms=4)
    assert (choices.kinds, choices.missing) == ((CHOICE,), 4)
    assert (steps.kinds, steps.missing) == ((STEPS,), 1)


def test_every_shortage_is_named_at_once() -> None:
    blueprint = blueprint_of([(CHOICE, 2), (BLANK, 2)], [2, 2])
    found = shortages(blueprint, cell(CHOICE, 0, 4) + cell(BLANK, 0, 1), forms=2)
    assert [(short.kinds, short.chapters, short.missing) for short in found] == [
        ((BLANK,), (), 3),
        ((), ("chap1",), 4),
    ]


def test_a_shortage_that_only_shows_where_kinds_and_chapters_meet_is_named() -> None:
    # Enough of each kind and for each chapter by itself, but two kinds have all their items in chapter 0.
    pool = cell(CHOICE, 0, 9) + cell(STEPS, 0, 9) + [entry for at in range(3) for entry in cell(BLANK, at, 9)]
    blueprint = blueprint_of([(CHOICE, 3), (STEPS, 3), (BLANK, 4)], [4, 3, 3])
    (found,) = shortages(blueprint, pool, forms=1)
    assert found == Shortage(kinds=(CHOICE, STEPS), chapters=("chap1", "chap2"), places=6, filled=4, missing=2)
    enough = [*pool, *cell(CHOICE, 1, 1), *cell(STEPS, 2, 1)]
    assert quota_tables(supply_of(blueprint, enough, CHAPTERS, 1), Rng(1))


def test_the_error_says_what_to_do() -> None:
    text = str(ShortageError("t", 1, shortages(blueprint_of([(CHOICE, 4)]), [], 1)))
    assert text.startswith("exam t: too few items for 1 form:\n  single_choice: 4 more")
    assert all(words in text for words in ("Lower", "write more items", "max_use", "fewer forms"))
    named = Shortage(kinds=(CHOICE, BLANK), chapters=("a", "b"), places=3, filled=1, missing=2)
    assert str(named).startswith("single_choice or fill_in in chapter a or b: 2 more needed")
    assert str(replace(named, kinds=())).startswith("chapter a or b: 2")


def test_each_form_gets_its_quotas() -> None:
    blueprint = blueprint_of([(CHOICE, 5), (BLANK, 3)], [3, 1, 4])
    supply = supply_of(blueprint, pool_of(Rng(3)), CHAPTERS, 3)
    for table in quota_tables(supply, Rng(4)):
        assert [sum(row) for row in table] == [5, 3]
        assert [sum(column) for column in zip(*table, strict=True)] == [3, 1, 4]
