"""The Mandarin readings of a character, from pypinyin's dictionary (MIT)."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    listed = _dictionary().get(ord(char), "")
    return frozenset(_normal(reading) for reading in listed.split(",") if reading)


@cache
def _dictionary() -> Mapping[int, str]:
    # Clean documents never need it. The package itself would load its phrases too, which takes half a second.
    package = find_spec("pypinyin")
    if package is None or package.submodule_search_locations is None:
        raise ModuleNotFoundError(name="pypinyin")
    found = spec_from_file_location("_readings", f"{package.submodule_search_locations[0]}/pinyin_dict.py")
    if found is None or found.loader is None:
        raise ModuleNotFoundError(name="pypinyin.pinyin_dict")
    module = module_from_spec(found)
    found.loader.exec_module(module)
    listed: Mapping[int, str] = module.pinyin_dict
    return listed


def _normal(reading: str) -> str:
    return unicodedata.normalize("NFC", reading.strip().lower().replace("ɡ", "g").replace("v", "ü"))
