"""The layouts of a slide as one automaton over labels and sentences.

A slide is a row of labels (terms and perhaps a title) and sentences. The automaton knows the ways in which real
previews arrange them; `Form.after_label` and `Form.after_sentence` give every way in which a slide can go on.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_POINTS = 8


class Layout(StrEnum):
    """How terms (T) and statements (S) follow each other."""

    NEW = "new"
    PAIRS = "TS"
    REVERSED = "ST"
    STATEMENTS_FIRST = "S..T.."
    TERMS_FIRST = "T..S.."
    FIRST_STATEMENT_APART = "ST..S.."
    FIRST_PAIR_APART = "TST..S.."


class Title(StrEnum):
    """Where a slide's title stands."""

    NONE = "none"
    FIRST = "first"
    BETWEEN = "between"
    LAST = "last"


class Role(StrEnum):
    """What a label or sentence is in a slide."""

    TERM = "T"
    STATEMENT = "S"
    TITLE = "H"


class Form(NamedTuple):
    """A slide so far: its layout, its numbers of terms and statements, and where its title stood."""

    layout: Layout = Layout.NEW
    terms: int = 0
    statements: int = 0
    title: Title = Title.NONE

    @property
    def is_whole(self) -> bool:
        """Whether the slide can end here: as many statements as terms, and enough for its layout."""
        least = {Layout.PAIRS: 1, Layout.REVERSED: 1, Layout.FIRST_PAIR_APART: 3}.get(self.layout, 2)
        return self.terms == self.statements >= least

    def after_label(self) -> Iterator[tuple[Form, Role]]:
        """Yield what the slide can be when one more label is read."""
        layout, terms, said, title = self
        if layout is Layout.NEW:
            if title is Title.NONE:
                yield self._replace(title=Title.FIRST), Role.TITLE
            for begun in (Layout.PAIRS, Layout.TERMS_FIRST, Layout.FIRST_PAIR_APART):
                yield Form(begun, 1, 0, title), Role.TERM
            return
        if title is Title.NONE and self.is_whole:
            yield self._replace(title=Title.LAST), Role.TITLE
        if title is Title.NONE and layout is Layout.TERMS_FIRST and said == 0 and terms >= 2:
            yield self._replace(title=Title.BETWEEN), Role.TITLE
        if title is not Title.LAST and terms < MOST_POINTS and self._takes_term():
            yield self._replace(terms=terms + 1), Role.TERM

    def _takes_term(self) -> bool:
        match self.layout:
            case Layout.PAIRS:
                return self.terms == self.statements
            case Layout.REVERSED | Layout.STATEMENTS_FIRST:
                return self.terms < self.statements
            case Layout.TERMS_FIRST:
                return self.statements == 0 and self.title is not Title.BETWEEN
            case _:
                return self.statements == 1

    def after_sentence(self) -> Iterator[Form]:
        """Yield what the slide can be when one more sentence is read."""
        layout, _, said, title = self
        if title is Title.LAST:
            return
        if layout is Layout.NEW:
            for begun in (Layout.REVERSED, Layout.STATEMENTS_FIRST, Layout.FIRST_STATEMENT_APART):
                yield Form(begun, 0, 1, title)
        elif said < MOST_POINTS and self._takes_statement():
            yield self._replace(statements=said + 1)

    def _takes_statement(self) -> bool:
        match self.layout:
            case Layout.PAIRS:
                return self.statements < self.terms
            case Layout.REVERSED:
                return self.statements == self.terms
            case Layout.STATEMENTS_FIRST:
                return self.terms == 0
            case Layout.TERMS_FIRST | Layout.FIRST_STATEMENT_APART:
                return self.terms >= 2 and self.statements < self.terms
            case _:
                return self.statements == 0 or (self.terms >= 3 and self.statements < self.terms)


@cache
def labelled(form: Form) -> tuple[tuple[Form, Role], ...]:
    """Return every form that one more label leads to, and what the label is in it."""
    return tuple(form.after_label())


@cache
def said(form: Form) -> tuple[Form, ...]:
    """Return every form that one more sentence leads to."""
    return tuple(form.after_sentence())
