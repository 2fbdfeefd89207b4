"""The Mandarin readings of a character, from pypinyin's dictionary (MIT)."""

from __future__ import annotations

import unicodedata
from functools import cache

_TONE_MARKS = frozenset("\u0300\u0301\u0304\u030c")


def has_tone_mark(reading: str) -> bool:
    """Tell whether a syllable is written with a tone mark."""
    return any(mark in _TONE_MARKS for mark in unicodedata.normalize("NFD", reading))


def is_reading(char: str, reading: str) -> bool:
    """Tell whether `reading` carries a tone mark and is one of the readings of `char`."""
    return has_tone_mark(reading) and _normal(reading) in readings(char)


@cache
def readings(char: str) -> frozenset[str]:
    """Return every reading of a character, empty for what is not a Chinese character."""
    # The dictionary takes a tenth of a second to load, and clean documents never need it.
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - lazy, for the reason above

    listed: str = pinyin_dict.get(ord(char), "")
    return frozenset(_normal(reading) for reading in listed.split(",") if reading)


def _normal(reading: str) -> str:
    return unicodedata.normalize("NFC", reading.strip().lower().replace("ɡ", "g").replace("v", "ü"))
