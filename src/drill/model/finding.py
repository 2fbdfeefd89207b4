"""What a check of a bank found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.place import Place


class Severity(StrEnum):
    """How much a finding weighs: errors block, warnings want mending or explaining, the rest is for a reader."""

    ERROR = "error"
    WARNING = "warning"
    READER = "reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check found about `subject`: the id of a fact, item or note, a kind of item, or a form's code.

    A finding that the bank's author has explained carries the reason in `waived`; it is listed and does not count.
    """

    check: str
    severity: Severity
    subject: str
    place: Place | None
    message: str
    advice: str
    waived: str = ""

    def __str__(self) -> str:
        """Return `path:line: message advice`, with the name of the check at the end."""
        place = f"{self.place}: " if self.place else ""
        return f"{place}{self.message} {self.advice} ({self.check})"
