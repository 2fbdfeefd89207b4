"""Word documents with the habits of people: numbers typed by hand, headings that are only bold, cover lines, notes."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING, Any, TypeAlias

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from tests.documents.lifelike_slides import halves

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.sample_decks import Deck, Point, Section

# What python-docx hands out has no types.
Word: TypeAlias = Any
HAN = "一二三四五六七八九十"
_ABSTRACT = (
    """<w:abstractNum {ns} w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>"""
)
_LEVEL = """<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>"""


class Writer:
    def __init__(self, deck: Deck, seed: int) -> None:
        self.deck = deck
        self.rng = random.Random(seed)  # noqa: S311 - draws a layout
        self.is_english = deck.title.isascii()
        self.word: Word = docx.Document()
        self.takes_stops = self.rng.random() < 0.3

    def statement(self, point: Point) -> str:
        return point.statement.rstrip("。.") if self.takes_stops else point.statement

    def line(self, text: str, *, bold: bool = False, size: float = 0, style: str | None = None) -> Word:
        paragraph = self.word.add_paragraph(style=style)
        run = paragraph.add_run(text)
        run.bold = bold or None
        if size:
            run.font.size = Pt(size)
        return paragraph

    def cover(self) -> None:
        self.line(self.deck.title, bold=True, size=26).alignment = WD_ALIGN_PARAGRAPH.CENTER
        lines = (
            ("Version: 2.1", "Owner: People & Safety team")
            if self.is_english
            else ("版本：V2.0", "编制部门：人力资源部", "2024年3月修订")
        )
        for text in lines:
            self.line(text).alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.word.sections[0].header.paragraphs[0].text = self.deck.title
        self.word.sections[0].footer.paragraphs[0].text = (
            "Internal use only" if self.is_english else "内部资料，注意保密"
        )

    def contents(self) -> None:
        """A table of contents as Word keeps it: a field whose result are paragraphs in the styles TOC 1 and TOC 2."""
        self.line("Contents" if self.is_english else "目录", bold=True, size=16)
        styles = self.word.styles
        for level in (1, 2):
            if f"toc {level}" not in [style.name for style in styles]:
                styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        for chapter in self.deck.chapters:
            self.line(f"{chapter.title}\t3", style="toc 1")
            for section in chapter.sections:
                self.line(f"{section.title}\t4", style="toc 2")

    def numbering(self, levels: list[tuple[str, str]]) -> int:
        """Define a list of several levels, each of (format, text); return its number."""
        part = self.word.part.numbering_part.element
        number = 900 + len(part)
        inner = "".join(_LEVEL.format(at=at, form=form, text=text) for at, (form, text) in enumerate(levels))
        abstract = parse_xml(_ABSTRACT.format(ns=nsdecls("w"), id=number, levels=inner))
        part.insert(0, abstract)
        part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))
        return number

    def listed(self, paragraph: Word, number: int, level: int) -> None:
        settings = paragraph._p.get_or_add_pPr()
        found = OxmlElement("w:numPr")
        for name, value in (("w:ilvl", level), ("w:numId", number)):
            child = OxmlElement(name)
            child.set(qn("w:val"), str(value))
            found.append(child)
        settings.append(found)

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.word.save(out)
        return out.getvalue()


def styled(writer: Writer, section: Section) -> None:
    """`term：statement` paragraphs, plain."""
    colon = ": " if writer.is_english else "："
    for point in section.points:
        writer.line(f"{point.term}{colon}{writer.statement(point)}")


def bold_lead(writer: Writer, section: Section) -> None:
    """`Term. Statement` with the term in bold."""
    for point in section.points:
        paragraph = writer.word.add_paragraph()
        paragraph.add_run(f"{point.term}." if writer.is_english else f"{point.term}。").bold = True
        paragraph.add_run(f" {writer.statement(point)}")


def dashes(writer: Writer, section: Section) -> None:
    for point in section.points:
        dash = " – " if writer.is_english else "——"
        writer.word.add_paragraph(f"{point.term}{dash}{writer.statement(point)}", style="List Bullet")


def third_headings(writer: Writer, section: Section) -> None:
    for point in section.points:
        writer.word.add_heading(point.term, 3)
        for part in halves(writer.statement(point)):
            writer.word.add_paragraph(part)


def word_lists(writer: Writer, section: Section) -> None:
    """Word's own multi-level numbering on plain paragraphs: 1. term, then a) statement parts."""
    number = writer.numbering([("decimal", "%1."), ("lowerLetter", "%2)")])
    for point in section.points:
        writer.listed(writer.line(point.term), number, 0)
        for part in halves(writer.statement(point)):
            writer.listed(writer.line(part), number, 1)


