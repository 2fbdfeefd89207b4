"""Render decks into the ways in which previews arrange their slides, each piece with what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from drill.extract.surface import canonical

if TYPE_CHECKING:
    import random
    from pathlib import Path


class Piece(NamedTuple):
    """A term (T), statement (S), title (H), list digits (D) or blank (X), and the slide and point it belongs to."""

    kind: str
    text: str
    slide: int
    point: int


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide's title and its points: term and statement each."""

    title: str
    points: tuple[tuple[str, str], ...]


Chapter = tuple[Slide, ...]

_WEIGHTS = {
    "pairs": 16,
    "reversed": 16,
    "statements first": 9,
    "terms first": 9,
    "terms, digits": 10,
    "numbered": 5,
    "digits between": 4,
    "digits before terms": 3,
    "first apart": 8,
    "first pair apart": 4,
    "displaced": 3,
    "slipped": 3,
    "two columns": 3,
    "any": 2,
}


def read_deck(path: Path) -> list[Chapter]:
    """Read a deck: `## chapter`, `### slide`, `term|statement` lines."""
    chapters: list[list[tuple[str, list[tuple[str, str]]]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            chapters[-1].append((line[4:].strip(), []))
        elif line.startswith("## "):
            chapters.append([])
        elif "|" in line:
            term, statement = line.split("|", 1)
            chapters[-1][-1][1].append((term.strip(), statement.strip()))
    return [tuple(Slide(title, tuple(points)) for title, points in slides if points) for slides in chapters]


def render(chapter: Chapter, rng: random.Random) -> list[Piece]:
    """Arrange a chapter's slides at random."""
    found: list[Piece] = []
    for number, slide in enumerate(chapter):
        body, middle = _body(slide.points, number, rng)
        title = Piece("H", canonical(slide.title), number, -1)
        if middle is not None and rng.random() < 0.35:
            body.insert(middle, title)
        elif rng.random() < 0.175:
            body.insert(0, title)
        elif rng.random() < 0.985:
            body.append(title)
        found += body
        if rng.random() < 0.06:
            found.append(Piece("X", "\n\n", number, -1))
    return found


def _body(points: tuple[tuple[str, str], ...], slide: int, rng: random.Random) -> tuple[list[Piece], int | None]:
    terms = [Piece("T", canonical(term), slide, at) for at, (term, _) in enumerate(points)]
    said = [Piece("S", canonical(statement), slide, at) for at, (_, statement) in enumerate(points)]
    other = _reordered(said, rng)
    digits = Piece("D", _digits(len(points), rng), slide, -1)
    alone = [Piece("D", f"{at + 1:02}", slide, -1) for at in range(len(points))]
    middle = None
    match rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]:
        case "pairs":
            body = _woven(terms, said)
        case "reversed":
            body = _woven(said, terms)
        case "statements first":
            body = [*other, *terms]
        case "terms first":
            body, middle = [*terms, *other], len(terms)
        case "terms, digits":
            body, middle = [*terms, digits, *other], len(terms)
        case "numbered":
            body = _woven(alone, terms, said)
        case "digits between":
            body = _woven(terms, alone, said)
        case "digits before terms":
            body = _woven(said, alone, terms)
        case "first apart":
            body = [other[0], *terms, *other[1:], *([digits] if rng.random() < 0.5 else [])]
        case "first pair apart":
            body = [terms[0], other[0], *terms[1:], *([digits] if rng.random() < 0.5 else []), *other[1:]]
        case "displaced":
            body = _woven(terms, [*said[1:], said[0]])
        case "slipped":
            body = [terms[0], *_woven(terms[1:], said[:-1]), said[-1]]
        case "two columns":
            half = (len(points) + 1) // 2
            body = [*terms[:half], *said[:half], *terms[half:], *said[half:]]
        case _:
            body = [*terms, *said]
            rng.shuffle(body)
    return body, middle


def _woven(*columns: list[Piece]) -> list[Piece]:
    return [piece for row in zip(*columns, strict=True) for piece in row]


def _reordered(said: list[Piece], rng: random.Random) -> list[Piece]:
    if rng.random() < 0.55:
        return said
    return rng.sample(said, len(said))


def _digits(count: int, rng: random.Random) -> str:
    order = list(range(1, count + 1))
    if rng.random() < 0.5:
        rng.shuffle(order)
    if count > 2 and rng.random() < 0.3:
        return "".join(map(str, order))
    return "".join(f"{number:02}" for number in order)
