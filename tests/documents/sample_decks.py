"""The decks of tests/extract/decks written as real files in many layouts, with the truth that extraction must find."""

from __future__ import annotations

import html
import io
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

import docx
import pylopdf_fonts_zh_cn
import typst
from pptx import Presentation
from pptx.util import Emu, Pt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from drill.model.extracted import ExtractedFact

# What python-docx and python-pptx hand out has no types.
Word: TypeAlias = Any
Shown: TypeAlias = Any
Shapes: TypeAlias = Any

DECKS = Path(__file__).parents[1] / "extract" / "decks"
SEEN = (
    "elderly_care",
    "english_security",
    "fire_safety",
    "food_hygiene",
    "infosec",
    "nursing",
    "onboarding",
)
# Never looked at while the rules were written.
UNSEEN = ("cabin_crew", "lab_english", "privacy", "retail", "warehouse")
_EMU = 12700


class Point(NamedTuple):
    term: str
    statement: str


class Section(NamedTuple):
    title: str
    points: list[Point]


class Chapter(NamedTuple):
    title: str
    sections: list[Section]


@dataclass(frozen=True)
class Deck:
    title: str
    chapters: list[Chapter]

    def sections(self) -> Iterator[tuple[Chapter, Section]]:
        for chapter in self.chapters:
            for section in chapter.sections:
                yield chapter, section

    @property
    def colon(self) -> str:
        return ": " if self.title.isascii() else "："


def read_deck(name: str, folder: Path = DECKS) -> Deck:
    title = ""
    chapters: list[Chapter] = []
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            chapters[-1].sections.append(Section(line[4:], []))
        elif line.startswith("## "):
            chapters.append(Chapter(line[3:], []))
        elif line.startswith("# "):
            title = line[2:]
        elif line:
            chapters[-1].sections[-1].points.append(Point(*line.split("|")))
    return Deck(title, chapters)


class Score(NamedTuple):
    right: int
    found: int
    true: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0

    def __add__(self, other: object) -> Score:
        return Score(*(own + more for own, more in zip(self, cast("Score", other), strict=True)))


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def is_right(fact: ExtractedFact, chapter: str, section: str, point: Point) -> bool:
    return (
        plain(fact.term) == plain(point.term)
        and SequenceMatcher(None, plain(fact.statement), plain(point.statement)).ratio() >= 0.9
        and plain(fact.section) == plain(section)
        and plain(fact.chapter) == plain(chapter)
    )


def score(facts: Sequence[ExtractedFact], deck: Deck) -> tuple[Score, list[tuple[float, bool]]]:
    left = [(chapter.title, section.title, point) for chapter, section in deck.sections() for point in section.points]
    total = len(left)
    judged = []
    for fact in facts:
        match = next((true for true in left if is_right(fact, *true)), None)
        if match is not None:
            left.remove(match)
        judged.append((fact.confidence, match is not None))
    return Score(total - len(left), len(facts), total), judged


# Text files.


def md_inline(deck: Deck) -> bytes:
    lines = [f"# {deck.title}", ""]
    for chapter in deck.chapters:
        lines += [f"## {chapter.title}", ""]
        for section in chapter.sections:
            lines += [f"### {section.title}", ""]
            lines += [f"- **{point.term}**{deck.colon}{point.statement}" for point in section.points] + [""]
    return "\n".join(lines).encode()


def md_headings(deck: Deck) -> bytes:
    lines = ["---", "author: somebody", "---", f"# {deck.title}", ""]
    for number, chapter in enumerate(deck.chapters, 1):
        lines += [f"## {number}. {chapter.title}", ""]
        for at, section in enumerate(chapter.sections, 1):
            lines += [f"### {number}.{at} {section.title}", ""]
            for point in section.points:
                lines += [f"#### {point.term}", "", point.statement, ""]
    return "\r\n".join(lines).encode()


def md_table(deck: Deck) -> bytes:
    heads = "| Term | Description |" if deck.title.isascii() else "| 要点 | 说明 |"
    lines = []
    for chapter in deck.chapters:
        lines += [f"# {chapter.title}", ""]
        for section in chapter.sections:
            lines += [f"## {section.title}", "", heads, "|---|---|"]
            lines += [f"| {point.term} | {point.statement} |" for point in section.points] + [""]
    return "\n".join(lines).encode()


def md_nested(deck: Deck) -> bytes:
    lines = [f"# {deck.title}", ""]
    for chapter in deck.chapters:
        lines += [f"## {chapter.title}", ""]
        for section in chapter.sections:
            lines += [f"### {section.title}", ""]
            for point in section.points:
                lines += [f"* {point.term}", f"    * {point.statement}"]
            lines.append("")
    return "\n".join(lines).encode()


