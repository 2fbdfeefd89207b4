"""What holds a bank together beyond each file's form: unique ids, known references, shapes by kind, one script.

These are errors of the bank itself. Whether its items are good is for `drill.bank.checks`.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.errors import Problem
from drill.model.bank import (
    Bank,
    Blueprint,
    Fact,
    FillInAnswer,
    Item,
    Language,
    MatchingAnswer,
    OrderingAnswer,
    ShortAnswer,
)
from drill.text.script import Script, convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drill.model.place import Place

BLANK = "____"
MOST_OPTIONS = 26
_EXAM_NAME = re.compile(r"[^\W_][\w-]*")


@dataclass(frozen=True, slots=True)
class _Finder:
    """Turns an id and a message into a problem at the id's place."""

    places: dict[str, Place]

    def at(self, element_id: str, message: str, hint: str) -> Problem:
        place = self.places[element_id]
        return Problem(place.path, place.line, message, hint)


def validate(bank: Bank, places: Sequence[tuple[str, Place]]) -> list[Problem]:
    """Return the problems of a bank whose files could all be read; `places` has one entry for every id written."""
    finder = _Finder(dict(reversed(places)))
    return [
        *_language(bank, finder),
        *_duplicate_ids(places),
        *_wrong_script(bank, finder),
        *_fact_problems(bank, finder),
        *_item_problems(bank, finder),
        *_exam_problems(bank, finder),
    ]


def _language(bank: Bank, finder: _Finder) -> Iterable[Problem]:
    if bank.language is Language.ZH_HANT:
        hint = "Write the bank in Simplified (zh-Hans); `--script hant` makes the Traditional deck and papers."
        yield finder.at(bank.id, "a bank is not kept in Traditional Chinese.", hint)


def _duplicate_ids(places: Sequence[tuple[str, Place]]) -> Iterable[Problem]:
    seen: dict[str, Place] = {}
    for element_id, place in places:
        if element_id in seen:
            hint = "Delete this `id:` line and run `drill bank ids BANK` if this is a copy."
            yield Problem(place.path, place.line, f"id {element_id} is used already ({seen[element_id]}).", hint)
        seen.setdefault(element_id, place)


def _wrong_script(bank: Bank, finder: _Finder) -> Iterable[Problem]:
    """Find Traditional characters in a Simplified bank."""
    if bank.language is not Language.ZH_HANS:
        return
    yield from _traditional(bank.id, bank.title, finder)
    for chapter in bank.chapters:
        yield from _traditional(chapter.id, chapter.title, finder)
        for section in chapter.sections:
            yield from _traditional(section.id, section.title, finder)
    records: list[Fact | Item | Blueprint] = [*bank.facts, *bank.items, *bank.exams]
    for record in records:
        yield from _traditional(record.id, "\n".join(_texts(record)), finder)


def _traditional(element_id: str, text: str, finder: _Finder) -> Iterable[Problem]:
    converted = convert(text, Script.HANS)
    if converted == text:
        return
    # Characters of GB 2312 (著, 乾, 藉 ...) have a place in Simplified text; OpenCC alone would flag some of them.
    found = sorted({c for c in text if c not in converted and not _is_gb2312(c)})
    if found:
        hint = "Write Simplified; the Traditional deck and papers are derived from it."
        yield finder.at(element_id, f"{element_id} holds Traditional characters ({' '.join(found)}).", hint)


