from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exam.exam_pool import bank_of, blueprint_of, chapters_of, fact_id, item, pool_of

from drill.exam.making import make_exam
from drill.exam.readiness import FactRecall, guess_chance, item_chances, mean_readiness, readiness
from drill.model.bank import ItemKind, Use
from drill.text.shuffle import Rng

CHAPTERS = chapters_of(4, 10)
FACTS = tuple(CHAPTERS)
POOL = pool_of(Rng("readiness"), kinds=[ItemKind.SINGLE_CHOICE, ItemKind.TRUE_FALSE])
BLUEPRINT = blueprint_of([(ItemKind.SINGLE_CHOICE, 12), (ItemKind.TRUE_FALSE, 8)], [8, 6, 4, 2])


def recalled(*levels: float) -> FactRecall:
    return FactRecall(facts=FACTS, recall=np.array([[level] * len(FACTS) for level in levels]))


def test_who_knows_everything_scores_everything_and_who_knows_nothing_guesses() -> None:
    full, none = readiness(BLUEPRINT, POOL, CHAPTERS, recalled(1, 0))
    assert (full.expected, full.low, full.high) == pytest.approx((40, 40, 40), abs=1e-6)
    assert full.pass_chance == 1
    assert none.expected == pytest.approx(2 * (12 / 4 + 8 / 2))
    assert none.variance == pytest.approx(4 * (12 * 0.25 * 0.75 + 8 * 0.25))


def test_the_expected_score_is_that_of_forms_really_made() -> None:
    """Recall differs by chapter; a learner sits 40 made forms 50 times each."""
    level = {"chap0": 0.9, "chap1": 0.7, "chap2": 0.4, "chap3": 0.1}
    known = FactRecall(facts=FACTS, recall=np.array([[level[CHAPTERS[fact]] for fact in FACTS]]))
    (ready,) = readiness(BLUEPRINT, POOL, CHAPTERS, known)
    chance = dict(zip((own.id for own in POOL), item_chances(POOL, known)[0], strict=True))
    draws = np.random.default_rng(1)
    scores = []
    for seed in range(40):
        making = make_exam(bank_of(exams=[BLUEPRINT]), BLUEPRINT, POOL, 1, seed)
        chances = np.array([chance[entry.item.id] for entry in making.forms[0].items])
        scores += (2 * (draws.random((50, len(chances))) < chances).sum(axis=1)).tolist()
    assert np.mean(scores) == pytest.approx(ready.expected, abs=0.4)
    inside = np.mean([ready.low <= score <= ready.high for score in scores])
    assert 0.85 < inside < 0.97, inside
    passed = np.mean([score >= (BLUEPRINT.pass_points or 0) for score in scores])
    assert passed == pytest.approx(ready.pass_chance, abs=0.05)


@settings(max_examples=30)
@given(st.floats(0, 1), st.floats(0, 1))
def test_more_recall_never_lowers_what_is_expected(one: float, other: float) -> None:
    low, high = readiness(BLUEPRINT, POOL, CHAPTERS, recalled(min(one, other), max(one, other)))
    assert low.expected <= high.expected + 1e-9
    assert 0 <= low.low <= low.expected <= low.high <= 40
    assert 0 <= (low.pass_chance or 0) <= (high.pass_chance or 0) + 1e-9


def test_what_is_not_turned_into_answers_counts_less() -> None:
    (half,) = readiness(BLUEPRINT, POOL, CHAPTERS, recalled(1), applied=0.5)
    (level,) = readiness(BLUEPRINT, POOL, CHAPTERS, recalled(0.5))
    assert half.expected == pytest.approx(level.expected)


def test_facts_without_cards_are_taken_for_average() -> None:
    known = recalled(0.6).recall
    known[0, :5] = np.nan
    (ready,) = readiness(BLUEPRINT, POOL, CHAPTERS, FactRecall(facts=FACTS, recall=known))
    (level,) = readiness(BLUEPRINT, POOL, CHAPTERS, recalled(0.6))
    assert ready.expected == pytest.approx(level.expected)


def test_items_of_unknown_facts_and_of_none_are_taken_for_average() -> None:
    items = [
        item("a", ItemKind.FILL_IN, ("elsewhere",)),
        item("b", ItemKind.FILL_IN),
        item("c", ItemKind.FILL_IN, (fact_id(0, 0),)),
    ]
    assert item_chances(items, recalled(0.3)).tolist() == [pytest.approx([0.3, 0.3, 0.3])]


def test_what_may_not_enter_forms_does_not_count() -> None:
    blueprint = blueprint_of([(ItemKind.TRUE_FALSE, 2)])
    items = [item("a", ItemKind.TRUE_FALSE, (fact_id(0, 0),)), item("b", ItemKind.TRUE_FALSE, (fact_id(1, 0),))]
    known = recalled(0.0)
    known.recall[0, FACTS.index(fact_id(0, 0))] = 1.0
    for out in (replace(items[0], use=Use.DRILL), replace(items[0], withdrawn="leaked")):
        (ready,) = readiness(blueprint, [out, items[1]], CHAPTERS, known)
        assert ready.expected == pytest.approx(2)
    (both,) = readiness(replace(blueprint, pass_points=None), items, CHAPTERS, known)
    assert both.expected == pytest.approx(3)
    assert both.pass_chance is None
    assert mean_readiness([both]).pass_chance is None


def test_a_groups_mean_is_known_better_than_one_score() -> None:
    learners = readiness(BLUEPRINT, POOL, CHAPTERS, recalled(0.5, 0.7, 0.9, 0.7))
    group = mean_readiness(learners)
    assert group.expected == pytest.approx(sum(one.expected for one in learners) / 4)
    assert group.high - group.low < min(one.high - one.low for one in learners)
    assert group.pass_chance == pytest.approx(sum(one.pass_chance or 0 for one in learners) / 4)


def test_guesses_by_kind() -> None:
    expected = {
        ItemKind.SINGLE_CHOICE: 0.25,
        ItemKind.SITUATIONAL: 0.25,
        ItemKind.TRUE_FALSE: 0.5,
        ItemKind.MATCHING: 0.25,
    }
    for kind in ItemKind:
        assert guess_chance(item("x", kind)) == expected.get(kind, 0), kind


def test_nobody_is_ready_for_nothing() -> None:
    assert readiness(BLUEPRINT, POOL, CHAPTERS, FactRecall(facts=FACTS, recall=np.zeros((0, len(FACTS))))) == ()
