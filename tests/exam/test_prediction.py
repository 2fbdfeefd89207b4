from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exam.exam_pool import bank_of, blueprint_of, chapters_of, pool_of

from drill.exam.prediction import Prediction, applied_share, predict
from drill.exam.readiness import FactRecall, guess_chance, item_chances
from drill.exam.recording import recorded_form
from drill.model.bank import ItemKind
from drill.text.shuffle import Rng

FACTS = tuple(chapters_of(4, 10))


def test_a_papers_prediction_is_what_readiness_says_of_its_items() -> None:
    from drill.exam.making import make_exam

    kinds = [(kind, 3) for kind in ItemKind]
    blueprint = blueprint_of(kinds)
    pool = pool_of(Rng("prediction"))
    making = make_exam(bank_of(exams=[blueprint]), blueprint, pool, 1, 1)
    levels = np.random.default_rng(1).random(len(FACTS))
    recalled = FactRecall(facts=FACTS, recall=levels[np.newaxis])
    form = making.forms[0]
    chances = item_chances([entry.item for entry in form.items], recalled, applied=0.8)[0]
    prediction = predict(recorded_form(making, form), dict(zip(FACTS, levels.tolist(), strict=True)), levels.mean())
    assert prediction.expected(0.8) == pytest.approx(sum(2 * chances))
    assert prediction.guessed == pytest.approx(sum(2 * guess_chance(entry.item) for entry in form.items))


def test_facts_without_cards_are_recalled_as_the_average() -> None:
    from tests.exam.recorded import recorded_form as form_of
    from tests.exam.recorded import recorded_item

    form = form_of([recorded_item(1)])
    assert predict(form, {}, 0.6).expected(1) == pytest.approx(0.25 + 0.75 * 0.6)


def test_application_is_found_again_from_many_papers() -> None:
    rng = np.random.default_rng(2)
    predictions = [Prediction(guessed=30, known=float(known)) for known in rng.uniform(20, 60, 200)]
    scores = [one.expected(0.7) + float(rng.normal(0, 5)) for one in predictions]
    assert applied_share(predictions, scores) == pytest.approx(0.7, abs=0.03)


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50), st.floats(0, 100)), max_size=20))
def test_application_stays_within_its_bounds(papers: list[tuple[float, float, float]]) -> None:
    predictions = [Prediction(guessed=guessed, known=known) for guessed, known, _ in papers]
    assert 0.3 <= applied_share(predictions, [score for *_, score in papers]) <= 1
    assert applied_share([], []) == 1
