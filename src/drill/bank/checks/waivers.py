"""Findings that the bank's author has explained, and explanations that explain nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, warning
from drill.bank.checks.material import parent_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from drill.model.bank import Bank
    from drill.model.finding import Finding

UNKNOWN_WAIVER = warning(
    "unknown-waiver",
    "A waiver names a check that does not exist.",
    "Use a name from `docs/checks.md`.",
)
UNUSED_WAIVER = warning(
    "unused-waiver",
    "A waiver waives nothing: the check it names does not fire there.",
    "Delete it.",
)

CHECKS: tuple[Check, ...] = (UNKNOWN_WAIVER, UNUSED_WAIVER)


@dataclass(frozen=True, slots=True)
class Waivers:
    """The reason for each waived check, by (id of the fact or authored item, name of the check)."""

    reasons: Mapping[tuple[str, str], str]

    def apply(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings, those that are waived with the reason in them."""
        return [replace(finding, waived=self.reasons.get(_owner(finding), "")) for finding in findings]

    def unused(self, findings: Iterable[Finding], checks: Mapping[str, Check]) -> Iterator[Hit]:
        """Report waivers of unknown checks, and those that waived none of `findings`.

        Only a made form shows whether a waiver of a check on forms is used, so those are let be.
        """
        used = {_owner(finding) for finding in findings if finding.waived}
        for owner, name in self.reasons:
            if name not in checks:
                yield UNKNOWN_WAIVER.hit(
                    owner, f"{owner} waives `{name}`, and no check has that name.{_guess(name, checks)}"
                )
            elif (owner, name) not in used and not checks[name].on_forms:
                yield UNUSED_WAIVER.hit(owner, f"{owner} waives `{name}`, which does not fire there.")


def waivers_of(bank: Bank) -> Waivers:
    """Return the waivers of a bank's facts and authored items."""
    written = [*((fact.id, fact.waivers) for fact in bank.facts), *((item.id, item.waivers) for item in bank.items)]
    return Waivers({(owner, waiver.check): waiver.reason for owner, waivers in written for waiver in waivers})


def _owner(finding: Finding) -> tuple[str, str]:
    return parent_id(finding.subject), finding.check


def _guess(name: str, checks: Collection[str]) -> str:
    close = get_close_matches(name, checks, n=1)
    return f" Did you mean `{close[0]}`?" if close else ""
