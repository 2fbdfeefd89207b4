"""Slides: their titles, and which box belongs to which by where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from drill.extract.structured_assignment import assignment
from drill.extract.structured_body import LONE, Body, read_body
from drill.extract.structured_pieces import Pair, Piece, could_be_term, is_ornament, is_sentence, length
from drill.model.passage import Box, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drill.model.passage import Passage

ORNAMENT = "an ornament of the slide"
NOTE = "a note for the speaker"
_SPREAD = 60.0


@dataclass(slots=True)
class Slide:
    """A slide as read: its title, what it holds, and its short texts if it holds no statements."""

    number: int
    title: Piece | None
    passages: list[Passage]
    body: Body = field(default_factory=Body)

    @property
    def is_divider(self) -> bool:
        """Whether the slide only announces what comes: a title, perhaps a subtitle."""
        texts = [passage.text for passage in self.passages if not is_ornament(passage.text)]
        return self.title is not None and len(texts) <= 1 and not any(is_sentence(text) for text in texts)


def read_slides(passages: Sequence[Passage]) -> list[Slide]:
    """Return the slides in order, each with its title found."""
    slides = []
    for number, group in groupby(passages, key=lambda passage: passage.place.slide):
        listed = list(group)
        slides.append(_titled(number or 0, [passage for passage in listed if passage.role is not Role.NOTE]))
        slides[-1].body.lone += [(Piece.whole(passage), NOTE) for passage in listed if passage.role is Role.NOTE]
    return slides


def _titled(number: int, passages: list[Passage]) -> Slide:
    titles = [passage for passage in passages if passage.role is Role.TITLE and not is_ornament(passage.text)]
    if not titles:
        titles = sorted((one for one in passages if _could_be_title(one, passages)), key=_prominence)[:1]
    title = Piece.whole(titles[0]).unnumbered() if titles else None
    return Slide(number, title, [passage for passage in passages if passage not in titles[:1]])


def _could_be_title(passage: Passage, passages: Sequence[Passage]) -> bool:
    alone = sum(other.place.shape == passage.place.shape for other in passages) == 1
    return (
        alone
        and passage.role is not Role.TABLE_CELL
        and could_be_term(passage.text)
        and not is_sentence(passage.text)
        and not is_ornament(passage.text)
    )


def _prominence(passage: Passage) -> float:
    box = passage.box or Box(0, 0, 0, 0)
    return box.top - 12 * (passage.size_points or 0)


def read_slide(slide: Slide) -> None:
    """Pair the boxes of a slide."""
    singles: list[Passage] = []
    for _, group in groupby(slide.passages, key=lambda passage: passage.place.shape):
        shape = list(group)
        solid = [passage for passage in shape if not is_ornament(passage.text) or passage.place.table]
        slide.body.lone += [(Piece.whole(one), ORNAMENT) for one in shape if one not in solid]
        if len(solid) == 1 and not solid[0].place.table:
            singles.append(solid[0])
        elif solid:
            slide.body.add(read_body(solid))
    if singles:
        slide.body.add(_read_singles(singles))


def _read_singles(singles: Sequence[Passage]) -> Body:
    inside = read_body(singles) if all("：" in one.text or "\v" in one.text or one.lead for one in singles) else Body()
    if len(inside.pairs) * 2 > len(singles):
        return inside
    boxed = [passage for passage in singles if passage.box is not None]
    if len(boxed) < 2:
        return read_body(singles)
    by_length = sorted(boxed, key=lambda one: (is_sentence(one.text), length(one.text)))
    terms = by_length[: len(boxed) // 2]
    statements = [passage for passage in boxed if passage not in terms]
    if not all(could_be_term(one.text) for one in terms):
        return read_body(singles)
    body = _paired(terms, statements)
    placed = {id(piece.passage) for pair in body.pairs for piece in (pair.term, *pair.statements)}
    body.lone += [(Piece.whole(one), LONE) for one in singles if id(one) not in placed]
    return body


def _paired(terms: Sequence[Passage], statements: Sequence[Passage]) -> Body:
    """Try each way in which a slide may set terms against statements, and take the one with the least distance."""
    ways: list[tuple[float, list[list[float]], tuple[int, ...]]] = []
    for way, extra in ((_below, 0.0), (_beside, 0.0), (_above, 30.0), (_before, 40.0), (_anywhere, 25.0)):
        costs = [[way(_box(term), _box(statement)) + extra for statement in statements] for term in terms]
        chosen = assignment(costs)
        ways.append((sum(row[column] for row, column in zip(costs, chosen, strict=True)), costs, chosen))
    _, costs, chosen = min(ways, key=lambda found: found[0])
    body = Body()
    for term, row, column in zip(terms, costs, chosen, strict=True):
        rival = min((cost for other, cost in enumerate(row) if other != column), default=row[column] + 10 * _SPREAD)
        is_clear = rival > row[column] + _SPREAD * 0.5
        share = (0.96 if is_clear else 0.8) - (0.1 if row[column] > 4 * _SPREAD else 0.0)
        statement = statements[column]
        body.pairs.append(Pair(Piece.whole(term).unnumbered(), (Piece.whole(statement),), share))
    body.pairs.sort(key=lambda pair: _row_first(pair.term.passage))
    return body


def _row_first(passage: Passage) -> tuple[float, float]:
    box = _box(passage)
    return round(box.top / 20), box.left


def _box(passage: Passage) -> Box:
    return passage.box or Box(0, 0, 0, 0)


def _gap(distance: float) -> float:
    """Weigh the gap between two boxes: overlapping ones are not above one another."""
    return distance if distance >= 0 else -3 * distance


def _below(term: Box, statement: Box) -> float:
    shift = min(abs(term.left - statement.left), abs(term.left + term.right - statement.left - statement.right) / 2)
    return shift + _gap(statement.top - term.bottom)


def _beside(term: Box, statement: Box) -> float:
    shift = min(abs(term.top - statement.top), abs(term.top + term.bottom - statement.top - statement.bottom) / 2)
    return shift + _gap(statement.left - term.right)


def _above(term: Box, statement: Box) -> float:
    return _below(statement, term)


def _before(term: Box, statement: Box) -> float:
    return _beside(statement, term)


def _anywhere(term: Box, statement: Box) -> float:
    ways: tuple[Callable[[Box, Box], float], ...] = (_below, _beside, _above, _before)
    return min(way(term, statement) for way in ways)
