"""A bank seen from its facts: what stands where, what goes by which name, and which facts say the same thing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING

from drill.text.similarity import containment, ideas, jaccard, shingles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drill.model.bank import Bank, Chapter, Fact, Language, Section

# Facts farther away than this many places in reading order are not searched for distractors: it keeps the work linear
# in the size of the bank, and what is far away makes a poor distractor.
_WINDOW = 60
# Same-section facts contrast with each other by design; only a plain repetition is the same claim.
_SAME_SECTION_JACCARD = 0.5
# Measured on the shipped bank: restatements of one claim share 0.10 and more of their uncommon shingles.
_SAME_CLAIM_JACCARD = 0.09
_SAME_TERM_CONTAINMENT = 0.5
_TWIN_JACCARD = 0.12
# A shingle is common, and tells nothing, if this share of the facts (and more than a handful) have it.
_COMMON_SHARE = 0.08
_COMMON_AT_LEAST = 6

# A shingle that more section titles than this share (原则, 礼仪) says nothing about any one of them.
_RARE_IN_TITLES = 2

_QUALIFIER = re.compile(r"^(.{2,20}?的)(.+)$")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Placed:
    """A complete fact with the chapter and section it stands in, and its number in reading order."""

    fact: Fact
    section: Section
    chapter: Chapter
    number: int

    @property
    def name(self) -> str:
        """What the fact is called away from its section: “定义” alone says too little, “金融客服的定义” says it."""
        qualified = _QUALIFIER.match(self.section.title)
        if qualified and self.fact.term and self.fact.term in qualified[2]:
            return qualified[1] + self.fact.term
        return self.fact.term

    @property
    def is_generic(self) -> bool:
        """Whether the term names a place in its section (定义, 职责) and no practice of its own."""
        return self.name != self.fact.term or self.fact.term in self.section.title


@dataclass(frozen=True, slots=True)
class _Traits:
    term: frozenset[str]
    whole: frozenset[str]
    ideas: frozenset[int]


class Outline:
    """The complete facts of a bank, and how they relate."""

    def __init__(self, bank: Bank) -> None:
        self.bank = bank
        self.placed: tuple[Placed, ...] = tuple(_placed(bank))
        self.by_id = {place.fact.id: place for place in self.placed}
        self.places_in: dict[str, tuple[Placed, ...]] = _by_section(self.placed)
        self._traits = _traits(self.placed)
        self._nearby: dict[str, tuple[Placed, ...]] = {}
        self._same: dict[tuple[str, str], bool] = {}
        self._names = Counter(place.name for place in self.placed)
        self._title_words = _title_words(self.placed)

    @property
    def language(self) -> Language:
        """The bank's language."""
        return self.bank.language

    def sections(self) -> Iterator[tuple[Chapter, Section, tuple[Placed, ...]]]:
        """Yield the complete sections with their complete facts, in reading order."""
        for chapter in self.bank.chapters:
            for section in chapter.sections:
                if is_complete(section):
                    yield chapter, section, self.places_in.get(section.id, ())

    def nearby(self, place: Placed) -> tuple[Placed, ...]:
        """Return the facts around `place` but not itself: its section's, its chapter's, then others, nearest first."""
        if place.fact.id not in self._nearby:
            low = max(0, place.number - _WINDOW)
            around = (other for other in self.placed[low : place.number + _WINDOW + 1] if other is not place)
            ordered = sorted(around, key=lambda other: (*_distance(place, other), other.number))
            self._nearby[place.fact.id] = tuple(ordered)
        return self._nearby[place.fact.id]

    def has_namesake(self, place: Placed) -> bool:
        """Tell whether another fact goes by the same name."""
        return self._names[place.name] > 1

    def same_claim(self, one: Placed, other: Placed) -> bool:
        """Tell whether two facts may say the same thing, so that neither can be a wrong answer to the other."""
        pair = (one.fact.id, other.fact.id)
        if pair not in self._same:
            self._same[pair] = self._same[pair[::-1]] = self._may_say_the_same(one, other)
        return self._same[pair]

    def _may_say_the_same(self, one: Placed, other: Placed) -> bool:
        if one is other or other.fact.id in one.fact.generate.never or one.fact.id in other.fact.generate.never:
            return True
        mine, theirs = self._traits[one.fact.id], self._traits[other.fact.id]
        likeness = jaccard(mine.whole, theirs.whole)
        if one.section is other.section:
            return likeness >= _SAME_SECTION_JACCARD or one.fact.term == other.fact.term
        return bool(
            likeness >= _SAME_CLAIM_JACCARD
            or containment(mine.term, theirs.term) >= _SAME_TERM_CONTAINMENT
            or mine.ideas & theirs.ideas
        )

    def touches(self, text: str, place: Placed) -> bool:
        """Tell whether `text` speaks of an idea, or in words, of a fact."""
        traits = self._traits[place.fact.id]
        return bool(ideas(text) & traits.ideas or shingles(text) & traits.term)

    def fits_section(self, place: Placed, section: Section) -> bool:
        """Tell whether a fact from elsewhere could pass for a point of `section`."""
        words = self._traits[place.fact.id].whole | self._traits[place.fact.id].term
        if words & self.title_words(section):
            return True
        return any(self.same_claim(place, own) for own in self.places_in.get(section.id, ()))

    def title_words(self, section: Section) -> frozenset[str]:
        """Return what a section's title has for itself (尊重 in 尊重原则, and not 原则)."""
        return self._title_words.get(section.id, frozenset())

    def marks_section(self, text: str, section: Section) -> bool:
        """Tell whether `text` has a word that half of the section's points have: 线上 gives the online section away."""
        own = self.places_in.get(section.id, ())
        holders = Counter(chain.from_iterable(shingles(place.fact.gist) for place in own))
        return any(number > 1 and 2 * number >= len(own) for word in shingles(text) if (number := holders[word]))

    def twins(self) -> dict[str, frozenset[str]]:
        """Return for each fact the facts elsewhere that say the same in nearly the same words."""
        holders: defaultdict[str, list[str]] = defaultdict(list)
        for place in self.placed:
            for shingle in sorted(self._traits[place.fact.id].whole):
                holders[shingle].append(place.fact.id)
        shared = Counter(chain.from_iterable(combinations(ids, 2) for ids in holders.values() if len(ids) <= _WINDOW))
        found: defaultdict[str, set[str]] = defaultdict(set)
        for (one, other), number in shared.items():
            if number > 1 and self._are_twins(one, other):
                found[one].add(other)
                found[other].add(one)
        return {fact_id: frozenset(others) for fact_id, others in found.items()}

    def _are_twins(self, one: str, other: str) -> bool:
        if self.by_id[one].section is self.by_id[other].section:
            return False
        return jaccard(self._traits[one].whole, self._traits[other].whole) >= _TWIN_JACCARD


