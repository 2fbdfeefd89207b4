"""The report for an admin: who is behind, what is retained, what comes, what is weak, who is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.files.clock import now_seconds
from drill.model.report import Report, Table
from drill.store import standing
from drill.store.opening import open_store
from drill.workflows.exam_report import exam_tables
from drill.workflows.prediction_report import prediction_table
from drill.workflows.readiness_report import Wanted, readiness_table
from drill.workflows.report_columns import FORECAST, LEARNERS
from drill.workflows.report_people import day_table, group_table, learner_rows, summary_table
from drill.workflows.report_places import calibration_table, fact_table, leech_table, section_tables
from drill.workflows.report_reading import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.workflows.report_reading import Reading, ReportRequest

FORECAST_DAYS = 30


def report(request: ReportRequest, step: Callable[[str], None], now_ms: int | None = None) -> Report:
    """Return the report as of now. Raises UnknownNameError, NoLearnerError, and the store's refusals."""
    now_ms = now_seconds() * 1000 if now_ms is None else now_ms
    step("reading")
    with open_store(request.database) as store, store.read():
        reading = read(store, request, now_ms)
        tables = _tables(reading)
        step("exams")
        narrowed = None if request.group is None and not request.learner else frozenset(reading.people)
        tables += exam_tables(store, reading.scope, narrowed)
        predictions = prediction_table(store, reading.people, reading.scope.bank_id)
        tables.append(predictions.table)
        if request.ready_for is not None:
            step("readiness")
            wanted = Wanted(request.ready_for, request.exam, predictions.applied)
            tables.append(readiness_table(store, reading.scope, reading.learners, reading.today_of, wanted))
    return Report(
        language=reading.language,
        today=reading.today,
        titles=reading.titles,
        tables={table.name: table for table in tables},
    )


def _tables(reading: Reading) -> list[Table]:
    """Return every table that is read from reviews and states."""
    people = learner_rows(reading)
    ahead = standing.load_ahead(reading.store, reading.scope, reading.today, FORECAST_DAYS)
    return [
        summary_table(reading, people),
        group_table(reading, people),
        Table("learners", LEARNERS, tuple(tuple(row[column.name] for column in LEARNERS) for row in people)),
        day_table(reading),
        Table("forecast", FORECAST, tuple((reading.today + offset, cards) for offset, cards in enumerate(ahead))),
        *section_tables(reading),
        fact_table(reading),
        leech_table(reading),
        calibration_table(reading),
    ]
