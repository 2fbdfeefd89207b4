"""The ledger of a bank: when each note's content last changed, so that Anki updates what changed and only that.

Anki takes a note's new text only when its modification time is later than the one the learner has, and YAML holds no
times. So each bank commits `ledger.json` beside its facts: for each note and script the hash of its content and the
time (`mod`, seconds since 1970 UTC) at which that content was first seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.errors import BadInputError, Problem
from drill.model.bank import Language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
_HINT = "Restore the file from version control: it keeps learners' decks updating in place."


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """The last content of a note in one script. `retired` is the time at which it left the bank, None while in it."""

    note_id: str
    language: Language
    content_hash: str
    mod: int
    retired: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All notes a bank ever gave out, in order of note id and script."""

    entries: tuple[LedgerEntry, ...] = ()

    def mods(self, language: Language) -> dict[str, int]:
        """Return the modification time of each note that is in the bank, for one script."""
        return {entry.note_id: entry.mod for entry in self._of(language) if entry.retired is None}

    def _of(self, language: Language) -> Iterable[LedgerEntry]:
        return (entry for entry in self.entries if entry.language is language)


def advance(ledger: Ledger, hashes: Mapping[str, str], *, language: Language, now: int) -> Ledger:
    """Return the ledger after the notes of one script became those in `hashes` (note id to content hash).

    Unchanged notes keep their time; changed and returning ones get `now`, or a second more than they had if the clock
    went back. Notes that are gone stay, as retired. Other scripts are untouched.
    """
    old = {entry.note_id: entry for entry in ledger.entries if entry.language is language}
    entries = [entry for entry in ledger.entries if entry.language is not language]
    entries += [_advanced(old.get(note_id), note_id, hashes[note_id], language, now) for note_id in hashes]
    entries += [_retired(entry, now) for note_id, entry in old.items() if note_id not in hashes]
    return Ledger(_sorted(entries))


def _advanced(old: LedgerEntry | None, note_id: str, content_hash: str, language: Language, now: int) -> LedgerEntry:
    if old is None:
        return LedgerEntry(note_id=note_id, language=language, content_hash=content_hash, mod=now)
    if old.retired is None and old.content_hash == content_hash:
        return old
    return replace(old, content_hash=content_hash, mod=max(now, old.mod + 1), retired=None)


def _retired(entry: LedgerEntry, now: int) -> LedgerEntry:
    return entry if entry.retired is not None else replace(entry, retired=max(now, entry.mod))


def _sorted(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.note_id, entry.language)))


def retired_search(ledger: Ledger) -> str:
    """Return the Anki search that finds the notes retired in every script ('' if there are none).

    Typed into Anki's browser, it selects the cards for a learner or trainer to suspend: Anki removes nothing on import.
    """
    current = {entry.note_id for entry in ledger.entries if entry.retired is None}
    gone = sorted({entry.note_id for entry in ledger.entries} - current)
    return " OR ".join(f'"Id:{note_id}"' for note_id in gone)


def format_ledger(ledger: Ledger) -> str:
    """Return the ledger as JSON with one line a note, so that a change shows as one line in version control."""
    lines = [json.dumps(_as_json(entry), ensure_ascii=False) for entry in _sorted(ledger.entries)]
    body = ",\n".join(lines)
    return f'{{"format": {FORMAT}, "notes": [\n{body}\n]}}\n' if lines else f'{{"format": {FORMAT}, "notes": []}}\n'


def _as_json(entry: LedgerEntry) -> dict[str, str | int]:
    values: dict[str, str | int] = {
        "note": entry.note_id,
        "script": entry.language.value,
        "hash": entry.content_hash,
        "mod": entry.mod,
    }
    return values if entry.retired is None else {**values, "retired": entry.retired}


def parse_ledger(text: str, path: str) -> Ledger:
    """Read what `format_ledger` wrote; `path` is for messages.

    Raises:
        BadInputError: the text is no ledger, with every bad entry named.
    """
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInputError([Problem(path, error.lineno, f"This is not JSON ({error.msg}).", _HINT)]) from error
    match data:
        case {"format": 1, "notes": [*rows]}:
            return _from_rows(rows, path)
        case {"format": int(number)} if number > FORMAT:
            message = f"The ledger has format {number}; this drill reads format {FORMAT}."
            raise BadInputError([Problem(path, 0, message, "Install a newer drill.")])
        case _:
            raise BadInputError([Problem(path, 0, "This is not a ledger of notes.", _HINT)])


def _from_rows(rows: list[object], path: str) -> Ledger:
    entries: list[LedgerEntry] = []
    problems: list[Problem] = []
    seen: set[tuple[str, Language]] = set()
    # `format_ledger` puts the first note on the second line.
    for line, row in enumerate(rows, start=2):
        entry = _from_row(row)
        if entry is None:
            problems.append(Problem(path, line, f"This entry is no ledger entry: {row!r}.", _HINT))
        elif (entry.note_id, entry.language) in seen:
            message = f"Note {entry.note_id} stands twice ({entry.language.value})."
            problems.append(Problem(path, line, message, "Keep the line with the later mod."))
        else:
            seen.add((entry.note_id, entry.language))
            entries.append(entry)
    if problems:
        raise BadInputError(problems)
    return Ledger(_sorted(entries))


def _from_row(row: object) -> LedgerEntry | None:
    match row:
        case {"note": str(note_id), "script": str(script), "hash": str(content_hash), "mod": int(mod), **rest}:
            retired = rest.pop("retired", None)
            if rest or script not in set(Language) or not (retired is None or isinstance(retired, int)):
                return None
            return LedgerEntry(
                note_id=note_id, language=Language(script), content_hash=content_hash, mod=mod, retired=retired
            )
        case _:
            return None
