"""How results are shown: tables on a terminal, JSON on request, progress only where somebody watches."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from drill.model.learner import StudyDay


def print_json(value: object) -> None:
    """Print `value` as JSON, readable by people too."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]], *, title: str = "") -> None:
    """Print a table; in a pipe as tab-separated lines, so that other programs can read it."""
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            typer.echo("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(cell.replace("[", r"\[") for cell in row))
    Console().print(table)


_FIRST_DAY = date(1970, 1, 1)


def day_text(study_day: int) -> str:
    """Return a study day as people write it: 2026-11-28."""
    return (_FIRST_DAY + timedelta(days=study_day)).isoformat()


def study_day_of(given: datetime | None) -> StudyDay | None:
    """Return the study day that an option names, None where it was left out."""
    return None if given is None else cast("StudyDay", (given.date() - _FIRST_DAY).days)


def program() -> str:
    """Return how this program is called: `drill` if that finds it, else the path it was started by."""
    started = Path(sys.argv[0])
    found = shutil.which("drill")
    if started.name != "drill" or (found and Path(found).resolve() == started.resolve()):
        return "drill"
    return os.path.relpath(started)


@contextmanager
def progress(description: str) -> Iterator[Callable[[str], None]]:
    """Show a spinner with the current step on a terminal; stay silent in a pipe. Yields the setter of the step."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    with Console(stderr=True).status(description) as status:
        yield lambda step: status.update(f"{description}: {step}")