def is_complete(section: Section) -> bool:
    """Tell whether all of a section is there, so that it may be asked for as a whole."""
    return bool(section.title) and not section.incomplete and all(is_whole(fact) for fact in section.facts)


def is_whole(fact: Fact) -> bool:
    """Tell whether a fact is complete enough to generate anything from."""
    return not fact.incomplete and bool(fact.term.strip()) and bool(fact.statement.strip())


def _placed(bank: Bank) -> Iterator[Placed]:
    number = 0
    for chapter in bank.chapters:
        for section in chapter.sections:
            for fact in section.facts:
                if is_whole(fact):
                    yield Placed(fact=fact, section=section, chapter=chapter, number=number)
                    number += 1


def _by_section(placed: Iterable[Placed]) -> dict[str, tuple[Placed, ...]]:
    found: defaultdict[str, list[Placed]] = defaultdict(list)
    for place in placed:
        found[place.section.id].append(place)
    return {section_id: tuple(places) for section_id, places in found.items()}


def _distance(place: Placed, other: Placed) -> tuple[int, int]:
    if other.section is place.section:
        return 0, 0
    if other.chapter is place.chapter:
        return 1, 0
    return 2, abs(other.number - place.number)


def _traits(placed: tuple[Placed, ...]) -> dict[str, _Traits]:
    whole = {place.fact.id: shingles(f"{place.fact.term} {place.fact.gist} {place.fact.statement}") for place in placed}
    holders = Counter(chain.from_iterable(whole.values()))
    limit = max(_COMMON_AT_LEAST, _COMMON_SHARE * len(placed))
    common = {shingle for shingle, number in holders.items() if number > limit}
    return {
        place.fact.id: _Traits(
            term=shingles(place.fact.term) - common,
            whole=whole[place.fact.id] - common,
            ideas=ideas(f"{place.fact.term} {place.fact.gist}"),
        )
        for place in placed
    }


def _title_words(placed: tuple[Placed, ...]) -> dict[str, frozenset[str]]:
    titles = {place.section.id: shingles(place.section.title) for place in placed}
    holders = Counter(chain.from_iterable(titles.values()))
    return {
        section_id: frozenset(shingle for shingle in words if holders[shingle] <= _RARE_IN_TITLES)
        for section_id, words in titles.items()
    }
