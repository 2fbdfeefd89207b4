"""Web pages: the main content's headings, paragraphs, lists and tables, without navigation, scripts and footers."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate
from typing import TYPE_CHECKING

from drill.documents.refusal import refuse
from drill.model.passage import Passage, PassagePlace, Role, Stretch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_NO_TEXT = frozenset(
    {
        "button",
        "head",
        "iframe",
        "math",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
    }
)
_FURNITURE = frozenset(["nav", "footer", "aside", "form", "dialog", "menu"])
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"})
_FURNITURE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|footer|breadcrumbs?|sidebar|cookies?|share|social|copyright|pagination|"
    r"related|comments?|advert(?:isement)?|ads?|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"}
    | {"p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
# What programs put beside a heading or word: links to edit or to mark, numbers of notes, text for screen readers.
_MARKS = re.compile(
    r"(?:^|[\s_-])(?:editsection|headerlink|anchor(?:-link)?|permalink|reference|footnote(?:-?ref)?|sr-only|visually-hidden)(?:$|[\s_-])"
)
_BOLD = frozenset({"b", "strong"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# Classes by which pages without headings mark them: card-title, faq__question, chapterName.
_TITLE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:sub)?(?:title|heading|headline|question|term|header-text)(?:$|[\s_-])|(?:Title|Heading)(?:$|[\s_-])"
)
# Below the ranks of real headings; the deeper in the page, the lower.
_CLASS_LEVEL = 7
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_MAX_DEPTH = 2000


@dataclass(slots=True)
class _Block:
    text: str = ""
    lead: int = 0
    is_leading: bool = True
    stretches: list[Stretch] = field(default_factory=list)
    end: int = 0

    def add(self, text: str, source: int, length: int, *, is_bold: bool) -> None:
        """Add text that stands at `source`; white space shrinks as a browser shrinks it."""
        is_same_run = len(text) == length
        at = 0
        for part in _parts(text):
            shown = " " if part.isspace() else part
            if shown == " " and (not self.text or self.text.endswith((" ", "\v"))):
                at += len(part)
                continue
            self.stretches.append(Stretch(len(self.text), source + at if is_same_run else source))
            self.text += shown
            at += len(part)
        self.end = source + length
        self.is_leading = self.is_leading and (is_bold or not text.strip())
        if self.is_leading:
            self.lead = len(self.text.rstrip())


def _parts(text: str) -> Iterator[str]:
    at = 0
    for match in _SPACE.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        yield match[0]
        at = match.end()
    if at < len(text):
        yield text[at:]


@dataclass(slots=True)
class _List:
    is_ordered: bool
    count: int = 0


class _Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.line_starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self.found: list[tuple[Passage, bool]] = []
        self.block = _Block()
        self.open: list[str] = []
        self.named: list[int] = []
        self.skips: list[int] = []
        self.lists: list[_List] = []
        self.tables: list[list[int]] = []
        self.table_count = self.bold = self.mains = 0
        self.heading = 0
        self.item_at = -1

    def at(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.block.text += "\v" if self.block.text else ""
        if tag in _BLOCKS:
            self.close_block()
        if tag in _VOID:
            return
        if len(self.open) > _MAX_DEPTH:
            refuse("its elements nest deeper than any page's.", "Check where it comes from.")
        self._close_implied(tag)
        self.open.append(tag)
        is_label = tag == "button" and (not _HEADINGS.isdisjoint(self.open) or "summary" in self.open)
        if (
            not self.skips
            and not is_label
            and _is_furniture(tag, dict(attrs))
            and tag not in {"html", "body", "main", "article"}
        ):
            self.skips.append(len(self.open))
        if tag == "summary" or (tag in {"div", "p", "span"} and _TITLE_NAMES.search(dict(attrs).get("class") or "")):
            self.named.append(len(self.open))
        self._enter(tag, dict(attrs))

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
            case _:
                pass

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or tag not in self.open:
            return
        if tag in _BLOCKS:
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
        while self.skips and self.skips[-1] > depth:
            self.skips.pop()

    def close_block_if(self, depth: int) -> None:
        if any(tag in _BLOCKS for tag in self.open[depth:]):
            self.close_block()

    def handle_data(self, data: str) -> None:
        if not self.skips:
            self.block.add(data, self.at(), len(data), is_bold=self.bold > 0)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")

    def _reference(self, reference: str) -> None:
        if not self.skips:
            self.block.add(html.unescape(reference), self.at(), len(reference), is_bold=self.bold > 0)

    def close_block(self) -> None:
        block, self.block = self.block, _Block()
        text = block.text.strip()
        if not text or not block.stretches:
            return
        cut = len(block.text) - len(block.text.lstrip())
        stretches = [Stretch(max(at - cut, 0), source + max(cut - at, 0)) for at, source in block.stretches]
        stretches = [one for one in stretches if one.at < len(text)]
        passage = self._passage(text, stretches, min(block.lead, len(text)))
        self.found.append((passage, self.mains > 0))

    def _passage(self, text: str, stretches: list[Stretch], lead: int) -> Passage:
        role, level, number = self._role()
        table = self.tables[-1] if role is Role.TABLE_CELL else (None, None, None)
        place = PassagePlace(
            start=stretches[0].source,
            end=stretches[-1].source + len(text) - stretches[-1].at,
            line=self.getpos()[0],
            table=table[0],
            row=table[1],
            column=table[2],
        )
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


def _is_furniture(tag: str, attrs: dict[str, str | None]) -> bool:
    if tag in _NO_TEXT or tag in _FURNITURE or "hidden" in attrs or attrs.get("aria-hidden") == "true":
        return True
    if (attrs.get("role") or "") in _ROLES:
        return True
    names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}"
    if tag in {"span", "a", "sup"} and _MARKS.search(names):
        return True
    return tag in {"div", "ul", "ol", "section", "header", "p"} and bool(_FURNITURE_NAMES.search(names))


def read_html(text: str, on_unit: Callable[[int, int], None]) -> Iterator[Passage]:
    """Yield the passages of a page's main content, placed by the characters of its source."""
    reader = _Reader(text)
    size = 1 << 16
    for at in range(0, len(text), size):
        reader.feed(text[at : at + size])
        on_unit(at, len(text))
    reader.close()
    reader.close_block()
    has_main = any(is_main for _, is_main in reader.found)
    for passage, is_main in reader.found:
        if is_main or not has_main:
            yield passage
