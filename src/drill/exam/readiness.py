"""Exam readiness: the score to be expected on a form of a blueprint, from what a learner recalls of the facts.

An item is answered right when what it asks is recalled, else with the chance of a guess:
    p = guess + (1 - guess) * applied * recall,
where recall is the mean recall of the item's facts (0 for a fact whose cards were never seen) and `applied` the share
of recalled facts that examinees turn into right answers (1 unless exams have shown another). A form draws its items by
quota, so its expected score is the sum over quotas of items * points * mean p. The score of one form scatters as a sum
of independent right-or-wrong items does, var = sum of items * points^2 * mean p * (1 - mean p): for items of unequal p
drawn at random this is exact, for items with partial credit it is an upper bound. The interval and the chance to pass
take the sum for normal, with the correction for a score that moves in steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from drill.exam.quotas import chapter_of_item
from drill.model.bank import ItemKind, MatchingAnswer, Use

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from drill.model.bank import Blueprint, Item

    Floats = NDArray[np.float64]

CONFIDENCE = 0.9
_Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
_ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The score to be expected on a form of `points`, between `low` and `high` in 9 cases of 10.

    `pass_chance` is None where the blueprint has no pass mark.
    """

    points: int
    expected: float
    low: float
    high: float
    variance: float
    pass_chance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecall:
    """How well learners recall facts today: a row of `recall` a learner, a column a fact, each from 0 to 1.

    A fact that has no cards has NaN: what is known of it is taken to be what is known on average.
    """

    facts: tuple[str, ...]
    recall: Floats


def readiness(
    blueprint: Blueprint,
    pool: Sequence[Item],
    chapter_of: Mapping[str, str],
    recalled: FactRecall,
    *,
    applied: float = 1.0,
) -> tuple[Readiness, ...]:
    """Return the readiness of each learner of `recalled`; `chapter_of` gives the chapter id of each fact id."""
    items = [item for item in pool if item.use is not Use.DRILL and not item.withdrawn]
    chances = item_chances(items, recalled, applied)
    expected = np.zeros(len(recalled.recall))
    variance = np.zeros(len(recalled.recall))
    for cell in _cells(blueprint, items, chapter_of):
        mean = chances[:, cell.members].mean(axis=1)
        expected += cell.items * cell.points * mean
        variance += cell.items * cell.points**2 * mean * (1 - mean)
    return tuple(_readiness(blueprint, float(one), float(other)) for one, other in zip(expected, variance, strict=True))


def mean_readiness(learners: Sequence[Readiness]) -> Readiness:
    """Return what to expect of the mean score of at least one learner; the chance to pass is the share that will."""
    n = len(learners)
    expected = sum(one.expected for one in learners) / n
    variance = sum(one.variance for one in learners) / n**2
    chances = [one.pass_chance for one in learners if one.pass_chance is not None]
    low, high = _interval(expected, variance, learners[0].points)
    return Readiness(
        points=learners[0].points,
        expected=expected,
        low=low,
        high=high,
        variance=variance,
        pass_chance=sum(chances) / n if chances else None,
    )


def guess_chance(item: Item) -> float:
    """Return the share of its points that an item gives to somebody who knows nothing of it.

    Multiple choice takes points off for wrong marks, and orders, blanks and short answers are hardly hit by chance: 0.
    """
    match item.kind:
        case ItemKind.SINGLE_CHOICE | ItemKind.SITUATIONAL:
            return 1 / len(item.options)
        case ItemKind.TRUE_FALSE:
            return 0.5
        case ItemKind.MATCHING if isinstance(item.answer, MatchingAnswer):
            return 1 / (len(item.answer.pairs) + len(item.answer.extras))
        case _:
            return 0.0


def item_chances(items: Sequence[Item], recalled: FactRecall, applied: float = 1.0) -> Floats:
    """Return the chance of each learner (row) at each item (column)."""
    known = np.nan_to_num(recalled.recall, nan=0.0)
    seen = [place for place in range(len(recalled.facts)) if not np.isnan(recalled.recall[:, place]).all()]
    average = known[:, seen].mean(axis=1) if seen else np.zeros(len(known))
    column = {recalled.facts[place]: place for place in seen}
    weights = np.zeros((len(recalled.facts), len(items)))
    rest = np.zeros(len(items))
    for place, item in enumerate(items):
        share = 1 / max(1, len(item.facts))
        for fact in item.facts:
            if fact in column:
                weights[column[fact], place] += share
        rest[place] = 1 - weights[:, place].sum()
    recall = known @ weights + np.outer(average, rest)
    guess = np.array([guess_chance(item) for item in items])
    chances: Floats = guess + (1 - guess) * applied * recall
    return chances


@dataclass(frozen=True, slots=True)
class _Cell:
    """How many items of a form, on average, come from these members of the pool, and what each is worth."""

    items: float
    points: int
    members: list[int]


def _cells(blueprint: Blueprint, items: Sequence[Item], chapter_of: Mapping[str, str]) -> list[_Cell]:
    """Share each kind's items out to chapters: as the quotas of chapters say, else as the pool is made up.

    With both quotas the table is found by iterative proportional fitting from the pool's own (Deming & Stephan 1940,
    doi:10.1214/aoms/1177731829).
    """
    chapters = [quota.chapter for quota in blueprint.chapters]
    members: dict[tuple[int, str], list[int]] = {}
    for place, item in enumerate(items):
        row = next((row for row, quota in enumerate(blueprint.kinds) if quota.kind is item.kind), None)
        chapter = chapter_of_item(item, chapter_of)
        if row is not None and (not chapters or chapter in chapters):
            members.setdefault((row, chapter), []).append(place)
    table = {cell: float(len(places)) for cell, places in members.items()}
    for _ in range(_ROUNDS if chapters else 1):
        for quota in blueprint.chapters:
            _scale(table, [cell for cell in table if cell[1] == quota.chapter], quota.items)
        for row, kind in enumerate(blueprint.kinds):
            _scale(table, [cell for cell in table if cell[0] == row], kind.items)
    return [_Cell(table[cell], blueprint.kinds[cell[0]].points, places) for cell, places in members.items()]


def _scale(table: dict[tuple[int, str], float], cells: Sequence[tuple[int, str]], total: int) -> None:
    now = sum(table[cell] for cell in cells)
    for cell in cells:
        table[cell] *= total / now if now else 0


def _readiness(blueprint: Blueprint, expected: float, variance: float) -> Readiness:
    low, high = _interval(expected, variance, blueprint.points)
    return Readiness(
        points=blueprint.points,
        expected=expected,
        low=low,
        high=high,
        variance=variance,
        pass_chance=None if blueprint.pass_points is None else _pass_chance(expected, variance, blueprint.pass_points),
    )


def _interval(expected: float, variance: float, points: int) -> tuple[float, float]:
    reach = _Z * variance**0.5
    return max(0.0, expected - reach), min(float(points), expected + reach)


def _pass_chance(expected: float, variance: float, pass_points: int) -> float:
    if variance < 1e-9:
        return float(expected >= pass_points)
    return 1 - NormalDist(expected, variance**0.5).cdf(pass_points - 0.5)
