"""Make a bank with new facts print at once: switch off what would come out poor, and lay out a first exam."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.bank.checks import check_bank, check_forms
from drill.drafts.first_exam import FORMS, first_exams
from drill.errors import DrillError
from drill.exam.making import make_exam
from drill.generate.cards import cards_of
from drill.generate.items import make_items
from drill.generate.notes import make_notes
from drill.model.bank import ItemKind, NoteKind, Origin, TrueFalseAnswer
from drill.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from drill.model.bank import Bank, Blueprint, Fact, Item

# Switching off one item can bring out another finding; three rounds settle every bank seen.
_ROUNDS = 3
_Off = NoteKind | ItemKind


@dataclass(frozen=True, slots=True)
class Ready:
    """A bank that can be checked and built, and what was done to it."""

    bank: Bank
    remarks: tuple[str, ...] = ()


def tested_by(bank: Bank) -> frozenset[str]:
    """Return the ids of the facts that authored items test."""
    return frozenset(fact_id for item in bank.items for fact_id in item.facts)


def make_ready(before: Bank, after: Bank, new_id: Callable[[], str], step: Callable[[str], None]) -> Ready:
    """Return the bank `after` ready to build. Only facts that are not in `before` are touched."""
    present = {fact.id for fact in before.facts}
    fresh = frozenset(fact.id for fact in after.facts if fact.id not in present)
    bank, switched = after, Counter[_Off]()
    if fresh:
        bank, switched = _without_poor(after, fresh, step)
    remarks = [f"not made of new facts, since they would come out poor: {_listed(switched)}"] if switched else []
    if not bank.exams and bank.facts:
        step("laying out a first exam")
        exam = _first_exam(bank, new_id())
        if exam is None:
            remarks.append("the facts are too few for an exam yet; cards can be made of them.")
        else:
            bank = replace(bank, exams=(exam,))
            remarks.append(
                f"a first exam of {exam.item_count} items is in exams/{exam.name}.yaml; change it as you like."
            )
    return Ready(bank, tuple(remarks))


def _listed(switched: Counter[_Off]) -> str:
    return ", ".join(f"{number} {kind.value}" for kind, number in sorted(switched.items()))


def _without_poor(bank: Bank, fresh: frozenset[str], step: Callable[[str], None]) -> tuple[Bank, Counter[_Off]]:
    """Switch off the notes and items of fresh facts in which the checks find errors."""
    switched: Counter[_Off] = Counter()
    for number in range(1, _ROUNDS + 1):
        step(f"trying cards and items, round {number}")
        off = _poor(bank, fresh)
        if not off:
            break
        switched.update(kind for kinds in off.values() for kind in kinds)
        bank = _switched_off(bank, off)
    return bank, switched


def _poor(bank: Bank, fresh: frozenset[str]) -> dict[str, set[_Off]]:
    """Return which kinds to switch off for which fact."""
    notes = make_notes(bank)
    items = (*bank.items, *make_items(bank).items)
    cards = tuple(card for note in notes for card in cards_of(note))
    owners: dict[str, tuple[_Off, tuple[str, ...]]] = {}
    owners.update(_item_owners(items))
    owners.update({note.id: (note.kind, note.fact_ids) for note in notes})
    off: dict[str, set[_Off]] = defaultdict(set)
    for finding in check_bank(bank, items=items, notes=notes, cards=cards, places={}):
        if finding.severity is not Severity.ERROR or finding.waived or finding.subject not in owners:
            continue
        kind, facts = owners[finding.subject]
        for fact_id in [one for one in facts if one in fresh][:1]:
            off[fact_id].add(kind)
    known = {fact.id: set(fact.generate.off) for fact in bank.facts}
    return {fact_id: kinds - known[fact_id] for fact_id, kinds in off.items() if kinds - known[fact_id]}


def _item_owners(items: tuple[Item, ...]) -> Mapping[str, tuple[_Off, tuple[str, ...]]]:
    return {item.id: (item.kind, item.facts) for item in items if item.origin is Origin.GENERATED}


def _switched_off(bank: Bank, off: Mapping[str, set[_Off]]) -> Bank:
    chapters = tuple(
        replace(
            chapter,
            sections=tuple(
                replace(section, facts=tuple(_with_off(fact, off.get(fact.id, set())) for fact in section.facts))
                for section in chapter.sections
            ),
        )
        for chapter in bank.chapters
    )
    return replace(bank, chapters=chapters)


def _with_off(fact: Fact, kinds: set[_Off]) -> Fact:
    if not kinds:
        return fact
    return replace(fact, generate=replace(fact.generate, off=(*fact.generate.off, *sorted(kinds))))


def _first_exam(bank: Bank, exam_id: str) -> Blueprint | None:
    """Return the largest first exam of which three clean forms can be made, None if there is none."""
    items = make_items(bank).items
    supply = Counter(item.kind for item in items)
    supply[ItemKind.TRUE_FALSE] = _balanced(items)
    for exam in first_exams(exam_id, bank.title, bank.language, supply):
        try:
            making = make_exam(bank, exam, items, forms=FORMS, seed=1)
        except DrillError:
            continue
        if not any(one.severity is Severity.ERROR for one in check_forms(making.forms, bank=bank, places={})):
            return exam
    return None


def _balanced(items: tuple[Item, ...]) -> int:
    """Return how many true-false items make a part in which neither answer is the safe guess."""
    answers = Counter(item.answer.value for item in items if isinstance(item.answer, TrueFalseAnswer))
    return 2 * min(answers[True], answers[False])
