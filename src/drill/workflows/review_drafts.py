"""A review of drafts: every decision is on disk before the next one, and accepted facts go into the bank together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.drafts.into_bank import claims_in, take_drafts
from drill.drafts.replay import apply, standing_decisions
from drill.drafts.three_way import after_writing, refreshed
from drill.files.bank_folder import load_bank
from drill.files.draft_files import append_entry, load_entries, save_reading
from drill.files.entropy import below
from drill.files.lock import locked
from drill.model.bank import SourceDocument
from drill.model.draft import Accept, Draft, Reading, Review, Standing, Undo, Verdict
from drill.model.ids import new_id
from drill.workflows.changed_bank import write_bank
from drill.workflows.make_ready import make_ready, tested_by
from drill.workflows.reading_of import Cleaner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from drill.files.bank_folder import LoadedBank
    from drill.model.bank import Bank, Language
    from drill.model.draft import Claim, Decision, Entry


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What went into the bank: how many facts were new, changed and taken out, the files, and remarks for a person."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    files: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def joined(self, other: WriteReport) -> WriteReport:
        """Return this report and a later one as one."""
        return WriteReport(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            removed=self.removed + other.removed,
            files=tuple(dict.fromkeys((*self.files, *other.files))),
            remarks=tuple(dict.fromkeys((*self.remarks, *other.remarks))),
        )

    def as_json(self) -> dict[str, object]:
        """Return the report as plain data."""
        return {
            "new": self.new,
            "changed": self.changed,
            "removed": self.removed,
            "files": list(self.files),
            "remarks": list(self.remarks),
        }


class DraftReview:
    """The review of one document for one bank, in the process that holds the bank's drafts."""

    def __init__(self, loaded: LoadedBank, reading: Reading) -> None:
        bank = loaded.bank
        self.root = loaded.root
        self.language: Language = bank.language
        self.bank_title = bank.title
        self._cleaner = Cleaner(bank.title, bank.language)
        self._ids = set(loaded.places)
        self._start(reading, load_entries(self.root, reading))
        self._refresh(bank)

    def _start(self, reading: Reading, entries: Iterable[Entry]) -> None:
        self.reading = reading
        self._states = [Review(reading.drafts)]
        for decision in standing_decisions(entries):
            self._states.append(apply(self._states[-1], decision, reading.leftovers))

    def _refresh(self, bank: Bank) -> None:
        """Begin a new reading if the bank was edited under the drafts; what was decided before stands in it."""
        drafts = refreshed(self.review.drafts, claims_in(bank))
        if drafts != self.review.drafts:
            self._restart(replace(self.reading, drafts=drafts, number=self.reading.number + 1))

    def _restart(self, reading: Reading) -> None:
        used = self.review.used
        leftovers = tuple(left for number, left in enumerate(reading.leftovers) if number not in used)
        reading = replace(reading, leftovers=leftovers)
        save_reading(self.root, reading)
        self._start(reading, ())

    @property
    def review(self) -> Review:
        """Where the review stands."""
        return self._states[-1]

    @property
    def open_count(self) -> int:
        """Drafts that still await a decision."""
        return sum(not draft.is_settled for draft in self.review.drafts)

    @property
    def pending(self) -> tuple[Draft, ...]:
        """Drafts that were decided on and are not written into the bank yet."""
        return tuple(draft for draft in self.review.drafts if _is_pending(draft))

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision to take back; what was written into the bank is behind that."""
        return len(self._states) > 1

    def _is_newer(self, bank: Bank) -> bool:
        """Whether the bank's facts stand in an earlier version of the document, whose places are out of date."""
        digests = {source.id: source.sha256 for source in bank.sources}
        return digests.get(self.reading.source, self.reading.sha256) != self.reading.sha256

    def new_id(self) -> str:
        """Return an id that no record of the bank and no draft has."""
        drawn = new_id(below, self._ids | {draft.id for draft in self.review.drafts})
        self._ids.add(drawn)
        return drawn

    def clean(self, claim: Claim) -> Claim:
        """Return a claim that a person typed as it may stand in the bank."""
        return self._cleaner.cleaned(claim)

    def decide(self, decision: Decision) -> None:
        """Apply a decision and write it down. Raises DecisionError (then nothing happened) or WriteError."""
        review = apply(self.review, decision, self.reading.leftovers)
        append_entry(self.root, self.reading, decision)
        self._states.append(review)

    def undo(self) -> bool:
        """Take back the last decision; return whether there was one."""
        if not self.can_undo:
            return False
        append_entry(self.root, self.reading, Undo())
        self._states.pop()
        return True

    def accept_sure(self, confidence: float) -> int:
        """Accept all open drafts of at least this confidence that overwrite nothing; return how many."""
        sure = self._sure(confidence)
        if sure:
            self.decide(Accept(sure))
        return len(sure)

    def count_sure(self, confidence: float) -> int:
        """Return how many drafts `accept_sure` would accept."""
        return len(self._sure(confidence))

    def _sure(self, confidence: float) -> tuple[str, ...]:
        return tuple(
            draft.id
            for draft in self.review.drafts
            if not draft.is_settled and draft.is_plain and draft.confidence >= confidence
        )

    def write(self, step: Callable[[str], None] = lambda _: None) -> WriteReport:
        """Write every decided draft into the bank's files. Decisions before this can no longer be undone.

        A bank that was edited meanwhile is looked at again first. Raises a DrillError if nothing could be written.
        """
        with locked(self.root):
            loaded = load_bank(self.root)
            self._refresh(loaded.bank)
            if not self.pending and not self._is_newer(loaded.bank):
                return WriteReport()
            drafts = _without_tested(self.review.drafts, loaded.bank)
            counts = _counts(drafts)
            taken = take_drafts(_with_source(loaded.bank, self.reading), drafts, self.new_id)
            ready = make_ready(loaded.bank, taken.bank, self.new_id, step)
            step("writing")
            files = write_bank(loaded, ready.bank)
            kept = _kept_remarks(self.review.drafts, drafts)
            self._restart(after_writing(self.reading, drafts, claims_in(ready.bank)))
        remarks = (*ready.remarks, *_stale_remarks(taken.stale_gists, taken.lost_clozes), *kept)
        return replace(counts, files=tuple(files), remarks=remarks)


