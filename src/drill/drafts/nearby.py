"""What a review screen offers by itself: the order of drafts, what to merge with, where to cut, under which titles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.model.draft import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.model.draft import Claim, Draft, Leftover

_CLAUSE_END = re.compile(r"[。；;！!？?]|\.\s|，|,\s?")
_RANKS = {Standing.CONFLICT: 0, Standing.GONE: 1, Standing.SAME: 3}


def by_urgency(drafts: Sequence[Draft]) -> list[Draft]:
    """Return conflicts first, then what is gone, then the least sure; what is in the bank already comes last."""
    return sorted(drafts, key=lambda draft: (_RANKS.get(draft.standing, 2), draft.confidence))


def mergeable(draft: Draft, drafts: Sequence[Draft]) -> list[Draft]:
    """Return what can be merged into a draft: what follows it in the document first, then what is in front."""
    at = list(drafts).index(draft)
    nearest = [*drafts[at + 1 :], *reversed(drafts[:at])]
    return [one for one in nearest if one.standing is Standing.NEW and one.ours is None]


def claim_in_front(leftover: Leftover, drafts: Sequence[Draft]) -> Claim | None:
    """Return the claim that stands in front of left-over text in the document, or else the first of all."""
    placed = [one for one in drafts if one.term or one.statement]
    place = min(leftover.marks)[:2] if leftover.marks else (0, 0)
    before = [one for one in placed if min((*one.term, *one.statement))[:2] <= place]
    chosen = before[-1:] or placed[:1]
    return chosen[0].claim if chosen else None


def halves(statement: str) -> tuple[str, str]:
    """Return a statement cut in two at the clause end nearest to its middle."""
    ends = [found.end() for found in _CLAUSE_END.finditer(statement) if found.end() < len(statement)]
    # A full stop is a better place than a comma that is a little nearer.
    full = [end for end in ends if statement[:end].rstrip()[-1] not in "，,"]
    at = min(full or ends or [len(statement) // 2], key=lambda end: abs(2 * end - len(statement)))
    return statement[:at].strip().rstrip("，,；;"), statement[at:].strip()
