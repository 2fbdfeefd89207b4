"""Parts of passages, and what their wording says: numbers in front, terms set off from their statements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.passage import Passage, PassagePlace

_HAN_NUMBER = "一二三四五六七八九十百"
# The classes of numbers that authors type in front of headings and list items, outermost first.
_NUMBERS = {
    "part": re.compile(
        rf"(?:第[{_HAN_NUMBER}\d]+(?:部分|篇|编)|(?:part|module|unit)\s+(?:\d+|[ivx]+|[a-z])\b)[:：.、]?\s*",
        re.IGNORECASE,
    ),
    "chapter": re.compile(rf"(?:第[{_HAN_NUMBER}\d]+章|chapter\s+(?:\d+|[ivx]+)\b)[:：.、]?\s*", re.IGNORECASE),
    "section": re.compile(rf"(?:第[{_HAN_NUMBER}\d]+[节節]|section\s+[\d.]+\b)[:：.、]?\s*", re.IGNORECASE),
    "article": re.compile(
        rf"(?:第[{_HAN_NUMBER}零〇\d]+[条條款]|(?:article|clause)\s+[\d.]+\b|§\s*[\d.]+)[:：.、]?\s*", re.IGNORECASE
    ),
    "han": re.compile(rf"[{_HAN_NUMBER}]{{1,3}}[、.．]\s*"),
    "han_brackets": re.compile(rf"[（(][{_HAN_NUMBER}]{{1,3}}[)）]、?\s*"),
    "decimal_3": re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?(?:\s+|(?=[\u3400-\u9fff]))"),
    "decimal_2": re.compile(r"\d{1,2}\.\d{1,2}\.?(?:\s+|(?=[\u3400-\u9fff](?![年月日个元米倍])))"),
    "decimal": re.compile(r"(?:\d{1,2}[、．]\s*|\d{1,2}\.(?:\s+|(?=[\u3400-\u9fff])))"),
    "bare": re.compile(r"\d{1,2}\s{1,4}(?=[A-Z\u3400-\u9fff])(?!\s*[个次种年])"),
    "decimal_brackets": re.compile(r"(?:[（(]\d{1,2}[)）]|\d{1,2}[)）])\s*"),
    "circled": re.compile(r"[①-⑳]\s*"),
    "letter": re.compile(r"[A-Za-z][.)]\s+"),
    "step": re.compile(
        rf"(?:步骤\s*[{_HAN_NUMBER}\d]+|第[{_HAN_NUMBER}\d]+步|step\s+\d+)\s*[:：.、]?\s*", re.IGNORECASE
    ),
}
_SEPARATOR = re.compile(r"\s*(?:[：︰]|:(?=\s)|\s[-–—]+\s|——+|\t+|[\v\n]|\s*[|｜]\s*)\s*")
# 【term】statement; （term）statement only where it is no remark within a sentence.
_LABEL = re.compile(r"[【\[〔［(（]([^】\]〕］)）]{1,40})[】\]〕］)）]\s*[:：]?\s*(?=\S)")
_GAP = re.compile(r"(?<=[^\s。！？；，,.])(?:\u3000+|[ \u00a0]{2,})(?=\S)")
_SENTENCE_MARK = re.compile(r"[。！？!?；;]|\.(?:\s|$)")
_SENTENCE_END = re.compile(r"[。！？!?.；;]['\"”’」』）)]*$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ORNAMENT = re.compile(
    r"\W*(?:\d{1,3}|[A-Za-z]|no\.?\s*\d+|(?:part|chapter|step)\W*(?:\d+|one|two|three|four|five|six)?)\W*|\W+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of a passage."""

    passage: Passage
    start: int
    end: int

    @classmethod
    def whole(cls, passage: Passage) -> Piece:
        """Return all of a passage."""
        return cls(passage, 0, len(passage.text))

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.passage.text[self.start : self.end]

    @property
    def place(self) -> PassagePlace:
        """Where they stand in the source."""
        return self.passage.place_of(self.start, self.end)

    def part(self, start: int, end: int) -> Piece:
        """Return [start, end) of the piece without the white space around it."""
        text = self.text[start:end]
        start += len(text) - len(text.lstrip())
        return Piece(self.passage, self.start + start, self.start + start + len(text.strip()))

    def unnumbered(self) -> Piece:
        """Return the piece without the number typed in front of it."""
        number = number_class(self.text)
        return self if number is None else self.part(number[1], self.end - self.start)


@dataclass(frozen=True, slots=True)
class Pair:
    """A term with its statement; `share` is how sure the pairing is."""

    term: Piece
    statements: tuple[Piece, ...]
    share: float
    order: int | None = None


@lru_cache(maxsize=4096)
def number_class(text: str) -> tuple[str, int] | None:
    """Return the class of the number that `text` begins with and its length; nothing if the text is only that."""
    for name, pattern in _NUMBERS.items():
        match = pattern.match(text)
        if match and match.end() < len(text):
            return name, match.end()
    return None


@lru_cache(maxsize=4096)
def length(text: str) -> float:
    """Return a length that is fair to both languages: Han characters count one, Latin letters a third."""
    han = len(_HAN.findall(text))
    return han + (len(text) - han) / 3


def is_ornament(text: str) -> bool:
    """Whether text is a number, letter or sign that decorates a slide."""
    return _ORNAMENT.fullmatch(text) is not None


def is_sentence(text: str) -> bool:
    """Whether text reads as a statement: it ends as a sentence does, or is too long for a name."""
    return bool(_SENTENCE_END.search(text)) or length(text) > 22


def could_be_term(text: str) -> bool:
    """Whether text could name something: short, and no sentence ends in it."""
    return 0 < length(text) <= 26 and not _SENTENCE_MARK.search(text.rstrip("?？"))


def inline_pair(piece: Piece) -> Pair | None:
    """Read `term：statement`, `term - statement` or a bold lead-in with the statement behind it."""
    body = piece.unnumbered()
    lead = body.passage.lead - body.start
    if 0 < lead < len(body.text.rstrip()):
        found = _divided(body, lead, lead)
        if found is not None:
            return found
    label = _LABEL.match(body.text)
    if label is not None:
        return _divided(
            body.part(label.start(1), len(body.text)), label.end(1) - label.start(1), label.end() - label.start(1)
        )
    gap = _GAP.search(body.text)
    if gap is not None and is_sentence(body.text) and length(body.text[: gap.start()]) <= 14:
        return _divided(body, gap.start(), gap.end())
    for separator in _SEPARATOR.finditer(body.text):
        if separator.start() == 0:
            continue
        return _divided(body, separator.start(), separator.end())
    return None


def _divided(body: Piece, end: int, start: int) -> Pair | None:
    term = body.part(0, end)
    trimmed = term.text.rstrip("：:。.-–— ")
    term = term.part(0, len(trimmed))
    rest = body.text[start:]
    statement = body.part(start + len(rest) - len(rest.lstrip("：:-–— \t\v\n")), len(body.text))
    if not statement.text or not could_be_term(term.text):
        return None
    return Pair(term, (statement,), 0.97 if is_sentence(statement.text) else 0.93)
