"""`drill review`: today's cards in the terminal."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from drill.cli.arguments import STORE, Script, ScriptChoice, StorePath
from drill.errors import DrillError

LearnerOption = Annotated[
    str, typer.Option("--learner", metavar="WHO", help="Name, staff number or id; not needed if there is only one.")
]
BankOption = Annotated[str, typer.Option("--bank", metavar="BANK", help="Only this bank, by its id or title.")]


class NoTerminalError(DrillError):
    """The reviewer was started in a pipe."""

    def __init__(self) -> None:
        super().__init__("drill review needs a terminal; for a pipe there are `drill simulate` and `drill stats`.")


def review(
    learner: LearnerOption = "",
    bank: BankOption = "",
    minutes: Annotated[
        float | None, typer.Option("--minutes", min=0.1, help="Stop after this time, with the card then shown.")
    ] = None,
    script: Script = ScriptChoice.HANS,
    db: StorePath = STORE,
) -> None:
    """Review today's cards: 1-4 rate, space shows and goes on, u takes back, q leaves."""
    from drill.text.script import Script as TextScript
    from drill.workflows.review_session import ReviewRequest, open_session

    request = ReviewRequest(path=db, learner=learner, bank=bank, script=TextScript(script.value))
    with open_session(request) as session:
        if not sys.stdout.isatty():
            raise NoTerminalError
        from drill.tui.reviewer import ReviewerApp

        ReviewerApp(session, minutes).run()
        typer.echo(session.summary())
