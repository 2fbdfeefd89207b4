"""What an import comes to, as a table, lines or plain data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.model.draft import Draft, Standing, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from drill.workflows.review_drafts import DraftReview, WriteReport

COLUMNS = ("id", "in the bank", "decision", "confidence", "chapter", "section", "term", "statement", "kind")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Where the review of a document stands, and what was written into the bank on the way."""

    root: Path
    document: str
    source: str
    drafts: tuple[Draft, ...]
    unplaced: int
    problems: tuple[str, ...]
    written: WriteReport | None = None

    @property
    def shown(self) -> list[Draft]:
        """Drafts that a listing names: what is the same needs no attention, nor does what was turned down."""
        hidden = {Standing.SAME}
        return [one for one in self.drafts if one.standing not in hidden and one.verdict is not Verdict.REJECTED]

    def rows(self) -> list[tuple[str, ...]]:
        """Return the drafts that want attention as rows of a table."""
        return [_row(draft) for draft in self.shown]

    def lines(self) -> list[str]:
        """Return the state as lines for a person."""
        lines = []
        if self.written is not None:
            wrote = self.written
            lines += [f"written: {name}" for name in wrote.files]
            lines.append(f"{wrote.new} new facts in the bank, {wrote.changed} changed, {wrote.removed} taken out.")
            lines += wrote.remarks
        counted = Counter(_state(draft) for draft in self.drafts)
        states = ", ".join(f"{number} {state}" for state, number in counted.items())
        lines.append(f"{self.document}: {states or 'no facts found'}; {self.unplaced} texts left over.")
        return lines

    def next_commands(self, path: Path) -> list[tuple[str, str]]:
        """Return what to type next, and why."""
        commands = []
        if any(not draft.is_settled for draft in self.drafts):
            commands.append((f"import {path} --bank {self.root}", "decide on what is open, in a terminal"))
        if any(draft.standing is Standing.SAME for draft in self.drafts):
            commands.append((f"check {self.root}", "is every card and question sound?"))
            commands.append((f"build {self.root}", "the deck for phones and a printed test"))
        return commands

    def as_json(self) -> dict[str, object]:
        """Return the report as plain data."""
        return {
            "bank": str(self.root),
            "document": self.document,
            "source": self.source,
            "counts": dict(Counter(_state(draft) for draft in self.drafts)),
            "drafts": [_draft_json(draft) for draft in self.drafts],
            "unplaced": self.unplaced,
            "problems": list(self.problems),
            "written": self.written.as_json() if self.written else None,
        }


def report_of(review: DraftReview, written: WriteReport | None = None) -> ImportReport:
    """Return where a review stands."""
    return ImportReport(
        root=review.root,
        document=review.reading.document,
        source=review.reading.source,
        drafts=review.review.drafts,
        unplaced=len(review.reading.leftovers) - len(review.review.used),
        problems=review.reading.problems,
        written=written,
    )


def _state(draft: Draft) -> str:
    """Return a draft's state in one or two words."""
    if draft.standing is Standing.SAME:
        return "in the bank"
    if draft.verdict is not Verdict.OPEN:
        return f"{draft.verdict.value} ({draft.standing.value})"
    return f"open ({draft.standing.value})"


def _row(draft: Draft) -> tuple[str, ...]:
    claim = draft.claim
    where = (draft.id, draft.standing.value, draft.verdict.value, f"{draft.confidence:.2f}")
    return (*where, claim.chapter, claim.section, claim.term, claim.statement, claim.kind.value)


def _draft_json(draft: Draft) -> dict[str, object]:
    claim = draft.claim
    ours = draft.ours
    return {
        "id": draft.id,
        "standing": draft.standing.value,
        "decision": draft.verdict.value,
        "confidence": draft.confidence,
        "chapter": claim.chapter,
        "section": claim.section,
        "term": claim.term,
        "statement": claim.statement,
        "kind": claim.kind.value,
        "in_bank": {"chapter": ours.chapter, "section": ours.section, "term": ours.term, "statement": ours.statement}
        if ours
        else None,
    }
