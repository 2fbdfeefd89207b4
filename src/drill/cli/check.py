"""`drill check`: is everything in a bank, and made from it, good?"""

from __future__ import annotations

from typing import Annotated

import typer

from drill.cli.arguments import BankPath, Format, OutputFormat
from drill.cli.show import print_json, progress


def check(
    bank: BankPath,
    output_format: Format = OutputFormat.TABLE,
    show_all: Annotated[bool, typer.Option("--all", help="Also list waived findings and those for a reader.")] = False,
) -> None:
    """Check facts, cards and items, authored and generated; exit with 1 if there are errors."""
    from drill.workflows.check import check_bank_folder

    with progress("Checking") as step:
        report = check_bank_folder(bank, step)
    if output_format is OutputFormat.JSON:
        print_json(report.as_json())
    else:
        for line in report.lines(show_all=show_all):
            typer.echo(line)
    if report.has_errors:
        raise typer.Exit(1)