def _is_pending(draft: Draft) -> bool:
    if draft.standing is Standing.SAME:
        return False
    # Turning down a change is worth writing down too, so that the next version does not ask again.
    return draft.verdict is Verdict.ACCEPTED or (draft.verdict is Verdict.REJECTED and draft.ours is not None)


def _without_tested(drafts: tuple[Draft, ...], bank: Bank) -> tuple[Draft, ...]:
    """Keep facts in the bank that authored items test, whatever was decided: the items would test nothing."""
    tested = tested_by(bank)
    return tuple(
        replace(draft, verdict=Verdict.OPEN) if draft.standing is Standing.GONE and draft.id in tested else draft
        for draft in drafts
    )


def _kept_remarks(before: tuple[Draft, ...], after: tuple[Draft, ...]) -> tuple[str, ...]:
    kept = [one for one, other in zip(before, after, strict=True) if one.verdict is not other.verdict]
    return tuple(
        f"fact {draft.id} ({draft.claim.term}) stays in the bank: authored items test it. Change those items first."
        for draft in kept
    )


def _counts(drafts: tuple[Draft, ...]) -> WriteReport:
    accepted = [draft for draft in drafts if draft.verdict is Verdict.ACCEPTED]
    removed = sum(draft.standing is Standing.GONE for draft in accepted)
    changed = sum(draft.standing in {Standing.CHANGED, Standing.CONFLICT} for draft in accepted)
    return WriteReport(new=sum(draft.standing is Standing.NEW for draft in accepted), changed=changed, removed=removed)


def _with_source(bank: Bank, reading: Reading) -> Bank:
    """Return the bank with this version of the document among its sources."""
    old = next((source for source in bank.sources if source.id == reading.source), None)
    if old is None:
        new = SourceDocument(id=reading.source, document=reading.document, sha256=reading.sha256, title=reading.title)
        return replace(bank, sources=(*bank.sources, new))
    new = replace(old, document=reading.document, sha256=reading.sha256)
    return replace(bank, sources=tuple(new if source is old else source for source in bank.sources))


def _stale_remarks(stale: tuple[str, ...], lost: tuple[str, ...]) -> tuple[str, ...]:
    remarks = [f"fact {fact_id}: its statement changed, its gist did not. Check the gist." for fact_id in stale]
    remarks += [
        f"fact {fact_id}: a pinned blank no longer stands in the statement and was taken out." for fact_id in lost
    ]
    return tuple(remarks)
