"""What a bank holds and yields, section by section."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.model.bank import Origin
from drill.text.labels import label
from drill.workflows.generated import GeneratedBank, generate_bank

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section and what it yields."""

    chapter: str
    section: str
    facts: int
    cards: int
    authored: int
    generated: int

    def cells(self) -> tuple[str, ...]:
        """Return the row as text."""
        counts = (self.facts, self.cards, self.authored, self.generated)
        return (self.chapter, self.section, *map(str, counts))

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        return {
            "chapter": self.chapter,
            "section": self.section,
            "facts": self.facts,
            "cards": self.cards,
            "authored_items": self.authored,
            "generated_items": self.generated,
        }


def overview(root: Path) -> list[SectionRow]:
    """Return one row a section of the bank in `root`."""
    made = generate_bank(root)
    section_of = {f.id: s.id for c in made.bank.chapters for s in c.sections for f in s.facts}
    cards, authored, generated = _counts(made, section_of)
    missing = label("untitled_section", made.bank.language)
    return [
        SectionRow(
            chapter.title,
            section.title or missing,
            len(section.facts),
            cards[section.id],
            authored[section.id],
            generated[section.id],
        )
        for chapter in made.bank.chapters
        for section in chapter.sections
    ]


def _counts(made: GeneratedBank, section_of: dict[str, str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count cards, authored and generated items by the section of their first fact."""
    first = {note.id: section_of[note.fact_ids[0]] for note in made.notes if note.fact_ids}
    cards = Counter(first[card.note_id] for card in made.cards if card.note_id in first)
    authored = Counter(section_of[i.facts[0]] for i in made.items if i.facts and i.origin is Origin.AUTHORED)
    generated = Counter(section_of[i.facts[0]] for i in made.items if i.facts and i.origin is Origin.GENERATED)
    return cards, authored, generated
