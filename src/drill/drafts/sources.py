"""Which source of a bank a document is a new version of."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from drill.drafts.likeness import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.bank import SourceDocument
    from drill.model.draft import Claim

# Two versions of a document share most of their facts; two documents on one subject share few word for word.
_SHARED = 0.5
_LEAST_FACTS = 4


def same_source(
    name: str,
    sha256: str,
    claims: Sequence[Claim],
    sources: Sequence[SourceDocument],
    known: Mapping[str, Sequence[Claim]],
) -> SourceDocument | None:
    """Return the source that a document is a version of: the same bytes, the same name, or mostly the same facts.

    `known` are the claims that each source gave so far, by its id.
    """
    for source in sources:
        if source.sha256 == sha256:
            return source
    for source in sources:
        if _name(source.document) == _name(name):
            return source
    forms = {_form(claim) for claim in claims}
    shares = {source.id: _share(forms, known.get(source.id, ())) for source in sources}
    best = max(sources, key=lambda source: shares[source.id], default=None)
    return best if best is not None and shares[best.id] >= _SHARED else None


def _share(forms: set[tuple[str, str]], claims: Sequence[Claim]) -> float:
    """Return which share of the smaller side's facts both sides have."""
    theirs = {_form(claim) for claim in claims}
    smaller = min(len(forms), len(theirs))
    return len(forms & theirs) / smaller if smaller >= _LEAST_FACTS else 0.0


def _form(claim: Claim) -> tuple[str, str]:
    return said(claim.term), said(claim.statement)


def _name(document: str) -> str:
    return unicodedata.normalize("NFC", document).casefold()
