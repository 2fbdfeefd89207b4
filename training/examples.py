"""Rendered chapters as numbers: what the network sees, and what it should say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from drill.extract.network import BREAK, TITLE_LENGTH, Segment, SegmentKind
from drill.extract.subwords import FIRST, LAST, Subwords
from drill.extract.surface import Repeats, canonical, measures, word_places
from training.layouts import Piece, render

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from training.layouts import Chapter

_LONGEST = 620
_FEW = 20
# One deck in twenty comes from a hand that hardly sets full stops.
_ENDLESS_DECKS, _ENDLESS, _USUAL = 0.05, 0.6, 0.03
_CUT_OFF = 0.1
NO_TARGET, NO_TITLE = -100, -1


@dataclass(frozen=True, slots=True)
class Example:
    """A chapter, or a part of one.

    `subwords` (t): numbers of pieces, the chapter's title in front. Of each of n characters: `of` its piece, `inside`
    its place in it, `chars` its number, `measures` (n, 8), `words` its place in a word. True segments, and of each the
    number of its statement's term and of its slide's title. `opens` (n): the first of a slide begins here.
    """

    text: str
    subwords: NDArray[np.int64]
    of: NDArray[np.int64]
    inside: NDArray[np.int64]
    chars: NDArray[np.int64]
    measures: NDArray[np.float32]
    words: NDArray[np.int64]
    segments: tuple[Segment, ...]
    terms: NDArray[np.int64]
    titles: NDArray[np.int64]
    opens: NDArray[np.float32]


def examples(
    deck: Sequence[Chapter], rng: random.Random, subwords: Subwords, chars: Mapping[str, int]
) -> Iterator[Example]:
    """Render a deck anew and yield its chapters."""
    endless = _ENDLESS if rng.random() < _ENDLESS_DECKS else _USUAL
    rendered = [(chapter.title, render(chapter, rng, endless=endless)) for chapter in deck]
    repeats = Repeats("\n".join(_joined(pieces) for _, pieces in rendered))
    for title, pieces in rendered:
        for part in _parts(pieces):
            yield _example(title, _cut_off(part, rng) if rng.random() < _CUT_OFF else part, repeats, subwords, chars)


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _parts(pieces: list[Piece]) -> list[list[Piece]]:
    if len(_joined(pieces)) <= _LONGEST:
        return [pieces] if pieces else []
    slides = sorted({piece.slide for piece in pieces})
    if len(slides) == 1:
        return [pieces[:_FEW]]
    middle = slides[len(slides) // 2]
    halves = ([p for p in pieces if p.slide < middle], [p for p in pieces if p.slide >= middle])
    return [part for half in halves for part in _parts(half)]


def _cut_off(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    said = [
        at
        for at, piece in enumerate(pieces)
        if piece.kind is SegmentKind.STATEMENT and at > len(pieces) // 2 and len(piece.text) > 6
    ]
    if not said:
        return pieces
    at = rng.choice(said)
    text = pieces[at].text
    return [*pieces[:at], pieces[at]._replace(text=text[: rng.randrange(3, len(text))])]


def _example(
    title: str, pieces: Sequence[Piece], repeats: Repeats, subwords: Subwords, chars: Mapping[str, int]
) -> Example:
    text = _joined(pieces)
    before = canonical(title)[:TITLE_LENGTH] + BREAK
    cut = subwords.cut((before + text).replace("\n", BREAK))
    of = np.zeros(len(before) + len(text), dtype=np.int64)
    inside = np.zeros_like(of)
    for number, piece in enumerate(cut, start=1):
        of[piece.start : piece.end] = number
        if piece.end - piece.start > 1:
            inside[piece.start : piece.end] = 2
            inside[piece.start], inside[piece.end - 1] = 1, 3
    places = {(piece.kind, piece.slide, piece.point): at for at, piece in enumerate(pieces)}
    ends = np.cumsum([len(piece.text) for piece in pieces]).tolist()
    segments = tuple(Segment(end - len(piece.text), end, piece.kind) for piece, end in zip(pieces, ends, strict=True))
    return Example(
        text=text,
        subwords=np.array([FIRST, *(piece.number for piece in cut), LAST]),
        of=of[len(before) :],
        inside=inside[len(before) :],
        chars=np.array([chars.get(char, 0) for char in text]),
        measures=measures(text, repeats),
        words=word_places(text),
        segments=segments,
        terms=np.array([_term(piece, places) for piece in pieces]),
        titles=np.array([_title(piece, places) for piece in pieces]),
        opens=_opens(pieces, segments, len(text)),
    )


def _term(piece: Piece, places: Mapping[tuple[SegmentKind, int, int], int]) -> int:
    if piece.kind is not SegmentKind.STATEMENT:
        return NO_TARGET
    return places.get((SegmentKind.TERM, piece.slide, piece.point), NO_TARGET)


def _title(piece: Piece, places: Mapping[tuple[SegmentKind, int, int], int]) -> int:
    if piece.kind not in {SegmentKind.TERM, SegmentKind.STATEMENT}:
        return NO_TARGET
    return places.get((SegmentKind.TITLE, piece.slide, -1), NO_TITLE)


def _opens(pieces: Sequence[Piece], segments: Sequence[Segment], length: int) -> NDArray[np.float32]:
    found = np.zeros(length, dtype=np.float32)
    slide = None
    for piece, segment in zip(pieces, segments, strict=True):
        if piece.slide != slide and piece.kind is not SegmentKind.BLANK:
            found[segment.start] = 1
            slide = piece.slide
    return found


def targets(
    example: Example, segments: Sequence[Segment]
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
    """Return of another cut of the example: which segments are right, each statement's term, and each one's title."""
    true = set(example.segments)
    at = np.zeros(len(example.opens), dtype=np.int64)
    for number, segment in enumerate(segments):
        at[segment.start : segment.end] = number
    found = [_counterpart(segment, segments, at) for segment in example.segments]
    terms = np.full(len(segments), NO_TARGET)
    titles = np.full(len(segments), NO_TARGET)
    for number, mine in enumerate(found):
        if mine < 0:
            continue
        term, title = example.terms[number], example.titles[number]
        if term >= 0 and found[term] >= 0:
            terms[mine] = found[term]
        if title == NO_TITLE or (title >= 0 and found[title] >= 0):
            titles[mine] = NO_TITLE if title == NO_TITLE else found[title]
    return np.array([segment in true for segment in segments], dtype=np.float32), terms, titles


def _counterpart(segment: Segment, others: Sequence[Segment], at: NDArray[np.int64]) -> int:
    shared = np.bincount(at[segment.start : segment.end])
    for number in np.argsort(-shared).tolist():
        if shared[number] * 2 < segment.end - segment.start:
            return NO_TARGET
        if others[number].kind is segment.kind:
            return int(number)
    return NO_TARGET
