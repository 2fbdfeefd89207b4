"""Notes to an .apkg file: refuse what Anki would take wrongly, then build genanki's notes and write them our way."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

import genanki

from drill.errors import BadInputError, DrillError, Problem
from drill.render.apkg.collection import package_bytes
from drill.render.apkg.fields import note_fields, note_tags
from drill.render.apkg.identity import deck_id, deck_name, note_guid
from drill.render.apkg.notetypes import TEMPLATES_CHANGED, NoteType, card_gates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drill.model.bank import Bank, Language
    from drill.model.notes import Note
    from drill.render.apkg.fields import Fields


class NoDeckNameError(DrillError):
    """The bank names no deck in the wanted script."""

    def __init__(self, bank: Bank, language: Language) -> None:
        script = "hant" if language.value == "zh-Hant" else "hans"
        super().__init__(
            f"bank.yaml: bank {bank.id} has no deck name for {language.value}. "
            f"Give it one under decks: {script}: (it is permanent: Anki finds a deck by its name)."
        )


def write_package(notes: Sequence[Note], *, bank: Bank, language: Language, mods: Mapping[str, int]) -> bytes:
    """Return `notes` as an .apkg file with one deck; the same input gives the same bytes on one machine.

    Args:
        notes: what goes to phones, in the order in which new cards are shown, already in the script of `language`.
        bank: gives the identity, the deck's name, the title and version shown on cards, and the chapters of facts.
        language: of the notes; also picks the note types with their labels, and the deck.
        mods: when each note's content last changed (seconds since 1970 UTC), by note id, as the ledger keeps it.

    Raises:
        BadInputError: a note would be lost or wrong in Anki; all such notes are named.
        NoDeckNameError: the bank has no deck name in this script.
    """
    if not deck_name(bank, language).strip():
        raise NoDeckNameError(bank, language)
    edition = f"{bank.title} {bank.version}"
    fields = [note_fields(note, edition=edition) for note in notes]
    if problems := list(_problems(notes, fields, mods)):
        raise BadInputError(problems)
    chapters = _chapters(bank)
    deck = genanki.Deck(deck_id(bank.id, language), deck_name(bank, language), _description(bank))
    for note_type in NoteType:
        deck.add_model(note_type.model(language))
    for note, its_fields in zip(notes, fields, strict=True):
        deck.add_note(_genanki_note(note, its_fields, bank, language, chapters))
    return package_bytes(deck, card_gates(language), [mods[note.id] for note in notes], TEMPLATES_CHANGED)


def content_hashes(notes: Sequence[Note], *, bank: Bank) -> dict[str, str]:
    """Return a hash of what learners get for each note id, for the ledger to tell which notes changed.

    The edition at the foot is left out: a new version of the bank must not touch notes that stayed as they were.
    """
    chapters = _chapters(bank)
    return {note.id: _content_hash(note_fields(note, edition=""), note_tags(note, chapters)) for note in notes}


def _content_hash(fields: Fields, tags: Sequence[str]) -> str:
    text = "\x1f".join([fields.note_type.name, *fields.in_order(), *tags])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def _chapters(bank: Bank) -> dict[str, str]:
    return {fact.id: chapter.id for chapter in bank.chapters for section in chapter.sections for fact in section.facts}


def _description(bank: Bank) -> str:
    return " · ".join(part for part in (bank.title, bank.version, bank.licence) if part)


def _genanki_note(
    note: Note, fields: Fields, bank: Bank, language: Language, chapters: Mapping[str, str]
) -> genanki.Note:
    return genanki.Note(
        model=fields.note_type.model(language),
        fields=fields.in_order(),
        tags=note_tags(note, chapters),
        guid=note_guid(bank.id, note.id, language),
    )


def _problems(notes: Sequence[Note], fields: Sequence[Fields], mods: Mapping[str, int]) -> Iterator[Problem]:
    uses = Counter(note.id for note in notes)
    for note_id in sorted(note_id for note_id, count in uses.items() if count > 1):
        message = f"{uses[note_id]} notes have this id; Anki would keep them all and update none."
        yield _problem(note_id, message, "Give each note an id of its own.")
    for note, its_fields in zip(notes, fields, strict=True):
        if not note.id.strip():
            yield _problem("(no id)", "A note has no id, and Anki refuses an empty first field.", "Give it one.")
        elif note.id not in mods:
            yield _problem(note.id, "The ledger does not know this note.", "Advance the ledger with its hash first.")
        yield from _content_problems(note.id, its_fields)


def _content_problems(note_id: str, fields: Fields) -> Iterator[Problem]:
    values = fields.values
    match fields.note_type:
        case NoteType.ANSWER if not values["Prompt"] and not values.get("ReversePrompt"):
            yield _problem(note_id, "The note has no card: nothing is asked.", "Give it a question.")
        case NoteType.ANSWER if values["Prompt"] and not values["Answer"]:
            yield _problem(note_id, "The card has no answer.", "Give its fact a gist or points.")
        case NoteType.CLOZE if "{{c1::" not in values["Text"]:
            yield _problem(note_id, "The cloze note has no blank, so it has no card.", "Name the phrase to blank out.")
        case NoteType.CHOICE if not values["Stem"]:
            yield _problem(note_id, "The note has no card: its stem is empty.", "Write the stem.")
        case NoteType.CHOICE if "<li class" not in values["Reasons"]:
            yield _problem(note_id, "No option is the key.", "Mark one option with key: true.")
        case _:
            return


def _problem(note_id: str, message: str, hint: str) -> Problem:
    return Problem(f"note {note_id}", 0, message, hint)