def _is_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _texts(value: object) -> Iterable[str]:
    """Yield every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from _texts(entry)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def _fact_problems(bank: Bank, finder: _Finder) -> Iterable[Problem]:
    fact_ids = {fact.id for fact in bank.facts}
    documents = {source.id for source in bank.sources}
    for fact in bank.facts:
        if fact.source and fact.source.document not in documents:
            message = (
                f"fact {fact.id} names the source document `{fact.source.document}`, which bank.yaml does not list."
            )
            yield finder.at(fact.id, message, "Add it under `sources:` or correct the name.")
        for other in (*fact.generate.distractors, *fact.generate.never):
            if other not in fact_ids:
                message = f"fact {fact.id} names the fact `{other}` under `generate`, which does not exist."
                yield finder.at(fact.id, message, "Use the id of a fact of this bank.")
        yield from _cloze_problems(fact, finder)


def _cloze_problems(fact: Fact, finder: _Finder) -> Iterable[Problem]:
    for cloze in fact.generate.clozes:
        count = fact.statement.count(cloze.text)
        if count != 1:
            message = f"the cloze `{cloze.text}` stands {count} times in the statement of fact {fact.id}."
            yield finder.at(cloze.id, message, "Pin a phrase that stands there exactly once.")


def _item_problems(bank: Bank, finder: _Finder) -> Iterable[Problem]:
    fact_ids = {fact.id for fact in bank.facts}
    item_ids = {item.id for item in bank.items}
    for item in bank.items:
        for unknown in (f for f in item.facts if f not in fact_ids):
            message = f"item {item.id} tests the fact `{unknown}`, which does not exist."
            yield finder.at(item.id, message, "Use the id of a fact of this bank.")
        for unknown in (e for e in item.enemies if e not in item_ids):
            message = f"item {item.id} names the enemy `{unknown}`, which is no authored item."
            yield finder.at(item.id, message, "Use the id of an item of this bank.")
        yield from _item_shape(item, finder)


def _item_shape(item: Item, finder: _Finder) -> Iterable[Problem]:
    if item.kind.has_options and len(item.options) < 2:
        message = f"item {item.id} is {item.kind} with {len(item.options)} options."
        yield finder.at(item.id, message, "Give it at least two, four if possible.")
    if not item.kind.has_options and item.options:
        message = f"item {item.id} is {item.kind}, which has no options."
        yield finder.at(item.id, message, "Use `answer:`, or change its kind.")
    if len(item.options) > MOST_OPTIONS:
        message = f"item {item.id} has {len(item.options)} options."
        yield finder.at(item.id, message, f"Give it at most {MOST_OPTIONS}: options are lettered A to Z.")
    if not item.facts:
        yield finder.at(item.id, f"item {item.id} tests no fact.", "Name at least one under `facts:`.")
    if item.facility is not None and not 0 <= item.facility <= 1:
        yield finder.at(item.id, f"`facility` of item {item.id} is {item.facility}.", "Use a share between 0 and 1.")
    if item.points < 1:
        yield finder.at(item.id, f"`points` of item {item.id} is {item.points}.", "Use a whole number from 1.")
    if not item.kind.has_options:
        yield from _answer_shape(item, finder)


def _answer_shape(item: Item, finder: _Finder) -> Iterable[Problem]:
    match item.answer:
        case None:
            yield finder.at(item.id, f"item {item.id} has no `answer`.", f"Every {item.kind} item needs one.")
        case FillInAnswer():
            yield from _blanks(item, item.answer, finder)
        case OrderingAnswer() if len(item.answer.steps) < 2:
            yield finder.at(item.id, f"item {item.id} orders fewer than two steps.", "Give it two steps or more.")
        case MatchingAnswer() if len(item.answer.pairs) < 2:
            yield finder.at(item.id, f"item {item.id} matches fewer than two pairs.", "Give it two pairs or more.")
        case ShortAnswer() if not item.answer.scoring or any(point.points < 1 for point in item.answer.scoring):
            message = f"item {item.id} has no scoring points, or one that is worth nothing."
            yield finder.at(item.id, message, "List what an answer must say, each with `points:` from 1.")
        case _:
            pass


def _blanks(item: Item, answer: FillInAnswer, finder: _Finder) -> Iterable[Problem]:
    blanks = item.stem.count(BLANK)
    if blanks != len(answer.blanks) or not blanks:
        message = f"item {item.id} has {blanks} blanks and {len(answer.blanks)} answers."
        yield finder.at(item.id, message, f"Write each blank as {BLANK} and give one answer entry for each.")
    if not all(answer.blanks):
        yield finder.at(item.id, f"item {item.id} has a blank without an answer.", "Give its model answer.")


def _exam_problems(bank: Bank, finder: _Finder) -> Iterable[Problem]:
    chapter_ids = {chapter.id for chapter in bank.chapters}
    names: set[str] = set()
    for exam in bank.exams:
        for quota in exam.chapters:
            if quota.chapter not in chapter_ids:
                message = f"exam {exam.name} has a quota for the chapter `{quota.chapter}`, which does not exist."
                yield finder.at(exam.id, message, "Use the id of a chapter of this bank.")
        if not _EXAM_NAME.fullmatch(exam.name):
            message = f"an exam cannot be named `{exam.name}`."
            yield finder.at(exam.id, message, "Use letters, digits and hyphens: it names the folder of the papers.")
        if exam.name in names:
            yield finder.at(exam.id, f"a second exam is named `{exam.name}`.", "Give each exam its own `name`.")
        names.add(exam.name)
        yield from _exam_numbers(exam, finder)


def _exam_numbers(exam: Blueprint, finder: _Finder) -> Iterable[Problem]:
    if not exam.kinds:
        yield finder.at(exam.id, f"exam {exam.name} has no items.", "Say how many of each kind under `kinds:`.")
    numbers = [("minutes", exam.minutes), ("max_use", exam.max_use)]
    for quota in exam.kinds:
        numbers += [(f"items of {quota.kind}", quota.items), (f"points of {quota.kind}", quota.points)]
        numbers += [(f"max_use of {quota.kind}", quota.max_use)] if quota.max_use is not None else []
    for name, number in numbers:
        if number < 1:
            yield finder.at(exam.id, f"`{name}` in exam {exam.name} is {number}.", "Use a whole number from 1.")
    if exam.pass_points is not None and not 0 <= exam.pass_points <= exam.points:
        message = f"`pass_points` of exam {exam.name} is {exam.pass_points}, and a paper has {exam.points} points."
        yield finder.at(exam.id, message, "Use a number of points that can be reached.")
