"""A form as a printable PDF, and the trainer's answers to all forms of a making."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.render.exam_key_view import key_view
from drill.render.exam_view import paper_view
from drill.render.typst_pdf import compile_pdf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.bank import Language
    from drill.model.exam import FactReference, Making, Paper


def student_pdf(paper: Paper, language: Language) -> bytes:
    """Return the paper an examinee gets; `paper` has no key in it, so neither have the bytes.

    Raises MissingGlyphError, naming the question, if a text holds a character that the fonts lack.
    """
    return compile_pdf("exam_student.typ", paper_view(paper, language), language)


def answer_key_pdf(making: Making, facts: Mapping[str, FactReference], language: Language) -> bytes:
    """Return the answers to every form of `making` as one document for trainers.

    `facts` tells where the facts behind the items stand; it must hold every fact that an item names.
    Raises MissingGlyphError, naming the item, if a text holds a character that the fonts lack.
    """
    return compile_pdf("exam_key.typ", key_view(making, facts, language), language)
