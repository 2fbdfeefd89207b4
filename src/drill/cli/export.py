"""`drill export`: one output of a bank at a time."""

from __future__ import annotations

import typer

from drill.cli.arguments import BankPath, OptionalOutput, Output, Script, ScriptChoice
from drill.cli.show import progress

app = typer.Typer(help="Write a deck, the whole bank as JSON, or a spreadsheet.", no_args_is_help=True)


@app.command()
def anki(bank: BankPath, output: Output, script: Script = ScriptChoice.HANS) -> None:
    """Write the Anki deck; importing it again updates cards in place and keeps their history."""
    from drill.workflows.export import export_anki

    with progress("Writing the deck") as step:
        made = export_anki(bank, output, script.value, step)
    typer.echo(f"{made.path}: {made.counts}")
    for remark in made.remarks:
        typer.echo(remark)


@app.command(name="json")
def json_(
    bank: BankPath,
    output: OptionalOutput = None,
    script: Script = ScriptChoice.HANS,
) -> None:
    """Print the bank with everything generated from it as JSON, or write it to a file."""
    from drill.workflows.export import export_json

    text = export_json(bank, output, script.value)
    typer.echo(text if output is None else f"{output}: written", nl=output is not None)


@app.command()
def xlsx(bank: BankPath, output: Output) -> None:
    """Write the bank as a spreadsheet that `drill bank from-xlsx` reads back."""
    from drill.workflows.spreadsheet import write_spreadsheet

    typer.echo(f"{output}: {write_spreadsheet(bank, output)}")
