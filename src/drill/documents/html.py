"""Web pages: the main content's headings, paragraphs, lists and tables; what stands around them is told apart."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import accumulate
from typing import TYPE_CHECKING

from drill.documents.html_block import Block
from drill.documents.page_furniture import BLOCKS, FURNITURE_BLOCKS, is_furniture, is_unseen
from drill.documents.refusal import refuse
from drill.model.passage import Passage, PassagePlace, Role, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
# What holds the page is no furniture, whatever it is called.
_FRAME = frozenset({"html", "body", "main", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Classes by which pages without headings mark them: card-title, faq__question, chapterName.
_TITLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:sub)?(?:title|heading|headline|question|term|header-text)(?:$|[\s_-])|(?:Title|Heading)(?:$|[\s_-])"
)
# Below the ranks of real headings; the deeper in the page, the lower.
_CLASS_LEVEL = 7
_MAX_DEPTH = 2000


@dataclass(slots=True)
class _List:
    is_ordered: bool
    count: int = 0


class _Reader(HTMLParser):
    def __init__(self, text: str, frame: frozenset[str] = _FRAME) -> None:
        super().__init__(convert_charrefs=False)
        self.frame = frame
        self.line_starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.found: list[tuple[Passage, bool]] = []
        self.block = Block()
        self.beside = Block()
        self.open: list[str] = []
        self.named: list[int] = []
        # How deep the outermost element that is furniture stands, and in it the one that is never seen; 0 for none.
        self.furniture = self.unseen = 0
        self.lists: list[_List] = []
        self.tables: list[list[int]] = []
        self.table_count = self.bold = self.mains = self.forms = 0
        self.heading = 0
        self.item_at = -1

    def at(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br" and (block := self._written()) is not None:
            block.add_break()
        self._break_at(tag)
        if tag in _VOID:
            return
        if len(self.open) > _MAX_DEPTH:
            refuse("its elements nest deeper than any page's.", "Check where it comes from.")
        self._close_implied(tag)
        self.open.append(tag)
        self._set_apart(tag, dict(attrs))
        if tag == "summary" or (tag in {"div", "p", "span"} and _TITLE_NAMES.search(dict(attrs).get("class") or "")):
            self.named.append(len(self.open))
        self._enter(tag, dict(attrs))

    def _break_at(self, tag: str) -> None:
        """End the blocks that an element breaks; links side by side are lines of a menu."""
        if tag in BLOCKS:
            self.close_block()
        if self.furniture and (tag in FURNITURE_BLOCKS or (tag == "a" and self.beside.ends_with_link)):
            self.close_beside()

    def _set_apart(self, tag: str, attrs: dict[str, str | None]) -> None:
        """Note that the element just opened is furniture, or never seen within furniture."""
        is_label = tag == "button" and (not _HEADINGS.isdisjoint(self.open) or "summary" in self.open)
        if not self.furniture and not is_label and tag not in self.frame and is_furniture(tag, attrs):
            self.furniture = len(self.open)
        if self.furniture and not self.unseen and is_unseen(tag, attrs):
            self.unseen = len(self.open)

    def _written(self) -> Block | None:
        """Return the block that text goes to; none where nobody sees it."""
        if not self.furniture:
            return self.block
        return None if self.unseen else self.beside

    def _close_implied(self, tag: str) -> None:
        """Close what HTML lets an author leave open: a paragraph, list item, cell or row before the next."""
        closed = {
            "li": ({"li"}, {"ul", "ol"}),
            "p": ({"p"}, {"div", "li", "td", "th", "section", "article", "body"}),
            "dt": ({"dt", "dd"}, {"dl"}),
            "dd": ({"dt", "dd"}, {"dl"}),
            "td": ({"td", "th"}, {"tr"}),
            "th": ({"td", "th"}, {"tr"}),
            "tr": ({"tr"}, {"table"}),
        }.get(tag)
        if closed is None:
            return
        ends, bounds = closed
        for depth in range(len(self.open) - 1, max(len(self.open) - 30, -1), -1):
            if self.open[depth] in bounds:
                return
            if self.open[depth] in ends:
                self._leave_to(depth)
                return

    def _enter(self, tag: str, attrs: dict[str, str | None]) -> None:
        match tag:
            case "ul" | "ol" | "dl":
                start = attrs.get("start") or "1"
                self.lists.append(_List(tag == "ol", int(start) - 1 if start.isdecimal() else 0))
            case "li":
                if self.lists:
                    self.lists[-1].count += 1
            case "table":
                self.table_count += 1
                self.tables.append([self.table_count, 0, 0])
            case "tr" if self.tables:
                self.tables[-1][1:] = [self.tables[-1][1] + 1, 0]
            case "td" | "th" if self.tables:
                self.tables[-1][2] += 1
            case "b" | "strong":
                self.bold += 1
            case "main":
                self.mains += 1
            case "form":
                self.forms += 1
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag not in self.open:
            return
        if tag == "a":
            self.beside.ends_with_link = True
        elif tag in BLOCKS:
            self.close_block()
        depth = len(self.open) - 1 - self.open[::-1].index(tag)
        self._leave_to(depth)

    def _leave_to(self, depth: int) -> None:
        self.close_block_if(depth)
        for tag in reversed(self.open[depth:]):
            match tag:
                case "ul" | "ol" | "dl":
                    self.lists.pop()
                case "table":
                    self.tables.pop()
                case "b" | "strong":
                    self.bold -= 1
                case "main":
                    self.mains -= 1
                case _:
                    pass
        del self.open[depth:]
        while self.named and self.named[-1] > depth:
            self.named.pop()
        if self.furniture > depth:
            self.close_beside()
            self.furniture = 0
        if self.unseen > depth:
            self.unseen = 0

    def close_block_if(self, depth: int) -> None:
        left = self.open[depth:]
        if not BLOCKS.isdisjoint(left):
            self.close_block()
        if not FURNITURE_BLOCKS.isdisjoint(left):
            self.close_beside()

    def handle_data(self, data: str) -> None:
        self._add(data, len(data))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        self._add(html.unescape(reference), len(reference))

    def _add(self, text: str, length: int) -> None:
        block = self._written()
        if block is not None:
            block.add(text, self.at(), length, is_bold=self.bold > 0)

    def close_block(self) -> None:
        block, self.block = self.block, Block()
        text, stretches = block.trimmed()
        if stretches:
            passage = self._passage(text, stretches, min(block.lead, len(text)))
            self.found.append((passage, self.mains > 0))

    def close_beside(self) -> None:
        """End a block of furniture; signs alone, such as the bars between links, are no text."""
        block, self.beside = self.beside, Block()
        text, stretches = block.trimmed()
        if any(map(str.isalnum, text)):
            place = self._place(text, stretches)
            passage = Passage(text=text, role=Role.ASIDE, place=place, stretches=tuple(stretches))
            self.found.append((passage, False))

    def _place(self, text: str, stretches: Sequence[Stretch]) -> PassagePlace:
        start, last = stretches[0].source, stretches[-1]
        line = bisect_right(self.line_starts, start)
        return PassagePlace(start=start, end=last.source + len(text) - last.at, line=line)

    def _passage(self, text: str, stretches: list[Stretch], lead: int) -> Passage:
        role, level, number = self._role()
        place = self._place(text, stretches)
        if role is Role.TABLE_CELL:
            table, row, column = self.tables[-1]
            place = replace(place, table=table, row=row, column=column)
        is_term = "dt" in self.open[-3:]
        return Passage(
            text=text,
            role=role,
            level=level,
            number=number,
            lead=len(text) if is_term else lead,
            place=place,
            stretches=tuple(stretches),
        )

    def _role(self) -> tuple[Role, int, int | None]:
        for depth in range(len(self.open) - 1, -1, -1):
            match self.open[depth]:
                case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as tag:
                    return Role.HEADING, int(tag[1]), None
                case "td" | "th" if self.tables:
                    return Role.TABLE_CELL, 0, None
                case "li" if self.lists:
                    level = sum(tag in {"ul", "ol"} for tag in self.open) - 1
                    return Role.LIST_ITEM, level, self.lists[-1].count if self.lists[-1].is_ordered else None
                case "figcaption" | "caption":
                    return Role.CAPTION, 0, None
                case _:
                    pass
        # A name on something that holds more than a name is no heading.
        if self.named and not {"a", "li"} & set(self.open[self.named[-1] :]):
            return Role.HEADING, _CLASS_LEVEL + self.named[-1], None
        return Role.BODY, 0, None


def _read(reader: _Reader, text: str, on_unit: Callable[[int, int], None]) -> _Reader:
    size = 1 << 16
    for at in range(0, len(text), size):
        reader.feed(text[at : at + size])
        on_unit(at, len(text))
    reader.close()
    reader.close_block()
    reader.close_beside()
    return reader


def read_html(text: str, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield the passages of a page, placed by the characters of its source.

    What is not the main content (navigation, footers, forms, and all that stands outside the main element if there is
    one with text) is ASIDE. A form that holds all there is (as some servers write every page) is the page.
    """
    reader = _read(_Reader(text), text, on_unit)
    if reader.forms and all(passage.role is Role.ASIDE for passage, _ in reader.found):
        within = _read(_Reader(text, _FRAME | {"form"}), text, on_unit)
        # A form to fill in has no headings.
        if any(passage.role is Role.HEADING for passage, _ in within.found):
            reader = within
    has_main = any(is_main for _, is_main in reader.found)
    # Furniture within a paragraph was found before it.
    for passage, is_main in sorted(reader.found, key=lambda found: found[0].place.start):
        yield passage if is_main or not has_main else replace(passage, role=Role.ASIDE)
