"""How well a form measures: the spread of its scores, Cronbach's alpha and the standard error of measurement.

Alpha is k / (k - 1) * (1 - sum of item variances / variance of totals) (Cronbach 1951, doi:10.1007/BF02310555); where
every item is right or wrong it is KR-20 (Kuder & Richardson 1937, doi:10.1007/BF02288391). The standard error of
measurement is the standard deviation of scores * sqrt(1 - alpha): a true score lies within two of them of the score
19 times in 20.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from statistics import median, stdev
from typing import TYPE_CHECKING

from drill.exam.analysis import SMALL_SAMPLE
from drill.exam.moments import mean, variance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.attempt import Attempt, FormId, RecordedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class FormFigures:
    """What `attempts` say about a form; points are on the form's own scale of `points`.

    `passed` counts attempts at or above the pass mark (None where there is none). `deviation` is None for a single
    attempt; `alpha` and `error` (of measurement) where alpha is not defined. `dichotomous` says that every
    response was right or wrong, so that alpha is KR-20. `small` flags samples that say little.
    """

    form_id: FormId
    attempts: int
    items: int
    points: int
    mean: float
    lowest: float
    highest: float
    deviation: float | None
    passed: int | None
    alpha: float | None
    dichotomous: bool
    error: float | None
    taken_ms: float | None
    small: bool


def alpha(table: Sequence[Sequence[float]]) -> float | None:
    """Return Cronbach's alpha of a table with a row an examinee and a column an item.

    None where it is not defined: fewer than two examinees or items, or totals without spread.
    """
    if len(table) < 2 or len(table[0]) < 2:
        return None
    total = variance([sum(row) for row in table])
    if total <= 0:
        return None
    k = len(table[0])
    within = sum(variance(column) for column in zip(*table, strict=True))
    return k / (k - 1) * (1 - within / total)


def analyse_forms(forms: Mapping[FormId, RecordedForm], attempts: Sequence[Attempt]) -> tuple[FormFigures, ...]:
    """Return the figures of every form that was attempted, in the order of `forms`."""
    by_form: dict[FormId, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        by_form[attempt.form_id].append(attempt)
    return tuple(_figures(own, form, by_form[own]) for own, form in forms.items() if own in by_form)


def _figures(form_id: FormId, form: RecordedForm, attempts: Sequence[Attempt]) -> FormFigures:
    totals = [attempt.points for attempt in attempts]
    deviation = stdev(totals) if len(totals) > 1 else None
    reliability = alpha([_row(form, attempt) for attempt in attempts])
    timed = [attempt.taken_ms for attempt in attempts if attempt.taken_ms is not None]
    passed = None if form.pass_points is None else sum(total >= form.pass_points for total in totals)
    return FormFigures(
        form_id=form_id,
        attempts=len(attempts),
        items=len(form.items),
        points=form.points,
        mean=mean(totals),
        lowest=min(totals),
        highest=max(totals),
        deviation=deviation,
        passed=passed,
        alpha=reliability,
        dichotomous=all(response.right is not None for attempt in attempts for response in attempt.responses),
        error=None if reliability is None or deviation is None else deviation * sqrt(1 - min(1.0, reliability)),
        taken_ms=median(timed) if timed else None,
        small=len(attempts) < SMALL_SAMPLE,
    )


def _row(form: RecordedForm, attempt: Attempt) -> list[float]:
    earned = {response.number: response.points for response in attempt.responses}
    return [earned.get(item.number, 0.0) for item in form.items]
