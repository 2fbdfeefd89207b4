"""PDFs as office programs print them: running heads, page numbers, two columns, bold headings, tables."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pylopdf_fonts_zh_cn
import typst
from tests.documents.lifelike_slides import halves

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.sample_decks import Deck, Section

_SETUP = """#set page(paper: "a4", columns: {columns}, header: align(right)[{title}],
  footer: context align(center)[{foot}])
#set text(font: ("Noto Serif SC", "Noto Sans SC"), size: 10.5pt, lang: "{lang}", hyphenate: true)
#set par(justify: {justify})
#show strong: set text(font: "Noto Sans SC")
#show heading: set text(font: "Noto Sans SC")
#set heading(numbering: {numbering})
"""
_FONTS = typst.Fonts(font_paths=[str(Path(pylopdf_fonts_zh_cn.__file__).parent)])


def q(text: str) -> str:
    return "#" + '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pairs(deck: Deck, section: Section) -> str:
    colon = ": " if deck.title.isascii() else "："
    return "\n\n".join(q(f"{p.term}{colon}{p.statement}") for p in section.points)


def bullets(deck: Deck, section: Section) -> str:
    colon = ": " if deck.title.isascii() else "："
    return "\n".join(f"- *{q(p.term)}*{q(colon + p.statement)}" for p in section.points)


def numbered(_deck: Deck, section: Section) -> str:
    return "\n".join(f"+ *{q(p.term)}* \\ {q(p.statement)}" for p in section.points)


def thirds(_deck: Deck, section: Section) -> str:
    return "\n\n".join(f"=== {q(p.term)}\n" + "\n\n".join(q(x) for x in halves(p.statement)) for p in section.points)


def bold_lines(_deck: Deck, section: Section) -> str:
    return "\n\n".join(f"*{q(p.term)}*\n\n{q(p.statement)}" for p in section.points)


def nested(_deck: Deck, section: Section) -> str:
    return "\n".join(f"- {q(p.term)}\n  - {q(p.statement)}" for p in section.points)


def table(_deck: Deck, section: Section) -> str:
    cells = ", ".join(f"[{q(p.term)}], [{q(p.statement)}]" for p in section.points)
    return f"#table(columns: (4cm, 1fr), {cells})"


PDFS: dict[str, Callable[[Deck, Section], str]] = {
    one.__name__: one for one in (pairs, bullets, numbered, thirds, bold_lines, nested, table)
}


def pdf(deck: Deck, layout: str, seed: int) -> bytes:
    rng = random.Random(seed)  # noqa: S311 - draws a layout
    is_english = deck.title.isascii()
    columns = 2 if layout != "table" and rng.random() < 0.3 else 1
    # Headings as small as the text are told by their numbers alone.
    is_small = layout != "thirds" and rng.random() < 0.4
    numbering = '"1.1"' if is_small else rng.choice(["none", '"1.1"'])
    foot = "Page #counter(page).display()" if is_english else "第 #counter(page).display() 页"
    lines = [
        _SETUP.format(
            columns=columns,
            title=deck.title,
            foot=foot,
            lang="en" if is_english else "zh",
            justify="true" if rng.random() < 0.5 else "false",
            numbering=numbering,
        )
    ]
    if is_small:
        lines.append("#show heading: set text(size: 10.5pt)")
    lines.append(f"#align(center, text(size: 22pt)[{q(deck.title)}])")
    for chapter in deck.chapters:
        lines.append(f"= {q(chapter.title)}")
        for section in chapter.sections:
            lines += [f"== {q(section.title)}", PDFS[layout](deck, section)]
    return bytes(typst.compile("\n\n".join(lines).encode(), font_paths=_FONTS, format="pdf"))
