"""A deck as a whole: which slides are covers, contents and dividers, and where each other slide belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from drill.extract.structured_ornaments import (
    is_about_document,
    is_foreign_label,
    is_han,
    is_template_text,
    repeated,
)
from drill.extract.structured_pieces import Piece, could_be_term, is_sentence, number_class
from drill.model.passage import Box, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.passage import Passage

ORNAMENT = "an ornament of the slide"
NOTE = "a note for the speaker"
TITLE = "the title of the document"
TABLE_OF_CONTENTS = "table of contents"
CLOSING = "a closing slide"
DIVIDER = "on the title slide of a chapter"
CHAPTER_LINE = "the chapter's title, repeated"
CONTENTS = re.compile(
    r"\W*(?:目\s*[录錄]|contents?|table of contents|agenda|outline|议程|課程大綱|课程大纲|内容提要|培训大纲)"
    r"(?:\W*(?:contents?|目\s*[录錄]))?\W*",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r".{0,12}(?:谢谢|感谢|謝謝|感謝|聆听|批评指正|敬请指导"
    r"|thank\s*(?:you|s)|\bthx\b|q\s*&\s*a|any questions|questions\?).{0,20}",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"\s*[(（\[【-]?\s*(?:续|續|接上页|cont(?:inued|'d|\.)?)\s*[一二三四五六\d]*\s*[)）\]】]?\s*$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\s*(?:[(（]\s*(?:[一二三四五六七八九]|\d|[ivx]{1,3})(?:\s*/\s*\d)?\s*[)）]|[-–]\s*\d|\s\d(?:/\d)?)\s*$",
    re.IGNORECASE,
)
_PREFIX = re.compile(r"\s*(?:[|｜：:/>›»·]|\s[-–—]\s|——)\s*")


@dataclass(slots=True)
class Slide:
    """A slide with its content, the chapter and section it belongs to, and what was set aside."""

    number: int
    title: Piece | None
    passages: list[Passage]
    chapter: str = ""
    section: str = ""
    aside: list[tuple[Piece, str]] = field(default_factory=list)

    def set_aside(self, reason: str) -> None:
        """Take everything off the slide for one reason."""
        if self.title is not None:
            self.aside.append((self.title, reason))
        self.aside += [(Piece.whole(passage), reason) for passage in self.passages]
        self.passages = []

    @property
    def has_statements(self) -> bool:
        """Whether anything on the slide but its title reads as a statement."""
        return any(is_sentence(passage.text) or passage.place.table for passage in self.passages)


@dataclass(slots=True)
class Deck:
    """The slides that hold content, and the deck's title."""

    title: str
    slides: list[Slide]


def read_deck(passages: Sequence[Passage]) -> Deck:
    """Sort a deck's slides, find their titles, and say in which chapter each stands."""
    slides = _cleared(passages)
    title = _take_cover(slides[0]) if slides else ""
    contents = [slide for slide in slides if _is_contents(slide)]
    names = _names(contents)
    headings = _dividers(slides, contents, names)
    bases = _sections(slides, contents, headings)
    chapter = ""
    turns = _turns(contents, names)
    for slide in slides:
        if id(slide) in turns:
            chapter = turns[id(slide)]
        if slide in contents:
            slide.set_aside(TABLE_OF_CONTENTS)
        elif id(slide) in headings:
            chapter = headings[id(slide)]
            slide.set_aside(DIVIDER)
        elif slide.title is not None and _is_closing(slide):
            slide.set_aside(CLOSING)
        else:
            _place(slide, chapter, title, bases)
    return Deck(title, slides)


def _cleared(passages: Sequence[Passage]) -> list[Slide]:
    """Take off notes, ornaments, and lines that stand on most slides."""
    grouped = [list(group) for _, group in groupby(passages, key=lambda passage: passage.place.slide)]
    shown = [[one for one in group if one.role is not Role.NOTE] for group in grouped]
    is_chinese = is_han(one for group in shown for one in group)
    counts = repeated(shown)
    most = max(3, len(shown) * 0.5)
    slides = []
    for whole, group in zip(grouped, shown, strict=True):
        plain = [
            one
            for one in group
            if one.place.table or not (is_template_text(one.text) or counts.get(one.text, 0) >= most)
        ]
        # A slide of nothing but a template's words may be a table of contents or the last one.
        spared = [] if plain else group
        title = _title_of(plain or spared)
        content = [one for one in plain or spared if one is not title]
        if is_chinese:
            content = [one for one in content if not is_foreign_label(one, title)]
        slide = Slide(group[0].place.slide or 0 if group else 0, None, content)
        if title is not None:
            slide.title = Piece.whole(title).unnumbered()
        kept = {id(one) for one in (*content, title)}
        slide.aside = [
            (Piece.whole(one), NOTE if one.role is Role.NOTE else ORNAMENT) for one in whole if id(one) not in kept
        ]
        _mark_contents(slide, group, kept)
        slides.append(slide)
    return slides


def _mark_contents(slide: Slide, group: Sequence[Passage], kept: set[int]) -> None:
    """Give a slide whose ornaments say CONTENTS that title back."""
    for passage in group:
        if id(passage) not in kept and CONTENTS.fullmatch(passage.text) and not slide.has_statements:
            if slide.title is not None:
                slide.passages.insert(0, slide.title.passage)
            slide.title = Piece.whole(passage)
            slide.aside = [one for one in slide.aside if one[0].passage is not passage]
            return


