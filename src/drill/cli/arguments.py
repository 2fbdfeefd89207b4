"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class OutputFormat(StrEnum):
    """How a listing is printed."""

    TABLE = "table"
    JSON = "json"


class ScriptChoice(StrEnum):
    """The script of decks and papers (the values of drill.text.script.Script, known here without loading OpenCC)."""

    HANS = "hans"
    HANT = "hant"
    HANT_TW = "hant-tw"


BankPath = Annotated[Path, typer.Argument(metavar="BANK", help="The bank's folder.", show_default=False)]
StorePath = Annotated[
    Path, typer.Option("--db", metavar="FILE", envvar="DRILL_DB", help="The learner store.", show_default=True)
]
STORE = Path("drill.db")
Output = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write.", show_default=False)]
OptionalOutput = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; print if left out.")
]
Format = Annotated[OutputFormat, typer.Option("--format", help="Print a table, or JSON for other programs.")]
Forms = Annotated[int, typer.Option("--forms", min=1, max=26, help="How many versions of the paper.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same papers.")]
Script = Annotated[
    ScriptChoice,
    typer.Option("--script", help="Simplified; Traditional characters; Traditional with Taiwan's vocabulary."),
]
