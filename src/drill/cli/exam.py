"""`drill exam`: printed tests in several versions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from drill.cli.arguments import (
    STORE,
    BankPath,
    Format,
    Forms,
    OutputFormat,
    Script,
    ScriptChoice,
    Seed,
    StorePath,
)
from drill.cli.show import day_text, print_json, print_table, progress, study_day_of

app = typer.Typer(
    help="Make printed tests, look after those already made, and take in what comes back.", no_args_is_help=True
)


class MistakesChoice(StrEnum):
    """What a wrong answer does to the cards behind it (the values of drill.model.deck.ExamMistakes)."""

    FORWARD = "forward"
    LAPSE = "lapse"
    NOTHING = "nothing"


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
    db: StorePath = STORE,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Make the papers, the answer key and forms.json of one exam, replaced as one set.

    Where the store holds responses to earlier papers, forms are made equally easy by what examinees showed.
    """
    from drill.workflows.make_exam import ExamRequest, make_exam_folder

    # A store that was named must be there; without one, the bank's own facilities count.
    database = db if db != STORE or db.exists() else None
    request = ExamRequest(
        root=bank, exam=exam, output=output, forms=forms, seed=seed, script=script.value, database=database
    )
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


@app.command()
def record(
    forms: Annotated[Path, typer.Argument(metavar="FORMS", help="The forms.json of the making.", show_default=False)],
    responses: Annotated[
        Path, typer.Argument(metavar="RESPONSES", help="A table of responses, .csv or .xlsx.", show_default=False)
    ],
    db: StorePath = STORE,
    date: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="The exam's day, where the table gives none."),
    ] = None,
    correct: Annotated[
        bool, typer.Option("--correct", help="Replace what was recorded where this table, or the key, is another.")
    ] = False,
    mistakes: Annotated[
        MistakesChoice | None,
        typer.Option("--mistakes", help="What wrong answers do to the cards behind them; decks say it if left out."),
    ] = None,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Take in the responses to printed forms: scores, statistics, and cards behind mistakes brought forward."""
    from drill.model.deck import ExamMistakes
    from drill.workflows.record_exam import RecordRequest, record_exam

    request = RecordRequest(
        database=db,
        forms=forms,
        responses=responses,
        day=study_day_of(date),
        correct=correct,
        mistakes=ExamMistakes(mistakes.value) if mistakes else None,
    )
    with progress("Recording the exam") as step:
        rows = record_exam(request, step)
    if output_format is OutputFormat.JSON:
        print_json([{**row.as_json(), "date": day_text(row.day)} for row in rows])
        return
    columns = ["Learner", "Staff no.", "Group", "Form", "Date", "Points", "Of", "Pass", "Right", "Wrong", "Blank"]
    columns += ["Cards forward", "Status"]
    cells = [
        [
            row.learner,
            row.staff_number,
            row.group,
            row.form,
            day_text(row.day),
            f"{row.points:g}",
            str(row.of),
            {True: "yes", False: "no", None: ""}[row.passed],
            str(row.right),
            str(row.wrong),
            str(row.blank),
            str(row.forward),
            row.status.value,
        ]
        for row in rows
    ]
    print_table(columns, cells)
