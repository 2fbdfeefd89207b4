"""From decisions to where a review stands: the same decisions give the same review, however often it was left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.model.draft import (
    Accept,
    Claim,
    Draft,
    Edit,
    Make,
    Merge,
    Move,
    Reject,
    Reopen,
    Review,
    Split,
    Standing,
    Undo,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from drill.model.draft import Decision, Entry, Leftover, Reading

_VERDICTS = {Accept: Verdict.ACCEPTED, Reject: Verdict.REJECTED, Reopen: Verdict.OPEN}
_SENTENCE_ENDS = "。！？；.!?;…"


class DecisionError(DrillError):
    """A decision that does not apply to the drafts as they stand."""


def standing_decisions(entries: Iterable[Entry]) -> tuple[Decision, ...]:
    """Return the decisions that no undo took back, in order."""
    kept: list[Decision] = []
    for entry in entries:
        if not isinstance(entry, Undo):
            kept.append(entry)
        elif kept:
            kept.pop()
    return tuple(kept)


def replay(reading: Reading, entries: Iterable[Entry]) -> Review:
    """Return where the review of a reading stands after `entries`. Raises DecisionError."""
    review = Review(reading.drafts)
    for decision in standing_decisions(entries):
        review = apply(review, decision, reading.leftovers)
    return review


def apply(review: Review, decision: Decision, leftovers: tuple[Leftover, ...] = ()) -> Review:
    """Return the review after one more decision. Raises DecisionError, and `review` is as it was."""
    match decision:
        case Accept(ids) | Reject(ids) | Reopen(ids):
            verdict = _VERDICTS[type(decision)]
            return _changed(review, ids, lambda draft: replace(draft, verdict=verdict))
        case Move(ids, chapter, section):
            return _changed(review, ids, lambda draft: _moved(draft, chapter, section))
        case Edit(draft_id, claim):
            _require_texts(claim)
            _require_place(_found(review, draft_id))
            return _changed(review, (draft_id,), lambda draft: _claiming(draft, claim))
        case Split():
            return _split(review, decision)
        case Merge():
            return _merged(review, decision)
        case Make():
            return _made(review, decision, leftovers)


def _changed(review: Review, ids: tuple[str, ...], change: Callable[[Draft], Draft]) -> Review:
    for draft_id in ids:
        _found(review, draft_id)
    wanted = set(ids)
    return replace(review, drafts=tuple(change(one) if one.id in wanted else one for one in review.drafts))


def _found(review: Review, draft_id: str) -> Draft:
    if (draft := review.draft(draft_id)) is None:
        message = f"there is no draft {draft_id}. It was merged into another one, or belongs to another document."
        raise DecisionError(message)
    return draft


def _moved(draft: Draft, chapter: str, section: str) -> Draft:
    _require_place(draft)
    claim = replace(draft.claim, chapter=chapter, section=section)
    _require_texts(claim)
    return _claiming(draft, claim)


def _claiming(draft: Draft, claim: Claim) -> Draft:
    """Return the draft with another claim; one that is in the bank as it was is now a change to it."""
    if draft.standing is Standing.SAME and claim != draft.claim:
        return replace(draft, claim=claim, standing=Standing.CHANGED, verdict=Verdict.OPEN)
    return replace(draft, claim=claim)


def _split(review: Review, decision: Split) -> Review:
    draft = _found(review, decision.id)
    _require_place(draft)
    _require_new(review, decision.new_id)
    for claim in (decision.first, decision.second):
        _require_texts(claim)
    first = replace(draft, claim=decision.first, verdict=Verdict.OPEN)
    second = replace(
        first, id=decision.new_id, claim=decision.second, standing=Standing.NEW, theirs=None, ours=None, order=None
    )
    at = review.drafts.index(draft)
    return replace(review, drafts=(*review.drafts[:at], first, second, *review.drafts[at + 1 :]))


def _merged(review: Review, decision: Merge) -> Review:
    into, other = _found(review, decision.id), _found(review, decision.other)
    if into is other:
        message = f"draft {into.id} cannot be merged with itself."
        raise DecisionError(message)
    for draft in (into, other):
        _require_place(draft)
    if other.standing is not Standing.NEW:
        message = f"draft {other.id} stands for a fact that is in the bank. Merge the other one into it instead."
        raise DecisionError(message)
    merged = replace(
        into,
        claim=replace(into.claim, statement=_joined(into.claim.statement, other.claim.statement)),
        confidence=min(into.confidence, other.confidence),
        term=(*into.term, *other.term),
        statement=(*into.statement, *other.statement),
        verdict=Verdict.OPEN,
    )
    rest = tuple(merged if one is into else one for one in review.drafts if one is not other)
    return replace(review, drafts=rest)


def _joined(first: str, second: str) -> str:
    """Return two statements as one; a full stop between them where the first has none."""
    if first.endswith(tuple(_SENTENCE_ENDS)):
        return f"{first} {second}" if first.isascii() else f"{first}{second}"
    return f"{first}. {second}" if first.isascii() else f"{first}。{second}"


def _made(review: Review, decision: Make, leftovers: tuple[Leftover, ...]) -> Review:
    _require_new(review, decision.id)
    _require_texts(decision.claim)
    number = decision.leftover
    if number is not None and not 0 <= number < len(leftovers):
        message = f"there is no leftover text {number + 1}."
        raise DecisionError(message)
    marks = () if number is None else leftovers[number].marks
    draft = Draft(id=decision.id, claim=decision.claim, statement=marks)
    used = review.used if number is None else review.used | {number}
    return Review((*review.drafts, draft), used)


def _require_new(review: Review, draft_id: str) -> None:
    if review.draft(draft_id) is not None:
        message = f"the id {draft_id} is taken by another draft."
        raise DecisionError(message)


def _require_place(draft: Draft) -> None:
    if draft.standing is Standing.GONE:
        message = f"draft {draft.id} is gone from the document: it can only be taken out of the bank, or kept."
        raise DecisionError(message)


def _require_texts(claim: Claim) -> None:
    for name in ("chapter", "section", "term", "statement"):
        if not getattr(claim, name).strip():
            message = f"the {name} is empty. Fill it in, or reject the draft."
            raise DecisionError(message)
