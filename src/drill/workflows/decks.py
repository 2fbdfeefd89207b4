"""Decks: bring a bank's cards into the store and assign them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, TypeVar

from drill.errors import DrillError
from drill.files.clock import now_seconds
from drill.model.deck import (
    Audience,
    BankCard,
    BankContents,
    DeckId,
    DeckOptions,
    Face,
    FaceOption,
    Loaded,
    OutlineEntry,
)
from drill.model.learner import Calendar, StudyDay
from drill.model.notes import ChoiceContent, ClozeContent, PartContent, RecallContent
from drill.schedule.study_day import study_day
from drill.store import decks as kept
from drill.store.banks import load_bank
from drill.store.learners import find_learner, groups, learners
from drill.store.opening import open_store
from drill.workflows.generated import generate_bank

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drill.model.bank import Bank
    from drill.model.deck import Deck
    from drill.model.learner import LearnerId
    from drill.model.notes import Card, Note
    from drill.store.opening import Store
    from drill.workflows.generated import GeneratedBank

_MS: Final = 1000
T = TypeVar("T")
_EPOCH: Final = date(1970, 1, 1).toordinal()


class NothingToLearnError(DrillError):
    """A bank that yields no card."""

    def __init__(self, root: Path) -> None:
        super().__init__(
            f"{root}: the bank yields no cards. Give its facts a `gist`; `drill check` says what is missing."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckRequest:
    """What is asked of `drill deck load`; None leaves an option as it is (or at its default, for a new deck)."""

    group: str = ""
    learner: str = ""
    exam: date | None = None
    retention: float | None = None
    new_per_day: int | None = None
    reviews_per_day: int | None = None
    learning_steps_s: tuple[int, ...] | None = None
    relearning_steps_s: tuple[int, ...] | None = None
    leech_threshold: int | None = None
    easy_days: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckRow:
    """A deck as a listing shows it."""

    id: int
    bank: str
    title: str
    audience: str
    cards: int
    learners: int
    exam: str
    retention: float
    new_per_day: int
    reviews_per_day: int | None
    learning_steps_s: tuple[int, ...]
    relearning_steps_s: tuple[int, ...]
    leech_after: int
    easy_days: tuple[float, ...]
    withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckLoaded:
    """How the store's cards changed, and the decks the bank now has."""

    loaded: Loaded
    decks: tuple[DeckRow, ...]
    remarks: tuple[str, ...]


def load_deck(root: Path, path: Path, request: DeckRequest, step: Callable[[str], None]) -> DeckLoaded:
    """Bring the bank in `root` into the store and assign it, in one transaction.

    Without group or learner, a bank that has decks is only brought up to date, another is assigned to everyone; options
    that are given hold for the deck of that audience.
    """
    contents = bank_contents(generate_bank(root, step))
    if not contents.cards:
        raise NothingToLearnError(root)
    step("storing")
    at_ms = now_seconds() * _MS
    with open_store(path, create=True) as store, store.write():
        audience = _audience(store, request)
        loaded = load_bank(store, contents, at_ms)
        has_decks = bool(kept.decks(store, bank_id=contents.bank_id))
        if request != DeckRequest() or not has_decks:
            before = kept.deck_of_audience(store, contents.bank_id, audience)
            options = _options(request, before.options if before else DeckOptions())
            kept.assign_deck(store, contents.bank_id, audience, options, at_ms)
        rows = _rows(store, kept.decks(store, bank_id=contents.bank_id))
        remarks = _remarks(store, request, at_ms)
    return DeckLoaded(loaded=loaded, decks=rows, remarks=remarks)


def list_decks(path: Path, *, withdrawn: bool) -> tuple[DeckRow, ...]:
    """Return the decks, withdrawn ones only on request."""
    with open_store(path) as store, store.read():
        return _rows(store, kept.decks(store, withdrawn=withdrawn))


def withdraw_deck(path: Path, deck_id: int) -> DeckRow:
    """Assign a deck to nobody any more; its learners' history stays."""
    with open_store(path) as store, store.write():
        return _rows(store, (kept.withdraw_deck(store, DeckId(deck_id), now_seconds() * _MS),))[0]


def _audience(store: Store, request: DeckRequest) -> Audience:
    if request.learner:
        return Audience(learner_id=find_learner(store, request.learner).id)
    return Audience(group=request.group)


def _options(request: DeckRequest, before: DeckOptions) -> DeckOptions:
    exam_day = None if request.exam is None else StudyDay(request.exam.toordinal() - _EPOCH)
    return replace(
        before,
        exam_day=_asked(exam_day, before.exam_day),
        desired_retention=_asked(request.retention, before.desired_retention),
        new_per_day=_asked(request.new_per_day, before.new_per_day),
        reviews_per_day=_asked(request.reviews_per_day, before.reviews_per_day),
        learning_steps_s=_asked(request.learning_steps_s, before.learning_steps_s),
        relearning_steps_s=_asked(request.relearning_steps_s, before.relearning_steps_s),
        leech_threshold=_asked(request.leech_threshold, before.leech_threshold),
        easy_days=_asked(request.easy_days, before.easy_days),
    )


