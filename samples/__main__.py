"""Write the sample deck: `python -m samples exports/parcel-counter.pptx`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.util import Pt

OUTLINE = Path(__file__).with_name("parcel-counter.txt")


def main(output: Path) -> None:
    """Write the outline as a deck: a title slide, a slide for each chapter, a slide for each section."""
    deck = Presentation()
    title_layout, bullets_layout, divider_layout = (deck.slide_layouts[number] for number in (0, 1, 2))
    body: Any = None
    for line in OUTLINE.read_text(encoding="utf-8").splitlines():
        mark, _, text = line.partition(" ")
        if mark == "#":
            deck.slides.add_slide(title_layout).shapes.title.text = text
        elif mark == "##":
            deck.slides.add_slide(divider_layout).shapes.title.text = text
        elif mark == "###":
            slide = deck.slides.add_slide(bullets_layout)
            slide.shapes.title.text = text
            body = slide.placeholders[1].text_frame
        elif text:
            paragraph = body.add_paragraph() if body.text else body.paragraphs[0]
            # The numbers of a procedure are typed in front, as many authors do.
            paragraph.text = text if mark == "-" else line
            paragraph.font.size = Pt(20)
    output.parent.mkdir(parents=True, exist_ok=True)
    deck.save(str(output))
    print(output)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
