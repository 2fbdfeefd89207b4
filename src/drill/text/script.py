"""Conversion between Simplified and Traditional Chinese: Simplified is stored, Traditional is derived at export."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum, StrEnum
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

from drill.model.bank import DeckNames, Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from opencc import OpenCC

T = TypeVar("T")


class Script(StrEnum):
    """What a text is converted to: `hant` changes characters only, `hant-tw` Taiwan's vocabulary too."""

    HANS = "hans"
    HANT = "hant"
    HANT_TW = "hant-tw"

    @property
    def language(self) -> Language:
        """The language a converted text is in."""
        return Language.ZH_HANS if self is Script.HANS else Language.ZH_HANT


_CONFIGURATION = {Script.HANS: "t2s", Script.HANT: "s2tw", Script.HANT_TW: "s2twp"}

# OpenCC's t2s leaves every 著, also the one that is written 着 in Simplified (隨著, 著裝); in these words it stays.
_ZHU_WORDS = re.compile("著名|显著|著作|卓著|土著|名著|编著|原著|专著|巨著|译著|昭著|著")


def convert(text: str, script: Script) -> str:
    """Return `text` in `script`; ASCII text comes back as it is."""
    if text.isascii():
        return text
    converted: str = _opencc(_CONFIGURATION[script]).convert(text)
    if script is Script.HANS:
        return _ZHU_WORDS.sub(lambda match: "着" if match[0] == "著" else match[0], converted)
    return converted


def convert_strings(value: T, converter: Callable[[str], str]) -> T:
    """Rebuild `value` with `converter` applied to every string in its dataclasses and tuples, however deep.

    Enums, numbers and deck names stay: a deck's name is permanent, and the bank holds it in each script.
    """
    return cast("T", _converted(value, converter))


def _converted(value: object, converter: Callable[[str], str]) -> object:
    match value:
        case Enum() | DeckNames():
            return value
        case str():
            return converter(value)
        case tuple():
            items = [_converted(item, converter) for item in value]
            return type(value)._make(items) if hasattr(value, "_make") else tuple(items)
        case _ if is_dataclass(value) and not isinstance(value, type):
            changes = {field.name: _converted(getattr(value, field.name), converter) for field in fields(value)}
            return replace(value, **changes)
        case _:
            return value


@cache
def _opencc(configuration: str) -> OpenCC:
    # Loading the dictionaries takes a while, and most commands convert nothing.
    from opencc import OpenCC  # noqa: PLC0415 - lazy, for the reason above

    return OpenCC(configuration)
