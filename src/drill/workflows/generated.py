"""A bank with everything generated from it: where most requests begin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.files.bank_folder import LoadedBank, load_bank
from drill.generate.cards import cards_of
from drill.generate.items import make_items
from drill.generate.notes import make_notes
from drill.model.bank import Bank, Item, Language
from drill.model.exam import FactReference
from drill.text.script import Script, convert, convert_strings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drill.generate.draft import Shortage
    from drill.model.notes import Card, Note


class NoTraditionalError(DrillError):
    """A Traditional deck or paper of a bank that is not Chinese."""

    def __init__(self, bank: Bank) -> None:
        super().__init__(
            f"bank {bank.id} is in `{bank.language}`: only a zh-Hans bank has a Traditional form. Leave out --script."
        )


@dataclass(frozen=True, slots=True)
class GeneratedBank:
    """A loaded bank, its notes and cards, all its items (authored first), and what could not be made."""

    loaded: LoadedBank
    bank: Bank
    notes: tuple[Note, ...]
    cards: tuple[Card, ...]
    items: tuple[Item, ...]
    shortages: tuple[Shortage, ...]


def generate_bank(root: Path, step: Callable[[str], None] = lambda _: None) -> GeneratedBank:
    """Read the bank in `root` and generate its notes and items; they are the same on every call.

    Raises BankNotFoundError or BadInputError.
    """
    step("reading the bank")
    loaded = load_bank(root)
    step("cards")
    notes = make_notes(loaded.bank)
    cards = tuple(card for note in notes for card in cards_of(note))
    step("items")
    made = make_items(loaded.bank)
    return GeneratedBank(loaded, loaded.bank, notes, cards, (*loaded.bank.items, *made.items), made.shortages)


def converter_for(bank: Bank, script: Script) -> tuple[Language, Callable[[str], str]]:
    """Return the language of output in `script`, and what turns the bank's texts into it."""
    if script is Script.HANS:
        return bank.language, lambda text: text
    if bank.language is not Language.ZH_HANS:
        raise NoTraditionalError(bank)
    return script.language, lambda text: convert(text, script)


def in_script(made: GeneratedBank, script: Script) -> tuple[GeneratedBank, Language]:
    """Return everything generated, in `script`; generation itself always works on the bank's own texts."""
    language, converter = converter_for(made.bank, script)
    if script is Script.HANS:
        return made, language
    return GeneratedBank(
        made.loaded,
        convert_strings(made.bank, converter),
        convert_strings(made.notes, converter),
        convert_strings(made.cards, converter),
        convert_strings(made.items, converter),
        made.shortages,
    ), language


def fact_references(bank: Bank) -> dict[str, FactReference]:
    """Return where each fact stands, in the bank and in its source, for the answer key."""
    documents = {source.id: source.title or source.document for source in bank.sources}
    references = {}
    for chapter in bank.chapters:
        for section in chapter.sections:
            for fact in section.facts:
                source = fact.source
                place = f"{documents[source.document]}{_place(source.page, source.statement)}" if source else ""
                references[fact.id] = FactReference(
                    chapter=chapter.title, section=section.title, term=fact.term, source=place
                )
    return references


def _place(page: int | None, span: tuple[int, int] | None) -> str:
    if page is not None:
        return f" p. {page}"
    return f" [{span[0]}–{span[1]}]" if span else ""
