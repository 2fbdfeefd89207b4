"""A made exam: forms with resolved order and key, and the paper an examinee sees, which has no key in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.bank import Item, ItemKind


def letter(place: int) -> str:
    """Return the letter printed at `place`, counted from 0: A, B, C, ..."""
    return chr(ord("A") + place)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormItem:
    """An item as it stands on one form.

    `number` counts from 1 through the whole form. `option_order` lists positions in `item.options` in printed order
    (choice kinds); `left_order` and `right_order` likewise list positions in a matching item's pairs and in its right
    texts (pairs' rights, then extras), or, for an ordering item, `right_order` lists positions in its steps.
    """

    number: int
    item: Item
    points: int
    option_order: tuple[int, ...] = ()
    left_order: tuple[int, ...] = ()
    right_order: tuple[int, ...] = ()

    @property
    def key_letters(self) -> str:
        """The printed letters of the right options, in alphabetical order ('' for kinds without options)."""
        keys = set(self.item.keys)
        return "".join(letter(place) for place, option in enumerate(self.option_order) if option in keys)

    @property
    def match_letters(self) -> str:
        """For each printed left text of a matching item, in printed order, the letter of its partner on the right."""
        return "".join(letter(self.right_order.index(pair)) for pair in self.left_order)

    @property
    def step_letters(self) -> str:
        """The printed letters of an ordering item's steps in the right order of the steps."""
        return "".join(letter(self.right_order.index(step)) for step in range(len(self.right_order)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One version of an exam: its code (A, B, ...) and its items in printed order."""

    code: str
    items: tuple[FormItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart:
    """A printed part of a paper: one kind of question."""

    kind: ItemKind
    points_each: int
    questions: tuple[PaperQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperQuestion:
    """A question as an examinee sees it: it holds nothing from which the key could be told.

    `options` are the option texts in printed order; `lefts`/`rights` the two columns of a matching question;
    `steps` the steps of an ordering question in printed (scrambled) order; `lines` how many lines to leave for a
    written answer.
    """

    number: int
    stem: str
    points: int
    options: tuple[str, ...] = ()
    lefts: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One form as an examinee sees it."""

    title: str
    code: str
    minutes: int
    points: int
    pass_points: int | None
    instructions: tuple[str, ...]
    parts: tuple[PaperPart, ...]
    fingerprint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """All forms of one making of an exam, under one fingerprint.

    The fingerprint is computed from what examinees see and from nothing else, so it cannot leak the key, and it is the
    same exactly when the papers are the same.
    """

    bank_id: str
    bank_version: str
    exam_id: str
    exam_name: str
    exam_title: str
    seed: int
    fingerprint: str
    forms: tuple[Form, ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReference:
    """Where a fact stands, as an answer key prints it: chapter › section › term, and its place in the source."""

    chapter: str
    section: str
    term: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Printed letters given in answer to a choice, matching or ordering question.

    For matching, one letter for each printed left text, a space where none was given; for ordering, in the order
    given.
    """

    letters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether an examinee called a statement true."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What an examinee wrote into each blank, in order ('' where nothing)."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Awarded:
    """What a marker awarded for each scoring point of a short answer, in the scoring points' own points."""

    points: tuple[float, ...]


Response = Marked | Judged | Filled | Awarded
