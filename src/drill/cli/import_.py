"""`drill import`: the facts of a document into a bank, with a person's review."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drill.cli.arguments import Format, OutputFormat
from drill.cli.show import print_json, print_table, program, progress

if TYPE_CHECKING:
    from drill.workflows.import_report import ImportReport
    from drill.workflows.review_drafts import DraftReview, WriteReport


def import_(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Slides, a document, a page or a text.", show_default=False)
    ],
    bank: Annotated[
        Path,
        typer.Option(
            "--bank", metavar="DIR", help="The bank; a new one is started if there is none.", show_default=False
        ),
    ],
    title: Annotated[str, typer.Option("--title", help="The title of a new bank; else the document's.")] = "",
    source: Annotated[
        str,
        typer.Option("--as", metavar="ID", help="The source this is a new version of; `new` for another document."),
    ] = "",
    accept: Annotated[
        float | None,
        typer.Option("--accept", min=0.0, max=1.0, metavar="X", help="Accept all drafts of confidence X and more."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="XLSX", help="Write the drafts as a spreadsheet to decide in.")
    ] = None,
    decided: Annotated[
        Path | None, typer.Option("--from", metavar="XLSX", help="Read the decisions from such a spreadsheet.")
    ] = None,
    only_list: Annotated[bool, typer.Option("--list", help="List what is to be decided; decide nothing.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Read the document again though its drafts exist.")] = False,
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Take a document's facts into a bank: reviewed on this screen, in a spreadsheet, or by their confidence."""
    from drill.workflows.import_document import ImportRequest, open_review
    from drill.workflows.import_report import report_of

    if sum(way is not None for way in (accept, out, decided)) + only_list > 1:
        message = "use one of --accept, --out, --from and --list at a time."
        raise typer.BadParameter(message)
    request = ImportRequest(path=file, root=bank, title=title, source=source, again=again)
    with ExitStack() as stack:
        with progress("Importing") as step:
            review = stack.enter_context(open_review(request, step))
        written = None
        if accept is not None:
            written = _accept(review, accept)
        elif decided is not None:
            written = _apply(review, decided)
        elif out is not None:
            _write_sheet(review, out)
        elif not only_list and output_format is OutputFormat.TABLE and _is_terminal():
            from drill.tui.review import review_on_screen

            written = review_on_screen(review)
        _show(report_of(review, written), file, output_format, is_quiet=out is not None)


def _is_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _accept(review: DraftReview, confidence: float) -> WriteReport:
    review.accept_sure(confidence)
    with progress("Writing into the bank") as step:
        return review.write(step)


def _apply(review: DraftReview, path: Path) -> WriteReport:
    from drill.workflows.review_sheet import read_sheet

    read_sheet(review, path)
    with progress("Writing into the bank") as step:
        return review.write(step)


def _write_sheet(review: DraftReview, path: Path) -> None:
    from drill.workflows.review_sheet import write_sheet

    count = write_sheet(review, path)
    typer.echo(f"{path}: {count} drafts. Decide in the first column, then run the same command with --from.", err=True)


def _show(report: ImportReport, file: Path, output_format: OutputFormat, *, is_quiet: bool) -> None:
    from drill.workflows.import_report import COLUMNS

    if output_format is OutputFormat.JSON:
        print_json(report.as_json())
        return
    for problem in report.problems:
        typer.echo(problem, err=True)
    if report.shown and not is_quiet:
        print_table(COLUMNS, report.rows())
    for line in report.lines():
        typer.echo(line)
    if following := report.next_commands(file):
        typer.echo("\nNext:")
        for command, why in following:
            typer.echo(f"  {program()} {command}\n      {why}")
