"""Cut a chapter into slides: of all cuts and all arrangements of terms, statements and titles the likeliest together.

The network says how likely each segment is; that a slide has as many statements as terms, it can only guess. So a
search from left to right goes over the places where something may begin: each hypothesis holds the slides behind it and
how far the slide it stands in has come (`layouts.Form`); hypotheses in the same form at the same place compete.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
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

    unfinished: float = 5.0
    no_title: float = 6.0
    single: float = 2.0
    two: float = 0.0
    crowd: float = 1.0
    apart: float = 0.7
    digits_fit: float = 2.0
    digits_miss: float = 1.5
    slide: float = 0.9


@dataclass(frozen=True, slots=True)
class Slide:
    """The numbers of a slide's segments by what they are."""

    terms: tuple[int, ...]
    statements: tuple[int, ...]
    title: int | None
    form: Form


class _Step(NamedTuple):
    """A hypothesis: one before it, and the segment that it adds or the form of the slide that it closes."""

    score: float
    form: Form
    digits: int
    segment: Segment | None
    before: _Step | None
    closed: Form | None


def read_slides(cuts: Cuts, costs: Costs | None = None) -> tuple[tuple[Segment, ...], tuple[Slide, ...]]:
    """Return the segments of a chapter and its slides; one slide with all of them where none can be made out."""
    best = _Search(cuts, costs or Costs()).best()
    if best is None:
        segments = cuts.likeliest()
        return segments, (_slide(segments, range(len(segments)), _NEW),)
    steps = []
    while best.before is not None:
        steps.append(best)
        best = best.before
    segments_read: list[Segment] = []
    slides: list[Slide] = []
    members: list[int] = []
    for step in reversed(steps):
        if step.closed is not None:
            slides.append(_slide(segments_read, members, step.closed))
            members = []
        if step.segment is not None:
            members.append(len(segments_read))
            segments_read.append(step.segment)
    return tuple(segments_read), tuple(slides)


def _slide(segments: Sequence[Segment], members: Iterable[int], form: Form) -> Slide:
    numbers = tuple(members)
    by_kind = {kind: tuple(at for at in numbers if segments[at].kind is kind) for kind in SegmentKind}
    title = by_kind[SegmentKind.TITLE]
    return Slide(by_kind[SegmentKind.TERM], by_kind[SegmentKind.STATEMENT], title[0] if title else None, form)


class _Search:
    def __init__(self, cuts: Cuts, costs: Costs) -> None:
        self._cuts = cuts
        self._costs = costs

    def best(self) -> _Step | None:
        """Return the last step of the best way through; None where every way breaks off."""
        standing: dict[int, list[_Step]] = defaultdict(list)
        standing[0].append(_Step(0.0, _NEW, 0, None, None, None))
        for place in self._cuts.places[:-1]:
            here = _pruned(standing.pop(place, []))
            if not here:
                continue
            for arc in self._cuts.arcs(place):
                standing[arc.end] += [step for hypothesis in here for step in self._taken(hypothesis, arc)]
        ended = _pruned(standing[self._cuts.places[-1]])
        return max((self._closed(step) for step in ended), key=lambda step: step.score, default=None)

    def _taken(self, hypothesis: _Step, arc: Arc) -> Iterator[_Step]:
        if arc.kind in {SegmentKind.DIGITS, SegmentKind.BLANK}:
            digits = hypothesis.digits + arc.numbers
            segment = Segment(arc.start, arc.end, arc.kind)
            yield _Step(hypothesis.score + arc.score, hypothesis.form, digits, segment, hypothesis, None)
            if arc.numbers and hypothesis.form.terms:
                base = self._closed(hypothesis)
                yield _Step(base.score + arc.score, _NEW, arc.numbers, segment, base, None)
            return
        for base in self._bases(hypothesis):
            border = self._costs.slide * (arc.opens if base.form == _NEW else arc.stays)
            for form in _forms(base.form, arc.kind):
                segment = Segment(arc.start, arc.end, arc.kind)
                yield _Step(base.score + arc.score + border, form, base.digits, segment, base, None)

    def _bases(self, hypothesis: _Step) -> Iterable[_Step]:
        yield hypothesis
        if hypothesis.form != _NEW:
            yield self._closed(hypothesis)

    def _closed(self, hypothesis: _Step) -> _Step:
        form, costs = hypothesis.form, self._costs
        if form == _NEW:
            return hypothesis
        cost = 0.0 if form.is_whole else costs.unfinished
        if form.layout in {Layout.FIRST_PAIR_APART, Layout.FIRST_STATEMENT_APART}:
            cost += costs.apart
        if form.title is Title.NONE:
            cost += costs.no_title
        cost += {1: costs.single, 2: costs.two}.get(form.terms, 0.0) + costs.crowd * max(form.terms - 5, 0)
        if hypothesis.digits:
            cost += -costs.digits_fit if hypothesis.digits == form.terms else costs.digits_miss
        return _Step(hypothesis.score - cost, _NEW, 0, None, hypothesis, form)


def _forms(form: Form, kind: SegmentKind) -> Iterator[Form]:
    if kind is SegmentKind.STATEMENT:
        yield from said(form)
    else:
        yield from (after for after, role in labelled(form) if _KIND_OF[role] is kind)


def _pruned(steps: list[_Step]) -> list[_Step]:
    best: dict[tuple[Form, int], _Step] = {}
    for step in steps:
        rival = best.get((step.form, step.digits))
        if rival is None or step.score > rival.score:
            best[step.form, step.digits] = step
    ranked = sorted(best.values(), key=lambda step: -step.score)[:_WIDTH]
    return [step for step in ranked if step.score > ranked[0].score - _BEHIND]
