"""`drill stats`: who is behind, what is retained, what comes, what is weak, who is ready."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drill.cli.arguments import STORE, StorePath
from drill.cli.show import print_json, print_table, progress, study_day_of

if TYPE_CHECKING:
    from drill.workflows.report_reading import ReportRequest


class StatsFormat(StrEnum):
    """How the report is shown (the values of drill.workflows.show_report.ReportFormat)."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"


_Since = Annotated[
    datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Reviews and exams from this day on.")
]
_Until = Annotated[
    datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Reviews and exams up to this day.")
]
_ReadyFor = Annotated[
    Path | None, typer.Option("--ready-for", metavar="BANK", help="Readiness for the exams of this bank's folder.")
]
_Tables = Annotated[
    list[str] | None,
    typer.Option("--show", metavar="TABLE", help="Only this table; may be repeated. docs/statistics.md lists them."),
]
_Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write (xlsx and html must).")
]


def stats(
    db: StorePath = STORE,
    learner: Annotated[str, typer.Option("--learner", help="Only this learner: staff number, name or id.")] = "",
    group: Annotated[str | None, typer.Option("--group", help="Only this group.", show_default=False)] = None,
    bank: Annotated[str, typer.Option("--bank", help="Only this bank, by title or id.")] = "",
    chapter: Annotated[str, typer.Option("--chapter", help="Only this chapter, by title or id.")] = "",
    since: _Since = None,
    until: _Until = None,
    ready_for: _ReadyFor = None,
    exam: Annotated[str, typer.Option("--exam", metavar="NAME", help="With --ready-for: only this exam.")] = "",
    show: _Tables = None,
    output_format: Annotated[StatsFormat, typer.Option("--format", help="csv holds one table.")] = StatsFormat.TABLE,
    output: _Output = None,
) -> None:
    """Show learning figures of learners, groups, banks and exams."""
    from drill.workflows.report_reading import ReportRequest

    names = tuple(show or ())
    _check(output_format, output, names)
    _check_period(since, until)
    request = ReportRequest(
        database=db,
        learner=learner,
        group=group,
        bank=bank,
        chapter=chapter,
        first_day=study_day_of(since),
        last_day=study_day_of(until),
        ready_for=ready_for,
        exam=exam,
    )
    _show(request, names, output_format, output)


def _show(request: ReportRequest, names: tuple[str, ...], output_format: StatsFormat, output: Path | None) -> None:
    from drill.workflows import show_report

    table = names[0] if names else "learners"
    with progress("Reading figures") as step:
        match output_format, output:
            case StatsFormat.TABLE, _:
                shown = show_report.report_tables(request, names, step)
            case StatsFormat.JSON, _:
                print_json(show_report.report_json(request, names, step))
                return
            case StatsFormat.CSV, None:
                typer.echo(show_report.report_csv(request, table, step), nl=False)
                return
            case StatsFormat.CSV, Path() as path:
                show_report.write_csv(request, table, path, step)
                return
            case _, path:
                assert path  # noqa: S101 - checked above
                show_report.write_report(request, show_report.ReportFormat(output_format.value), path, step)
                return
    for one in shown:
        typer.echo(f"\n{one.title}" if len(shown) > 1 else one.title)
        print_table(one.columns, one.rows)


def _check_period(since: datetime | None, until: datetime | None) -> None:
    if since is not None and until is not None and since > until:
        message = f"--from {since.date()} is after --to {until.date()}: no day lies between them."
        raise typer.BadParameter(message)


def _check(output_format: StatsFormat, output: Path | None, names: tuple[str, ...]) -> None:
    if output_format in {StatsFormat.XLSX, StatsFormat.HTML} and output is None:
        message = f"--format {output_format.value} needs a file: give --output FILE."
        raise typer.BadParameter(message)
    if output_format in {StatsFormat.TABLE, StatsFormat.JSON} and output is not None:
        message = f"--format {output_format.value} prints: leave out --output, or give csv, xlsx or html."
        raise typer.BadParameter(message)
    if output_format is StatsFormat.CSV and len(names) > 1:
        message = "csv holds one table: give one --show."
        raise typer.BadParameter(message)
