from __future__ import annotations

from dataclasses import replace

import pytest
from tests.exam.exam_pool import bank_of, blueprint_of

from drill.exam.blueprint import BlueprintError, check_blueprint, inner_faults
from drill.model.bank import Blueprint, ChapterQuota, ItemKind, KindQuota

SOUND = blueprint_of([(ItemKind.SINGLE_CHOICE, 4), (ItemKind.FILL_IN, 2)], [3, 3], uses={ItemKind.FILL_IN: 2})


def test_a_sound_blueprint_has_no_faults() -> None:
    assert check_blueprint(SOUND, bank_of()) == ()
    assert inner_faults(replace(SOUND, chapters=())) == ()
    assert inner_faults(replace(SOUND, pass_points=None)) == ()


def test_a_chapter_the_bank_does_not_have_is_named() -> None:
    (fault,) = check_blueprint(SOUND, bank_of(chapters=1))
    assert "chap1" in fault


@pytest.mark.parametrize(
    ("blueprint", "words"),
    [
        (replace(SOUND, kinds=(*SOUND.kinds, SOUND.kinds[0]), chapters=()), "single_choice has two quotas"),
        (replace(SOUND, chapters=(SOUND.chapters[0], SOUND.chapters[0])), "chap0 has two quotas"),
        (replace(SOUND, chapters=SOUND.chapters[:1]), "chapters ask for 3 items and the kinds for 6"),
        (
            replace(SOUND, kinds=(replace(SOUND.kinds[0], items=0),), chapters=(), pass_points=None),
            "single_choice: the quota is 0",
        ),
        (
            replace(SOUND, chapters=(ChapterQuota(chapter="chap0", items=6), ChapterQuota(chapter="chap1", items=0))),
            "chapter chap1: the quota is 0",
        ),
        (replace(SOUND, max_use=0), "max_use is 0"),
        (replace(SOUND, kinds=(SOUND.kinds[0], replace(SOUND.kinds[1], max_use=0))), "max_use of fill_in is 0"),
        (replace(SOUND, kinds=(SOUND.kinds[0], replace(SOUND.kinds[1], points=0))), "fill_in: an item is worth 0"),
        (replace(SOUND, minutes=0), "0 minutes"),
        (replace(SOUND, pass_points=13), "pass_points is 13, but a form has 12"),
        (replace(SOUND, pass_points=-1), "pass_points is -1"),
    ],
)
def test_each_contradiction_is_said_once(blueprint: Blueprint, words: str) -> None:
    (fault,) = inner_faults(blueprint)
    assert words in fault


def test_an_empty_blueprint_is_refused() -> None:
    empty = replace(SOUND, kinds=(), chapters=(), pass_points=None)
    assert inner_faults(empty) == ("it asks for no items. Add at least one kind.",)


def test_every_fault_stands_in_the_error() -> None:
    broken = replace(SOUND, minutes=0, max_use=0, kinds=(KindQuota(kind=ItemKind.ORDERING, items=6, points=2),))
    error = BlueprintError(broken.name, inner_faults(broken))
    assert str(error).splitlines() == [f"exam small-test: {fault}" for fault in error.faults]
    assert len(error.faults) == 2
