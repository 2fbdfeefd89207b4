"""One making of an exam: its forms, their papers and the fingerprint they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.exam.assembly import AssemblyError, make_forms
from drill.exam.blueprint import BlueprintError, check_blueprint
from drill.exam.paper import paper_of, sealed
from drill.exam.preference import kept_for_exams_first
from drill.model.exam import Making

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.bank import Bank, Blueprint, Item
    from drill.model.exam import Form


def make_exam(bank: Bank, blueprint: Blueprint, pool: Sequence[Item], forms: int, seed: int) -> Making:
    """Return `forms` forms of `blueprint` with their papers; `pool` holds the bank's own and its generated items.

    Items kept for exams are preferred to authored ones that are also on phones.

    Raises BlueprintError, ShortageError or AssemblyError.
    """
    faults = check_blueprint(blueprint, bank)
    if faults:
        raise BlueprintError(blueprint.name, faults)
    chapter_of = {
        fact.id: chapter.id for chapter in bank.chapters for section in chapter.sections for fact in section.facts
    }
    made = _forms(blueprint, pool, chapter_of, forms, seed)
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


def _forms(
    blueprint: Blueprint, pool: Sequence[Item], chapter_of: Mapping[str, str], forms: int, seed: int
) -> tuple[Form, ...]:
    preferred = kept_for_exams_first(blueprint, pool, chapter_of, forms)
    try:
        return make_forms(blueprint, preferred, chapter_of, forms=forms, seed=seed)
    except AssemblyError:
        # What is kept for exams fills the quotas, yet only with enemies together: then a drilled item is better.
        return make_forms(blueprint, pool, chapter_of, forms=forms, seed=seed)
