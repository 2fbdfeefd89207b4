"""Pinyin annotations in a text: which are a site's damage, which belong to the text.

The sites put the reading in brackets behind about 130 common characters, all of them written differently in
Simplified. Within a document such a character is annotated everywhere, so an annotated character that also stands bare
speaks against damage.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from drill.extract.lexicon import is_han
from drill.extract.readings import has_tone_mark, is_reading
from drill.extract.traced import simplify

_SYLLABLE = r"[a-zA-Zɡāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}"
_NOTE = re.compile(rf"(\()?({_SYLLABLE})( ?)\)")
# Below this a document is taken to be clean: a handful of readings is what an author writes for rare characters.
_LEAST_ANNOTATIONS = 3
_LEAST_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Token:
    """One character as it stands, and the reading behind it; `end` lies behind the closing bracket."""

    char: str
    start: int
    end: int
    note: str = ""
    swallowed: bool = False

    @property
    def owns_note(self) -> bool:
        """Whether the note is a reading of this very character."""
        return bool(self.note) and not self.swallowed and is_reading(self.char, self.note)


def tokens(text: str) -> tuple[Token, ...]:
    """Cut a text into characters with the annotation that follows each, if any."""
    found = []
    place = 0
    while place < len(text):
        token = _token(text, place)
        found.append(token)
        place = token.end
    return tuple(found)


def _token(text: str, place: int) -> Token:
    char = text[place]
    match = _NOTE.match(text, place + 1)
    if match is None or not has_tone_mark(match[2]):
        return Token(char, place, place + 1)
    # Only a lost byte shown as a question mark can have taken the opening bracket with it.
    swallowed = match[1] is None
    if swallowed and char not in "?？\ufffd":
        return Token(char, place, place + 1)
    return Token(char, place, match.end(), match[2], swallowed)


def annotated_characters(listed: tuple[Token, ...]) -> frozenset[str]:
    """Return the characters a site has annotated; empty if the document is not damaged that way."""
    counts = Counter(token.char for token in listed if token.owns_note)
    bare = Counter(token.char for token in listed if not token.note)
    site = {char for char in counts if is_han(char) and simplify(char) != char and bare[char] <= counts[char] // 4}
    total = sum(counts.values())
    if total < _LEAST_ANNOTATIONS or sum(counts[char] for char in site) < _LEAST_SHARE * total:
        return frozenset()
    return frozenset(site)
