"""One output of a bank at a time: the Anki deck, the JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.bank.ledger import Ledger, advance, format_ledger, parse_ledger, retired_search
from drill.errors import DrillError
from drill.files.atomic import write_atomically
from drill.files.clock import now_seconds
from drill.files.lock import locked
from drill.model.bank import Language
from drill.render.apkg import content_hashes, write_package
from drill.render.bank_json import bank_json
from drill.text.script import Script
from drill.workflows.generated import GeneratedBank, generate_bank, in_script
from drill.workflows.made import Made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEDGER = "ledger.json"


class NoCardsError(DrillError):
    """A deck of a bank that yields no card."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"{root}: nothing to put on cards. Give its facts a `gist`; `drill check` names what is missing."
        )


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck ready to be written, and the bank's ledger that goes with it."""

    package: bytes
    ledger: str
    counts: str
    remarks: tuple[str, ...]


def make_deck(made: GeneratedBank, script: Script) -> Deck:
    """Return the Anki deck of everything generated, in `script`. Raises BadInputError for an unreadable ledger."""
    if not made.notes:
        raise NoCardsError(made.loaded.root)
    converted, language = in_script(made, script)
    hashes = content_hashes(converted.notes, bank=converted.bank)
    ledger = advance(_read_ledger(made.loaded.root), hashes, language=language, now=now_seconds())
    package = write_package(converted.notes, bank=converted.bank, language=language, mods=ledger.mods(language))
    counts = f"{len(converted.notes)} notes, {len(converted.cards)} cards"
    return Deck(package, format_ledger(ledger), counts, _retired_remarks(ledger))


def _read_ledger(root: Path) -> Ledger:
    path = root / LEDGER
    return parse_ledger(path.read_text(encoding="utf-8"), str(path)) if path.exists() else Ledger()


def _retired_remarks(ledger: Ledger) -> tuple[str, ...]:
    search = retired_search(ledger)
    if not search:
        return ()
    return (f"Notes that left the bank stay on phones until suspended; find them in Anki's browser with: {search}",)


def save_ledger(root: Path, deck: Deck) -> None:
    """Write the bank's ledger if the deck changed it."""
    path = root / LEDGER
    if not path.exists() or path.read_text(encoding="utf-8") != deck.ledger:
        write_atomically(path, deck.ledger.encode())


def export_anki(root: Path, output: Path, script: str, step: Callable[[str], None]) -> Made:
    """Write the Anki deck of the bank in `root` to `output`, and the bank's ledger beside its facts."""
    made = generate_bank(root, step)
    step("writing")
    with locked(root):
        deck = make_deck(made, Script(script))
        save_ledger(root, deck)
        write_atomically(output, deck.package)
    return Made(str(output), "Anki deck", deck.counts, deck.remarks)


def json_text(made: GeneratedBank, script: Script) -> str:
    """Return the bank with everything generated from it as JSON text."""
    converted, language = in_script(made, script)
    decks = converted.bank.decks
    data = bank_json(
        converted.bank,
        notes=converted.notes,
        cards=converted.cards,
        items=converted.items,
        deck=decks.hant if language is Language.ZH_HANT else decks.hans,
    )
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def export_json(root: Path, output: Path | None, script: str) -> str:
    """Return the JSON of the bank in `root`, and write it to `output` if one is given."""
    text = json_text(generate_bank(root), Script(script))
    if output is not None:
        write_atomically(output, text.encode())
    return text
