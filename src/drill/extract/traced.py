"""Text that remembers where in its source each character came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.model.bank import Span
from drill.text.script import Script, convert

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and, for each of its characters, the span of the source that it stands for."""

    text: str
    origins: tuple[Span, ...]

    @classmethod
    def whole(cls, text: str, start: int = 0) -> Traced:
        """Trace a text to itself, its first character standing at `start` of the source."""
        return cls(text, tuple(Span(place, place + 1) for place in range(start, start + len(text))))

    @classmethod
    def join(cls, parts: Iterable[Traced]) -> Traced:
        """Set texts one behind the other."""
        listed = list(parts)
        return cls("".join(part.text for part in listed), tuple(o for part in listed for o in part.origins))

    def part(self, start: int, end: int) -> Traced:
        """Return the characters [start, end)."""
        return Traced(self.text[start:end], self.origins[start:end])

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """Return the span of the source behind the characters [start, end), which must not be empty."""
        origins = self.origins[start:end]
        return Span(min(origin.start for origin in origins), max(origin.end for origin in origins))

    def simplified(self) -> Traced:
        """Return the text in Simplified Chinese, every character still traced."""
        return Traced(simplify(self.text), self.origins)


def simplify(text: str) -> str:
    """Convert to Simplified Chinese, keeping the number of characters."""
    converted = convert(text, Script.HANS)
    if len(converted) == len(text):
        return converted
    return "".join(_one(char) for char in text)


def _one(char: str) -> str:
    converted = convert(char, Script.HANS)
    return converted if len(converted) == 1 else char
