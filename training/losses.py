"""What the network should say of rendered chapters, and how far it is from saying it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from drill.extract.network import Segment, SegmentKind, own_measures, rows_of
from drill.extract.segments import Cuts
from training.examples import NO_TARGET, NO_TITLE, Example, targets
from training.model import Characters, Reader, Segments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_KINDS = len(SegmentKind)
# A cut border costs as much as three characters inside.
_BORDER = 2.0
_PARTNER, _TITLE, _RIGHT = 0.8, 0.6, 0.5
_OWN_CUTS = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side, padded."""

    examples: list[Example]
    subwords: torch.Tensor
    known: torch.Tensor
    characters: Characters
    labels: torch.Tensor
    opens: torch.Tensor


def batch_of(group: list[Example]) -> Batch:
    """Set examples side by side."""
    labels = [_labels(one) for one in group]
    return Batch(
        examples=group,
        subwords=padded([one.subwords for one in group]),
        known=padded([np.ones(len(one.subwords), dtype=bool) for one in group]),
        characters=Characters(
            of=padded([one.of for one in group]),
            inside=padded([one.inside for one in group]),
            chars=padded([one.chars for one in group]),
            measures=padded([one.measures for one in group]),
            words=padded([one.words for one in group]),
            standing=padded([np.ones(len(one.of), dtype=np.float32) for one in group]),
        ),
        labels=padded(labels, NO_TARGET),
        opens=padded([one.opens for one in group]),
    )


def padded(rows: Sequence[NDArray[np.generic]], fill: float = 0) -> torch.Tensor:
    """Set rows of several lengths one below the other."""
    tensors = [torch.tensor(row) for row in rows]
    return nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=fill)


def _labels(example: Example) -> NDArray[np.int64]:
    found = np.zeros(len(example.of), dtype=np.int64)
    for segment in example.segments:
        found[segment.start : segment.end] = 2 * segment.kind + 1
        found[segment.start] = 2 * segment.kind
    return found


def loss_of(reader: Reader, batch: Batch, rng: np.random.Generator) -> torch.Tensor:
    """Return the loss of reading a batch and of judging it, cut as it is and as the network cuts it."""
    with torch.autocast("cpu", torch.bfloat16):
        scores, states, words = reader.read(batch.subwords, batch.known, batch.characters)
    scores = scores.float()
    each = functional.cross_entropy(
        scores[..., : 2 * _KINDS].transpose(1, 2), batch.labels, ignore_index=NO_TARGET, reduction="none"
    )
    begins = ((batch.labels % 2 == 0) & (batch.labels >= 0)).float()
    opens = functional.binary_cross_entropy_with_logits(scores[..., -1], batch.opens, reduction="none")
    cut = (each * (1 + _BORDER * begins) + opens * begins).sum() / batch.characters.standing.sum()
    rows = [row[: len(one.of)] for one, row in zip(batch.examples, scores.detach().double().numpy(), strict=True)]
    # Every chapter as it is, and again as the network itself would cut it, more or less blurred.
    chapters, again = batch.examples * (1 + _OWN_CUTS), (1 + _OWN_CUTS, 1, 1)
    cuts = [one.segments for one in batch.examples] + [
        _own_cut(one.text, row, rng) for one, row in zip(batch.examples * _OWN_CUTS, rows * _OWN_CUTS, strict=True)
    ]
    read = (states.float().repeat(again), words.float().repeat(again))
    return cut + judging_loss(reader, chapters, cuts, rows * (1 + _OWN_CUTS), read)


def judging_loss(
    reader: Reader,
    chapters: Sequence[Example],
    cuts: Sequence[Sequence[Segment]],
    rows: Sequence[NDArray[np.float64]],
    read: tuple[torch.Tensor, torch.Tensor],
) -> torch.Tensor:
    """Return the loss of judging each chapter cut just so; `rows` are its scores, `read` its states and its pieces'."""
    states, words = read
    segments = _segments(cuts, rows)
    right, terms, titles = zip(*map(targets, chapters, cuts), strict=True)
    partner, title, odds = reader.judge(states, words, segments)
    kind, there = segments.kind, segments.end > 0
    is_said = (kind == SegmentKind.STATEMENT) & there
    wanted = torch.where(is_said, padded(terms, NO_TARGET), NO_TARGET)
    pairs = max(int((wanted >= 0).sum()), 1)
    back = torch.full_like(wanted, NO_TARGET)
    asking, columns = torch.where(wanted >= 0)
    back[asking, wanted[asking, columns]] = columns
    is_term, is_title = (kind == SegmentKind.TERM) & there, (kind == SegmentKind.TITLE) & there
    matched = _choice(partner, is_term, wanted) + _choice(partner.transpose(1, 2), is_said, back)
    under = padded(titles, NO_TARGET)
    under = torch.where(under == NO_TITLE, kind.shape[1], under)
    headed = _choice(title, torch.cat([is_title, torch.ones_like(is_title[:, :1])], 1), under)
    sure = functional.binary_cross_entropy_with_logits(odds, padded(right), reduction="none")
    return (_PARTNER * matched + _TITLE * headed) / (2 * pairs) + _RIGHT * (sure * there).sum() / there.sum()


def _choice(scores: torch.Tensor, among: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    open_scores = scores.masked_fill(~among[:, None, :], -1e4)
    return functional.cross_entropy(open_scores.transpose(1, 2), wanted, ignore_index=NO_TARGET, reduction="sum")


def _segments(cuts: Sequence[Sequence[Segment]], rows: Sequence[NDArray[np.float64]]) -> Segments:
    start, end, kind = (padded([np.array(cut, dtype=np.int64)[:, at] for cut in cuts]) for at in range(3))
    in_rows = [np.array(rows_of([segment.kind for segment in cut]), dtype=np.int64) for cut in cuts]
    own = [own_measures(logs_of(row), -np.logaddexp(0, -row[:, -1]), cut) for cut, row in zip(cuts, rows, strict=True)]
    place, length = (padded([row[at] for row in in_rows]) for at in range(2))
    return Segments(start, end, kind, place, length, padded(own))


def _own_cut(text: str, scores: NDArray[np.float64], rng: np.random.Generator) -> tuple[Segment, ...]:
    """Cut as the network would if it were less sure than it is (on decks it learns, it soon is very sure)."""
    scores = scores / rng.choice([1.0, 1.5, 2.5])
    scores[:, : 2 * _KINDS] += rng.gumbel(size=(len(scores), 2 * _KINDS)) * rng.choice([0, 0.5, 1.0])
    return Cuts(text, logs_of(scores), np.zeros(len(text))).likeliest()


def logs_of(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log-likelihoods (n, 10) that scores (n, 11) of segments stand for."""
    cut = scores[:, : 2 * _KINDS]
    return np.asarray(cut - np.logaddexp.reduce(cut, axis=1, keepdims=True))
