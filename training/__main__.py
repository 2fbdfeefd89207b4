"""Train the network of `drill.extract.network` on rendered decks: `python -m training`, see README.md here."""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from drill.extract.network import Segment, SegmentKind, own_measures, rows_of
from drill.extract.segments import Cuts
from drill.extract.subwords import Subwords
from training.examples import NO_TARGET, NO_TITLE, Example, examples, targets
from training.layouts import Chapter, read_deck
from training.model import Characters, Reader, Segments
from training.pretrained import kept, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray


DECKS = Path(__file__).with_name("decks")
_KINDS = len(SegmentKind)
_AT_ONCE = 40
_BATCH = 10
_WARM_UP = 60
_LEAST_USE = 3
_UNSEEN_CHAR = -60.0
_SPREADS = (0.0, 0.0, 1.0, 2.0)
# Small steps for what the encoder knows already, larger ones for what starts from nothing.
_RATE_KNOWN, _RATE_NEW = 2e-4, 1e-3
# A cut border costs as much as three characters inside.
_BORDER = 2.0
_PARTNER, _TITLE, _RIGHT = 0.8, 0.6, 0.5
_OWN_CUTS = 2


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of words and their log-likelihoods."""

    texts: list[str]
    scores: list[float]

    def subwords(self, rng: random.Random) -> Subwords:
        """Return a way to cut, at times a less likely one (subword regularization, Kudo 2018)."""
        spread = rng.choice(_SPREADS)
        return Subwords(self.texts, [score + spread * rng.gauss() for score in self.scores])


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples side by side, padded."""

    examples: list[Example]
    subwords: torch.Tensor
    known: torch.Tensor
    characters: Characters
    labels: torch.Tensor
    opens: torch.Tensor


def train(target: Path, minutes: float, start: Path | None = None) -> None:
    """Train for so many minutes, from weights written before if there are any, and write the weights."""
    torch.manual_seed(1)
    pretrained = load()
    before = dict(np.load(start)) if start else {}
    known = _text(before["subwords"]).split("\n") if before else [pretrained.pieces[at] for at in kept(pretrained)]
    places = {piece: at for at, piece in enumerate(pretrained.pieces)}
    numbers = [places[piece] for piece in known]
    scores = [max(float(pretrained.scores[number]), _UNSEEN_CHAR) for number in numbers]
    decks = [read_deck(path) for path in sorted(DECKS.glob("*.txt"))]
    chars = _text(before["chars"]) if before else ""
    chars += "".join(char for char in _usual_characters(decks) if char not in chars)
    reader = Reader(pretrained, numbers, len(chars))
    if before:
        reader.restore(before)
    _fit(reader, _batches(decks, Pieces(known, scores), {char: at for at, char in enumerate(chars, 1)}), minutes)
    arrays = reader.arrays() | {"subword_scores": np.array(scores, dtype=np.float16)}
    for name, text in (("subwords", "\n".join(known)), ("chars", chars)):
        arrays[name] = np.frombuffer(text.encode(), np.uint8)
    np.savez(target, allow_pickle=False, **arrays)


def _text(array: NDArray[np.generic]) -> str:
    return array.tobytes().decode()


def _usual_characters(decks: Sequence[Sequence[Chapter]]) -> str:
    points = (point for deck in decks for chapter in deck for slide in chapter.slides for point in slide.points)
    counts = Counter(char for point in points for text in point for char in text)
    return "".join(sorted(char for char, count in counts.items() if count >= _LEAST_USE))


def _fit(reader: Reader, batches: Iterator[Batch], minutes: float) -> None:
    known = reader.pretrained_parameters()
    new = [p for p in reader.parameters() if all(p is not other for other in known)]
    optimizer = torch.optim.AdamW([{"params": known}, {"params": new}], weight_decay=0.01)
    rng = np.random.default_rng(1)
    begun = time.monotonic()
    for step, batch in enumerate(batches):
        gone = (time.monotonic() - begun) / (60 * minutes)
        if gone >= 1:
            return
        share = min(1, step / _WARM_UP) * (1 - gone + 0.005)
        for group, rate in zip(optimizer.param_groups, (_RATE_KNOWN, _RATE_NEW), strict=True):
            group["lr"] = rate * share
        loss = _loss(reader, batch, rng)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            print(f"step {step}, {gone:.0%}: loss {loss.item():.3f}")


def _batches(decks: Sequence[Sequence[Chapter]], pieces: Pieces, chars: dict[str, int]) -> Iterator[Batch]:
    rng = random.Random(1)
    while True:
        order = rng.sample(decks, len(decks))
        for at in range(0, len(order), _AT_ONCE):
            chunk = order[at : at + _AT_ONCE]
            found = [one for deck in chunk for one in examples(deck, rng, pieces.subwords(rng), chars)]
            found.sort(key=lambda one: len(one.subwords) + rng.random() * 40)
            groups = [found[start : start + _BATCH] for start in range(0, len(found), _BATCH)]
            rng.shuffle(groups)
            yield from map(_batch, groups)


def _batch(group: list[Example]) -> Batch:
    labels = [_labels(one) for one in group]
    return Batch(
        examples=group,
        subwords=_padded([one.subwords for one in group]),
        known=_padded([np.ones(len(one.subwords), dtype=bool) for one in group]),
        characters=Characters(
            of=_padded([one.of for one in group]),
            inside=_padded([one.inside for one in group]),
            chars=_padded([one.chars for one in group]),
            measures=_padded([one.measures for one in group]),
            words=_padded([one.words for one in group]),
            standing=_padded([np.ones(len(one.of), dtype=np.float32) for one in group]),
        ),
        labels=_padded(labels, NO_TARGET),
        opens=_padded([one.opens for one in group]),
    )


