"""A bank with accepted drafts in it: new facts under their titles, changed ones in place, gone ones taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from drill.drafts.gist import gist_of, parts_of
from drill.drafts.likeness import said
from drill.model.bank import Chapter, Fact, FactKind, Part, Section
from drill.model.draft import Claim, Draft, Standing, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from drill.model.bank import Bank

Titled = TypeVar("Titled", Chapter, Section)

# Two points in a row are as often a pair as a procedure.
_LEAST_STEPS = 3


@dataclass(frozen=True, slots=True)
class Taken:
    """A bank after drafts were taken in, with remarks on what a person should look at (fact id and text)."""

    bank: Bank
    stale_gists: tuple[str, ...] = ()
    lost_clozes: tuple[str, ...] = ()


def claims_in(bank: Bank) -> dict[str, Claim]:
    """Return what each fact of a bank says, by its id."""
    return {
        fact.id: Claim(
            chapter=chapter.title,
            section=section.title or chapter.title,
            term=fact.term,
            statement=fact.statement,
            kind=fact.kind,
        )
        for chapter in bank.chapters
        for section in chapter.sections
        for fact in section.facts
    }


def take_drafts(bank: Bank, drafts: Sequence[Draft], new_id: Callable[[], str]) -> Taken:
    """Return the bank with every decided draft in it; open and rejected drafts change nothing.

    Facts that are the same get the place they have in this version of the document.
    """
    taking = _Taking(bank, new_id)
    taking.drop({draft.id for draft in drafts if draft.standing is Standing.GONE and draft.verdict is Verdict.ACCEPTED})
    for draft in drafts:
        if draft.standing is Standing.SAME or (draft.verdict is Verdict.REJECTED and draft.ours is not None):
            taking.place(draft)
        elif draft.verdict is Verdict.ACCEPTED and draft.standing is not Standing.GONE:
            taking.take(draft)
    return taking.result({draft.id for draft in drafts if draft.order is not None})


class _Taking:
    """Works on the chapters as lists, in which order is kept and facts can be put between others."""

    def __init__(self, bank: Bank, new_id: Callable[[], str]) -> None:
        self._bank = bank
        self._new_id = new_id
        self._chapters = list(bank.chapters)
        self._sections = {chapter.id: list(chapter.sections) for chapter in bank.chapters}
        self._facts = {section.id: list(section.facts) for one in bank.chapters for section in one.sections}
        self._new_sections: set[str] = set()
        self._previous = ""
        self._stale: list[str] = []
        self._lost: list[str] = []

    def drop(self, ids: set[str]) -> None:
        for facts in self._facts.values():
            facts[:] = [fact for fact in facts if fact.id not in ids]

    def place(self, draft: Draft) -> None:
        """Note where a fact of the bank stands in the document now; a gone fact stands nowhere."""
        self._previous = draft.id
        found = self._find(draft.id)
        if found is not None:
            facts, at = found
            facts[at] = replace(facts[at], source=draft.source)

    def take(self, draft: Draft) -> None:
        found = self._find(draft.id)
        fact = self._fact(draft) if found is None else self._updated(found[0][found[1]], draft)
        section = self._section(draft.claim)
        if found is not None and found[0] is self._facts[section.id]:
            found[0][found[1]] = fact
        else:
            if found is not None:
                del found[0][found[1]]
            self._insert(self._facts[section.id], fact)
        self._previous = draft.id

    def _insert(self, facts: list[Fact], fact: Fact) -> None:
        """Put a fact behind the one that stands in front of it in the document, if that is in the section."""
        at = next((i for i, one in enumerate(facts) if one.id == self._previous), len(facts) - 1)
        facts.insert(at + 1, fact)

    def _find(self, fact_id: str) -> tuple[list[Fact], int] | None:
        return next(
            ((facts, at) for facts in self._facts.values() for at, one in enumerate(facts) if one.id == fact_id), None
        )

    def _section(self, claim: Claim) -> Section:
        chapter = _titled(self._chapters, claim.chapter)
        if chapter is None:
            chapter = Chapter(id=self._new_id(), title=claim.chapter, sections=())
            self._chapters.append(chapter)
            self._sections[chapter.id] = []
        sections = self._sections[chapter.id]
        section = _titled(sections, claim.section)
        if section is None and said(claim.section) == said(chapter.title):
            # A section without a title, which a bank may have, goes by that of its chapter here.
            section = next((one for one in sections if not one.title), None)
        if section is None:
            section = Section(id=self._new_id(), title=claim.section, facts=())
            sections.append(section)
            self._facts[section.id] = []
            self._new_sections.add(section.id)
        return section

    def _fact(self, draft: Draft) -> Fact:
        claim, language = draft.claim, self._bank.language
        return Fact(
            id=draft.id,
            term=claim.term,
            kind=claim.kind,
            statement=claim.statement,
            gist=gist_of(claim, language),
            parts=tuple(Part(id=i, ask=a, gist=g) for i, a, g in parts_of(claim, language, self._new_id)),
            source=draft.source,
        )

    def _updated(self, fact: Fact, draft: Draft) -> Fact:
        """Return a fact with the claim of its draft; what a person wrote beside it stays."""
        claim = draft.claim
        old = replace(claim, term=fact.term, statement=fact.statement, kind=fact.kind)
        gist = fact.gist
        if claim.statement != fact.statement:
            if gist in {"", gist_of(old, self._bank.language)}:
                gist = gist_of(claim, self._bank.language)
            else:
                self._stale.append(fact.id)
        clozes = tuple(cloze for cloze in fact.generate.clozes if claim.statement.count(cloze.text) == 1)
        if clozes != fact.generate.clozes:
            self._lost.append(fact.id)
        return replace(
            fact,
            term=claim.term,
            statement=claim.statement,
            kind=claim.kind,
            gist=gist,
            source=draft.source or fact.source,
            generate=replace(fact.generate, clozes=clozes),
        )

    def result(self, in_order: set[str]) -> Taken:
        chapters = []
        for chapter in self._chapters:
            sections = [self._finished(section, in_order) for section in self._sections[chapter.id]]
            # What an import emptied goes, but for a chapter: exams may have a quota for it.
            kept = tuple(
                new for new, old in zip(sections, self._sections[chapter.id], strict=True) if new.facts or not old.facts
            )
            chapters.append(replace(chapter, sections=kept))
        return Taken(replace(self._bank, chapters=tuple(chapters)), tuple(self._stale), tuple(self._lost))

    def _finished(self, section: Section, in_order: set[str]) -> Section:
        facts = tuple(self._facts[section.id])
        if section.id not in self._new_sections:
            return replace(section, facts=facts)
        return replace(section, facts=facts, ordered=_is_procedure(facts, in_order))


def _is_procedure(facts: tuple[Fact, ...], in_order: set[str]) -> bool:
    """Tell whether a new section is one procedure: steps, all of them."""
    if len(facts) < _LEAST_STEPS:
        return False
    return all(fact.id in in_order or fact.kind is FactKind.STEP for fact in facts)


def _titled(records: Iterable[Titled], title: str) -> Titled | None:
    return next((one for one in records if said(one.title) == said(title) and one.title), None)
