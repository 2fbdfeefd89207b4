"""Which items give each other away, so that assembly keeps them on different forms."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.generate.draft import Draft
    from drill.generate.outline import Outline


def enemies_of(drafts: Sequence[Draft], outline: Outline) -> dict[str, frozenset[str]]:
    """Return for each draft the ids of the items it must not share a form with.

    Enemies test the same fact, or facts that say the same thing; or one shows whether something is true that the other
    asks about. Authored items are enemies of the items on the fact they mainly test.
    """
    twins = outline.twins()
    by_fact: defaultdict[str, set[str]] = defaultdict(set)
    asking: defaultdict[str, set[str]] = defaultdict(set)
    showing: defaultdict[str, set[str]] = defaultdict(set)
    for item in outline.bank.items:
        for fact_id in item.facts[:1]:
            by_fact[fact_id].add(item.id)
    for draft in drafts:
        for fact_id in draft.facts:
            by_fact[fact_id].add(draft.id)
        for mark in draft.asks:
            asking[mark].add(draft.id)
        for mark in draft.shows:
            showing[mark].add(draft.id)
    found: dict[str, frozenset[str]] = {}
    for draft in drafts:
        facts = {near for fact_id in draft.facts for near in (fact_id, *twins.get(fact_id, ()))}
        foes = set().union(*(by_fact[fact_id] for fact_id in facts))
        foes.update(*(asking[mark] | showing[mark] for mark in draft.asks), *(asking[mark] for mark in draft.shows))
        found[draft.id] = frozenset(foes - {draft.id})
    return found
