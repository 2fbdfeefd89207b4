"""Decks as people draw them: boxes for titles, badges, groups, ornaments, and an order of shapes nobody reads in."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Pt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.documents.sample_decks import Chapter, Deck, Point, Section

# What python-pptx hands out has no types.
Shapes: TypeAlias = Any
Shown: TypeAlias = Any

ORNAMENTS = ("LOGO", "BUSINESS TRAINING", "2024", "添加标题", "内部资料", "www.example.com", "Add your text")
WIDTH, HEIGHT = 960, 540


class Text(NamedTuple):
    """A box to draw: paragraphs, each of (text, is_bold) runs."""

    box: tuple[float, float, float, float]
    paragraphs: Sequence[Sequence[tuple[str, bool]]]
    size: float = 16
    align: str = "left"
    group: int | None = None


def one(box: tuple[float, float, float, float], text: str, size: float = 16, **more: Any) -> Text:
    return Text(box, [[(text, False)]], size, **more)


class Pen:
    """Draws a slide's boxes in an order of its own."""

    def __init__(self, deck: Deck, seed: int) -> None:
        self.deck = deck
        self.rng = random.Random(seed)  # noqa: S311 - draws a layout
        self.is_english = deck.title.isascii()
        self.presentation = Presentation()
        self.presentation.slide_width, self.presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
        self.titles = self.rng.choice(["placeholder", "box", "badge", "bilingual", "crumb"])
        self.dividers = self.rng.choice(["part", "header", "contents", "plain"])
        self.ornaments = self.rng.sample(ORNAMENTS, 2)
        self.takes_stops = self.rng.random() < 0.4

    def slide(self, layout: int = 6) -> Shown:
        return self.presentation.slides.add_slide(self.presentation.slide_layouts[layout])

    def statement(self, point: Point) -> str:
        return point.statement.rstrip("。.") if self.takes_stops else point.statement

    def draw(self, shapes: Shapes, boxes: Sequence[Text]) -> None:
        listed = list(boxes)
        self.rng.shuffle(listed)
        groups: dict[int, Shapes] = {}
        for box in listed:
            home = shapes
            if box.group is not None:
                if box.group not in groups:
                    groups[box.group] = shapes.add_group_shape().shapes
                home = groups[box.group]
            self._box(home, box)

    def _box(self, shapes: Shapes, text: Text) -> None:
        measures = [Pt(round(at)) for at in text.box]
        is_shape = self.rng.random() < 0.3
        shape = shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *measures) if is_shape else shapes.add_textbox(*measures)
        frame = shape.text_frame
        frame.word_wrap = True
        for at, runs in enumerate(text.paragraphs):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            if text.align == "right":
                paragraph.alignment = PP_ALIGN.RIGHT
            for written, is_bold in runs:
                for line, part in enumerate(written.split("\v")):
                    if line:
                        paragraph.add_line_break()
                    run = paragraph.add_run()
                    run.text = part
                    run.font.size = Pt(text.size)
                    run.font.bold = is_bold or None

    def cover(self) -> None:
        slide = self.slide(0 if self.titles == "placeholder" else 6)
        if self.titles == "placeholder":
            slide.shapes.title.text = self.deck.title
            slide.placeholders[1].text = "Training team, 2024" if self.is_english else "主讲人：王老师\n2024年3月"
            return
        boxes = [
            one((80, 180, 800, 80), self.deck.title, 44),
            one((80, 280, 500, 30), "Presented by: Training team" if self.is_english else "汇报人：张三", 16),
            one((80, 320, 300, 30), "March 2024" if self.is_english else "日期：2024年3月", 16),
            *(one((700, 20 + 40 * at, 200, 24), text, 12) for at, text in enumerate(self.ornaments)),
        ]
        self.draw(slide.shapes, boxes)

    def contents(self) -> None:
        slide = self.slide()
        boxes = [one((60, 40, 300, 60), "CONTENTS" if self.is_english else "目录", 40)]
        if not self.is_english and self.rng.random() < 0.5:
            boxes.append(one((60, 100, 300, 30), "CONTENTS", 18))
        for at, chapter in enumerate(self.deck.chapters):
            boxes.append(one((400, 100 + at * 70, 60, 40), f"{at + 1:02}", 28))
            boxes.append(one((470, 100 + at * 70, 420, 40), chapter.title, 24))
        self.draw(slide.shapes, boxes)

    def divider(self, number: int, chapter: Chapter) -> None:
        match self.dividers:
            case "part":
                label = self.rng.choice(["PART {:02}", "Part {}", "{:02}"]).format(number)
                self.draw(
                    self.slide().shapes,
                    [
                        one((100, 180, 200, 60), label, 40),
                        one((330, 190, 560, 60), chapter.title, 40),
                        one((100, 20, 200, 24), self.ornaments[0], 12),
                    ],
                )
            case "header":
                slide = self.slide(2)
                slide.shapes.title.text = chapter.title
                slide.placeholders[1].text = "What this part is about" if self.is_english else "本章主要内容"
            case "contents":
                han = "一二三四五六七八九"[number - 1]
                label = f"Chapter {number}: {chapter.title}" if self.is_english else f"第{han}章 {chapter.title}"
                boxes = [one((80, 120, 800, 70), label, 40)]
                boxes += [
                    one((120, 230 + at * 45, 600, 34), section.title, 20) for at, section in enumerate(chapter.sections)
                ]
                self.draw(self.slide().shapes, boxes)
            case _:
                self.draw(self.slide().shapes, [one((100, 220, 760, 80), chapter.title, 44)])

    def section(
        self, chapter: Chapter, title: str, layout: Callable[[Pen, Shown, list[Point]], list[Text]], points: list[Point]
    ) -> None:
        is_placed = self.titles == "placeholder" or layout is two_levels or layout is two_levels_many
        slide = self.slide(1 if layout in {two_levels, two_levels_many} else 5 if is_placed else 6)
        boxes = list(layout(self, slide, points))
        if is_placed:
            slide.shapes.title.text = title
        else:
            boxes.append(one((70, 24, 700, 44), title, 28))
        if not is_placed and self.titles == "badge":
            boxes.append(one((20, 24, 44, 44), f"{self.rng.randint(1, 9):02}", 28))
        if not is_placed and self.titles == "bilingual" and not self.is_english:
            boxes.append(one((70, 70, 500, 20), "SAFETY TRAINING FOR EMPLOYEES", 12))
        if not is_placed and self.titles == "crumb":
            boxes.append(one((70, 4, 400, 18), chapter.title, 10))
        boxes.append(one((880, 512, 60, 20), str(self.rng.randint(2, 60)), 10))
        boxes.append(one((780, 6, 160, 20), self.ornaments[0], 10))
        self.draw(slide.shapes, boxes)

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.presentation.save(out)
        return out.getvalue()


