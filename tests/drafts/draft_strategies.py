"""Hypothesis strategies for drafts, decisions on them, and readings."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from drill.model.bank import FactKind, FactSource, Span
from drill.model.draft import (
    Accept,
    Claim,
    Draft,
    Edit,
    Entry,
    Known,
    Leftover,
    Make,
    Mark,
    Merge,
    Move,
    Reading,
    Reject,
    Reopen,
    RepairMark,
    SourceLine,
    Split,
    Standing,
    Undo,
    Verdict,
)

words = st.text(st.sampled_from('客户来电先听三声ab "\\,。'), min_size=1, max_size=8).filter(
    lambda text: bool(text.strip())
)
marks = st.builds(Mark, st.integers(0, 9), st.integers(0, 9), st.integers(10, 19))
spans = st.builds(Span, st.integers(0, 9), st.integers(10, 19))
claims = st.builds(Claim, chapter=words, section=words, term=words, statement=words, kind=st.sampled_from(FactKind))
ids = st.sampled_from([f"id{number:04d}" for number in range(8)])
id_lists = st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple)
decisions = st.one_of(
    st.builds(Accept, id_lists),
    st.builds(Reject, id_lists),
    st.builds(Reopen, id_lists),
    st.builds(Edit, ids, claims),
    st.builds(Split, ids, claims, claims, ids),
    st.builds(Merge, ids, ids),
    st.builds(Move, id_lists, words, words),
    st.builds(Make, ids, claims, st.none() | st.integers(0, 3)),
)
entries: st.SearchStrategy[Entry] = decisions | st.just(Undo())
sources = st.none() | st.builds(
    FactSource,
    document=st.just("doc1"),
    term=st.none() | spans,
    statement=st.none() | spans,
    page=st.none() | st.just(3),
)
drafts = st.builds(
    Draft,
    id=ids,
    claim=claims,
    confidence=st.floats(0, 1),
    order=st.none() | st.integers(1, 9),
    source=sources,
    term=st.lists(marks, max_size=2).map(tuple),
    statement=st.lists(marks, max_size=2).map(tuple),
    standing=st.sampled_from(Standing),
    theirs=st.none() | claims,
    ours=st.none() | claims,
    verdict=st.sampled_from(Verdict),
)
leftovers = st.builds(Leftover, words, words, st.lists(marks, max_size=2).map(tuple))
readings = st.builds(
    Reading,
    source=st.just("doc1"),
    document=words,
    sha256=st.just("0" * 64),
    title=words,
    number=st.integers(1, 5),
    drafts=st.lists(drafts, max_size=5, unique_by=lambda draft: draft.id).map(tuple),
    leftovers=st.lists(leftovers, max_size=3).map(tuple),
    lines=st.lists(st.builds(SourceLine, words, st.none() | st.integers(1, 9)), max_size=3).map(tuple),
    repairs=st.lists(st.builds(RepairMark, marks, words), max_size=2).map(tuple),
    known=st.lists(st.builds(Known, ids, claims, st.booleans()), max_size=3).map(tuple),
    refused=st.lists(claims, max_size=2).map(tuple),
    problems=st.lists(words, max_size=2).map(tuple),
)


def claim(term: str, statement: str, section: str = "接听", chapter: str = "第一章") -> Claim:
    return Claim(chapter=chapter, section=section, term=term, statement=statement, kind=FactKind.REQUIREMENT)


def draft(number: int, says: Claim, **values: object) -> Draft:
    return replace(Draft(id=f"id{number:04d}", claim=says, theirs=says), **values)  # type: ignore[arg-type] # fields of a draft
