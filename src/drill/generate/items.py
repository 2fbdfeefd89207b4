"""Facts to exam items, and what could not be made of them.

Every item draws from a random stream of its own, named by the seed and the item's id, so that a new fact leaves the
wording and the options of all other items as they were. An item's `facility` is a rough prior by design (0.8 for
naming a described practice, 0.5 for several right options), to be replaced by what is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.generate.arrange import matching, ordering
from drill.generate.draft import Draft, Shortage
from drill.generate.enemies import enemies_of
from drill.generate.judge import true_false
from drill.generate.multiple import multiple_choice
from drill.generate.outline import Outline, is_whole
from drill.generate.positions import Positions
from drill.generate.single import single_choice
from drill.generate.written import fill_in, list_points, short_answer
from drill.model.bank import ItemKind
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drill.generate.outline import Placed
    from drill.model.bank import Bank, Item, Section

_OF_A_FACT = {
    ItemKind.SINGLE_CHOICE: single_choice,
    ItemKind.TRUE_FALSE: true_false,
    ItemKind.FILL_IN: fill_in,
    ItemKind.SHORT_ANSWER: short_answer,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """The items made from a bank's facts, and what could not be made."""

    items: tuple[Item, ...]
    shortages: tuple[Shortage, ...]


def make_items(bank: Bank, *, seed: int = 0) -> Generated:
    """Return all items that can be generated from a bank's facts, and the shortages.

    The same bank and seed give the same items everywhere; another seed gives other wordings, distractors and orders.
    """
    outline = Outline(bank)
    made = tuple(_all(outline, seed))
    drafts = [one for one in made if isinstance(one, Draft)]
    shortages = [one for one in made if isinstance(one, Shortage)]
    items = tuple(_finished(drafts, outline, seed, shortages))
    return Generated(items=items, shortages=(*_incomplete(bank), *shortages))


def _all(outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    complete = {section.id: places for _, section, places in outline.sections()}
    for chapter in outline.bank.chapters:
        for section in chapter.sections:
            for place in outline.places_in.get(section.id, ()):
                yield from _of_fact(place, outline, seed)
            if section.id in complete:
                yield from _of_section(section, complete[section.id], outline, seed)


def _of_fact(place: Placed, outline: Outline, seed: int) -> Iterator[Draft | Shortage]:
    for kind, make in _OF_A_FACT.items():
        if kind not in place.fact.generate.off:
            yield from make(place, outline, seed)


def _of_section(
    section: Section, places: tuple[Placed, ...], outline: Outline, seed: int
) -> Iterator[Draft | Shortage]:
    yield from multiple_choice(section, places, outline, seed)
    yield from matching(section, places, outline, seed)
    yield from ordering(section, places, outline, seed)
    yield from list_points(section, places, outline, seed)


def _finished(drafts: list[Draft], outline: Outline, seed: int, shortages: list[Shortage]) -> Iterator[Item]:
    """Settle stems (no two alike), the order of options and enemies; what has no stem left becomes a shortage."""
    taken = {item.stem for item in outline.bank.items}
    kept: list[tuple[Draft, str]] = []
    for draft in drafts:
        stem = next((stem for stem in draft.stems if stem not in taken), "")
        if stem:
            taken.add(stem)
            kept.append((draft, stem))
        else:
            reason = "every wording of its stem is taken by another item"
            shortages.append(Shortage(fact_id=draft.facts[0], kind=draft.kind, reason=reason))
    foes = enemies_of([draft for draft, _ in kept], outline)
    positions = {kind: Positions() for kind in ItemKind}
    for draft, stem in kept:
        options = positions[draft.kind].arrange(draft.options, Rng(seed, draft.id, "order")) if draft.options else ()
        yield draft.item(stem, options, tuple(sorted(foes[draft.id])))


def _incomplete(bank: Bank) -> Iterable[Shortage]:
    for fact in bank.facts:
        if not is_whole(fact):
            for kind in _OF_A_FACT:
                yield Shortage(fact_id=fact.id, kind=kind, reason="the fact is incomplete")