def _widths(count: int) -> tuple[float, float]:
    return 880 / count, 880 / count - 20


def columns(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """Cards side by side: a badge, the term, the statement."""
    step, width = _widths(len(points))
    boxes = []
    for at, point in enumerate(points):
        left = 40 + at * step
        boxes += [
            one((left + width / 2 - 20, 110, 40, 34), f"{at + 1:02}", 24),
            one((left + 10, 160, width - 20, 30), point.term, 18),
            one((left, 205, width, 220), pen.statement(point), 14),
        ]
    return boxes


def rows(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """A badge, the term beside it, the statement to the right of both."""
    step = 390 / len(points)
    boxes = []
    for at, point in enumerate(points):
        top = 110 + at * step
        boxes += [
            one((40, top, 50, 40), str(at + 1), 24),
            one((100, top + 4, 220, 30), point.term, 18),
            one((340, top - 6, 580, step - 12), pen.statement(point), 14),
        ]
    return boxes


def rows_stacked(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """The term above its statement, one after the other down the slide, badges on the left."""
    step = 400 / len(points)
    boxes = []
    for at, point in enumerate(points):
        top = 105 + at * step
        boxes += [
            one((40, top + 6, 50, 40), f"{at + 1:02}", 24),
            one((110, top, 400, 26), point.term, 18),
            one((110, top + 28, 800, step - 40), pen.statement(point), 14),
        ]
    return boxes


def lead_runs(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """One box a point: the term in bold, the statement behind it in the same paragraph."""
    colon = ": " if pen.is_english else pen.rng.choice(["：", "  "])
    step = 390 / len(points)
    return [
        Text((60, 110 + at * step, 840, step - 10), [[(f"{point.term}{colon}", True), (pen.statement(point), False)]])
        for at, point in enumerate(points)
    ]


def one_box(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """All in one box: terms in bold, the statements as paragraphs below them."""
    paragraphs = []
    for point in points:
        paragraphs += [[(point.term, True)], [(pen.statement(point), False)]]
    return [Text((60, 110, 840, 380), paragraphs)]


def typed_bullets(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """One box, bullets and colons typed by hand."""
    marks = pen.rng.choice(
        [["•"] * 9, [f"{n}. " for n in range(1, 10)], ["◆ "] * 9, [f"（{n}）" for n in range(1, 10)]]
    )
    colon = ": " if pen.is_english else "："
    return [
        Text(
            (60, 110, 840, 380),
            [
                [(f"{mark}{point.term}{colon}{pen.statement(point)}", False)]
                for mark, point in zip(marks, points, strict=False)
            ],
        )
    ]


def two_levels(pen: Pen, slide: Shown, points: list[Point]) -> list[Text]:
    frame = slide.placeholders[1].text_frame
    for at, point in enumerate(points):
        head = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        head.text = point.term
        below = frame.add_paragraph()
        below.text, below.level = pen.statement(point), 1
    return []


def halves(text: str) -> list[str]:
    """Cut a statement in two where it pauses, as authors do who make two bullets of it."""
    marks = [at for at, char in enumerate(text[:-8]) if char in "，；,;" and at > 7 and text[at + 1] != "0"]
    return [text] if not marks else [text[: marks[0]].strip(), text[marks[0] + 1 :].strip()]


def two_levels_many(pen: Pen, slide: Shown, points: list[Point]) -> list[Text]:
    """Several second-level bullets under each term."""
    frame = slide.placeholders[1].text_frame
    for at, point in enumerate(points):
        head = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        head.text = point.term
        for part in halves(pen.statement(point)):
            below = frame.add_paragraph()
            below.text, below.level = part, 1
    return []


def table_head(pen: Pen, slide: Shown, points: list[Point]) -> list[Text]:
    names = ("Item", "Requirement") if pen.is_english else pen.rng.choice([("项目", "要求"), ("名称", "具体内容")])
    _table(slide, [names, *((point.term, pen.statement(point)) for point in points)])
    return []


def table_numbers(pen: Pen, slide: Shown, points: list[Point]) -> list[Text]:
    names = ("No.", "Topic", "What it means") if pen.is_english else ("序号", "要点", "说明")
    _table(slide, [names, *((str(at), p.term, pen.statement(p)) for at, p in enumerate(points, 1))])
    return []


def table_bare(pen: Pen, slide: Shown, points: list[Point]) -> list[Text]:
    _table(slide, [(point.term, pen.statement(point)) for point in points])
    return []


def _table(slide: Shown, cells: Sequence[Sequence[str]]) -> None:
    table = slide.shapes.add_table(len(cells), len(cells[0]), Pt(40), Pt(110), Pt(880), Pt(360)).table
    for row, line in enumerate(cells):
        for column, text in enumerate(line):
            table.cell(row, column).text = text


def groups(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """Two columns of grouped cards."""
    boxes = []
    for at, point in enumerate(points):
        left, top = 40 + at % 2 * 460, 110 + at // 2 * 190
        boxes += [
            one((left, top, 40, 40), f"{at + 1:02}", 20, group=at),
            one((left + 50, top, 360, 30), point.term, 18, group=at),
            one((left + 50, top + 40, 370, 120), pen.statement(point), 14, group=at),
        ]
    return boxes


def around_picture(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """A picture in the middle; on its left text set to the right."""
    boxes = []
    left_count = (len(points) + 1) // 2
    for at, point in enumerate(points):
        is_left = at < left_count
        row = at if is_left else at - left_count
        left, top = (40 if is_left else 620), 120 + row * 190
        align = "right" if is_left else "left"
        boxes += [
            one((left + (120 if is_left else 0), top, 180, 30), point.term, 18, align=align),
            one((left, top + 36, 300, 130), pen.statement(point), 13, align=align),
        ]
    return boxes


def card_break(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """One shape a point, the term on its first line."""
    step, width = _widths(len(points))
    return [
        one((40 + at * step, 130, width, 300), f"{point.term}\v{pen.statement(point)}", 16)
        for at, point in enumerate(points)
    ]


def tabs(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """The term sits on the upper border of the box that holds its statement."""
    step, width = _widths(len(points))
    boxes = []
    for at, point in enumerate(points):
        left = 40 + at * step
        boxes += [
            one((left, 150, width, 260), pen.statement(point), 14),
            one((left + width * 0.15, 134, width * 0.7, 32), point.term, 18),
        ]
    return boxes


def chevrons(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """A row of arrows that hold the terms; statements below, a little to the right of them."""
    step, width = _widths(len(points))
    boxes = []
    for at, point in enumerate(points):
        left = 40 + at * step
        boxes += [
            one((left, 170, width + 30, 50), point.term, 16),
            one((left + 20, 250, width - 20, 200), pen.statement(point), 14),
        ]
    return boxes


def zigzag(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """A time line of badges; term and statement above it, then below it."""
    step, width = _widths(len(points))
    boxes = []
    for at, point in enumerate(points):
        left = 40 + at * step
        top = 100 if at % 2 == 0 else 330
        boxes += [
            one((left + width / 2 - 15, 290, 30, 30), str(at + 1), 16),
            one((left, top, width, 28), point.term, 18),
            one((left, top + 32, width, 140), pen.statement(point), 13),
        ]
    return boxes


def terms_under(pen: Pen, _slide: Shown, points: list[Point]) -> list[Text]:
    """Statements in rows on the right, their terms in circles on the left, as high as the statements are."""
    step = 400 / len(points)
    boxes = []
    for at, point in enumerate(points):
        top = 105 + at * step
        boxes += [
            one((60, top, 160, step - 14), point.term, 16),
            one((260, top, 640, step - 14), pen.statement(point), 14),
        ]
    return boxes


LAYOUTS: dict[str, Callable[[Pen, Shown, list[Point]], list[Text]]] = {
    layout.__name__: layout
    for layout in (
        columns,
        rows,
        rows_stacked,
        lead_runs,
        one_box,
        typed_bullets,
        two_levels,
        two_levels_many,
        table_head,
        table_numbers,
        groups,
        around_picture,
        card_break,
        tabs,
        chevrons,
        zigzag,
        terms_under,
        table_bare,
    )
}


def slides(deck: Deck, layouts: Sequence[str], seed: int) -> bytes:
    """Draw a deck: cover, contents, a divider a chapter, a slide a section in one of the layouts after another."""
    pen = Pen(deck, seed)
    pen.cover()
    pen.contents()
    count = 0
    for number, chapter in enumerate(deck.chapters, 1):
        pen.divider(number, chapter)
        for section in chapter.sections:
            layout = LAYOUTS[layouts[count % len(layouts)]]
            for title, points in pages(pen, section):
                pen.section(chapter, title, layout, points)
            count += 1
    pen.draw(pen.slide().shapes, [one((200, 220, 600, 80), "Thank you!" if pen.is_english else "感谢聆听", 54)])
    return pen.saved()


def pages(pen: Pen, section: Section) -> list[tuple[str, list[Point]]]:
    """Spread a long section over two slides with the same title, told apart as authors do."""
    if len(section.points) < 4:
        return [(section.title, section.points)]
    first, second = pen.rng.choice(
        [("{}", "{} (cont.)"), ("{} (1)", "{} (2)"), ("{}", "{}")]
        if pen.is_english
        else [("{}", "{}（续）"), ("{}（1）", "{}（2）"), ("{}", "{}"), ("{}（一）", "{}（二）")]
    )
    half = len(section.points) // 2
    return [(first.format(section.title), section.points[:half]), (second.format(section.title), section.points[half:])]
