"""Identifiers: assigned once, kept in the file, never derived from text or position."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ID_PATTERN = r"^[a-z][a-z0-9]{3,31}$"
ID_LENGTH = 8
# No i, l, o, 0, 1: ids are read aloud and typed from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_ALPHABET = _LETTERS + "23456789"


def is_id(text: str) -> bool:
    """Tell whether `text` is a well-formed id: a letter first, then 3 to 31 lower-case letters or digits."""
    return re.fullmatch(ID_PATTERN, text) is not None


def new_id(below: Callable[[int], int], taken: set[str]) -> str:
    """Return a fresh id that is not in `taken`; `below(n)` draws an integer in [0, n).

    The caller brings the randomness, so a test is exact. `taken` is not changed.
    """
    while True:
        chars = [_LETTERS[below(len(_LETTERS))]]
        chars += [_ALPHABET[below(len(_ALPHABET))] for _ in range(ID_LENGTH - 1)]
        candidate = "".join(chars)
        if candidate not in taken:
            return candidate


def derived_id(parent: str, *suffixes: str) -> str:
    """Return the id of something generated from `parent`; the dots keep it apart from every assigned id."""
    return ".".join((parent, *suffixes))
