"""`drill db`: look after the learner store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drill.cli.arguments import STORE, Format, OutputFormat, StorePath
from drill.cli.show import print_json, progress

app = typer.Typer(help="Check, back up, restore and repair the learner store.", no_args_is_help=True)


@app.command()
def check(db: StorePath = STORE, output_format: Format = OutputFormat.TABLE) -> None:
    """Check the file, and that card states and figures are what the review log gives; exit with 1 if not."""
    from drill.workflows.store_file import check_store

    with progress("Checking the store") as step:
        report = check_store(db, step)
    if output_format is OutputFormat.JSON:
        print_json(report.as_json())
    else:
        for line in report.lines():
            typer.echo(line)
    if not report.sound:
        raise typer.Exit(1)


@app.command()
def backup(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to; if left out, into backups/ beside the store."),
    ] = None,
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Write a verified copy with a manifest, while others may go on using the store."""
    from drill.workflows.store_file import back_up_store

    with progress("Backing up") as step:
        made = back_up_store(db, output, step)
    if output_format is OutputFormat.JSON:
        print_json(made.as_json())
    else:
        typer.echo(f"{made.backup}: {made.manifest.bytes:,} bytes, {made.manifest.rows['review']:,} reviews")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A file `drill db backup` wrote.")],
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Put a backup in the store's place if it verifies; the store that was there is kept beside it."""
    from drill.workflows.store_file import restore_store

    with progress("Restoring") as step:
        restored = restore_store(source, db, step)
    if output_format is OutputFormat.JSON:
        print_json(restored.as_json())
        return
    typer.echo(f"{db}: restored from {restored.backup}, {restored.manifest.rows['review']:,} reviews")
    if restored.aside:
        typer.echo(f"The store that was there is kept as {restored.aside}.")


@app.command()
def migrate(db: StorePath = STORE, output_format: Format = OutputFormat.TABLE) -> None:
    """Bring a store of an earlier drill up to date, after a backup."""
    from drill.workflows.store_file import migrate_store

    with progress("Migrating") as step:
        steps, backup_path = migrate_store(db, step)
    if output_format is OutputFormat.JSON:
        print_json({"steps": steps, "backup": backup_path})
    elif steps:
        typer.echo(f"{db}: took {', '.join(steps)}. The store before is kept as {backup_path}.")
    else:
        typer.echo(f"{db}: nothing to do.")


@app.command()
def rebuild(db: StorePath = STORE, output_format: Format = OutputFormat.TABLE) -> None:
    """Derive card states and daily figures from the review log again."""
    from drill.workflows.store_file import rebuild_store

    with progress("Rebuilding") as step:
        rebuilt = rebuild_store(db, step)
    if output_format is OutputFormat.JSON:
        print_json({"entries": rebuilt.entries, "cards": rebuilt.cards})
    else:
        typer.echo(f"{db}: {rebuilt.cards:,} card states from {rebuilt.entries:,} entries of the log")
