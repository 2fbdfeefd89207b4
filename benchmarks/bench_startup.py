"""`drill --help` against a typer app with one command: commands load their workflows only when they run."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.result import Result

RUNS = 15
_BARE = """
import typer

app = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)


@app.command()
def hello(name: str) -> None:
    '''Greet somebody.'''
    typer.echo(name)


app()
"""


def run() -> list[Result]:
    """Measure the best of several runs, the two taking turns."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(_BARE, encoding="utf-8")
        ours_s, peer_s = [], []
        for _ in range(RUNS):
            peer_s.append(_seconds([sys.executable, str(bare), "--help"]))
            ours_s.append(_seconds([sys.executable, "-c", "from drill.cli import main; main()", "--help"]))
    ours, peer = min(ours_s), min(peer_s)
    return [
        Result(
            name="drill --help (peer: a bare typer app)", ours=ours, peer=peer, ratio=ours / peer, unit="s", goal=1.3
        )
    ]


def _seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start
