"""All checks by name, and the table of them in the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.checks import (
    cards,
    facts,
    forms,
    keys,
    options,
    references,
    sets,
    stems,
    text,
    true_false,
    truth,
    waivers,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from drill.bank.checks.check import Check, Hit
    from drill.bank.checks.material import Material
    from drill.model.exam import Form

# The families in the order of the documentation: their title, and their checks.
FAMILIES: tuple[tuple[str, tuple[Check, ...]], ...] = (
    ("Keys and options", (*keys.CHECKS, *truth.CHECKS)),
    ("Cues in the options", options.CHECKS),
    ("Stems", stems.CHECKS),
    ("True/false", true_false.CHECKS),
    ("Sets of items", (*sets.CHECKS, *forms.CHECKS)),
    ("References", references.CHECKS),
    ("Facts", facts.CHECKS),
    ("Cards", cards.CHECKS),
    ("Text", text.CHECKS),
    ("Waivers", waivers.CHECKS),
)

CHECKS: dict[str, Check] = {check.name: check for _, checks in FAMILIES for check in checks}

BANK_CHECKS: tuple[Callable[[Material], Iterator[Hit]], ...] = (
    keys.check,
    truth.check,
    options.check,
    stems.check,
    true_false.check,
    sets.check,
    references.check,
    facts.check,
    cards.check,
    text.check,
)
FORM_CHECKS: tuple[Callable[[Form], Iterator[Hit]], ...] = (forms.check,)


def checks_table() -> str:
    """Return the table of all checks, in Markdown, as docs/checks.md holds it."""
    parts = []
    for title, checks in FAMILIES:
        rows = [f"| `{check.name}` | {_severity(check)} | {check.rule} | {check.advice} |" for check in checks]
        parts.append(
            "\n".join((f"## {title}", "", "| check | severity | fires when | what to do |", "|---|---|---|---|", *rows))
        )
    return "\n\n".join(parts) + "\n"


def _severity(check: Check) -> str:
    return " / ".join(severity for severity in (check.severity, check.other_severity) if severity)
