"""JSON data and one of drill's typst templates to PDF bytes, in process.

Data reaches a template as a JSON string and is only ever inserted as text, so nothing a bank holds can be taken for
markup. Every PDF is exported as PDF/UA-1: it is tagged, and a character that the fonts lack is refused by name where it
would otherwise print as an empty box.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst  # noqa: TID251 - this module is the one that may

from drill.errors import DrillError
from drill.render.fonts import font_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.bank import Language

TEMPLATES = Path(__file__).parent / "templates" / "exam"
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_UNBROKEN = re.compile(r"[^\s\u200b\u2e80-\uffef]{25,}")
_CHUNK = 12
_NAMED = 8
_ZERO_WIDTH_SPACE = "\u200b"


class MissingGlyphError(DrillError):
    """A text holds characters that the fonts cannot print; the message names them and where they stand."""

    def __init__(self, characters: str, *, place: str, font: str) -> None:
        self.characters = characters
        named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in characters[:_NAMED])
        if len(characters) > _NAMED:
            named += f" and {len(characters) - _NAMED} more"
        plural = "s" if len(characters) > 1 else ""
        super().__init__(f"{place}: {font} has no glyph for the character{plural} {named}. Replace or remove it.")


def compile_pdf(template: str, data: Mapping[str, object], language: Language) -> bytes:
    """Return the PDF of `template` (a file name) filled with `data`, set in the fonts of `language`.

    The same arguments give the same bytes. Raises MissingGlyphError for characters that cannot be printed; its place
    is the path in `data` at which they are first found, so callers give their data telling names.
    """
    fonts = font_set(language)
    breakable = _breakable(data)
    settings = {"data": json.dumps(breakable, ensure_ascii=False), "serif": fonts.serif, "sans": fonts.sans}
    try:
        pdf = _compiler(template, language).compile(format="pdf", sys_inputs=settings, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        characters = _missing_characters(error.diagnostic)
        if not characters:
            raise
        place = next((path for path, text in _texts(data) if set(characters) & set(text)), template)
        raise MissingGlyphError(characters, place=place, font=fonts.serif) from error
    if not isinstance(pdf, bytes):
        message = f"typst returned {type(pdf).__name__} for one PDF"
        raise TypeError(message)
    return pdf


@cache
def _compiler(template: str, language: Language) -> typst.Compiler:
    """Return the one compiler of a template and font set: it keeps parsed fonts and whatever layout repeats."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_set(language).folder]
    )
    return typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def _missing_characters(diagnostic: str) -> str:
    """Return the characters a typst diagnostic calls undisplayable, each once, in order."""
    runs = (_ESCAPE.sub(_unescaped, run) for run in _MISSING.findall(diagnostic))
    return "".join(dict.fromkeys("".join(runs)))


def _unescaped(match: re.Match[str]) -> str:
    code, character = match.groups()
    return chr(int(code, 16)) if code else {"n": "\n", "r": "\r", "t": "\t"}.get(character, character)


def _breakable(value: object) -> object:
    """Return `value` with break opportunities in words too long for a line, which typst never breaks by itself."""
    match value:
        case str():
            return _UNBROKEN.sub(_chunked, value)
        case list() | tuple():
            return [_breakable(entry) for entry in value]
        case dict():
            return {name: _breakable(entry) for name, entry in value.items()}
        case _:
            return value


def _chunked(match: re.Match[str]) -> str:
    word = match.group()
    return _ZERO_WIDTH_SPACE.join(word[start : start + _CHUNK] for start in range(0, len(word), _CHUNK))


def _texts(value: object, path: str = "") -> list[tuple[str, str]]:
    """Return every string in `value` with its place; an entry that has a `place` of its own is known by that."""
    match value:
        case str():
            return [(path, value)]
        case list() | tuple():
            return [found for entry in value for found in _texts(entry, path)]
        case dict():
            here = str(value.get("place", path))
            return [
                found for name, entry in value.items() if name != "place" for found in _texts(entry, here or str(name))
            ]
        case _:
            return []
