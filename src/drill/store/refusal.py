"""Why the store refuses: each cause with what to do next. SQLite's own errors are translated here, once."""

from __future__ import annotations

import sqlite3
from difflib import get_close_matches
from typing import TYPE_CHECKING

from drill.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drill.model.learner import Learner


class StoreError(DrillError):
    """A refusal of the store."""


class NoStoreError(StoreError):
    """There is no store at the path."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: no store here. `drill learner add` or `drill deck load` starts one; --db names another."
        )


class NotAStoreError(StoreError):
    """The file is something else than a drill store."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: this is not a drill store. Name another file with --db.")


class NewerStoreError(StoreError):
    """The store was changed by a later drill."""

    def __init__(self, path: str, unknown: Sequence[str]) -> None:
        super().__init__(
            f"{path}: a newer drill has changed this store (step {', '.join(unknown)}). Install that version, or a "
            "later one."
        )


class OldStoreError(StoreError):
    """The store lacks migration steps."""

    def __init__(self, path: str, pending: Sequence[str]) -> None:
        super().__init__(
            f"{path}: this store is of an earlier drill (step {', '.join(pending)} is missing). Run `drill db "
            "migrate`: it makes a backup first."
        )


class StoreBusyError(StoreError):
    """Another process kept the store locked for too long."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: another program kept the store locked. Nothing was written; try again.")


class StoreInUseError(StoreError):
    """Another process has the store open while its file is to be replaced."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: another program has the store open. Close it, then restore again; nothing was changed."
        )


class StoreReadOnlyError(StoreError):
    """The store or its folder cannot be written to."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: the store cannot be written to. Check the rights of the file and of its folder.")


class StoreFullError(StoreError):
    """There is no room on the disk."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"{path}: the disk is full. Nothing of this was written, all before is safe; make room and repeat."
        )


class StoreDamagedError(StoreError):
    """SQLite found the file damaged."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"{path}: the store is damaged ({detail}). `drill db restore BACKUP` puts a backup in its place."
        )


class StoreUnreadableError(StoreError):
    """The file could not be opened or read."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path}: the store could not be opened or read ({detail}). Check path, rights and disk.")


class NoBackupError(StoreError):
    """There is no backup at the path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: no backup here. Name a file that `drill db backup` wrote.")


class BackupTakenError(StoreError):
    """A backup would overwrite a file."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path}: the file (or its manifest) is there already. Name another with -o.")


class BackupDamagedError(StoreError):
    """A backup that does not verify."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path}: the backup does not verify: {detail}. Nothing was changed; take another backup.")


class NoBankError(StoreError):
    """A bank that was not loaded."""

    def __init__(self, bank_id: str) -> None:
        super().__init__(f"bank {bank_id}: not in the store. `drill deck load BANK` brings it in.")


class NoDeckError(StoreError):
    """A deck number that the store does not hold."""

    def __init__(self, deck_id: int) -> None:
        super().__init__(f"deck {deck_id}: no such deck. `drill deck list` shows them.")


class NoLearnerError(StoreError):
    """Nobody of that staff number, name or id."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        near = get_close_matches(text, names, n=1)
        guess = f"Did you mean {near[0]}?" if near else "`drill learner list` shows who there is."
        super().__init__(f"learner `{text}`: nobody of that staff number, name or id. {guess}")


class ManyLearnersError(StoreError):
    """A name that several learners bear."""

    def __init__(self, text: str, found: Sequence[Learner]) -> None:
        who = ", ".join(f"{one.staff_number or one.id} ({one.group or 'no group'})" for one in found)
        super().__init__(f"learner `{text}`: {len(found)} bear this name: {who}. Give the staff number or id.")


class StaffNumberTakenError(StoreError):
    """A staff number that somebody has."""

    def __init__(self, staff_number: str, name: str) -> None:
        super().__init__(f"staff number {staff_number}: {name} has it already. Correct one of the two.")


class NoCardError(StoreError):
    """A card id that the store does not hold."""

    def __init__(self, card_id: int) -> None:
        super().__init__(f"card {card_id}: no such card in the store. `drill deck load BANK` brings a bank's cards in.")


_PRIMARY_CODE = 0xFF
_BY_CODE: dict[int, Callable[[str, str], StoreError]] = {
    sqlite3.SQLITE_BUSY: lambda path, _: StoreBusyError(path),
    sqlite3.SQLITE_LOCKED: lambda path, _: StoreBusyError(path),
    sqlite3.SQLITE_PROTOCOL: lambda path, _: StoreBusyError(path),
    sqlite3.SQLITE_READONLY: lambda path, _: StoreReadOnlyError(path),
    sqlite3.SQLITE_PERM: lambda path, _: StoreReadOnlyError(path),
    sqlite3.SQLITE_FULL: lambda path, _: StoreFullError(path),
    sqlite3.SQLITE_CORRUPT: StoreDamagedError,
    sqlite3.SQLITE_NOTADB: lambda path, _: NotAStoreError(path),
    sqlite3.SQLITE_CANTOPEN: StoreUnreadableError,
    sqlite3.SQLITE_IOERR: StoreUnreadableError,
}


def translated(error: sqlite3.Error, path: str) -> StoreError | None:
    """Return the refusal that `error` amounts to; None for what is a bug here (a broken constraint, wrong SQL)."""
    code = getattr(error, "sqlite_errorcode", None)
    refusal = None if code is None else _BY_CODE.get(code & _PRIMARY_CODE)
    return None if refusal is None else refusal(path, str(error))
