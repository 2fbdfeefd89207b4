"""What came back from exams: forms, items and their options, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.exam import irt
from drill.exam.analysis import analyse_items
from drill.exam.reliability import analyse_forms
from drill.model.report import Column, Table, Unit
from drill.store.exams import attempts, forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.exam.analysis import ItemFigures
    from drill.model.attempt import Attempt, FormId, RecordedForm
    from drill.model.learner import LearnerId
    from drill.model.statistics import Scope
    from drill.store.opening import Store

_FORMS = (
    Column("exam", Unit.TEXT),
    Column("fingerprint", Unit.TEXT),
    Column("form", Unit.TEXT),
    Column("attempts"),
    Column("mean", Unit.NUMBER),
    Column("deviation", Unit.NUMBER),
    Column("lowest", Unit.NUMBER),
    Column("highest", Unit.NUMBER),
    Column("points"),
    Column("passed", Unit.SHARE),
    Column("alpha", Unit.NUMBER),
    Column("error", Unit.NUMBER),
    Column("minutes", Unit.NUMBER),
    Column("flags", Unit.TERM),
)
_ITEMS = (
    Column("item", Unit.TEXT),
    Column("kind", Unit.TERM),
    Column("responses"),
    Column("facility", Unit.SHARE),
    Column("low", Unit.SHARE),
    Column("high", Unit.SHARE),
    Column("discrimination", Unit.NUMBER),
    Column("omitted"),
    Column("seconds", Unit.NUMBER),
    Column("irt_a", Unit.NUMBER),
    Column("irt_b", Unit.NUMBER),
    Column("flags", Unit.TERM),
)
_OPTIONS = (
    Column("item", Unit.TEXT),
    Column("option", Unit.TEXT),
    Column("key", Unit.TERM),
    Column("chosen"),
    Column("share", Unit.SHARE),
    Column("discrimination", Unit.NUMBER),
)


def exam_tables(store: Store, scope: Scope, learner_ids: frozenset[LearnerId] | None) -> tuple[Table, ...]:
    """Return the tables of forms, items and options; `learner_ids` narrows whose attempts count (None: everyone's)."""
    kept = forms(store, scope.bank_id or None)
    taken = [
        attempt
        for attempt in attempts(store, bank_id=scope.bank_id or None)
        if (learner_ids is None or attempt.learner_id in learner_ids)
        and (scope.first_day is None or attempt.study_day >= scope.first_day)
        and (scope.last_day is None or attempt.study_day <= scope.last_day)
    ]
    items = analyse_items(kept, taken)
    return (_form_table(kept, taken), _item_table(items, taken), _option_table(items))


def _form_table(kept: Mapping[FormId, RecordedForm], taken: Sequence[Attempt]) -> Table:
    rows = [
        (
            kept[one.form_id].exam_name,
            kept[one.form_id].fingerprint,
            kept[one.form_id].code,
            one.attempts,
            one.mean,
            one.deviation,
            one.lowest,
            one.highest,
            one.points,
            None if one.passed is None else one.passed / one.attempts,
            one.alpha,
            one.error,
            None if one.taken_ms is None else one.taken_ms / 60_000,
            "small_sample" if one.small else "",
        )
        for one in analyse_forms(kept, taken)
    ]
    return Table("exams", _FORMS, tuple(rows))


def _item_table(items: Sequence[ItemFigures], taken: Sequence[Attempt]) -> Table:
    curves = {curve.item_id: curve for curve in irt.fit_curves(taken)} if irt.is_installed() else {}
    rows = [
        (
            one.item_id,
            one.kind.value,
            one.responses,
            one.facility,
            one.low,
            one.high,
            one.discrimination,
            one.omitted,
            None if one.taken_ms is None else one.taken_ms / 1_000,
            curves[one.item_id].a if one.item_id in curves else None,
            curves[one.item_id].b if one.item_id in curves else None,
            " ".join(flag.value for flag in one.flags),
        )
        for one in sorted(items, key=lambda one: (-len(one.flags), one.facility))
    ]
    return Table("items", _ITEMS, tuple(rows))


def _option_table(items: Sequence[ItemFigures]) -> Table:
    rows = [
        (one.item_id, option.letter, "key" if option.key else "", option.chosen, option.share, option.discrimination)
        for one in items
        for option in one.options
    ]
    return Table("options", _OPTIONS, tuple(rows))
