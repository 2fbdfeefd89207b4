from __future__ import annotations

import pytest
from tests.exam.exam_pool import bank_of, blueprint_of, pool_of

from drill.exam.blueprint import BlueprintError
from drill.exam.making import make_exam
from drill.exam.paper import fingerprint
from drill.model.bank import ItemKind
from drill.text.shuffle import Rng

BLUEPRINT = blueprint_of([(kind, 1) for kind in ItemKind], [2, 2, 2, 2])
POOL = pool_of(Rng("making"))


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
