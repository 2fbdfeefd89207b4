"""Read a deck of 1,000 slides and a PDF of 500 pages with facts and places; peers read the same files for text alone.

The peers are python-pptx (every paragraph of every shape) and pypdf (`extract_text` of every page), each in a process
of its own, as drill's reader is. Two more rows compare the time for each page with that of a quarter of the file: a
ratio of 1 is exactly linear. Memory is the reading process's own peak.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import typst
from pptx import Presentation
from pptx.util import Pt

from benchmarks.result import Result
from drill.documents.reading import read_document
from drill.extract.structured import extract_facts

if TYPE_CHECKING:
    from collections.abc import Callable

SLIDES, PAGES = 1000, 500
_PER_SLIDE = 4
_STATEMENT = "Keep the corridor clear at all times, and report what you cannot move yourself to the desk."
_PPTX_PEER = """
import sys
from pptx import Presentation
for slide in Presentation(sys.argv[1]).slides:
    for shape in slide.shapes:
        if shape.has_text_frame:
            [paragraph.text for paragraph in shape.text_frame.paragraphs]
"""
_PDF_PEER = """
import sys
from pypdf import PdfReader
for page in PdfReader(sys.argv[1]).pages:
    page.extract_text()
"""


def run() -> list[Result]:
    """Measure both kinds against their peers and against themselves."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        results = _measured("pptx", root, _deck, SLIDES, "slides", _PPTX_PEER, "python-pptx")
        results += _measured("pdf", root, _handbook, PAGES, "pages", _PDF_PEER, "pypdf")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    results.append(
        Result(
            name="memory of any reading process (peer: the limit)",
            ours=peak,
            peer=512,
            ratio=peak / 512,
            unit="MB",
            goal=1,
        )
    )
    return results


def _measured(
    kind: str, root: Path, make: Callable[[int], bytes], count: int, units: str, peer: str, peer_name: str
) -> list[Result]:
    whole, quarter = root / f"whole.{kind}", root / f"quarter.{kind}"
    whole.write_bytes(make(count))
    quarter.write_bytes(make(count // 4))
    ours = min(_seconds(lambda: _extract(whole)) for _ in range(2))
    own_part = min(_seconds(lambda: _extract(quarter)) for _ in range(2))
    theirs = min(_seconds(lambda: _run_peer(peer, whole)) for _ in range(2))
    return [
        Result(
            name=f"{count:,} {units} to facts (peer: {peer_name}, text only)",
            ours=ours,
            peer=theirs,
            ratio=ours / theirs,
            unit="s",
            goal=1.5,
        ),
        Result(
            name=f"the same, each 100 {units} (peer: of {count // 4})",
            ours=ours / count * 100,
            peer=own_part / count * 400,
            ratio=ours / own_part / 4,
            unit="s",
            goal=1.3,
        ),
    ]


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _extract(path: Path) -> None:
    assert extract_facts(read_document(path)).facts


def _run_peer(code: str, path: Path) -> None:
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def _deck(count: int) -> bytes:
    presentation = Presentation()
    for number in range(count):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = f"Topic number {number}"
        for at in range(_PER_SLIDE):
            for top, text in ((100, f"Point {chr(65 + at)} of {number}"), (140, f"{_STATEMENT} ({number})")):
                box = slide.shapes.add_textbox(Pt(20 + at * 170), Pt(top), Pt(160), Pt(30))
                box.text_frame.text = text
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _handbook(count: int) -> bytes:
    lines = ["#set page(header: [Handbook], footer: context counter(page).display())"]
    for number in range(count):
        lines.append(f"= Topic number {number}")
        lines += [f"- *Point {at}*: {_STATEMENT * 2}" for at in range(12)]
        lines.append("#pagebreak()" if number < count - 1 else "")
    return bytes(typst.compile("\n".join(lines).encode(), format="pdf"))
