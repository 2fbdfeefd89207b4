"""Drafts: facts taken from a document that await a person's decision, and the decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from drill.model.bank import FactKind, FactSource


class Standing(StrEnum):
    """How a draft stands to the bank: what accepting it would do there."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    SAME = "same"
    GONE = "gone"


class Verdict(StrEnum):
    """What a person (or a script) decided on a draft."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Mark(NamedTuple):
    """Characters [start, end) of a line of the source, lines counted from 0."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line or passage of the source as a person sees it, with its page or slide where it has one."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a fact says, and under which titles."""

    chapter: str
    section: str
    term: str
    statement: str
    kind: FactKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim that awaits a decision. Its `id` is that of the fact it becomes or, if it is in the bank, already is.

    `theirs` is what the document says (None for a draft written by hand), `ours` what the bank holds, for drafts that
    stand for a fact of the bank; `claim` is what is proposed. A draft that is `gone` has no place in
    the document: accepting it takes the fact out of the bank. `order` counts from 1 within a procedure.
    """

    id: str
    claim: Claim
    confidence: float = 1.0
    order: int | None = None
    source: FactSource | None = None
    term: tuple[Mark, ...] = ()
    statement: tuple[Mark, ...] = ()
    standing: Standing = Standing.NEW
    theirs: Claim | None = None
    ours: Claim | None = None
    verdict: Verdict = Verdict.OPEN

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to decide."""
        return self.standing is Standing.SAME or self.verdict is not Verdict.OPEN

    @property
    def is_plain(self) -> bool:
        """Whether a script may accept it: nothing in the bank is lost by it that a person wrote or may want."""
        return self.standing in {Standing.NEW, Standing.CHANGED}


@dataclass(frozen=True, slots=True)
class Leftover:
    """Text of the source that is in no draft, where it stands, and why."""

    text: str
    reason: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class RepairMark:
    """Characters of the source that are read as something else."""

    mark: Mark
    after: str


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of the bank as a document once gave it: the base of a three-way comparison.

    A `guessed` base is the fact as the bank has it now, because nobody recorded what the document said.
    """

    id: str
    claim: Claim
    guessed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a document for a bank. `number` counts the readings of the same source, from 1.

    `known` and `refused` are what earlier readings brought: facts in the bank as they were taken, claims that a
    person rejected.
    """

    source: str
    document: str
    sha256: str
    title: str = ""
    number: int = 1
    drafts: tuple[Draft, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    lines: tuple[SourceLine, ...] = ()
    repairs: tuple[RepairMark, ...] = ()
    known: tuple[Known, ...] = ()
    refused: tuple[Claim, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accept:
    """Take drafts into the bank (a gone one: take its fact out)."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """Leave drafts out, and the bank as it is."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reopen:
    """Decide on drafts later."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """Let a draft claim something else."""

    id: str
    claim: Claim


@dataclass(frozen=True, slots=True)
class Split:
    """Make two drafts of one: the first keeps its id, the second gets `new_id`."""

    id: str
    first: Claim
    second: Claim
    new_id: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Put a draft's statement behind that of another one and drop it."""

    id: str
    other: str


@dataclass(frozen=True, slots=True)
class Move:
    """Put drafts under other titles."""

    ids: tuple[str, ...]
    chapter: str
    section: str


@dataclass(frozen=True, slots=True)
class Make:
    """Write a draft by hand, from leftover text (its number, from 0) or from nothing."""

    id: str
    claim: Claim
    leftover: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last decision that still stands."""


Decision = Accept | Reject | Reopen | Edit | Split | Merge | Move | Make
Entry = Decision | Undo


@dataclass(frozen=True, slots=True)
class Review:
    """Where a review stands: the drafts as decided so far, and which leftovers were made into drafts."""

    drafts: tuple[Draft, ...] = ()
    used: frozenset[int] = field(default_factory=frozenset)

    def draft(self, draft_id: str) -> Draft | None:
        """Return the draft with an id, None if there is none."""
        return next((draft for draft in self.drafts if draft.id == draft_id), None)
