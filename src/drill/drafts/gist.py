"""What can soundly be taken out of a statement for cards: a short answer, and the halves of a double point.

Only what is surely right is taken. A fact without gist or parts still makes other cards and items.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.model.bank import Language

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.model.draft import Claim

GIST_LIMIT = {Language.ZH_HANS: 25, Language.ZH_HANT: 25, Language.EN: 80}
_LEAST = {Language.ZH_HANS: 4, Language.ZH_HANT: 4, Language.EN: 8}

_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]|[^。！？!?]+$")
_ENGLISH_SENTENCE = re.compile(r".+?[.!?](?=\s+[A-Z]|$)|.+$")
# What follows only explains the sentence in front of it, so that this one says the whole of the point.
_EXPLAINS = re.compile(
    r"\s*(?:例如|比如|譬如|如：|例：|因为|这样|否则|以免|以便|从而|目的是|这是因为"
    r"|for example|e\.g\.|because|otherwise|this way|so that)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^(?P<term>.{2,20}?)(?:，|,)?\s*(?:是指|指的是|即指|是一种|指|是|refers to|means|is)(?:：|:|，|,)?\s*(?P<rest>.+)$"
)
# Beginnings and references that need the sentence in front of them.
_LEANS = re.compile(
    r"^(?:它|其|这|那|该|此|并|且|也|还|但|而|则|再|否则|(?:it|this|that|they|these|and|but|also|then)\b)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"^(?P<first>[^、和与及,，\s]{2,8})、(?P<second>[^、和与及,，\s]{2,8})$")
_PIECES = re.compile(r"[；;。]")


def gist_of(claim: Claim, language: Language) -> str:
    """Return the answer a card asks for, taken from the statement, or '' if none can be taken soundly."""
    sentences = _sentences(claim.statement, language)
    first = sentences[0] if sentences else ""
    if len(sentences) > 1 and not all(_EXPLAINS.match(text) for text in sentences[1:]):
        return ""
    for text in (_without_definiendum(first, claim.term, language), _bare(first)):
        if _LEAST[language] <= len(text) <= GIST_LIMIT[language] and not _LEANS.match(text):
            return text
    return ""


def _sentences(statement: str, language: Language) -> list[str]:
    pattern = _ENGLISH_SENTENCE if language is Language.EN else _SENTENCE
    return [text.strip() for text in pattern.findall(statement.strip()) if text.strip()]


def _without_definiendum(sentence: str, term: str, language: Language) -> str:
    """Return what a definition says behind "TERM is"; '' for other sentences."""
    found = _DEFINES.match(sentence)
    if found is None or found["term"].strip().casefold() != term.casefold():
        return ""
    rest = _bare(found["rest"])
    return rest if language is not Language.EN else rest.removeprefix("the ").strip()


def _bare(text: str) -> str:
    return text.strip().rstrip("。．.；;，,！!")


def parts_of(claim: Claim, language: Language, new_id: Callable[[], str]) -> tuple[tuple[str, str, str], ...]:
    """Return the parts of a point with a double term (`id`, `ask`, `gist` each), or none.

    仪容、着装 with the statement 仪容整洁大方；着装按规定统一。 splits: two pieces, each about its own half.
    """
    pair = _PAIR.match(claim.term)
    pieces = [_bare(piece) for piece in _PIECES.split(claim.statement) if piece.strip()]
    if pair is None or len(pieces) != 2 or language is Language.EN:
        return ()
    made = []
    for name, own, other in (("first", 0, 1), ("second", 1, 0)):
        half = pair[name]
        gist = pieces[own].removeprefix(half).lstrip("：:，, ")
        is_sound = half in pieces[own] and half not in pieces[other] and half not in gist
        if not is_sound or not _LEAST[language] <= len(gist) <= GIST_LIMIT[language]:
            return ()
        made.append((new_id(), f"{half}要做到什么", gist))
    return tuple(made)
