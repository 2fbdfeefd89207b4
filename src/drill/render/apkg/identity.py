"""The identities by which Anki knows a note and a deck again.

Changing a line here cuts learners off from their history. Each identity derives from ids that never change, and from
nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from drill.model.bank import Language

if TYPE_CHECKING:
    from drill.model.bank import Bank

_GUID_BYTES = 9


def note_guid(bank_id: str, note_id: str, language: Language) -> str:
    """Return the guid of a note; it carries the script, so that decks in both scripts live side by side."""
    digest = _digest("note", bank_id, note_id, language.value, size=_GUID_BYTES)
    return base64.urlsafe_b64encode(digest).decode()


def deck_id(bank_id: str, language: Language) -> int:
    """Return a deck's id in the package, like the millisecond times Anki takes; on a phone its name decides."""
    return 10**12 + int.from_bytes(_digest("deck", bank_id, language.value, size=8), "big") % 10**12


def deck_name(bank: Bank, language: Language) -> str:
    """Return the permanent name of the bank's deck in a script."""
    return bank.decks.hant if language is Language.ZH_HANT else bank.decks.hans


def _digest(*parts: str, size: int) -> bytes:
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).digest()