def _asked(asked: T | None, before: T) -> T:
    return before if asked is None else asked


def _remarks(store: Store, request: DeckRequest, at_ms: int) -> tuple[str, ...]:
    return (*_unknown_group(store, request), *_exam_over(request, at_ms))


def _exam_over(request: DeckRequest, at_ms: int) -> tuple[str, ...]:
    """Say that an exam day plans nothing: a plan ends the day before, so only a later day makes one."""
    if request.exam is None or request.exam.toordinal() - _EPOCH > study_day(at_ms, Calendar()):
        return ()
    return (f"The exam day {request.exam} is not ahead: nothing is planned for it. --exam takes a later day.",)


def _unknown_group(store: Store, request: DeckRequest) -> tuple[str, ...]:
    known = groups(store)
    if request.group and request.group not in known:
        there = f" Groups so far: {', '.join(known)}." if known else ""
        return (f"Nobody is in the group {request.group} yet.{there}",)
    return ()


def _rows(store: Store, decks: tuple[Deck, ...]) -> tuple[DeckRow, ...]:
    active = learners(store, retired=False)
    in_use = kept.decks(store)
    names = {one.id: one.name for one in active}
    reached = [deck.id for one in active for deck in kept.decks_for(in_use, one)]
    return tuple(_row(deck, names, reached.count(deck.id)) for deck in decks)


def _row(deck: Deck, names: dict[LearnerId, str], reached: int) -> DeckRow:
    options, audience = deck.options, deck.audience
    who = f"group {audience.group}" if audience.group else "everyone"
    if audience.learner_id is not None:
        who = names.get(audience.learner_id) or str(audience.learner_id)
    return DeckRow(
        id=deck.id,
        bank=deck.bank_id,
        title=deck.title,
        audience=who,
        cards=deck.cards,
        learners=reached,
        exam="" if options.exam_day is None else date.fromordinal(_EPOCH + options.exam_day).isoformat(),
        retention=options.desired_retention,
        new_per_day=options.new_per_day,
        reviews_per_day=options.reviews_per_day,
        learning_steps_s=options.learning_steps_s,
        relearning_steps_s=options.relearning_steps_s,
        leech_after=options.leech_threshold,
        easy_days=options.easy_days,
        withdrawn=deck.withdrawn_at_ms is not None,
    )


def bank_contents(made: GeneratedBank) -> BankContents:
    """Return what the store takes from a bank: the same cards that the Anki deck has, and the outline."""
    bank = made.bank
    notes = {note.id: note for note in made.notes}
    places = {fact.id: (c.id, s.id) for c in bank.chapters for s in c.sections for fact in s.facts}
    return BankContents(
        bank_id=bank.id,
        title=bank.title,
        language=bank.language.value,
        version=bank.version,
        **_outline(bank),
        cards=tuple(_card(bank, card, notes[card.note_id], places, at) for at, card in enumerate(made.cards)),
    )


def _outline(bank: Bank) -> dict[str, tuple[OutlineEntry, ...]]:
    sections = [(chapter, section) for chapter in bank.chapters for section in chapter.sections]
    return {
        "chapters": tuple(OutlineEntry(id=one.id, parent_id="", title=one.title) for one in bank.chapters),
        "sections": tuple(OutlineEntry(id=s.id, parent_id=c.id, title=s.title) for c, s in sections),
        "facts": tuple(OutlineEntry(id=f.id, parent_id=s.id, title=f.term) for _, s in sections for f in s.facts),
    }


def _card(bank: Bank, card: Card, note: Note, places: dict[str, tuple[str, str]], position: int) -> BankCard:
    chapter_id, section_id = next((places[fact] for fact in note.fact_ids if fact in places), ("", ""))
    return BankCard(
        bank_id=bank.id,
        note_id=card.note_id,
        ordinal=card.ord,
        kind=note.kind,
        chapter_id=chapter_id,
        section_id=section_id,
        fact_ids=tuple(sorted(set(note.fact_ids))),
        position=position,
        face=_face(card, note),
    )


def _face(card: Card, note: Note) -> Face:
    below, options = "", tuple[FaceOption, ...]()
    prompt = card.prompt
    match note.content:
        case RecallContent(statement=statement) | PartContent(statement=statement):
            below = statement
        case ClozeContent(before=before, blank=blank, after=after):
            below = f"{before}{blank}{after}"
        case ChoiceContent() as choice:
            below = choice.rationale
            options = tuple(FaceOption(text=one.text, key=one.key, why=one.why) for one in choice.options)
            # The card's plain text lists the options; whoever shows them draws them itself.
            prompt = prompt.removesuffix("".join(f"\n- {one.text}" for one in choice.options))
        case _:
            pass
    return Face(prompt=prompt, answer=card.answer, options=options, rationale=below, source=note.source)
