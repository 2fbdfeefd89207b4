"""What the checks look at, with the look-ups they share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.bank.checks.wording import canonical, plain, sentences
from drill.bank.checks.words import Lexicon, lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.bank import Bank, Fact, Item, Section
    from drill.model.notes import Card, Note

# A shorter sentence says too little on its own to be called true.
_SENTENCE_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A bank, its items and what is made of it; withdrawn items are left out, for they enter no new form.

    `section_of` goes by the id of a fact, `terms_of` by that of a section, `truths` by what is said in canonical form.
    """

    bank: Bank
    items: tuple[Item, ...]
    notes: tuple[Note, ...]
    cards: tuple[Card, ...]
    lexicon: Lexicon
    facts: Mapping[str, Fact]
    section_of: Mapping[str, Section]
    note_of: Mapping[str, Note]
    terms_of: Mapping[str, frozenset[str]]
    truths: Mapping[str, tuple[Fact, ...]]

    def tested(self, item: Item) -> tuple[Fact, ...]:
        """Return the facts an item tests, without those the bank does not hold."""
        return tuple(self.facts[fact_id] for fact_id in item.facts if fact_id in self.facts)

    def true_by(self, text: str) -> tuple[Fact, ...]:
        """Return the facts that say the same as `text`."""
        return self.truths.get(canonical(text, self.lexicon), ())


def gather(bank: Bank, items: Sequence[Item], notes: Sequence[Note], cards: Sequence[Card]) -> Material:
    """Return the material for the checks."""
    words = lexicon(bank.language)
    return Material(
        bank=bank,
        items=tuple(item for item in items if not item.withdrawn),
        notes=tuple(notes),
        cards=tuple(cards),
        lexicon=words,
        facts={fact.id: fact for fact in bank.facts},
        section_of={
            fact.id: section for chapter in bank.chapters for section in chapter.sections for fact in section.facts
        },
        terms_of={
            section.id: frozenset(plain(fact.term) for fact in section.facts if fact.term)
            for chapter in bank.chapters
            for section in chapter.sections
        },
        note_of={note.id: note for note in notes},
        truths=_truths(bank, words),
    )


def _truths(bank: Bank, words: Lexicon) -> dict[str, tuple[Fact, ...]]:
    """Index the facts by what they say: the statement, each sentence of it, the gist."""
    found: dict[str, list[Fact]] = {}
    for fact in bank.facts:
        says = [fact.statement, fact.gist, *(s for s in sentences(fact.statement) if len(s) >= _SENTENCE_LENGTH)]
        for form in dict.fromkeys(canonical(text, words) for text in says):
            if form:
                found.setdefault(form, []).append(fact)
    return {form: tuple(facts) for form, facts in found.items()}


def parent_id(subject: str) -> str:
    """Return the id written in the bank from which a derived id comes; an assigned id is its own parent."""
    return subject.partition(".")[0]
