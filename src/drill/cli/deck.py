"""`drill deck`: which bank is learned by whom, and how."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from drill.cli.arguments import STORE, BankPath, Format, OutputFormat, StorePath
from drill.cli.deck_options import easy_days, schedule_text, steps_s
from drill.cli.show import print_json, print_table, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.workflows.decks import DeckLoaded, DeckRow

app = typer.Typer(help="Bring banks into the learner store and assign them.", no_args_is_help=True)

_COLUMNS = ["Deck", "Title", "For", "Cards", "Learners", "Exam", "Retention", "New a day", "Schedule", "Withdrawn"]

_Exam = Annotated[datetime | None, typer.Option("--exam", formats=["%Y-%m-%d"], help="Plan for recall on this day.")]
_Retention = Annotated[
    float | None, typer.Option("--retention", min=0.7, max=0.99, help="Recall to be kept; 0.9 if never given.")
]
_NewPerDay = Annotated[
    int | None, typer.Option("--new-per-day", min=0, max=9999, help="New cards a day; 20 if never given.")
]
_ReviewsPerDay = Annotated[
    int | None,
    typer.Option("--reviews-per-day", min=1, max=9999, help="Reviews a day at most; no limit if never given."),
]
_LearningSteps = Annotated[str | None, typer.Option("--learning-steps", help="Steps of new cards, as in 1m,10m.")]
_RelearningSteps = Annotated[
    str | None, typer.Option("--relearning-steps", help="Steps of forgotten cards, as in 10m.")
]
_LeechAfter = Annotated[
    int | None, typer.Option("--leech-after", min=2, max=99, help="Lapses that make a leech; 8 if never given.")
]
_EasyDays = Annotated[
    str | None, typer.Option("--easy-days", help="Weekdays' shares of the load from Monday on, as in 1,1,1,1,1,0.5,0.")
]


@app.command()
def load(
    bank: BankPath,
    group: Annotated[str, typer.Option("--group", help="Assign it to this group.")] = "",
    learner: Annotated[str, typer.Option("--learner", help="Assign it to this learner.")] = "",
    exam: _Exam = None,
    retention: _Retention = None,
    new_per_day: _NewPerDay = None,
    reviews_per_day: _ReviewsPerDay = None,
    learning_steps: _LearningSteps = None,
    relearning_steps: _RelearningSteps = None,
    leech_after: _LeechAfter = None,
    easy: _EasyDays = None,
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Bring a bank's cards in, or up to date, and assign them; all history is kept."""
    from drill.workflows.decks import DeckRequest, load_deck

    if group and learner:
        message = "give --group or --learner, not both"
        raise typer.BadParameter(message)
    request = DeckRequest(
        group=group,
        learner=learner,
        exam=None if exam is None else exam.date(),
        retention=retention,
        new_per_day=new_per_day,
        reviews_per_day=reviews_per_day,
        learning_steps_s=steps_s(learning_steps),
        relearning_steps_s=steps_s(relearning_steps),
        leech_threshold=leech_after,
        easy_days=easy_days(easy),
    )
    with progress("Loading the bank") as step:
        done = load_deck(bank, db, request, step)
    if output_format is OutputFormat.JSON:
        print_json({"cards": asdict(done.loaded), "decks": [asdict(row) for row in done.decks]})
    else:
        _print_loaded(done)


@app.command(name="list")
def list_(
    show_all: Annotated[bool, typer.Option("--all", help="Withdrawn decks too.")] = False,
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """List the decks and for whom they are."""
    from drill.workflows.decks import list_decks

    rows = list_decks(db, withdrawn=show_all)
    if output_format is OutputFormat.JSON:
        print_json([asdict(row) for row in rows])
    else:
        _print(rows)


@app.command()
def withdraw(
    deck: Annotated[int, typer.Argument(metavar="DECK", help="A deck's number in `drill deck list`.")],
    db: StorePath = STORE,
) -> None:
    """Assign a deck to nobody any more; history stays, and `drill deck load` assigns it again."""
    from drill.workflows.decks import withdraw_deck

    row = withdraw_deck(db, deck)
    typer.echo(f"{row.title} for {row.audience}: withdrawn")


def _print_loaded(done: DeckLoaded) -> None:
    n = done.loaded
    typer.echo(f"{n.added} cards added, {n.changed} changed, {n.retired} retired, {n.restored} restored")
    _print(done.decks)
    for remark in done.remarks:
        typer.echo(remark, err=True)


def _print(rows: Sequence[DeckRow]) -> None:
    cells = [
        [
            str(r.id),
            r.title,
            r.audience,
            str(r.cards),
            str(r.learners),
            r.exam,
            f"{r.retention:g}",
            str(r.new_per_day),
            schedule_text(r),
            "yes" if r.withdrawn else "",
        ]
        for r in rows
    ]
    print_table(_COLUMNS, cells)
