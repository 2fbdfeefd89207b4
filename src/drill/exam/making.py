"""One making of an exam: its forms, their papers and the fingerprint they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.exam.assembly import make_forms
from drill.exam.blueprint import BlueprintError, check_blueprint
from drill.exam.paper import paper_of, sealed
from drill.model.exam import Making

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.bank import Bank, Blueprint, Item


def make_exam(bank: Bank, blueprint: Blueprint, pool: Sequence[Item], forms: int, seed: int) -> Making:
    """Return `forms` forms of `blueprint` with their papers; `pool` holds the bank's own and its generated items.

    Raises BlueprintError, ShortageError or AssemblyError.
    """
    faults = check_blueprint(blueprint, bank)
    if faults:
        raise BlueprintError(blueprint.name, faults)
    chapter_of = {
        fact.id: chapter.id for chapter in bank.chapters for section in chapter.sections for fact in section.facts
    }
    made = make_forms(blueprint, pool, chapter_of, forms=forms, seed=seed)
    papers = sealed(paper_of(form, blueprint) for form in made)
    return Making(
        bank_id=bank.id,
        bank_version=bank.version,
        exam_id=blueprint.id,
        exam_name=blueprint.name,
        exam_title=blueprint.title,
        seed=seed,
        fingerprint=papers[0].fingerprint,
        forms=made,
        papers=papers,
    )
