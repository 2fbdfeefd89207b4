"""Commands: parse the arguments, call one workflow, show what came back."""

from __future__ import annotations

import sys

from drill.errors import DrillError


def main() -> None:
    """Run the command line; refusals go to standard error with exit code 1, usage errors exit with 2."""
    from drill.cli.app import app

    try:
        app()
    except DrillError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the one place where refusals are shown
        sys.exit(1)
