"""Cut a chapter into slides: of all cuts and all arrangements of terms, statements and titles the likeliest together.

The network says how likely each segment is; that a slide has as many statements as terms, it can only guess. So a
search from left to right goes over the places where something may begin, from state to state: a state holds how far the
slide has come that is open at a place (`layouts.Form`). Every step into a state is kept, so that not only the best way
through the chapter can be told, but also the best by any other step.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from drill.extract.layouts import Form, Layout, Role, Title, labelled, said
from drill.extract.network import Segment, SegmentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drill.extract.segments import Arc, Cuts

_WIDTH = 30
_BEHIND = 14.0
_NEW = Form()
_KIND_OF = {Role.TERM: SegmentKind.TERM, Role.TITLE: SegmentKind.TITLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a slide costs beside what the network says of its segments, in nats."""

    unfinished: float = 3.25
    no_title: float = 6.0
    single: float = 1.3
    two: float = 0.0
    crowd: float = 1.0
    apart: float = 0.7
    digits_fit: float = 1.3
    digits_miss: float = 2.0
    slide: float = 0.9


@dataclass(frozen=True, slots=True)
class Slide:
    """The numbers of a slide's segments by what they are."""

    terms: tuple[int, ...]
    statements: tuple[int, ...]
    title: int | None


class Read(NamedTuple):
    """The segments of a chapter, and its slides."""

    segments: tuple[Segment, ...]
    slides: tuple[Slide, ...]


@dataclass(slots=True, eq=False)
class State:
    """A place in the text, the slide that is open there, and how many numbers it has listed.

    `score` is that of the best way here, in nats; `steps` are all that lead here.
    """

    place: int
    form: Form = _NEW
    digits: int = 0
    score: float = -math.inf
    steps: list[Step] = field(default_factory=list)


class Step(NamedTuple):
    """From one state to another, and what it adds to the score: with a segment more, or with the open slide closed."""

    before: State
    after: State
    score: float
    segment: Segment | None = None
    closed: Form | None = None


Way = tuple[Step, ...]


class Ways:
    """The ways through a chapter that a search has kept."""

    def __init__(self, states: Sequence[State], end: State) -> None:
        """Take the states in the order of the text."""
        self._states = states
        self._end = end
        self._onward: dict[State, Step] = {}
        self._rest = {end: 0.0}
        for state in reversed((*states, end)):
            if state not in self._rest:
                continue
            for step in state.steps:
                rest = self._rest[state] + step.score
                if rest > self._rest.get(step.before, -math.inf):
                    self._rest[step.before] = rest
                    self._onward[step.before] = step

    @property
    def best(self) -> Way:
        """The likeliest way."""
        return self._to(self._end)

    def others(self, within: float, most: int) -> list[Way]:
        """Return the best way by each step that is not on the best way, likeliest first, each way once.

        They are at most so many, and less likely than the best by no more than `within` nats.
        """
        steps = [
            (self._behind(step), step)
            for state in (*self._states, self._end)
            if state in self._rest
            for step in state.steps
        ]
        taken = {id(step) for step in self.best}
        found: list[Way] = []
        for behind, step in sorted(steps, key=lambda item: item[0]):
            if behind > within or len(found) == most:
                break
            # A step of a way found before has that way for its best.
            if id(step) not in taken:
                found.append((*self._to(step.before), step, *self._from(step.after)))
                taken |= {id(other) for other in found[-1]}
        return found

    def _behind(self, step: Step) -> float:
        return self._end.score - step.before.score - step.score - self._rest[step.after]

    def _to(self, state: State) -> Way:
        found = []
        while state.steps:
            found.append(max(state.steps, key=lambda step: step.before.score + step.score))
            state = found[-1].before
        return tuple(reversed(found))

    def _from(self, state: State) -> Iterator[Step]:
        while state is not self._end:
            step = self._onward[state]
            yield step
            state = step.after


def ways_through(cuts: Cuts, costs: Costs | None = None) -> Ways | None:
    """Search for the ways through a chapter; None where every way breaks off."""
    return _Search(cuts, costs or Costs()).ways()


