"""Is a false statement false in one plain way, and is it said in which?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error
from drill.bank.checks.material import parent_id
from drill.bank.checks.wording import canonical, plain, quote, sentences
from drill.model.bank import Fact, Item, TrueFalseAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material
    from drill.bank.checks.words import Lexicon

TRUE_FALSE_RATIONALE = error(
    "true-false-rationale",
    "The rationale of a false statement says no more than that it is wrong.",
    "Name the one thing that is wrong and what is right instead.",
)
CLUMSY_FALSEHOOD = error(
    "clumsy-falsehood",
    "A false statement (or a misconception) is a fact with 不 put in or taken out, or piles up negations.",
    "Write a wrong practice that somebody believes: another degree, order, actor, condition or channel.",
)
FALSE_BUT_TRUE = error(
    "false-but-true",
    "A statement given as false (or a misconception) is what a fact of the bank states.",
    "Change it, or correct the fact.",
)
TRUE_BUT_FALSE = error(
    "true-but-false",
    "A statement given as true is a misconception of a fact it tests.",
    "Correct the answer or the statement.",
)

CHECKS: tuple[Check, ...] = (TRUE_FALSE_RATIONALE, CLUMSY_FALSEHOOD, FALSE_BUT_TRUE, TRUE_BUT_FALSE)

# What is left of a rationale without "this statement is wrong" must be at least a word or two.
_EXPLANATION_LENGTH = 4


def check(material: Material) -> Iterator[Hit]:
    """Check the misconceptions of all facts and all true/false items."""
    reported: set[tuple[str, str]] = set()
    for fact in material.bank.facts:
        for misconception in fact.misconceptions:
            what = f"fact {fact.id}: the misconception {quote(misconception.text)}"
            for hit in _falsehood(misconception.text, what, fact.id, (fact,), material):
                reported.add((fact.id, plain(misconception.text)))
                yield hit
    for item in material.items:
        match item.answer:
            case TrueFalseAnswer(value=True):
                yield from _truth(item, material)
            case TrueFalseAnswer(value=False):
                yield from _rationale(item, material.lexicon)
                # A misconception already reported is not reported again as the item made from it.
                if (parent_id(item.id), plain(item.stem)) not in reported:
                    what = f"item {item.id}: the false statement {quote(item.stem)}"
                    yield from _falsehood(item.stem, what, item.id, material.tested(item), material)
            case _:
                pass


def _falsehood(text: str, what: str, subject: str, facts: tuple[Fact, ...], material: Material) -> Iterator[Hit]:
    words = material.lexicon
    true_by = material.true_by(text)
    if true_by:
        fact = true_by[0]
        yield FALSE_BUT_TRUE.hit(subject, f"{what} is what fact {fact.id} ({quote(fact.term)}) states.")
    elif any(_without_negation(text, words) == form for fact in facts for form in _bare_forms(fact, words)):
        yield CLUMSY_FALSEHOOD.hit(subject, f"{what} differs from the fact in a negation only.")
    stacked = words.stacked_negation.search(text)
    if stacked:
        yield CLUMSY_FALSEHOOD.hit(subject, f"{what} piles up negations ({stacked[0]}).")


def _bare_forms(fact: Fact, words: Lexicon) -> Iterator[str]:
    for text in (fact.statement, fact.gist, *sentences(fact.statement)):
        if text:
            yield _without_negation(text, words)


def _without_negation(text: str, words: Lexicon) -> str:
    return canonical(words.negation.sub("", text), words)


def _rationale(item: Item, words: Lexicon) -> Iterator[Hit]:
    if item.rationale and len(words.verdict_frame.sub("", item.rationale)) < _EXPLANATION_LENGTH:
        message = f"item {item.id}: the rationale {quote(item.rationale)} does not name what is wrong."
        yield TRUE_FALSE_RATIONALE.hit(item.id, message)


def _truth(item: Item, material: Material) -> Iterator[Hit]:
    said = canonical(item.stem, material.lexicon)
    for fact in material.tested(item):
        for misconception in fact.misconceptions:
            if canonical(misconception.text, material.lexicon) == said:
                message = f"item {item.id}: the true statement {quote(item.stem)} is a misconception of fact {fact.id}."
                yield TRUE_BUT_FALSE.hit(item.id, message)
