"""Undo what a document-preview site does to Chinese text; leave every other text as it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.extract.lattice import PER_CHARACTER, Lattice, Path, Site
from drill.extract.lexicon import DocumentPairs, is_han, text_log_probability
from drill.extract.marks import Token, annotated_characters, tokens
from drill.extract.traced import Traced, simplify
from drill.model.bank import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LOST = frozenset("?？\ufffd")
# Suspicious tokens this near to each other are explained together.
_NEAR = 8
_CONTEXT = 8
_MOST_ALTERNATIVES = 4
# A gap of one nat between two readings of a site says less than it seems: the lexicon knows words, not sense.
_TEMPERATURE = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A span of the source and what was put in its place; `alternatives` are the next best, best first."""

    span: Span
    before: str
    after: str
    confidence: float
    alternatives: tuple[str, ...] = ()

    @property
    def is_annotation(self) -> bool:
        """Whether only an inserted reading was taken out."""
        return not self.alternatives and self.before.startswith(self.after) and self.confidence == 1.0


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired text, in the script of the source, traced to it."""

    traced: Traced
    repairs: tuple[Repair, ...] = ()


def repair(text: str) -> Repaired:
    """Undo inserted readings and shifted decoding in `text`; a clean text comes back untouched."""
    listed = tokens(text)
    annotated = annotated_characters(listed)
    if not annotated:
        return Repaired(Traced.whole(text))
    plain = simplify("".join(token.char for token in listed))
    mender = _Mender(text, listed, annotated, DocumentPairs(plain))
    return mender.mended()


class _Mender:
    def __init__(self, text: str, listed: Sequence[Token], annotated: frozenset[str], pairs: DocumentPairs) -> None:
        self._text = text
        self._tokens = listed
        self._pairs = pairs
        self._lattice = Lattice(listed, annotated, pairs)

    def mended(self) -> Repaired:
        parts: list[Traced] = []
        repairs: list[Repair] = []
        at = 0
        for site in self._sites():
            if site.start < at:
                continue
            best = self._explain(site)
            if best is None:
                continue
            fixed, start, end = best
            plain, stripped = self._stripped(at, start)
            parts += [plain, Traced(fixed.after, _spread(fixed))]
            repairs += [*stripped, fixed]
            at = end
        plain, stripped = self._stripped(at, len(self._tokens))
        return Repaired(Traced.join([*parts, plain]), (*repairs, *stripped))

    def _stripped(self, start: int, end: int) -> tuple[Traced, list[Repair]]:
        chars, origins, repairs = [], [], []
        for token in self._tokens[start:end]:
            if token.owns_note:
                chars.append(token.char)
                origins.append(Span(token.start, token.end))
                before = self._text[token.start : token.end]
                repairs.append(Repair(span=origins[-1], before=before, after=token.char, confidence=1.0))
            else:
                chars.append(self._text[token.start : token.end])
                origins += [Span(place, place + 1) for place in range(token.start, token.end)]
        return Traced("".join(chars), tuple(origins)), repairs

    def _sites(self) -> Iterator[Site]:
        marked = [at for at in range(len(self._tokens)) if self._is_suspicious(at)]
        group: list[int] = []
        for at in [*marked, math.inf]:
            if group and at - group[-1] > _NEAR:
                yield self._site(group)
                group = []
            if isinstance(at, int):
                group.append(at)

    def _site(self, group: Sequence[int]) -> Site:
        # Where a note stands oddly, the cut before it can have left no trace: look a few characters back.
        back = 0 if self._tokens[group[0]].char in _LOST else 3
        start = group[0]
        while start > 0 and start > group[0] - back and is_han(self._tokens[start - 1].char):
            start -= 1
        return Site(start, group[-1], self._tokens[start - 1].char if start else "")

    def _is_suspicious(self, at: int) -> bool:
        token = self._tokens[at]
        if token.char in _LOST:
            return True
        if token.note:
            return not token.owns_note
        return self._is_stray_letter(at)

    def _is_stray_letter(self, at: int) -> bool:
        # A single letter among characters is where a shifted stretch ended, if a sentence end stands shortly before.
        neighbours = self._tokens[max(at - 1, 0) : at + 2]
        if len(neighbours) < 3 or not (neighbours[1].char.isascii() and neighbours[1].char.isalpha()):
            return False
        behind = [token.char for token in self._tokens[max(at - _NEAR, 0) : at]]
        return is_han(neighbours[0].char) and is_han(neighbours[2].char) and any(c in "。！？" for c in behind)

    def _explain(self, site: Site) -> tuple[Repair, int, int] | None:
        paths = self._lattice.originals(site)
        if not paths:
            return None
        end = max(path.at for path in paths)
        ranked = self._ranked(site, paths, end)
        best, score = ranked[0]
        if not best.damaged:
            return None
        texts = list(dict.fromkeys(path.text + self._shown(path.at, end) for path, _ in ranked))
        confidence = 1.0 / sum(math.exp((other - score) / _TEMPERATURE) for _, other in _distinct(ranked))
        start, end, others = self._trimmed(site.start, end, texts)
        span = Span(self._tokens[start].start, self._tokens[end - 1].end)
        before = self._text[span.start : span.end]
        fixed = Repair(
            span=span,
            before=before,
            after=others[0],
            confidence=round(confidence, 3),
            alternatives=tuple(others[1 : _MOST_ALTERNATIVES + 1]),
        )
        return fixed, start, end

    def _ranked(self, site: Site, paths: Sequence[Path], end: int) -> list[tuple[Path, float]]:
        left = self._shown(max(site.start - _CONTEXT, 0), site.start)
        right = self._shown(end, min(end + _CONTEXT, len(self._tokens)))
        scored = []
        for path in sorted(paths, key=lambda p: -p.score)[:60]:
            middle = path.text + self._shown(path.at, end)
            whole = simplify(left + middle + right)
            edges = whole[max(len(left) - 1, 0) : len(left) + len(middle) + 1]
            length = PER_CHARACTER * len(middle)
            scored.append((path, text_log_probability(whole) + self._pairs.bonus(edges) + length - path.cost))
        return sorted(scored, key=lambda pair: -pair[1])

    def _shown(self, start: int, end: int) -> str:
        return "".join(token.char for token in self._tokens[start:end])

    def _trimmed(self, start: int, end: int, texts: list[str]) -> tuple[int, int, list[str]]:
        # What the reading leaves as it stands is no part of the repair.
        while end - start > 1 and self._stands(end - 1, texts[0][-1:]):
            end -= 1
            texts = [text[:-1] for text in texts if text[-1:] == texts[0][-1:]]
        while end - start > 1 and self._stands(start, texts[0][:1]):
            start += 1
            texts = [text[1:] for text in texts if text[:1] == texts[0][:1]]
        return start, end, texts

    def _stands(self, at: int, char: str) -> bool:
        return self._tokens[at].char == char and not self._tokens[at].note


def _distinct(ranked: Sequence[tuple[Path, float]]) -> list[tuple[Path, float]]:
    seen: dict[str, tuple[Path, float]] = {}
    for path, score in ranked:
        seen.setdefault(path.text, (path, score))
    return list(seen.values())


def _spread(fixed: Repair) -> tuple[Span, ...]:
    # The bytes of neighbouring characters are entangled: each stands for the whole damaged span.
    return tuple(fixed.span for _ in fixed.after)
