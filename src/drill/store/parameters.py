"""Parameter sets of memory models: kept, adopted, and the one that counts for each learner."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from drill.model.learner import LearnerId
from drill.model.schedule import ParameterScope, ParameterSet, ParameterSetId

if TYPE_CHECKING:
    from drill.store.connection import Connection, Row
    from drill.store.opening import Store

_COLUMNS: Final = (
    "parameter_set_id, model, weights, scope, group_name, learner_id, reviews, log_loss, rmse_bins, fitted_at_ms,"
    " adopted_at_ms"
)


def save_parameters(store: Store, parameters: ParameterSet) -> ParameterSet:
    """Keep a parameter set and return it with its id. It counts from when it is adopted."""
    values = (
        parameters.model,
        json.dumps(parameters.weights),
        parameters.scope.value,
        parameters.group,
        parameters.learner_id,
        parameters.reviews,
        parameters.log_loss,
        parameters.rmse_bins,
        parameters.fitted_at_ms,
        parameters.adopted_at_ms,
    )
    names = _COLUMNS.removeprefix("parameter_set_id, ")
    sql = f"INSERT INTO parameter_set ({names}) VALUES (?{', ?' * (len(values) - 1)}) RETURNING parameter_set_id"
    with store.write() as connection:
        rows = connection.execute(sql, values).fetchall()
    return replace(parameters, id=ParameterSetId(rows[0][0]))


def adopt_parameters(connection: Connection, parameter_set_id: ParameterSetId, at_ms: int) -> None:
    """Let a parameter set count from now on.

    States of the learners it is for must be derived again in the same transaction: `drill.store.rebuild.restate`.
    """
    connection.execute(
        "UPDATE parameter_set SET adopted_at_ms = ? WHERE parameter_set_id = ?", (at_ms, parameter_set_id)
    )


def all_parameters(store: Store) -> tuple[ParameterSet, ...]:
    """Return every parameter set that was kept, adopted or not, oldest first."""
    with store.read() as connection:
        rows = connection.execute(f"SELECT {_COLUMNS} FROM parameter_set ORDER BY parameter_set_id").fetchall()
    return tuple(_parameters(row) for row in rows)


def parameters_of(store: Store, learner_id: LearnerId, defaults: ParameterSet) -> ParameterSet:
    """Return the parameter set that counts for a learner: their own, their group's, everyone's, or `defaults`."""
    with store.read() as connection:
        return parameters_by_learner(connection, defaults).get(learner_id, defaults)


def parameters_by_learner(connection: Connection, defaults: ParameterSet) -> dict[LearnerId, ParameterSet]:
    """Return what `parameters_of` returns, for every learner. Sets of other models do not count."""
    adopted = connection.execute(
        f"SELECT {_COLUMNS} FROM parameter_set WHERE adopted_at_ms IS NOT NULL AND model = ?"
        " ORDER BY adopted_at_ms, parameter_set_id",
        (defaults.model,),
    ).fetchall()
    # The latest adopted of each kind stands last, so it stays.
    own: dict[int, ParameterSet] = {}
    cohorts: dict[str, ParameterSet] = {}
    for parameters in map(_parameters, adopted):
        match parameters.scope:
            case ParameterScope.LEARNER if parameters.learner_id is not None:
                own[parameters.learner_id] = parameters
            case ParameterScope.COHORT:
                cohorts[parameters.group] = parameters
            case _:
                defaults = parameters
    everyone = cohorts.get("", defaults)
    learners = connection.execute("SELECT learner_id, group_name FROM learner").fetchall()
    return {LearnerId(one): own.get(one) or cohorts.get(group, everyone) for one, group in learners}


def _parameters(row: Row) -> ParameterSet:
    return ParameterSet(
        id=ParameterSetId(row[0]),
        model=row[1],
        weights=tuple(json.loads(row[2])),
        scope=ParameterScope(row[3]),
        group=row[4],
        learner_id=row[5],
        reviews=row[6],
        log_loss=row[7],
        rmse_bins=row[8],
        fitted_at_ms=row[9],
        adopted_at_ms=row[10],
    )
