"""`drill exam`: printed tests in several versions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drill.cli.arguments import BankPath, Format, Forms, OutputFormat, Script, ScriptChoice, Seed
from drill.cli.show import print_json, print_table, progress

app = typer.Typer(help="Make printed tests and look after those already made.", no_args_is_help=True)


@app.command()
def make(
    bank: BankPath,
    exam: Annotated[
        str, typer.Option("--exam", metavar="NAME", help="The exam, by its name or id.", show_default=False)
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write to.", show_default=False)
    ],
    forms: Forms = 3,
    seed: Seed = 1,
    script: Script = ScriptChoice.HANS,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Make the papers, the answer key and forms.json of one exam, replaced as one set."""
    from drill.workflows.make_exam import ExamRequest, make_exam_folder

    request = ExamRequest(root=bank, exam=exam, output=output, forms=forms, seed=seed, script=script.value)
    with progress("Making the exam") as step:
        made = make_exam_folder(request, step)
    if output_format is OutputFormat.JSON:
        print_json([m.as_json() for m in made])
    else:
        print_table(["File", "What it is for", "Holds"], [[m.path, m.purpose, m.counts] for m in made])


@app.command(name="list")
def list_(bank: BankPath, output_format: Format = OutputFormat.TABLE) -> None:
    """List the exams of a bank."""
    from drill.workflows.make_exam import list_exams

    rows = list_exams(bank)
    if output_format is OutputFormat.JSON:
        print_json([row.as_json() for row in rows])
    else:
        columns = ["Exam", "Title", "Items", "Points", "Minutes"]
        print_table(columns, [[r.name, r.title, str(r.items), str(r.points), str(r.minutes)] for r in rows])


@app.command()
def find(
    item: Annotated[str, typer.Argument(metavar="ITEM", help="The id of an item.", show_default=False)],
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="Where made exams lie.", show_default=False)],
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """List the made forms that hold an item, for example one that was withdrawn."""
    from drill.workflows.find_item import find_item

    rows = find_item(item, folders)
    if output_format is OutputFormat.JSON:
        print_json([row.as_json() for row in rows])
    else:
        columns = ["File", "Exam", "Form", "Number", "Fingerprint"]
        print_table(columns, [[r.path, r.exam, r.form, str(r.number), r.fingerprint] for r in rows])
