"""`drill bank`: start a bank, look at it, fill in ids, carry it to a spreadsheet and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drill.cli.arguments import BankPath, Format, Output, OutputFormat
from drill.cli.show import print_json, print_table

app = typer.Typer(help="Start, complete and edit banks.", no_args_is_help=True)


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.", show_default=False)],
    title: Annotated[str, typer.Option("--title", help="The bank's title; the folder's name if left out.")] = "",
    language: Annotated[str, typer.Option("--language", help="zh-Hans or en.")] = "zh-Hans",
) -> None:
    """Start a bank with a chapter, an item and an exam to edit."""
    from drill.workflows.bank_files import new_bank

    for name in new_bank(folder, title, language):
        typer.echo(folder / name)


@app.command()
def ids(bank: BankPath) -> None:
    """Fill in missing ids and touch nothing else."""
    from drill.workflows.bank_files import fill_ids

    filled = fill_ids(bank)
    for name, count in filled:
        typer.echo(f"{name}: {count} ids filled in")
    if not filled:
        typer.echo("Nothing to do: everything has an id.")


@app.command()
def schema(bank: BankPath) -> None:
    """Write the JSON Schemas by which editors complete and check the bank's files."""
    from drill.workflows.bank_files import write_schemas

    for name in write_schemas(bank):
        typer.echo(bank / name)


@app.command()
def show(bank: BankPath, output_format: Format = OutputFormat.TABLE) -> None:
    """List chapters and sections with what they hold and yield."""
    from drill.workflows.overview import overview

    rows = overview(bank)
    if output_format is OutputFormat.JSON:
        print_json([row.as_json() for row in rows])
    else:
        columns = ["Chapter", "Section", "Facts", "Cards", "Authored", "Generated"]
        print_table(columns, [list(row.cells()) for row in rows])


@app.command()
def xlsx(bank: BankPath, output: Output) -> None:
    """Write the bank as a spreadsheet that `from-xlsx` reads back."""
    from drill.workflows.spreadsheet import write_spreadsheet

    typer.echo(f"{output}: {write_spreadsheet(bank, output)}")


@app.command(name="from-xlsx")
def from_xlsx(
    spreadsheet: Annotated[Path, typer.Argument(metavar="FILE", help="The edited spreadsheet.", show_default=False)],
    bank: BankPath,
    write: Annotated[bool, typer.Option("--write", help="Write the differences into the bank.")] = False,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Show what an edited spreadsheet changes; write it into the bank only with --write."""
    from drill.workflows.spreadsheet import read_spreadsheet

    report = read_spreadsheet(spreadsheet, bank, write=write)
    if output_format is OutputFormat.JSON:
        print_json(report.as_json())
        return
    for line in report.lines():
        typer.echo(line)
