"""`drill build`: everything a bank yields, in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drill.cli.arguments import BankPath, Format, Forms, OutputFormat, Script, ScriptChoice, Seed
from drill.cli.show import print_json, print_table, program, progress


def build(
    bank: BankPath,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.")] = Path(
        "exports"
    ),
    script: Script = ScriptChoice.HANS,
    forms: Forms = 3,
    seed: Seed = 1,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Build a bank's Anki deck and every exam in it, with answer keys."""
    from drill.workflows.build import BuildRequest, build_bank

    request = BuildRequest(root=bank, output=output, script=script.value, forms=forms, seed=seed)
    with progress("Building") as step:
        report = build_bank(request, step)
    if output_format is OutputFormat.JSON:
        print_json(report.as_json())
        return
    print_table(["File", "What it is for", "Holds"], [[made.path, made.purpose, made.counts] for made in report.made])
    for remark in report.remarks:
        typer.echo(remark)
    typer.echo("\nNext:")
    for command, why in report.next_commands:
        typer.echo(f"  {program()} {command}\n      {why}")
