"""The checks of a bank: whether its facts, cards and items are good, beyond being well-formed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.checks.material import gather, parent_id
from drill.bank.checks.registry import BANK_CHECKS, CHECKS, FORM_CHECKS
from drill.bank.checks.waivers import waivers_of
from drill.model.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.bank.checks.check import Hit
    from drill.model.bank import Bank, Item
    from drill.model.exam import Form
    from drill.model.notes import Card, Note
    from drill.model.place import Place

__all__ = ["CHECKS", "check_bank", "check_forms"]


def check_bank(
    bank: Bank,
    *,
    items: Sequence[Item],
    notes: Sequence[Note],
    cards: Sequence[Card],
    places: Mapping[str, Place],
) -> tuple[Finding, ...]:
    """Run every check on a bank and on what is generated from it; `items` are the authored and the generated ones.

    What is generated stands at the place of what it was made from. The time is linear in the size of the bank.
    """
    material = gather(bank, items, notes, cards)
    waivers = waivers_of(bank)
    findings = waivers.apply(_finding(hit, bank, places) for run in BANK_CHECKS for hit in run(material))
    findings += [_finding(hit, bank, places) for hit in waivers.unused(findings, CHECKS)]
    return tuple(findings)


def check_forms(forms: Sequence[Form], *, bank: Bank, places: Mapping[str, Place]) -> tuple[Finding, ...]:
    """Run the checks of sets on made forms, each as it is printed; `bank` is the one they were made from."""
    hits = (hit for form in forms for run in FORM_CHECKS for hit in run(form))
    return tuple(waivers_of(bank).apply(_finding(hit, bank, places) for hit in hits))


def _finding(hit: Hit, bank: Bank, places: Mapping[str, Place]) -> Finding:
    return Finding(
        check=hit.check.name,
        severity=hit.severity,
        subject=hit.subject,
        place=places.get(hit.subject) or places.get(parent_id(hit.subject)) or places.get(bank.id),
        message=hit.message,
        advice=hit.check.advice,
    )
