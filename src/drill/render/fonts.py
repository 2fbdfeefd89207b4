"""The fonts papers are set in: they come with pip, so a paper looks the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from drill.model.bank import Language

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class FontSet:
    """A serif for body text and a sans for headings, both regular weight, from one font package."""

    package: str
    serif: str
    sans: str

    @property
    def folder(self) -> Path:
        """The folder that holds both font files and no others."""
        return cast("Path", import_module(self.package).serif_path()).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """What a typesetter and a reader are told about the language of a text."""

    tag: str
    language: str
    region: str


_HANS = FontSet(package="pylopdf_fonts_zh_cn", serif="Noto Serif SC", sans="Noto Sans SC")
_HANT = FontSet(package="pylopdf_fonts_zh_tw", serif="Noto Serif TC", sans="Noto Sans TC")


def font_set(language: Language) -> FontSet:
    """Return the fonts with the glyph shapes of `language`: Traditional texts need others than Simplified ones."""
    return _HANT if language is Language.ZH_HANT else _HANS


def locale(language: Language) -> Locale:
    """Return the tags that belong to `language`."""
    match language:
        case Language.ZH_HANS:
            return Locale(tag="zh-Hans", language="zh", region="CN")
        case Language.ZH_HANT:
            return Locale(tag="zh-Hant", language="zh", region="TW")
        case Language.EN:
            return Locale(tag="en", language="en", region="GB")
