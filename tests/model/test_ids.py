from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.errors import BankNotFoundError
from drill.model.bank import Blueprint, ChapterQuota, ItemKind, KindQuota
from drill.model.ids import derived_id, is_id, new_id
from drill.model.place import Place
from drill.text.shuffle import Rng


@pytest.mark.parametrize("text", ["abcd", "a123", "z" * 32])
def test_letters_and_digits_are_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "abc", "1abc", "Abcd", "ab-cd", "abcd\n", "a" * 33, "ａbcd", "abc１", "ab.cd"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_id(text)


@given(seed=st.integers(0, 10**9))
def test_new_ids_are_well_formed_and_hold_no_letters_that_look_alike(seed: int) -> None:
    own = new_id(Rng(seed).below, set())
    assert is_id(own)
    assert len(own) == 8
    assert not set(own) & set("ilo01")


def test_a_taken_id_is_drawn_over() -> None:
    first = new_id(Rng(7).below, set())
    taken = {first}
    assert new_id(Rng(7).below, taken) != first
    assert taken == {first}


def test_derived_ids_can_never_be_assigned_ones() -> None:
    assert derived_id("fact2345", "part", "p1") == "fact2345.part.p1"
    assert not is_id(derived_id("fact2345", "recall"))


def test_a_place_reads_as_path_and_line() -> None:
    assert str(Place("facts/a.yaml", 3)) == "facts/a.yaml:3"


def test_a_blueprint_adds_up_its_items_and_points() -> None:
    exam = Blueprint(
        id="exam1",
        name="test",
        title="t",
        minutes=1,
        kinds=(
            KindQuota(kind=ItemKind.TRUE_FALSE, items=10, points=1),
            KindQuota(kind=ItemKind.MATCHING, items=2, points=5),
        ),
        chapters=(ChapterQuota(chapter="chap1", items=12),),
    )
    assert (exam.item_count, exam.points) == (12, 20)


def test_a_missing_bank_is_refused_with_a_guess_where_there_is_one() -> None:
    assert str(BankNotFoundError("x")) == "x: no bank here (no bank.yaml). `drill bank new DIR` starts one."
    assert str(BankNotFoundError("x", nearby=["cards/x"])) == "x: no bank here (no bank.yaml). Did you mean cards/x?"
