"""What can go wrong for a user: positioned problems as values, refusals as exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input: where, what, and what to do about it.

    `line` counts from 1; 0 means the file as a whole.
    """

    path: str
    line: int
    message: str
    hint: str

    def __str__(self) -> str:
        """Return `path:line: message hint`, the one form in which problems are shown."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message} {self.hint}".rstrip()


class DrillError(Exception):
    """A refusal: the message says what, where and what to do next. The CLI shows it and exits with 1."""


class BadInputError(DrillError):
    """The input has problems; every one of them is reported and nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class BankNotFoundError(DrillError):
    """The given path holds no bank."""

    def __init__(self, path: str, *, nearby: Sequence[str] = ()) -> None:
        guess = f" Did you mean {nearby[0]}?" if nearby else " `drill bank new DIR` starts one."
        super().__init__(f"{path}: no bank here (no bank.yaml).{guess}")
