"""The GBK code table as the damage model needs it: characters by their lead and trail bytes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))


@cache
def table() -> Mapping[tuple[int, int], str]:
    """Return every defined pair of bytes and its character."""
    pairs = [(lead, trail) for lead in LEADS for trail in TRAILS]
    # A line break behind each pair keeps an undefined one from taking the next with it.
    lines = b"\n".join(bytes(pair) for pair in pairs).decode("gbk", "replace").split("\n")
    return {pair: char for pair, char in zip(pairs, lines, strict=True) if len(char) == 1 and char != "\ufffd"}


@cache
def codes() -> Mapping[str, tuple[int, int]]:
    """Return the two bytes of every character that has two."""
    return {char: pair for pair, char in table().items()}


@cache
def undefined_trails(lead: int) -> frozenset[int]:
    """Return the bytes that can begin a character but make no defined pair behind `lead`."""
    return frozenset(trail for trail in LEADS if (lead, trail) not in table())


@cache
def with_trail(trail: int) -> tuple[str, ...]:
    """Return the characters whose second byte is `trail`."""
    return tuple(char for (_, second), char in table().items() if second == trail)
