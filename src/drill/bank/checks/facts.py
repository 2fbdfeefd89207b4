"""Does a fact carry what cards and questions are made of?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error, warning
from drill.bank.checks.wording import canonical, quote, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material
    from drill.bank.checks.words import Lexicon
    from drill.model.bank import Fact

GIST_MISSING = warning(
    "gist-missing",
    "A fact has no gist, so no card asks for it.",
    "Write the answer a card should ask for, in at most 25 characters.",
)
GIST_TOO_LONG = warning(
    "gist-too-long",
    "The answer of a card (the gist of a fact or of a part) has more than 25 characters (80 in English).",
    "Shorten it, or split the fact into parts.",
)
GIST_SEVERAL_CLAIMS = warning(
    "gist-several-claims",
    "A gist is more than one sentence: a card asks for one thing.",
    "Keep one claim, or split the fact into parts.",
)
STATEMENT_TOO_LONG = warning(
    "statement-too-long",
    "A statement has more than 90 characters (300 in English).",
    "Say it shorter, or make two facts of it.",
)
FEW_MISCONCEPTIONS = warning(
    "few-misconceptions",
    "A fact has fewer than two misconceptions, so its false statements have to be made by rule.",
    "Write the wrong practices that a beginner believes.",
)
DUPLICATE_MISCONCEPTIONS = error(
    "duplicate-misconceptions",
    "Two misconceptions of one fact say the same.",
    "Replace one of them.",
)

CHECKS: tuple[Check, ...] = (
    GIST_MISSING,
    GIST_TOO_LONG,
    GIST_SEVERAL_CLAIMS,
    STATEMENT_TOO_LONG,
    FEW_MISCONCEPTIONS,
    DUPLICATE_MISCONCEPTIONS,
)


def check(material: Material) -> Iterator[Hit]:
    """Check all complete facts."""
    for fact in material.bank.facts:
        if not fact.incomplete:
            yield from _gists(fact, material.lexicon)
            yield from _statement(fact, material.lexicon)
            yield from _misconceptions(fact, material.lexicon)


def _gists(fact: Fact, words: Lexicon) -> Iterator[Hit]:
    if not fact.gist:
        yield GIST_MISSING.hit(fact.id, f"fact {fact.id} ({quote(fact.term)}) has no gist.")
    for what, gist in (("the gist", fact.gist), *((f"the gist of part {part.id}", part.gist) for part in fact.parts)):
        if len(gist) > words.gist_limit:
            yield GIST_TOO_LONG.hit(fact.id, f"fact {fact.id}: {what} has {len(gist)} characters ({quote(gist)}).")
        if len(sentences(gist)) > 1:
            yield GIST_SEVERAL_CLAIMS.hit(fact.id, f"fact {fact.id}: {what} is several sentences ({quote(gist)}).")


def _statement(fact: Fact, words: Lexicon) -> Iterator[Hit]:
    if len(fact.statement) > words.statement_limit:
        yield STATEMENT_TOO_LONG.hit(fact.id, f"fact {fact.id}: the statement has {len(fact.statement)} characters.")


def _misconceptions(fact: Fact, words: Lexicon) -> Iterator[Hit]:
    count = len(fact.misconceptions)
    if count < 2:
        yield FEW_MISCONCEPTIONS.hit(
            fact.id, f"fact {fact.id} ({quote(fact.term)}) has {count or 'no'} misconceptions."
        )
    seen: set[str] = set()
    for misconception in fact.misconceptions:
        said = canonical(misconception.text, words)
        if said in seen:
            message = f"fact {fact.id} has the misconception {quote(misconception.text)} twice."
            yield DUPLICATE_MISCONCEPTIONS.hit(fact.id, message)
        seen.add(said)