def _title_of(passages: Sequence[Passage]) -> Passage | None:
    named = [one for one in passages if one.role is Role.TITLE]
    if named:
        return named[0]
    return min((one for one in passages if _could_be_title(one, passages)), key=_prominence, default=None)


def _could_be_title(passage: Passage, passages: Sequence[Passage]) -> bool:
    alone = sum(other.place.shape == passage.place.shape for other in passages) == 1
    is_name = could_be_term(passage.text) and not is_sentence(passage.text)
    return alone and passage.role is not Role.TABLE_CELL and is_name and passage.box is not None


def _prominence(passage: Passage) -> float:
    box = passage.box or Box(0, 0, 0, 0)
    return box.top - 12 * (passage.size_points or 0)


def _take_cover(slide: Slide) -> str:
    """Return the deck's title if its first slide is a cover."""
    lines = [one for one in slide.passages if not is_about_document(one.text)]
    if slide.title is None or CONTENTS.fullmatch(slide.title.text) or len(lines) > 3 or slide.has_statements:
        return ""
    title = slide.title.passage.text
    slide.set_aside(TITLE)
    slide.title = None
    return title


def _is_contents(slide: Slide) -> bool:
    return slide.title is not None and bool(CONTENTS.fullmatch(slide.title.text))


def _names(contents: Sequence[Slide]) -> list[str]:
    """Return the entries of the table of contents, in order."""
    if not contents:
        return []
    listed = [passage for passage in contents[0].passages if passage.level == 0]
    return [Piece.whole(one).unnumbered().text for one in listed if could_be_term(one.text)]


def _turns(contents: Sequence[Slide], names: Sequence[str]) -> dict[int, str]:
    """Where the contents are shown again before each chapter: the chapter that follows each showing."""
    if len(contents) < 2 or len(contents) - len(names) not in {0, 1}:
        return {}
    shown = contents[len(contents) - len(names) :]
    return {id(slide): name for slide, name in zip(shown, names, strict=True)}


def _dividers(slides: Sequence[Slide], contents: Sequence[Slide], names: Sequence[str]) -> dict[int, str]:
    """Return the slides that only announce a chapter, with its name."""
    found: dict[int, str] = {}
    for slide in slides:
        if slide.title is None or slide in contents or _is_closing(slide) or slide.has_statements:
            continue
        text = slide.title.text
        number = number_class(slide.title.passage.text)
        is_chapter = (number is not None and number[0] in {"part", "chapter"}) or text in names
        if len(slide.passages) <= 1 or is_chapter:
            found[id(slide)] = text
    return found


def _is_closing(slide: Slide) -> bool:
    title = slide.title
    return (
        title is not None
        and len(slide.passages) <= 3
        and bool(_CLOSING.fullmatch(title.text))
        and not slide.has_statements
    )


def _sections(slides: Sequence[Slide], contents: Sequence[Slide], headings: dict[int, str]) -> dict[int, str]:
    """Return each content slide's title without what counts slides of one title: (1), (续), (cont.)."""
    shown = [one for one in slides if one.title is not None and one not in contents and id(one) not in headings]
    texts = [one.title.text if one.title else "" for one in shown]
    bases = [_CONTINUED.sub("", text) for text in texts]
    counted = [_COUNTED.sub("", text) for text in bases]
    result = {}
    for at, slide in enumerate(shown):
        near = [counted[other] for other in (at - 1, at + 1) if 0 <= other < len(shown)]
        is_counted = counted[at] != bases[at] and counted[at] in near
        result[id(slide)] = counted[at] if is_counted else bases[at]
    return result


def _place(slide: Slide, chapter: str, title: str, bases: dict[int, str]) -> None:
    """Say in which chapter and section a slide stands; a line above the title may name the chapter."""
    section = bases.get(id(slide), "")
    crumb = _crumb(slide, chapter)
    if crumb is not None:
        slide.passages.remove(crumb)
        slide.aside.append((Piece.whole(crumb), CHAPTER_LINE))
        chapter = chapter or Piece.whole(crumb).unnumbered().text
    parts = _PREFIX.split(section, maxsplit=1)
    if len(parts) == 2 and parts[0] and parts[1]:
        shared = sum(base.startswith(parts[0]) and base != section for base in set(bases.values()))
        if parts[0] == chapter or shared:
            chapter, section = parts[0], parts[1]
    slide.chapter = chapter or title or section
    slide.section = section or chapter or title


def _crumb(slide: Slide, chapter: str) -> Passage | None:
    if slide.title is None:
        return None
    head = slide.title.passage.box
    for passage in slide.passages:
        box = passage.box
        is_beside = box is not None and head is not None and box.top <= head.bottom
        if chapter and is_beside and Piece.whole(passage).unnumbered().text == chapter:
            return passage
        is_smaller = (passage.size_points or 0) < (slide.title.passage.size_points or 1000)
        is_above = box is not None and head is not None and box.bottom <= head.top + 4
        if is_above and is_smaller and could_be_term(passage.text) and len(slide.passages) > 2:
            return passage
    return None
