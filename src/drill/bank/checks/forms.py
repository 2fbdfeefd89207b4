"""What only a made form can show: keys in printed order, and one question that answers another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.checks import sets
from drill.bank.checks.check import Check, Hit
from drill.bank.checks.wording import BLANK, plain, quote
from drill.model.bank import FillInAnswer, Item, ItemKind, ShortAnswer
from drill.model.finding import Severity
from drill.text.similarity import shingles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.model.exam import Form, FormItem

ANSWER_VISIBLE = Check(
    name="answer-visible",
    severity=Severity.WARNING,
    rule="On one form, the stem of a question gives away the answer of another: it holds its key, or the sentence that "
    "another leaves a blank in.",
    advice="Name the two items each other's `enemies`, and they never meet on a form.",
    on_forms=True,
)

CHECKS: tuple[Check, ...] = (ANSWER_VISIBLE,)

# A shorter key turns up by chance.
_TELLING = 6
# The share of a sentence with a blank that another text must hold to be the same sentence.
_SAME_SENTENCE = 0.6


def check(form: Form) -> Iterator[Hit]:
    """Check one form."""
    items = [entry.item for entry in form.items]
    placed = sets.placed_items(items, [entry.option_order for entry in form.items])
    yield from sets.choice_hits(form.code, f"choice items of form {form.code}", placed)
    true_false = [item for item in items if item.kind is ItemKind.TRUE_FALSE]
    yield from sets.true_share_hits(form.code, f"form {form.code}", true_false)
    yield from _answers_visible(form)


def _answers_visible(form: Form) -> Iterator[Hit]:
    shown = [(entry, plain(entry.item.stem), shingles(entry.item.stem)) for entry in form.items]
    for entry in form.items:
        for other, stem, pieces in shown:
            if other is not entry:
                answer = _whole_answer(entry.item, stem) or _blank_filled(entry.item, stem, pieces)
                if answer:
                    yield _visible(form, entry, other, answer)


def _visible(form: Form, entry: FormItem, other: FormItem, answer: str) -> Hit:
    message = (
        f"form {form.code}: question {other.number} (item {other.item.id}) gives away the answer of question "
        f"{entry.number} (item {entry.item.id}): {quote(answer)}."
    )
    return ANSWER_VISIBLE.hit(entry.item.id, message)


def _whole_answer(item: Item, stem: str) -> str:
    """Return an answer of `item` that stands in another stem as it is."""
    answers = [option.text for option in item.options if option.key]
    if isinstance(item.answer, ShortAnswer):
        answers = [point.text for point in item.answer.scoring]
    return next((text for text in answers if len(plain(text)) >= _TELLING and plain(text) in stem), "")


def _blank_filled(item: Item, stem: str, pieces: frozenset[str]) -> str:
    """Return an answer of a fill-in item that stands in another stem, in the same sentence."""
    if not isinstance(item.answer, FillInAnswer):
        return ""
    around = shingles(BLANK.sub(" ", item.stem))
    if not around or len(around & pieces) / len(around) < _SAME_SENTENCE:
        return ""
    return next((text for blank in item.answer.blanks for text in blank if plain(text) in stem), "")