def read_along(way: Way) -> Read:
    """Return the segments and slides that a way goes through."""
    segments: list[Segment] = []
    slides: list[Slide] = []
    members: list[int] = []
    for step in way:
        if step.closed is not None:
            slides.append(slide_of(segments, members))
            members = []
        if step.segment is not None:
            members.append(len(segments))
            segments.append(step.segment)
    return Read(tuple(segments), tuple(slides))


def slide_of(segments: Sequence[Segment], members: Iterable[int]) -> Slide:
    """Return a slide with these of the segments."""
    numbers = tuple(members)
    by_kind = {kind: tuple(at for at in numbers if segments[at].kind is kind) for kind in SegmentKind}
    title = by_kind[SegmentKind.TITLE]
    return Slide(by_kind[SegmentKind.TERM], by_kind[SegmentKind.STATEMENT], title[0] if title else None)


class _Search:
    def __init__(self, cuts: Cuts, costs: Costs) -> None:
        self._cuts = cuts
        self._costs = costs
        self._standing: dict[int, dict[tuple[Form, int], State]] = defaultdict(dict)

    def ways(self) -> Ways | None:
        """Return what is kept once the end of the text is reached."""
        self._state(0, _NEW, 0).score = 0.0
        states: list[State] = []
        *places, last = self._cuts.places
        for place in places:
            here = self._here(place)
            states += here
            for arc in self._cuts.arcs(place) if here else ():
                for state in here:
                    self._take(state, arc)
        states += self._here(last)
        end = self._standing[last].get((_NEW, 0))
        return None if end is None else Ways([state for state in states if state is not end], end)

    def _state(self, place: int, form: Form, digits: int) -> State:
        states = self._standing[place]
        if (form, digits) not in states:
            states[form, digits] = State(place, form, digits)
        return states[form, digits]

    def _here(self, place: int) -> list[State]:
        """Return the best states of a place; the one where the slide before is closed is the last of them."""
        ranked = sorted(self._standing[place].values(), key=lambda state: -state.score)[:_WIDTH]
        open_ = [state for state in ranked if state.form != _NEW and state.score > ranked[0].score - _BEHIND]
        for state in open_:
            self._step(state, (place, _NEW, 0), -self._closing(state), closed=state.form)
        fresh = [state for (form, _), state in self._standing[place].items() if form == _NEW]
        best = max((state.score for state in (*open_, *fresh)), default=0.0)
        return [
            state for state in (*open_, *sorted(fresh, key=lambda state: -state.digits)) if state.score > best - _BEHIND
        ]

    def _step(
        self,
        before: State,
        to: tuple[int, Form, int],
        score: float,
        *,
        segment: Segment | None = None,
        closed: Form | None = None,
    ) -> None:
        after = self._state(*to)
        after.steps.append(Step(before, after, score, segment, closed))
        after.score = max(after.score, before.score + score)

    def _take(self, state: State, arc: Arc) -> None:
        segment = Segment(arc.start, arc.end, arc.kind)
        if arc.kind in {SegmentKind.DIGITS, SegmentKind.BLANK}:
            self._step(state, (arc.end, state.form, state.digits + arc.numbers), arc.score, segment=segment)
            return
        score = arc.score + self._costs.slide * (arc.opens if state.form == _NEW else arc.stays)
        for form in _forms(state.form, arc.kind):
            self._step(state, (arc.end, form, state.digits), score, segment=segment)

    def _closing(self, state: State) -> float:
        form, costs = state.form, self._costs
        cost = 0.0 if form.is_whole else costs.unfinished
        if form.layout in {Layout.FIRST_PAIR_APART, Layout.FIRST_STATEMENT_APART}:
            cost += costs.apart
        if form.title is Title.NONE:
            cost += costs.no_title
        cost += {1: costs.single, 2: costs.two}.get(form.terms, 0.0) + costs.crowd * max(form.terms - 5, 0)
        if state.digits:
            cost += -costs.digits_fit if state.digits == form.terms else costs.digits_miss
        return cost


def _forms(form: Form, kind: SegmentKind) -> Iterator[Form]:
    if kind is SegmentKind.STATEMENT:
        yield from said(form)
    else:
        yield from (after for after, role in labelled(form) if _KIND_OF[role] is kind)
