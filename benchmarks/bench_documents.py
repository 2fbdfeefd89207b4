"""Read a deck of 1,000 slides and a PDF of 500 pages with facts and places; peers read the same files for text alone.

The peers are python-pptx (every paragraph of every shape) and pypdf (`extract_text` of every page), each in a process
of its own, as drill's reader is. Two more rows compare the time for each page with that of a quarter of the file: a
ratio of 1 is exactly linear. Memory is the reading process's own peak.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

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


class _Work(NamedTuple):
    kind: str
    make: Callable[[int], bytes]
    size: int
    units: str
    peer: str
    peer_name: str


def run() -> list[Result]:
    """Measure both kinds against their peers and against themselves."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        results = [result for work in _WORKS for result in _measured(work, root)]
        peak = max(_peak_mb(root / f"whole.{work.kind}") for work in _WORKS)
    name = "memory of a reading process (peer: the limit)"
    return [*results, Result(name=name, ours=peak, peer=512, ratio=peak / 512, unit="MB", goal=1)]


def _measured(work: _Work, root: Path) -> list[Result]:
    whole, quarter = root / f"whole.{work.kind}", root / f"quarter.{work.kind}"
    whole.write_bytes(work.make(work.size))
    quarter.write_bytes(work.make(work.size // 4))
    times = [
        (
            _seconds(lambda: _read(whole)),
            _seconds(lambda: _run_peer(work.peer, whole)),
            _seconds(lambda: _extract(whole)),
            _seconds(lambda: _extract(quarter)),
        )
        for _ in range(3)
    ]
    read, theirs, ours, part = (min(column) for column in zip(*times, strict=True))
    what = f"{work.size:,} {work.units}"
    peer = f"(peer: {work.peer_name}, text only)"
    each = f"{what} to facts, each 100 (peer: of {work.size // 4})"
    return [
        Result(name=f"{what} read {peer}", ours=read, peer=theirs, ratio=read / theirs, unit="s", goal=2),
        Result(name=f"{what} to facts {peer}", ours=ours, peer=theirs, ratio=ours / theirs, unit="s"),
        Result(
            name=each,
            ours=ours / work.size * 100,
            peer=part / work.size * 400,
            ratio=ours / part / 4,
            unit="s",
            goal=1.3,
        ),
    ]


def _peak_mb(path: Path) -> float:
    """Return the peak memory of a fresh reading process."""
    code = "import resource, sys; from drill.documents.worker import main; main(sys.argv[1])\n"
    code += "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    return float(done.stderr)


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _read(path: Path) -> None:
    assert read_document(path).passages


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


_WORKS = (
    _Work("pptx", _deck, SLIDES, "slides", _PPTX_PEER, "python-pptx"),
    _Work("pdf", _handbook, PAGES, "pages", _PDF_PEER, "pypdf"),
)
