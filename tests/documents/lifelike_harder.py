"""A second round of layouts, written when the rules stood: irregular slides, wide tables, mixed pages."""

from __future__ import annotations

import html
import io
import math
from typing import TYPE_CHECKING

from pptx.util import Pt
from tests.documents.lifelike_slides import Pen, Text, halves, one
from tests.documents.lifelike_word import Writer, by_style

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.lifelike_slides import Shown
    from tests.documents.sample_decks import Deck, Point, Section


def bodies_of_bullets(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """Cards whose statements are two paragraphs each."""
    step = 880 / len(points)
    boxes = []
    for at, point in enumerate(points):
        parts = [[(f"• {part}", False)] for part in halves(pen.statement(point))]
        boxes += [
            one((40 + at * step, 130, step - 20, 30), point.term, 18),
            Text((40 + at * step, 170, step - 20, 200), parts, 14),
        ]
    return boxes


def with_lead(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """An introduction under the title and a message at the foot, besides the cards."""
    lead = (
        "Everybody on the team is expected to know and to follow the points on this page."
        if pen.is_english
        else "做好这项工作需要全体同事共同努力，请重点掌握以下内容。"
    )
    foot = "Remember: safety first!" if pen.is_english else "小结：细节决定成败！"
    step = 880 / len(points)
    boxes = [one((70, 75, 800, 24), lead, 14), one((40, 470, 880, 30), foot, 16)]
    for at, point in enumerate(points):
        boxes += [
            one((40 + at * step, 150, step - 20, 30), point.term, 18),
            one((40 + at * step, 190, step - 20, 200), pen.statement(point), 14),
        ]
    return boxes


def no_sizes(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """Terms and statements set alike; only their places tell them apart."""
    step = 390 / len(points)
    boxes = []
    for at, point in enumerate(points):
        boxes += [
            one((60, 120 + at * step, 220, 40), point.term, 16),
            one((320, 120 + at * step, 580, step - 16), pen.statement(point), 16),
        ]
    return boxes


def grid_letters(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """A grid of three columns with letters for badges, the letter left of the term."""
    boxes = []
    for at, point in enumerate(points):
        left, top = 40 + at % 3 * 300, 110 + at // 3 * 190
        boxes += [
            one((left, top, 30, 30), "ABCDEF"[at], 20),
            one((left + 40, top, 230, 30), point.term, 18),
            one((left, top + 40, 270, 130), pen.statement(point), 13),
        ]
    return boxes


def wheel(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """Terms on a wheel in the middle, statements outside of them."""
    boxes = []
    for at, point in enumerate(points):
        angle = math.pi * (2 * at + 1) / len(points)
        is_left = math.sin(angle) < 0
        x, y = 480 + 150 * math.sin(angle), 290 - 150 * math.cos(angle)
        boxes.append(one((x - 60, y - 20, 120, 40), point.term, 16))
        boxes.append(one((x - 370 if is_left else x + 70, y - 30, 300, 80), pen.statement(point), 13))
    return boxes


def above(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """Statements first, their terms as captions below them."""
    step = 880 / len(points)
    boxes = []
    for at, point in enumerate(points):
        boxes += [
            one((40 + at * step, 140, step - 20, 180), pen.statement(point), 14),
            one((40 + at * step, 340, step - 20, 30), point.term, 18),
        ]
    return boxes


def grouped_table(pen: Pen, slide: Shown, points: list[Point]) -> list[Text]:
    """A table with a remark in a fourth column that is empty in most rows."""
    names = ("No.", "Item", "Description", "Remark") if pen.is_english else ("序号", "名称", "说明", "备注")
    table = slide.shapes.add_table(len(points) + 1, 4, Pt(40), Pt(110), Pt(880), Pt(360)).table
    rows = [names, *((str(n), p.term, pen.statement(p), "") for n, p in enumerate(points, 1))]
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            table.cell(row, column).text = text
    return []


SLIDES: dict[str, Callable[[Pen, Shown, list[Point]], list[Text]]] = {
    layout.__name__: layout
    for layout in (bodies_of_bullets, with_lead, no_sizes, grid_letters, wheel, above, grouped_table)
}


def word_duties(writer: Writer, section: Section) -> None:
    """A table without a number column, its terms bold, its statements of several paragraphs."""
    table = writer.word.add_table(len(section.points), 2)
    for row, point in enumerate(section.points):
        table.cell(row, 0).paragraphs[0].add_run(point.term).bold = True
        parts = halves(point.statement)
        table.cell(row, 1).text = parts[0]
        for part in parts[1:]:
            table.cell(row, 1).add_paragraph(part)


def word_bullets_bold(writer: Writer, section: Section) -> None:
    """Bullets with a bold lead-in and a colon within the bold."""
    for point in section.points:
        paragraph = writer.word.add_paragraph(style="List Bullet")
        paragraph.add_run(f"{point.term}: " if writer.is_english else f"{point.term}：").bold = True
        paragraph.add_run(writer.statement(point))


def word_lead(writer: Writer, section: Section) -> None:
    """A sentence that leads to a numbered list of `term: statement`."""
    writer.line("Please observe the following:" if writer.is_english else "具体要求如下：")
    for point in section.points:
        colon = ": " if writer.is_english else "："
        writer.word.add_paragraph(f"{point.term}{colon}{writer.statement(point)}", style="List Number")


def word_split(writer: Writer, section: Section) -> None:
    """Terms as Word's list items, statements as plain paragraphs under them."""
    for point in section.points:
        writer.word.add_paragraph(point.term, style="List Number")
        writer.line(writer.statement(point))


WORD = {one.__name__: one for one in (word_duties, word_bullets_bold, word_lead, word_split)}


def harder_slides(deck: Deck, name: str, seed: int) -> bytes:
    pen = Pen(deck, seed)
    pen.cover()
    pen.contents()
    for number, chapter in enumerate(deck.chapters, 1):
        pen.divider(number, chapter)
        for section in chapter.sections:
            pen.section(chapter, section.title, SLIDES[name], section.points)
    return pen.saved()


def harder_word(deck: Deck, name: str, seed: int) -> bytes:
    writer = Writer(deck, seed)
    writer.cover()
    for number, chapter in enumerate(deck.chapters, 1):
        by_style(writer, number, chapter.title, 1)
        for at, section in enumerate(chapter.sections, 1):
            by_style(writer, at, section.title, 2)
            WORD[name](writer, section)
    out = io.BytesIO()
    writer.word.save(out)
    return out.getvalue()


def md_indented(deck: Deck, _seed: int) -> bytes:
    """Numbered terms in bold, statements as indented paragraphs; the title only in the front matter."""
    lines = [f"---\ntitle: {deck.title}\n---\n"]
    for chapter in deck.chapters:
        lines.append(f"# {chapter.title}\n")
        for section in chapter.sections:
            lines.append(f"## {section.title}\n")
            lines += [f"{n}. **{p.term}**\n\n   {p.statement}\n" for n, p in enumerate(section.points, 1)]
    return "\n".join(lines).encode()


def md_mixed(deck: Deck, _seed: int) -> bytes:
    """Sections in turns as list, table and headings; a paragraph of introduction in each."""
    intro = "The following points matter most:" if deck.title.isascii() else "以下几点最为重要，请牢记在心："
    lines = [f"# {deck.title}\n"]
    turn = 0
    for chapter in deck.chapters:
        lines.append(f"## {chapter.title}\n")
        for section in chapter.sections:
            lines += [f"### {section.title}\n", f"{intro}\n"]
            colon = ": " if deck.title.isascii() else "："
            match turn % 3:
                case 0:
                    lines += [f"- {p.term}{colon}{p.statement}" for p in section.points]
                case 1:
                    lines += ["| | |", "|---|---|", *(f"| {p.term} | {p.statement} |" for p in section.points)]
                case _:
                    lines += [f"#### {p.term}\n\n{p.statement}\n" for p in section.points]
            lines.append("")
            turn += 1
    return "\n".join(lines).encode()


def html_questions(deck: Deck, _seed: int) -> bytes:
    """Paragraphs in spans and divs without classes, terms in `em` within `li`, links within statements."""
    parts = [f"<html><body><div><h1>{html.escape(deck.title)}</h1>"]
    for chapter in deck.chapters:
        parts.append(f"<div><h2>{html.escape(chapter.title)}</h2>")
        for section in chapter.sections:
            parts.append(f"<div><h3><a id='x'></a>{html.escape(section.title)}</h3><ul>")
            for p in section.points:
                said = html.escape(p.statement)
                parts.append(f"<li><p><span><b>{html.escape(p.term)}</b></span></p>")
                parts.append(f"<p>{said[:4]}<a href='#'>{said[4:9]}</a>{said[9:]}</p></li>")
            parts.append("</ul></div>")
        parts.append("</div>")
    parts.append("</div></body></html>")
    return "\n".join(parts).encode("utf-8")


TEXTS = {"md_indented": md_indented, "md_mixed": md_mixed, "html_questions": html_questions}


def harder_text(deck: Deck, name: str, seed: int) -> bytes:
    return TEXTS[name](deck, seed)
