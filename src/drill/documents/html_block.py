"""The text of one block of a web page as a browser shows it, tied to the characters of its source."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.model.passage import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")


@dataclass(slots=True)
class Block:
    """Grows by runs of text; `lead` counts the bold characters in front."""

    lead: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    ends_with_link: bool = False
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    # Up to the last character that is no white space.
    _solid: int = 0
    _is_leading: bool = True

    @property
    def text(self) -> str:
        """All of it, with the white space around it."""
        return "".join(self._parts)

    def add(self, text: str, source: int, length: int, *, is_bold: bool) -> None:
        """Add text that stands at `source`, `length` characters long; white space shrinks as a browser shrinks it."""
        is_same_run = len(text) == length
        at = 0
        for part in _runs(text):
            shown = " " if part.isspace() else part
            if shown != " " or (self._parts and not self._parts[-1].endswith((" ", "\v"))):
                self._tie(source + at if is_same_run else source)
                self._put(shown)
            at += len(part)
        is_blank = not text.strip()
        self._is_leading = self._is_leading and (is_bold or is_blank)
        self.ends_with_link = self.ends_with_link and is_blank
        if self._is_leading:
            self.lead = self._solid

    def add_break(self) -> None:
        """Break the line, unless nothing is on it yet."""
        if self._parts:
            self._put("\v")

    def _tie(self, source: int) -> None:
        last = self.stretches[-1] if self.stretches else None
        if last is None or source - self._length != last.source - last.at:
            self.stretches.append(Stretch(self._length, source))

    def _put(self, text: str) -> None:
        solid = len(text.rstrip())
        if solid:
            self._solid = self._length + solid
        self._parts.append(text)
        self._length += len(text)

    def trimmed(self) -> tuple[str, list[Stretch]]:
        """Return the text without the white space around it, and its stretches; '' if it holds nothing else."""
        whole = self.text
        text = whole.strip()
        cut = len(whole) - len(whole.lstrip())
        stretches = [Stretch(max(at - cut, 0), source + max(cut - at, 0)) for at, source in self.stretches]
        return text, [one for one in stretches if one.at < len(text)]


def _runs(text: str) -> Iterator[str]:
    at = 0
    for match in _SPACE.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        yield match[0]
        at = match.end()
    if at < len(text):
        yield text[at:]
