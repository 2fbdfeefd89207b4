"""The bank: facts in chapters and sections, authored items, blueprints.

These frozen dataclasses are the single definition of the bank. `drill.bank.parse` reads them from YAML, the JSON
Schemas beside a bank are generated from them, and everything else takes them as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """The language and script of a bank's content and of the labels around it."""

    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"
    EN = "en"


class FactKind(StrEnum):
    """What kind of claim a fact makes."""

    DEFINITION = "definition"
    DUTY = "duty"
    PRINCIPLE = "principle"
    REQUIREMENT = "requirement"
    TECHNIQUE = "technique"
    STEP = "step"
    CHANNEL = "channel"
    GOAL = "goal"
    COURSE = "course"
    METHOD = "method"
    FEATURE = "feature"
    BENEFIT = "benefit"
    RULE = "rule"
    NUMBER = "number"
    OTHER = "other"


class Difference(StrEnum):
    """The one checkable thing in which a misconception differs from its fact."""

    DEGREE = "degree"
    ORDER = "order"
    ACTOR = "actor"
    CONDITION = "condition"
    CHANNEL = "channel"
    OBJECT = "object"
    TIME = "time"
    PURPOSE = "purpose"


class ItemKind(StrEnum):
    """The form an exam question takes."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    FILL_IN = "fill_in"
    MATCHING = "matching"
    ORDERING = "ordering"
    SHORT_ANSWER = "short_answer"
    SITUATIONAL = "situational"

    @property
    def has_options(self) -> bool:
        """Whether an examinee picks among printed options."""
        return self in {ItemKind.SINGLE_CHOICE, ItemKind.MULTIPLE_CHOICE, ItemKind.SITUATIONAL}


class NoteKind(StrEnum):
    """The kind of note made from a fact, a section or an item."""

    RECALL = "recall"
    PART = "part"
    CLOZE = "cloze"
    LIST = "list"
    SEQUENCE = "sequence"
    SITUATIONAL = "situational"


class Use(StrEnum):
    """Where an authored item may appear; what is kept for exams never goes to phones."""

    DRILL = "drill"
    EXAM = "exam"
    BOTH = "both"


class Vary(StrEnum):
    """What makes the forms of one exam differ."""

    ITEMS = "items"
    ORDER = "order"


class Span(NamedTuple):
    """Characters [start, end) of a document's decoded text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDocument:
    """A document the facts come from; `sha256` is of its bytes."""

    id: str
    document: str
    sha256: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactSource:
    """Where in a source document a fact stands; term and statement can stand far apart."""

    document: str
    term: Span | None = None
    statement: Span | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """A wrong practice a beginner believes, differing from its fact in one checkable thing; `why` names it."""

    id: str
    text: str
    why: str
    differs: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several requirements in a fact, asked on its own: `ask` is the question's topic, `gist` its answer."""

    id: str
    ask: str
    gist: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloze:
    """A phrase of the statement to blank out; `accept` lists further right answers for a fill-in item."""

    id: str
    text: str
    accept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Generate:
    """Pins and switches for what is generated from a fact.

    `off` names note and item kinds not to make; `clozes` pins blanks; `distractors` names facts preferred as wrong
    options and `never` facts that must not be.
    """

    off: tuple[NoteKind | ItemKind, ...] = ()
    clozes: tuple[Cloze, ...] = ()
    distractors: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A check that does not apply here, and why."""

    check: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One claim: a term and what is said of it. `gist` is the answer a card asks for, at most 25 characters."""

    id: str
    term: str
    kind: FactKind
    statement: str
    gist: str = ""
    parts: tuple[Part, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    tags: tuple[str, ...] = ()
    source: FactSource | None = None
    generate: Generate = field(default_factory=Generate)
    waivers: tuple[Waiver, ...] = ()
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled list of facts; `ordered` when their order is part of the content (the steps of a procedure)."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    ordered: bool = False
    incomplete: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled list of sections; one file under `facts/`."""

    id: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One option of a choice item; `why` says why a distractor is worse, or the key best."""

    text: str
    key: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueFalseAnswer:
    """Whether the statement in the stem is true."""

    value: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FillInAnswer:
    """For each blank (`____`) of the stem in order, the accepted answers, the model answer first."""

    blanks: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchingAnswer:
    """Pairs of left and right texts, and right texts that match nothing."""

    pairs: tuple[tuple[str, str], ...]
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderingAnswer:
    """The steps in their right order."""

    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringPoint:
    """What a short answer must say to earn `points`."""

    text: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortAnswer:
    """The scoring points of a short answer; an item's points are shared out in their proportion."""

    scoring: tuple[ScoringPoint, ...]


Answer = TrueFalseAnswer | FillInAnswer | MatchingAnswer | OrderingAnswer | ShortAnswer


class Origin(StrEnum):
    """Whether a person wrote an item or drill made it from facts."""

    AUTHORED = "authored"
    GENERATED = "generated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An exam question. Choice kinds have `options`, the others an `answer`.

    `facts` are the ids of the facts it tests. `facility` is the share of examinees expected (later: measured) to get
    it right, in 0..1. A `withdrawn` item carries the reason and enters no new form.
    """

    id: str
    kind: ItemKind
    facts: tuple[str, ...]
    stem: str
    options: tuple[Option, ...] = ()
    answer: Answer | None = None
    rationale: str = ""
    points: int = 1
    use: Use = Use.BOTH
    tags: tuple[str, ...] = ()
    facility: float | None = None
    enemies: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    withdrawn: str = ""
    origin: Origin = Origin.AUTHORED

    @property
    def keys(self) -> tuple[int, ...]:
        """Positions of the right options, counted from 0."""
        return tuple(index for index, option in enumerate(self.options) if option.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindQuota:
    """One printed part of an exam: how many items of a kind, and the points each is worth.

    `max_use`, where given, stands in for the blueprint's own: kinds a bank has few items of must be shared by forms.
    """

    kind: ItemKind
    items: int
    points: int
    max_use: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterQuota:
    """How many items of an exam test a chapter."""

    chapter: str
    items: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blueprint:
    """The quotas of an exam. `max_use` is how many forms of one making may share an item."""

    id: str
    name: str
    title: str
    minutes: int
    kinds: tuple[KindQuota, ...]
    chapters: tuple[ChapterQuota, ...] = ()
    vary: Vary = Vary.ITEMS
    max_use: int = 1
    pass_points: int | None = None
    instructions: tuple[str, ...] = ()

    @property
    def item_count(self) -> int:
        """Items on each form."""
        return sum(quota.items for quota in self.kinds)

    @property
    def points(self) -> int:
        """Points of a form."""
        return sum(quota.items * quota.points for quota in self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeckNames:
    """The permanent name of the Anki deck in each script; renaming makes a second deck on every phone.

    A bank that is not Chinese has no `hant`.
    """

    hans: str
    hant: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Facts, authored items and blueprints under one permanent id."""

    id: str
    title: str
    language: Language
    version: str
    licence: str
    decks: DeckNames
    sources: tuple[SourceDocument, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    items: tuple[Item, ...] = ()
    exams: tuple[Blueprint, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All facts in reading order."""
        return tuple(fact for chapter in self.chapters for section in chapter.sections for fact in section.facts)
