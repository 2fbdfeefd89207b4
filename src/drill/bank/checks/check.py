"""What a check is, and what it says when it fires."""

from __future__ import annotations

from dataclasses import dataclass

from drill.model.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A check that fired on a subject; `severity` is the check's own unless the case is worse or milder."""

    check: Check
    subject: str
    message: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A named rule: what makes it fire (`rule`) and what to do then (`advice`).

    `other_severity` is the one some hits have, where the weight depends on the case; `on_forms` marks what only a
    made form can show.
    """

    name: str
    severity: Severity
    rule: str
    advice: str
    other_severity: Severity | None = None
    on_forms: bool = False

    def hit(self, subject: str, message: str, severity: Severity | None = None) -> Hit:
        """Return this check's hit on `subject`."""
        return Hit(check=self, subject=subject, message=message, severity=severity or self.severity)


def error(name: str, rule: str, advice: str) -> Check:
    """Return a check whose hits are errors."""
    return Check(name=name, severity=Severity.ERROR, rule=rule, advice=advice)


def warning(name: str, rule: str, advice: str) -> Check:
    """Return a check whose hits are warnings."""
    return Check(name=name, severity=Severity.WARNING, rule=rule, advice=advice)
