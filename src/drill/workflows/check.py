"""Check a bank: its own files, everything generated from it, and one making of each exam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.bank.checks import check_bank, check_forms
from drill.errors import DrillError
from drill.exam.making import make_exam
from drill.model.finding import Finding, Severity
from drill.workflows.generated import GeneratedBank, generate_bank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from drill.generate.draft import Shortage
    from drill.model.bank import Blueprint

# What a build makes when nothing else is asked for is what the forms are checked on.
_FORMS, _SEED = 3, 1


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Every finding, and what could not be generated."""

    root: Path
    findings: tuple[Finding, ...]
    shortages: tuple[Shortage, ...]
    counts: str

    @property
    def has_errors(self) -> bool:
        """Whether an error stands that no waiver explains."""
        return any(f.severity is Severity.ERROR and not f.waived for f in self.findings)

    def lines(self, *, show_all: bool) -> list[str]:
        """Return the findings as lines, errors first, and a closing count."""
        shown = [f for f in self.findings if show_all or (not f.waived and f.severity is not Severity.READER)]
        order = list(Severity)
        lines = [self._line(f) for f in sorted(shown, key=lambda f: order.index(f.severity))]
        lines += [
            f"{self.root}: shortage: fact {s.fact_id}: {s.kind.value}: {s.reason}" for s in self.shortages if show_all
        ]
        return [*lines, self._summary()]

    def _line(self, finding: Finding) -> str:
        place = f"{self.root / finding.place.path}:{finding.place.line}" if finding.place else str(self.root)
        waived = f" (waived: {finding.waived})" if finding.waived else ""
        return f"{place}: {finding.severity.value}: {finding.message} {finding.advice} [{finding.check}]{waived}"

    def _summary(self) -> str:
        open_ = [f for f in self.findings if not f.waived]
        counted = {s: sum(f.severity is s for f in open_) for s in Severity}
        parts = ", ".join(f"{n} {_NAMES[s]}" for s, n in counted.items())
        waived = len(self.findings) - len(open_)
        more = [f"{waived} waived"] * bool(waived) + [f"{len(self.shortages)} shortages"] * bool(self.shortages)
        return f"{self.counts}: {parts}{''.join(f', {m}' for m in more)}."

    def as_json(self) -> dict[str, object]:
        """Return the findings as plain data."""
        return {
            "findings": [_finding_json(f) for f in self.findings],
            "shortages": [{"fact": s.fact_id, "kind": s.kind.value, "reason": s.reason} for s in self.shortages],
        }


_NAMES = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.READER: "for a reader"}


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "subject": finding.subject,
        "path": finding.place.path if finding.place else None,
        "line": finding.place.line if finding.place else None,
        "message": finding.message,
        "advice": finding.advice,
        "waived": finding.waived,
    }


def check_bank_folder(root: Path, step: Callable[[str], None]) -> CheckReport:
    """Check the bank in `root`. Raises BadInputError if its files cannot even be read as a bank."""
    made = generate_bank(root, step)
    step("checking cards and items")
    findings = list(
        check_bank(made.bank, items=made.items, notes=made.notes, cards=made.cards, places=made.loaded.places)
    )
    for exam in made.bank.exams:
        step(f"checking {exam.name}")
        findings += _form_findings(made, exam)
    counts = f"{len(made.bank.facts)} facts, {len(made.cards)} cards, {len(made.items)} items"
    return CheckReport(root, tuple(_sorted(findings)), made.shortages, counts)


def _form_findings(made: GeneratedBank, exam: Blueprint) -> tuple[Finding, ...]:
    """Check one making of an exam; that it cannot be made is an error beside the others, not the end of the check."""
    places = made.loaded.places
    try:
        making = make_exam(made.bank, exam, made.items, forms=_FORMS, seed=_SEED)
    except DrillError as error:
        what, _, advice = str(error).partition("\n")
        return (
            Finding(
                check="exam-cannot-be-made",
                severity=Severity.ERROR,
                subject=exam.id,
                place=places.get(exam.id),
                message=f"{_FORMS} forms: {what}",
                advice=" ".join(advice.split()),
            ),
        )
    return check_forms(making.forms, bank=made.bank, places=places)


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: (str(f.place or ""), f.check, f.subject))
