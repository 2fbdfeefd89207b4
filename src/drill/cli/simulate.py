"""`drill simulate`: how many answers a day it would take."""

from __future__ import annotations

import csv
import shutil
import sys
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from drill.cli.arguments import STORE, StorePath
from drill.cli.chart import bars
from drill.cli.show import print_json, print_table, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.workflows.simulate import Forecast

_MOST_ROWS = 31


class ForecastFormat(StrEnum):
    """How a forecast is printed: `csv` has a row for every day."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def simulate(
    learner: Annotated[
        str, typer.Option("--learner", metavar="WHO", help="Whose deck; not needed if there is only one learner.")
    ] = "",
    bank: Annotated[str, typer.Option("--bank", metavar="BANK", help="Only this bank, by its id or title.")] = "",
    cards: Annotated[
        int | None, typer.Option("--cards", min=1, max=100_000, help="So many new cards, without a learner store.")
    ] = None,
    retention: Annotated[
        list[float] | None,
        typer.Option("--retention", min=0.7, max=0.99, help="Recall to be kept; several are compared."),
    ] = None,
    new_per_day: Annotated[
        list[int] | None, typer.Option("--new-per-day", min=0, max=9999, help="New cards a day; several are compared.")
    ] = None,
    exam: Annotated[
        datetime | None, typer.Option("--exam", formats=["%Y-%m-%d"], help="Plan for recall on this day.")
    ] = None,
    days: Annotated[
        int | None, typer.Option("--days", min=1, max=3650, help="How far to look; up to the exam if there is one.")
    ] = None,
    db: StorePath = STORE,
    output_format: Annotated[
        ForecastFormat, typer.Option("--format", help="A table with charts, JSON, or a CSV row for each day.")
    ] = ForecastFormat.TABLE,
) -> None:
    """Forecast the answers a day, and what they lead to, under one or several settings."""
    from drill.workflows.simulate import SimulateRequest, forecast

    request = SimulateRequest(
        path=db,
        learner=learner,
        bank=bank,
        cards=cards,
        retentions=tuple(retention or ()),
        paces=tuple(new_per_day or ()),
        exam=None if exam is None else exam.date(),
        days=days,
    )
    with progress("Simulating") as step:
        found = forecast(request, step)
    match output_format:
        case ForecastFormat.JSON:
            print_json([one.as_json() for one in found])
        case ForecastFormat.CSV:
            _print_csv(found)
        case ForecastFormat.TABLE:
            _print(found)


def _print(found: Sequence[Forecast]) -> None:
    settings = ["Deck", "Retention", "New a day", "Exam", "Days"]
    columns = [*settings, "Answers a day", "Busiest", "Minutes a day", "Recall", "Unseen"]
    cells = [
        [
            one.deck,
            f"{one.retention:g}",
            str(one.new_per_day),
            "" if one.exam is None else one.exam.isoformat(),
            str(len(one.answers)),
            f"{one.answers_per_day:.0f}",
            f"{max(one.answers):.0f}",
            f"{one.minutes_per_day:.0f}",
            f"{one.recall:.1%}",
            str(one.unseen),
        ]
        for one in found
    ]
    print_table(columns, cells)
    for one in found:
        if one.verdict():
            typer.echo(f"\n{one.name}\n{one.verdict()}")
    if sys.stdout.isatty():
        for one in found:
            _print_chart(one)


def _print_chart(one: Forecast) -> None:
    """Print the answers of each day, or the mean day of each week where there are many."""
    span = 1 if len(one.answers) <= _MOST_ROWS else 7
    starts = range(0, len(one.answers), span)
    parts = [one.answers[start : start + span] for start in starts]
    width = max(10, min(60, shutil.get_terminal_size().columns - 24))
    means = [sum(part) / len(part) for part in parts]
    typer.echo(f"\n{one.name}: answers a day{'' if span == 1 else ', week by week'}")
    for row in bars([one.day(start).isoformat() for start in starts], means, width):
        typer.echo(f"  {row}")


def _print_csv(found: Sequence[Forecast]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["setting", "date", "new", "reviewed", "answers", "minutes"])
    for one in found:
        for number, answers in enumerate(one.answers):
            day = one.day(number).isoformat()
            writer.writerow([one.name, day, one.new[number], one.reviewed[number], answers, one.minutes[number]])
