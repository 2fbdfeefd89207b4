"""A form as one HTML file: to print, to read on a phone, or to practise on, without script or network."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from drill.render.exam_view import paper_view
from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.bank import Language
    from drill.model.exam import Paper

_TEMPLATES = Path(__file__).parent / "templates" / "exam"
_UNSAFE_IN_CSS = re.compile(r"[^\w\s·.-]|[\n\r\f]")
# What a printed line holds beside the question number, in widths of a Chinese character, and what a column costs.
_LINE_EMS = 41
_COLUMN_EMS = 2.5


def student_html(paper: Paper, language: Language) -> bytes:
    """Return the paper an examinee gets as a self-contained file; `paper` has no key in it, so neither has the file."""
    view = paper_view(paper, language)
    columns = {
        question.number: column_count(question.options or question.steps)
        for part in paper.parts
        for question in part.questions
    }
    style = _template("exam.css.j2").render(
        form=css_string(label("exam_form", language, code=paper.code)),
        fingerprint=css_string(str(view["fingerprint"])),
        page=_page_counter(label("exam_page", language, page="{page}", pages="{pages}")),
        margin_fonts="sans-serif",
    )
    html = _template("exam.html.j2").render(paper=view, columns=columns, style=Markup(style))  # noqa: S704 - css_string escapes all that varies in it
    return (html + "\n").encode()


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=name.endswith(".html.j2"),
        undefined=StrictUndefined,
    )
    return environment.get_template(name)


def css_string(text: str) -> str:
    """Return `text` as a quoted CSS string that can neither end its string nor the style element."""
    return '"' + _UNSAFE_IN_CSS.sub(lambda match: f"\\{ord(match.group()):x} ", text) + '"'


def _page_counter(pattern: str) -> str:
    """Return the CSS content for `Page {page} of {pages}`."""
    pieces = re.split(r"(\{pages?\})", pattern)
    counters = {"{page}": "counter(page)", "{pages}": "counter(pages)"}
    return " ".join(counters.get(piece, css_string(piece)) for piece in pieces if piece)


def column_count(texts: Sequence[str]) -> int:
    """Return how many columns the texts fit in side by side, leaving none alone on the last row."""
    count = len(texts)
    widest = max(map(_ems, texts), default=0) + _COLUMN_EMS
    choices = {1: (1,), 2: (2,), 3: (3,), 4: (4, 2), 5: (5, 3, 2), 6: (3, 2)}.get(count, (4, 2))
    return next((columns for columns in choices if columns * widest <= _LINE_EMS), 1)


def _ems(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return wide + 0.55 * (len(text) - wide)
