"""`drill learner`: who learns."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from drill.cli.arguments import STORE, Format, OptionalOutput, OutputFormat, StorePath
from drill.cli.show import print_json, print_table, progress

app = typer.Typer(help="Take learners in, and look after who they are.", no_args_is_help=True)

_Who = Annotated[
    str, typer.Argument(metavar="LEARNER", help="Staff number, name or id of a learner.", show_default=False)
]
_COLUMNS = ["Id", "Name", "Staff number", "Group", "Time zone", "Rollover", "Retired"]


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The learner's name.", show_default=False)],
    staff_number: Annotated[str, typer.Option("--staff-number", help="What tells two of one name apart.")] = "",
    group: Annotated[str, typer.Option("--group", help="The learner's group.")] = "",
    time_zone: Annotated[str, typer.Option("--time-zone", help="Where the learner's days pass.")] = "Asia/Shanghai",
    rollover: Annotated[str, typer.Option("--rollover", help="When a study day begins.")] = "04:00",
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Take a learner in; the first one starts the store."""
    from drill.model.learner import NewLearner
    from drill.workflows.learners import add_learner, calendar

    new = NewLearner(name=name, staff_number=staff_number, group=group, calendar=calendar(time_zone, rollover))
    row = add_learner(db, new)
    if output_format is OutputFormat.JSON:
        print_json(asdict(row))
    else:
        typer.echo(f"{row.name}: learner {row.id}")


@app.command(name="list")
def list_(
    group: Annotated[str | None, typer.Option("--group", help="Only this group.")] = None,
    show_all: Annotated[bool, typer.Option("--all", help="Retired learners too.")] = False,
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """List the learners."""
    from drill.workflows.learners import list_learners

    rows = list_learners(db, group, retired=show_all)
    if output_format is OutputFormat.JSON:
        print_json([asdict(row) for row in rows])
        return
    cells = [
        [str(r.id), r.name, r.staff_number, r.group, r.time_zone, r.rollover, "yes" if r.retired else ""] for r in rows
    ]
    print_table(_COLUMNS, cells)


@app.command(name="import")
def import_(
    table: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv or .xlsx table.", show_default=False)],
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Take in the learners of a table (columns name, staff_number, group, time_zone, rollover), or change them."""
    from drill.workflows.learners import import_learners

    with progress("Importing") as step:
        step(str(table))
        done = import_learners(db, table)
    if output_format is OutputFormat.JSON:
        print_json(asdict(done))
    else:
        typer.echo(f"{done.added} added, {done.changed} changed, {done.unchanged} as they were")


@app.command()
def retire(
    learner: _Who,
    back: Annotated[bool, typer.Option("--back", help="Take a retired learner back.")] = False,
    db: StorePath = STORE,
) -> None:
    """Let a learner rest: no cards come any more, all history stays."""
    from drill.workflows.learners import retire_learner

    row = retire_learner(db, learner, back=back)
    typer.echo(f"{row.name} ({row.id}): {'retired' if row.retired else 'learning'}")


@app.command()
def export(learner: _Who, output: OptionalOutput = None, db: StorePath = STORE) -> None:
    """Write everything the store holds of a learner as JSON."""
    from drill.workflows.learners import export_learner

    text = export_learner(db, learner, output)
    typer.echo(text.rstrip() if output is None else output)


@app.command()
def forget(
    learner: _Who,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Erase who a learner was, for good; the figures of groups stay right. Backups that still hold it are named."""
    from drill.workflows.learners import find, forget_learner

    if not yes:
        found = find(db, learner)
        typer.confirm(f"Erase for good who {found.name} ({found.id}) is?", abort=True, err=True)
    forgotten = forget_learner(db, learner)
    if output_format is OutputFormat.JSON:
        print_json(asdict(forgotten))
        return
    typer.echo(f"{forgotten.name} is forgotten; learner {forgotten.learner_id} is nobody now.")
    if not forgotten.overwritten:
        typer.echo(
            "Another program reads the store: old bytes stay in its -wal file until all programs have closed it."
        )
    if forgotten.backups:
        typer.echo("These backups still hold the name; delete them, or keep them no longer than you have to:")
        for path in forgotten.backups:
            typer.echo(f"  {path}")
