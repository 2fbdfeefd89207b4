"""30 forms of 40 items to PDF in one process, against a bare typst loop over the same data and template."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from benchmarks.result import Result
from drill.exam.making import make_exam
from drill.files.bank_folder import load_bank
from drill.generate.items import make_items
from drill.model.bank import KindQuota, Language
from drill.render import exam_pdf
from drill.render.exam_view import paper_view
from drill.render.fonts import font_set
from drill.render.typst_pdf import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drill.model.exam import Paper

FORMS = 30
_BANK = Path(__file__).parent.parent / "cards" / "financial-service-etiquette"
_LANGUAGE = Language.ZH_HANS


def run() -> list[Result]:
    """Measure both ways on the same papers, each from a fresh compiler, the best of three."""
    papers = _papers()
    ours_s, peer_s = [], []
    for _ in range(3):
        peer_s.append(_seconds(lambda: _bare(papers)))
        ours_s.append(_seconds(lambda: [exam_pdf.student_pdf(paper, _LANGUAGE) for paper in papers]))
    ours, peer = min(ours_s), min(peer_s)
    name = f"{FORMS} forms of 40 items to PDF (peer: a bare typst loop)"
    return [Result(name=name, ours=ours, peer=peer, ratio=ours / peer, unit="s", goal=1.3)]


def _papers() -> Sequence[Paper]:
    bank = load_bank(_BANK).bank
    blueprint = bank.exams[0]
    # Thirty forms share items; each still is a paper of its own.
    kinds = tuple(KindQuota(kind=q.kind, items=q.items, points=q.points, max_use=FORMS) for q in blueprint.kinds)
    pool = (*bank.items, *make_items(bank).items)
    return make_exam(bank, replace(blueprint, kinds=kinds, max_use=FORMS), pool, forms=FORMS, seed=1).papers


def _bare(papers: Sequence[Paper]) -> None:
    fonts = font_set(_LANGUAGE)
    found = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.folder])
    compiler = typst.Compiler(
        TEMPLATES / "exam_student.typ", root=TEMPLATES, font_paths=found, ignore_system_fonts=True
    )
    for paper in papers:
        data = json.dumps(paper_view(paper, _LANGUAGE), ensure_ascii=False)
        inputs = {"data": data, "serif": fonts.serif, "sans": fonts.sans}
        compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=["ua-1"])


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
