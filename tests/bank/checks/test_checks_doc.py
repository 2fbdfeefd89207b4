"""The registry and its documentation."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bank.checks.checks_bank import ASK, DRESS, LISTEN, bank, card, choice, found, judge, misconception, note

from drill.bank import checks
from drill.bank.checks.check import Check
from drill.bank.checks.registry import CHECKS, FAMILIES, checks_table
from drill.model.bank import Bank, Chapter, Item, Section

if TYPE_CHECKING:
    from drill.model.notes import Card, Note

DOCUMENT = Path(__file__).parents[3] / "docs" / "checks.md"


def test_the_documentation_holds_every_check_as_it_is() -> None:
    document = DOCUMENT.read_text("utf-8")
    assert document.endswith(checks_table()), "docs/checks.md is behind: write checks_table() after its introduction."


def test_every_check_that_a_module_defines_is_registered_once() -> None:
    folder = Path(checks.__file__).parent
    defined = [
        value
        for path in sorted(folder.glob("[a-z]*.py"))
        for value in vars(__import__(f"drill.bank.checks.{path.stem}", fromlist=["*"])).values()
        if isinstance(value, Check)
    ]
    registered = [check for _, family in FAMILIES for check in family]
    assert {check.name for check in defined} == set(CHECKS)
    assert len(registered) == len(CHECKS)


def test_names_and_sentences_have_one_form() -> None:
    for check in CHECKS.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", check.name)
        assert check.rule.endswith((".", ")."))
        assert check.advice.endswith(".")


def _large(facts: int) -> tuple[Bank, list[Item], list[Note], list[Card]]:
    made = [
        replace(
            LISTEN,
            id=f"fact{at}",
            term=f"要求第{at}号",
            statement=f"客户提出第{at}号诉求时，沉住气听下去，不打断对方说话。",
            gist=f"第{at}号诉求沉住气听完",
            misconceptions=tuple(misconception(f"m{at}{n}", f"听第{at}号诉求时，可以分心办{n}件事。") for n in "ab"),
        )
        for at in range(facts)
    ]
    # One huge section: nothing may depend on sections being small.
    section = Section(id="sectionone", title="倾听", facts=tuple(made))
    whole = replace(bank(LISTEN, ASK, DRESS), chapters=(Chapter(id="chapter", title="投诉", sections=(section,)),))
    items = [
        item
        for at, one in enumerate(made)
        for item in (
            choice(
                f"客户第{at}次来电，你怎么做最合适？",
                ident=f"{one.id}.c",
                key_at=(at * 7 + at // 5) % 4,
                facts=(one.id,),
            ),
            judge(one.misconceptions[0].text, value=False, ident=f"{one.id}.f", facts=(one.id,)),
            judge(one.statement, value=True, ident=f"{one.id}.t", facts=(one.id,)),
        )
    ]
    notes = [note(ident=f"{one.id}.recall", facts=(one.id,)) for one in made]
    cards = [card(one.term, one.gist, note_id=f"{one.id}.recall") for one in made]
    return whole, items, notes, cards


def _seconds(facts: int) -> float:
    whole, items, notes, cards = _large(facts)
    start = time.process_time()
    findings = found(whole, *items, notes=notes, cards=cards)
    spent = time.process_time() - start
    assert {finding.check for finding in findings} <= {"key-position"}
    return spent


def test_the_time_grows_with_the_bank_and_no_faster() -> None:
    _seconds(100)
    small, large = min(_seconds(300) for _ in range(3)), min(_seconds(1800) for _ in range(2))
    # Six times the facts: six times the time when linear, 36 times when every pair is compared.
    assert large < 15 * small
