"""Markdown: headings, lists, tables, code, HTML and bold lead-ins, each tied to its characters in the file."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from drill.documents.html import read_html
from drill.model.passage import Passage, PassagePlace, Role, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
# What a quotation or a list puts before each line of the HTML in it.
_MARGIN = re.compile(r"^[ \t>]+", re.MULTILINE)
_UNIT = 500


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        # markdown-it counts lines by \n alone, once \r\n and \r are replaced.
        lengths = (len(line) for line in re.split(r"(?<=\n)|(?<=\r)(?!\n)", text))
        self.line_starts = [0, *accumulate(lengths)]
        self.lists: list[tuple[bool, int]] = []
        self.table = self.row = self.column = self.tables = 0
        self.cursor = 0

    def read(self, tokens: Sequence[Token]) -> Iterator[Passage]:
        role, level = Role.BODY, 0
        for token in tokens:
            self._enter(token)
            match token.type:
                case "heading_open":
                    role, level = Role.HEADING, int(token.tag[1:])
                case "th_open" | "td_open":
                    role, level = Role.TABLE_CELL, 0
                case "paragraph_open":
                    role = Role.LIST_ITEM if self.lists else Role.BODY
                    level = max(len(self.lists) - 1, 0)
                case "inline":
                    yield from self._passage(token, role, level)
                case "fence" | "code_block":
                    yield from self._code(token)
                case "html_block":
                    yield from self._html(token)
                case _:
                    pass

    def _enter(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open":
                self.lists.append((False, 0))
            case "ordered_list_open":
                self.lists.append((True, int(token.attrs.get("start", 1)) - 1))
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                is_ordered, count = self.lists[-1]
                self.lists[-1] = (is_ordered, count + 1)
            case "table_open":
                self.tables += 1
                self.row = 0
            case "tr_open":
                self.row, self.column = self.row + 1, 0
            case "th_open" | "td_open":
                self.column += 1
            case _:
                pass

    def _passage(self, token: Token, role: Role, level: int) -> Iterator[Passage]:
        first, last = token.map or (0, len(self.line_starts) - 1)
        self.cursor = max(self.cursor, self.line_starts[first])
        end = self.line_starts[min(last, len(self.line_starts) - 1)]
        text, lead, stretches = self._inline(token.children or (), end)
        if not text.strip():
            return
        cut = len(text) - len(text.lstrip())
        stretches = [Stretch(max(at - cut, 0), source + max(cut - at, 0)) for at, source in stretches]
        text = text.strip()
        is_ordered, count = self.lists[-1] if self.lists and role is Role.LIST_ITEM else (False, 0)
        is_cell = role is Role.TABLE_CELL
        start, stop = stretches[0].source, stretches[-1].source + len(text) - stretches[-1].at
        yield Passage(
            text=text,
            role=role,
            level=level,
            number=count if is_ordered else None,
            lead=min(max(lead - cut, 0), len(text)),
            place=PassagePlace(
                start=start,
                end=stop,
                line=first + 1,
                table=self.tables if is_cell else None,
                row=self.row if is_cell else None,
                column=self.column if is_cell else None,
            ),
            stretches=tuple(stretches) if len(stretches) > 1 else (),
        )

    def _code(self, token: Token) -> Iterator[Passage]:
        first = (token.map or (0, 0))[0] + (token.type == "fence")
        self.cursor = max(self.cursor, self.line_starts[min(first, len(self.line_starts) - 1)])
        text = token.content.rstrip()
        stretches: list[Stretch] = []
        at = 0
        for line in text.split("\n"):
            found = self.text.find(line, self.cursor) if line.strip() else -1
            if found >= 0:
                stretches.append(Stretch(at, found))
                self.cursor = found + len(line)
            at += len(line) + 1
        if stretches:
            place = PassagePlace(start=stretches[0].source, end=self.cursor, line=first + 1)
            yield Passage(
                text=text,
                role=Role.BODY,
                level=0,
                number=None,
                lead=0,
                place=place,
                stretches=tuple(stretches) if len(stretches) > 1 else (),
            )

    def _html(self, token: Token) -> Iterator[Passage]:
        first, last = token.map or (0, 0)
        start = self.line_starts[first]
        source = self.text[start : self.line_starts[last]]
        if token.level:
            source = _MARGIN.sub(lambda margin: " " * len(margin[0]), source)
        tables = self.tables
        for passage in read_html(source, lambda _done, _total: None):
            place = passage.place
            if place.table is not None:
                self.tables = max(self.tables, tables + place.table)
            yield replace(
                passage,
                place=replace(
                    place,
                    start=place.start + start,
                    end=place.end + start,
                    line=first + (place.line or 1),
                    table=None if place.table is None else tables + place.table,
                ),
                stretches=tuple(Stretch(at, found + start) for at, found in passage.stretches),
            )

    def _inline(self, children: Sequence[Token], end: int) -> tuple[str, int, list[Stretch]]:
        text, lead, bold, is_leading = "", 0, 0, True
        stretches: list[Stretch] = []
        for child in children:
            bold += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
            content = "\n" if child.type in {"softbreak", "hardbreak"} else child.content
            if child.type not in {"text", "code_inline", "text_special", "softbreak", "hardbreak"} or not content:
                continue
            if content == "\n":
                content = self._break(text)
            written = child.markup if child.type == "text_special" else content
            found = self.text.find(written, self.cursor, end) if content else -1
            if found >= 0:
                stretches.append(Stretch(len(text), found + (written[0] == "\\")))
                self.cursor = found + len(written)
            is_leading = is_leading and (bold > 0 or not content.strip())
            text += content
            lead = len(text.rstrip()) if is_leading else lead
        return text, lead, stretches or [Stretch(0, self.cursor)]

    @staticmethod
    def _break(text: str) -> str:
        """Return what joins a line to the next: nothing between Han characters."""
        return "" if ord(text[-1:] or " ") > 0x2E7F else "\n"


def read_markdown(text: str, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield the passages of a Markdown text in order."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown needs it

    front = _FRONT_MATTER.match(text)
    body = text if front is None else re.sub(r"[^\r\n]", " ", front[0]) + text[front.end() :]
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").disable("text_join").parse(body)
    on_unit(0, len(tokens))
    for count, passage in enumerate(_Reader(text).read(tokens)):
        yield passage
        if count % _UNIT == 0:
            on_unit(count, len(tokens))
