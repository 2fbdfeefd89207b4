"""Does every item say why, and which facts it tests?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error, warning
from drill.model.bank import Item, ItemKind
from drill.model.exam import letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material

RATIONALE_MISSING = error("rationale-missing", "An item has no rationale.", "Say why the key is right.")
WHY_MISSING = warning(
    "why-missing",
    "A distractor of a situational item does not say why it is worse.",
    "Give it a `why`: the fact it breaks.",
)
FACT_REFERENCE = error(
    "fact-reference",
    "An item names no fact it tests, or one that the bank does not hold.",
    "List the ids of the facts it tests under `facts:`.",
)

CHECKS: tuple[Check, ...] = (RATIONALE_MISSING, WHY_MISSING, FACT_REFERENCE)


def check(material: Material) -> Iterator[Hit]:
    """Check the rationale and the fact references of all items."""
    for item in material.items:
        if not item.rationale.strip():
            yield RATIONALE_MISSING.hit(item.id, f"item {item.id} has no rationale.")
        yield from _why(item)
        if not item.facts:
            yield FACT_REFERENCE.hit(item.id, f"item {item.id} names no fact.")
        for unknown in (fact_id for fact_id in item.facts if fact_id not in material.facts):
            yield FACT_REFERENCE.hit(item.id, f"item {item.id} names the fact `{unknown}`, which does not exist.")


def _why(item: Item) -> Iterator[Hit]:
    if item.kind is not ItemKind.SITUATIONAL:
        return
    silent = [letter(place) for place, option in enumerate(item.options) if not option.key and not option.why.strip()]
    if silent:
        yield WHY_MISSING.hit(item.id, f"item {item.id}: no reason why {', '.join(silent)} is worse.")
