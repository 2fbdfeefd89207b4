"""Drafts of a new reading against the bank: what is the same, changed, new or gone, and where a person must choose.

Three states of a claim are compared: *base* as an earlier reading gave it, *ours* as the bank has it now, *theirs* as
the document says now. Field by field, what only one side changed is taken; what both changed is a conflict.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drill.drafts.likeness import match_claims, said, says_the_same
from drill.model.draft import Claim, Draft, Known, Reading, Standing, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TEXTS = ("chapter", "section", "term", "statement")


def compare(
    drafts: Sequence[Draft], *, known: Sequence[Known], refused: Sequence[Claim], bank: Mapping[str, Claim]
) -> tuple[Draft, ...]:
    """Return the drafts with their standing, those that stand for a fact under its id, and what is gone behind them.

    `known` and `refused` are what earlier readings of the document brought, `bank` holds every fact of the bank by id.
    """
    bases = [*known, *_equal_elsewhere(drafts, known, bank)]
    partners = match_claims([draft.claim for draft in drafts], [*(base.claim for base in bases), *refused])
    compared = []
    for number, draft in enumerate(drafts):
        partner = partners.get(number)
        if partner is None:
            compared.append(draft)
        elif partner < len(bases):
            compared.append(_against(draft, bases[partner], bank))
        else:
            compared.append(_refused_before(draft, refused[partner - len(bases)]))
    matched = set(partners.values())
    gone = [base for number, base in enumerate(bases) if number not in matched and base.id in bank]
    return (*compared, *(_gone(base, bank[base.id]) for base in gone))


def _equal_elsewhere(drafts: Sequence[Draft], known: Sequence[Known], bank: Mapping[str, Claim]) -> list[Known]:
    """Return facts that say what a draft says but did not come from this document: they are not taken a second time."""
    taken = {base.id for base in known}
    forms = {(said(draft.claim.term), said(draft.claim.statement)) for draft in drafts}
    forms -= {(said(base.claim.term), said(base.claim.statement)) for base in known}
    return [
        Known(fact_id, claim)
        for fact_id, claim in bank.items()
        if fact_id not in taken and (said(claim.term), said(claim.statement)) in forms
    ]


def _against(draft: Draft, base: Known, bank: Mapping[str, Claim]) -> Draft:
    theirs = draft.claim
    if base.id not in bank:
        # A person took the fact out of the bank: only if the document now says something else is it worth asking.
        same = says_the_same(theirs, base.claim)
        return replace(draft, id=base.id, verdict=Verdict.REJECTED if same else Verdict.OPEN)
    ours = bank[base.id]
    wanted, clash = merge_claims(base.claim, ours, theirs)
    if wanted == ours:
        return replace(draft, id=base.id, claim=ours, ours=ours, standing=Standing.SAME)
    standing = Standing.CONFLICT if clash or base.guessed else Standing.CHANGED
    return replace(draft, id=base.id, claim=wanted, ours=ours, standing=standing)


def _refused_before(draft: Draft, refused: Claim) -> Draft:
    return replace(draft, verdict=Verdict.REJECTED) if says_the_same(draft.claim, refused) else draft


def _gone(base: Known, ours: Claim) -> Draft:
    return Draft(id=base.id, claim=ours, ours=ours, standing=Standing.GONE)


def merge_claims(base: Claim, ours: Claim, theirs: Claim) -> tuple[Claim, bool]:
    """Return the claim that has what either side changed, and whether both changed one field differently.

    Where both did, the document's text is taken, and it is for a person to say whether it should be. Differences of
    punctuation alone are none.
    """
    merged = {name: _merged(*(getattr(claim, name) for claim in (base, ours, theirs))) for name in _TEXTS}
    # The kind is only guessed from the words: what a person said it is stands.
    kind = ours.kind if ours.kind != base.kind else theirs.kind
    texts = {name: text for name, (text, _) in merged.items()}
    return Claim(**texts, kind=kind), any(clash for _, clash in merged.values())


def _merged(base: str, ours: str, theirs: str) -> tuple[str, bool]:
    if said(theirs) in {said(base), said(ours)}:
        return ours, False
    return theirs, ours != base


def known_after(known: Sequence[Known], drafts: Sequence[Draft]) -> tuple[Known, ...]:
    """Return what is known of a document once these drafts were written into the bank.

    A change that was turned down is known from now on, so that it is not asked again; a gone fact that was decided on
    is no longer the document's.
    """
    bases = {base.id: base for base in known}
    for draft in drafts:
        is_in_bank = draft.ours is not None or draft.verdict is Verdict.ACCEPTED
        if draft.standing is Standing.GONE:
            if draft.is_settled:
                bases.pop(draft.id, None)
        elif draft.theirs is not None and is_in_bank and draft.is_settled:
            bases[draft.id] = Known(draft.id, draft.theirs)
    return tuple(bases.values())


def refused_after(refused: Sequence[Claim], before: Sequence[Draft], after: Sequence[Draft]) -> tuple[Claim, ...]:
    """Return the claims that need not be asked again: rejected now or earlier, or merged into another one.

    `before` are the drafts as they were read, `after` as they were decided on.
    """
    kept = {draft.id for draft in after}
    rejected = [draft for draft in after if draft.verdict is Verdict.REJECTED and draft.ours is None]
    merged = [draft for draft in before if draft.id not in kept]
    return tuple(dict.fromkeys([*refused, *(draft.theirs or draft.claim for draft in [*rejected, *merged])]))


def refreshed(drafts: Sequence[Draft], bank: Mapping[str, Claim]) -> tuple[Draft, ...]:
    """Return the drafts against the bank as it is now; whoever edited it meanwhile is not overruled.

    A decision on a fact that was edited since falls open again. What is in the bank already as it was accepted is done.
    """
    return tuple(_refreshed(draft, bank.get(draft.id)) for draft in drafts)


def _refreshed(draft: Draft, now: Claim | None) -> Draft:
    if now == draft.ours:
        return draft
    return _without_fact(draft) if now is None else _with_fact(draft, now)


def _without_fact(draft: Draft) -> Draft:
    """Return a draft whose fact was taken out of the bank."""
    match draft.standing:
        case Standing.GONE:
            return replace(draft, verdict=Verdict.ACCEPTED)
        case Standing.SAME:
            return replace(draft, standing=Standing.NEW, ours=None, verdict=Verdict.REJECTED)
        case _:
            return replace(draft, standing=Standing.NEW, ours=None, verdict=Verdict.OPEN)


def _with_fact(draft: Draft, now: Claim) -> Draft:
    """Return a draft whose fact is in the bank, and says something else than it did."""
    if draft.standing in {Standing.SAME, Standing.GONE}:
        return replace(draft, claim=now, ours=now)
    if now == draft.claim:
        return replace(draft, standing=Standing.SAME, ours=now)
    return replace(draft, standing=Standing.CONFLICT, ours=now, verdict=Verdict.OPEN)


def after_writing(reading: Reading, drafts: Sequence[Draft], bank: Mapping[str, Claim]) -> Reading:
    """Return the reading that follows once decided drafts were written.

    What is in the bank is the same, what was rejected stays so, and only what is open remains to be decided.
    """
    kept = []
    for draft in drafts:
        now = bank.get(draft.id)
        if draft.standing is Standing.GONE:
            if now is not None and not draft.is_settled:
                kept.append(draft)
        elif now is not None and draft.is_settled:
            kept.append(replace(draft, standing=Standing.SAME, claim=now, ours=now, verdict=Verdict.OPEN))
        else:
            kept.append(draft)
    return replace(
        reading,
        number=reading.number + 1,
        drafts=tuple(kept),
        known=known_after(reading.known, drafts),
        refused=refused_after(reading.refused, reading.drafts, drafts),
    )
