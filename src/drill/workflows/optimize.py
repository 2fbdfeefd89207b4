"""Parameters fitted to reviews: everyone's, a group's, a learner's, each adopted only where it predicts better."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from drill.files.clock import now_ms
from drill.model.schedule import ParameterScope, ParameterSet
from drill.optimizer.training import Training
from drill.schedule.evaluation import Fit, evaluate, is_test, split_day
from drill.schedule.fsrs6 import MODEL, within_bounds
from drill.schedule.rated_logs import joined
from drill.schedule.replay import replay
from drill.store.learners import find_learner, learners
from drill.store.log import feeding, log_blocks, rated_log
from drill.store.opening import open_store
from drill.store.parameters import adopt_parameters, parameters_by_learner, save_parameters
from drill.store.rebuild import restate
from drill.workflows.learning import DEFAULTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from drill.model.learner import Learner, LearnerId
    from drill.model.schedule import RatedLog
    from drill.store.opening import Store

LEAST_REVIEWS: Final = 400
"""Tested reviews below which nothing is fitted: a learner's first hundred make worse parameters than the defaults."""
TRAINING_SHARE: Final = 0.8
MOST_MEASURED: Final = 30_000
"""How many reviews the fit that is measured trains on at most: more hardly change it, and it is the one thrown away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptimizeRequest:
    """What is asked of `drill optimize`: only one group or learner; `dry_run` measures and adopts nothing."""

    group: str = ""
    learner: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FitRow:
    """One fit, measured on the latest fifth of its reviews: what counted before, and what was fitted to the rest.

    The measures are None where there were too few reviews to fit.
    """

    scope: str
    who: str
    reviews: int
    log_loss_before: float | None = None
    log_loss_after: float | None = None
    rmse_before: float | None = None
    rmse_after: float | None = None
    better: bool = False
    adopted: bool = False

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Scope:
    """For whom parameters are fitted."""

    scope: ParameterScope
    who: str
    learner_ids: tuple[LearnerId, ...]
    group: str = ""
    learner_id: LearnerId | None = None


def optimize(path: Path, request: OptimizeRequest, step: Callable[[str], None]) -> tuple[FitRow, ...]:
    """Fit parameters to the log and adopt those that predict better than what counts so far.

    Groups are compared with what holds for everyone by then, learners with their group's. States of the learners
    concerned are derived again in the transaction that adopts. Raises NoOptimizerError and what the store refuses.
    """
    with open_store(path) as store:
        step("reading the log")
        logs = _logs(store)
        rows = []
        for scope in _scopes(store, request):
            step(f"fitting {scope.who}")
            rows.append(_optimize_one(store, scope, logs, request))
    return tuple(rows)


def _scopes(store: Store, request: OptimizeRequest) -> list[_Scope]:
    everyone = learners(store)
    if request.learner:
        return [_of_learner(find_learner(store, request.learner))]
    groups = sorted({one.group for one in everyone if one.group})
    if request.group:
        return [_of_group(request.group, everyone)]
    whole = _Scope(ParameterScope.COHORT, "everyone", tuple(one.id for one in everyone))
    of_groups = [_of_group(group, everyone) for group in groups]
    return [whole, *of_groups, *(_of_learner(one) for one in everyone if one.forgotten_at_ms is None)]


def _of_group(group: str, everyone: Sequence[Learner]) -> _Scope:
    members = tuple(one.id for one in everyone if one.group == group)
    return _Scope(ParameterScope.COHORT, group, members, group=group)


def _of_learner(learner: Learner) -> _Scope:
    return _Scope(ParameterScope.LEARNER, learner.name, (learner.id,), learner_id=learner.id)


def _logs(store: Store) -> dict[LearnerId, RatedLog]:
    """Return what feeds the memory model, by learner."""
    logs = {}
    with store.read() as connection:
        for one in learners(store):
            blocks = [rated_log(block, feeding(block)) for block in log_blocks(connection, [one.id])]
            logs[one.id] = joined(blocks)
    return logs


def _optimize_one(store: Store, scope: _Scope, logs: dict[LearnerId, RatedLog], request: OptimizeRequest) -> FitRow:
    log = joined([logs[learner_id] for learner_id in scope.learner_ids])
    row = FitRow(scope=scope.scope.value, who=scope.who, reviews=int(is_test(log).sum()))
    if row.reviews < LEAST_REVIEWS:
        return row
    found = fitted(log, _weights_so_far(store, scope))
    row = replace(
        row,
        log_loss_before=found.before.log_loss,
        log_loss_after=found.after.log_loss,
        rmse_before=found.before.rmse_bins,
        rmse_after=found.after.rmse_bins,
        better=found.better,
    )
    if not found.better or request.dry_run:
        return row
    _adopt(store, scope, row, found.weights)
    return replace(row, adopted=True)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights fitted to a whole log, and how those fitted to its first part met the rest, beside what was before."""

    weights: tuple[float, ...]
    before: Fit
    after: Fit

    @property
    def better(self) -> bool:
        """Whether the fit predicted better."""
        return self.after.log_loss < self.before.log_loss


def fitted(log: RatedLog, before: tuple[float, ...]) -> Fitted:
    """Fit to the reviews up to the time split, measure on those after it, fit to all. Raises NoOptimizerError."""
    split = split_day(log, TRAINING_SHARE)
    training = Training(log, DEFAULTS.weights)
    measured, final = training.fit(split, MOST_MEASURED), training.fit()
    return Fitted(
        weights=within_bounds(final),
        before=evaluate(log, before, after_day=split),
        after=evaluate(log, within_bounds(measured), after_day=split),
    )


def _weights_so_far(store: Store, scope: _Scope) -> tuple[float, ...]:
    """Return the weights that count for most learners of the scope before this fit."""
    with store.read() as connection:
        known = parameters_by_learner(connection, DEFAULTS)
    counting = [known.get(learner_id, DEFAULTS).weights for learner_id in scope.learner_ids]
    return max(counting, key=counting.count)


def _adopt(store: Store, scope: _Scope, row: FitRow, weights: tuple[float, ...]) -> None:
    at_ms = now_ms()
    parameters = ParameterSet(
        model=MODEL,
        weights=weights,
        scope=scope.scope,
        group=scope.group,
        learner_id=scope.learner_id,
        reviews=row.reviews,
        log_loss=row.log_loss_after,
        rmse_bins=row.rmse_after,
        fitted_at_ms=at_ms,
    )
    with store.write() as connection:
        kept = save_parameters(store, parameters)
        if kept.id is not None:
            adopt_parameters(connection, kept.id, at_ms)
            restate(connection, scope.learner_ids, replay, DEFAULTS)
