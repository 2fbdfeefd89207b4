"""The command tree. Workflows are imported inside the commands, so that `drill --help` loads none of them."""

from __future__ import annotations

from typing import Annotated

import typer

from drill import __version__
from drill.cli import (
    bank,
    build,
    card,
    check,
    db,
    deck,
    exam,
    export,
    extract,
    import_,
    learner,
    optimize,
    review,
    simulate,
    stats,
)

app = typer.Typer(
    name="drill",
    help="Facts and questions from a bank to Anki decks and printed tests.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(build.build)
app.command()(check.check)
app.command()(extract.extract)
app.command(name="import")(import_.import_)
app.command()(review.review)
app.command()(optimize.optimize)
app.command()(simulate.simulate)
app.command()(stats.stats)
app.add_typer(export.app, name="export")
app.add_typer(exam.app, name="exam")
app.add_typer(bank.app, name="bank")
app.add_typer(deck.app, name="deck")
app.add_typer(learner.app, name="learner")
app.add_typer(card.app, name="card")
app.add_typer(db.app, name="db")


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"drill {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Facts and questions from a bank to Anki decks and printed tests."""
