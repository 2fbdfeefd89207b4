"""Render decks into the ways in which previews arrange their slides, each piece with what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from drill.extract.network import SegmentKind
from drill.extract.surface import canonical

if TYPE_CHECKING:
    import random
    from pathlib import Path


class Piece(NamedTuple):
    """A piece of text as it stands on a slide: what it is, and the number of its slide and point; -1 for no point."""

    kind: SegmentKind
    text: str
    slide: int
    point: int = -1


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide's title and its points: term and statement each."""

    title: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter's title and its slides."""

    title: str
    slides: tuple[Slide, ...]


_WEIGHTS = {
    "pairs": 14,
    "reversed": 14,
    "statements first": 10,
    "terms first": 10,
    "terms, digits": 17,
    "numbered": 6,
    "digits between": 5,
    "digits before terms": 4,
    "first apart": 8,
    "first pair apart": 6,
    "turned": 3,
    "slipped": 2,
    "two columns": 2,
    "any": 1,
}
_MAY_HAVE_LOOSE_DIGITS = frozenset({"pairs", "reversed", "statements first", "terms first", "first apart"})
_ENDLESS = 0.03
# Points change places, or one is left out: the same slide then teaches other borders.
_SHUFFLED, _SHORTENED = 0.5, 0.15


def read_deck(path: Path) -> list[Chapter]:
    """Read a deck: `## chapter`, `### slide`, `term|statement` lines."""
    chapters: list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            chapters[-1][1].append((line[4:].strip(), []))
        elif line.startswith("## "):
            chapters.append((line[3:].strip(), []))
        elif "|" in line:
            term, statement = line.split("|", 1)
            chapters[-1][1][-1][1].append((term.strip(), statement.strip()))
    return [
        Chapter(name, tuple(Slide(title, tuple(points)) for title, points in slides if points))
        for name, slides in chapters
    ]


def render(chapter: Chapter, rng: random.Random, *, endless: float = _ENDLESS) -> list[Piece]:
    """Arrange a chapter's slides at random; a share `endless` of them have statements without a full stop."""
    found: list[Piece] = []
    slides = list(chapter.slides)
    if rng.random() < 0.1:
        rng.shuffle(slides)
    for number, slide in enumerate(slides):
        is_endless = rng.random() < endless
        for piece in _slide(_varied(slide, rng), number, rng):
            is_bare = is_endless and piece.kind is SegmentKind.STATEMENT
            found.append(piece._replace(text=canonical(piece.text.rstrip("。") if is_bare else piece.text)))
        if rng.random() < 0.06:
            found.append(Piece(SegmentKind.BLANK, "\n\n", number))
    return found


def _varied(slide: Slide, rng: random.Random) -> Slide:
    count = len(slide.points)
    if rng.random() < _SHUFFLED:
        return Slide(slide.title, tuple(rng.sample(slide.points, count - (count > 2 and rng.random() < _SHORTENED))))
    return slide


def _slide(slide: Slide, number: int, rng: random.Random) -> list[Piece]:
    body, middle = _body(slide.points, number, rng)
    title = Piece(SegmentKind.TITLE, slide.title, number)
    if middle is not None and rng.random() < 0.55:
        return [*body[:middle], title, *body[middle:]]
    where = rng.random()
    if where < 0.2:
        return [title, *body]
    return [*body, title] if where < 0.985 else body


def _body(points: tuple[tuple[str, str], ...], slide: int, rng: random.Random) -> tuple[list[Piece], int | None]:
    """Arrange terms, statements and digits; also return where a title may stand between them, if anywhere."""
    terms = [Piece(SegmentKind.TERM, term, slide, at) for at, (term, _) in enumerate(points)]
    said = [Piece(SegmentKind.STATEMENT, statement, slide, at) for at, (_, statement) in enumerate(points)]
    count = len(points)
    digits = Piece(SegmentKind.DIGITS, _digits(count, rng), slide)
    alone = [Piece(SegmentKind.DIGITS, f"{at + 1:02}", slide) for at in range(count)]
    layout = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
    middle = None
    match layout:
        case "pairs":
            body = _woven(terms, said)
        case "reversed":
            body = _woven(said, terms)
        case "statements first":
            body = [*_moved(said, rng), *_sometimes_mixed(terms, rng)]
        case "terms first":
            body, middle = [*_sometimes_mixed(terms, rng), *_moved(said, rng)], count
        case "terms, digits":
            body, middle = [*_sometimes_mixed(terms, rng), digits, *_moved(said, rng)], count
        case "numbered":
            order = rng.choice([range(count), range(count)[::-1], rng.sample(range(count), count)])
            body = [piece for at in order for piece in (alone[at], terms[at], said[at])]
        case "digits between":
            body = _woven(terms, alone, said)
        case "digits before terms":
            body = _woven(said, alone, terms)
        case "first apart":
            other = _moved(said, rng)
            after = rng.random()
            between = [digits] if 0.4 <= after < 0.6 else []
            body = [other[0], *terms, *between, *other[1:], *([digits] if after < 0.4 else [])]
        case "first pair apart":
            other = _moved(said, rng)
            body = [terms[0], other[0], *terms[1:], *([digits] if rng.random() < 0.5 else []), *other[1:]]
        case "turned":
            by = rng.choice([1, count - 1])
            body = _woven(terms, [*said[by:], *said[:by]])
        case "slipped":
            body = [terms[0], *_woven(terms[1:], said[:-1]), said[-1]]
        case "two columns":
            half = (count + 1) // 2
            first, second = (terms, said) if rng.random() < 0.5 else (said, terms)
            body = [*first[:half], *second[:half], *first[half:], *second[half:]]
        case _:
            body = [*terms, *said]
            rng.shuffle(body)
    if layout in _MAY_HAVE_LOOSE_DIGITS and rng.random() < 0.12:
        at_end = rng.random() < 0.5
        body = [*body, digits] if at_end else [digits, *body]
        middle = middle if middle is None or at_end else middle + 1
    return body, middle


def _woven(*columns: list[Piece]) -> list[Piece]:
    return [piece for row in zip(*columns, strict=True) for piece in row]


def _moved(said: list[Piece], rng: random.Random) -> list[Piece]:
    way = rng.random()
    if way < 0.55:
        return said
    if way < 0.65:
        return said[::-1]
    if way < 0.8:
        by = rng.randrange(1, max(len(said), 2))
        return [*said[by:], *said[:by]]
    return rng.sample(said, len(said))


def _sometimes_mixed(terms: list[Piece], rng: random.Random) -> list[Piece]:
    return terms if rng.random() < 0.85 else rng.sample(terms, len(terms))


def _digits(count: int, rng: random.Random) -> str:
    order = list(range(1, count + 1))
    way = rng.randrange(4)
    if way == 0:
        rng.shuffle(order)
    elif way == 1:
        order.reverse()
    if count > 2 and rng.random() < 0.3:
        return "".join(map(str, range(1, count + 1)))
    return "".join(f"{number:02}" for number in order)
