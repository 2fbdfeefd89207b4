"""Run every `bench_*.py` beside this file (or those named as arguments) and print one table."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from benchmarks.result import Result


def _names() -> list[str]:
    wanted = [name.removeprefix("bench_").removesuffix(".py") for name in sys.argv[1:]]
    found = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    return wanted or found


def _run(name: str) -> list[Result]:
    results: list[Result] = importlib.import_module(f"benchmarks.bench_{name}").run()
    return results


def _table(results: list[Result]) -> Table:
    table = Table("what", "drill", "peer", "unit", "ratio", "goal", "met")
    for result in results:
        goal = "" if result.goal is None else f"≤ {result.goal:g}"
        met = "" if result.goal is None else "yes" if result.met else "NO"
        table.add_row(
            result.name, f"{result.ours:.3g}", f"{result.peer:.3g}", result.unit, f"{result.ratio:.3f}", goal, met
        )
    return table


def main() -> int:
    """Run, print, and return 1 if a goal was missed."""
    results = [result for name in _names() for result in _run(name)]
    Console().print(_table(results))
    return 0 if all(result.met for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