def head_table(writer: Writer, section: Section) -> None:
    writer.line(("Table 1 " if writer.is_english else "表1 ") + section.title, style="Caption")
    table = writer.word.add_table(len(section.points) + 1, 3)
    names = ("No.", "Subject", "Rule") if writer.is_english else ("序号", "事项", "规定")
    for row, cells in enumerate([names, *((str(n), p.term, p.statement) for n, p in enumerate(section.points, 1))]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text


def typed_items(writer: Writer, section: Section) -> None:
    """`1. term`, a line by itself, and the statement in the paragraph below."""
    for at, point in enumerate(section.points, 1):
        writer.line(f"{at}. {point.term}" if writer.is_english else f"{at}．{point.term}")
        writer.line(writer.statement(point))


def typed_pairs(writer: Writer, section: Section) -> None:
    """`（1）term：statement`."""
    colon = ": " if writer.is_english else "："
    for at, point in enumerate(section.points, 1):
        writer.line(
            f"（{at}）{point.term}{colon}{writer.statement(point)}"
            if not writer.is_english
            else f"({at}) {point.term}{colon}{writer.statement(point)}"
        )


def bold_lines(writer: Writer, section: Section) -> None:
    """The term in bold on a line of its own, the statement below it."""
    for point in section.points:
        writer.line(point.term, bold=True)
        for part in halves(writer.statement(point)):
            writer.line(part)


POINTS: dict[str, Callable[[Writer, Section], None]] = {
    one.__name__: one
    for one in (styled, bold_lead, dashes, third_headings, word_lists, head_table, typed_items, typed_pairs, bold_lines)
}


def by_style(writer: Writer, _number: int, title: str, level: int) -> None:
    writer.word.add_heading(title, level)


def by_style_numbered(writer: Writer, number: int, title: str, level: int) -> None:
    """Numbers typed in front of the text of a heading style."""
    if writer.is_english:
        writer.word.add_heading(f"{number} {title}" if level == 1 else f"1.{number} {title}", level)
    else:
        han = HAN[number - 1]
        writer.word.add_heading(f"第{han}章 {title}" if level == 1 else f"第{han}节 {title}", level)


def by_bold(writer: Writer, _number: int, title: str, level: int) -> None:
    """No styles at all: bold and larger."""
    writer.line(title, bold=True, size=18 if level == 1 else 14)


def by_typed_number(writer: Writer, number: int, title: str, level: int) -> None:
    """一、 and （一）, or 1 and 1.1, in plain paragraphs."""
    if writer.is_english:
        writer.line(f"{number}. {title}" if level == 1 else f"{writer.word._chapter}.{number} {title}", bold=level == 1)
    else:
        writer.line(f"{HAN[number - 1]}、{title}" if level == 1 else f"（{HAN[number - 1]}）{title}", bold=level == 1)
    if level == 1:
        writer.word._chapter = number


def by_word_number(writer: Writer, _number: int, title: str, level: int) -> None:
    """Plain bold paragraphs that Word numbers."""
    if not hasattr(writer.word, "_list"):
        writer.word._list = writer.numbering([("chineseCounting", "第%1章"), ("decimal", "%1.%2")])
    writer.listed(writer.line(title, bold=True, size=16 if level == 1 else 13), writer.word._list, level - 1)


HEADINGS: dict[str, Callable[[Writer, int, str, int], None]] = {
    one.__name__: one for one in (by_style, by_style_numbered, by_bold, by_typed_number, by_word_number)
}
# `1. term` on a line of its own looks just like a typed heading of the next rank; authors keep to one of them.
CLASHES = {("by_typed_number", "typed_items")}


def word(deck: Deck, headings: str, points: str, seed: int) -> bytes:
    """Write a handbook with a cover, a table of contents, and an introduction under each chapter."""
    writer = Writer(deck, seed)
    writer.cover()
    if writer.rng.random() < 0.5:
        writer.contents()
    for number, chapter in enumerate(deck.chapters, 1):
        HEADINGS[headings](writer, number, chapter.title, 1)
        if writer.rng.random() < 0.5:
            writer.line(
                "This chapter sets out what we expect of everybody who works here, from the first day on."
                if writer.is_english
                else "本章对相关岗位的工作提出基本要求，全体员工应当认真学习并严格遵照执行。"
            )
        for at, section in enumerate(chapter.sections, 1):
            HEADINGS[headings](writer, at, section.title, 2)
            POINTS[points](writer, section)
    return writer.saved()


def policy(deck: Deck, mark: str, seed: int) -> bytes:
    """Write a policy: 第X章, 第X条 counted through, its subject set off by `mark`; sections do not exist."""
    writer = Writer(deck, seed)
    writer.cover()
    count = 0
    for number, chapter in enumerate(deck.chapters, 1):
        title = f"Chapter {number} {chapter.title}" if writer.is_english else f"第{HAN[number - 1]}章　{chapter.title}"
        writer.line(title, bold=True, size=15).alignment = WD_ALIGN_PARAGRAPH.CENTER
        for section in chapter.sections:
            for point in section.points:
                count += 1
                label = f"Article {count}" if writer.is_english else f"第{_han(count)}条"
                writer.line(f"{label}　{mark.format(point.term)}{point.statement}")
    return writer.saved()


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens - 1] + "十") + (HAN[ones - 1] if ones else "")
