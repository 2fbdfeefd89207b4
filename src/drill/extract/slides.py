"""Cut a chapter into slides: of all segmentations, layouts and slide borders, the ones that fit best as a whole.

A search from left to right over the borders between words: each hypothesis holds the slides behind it and how far the
slide it stands in has come (`layouts.Form`). Hypotheses in the same form at the same place compete.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drill.extract.confidence import Evidence
from drill.extract.cuts import TITLE_WORDS, Usage
from drill.extract.hypotheses import LABEL_KINDS, Piece, pieces
from drill.extract.layouts import Form, Layout, Role, Title, labelled, said
from drill.extract.pairing import Agreement, Pair, Place
from drill.extract.stretches import Digits, Element, Stretch, elements
from drill.extract.surface import Repeats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drill.extract.network import Network

_WIDTH = 36
_BEHIND = 12.0
_CONTINUES = (
    "同时",
    "此外",
    "另外",
    "例如",
    "但",
    "因此",
    "这",
    "并",
    "其中",
    "必要时",
    "否则",
    "以及",
    "还",
    "也",
    "而",
)


_NEW = Form()


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a slide costs, in the nats of the segmentation model."""

    blocks: float = 0.6
    apart: float = 2.5
    title_first: float = 1.5
    title_between: float = 1.0
    no_title: float = 6.0
    title_word: float = 1.0
    moved: float = 2.0
    moved_shuffled: float = 0.7
    more: float = 5.0
    more_continued: float = 0.7
    single: float = 4.0
    two: float = 1.2
    crowd: float = 1.2
    digits_fit: float = 1.5
    digits_miss: float = 2.0
    uneven: float = 0.6
    listed: float = 2.0
    agree: float = 1.0
    agree_block: float = 0.8
    skip: float = 9.0
    unfinished: float = 6.0
    slide_border: float = 0.2


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide as read: its title, its pairs, what stayed without a partner, and what speaks for each pair."""

    title: Place | None
    pairs: tuple[Pair, ...]
    loose: tuple[Place, ...]
    layout: Layout
    is_whole: bool
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    role: Role
    place: Place


@dataclass(frozen=True, slots=True)
class _Hypothesis:
    score: float
    form: Form = _NEW
    tokens: tuple[_Token, ...] = ()
    digits: int = 0
    before: _Hypothesis | None = None


class ChapterReader:
    """Reads the chapters of one document."""

    def __init__(self, text: str, network: Network, costs: Costs | None = None) -> None:
        self._text = text
        self._network = network
        self._usage = Usage(text)
        self._repeats = Repeats(text)
        self._agreement = Agreement(text, network)
        self._costs = costs or Costs()

    def read(self, start: int, end: int) -> list[Slide]:
        """Return the slides of the chapter [start, end), in order."""
        self._start = start
        self._likelihoods = self._network.read(self._text[start:end], self._repeats)
        return self._best(elements(self._text, start, end))

    def _best(self, elements: Sequence[Element]) -> list[Slide]:
        standing = [_Hypothesis(0.0)]
        for element in elements:
            if isinstance(element, Digits):
                count = len(element.numbers)
                standing = [replace(h, digits=h.digits + count) for h in standing]
            else:
                standing = self._through(standing, element)
            standing = _pruned(standing)
        ended = [h if h.form == Form() else self._closed(h) for h in standing]
        best = max(ended, key=lambda h: h.score)
        found = []
        while best.before is not None:
            found.append(self._slide(best.before))
            best = _behind(best.before)
        return found[::-1]

    def _through(self, standing: list[_Hypothesis], stretch: Stretch) -> list[_Hypothesis]:
        text = self._text[stretch.start : stretch.end]
        at: dict[int, list[_Hypothesis]] = defaultdict(list)
        at[0] = standing
        ended = [replace(h, score=h.score - self._costs.skip) for h in standing]
        at_chapter = stretch.start - self._start
        for arc in pieces(text, self._likelihoods, at_chapter, is_ended=stretch.is_ended, usage=self._usage):
            if arc.start not in at:
                continue
            here = at[arc.start] = _pruned(at[arc.start]) if arc.start else at[0]
            place = (stretch.start + arc.start, stretch.start + arc.end)
            if arc.is_sentence:
                ended += [n for h in here for n in self._said(h, arc, place)]
            else:
                target = ended if arc.end == len(text) else at[arc.end]
                target += [n for h in here for n in self._named(h, arc, place)]
        return ended

    def _named(self, hypothesis: _Hypothesis, arc: Piece, place: Place) -> Iterator[_Hypothesis]:
        for base in self._bases(hypothesis):
            for form, role in labelled(base.form):
                gain = arc.scores[LABEL_KINDS[role]] + self._border_gain(base, place)
                gain += self._title_gain(place) if role is Role.TITLE else self._term_gain(base, place)
                tokens = (*base.tokens, _Token(role, place))
                yield _Hypothesis(base.score + gain, form, tokens, base.digits, base.before)

    def _said(self, hypothesis: _Hypothesis, arc: Piece, place: Place) -> Iterator[_Hypothesis]:
        for base in self._bases(hypothesis):
            for form in said(base.form):
                gain = arc.score + self._border_gain(base, place) + self._statement_gain(base, place)
                token = _Token(Role.STATEMENT, place)
                yield _Hypothesis(base.score + gain, form, (*base.tokens, token), base.digits, base.before)
        last = hypothesis.tokens[-1] if hypothesis.tokens else None
        if arc.start == 0 and last is not None and last.role is Role.STATEMENT:
            continued = self._text.startswith(_CONTINUES, place[0])
            cost = self._costs.more_continued if continued else self._costs.more
            longer = replace(last, place=(last.place[0], place[1]))
            yield replace(
                hypothesis, score=hypothesis.score + arc.score - cost, tokens=(*hypothesis.tokens[:-1], longer)
            )

    def _bases(self, hypothesis: _Hypothesis) -> Iterable[_Hypothesis]:
        yield hypothesis
        if hypothesis.form.is_whole:
            yield self._closed(hypothesis)

    def _closed(self, hypothesis: _Hypothesis) -> _Hypothesis:
        form, costs = hypothesis.form, self._costs
        cost = 0.0 if form.is_whole else costs.unfinished
        match form.layout:
            case Layout.PAIRS | Layout.REVERSED | Layout.NEW:
                pass
            case Layout.STATEMENTS_FIRST | Layout.TERMS_FIRST:
                cost += costs.blocks
            case _:
                cost += costs.apart
        cost += {Title.NONE: costs.no_title, Title.FIRST: costs.title_first, Title.BETWEEN: costs.title_between}.get(
            form.title, 0.0
        )
        cost += {1: costs.single, 2: costs.two}.get(form.terms, 0.0) + costs.crowd * max(form.terms - 5, 0)
        if hypothesis.digits:
            cost += -costs.digits_fit if hypothesis.digits == form.terms else costs.digits_miss
        return _Hypothesis(hypothesis.score - cost, before=hypothesis)

    def _border_gain(self, base: _Hypothesis, place: Place) -> float:
        at = place[0] - self._start
        likelihoods = self._likelihoods
        return self._costs.slide_border * float(likelihoods.stays[at] if base.tokens else likelihoods.opens[at])

    def _title_gain(self, place: Place) -> float:
        return self._costs.title_word if self._text[place[1] - 2 : place[1]] in TITLE_WORDS else 0.0

    def _term_gain(self, base: _Hypothesis, place: Place) -> float:
        gain = 0.0
        terms = [token.place for token in base.tokens if token.role is Role.TERM]
        if terms:
            last = terms[-1]
            gain -= self._costs.uneven * min(abs((place[1] - place[0]) - (last[1] - last[0])), 7)
            listed = "、" in self._text[place[0] : place[1]], "、" in self._text[last[0] : last[1]]
            gain -= self._costs.listed * (listed[0] != listed[1])
        said = [token.place for token in base.tokens if token.role is Role.STATEMENT]
        if base.form.layout is Layout.REVERSED and said:
            return gain + self._costs.agree * self._agreement.of(place, said[-1])
        best = max((self._agreement.of(place, statement) for statement in said), default=0.0)
        return gain + self._costs.agree_block * best if base.form.layout is not Layout.PAIRS else gain

    def _statement_gain(self, base: _Hypothesis, place: Place) -> float:
        terms = [token.place for token in base.tokens if token.role is Role.TERM]
        if not terms or base.form.layout is Layout.REVERSED:
            return 0.0
        if base.form.layout is Layout.PAIRS:
            return self._costs.agree * self._agreement.of(terms[-1], place)
        return self._costs.agree_block * max(self._agreement.of(term, place) for term in terms)

    def _slide(self, closed: _Hypothesis) -> Slide:
        by_role = {role: [t.place for t in closed.tokens if t.role is role] for role in Role}
        terms, said = by_role[Role.TERM], by_role[Role.STATEMENT]
        count = min(len(terms), len(said))
        if closed.form.layout in {Layout.PAIRS, Layout.REVERSED} or not closed.form.is_whole:
            pairs = [Pair(term, statement) for term, statement in zip(terms, said, strict=False)]
        else:
            moved = self._costs.moved_shuffled if closed.digits else self._costs.moved
            pairs = self._agreement.paired(terms, said, weight=self._costs.agree, per_move=moved)
        return Slide(
            title=next(iter(by_role[Role.TITLE]), None),
            pairs=tuple(pairs),
            loose=(*terms[count:], *said[count:]),
            layout=closed.form.layout,
            is_whole=closed.form.is_whole,
            evidence=tuple(self._evidence(closed, pair, said) for pair in pairs),
        )

    def _evidence(self, closed: _Hypothesis, pair: Pair, said: list[Place]) -> Evidence:
        begins, on = self._likelihoods.begins, self._likelihoods.on
        (start, end), (first, last) = [(place[0] - self._start, place[1] - self._start) for place in pair]
        lengths = sorted(t.place[1] - t.place[0] for t in closed.tokens if t.role is Role.TERM)
        others = [self._agreement.of(pair.term, other) for other in said if other != pair.statement]
        agreement = self._agreement.of(*pair)
        return Evidence(
            term_begins=float(begins[start]),
            term_ends=float(begins[end]) if end < len(begins) else 0.0,
            term_inside=float(on[end] - on[start + 1]),
            statement_begins=float(begins[first]),
            statement_inside=float(on[last] - on[first + 1]),
            weakest=min(float(begins[token.place[0] - self._start]) for token in closed.tokens),
            agreement=agreement,
            lead=agreement - max(others, default=agreement - 2.0),
            uneven=abs(end - start - lengths[len(lengths) // 2]),
            points=len(said),
            is_whole=closed.form.is_whole,
            in_pairs=closed.form.layout in {Layout.PAIRS, Layout.REVERSED},
            has_title=closed.form.title is not Title.NONE,
        )


def _behind(closed: _Hypothesis) -> _Hypothesis:
    return _Hypothesis(0.0, before=closed.before)


def _pruned(hypotheses: list[_Hypothesis]) -> list[_Hypothesis]:
    best: dict[tuple[Form, int], _Hypothesis] = {}
    for hypothesis in hypotheses:
        rival = best.get((hypothesis.form, hypothesis.digits))
        if rival is None or hypothesis.score > rival.score:
            best[hypothesis.form, hypothesis.digits] = hypothesis
    ranked = sorted(best.values(), key=lambda h: -h.score)[:_WIDTH]
    return [h for h in ranked if h.score > ranked[0].score - _BEHIND]