def _padded(rows: Sequence[NDArray[np.generic]], fill: float = 0) -> torch.Tensor:
    tensors = [torch.tensor(row) for row in rows]
    return nn.utils.rnn.pad_sequence(tensors, batch_first=True, padding_value=fill)


def _labels(example: Example) -> NDArray[np.int64]:
    found = np.zeros(len(example.of), dtype=np.int64)
    for segment in example.segments:
        found[segment.start : segment.end] = 2 * segment.kind + 1
        found[segment.start] = 2 * segment.kind
    return found


def _loss(reader: Reader, batch: Batch, rng: np.random.Generator) -> torch.Tensor:
    with torch.autocast("cpu", torch.bfloat16):
        scores, states, words = reader.read(batch.subwords, batch.known, batch.characters)
    scores = scores.float()
    each = functional.cross_entropy(
        scores[..., : 2 * _KINDS].transpose(1, 2), batch.labels, ignore_index=NO_TARGET, reduction="none"
    )
    begins = ((batch.labels % 2 == 0) & (batch.labels >= 0)).float()
    opens = functional.binary_cross_entropy_with_logits(scores[..., -1], batch.opens, reduction="none")
    cut = (each * (1 + _BORDER * begins) + opens * begins).sum() / batch.characters.standing.sum()
    return cut + _judging_loss(reader, batch, (scores, states.float(), words.float()), rng)


def _judging_loss(
    reader: Reader, batch: Batch, read: tuple[torch.Tensor, torch.Tensor, torch.Tensor], rng: np.random.Generator
) -> torch.Tensor:
    scores, states, words = read
    rows = [row[: len(one.of)] for one, row in zip(batch.examples, scores.detach().double().numpy(), strict=True)]
    # Every chapter as it is, and again as the network itself would cut it, more or less blurred.
    examples_read = batch.examples * (1 + _OWN_CUTS)
    cuts = [one.segments for one in batch.examples] + [
        _own_cut(one.text, row, rng) for one, row in zip(batch.examples * _OWN_CUTS, rows * _OWN_CUTS, strict=True)
    ]
    segments = _segments(cuts, rows * (1 + _OWN_CUTS))
    again = (1 + _OWN_CUTS, 1, 1)
    right, terms, titles = zip(*map(targets, examples_read, cuts), strict=True)
    partner, title, odds = reader.judge(states.repeat(again), words.repeat(again), segments)
    kind, there = segments.kind, segments.end > 0
    is_said = (kind == SegmentKind.STATEMENT) & there
    wanted = torch.where(is_said, _padded(terms, NO_TARGET), NO_TARGET)
    pairs = max(int((wanted >= 0).sum()), 1)
    back = torch.full_like(wanted, NO_TARGET)
    rows, columns = torch.where(wanted >= 0)
    back[rows, wanted[rows, columns]] = columns
    is_term, is_title = (kind == SegmentKind.TERM) & there, (kind == SegmentKind.TITLE) & there
    matched = _choice(partner, is_term, wanted) + _choice(partner.transpose(1, 2), is_said, back)
    under = _padded(titles, NO_TARGET)
    under = torch.where(under == NO_TITLE, kind.shape[1], under)
    headed = _choice(title, torch.cat([is_title, torch.ones_like(is_title[:, :1])], 1), under)
    sure = functional.binary_cross_entropy_with_logits(odds, _padded(right), reduction="none")
    return (_PARTNER * matched + _TITLE * headed) / (2 * pairs) + _RIGHT * (sure * there).sum() / there.sum()


def _choice(scores: torch.Tensor, among: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    open_scores = scores.masked_fill(~among[:, None, :], -1e4)
    return functional.cross_entropy(open_scores.transpose(1, 2), wanted, ignore_index=NO_TARGET, reduction="sum")


def _segments(cuts: Sequence[Sequence[Segment]], rows: Sequence[NDArray[np.float64]]) -> Segments:
    start, end, kind = (_padded([np.array(cut, dtype=np.int64)[:, at] for cut in cuts]) for at in range(3))
    in_rows = [np.array(rows_of([segment.kind for segment in cut]), dtype=np.int64) for cut in cuts]
    own = [own_measures(_logs(row), -np.logaddexp(0, -row[:, -1]), cut) for cut, row in zip(cuts, rows, strict=True)]
    place, length = (_padded([row[at] for row in in_rows]) for at in range(2))
    return Segments(start, end, kind, place, length, _padded(own))


def _own_cut(text: str, scores: NDArray[np.float64], rng: np.random.Generator) -> tuple[Segment, ...]:
    """Cut as the network would if it were less sure than it is (on decks it learns, it soon is very sure)."""
    scores = scores / rng.choice([1.0, 1.5, 2.5])
    scores[:, : 2 * _KINDS] += rng.gumbel(size=(len(scores), 2 * _KINDS)) * rng.choice([0, 0.5, 1.0])
    return Cuts(text, _logs(scores), np.zeros(len(text))).likeliest()


def _logs(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    cut = scores[:, : 2 * _KINDS]
    return np.asarray(cut - np.logaddexp.reduce(cut, axis=1, keepdims=True))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m training")
    parser.add_argument("target", type=Path)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    arguments = parser.parse_args()
    train(arguments.target, arguments.minutes, arguments.start)


if __name__ == "__main__":
    main()
