"""What must hold for every seed, tried on many: too slow for each change, run by `make soak`."""

from __future__ import annotations

from pathlib import Path

import pytest

from drill.bank.checks import check_bank, check_forms
from drill.exam.assembly import form_faults
from drill.exam.making import make_exam
from drill.files.bank_folder import load_bank
from drill.generate.cards import cards_of
from drill.generate.items import make_items
from drill.generate.notes import make_notes
from drill.model.finding import Severity

SHIPPED = load_bank(Path(__file__).parents[2] / "cards" / "financial-service-etiquette")
BANK = SHIPPED.bank
CHAPTERS = {fact.id: chapter.id for chapter in BANK.chapters for section in chapter.sections for fact in section.facts}

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("seed", range(20))
def test_generated_items_are_sound_under_any_seed(seed: int) -> None:
    notes = make_notes(BANK)
    cards = [card for note in notes for card in cards_of(note)]
    items = (*BANK.items, *make_items(BANK, seed=seed).items)
    findings = check_bank(BANK, items=items, notes=notes, cards=cards, places=SHIPPED.places)
    assert [f for f in findings if f.severity is Severity.ERROR and not f.waived] == []


@pytest.mark.parametrize("decade", range(20))
def test_forms_keep_every_rule_under_any_seed(decade: int) -> None:
    blueprint = BANK.exams[0]
    pool = (*BANK.items, *make_items(BANK).items)
    for seed in range(decade * 10, decade * 10 + 10):
        making = make_exam(BANK, blueprint, pool, forms=3, seed=seed)
        assert form_faults(blueprint, making.forms, CHAPTERS) == ()
        findings = check_forms(making.forms, bank=BANK, places=SHIPPED.places)
        assert [f for f in findings if f.severity is Severity.ERROR and not f.waived] == []
