"""Items on their way to being finished, and what could not be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.model.bank import Item, ItemKind, Origin

if TYPE_CHECKING:
    from drill.generate.outline import Placed
    from drill.model.bank import Answer, Option

# Points an item is worth until a blueprint says otherwise.
POINTS = {
    ItemKind.SINGLE_CHOICE: 2,
    ItemKind.MULTIPLE_CHOICE: 3,
    ItemKind.TRUE_FALSE: 1,
    ItemKind.FILL_IN: 2,
    ItemKind.MATCHING: 4,
    ItemKind.ORDERING: 4,
    ItemKind.SHORT_ANSWER: 5,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Something that could not be made: for which fact (or section), of which kind, and why."""

    fact_id: str
    kind: ItemKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An item before its stem, key position and enemies are settled.

    `stems` are its wordings, the first preferred. `asks` and `shows` name texts (`wrong:<misconception id>`,
    `gist:<fact id>`) whose truth it asks for or gives away: two items that ask the same, or of which one gives away
    what the other asks, must not share a form.
    """

    id: str
    kind: ItemKind
    facts: tuple[str, ...]
    stems: tuple[str, ...]
    rationale: str
    facility: float
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    points: int = 0
    tags: tuple[str, ...] = ()
    asks: frozenset[str] = field(default_factory=frozenset)
    shows: frozenset[str] = field(default_factory=frozenset)

    def item(self, stem: str, options: tuple[Option, ...], enemies: tuple[str, ...]) -> Item:
        """Return the finished item."""
        return Item(
            id=self.id,
            kind=self.kind,
            facts=self.facts,
            stem=stem,
            options=options,
            answer=self.answer,
            rationale=self.rationale,
            points=self.points or POINTS[self.kind],
            tags=self.tags,
            facility=self.facility,
            enemies=enemies,
            origin=Origin.GENERATED,
        )


def wrong_mark(misconception_id: str) -> str:
    """Return the name of a wrong statement in `asks` and `shows`."""
    return f"wrong:{misconception_id}"


def gist_mark(fact_id: str) -> str:
    """Return the name of a fact's gist in `asks` and `shows`."""
    return f"gist:{fact_id}"


def tags_of(*places: Placed) -> tuple[str, ...]:
    """Return the tags of facts, each once, in order."""
    return tuple(dict.fromkeys(tag for place in places for tag in place.fact.tags))