def txt_numbered(deck: Deck) -> bytes:
    if deck.title.isascii():
        return _txt_english(deck)
    han = "一二三四五六七八九十"
    lines = [deck.title, ""]
    for number, chapter in enumerate(deck.chapters):
        lines.append(f"{han[number]}、{chapter.title}")
        for at, section in enumerate(chapter.sections):
            lines.append(f"（{han[at]}）{section.title}")
            lines += [f"{order}．{p.term}：{p.statement}" for order, p in enumerate(section.points, 1)]
    return "\r\n".join(lines).encode("gb18030")


def _txt_english(deck: Deck) -> bytes:
    lines = [deck.title, ""]
    for number, chapter in enumerate(deck.chapters, 1):
        lines += [f"Chapter {number}: {chapter.title}", ""]
        for at, section in enumerate(chapter.sections, 1):
            lines += [f"{number}.{at} {section.title}", ""]
            lines += [f"{p.term} - {p.statement}" for p in section.points] + [""]
    return "\n".join(lines).encode("utf-16")


def txt_paragraphs(deck: Deck) -> bytes:
    lines = []
    for number, chapter in enumerate(deck.chapters, 1):
        lines.append(
            f"第{number}章 {chapter.title}" if not deck.title.isascii() else f"Chapter {number} {chapter.title}"
        )
        for at, section in enumerate(chapter.sections, 1):
            lines.append(f"{number}.{at} {section.title}")
            for order, point in enumerate(section.points, 1):
                lines += [f"({order}) {point.term}", f"    {point.statement}"]
    return "\n".join(lines).encode("utf-8-sig")


_PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<style>.x {{ color: red }}</style><script>var a = "<p>not text</p>";</script></head><body>
<nav><ul><li><a href="/">Home: the front page</a></li><li>Courses</li></ul></nav>
<div class="breadcrumb">Home &gt; Training</div><header><h1>{title}</h1></header>
{main}
<aside><h2>Related</h2><p>Other pages you may like to read.</p></aside>
<footer><p>Copyright: all rights reserved. &copy; 2026</p></footer></body></html>"""


def _html_sections(deck: Deck, points: Callable[[Section], str]) -> str:
    return "\n".join(
        f"<section><h2>{html.escape(chapter.title)}</h2>"
        + "".join(f"<h3>{html.escape(section.title)}</h3>{points(section)}" for section in chapter.sections)
        + "</section>"
        for chapter in deck.chapters
    )


def html_list(deck: Deck) -> bytes:
    def points(section: Section) -> str:
        items = (
            f"<li><strong>{html.escape(p.term)}</strong>{deck.colon}{html.escape(p.statement)}" for p in section.points
        )
        return f"<ul>\n{chr(10).join(items)}\n</ul>"

    main = f"<main>{_html_sections(deck, points)}</main>"
    return _PAGE.format(title=html.escape(deck.title), main=main).encode()


def html_terms(deck: Deck) -> bytes:
    def points(section: Section) -> str:
        return "<dl>" + "".join(f"<dt>{p.term}</dt>\n<dd>{p.statement}</dd>\n" for p in section.points) + "</dl>"

    return _PAGE.format(title=deck.title, main=f"<div>{_html_sections(deck, points)}</div>").encode()


def html_table(deck: Deck) -> bytes:
    def points(section: Section) -> str:
        rows = "".join(f"<tr><td>{p.term}<td><p>{p.statement}</p></tr>" for p in section.points)
        head = "<th>Item<th>Details" if deck.title.isascii() else "<th>项目<th>要求"
        return f"<table><tbody><tr>{head}</tr>{rows}</tbody></table>"

    return _PAGE.format(title=deck.title, main=_html_sections(deck, points)).encode("utf-16")


def html_headings(deck: Deck) -> bytes:
    def points(section: Section) -> str:
        return "".join(f"<h4>{p.term}</h4><p>{p.statement}</p>" for p in section.points)

    return _PAGE.format(title=deck.title, main=f"<article>{_html_sections(deck, points)}</article>").encode()


# PDF.


def _pdf(deck: Deck, points: Callable[[Section], list[str]]) -> bytes:
    fonts = typst.Fonts(font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)])
    lines = [
        '#set text(font: ("Noto Serif SC", "Noto Sans SC"), size: 11pt)',
        "#set page(header: [2026-11], footer: context [#counter(page).display()])",
        f"#align(center)[#text(size: 26pt)[{deck.title}]]",
    ]
    for chapter in deck.chapters:
        lines.append(f"= {chapter.title}")
        for section in chapter.sections:
            lines += [f"== {section.title}", *points(section)]
    return bytes(typst.compile("\n".join(lines).encode(), format="pdf", font_paths=fonts))


def pdf_bullets(deck: Deck) -> bytes:
    return _pdf(deck, lambda section: [f"- {p.term}{deck.colon}{p.statement}" for p in section.points])


def pdf_headings(deck: Deck) -> bytes:
    return _pdf(deck, lambda section: [f"=== {p.term}\n\n{p.statement}\n" for p in section.points])


# Word documents.


def _docx(deck: Deck, points: Callable[[Word, Section], None], *, title: bool = True) -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(deck.title, 0)
    for chapter in deck.chapters:
        document.add_heading(chapter.title, 1)
        for section in chapter.sections:
            document.add_heading(section.title, 2)
            points(document, section)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def docx_headings(deck: Deck) -> bytes:
    def points(document: Word, section: Section) -> None:
        for point in section.points:
            document.add_heading(point.term, 3)
            document.add_paragraph(point.statement)

    return _docx(deck, points)


def docx_bullets(deck: Deck) -> bytes:
    def points(document: Word, section: Section) -> None:
        for point in section.points:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(point.term).bold = True
            paragraph.add_run(deck.colon + point.statement)

    return _docx(deck, points)


def docx_two_levels(deck: Deck) -> bytes:
    def points(document: Word, section: Section) -> None:
        for point in section.points:
            document.add_paragraph(point.term, style="List Number")
            document.add_paragraph(point.statement, style="List Bullet 2")

    return _docx(deck, points, title=False)


def docx_tables(deck: Deck) -> bytes:
    def points(document: Word, section: Section) -> None:
        document.add_paragraph()
        table = document.add_table(rows=1, cols=3)
        heads = ("No.", "Item", "Requirement") if deck.title.isascii() else ("序号", "项目", "要求")
        for cell, text in zip(table.rows[0].cells, heads, strict=True):
            cell.text = text
        for number, point in enumerate(section.points, 1):
            for cell, text in zip(table.add_row().cells, (str(number), *point), strict=True):
                cell.text = text

    return _docx(deck, points)


def docx_bold_lines(deck: Deck) -> bytes:
    def points(document: Word, section: Section) -> None:
        for point in section.points:
            document.add_paragraph().add_run(point.term).bold = True
            document.add_paragraph(point.statement)

    return _docx(deck, points)


# Slides.


class Drawn(NamedTuple):
    """A box to draw: its text lines, and left, top, width, height in points."""

    lines: tuple[str, ...]
    frame: tuple[float, float, float, float]


def _draw(shapes: Shapes, box: Drawn, size: int = 16, *, bold_first: bool = False) -> None:
    shape = shapes.add_textbox(*(Emu(int(value * _EMU)) for value in box.frame))
    for at, text in enumerate(box.lines):
        paragraph = shape.text_frame.paragraphs[0] if at == 0 else shape.text_frame.add_paragraph()
        run = paragraph.add_run()
        run.text = text
        run.font.size = Pt(size)
        run.font.bold = True if bold_first and at == 0 else None


def _pptx(deck: Deck, draw: Callable[[Word, Section], None], *, layout: int = 5, notes: bool = False) -> bytes:
    presentation = Presentation()
    first = presentation.slides.add_slide(presentation.slide_layouts[0])
    first.shapes.title.text = deck.title
    first.placeholders[1].text = "2026"
    agenda = presentation.slides.add_slide(presentation.slide_layouts[1])
    agenda.shapes.title.text = "Contents" if deck.title.isascii() else "目录"
    agenda.placeholders[1].text = "\n".join(chapter.title for chapter in deck.chapters)
    for number, chapter in enumerate(deck.chapters, 1):
        divider = presentation.slides.add_slide(presentation.slide_layouts[2 if layout != 6 else 6])
        if layout == 6:
            _draw(divider.shapes, Drawn((f"0{number}",), (300, 150, 100, 60)), 60)
            _draw(divider.shapes, Drawn((chapter.title,), (200, 250, 400, 60)), 40)
        else:
            divider.shapes.title.text = chapter.title
            divider.placeholders[1].text = f"PART {number}"
        for section in chapter.sections:
            slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
            if layout != 6:
                slide.shapes.title.text = section.title
            draw(slide, section)
            if notes:
                slide.notes_slide.notes_text_frame.text = "Speak slowly: this slide is long."
    last = presentation.slides.add_slide(presentation.slide_layouts[5])
    last.shapes.title.text = "Thank you" if deck.title.isascii() else "谢谢大家"
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _scattered(count: int) -> list[int]:
    """Return the order in which shapes were drawn: not the one in which they are read."""
    return sorted(range(count), key=lambda at: (at * 7 + 3) % 11)


def pptx_bullets(deck: Deck) -> bytes:
    def draw(slide: Shown, section: Section) -> None:
        frame = slide.placeholders[1].text_frame
        for at, point in enumerate(section.points):
            head = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            head.text = point.term
            below = frame.add_paragraph()
            below.text, below.level = point.statement, 1

    return _pptx(deck, draw, layout=1, notes=True)


def pptx_inline(deck: Deck) -> bytes:
    def draw(slide: Shown, section: Section) -> None:
        slide.placeholders[1].text = "\n".join(f"{p.term}{deck.colon}{p.statement}" for p in section.points)

    return _pptx(deck, draw, layout=1)


def pptx_columns(deck: Deck) -> bytes:
    """Terms side by side, statements below them, drawn out of order."""

    def draw(slide: Shown, section: Section) -> None:
        width = 680 / len(section.points)
        boxes = []
        for at, point in enumerate(section.points):
            boxes.append(Drawn((point.term,), (20 + at * width, 150, width - 10, 30)))
            boxes.append(Drawn((point.statement,), (20 + at * width, 190, width - 10, 150)))
        for at in _scattered(len(boxes)):
            _draw(slide.shapes, boxes[at])

    return _pptx(deck, draw)


def pptx_rows(deck: Deck) -> bytes:
    """Terms on the left, statements on the right, with numbers before them; all statements drawn first."""

    def draw(slide: Shown, section: Section) -> None:
        for at, point in reversed(list(enumerate(section.points))):
            _draw(slide.shapes, Drawn((point.statement,), (230, 130 + at * 70, 460, 60)))
        for at, point in enumerate(section.points):
            _draw(slide.shapes, Drawn((f"{at + 1:02}",), (20, 130 + at * 70, 40, 60)))
            _draw(slide.shapes, Drawn((point.term,), (70, 140 + at * 70, 150, 30)))

    return _pptx(deck, draw)


def pptx_grid(deck: Deck) -> bytes:
    """Two columns of cards in groups, a term above its statement in each; no placeholders at all."""

    def draw(slide: Shown, section: Section) -> None:
        _draw(slide.shapes, Drawn((section.title,), (30, 20, 400, 40)), 28)
        for at in _scattered(len(section.points)):
            point = section.points[at]
            left, top = 30 + at % 2 * 350, 100 + at // 2 * 140
            group = slide.shapes.add_group_shape()
            _draw(group.shapes, Drawn((point.statement,), (left, top + 35, 320, 80)), 14)
            _draw(group.shapes, Drawn((point.term,), (left, top, 320, 30)), 18)

    return _pptx(deck, draw, layout=6)


def pptx_cards(deck: Deck) -> bytes:
    """One box a point: the term bold in the first line, the statement in the second."""

    def draw(slide: Shown, section: Section) -> None:
        width = 680 / len(section.points)
        for at in _scattered(len(section.points)):
            box = Drawn(tuple(section.points[at]), (20 + at * width, 150, width - 10, 200))
            _draw(slide.shapes, box, bold_first=True)

    return _pptx(deck, draw)


def pptx_zigzag(deck: Deck) -> bytes:
    """A time line: statements now above and now below their terms."""

    def draw(slide: Shown, section: Section) -> None:
        width = 690 / len(section.points)
        for at, point in enumerate(section.points):
            _draw(slide.shapes, Drawn((point.term,), (10 + at * width, 250, width - 10, 30)))
        for at, point in enumerate(section.points):
            top = 290 if at % 2 else 140
            _draw(slide.shapes, Drawn((point.statement,), (10 + at * width, top, width - 10, 100)))

    return _pptx(deck, draw)


def pptx_tables(deck: Deck) -> bytes:
    def draw(slide: Shown, section: Section) -> None:
        table = slide.shapes.add_table(len(section.points), 2, Pt(30), Pt(120), Pt(640), Pt(300)).table
        for at, point in enumerate(section.points):
            table.cell(at, 0).text, table.cell(at, 1).text = point

    return _pptx(deck, draw)


MAKERS: dict[str, Callable[[Deck], bytes]] = {
    maker.__name__: maker
    for maker in (
        md_inline,
        md_headings,
        md_table,
        md_nested,
        txt_numbered,
        txt_paragraphs,
        html_list,
        html_terms,
        html_table,
        html_headings,
        pdf_bullets,
        pdf_headings,
        docx_headings,
        docx_bullets,
        docx_two_levels,
        docx_tables,
        docx_bold_lines,
        pptx_bullets,
        pptx_inline,
        pptx_columns,
        pptx_rows,
        pptx_grid,
        pptx_cards,
        pptx_zigzag,
        pptx_tables,
    )
}
