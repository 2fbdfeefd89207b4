"""`drill extract`: the facts of documents, printed; nothing is changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from drill.cli.arguments import Format, OutputFormat
from drill.cli.show import print_json, print_table, progress

_COLUMNS = ("chapter", "section", "term", "statement", "kind", "confidence")


def extract(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="Slides, documents, pages, texts, or a zip of them.", show_default=False
        ),
    ],
    output_format: Format = OutputFormat.TABLE,
) -> None:
    """Print the facts that documents hold, with their places; change nothing."""
    from drill.workflows.extract import extract_documents

    with progress("Extracting") as step:
        report = extract_documents(files, step)
    if output_format is OutputFormat.JSON:
        print_json(report.as_json())
        return
    print_table(_COLUMNS, report.rows())
    for problem in report.problems:
        typer.echo(str(problem), err=True)
