"""`drill card`: a learner's cards, and what is done to them by hand."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from drill.cli.arguments import STORE, Format, OutputFormat, StorePath
from drill.cli.show import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.review import Action
    from drill.workflows.cards import CardRow

app = typer.Typer(help="List a learner's cards, and take suspended ones back.", no_args_is_help=True)

_Learner = Annotated[
    str, typer.Option("--learner", metavar="WHO", help="Name, staff number or id; not needed if there is only one.")
]
_Cards = Annotated[list[int], typer.Argument(metavar="CARD...", help="Numbers of cards in `drill card list`.")]
_COLUMNS = ["Card", "Question", "Phase", "Due", "Interval", "Reviews", "Lapses", "Suspended", "Leech"]


@app.command(name="list")
def list_(
    learner: _Learner = "",
    bank: Annotated[str, typer.Option("--bank", metavar="BANK", help="Only this bank, by its id or title.")] = "",
    suspended: Annotated[bool, typer.Option("--suspended", help="Only suspended cards.")] = False,
    leech: Annotated[bool, typer.Option("--leech", help="Only leeches, by the deck's own limit.")] = False,
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """List the cards a learner has begun."""
    from drill.workflows.cards import CardsRequest, list_cards

    request = CardsRequest(path=db, learner=learner, bank=bank, suspended=suspended, leech=leech)
    _show(list_cards(request), output_format)


@app.command()
def suspend(
    cards: _Cards, learner: _Learner = "", db: StorePath = STORE, output_format: Format = OutputFormat.TABLE
) -> None:
    """Let cards come no more until they are taken back."""
    from drill.model.review import Action

    _act(cards, learner, Action.SUSPEND, db, output_format)


@app.command()
def unsuspend(
    cards: _Cards, learner: _Learner = "", db: StorePath = STORE, output_format: Format = OutputFormat.TABLE
) -> None:
    """Let suspended cards, leeches among them, come again where they were."""
    from drill.model.review import Action

    _act(cards, learner, Action.UNSUSPEND, db, output_format)


@app.command()
def reset(
    cards: _Cards, learner: _Learner = "", db: StorePath = STORE, output_format: Format = OutputFormat.TABLE
) -> None:
    """Make cards new again; their history stays, suspended ones stay suspended."""
    from drill.model.review import Action

    _act(cards, learner, Action.RESET, db, output_format)


def _act(cards: list[int], learner: str, action: Action, db: StorePath, output_format: OutputFormat) -> None:
    from drill.workflows.cards import act_on_cards

    changed = act_on_cards(db, learner, cards, action)
    if output_format is OutputFormat.TABLE:
        typer.echo(f"{len(changed)} changed, {len(set(cards)) - len(changed)} as they were")
    if changed or output_format is OutputFormat.JSON:
        _show(changed, output_format)


def _show(rows: Sequence[CardRow], output_format: OutputFormat) -> None:
    if output_format is OutputFormat.JSON:
        print_json([asdict(row) for row in rows])
        return
    print_table(_COLUMNS, [_cells(row) for row in rows])


def _cells(row: CardRow) -> list[str]:
    numbers = [str(row.interval_days), str(row.reviews), str(row.lapses)]
    return [
        str(row.card),
        row.question,
        row.phase,
        row.due,
        *numbers,
        "yes" if row.suspended else "",
        "yes" if row.leech else "",
    ]
