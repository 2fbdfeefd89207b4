"""Train further what judges the segments, on decks that the network has not seen: `python -m training.judging`.

Of decks it was trained on the network is surer than it will be of any other, so what judges its cuts learns there that
they are right. Here all else stays as it is, and the cuts to be judged are those that the search of drill finds.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from drill.extract.segments import Cuts
from drill.extract.slides import read_along, ways_through
from training.examples import Example, examples
from training.layouts import read_deck
from training.losses import batch_of, judging_loss, logs_of
from training.weights import Weights, read_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from drill.extract.network import Segment

DECKS = Path(__file__).with_name("judged")
_RENDERINGS = 6
_BATCH = 10
_TO_JUDGE = 8
_OTHERS = 3
_WITHIN, _MOST = 6.0, 8
_RATE = 1e-4
_WARM_UP = 30


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A chapter of n characters, what the network says of it, and the likeliest ways to cut it."""

    example: Example
    scores: NDArray[np.float64]
    states: torch.Tensor
    words: torch.Tensor
    cuts: tuple[tuple[Segment, ...], ...]


def train(target: Path, minutes: float, start: Path) -> None:
    """Train for so many minutes from weights written before, and write the weights."""
    torch.manual_seed(1)
    weights = read_weights(start)
    chapters = _read(weights, random.Random(1))
    _fit(weights, chapters, minutes)
    weights.write(target)


def _read(weights: Weights, rng: random.Random) -> list[_Chapter]:
    weights.reader.eval()
    decks = [read_deck(path) for path in sorted(DECKS.glob("*.txt"))]
    found: list[Example] = []
    for deck in decks * _RENDERINGS:
        found += examples(deck, rng, weights.subwords(rng, 0), weights.numbers)
    found.sort(key=lambda one: len(one.subwords))
    chapters = []
    for at in range(0, len(found), _BATCH):
        batch = batch_of(found[at : at + _BATCH])
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            scores, states, words = weights.reader.read(batch.subwords, batch.known, batch.characters)
        for number, example in enumerate(batch.examples):
            length = len(example.of)
            row = scores[number, :length].double().numpy()
            cuts = _cuts(example, row)
            if cuts:
                chapters.append(_Chapter(example, row, states[number, :length], words[number, :length], cuts))
    return chapters


def _cuts(example: Example, scores: NDArray[np.float64]) -> tuple[tuple[Segment, ...], ...]:
    ways = ways_through(Cuts(example.text, logs_of(scores), -np.logaddexp(0, -scores[:, -1])))
    if ways is None:
        return ()
    found = (read_along(way).segments for way in (ways.best, *ways.others(_WITHIN, _MOST)))
    return tuple(dict.fromkeys(found))


def _fit(weights: Weights, chapters: list[_Chapter], minutes: float) -> None:
    reader = weights.reader
    reader.train()
    parameters = reader.judging_parameters()
    optimizer = torch.optim.AdamW(parameters, weight_decay=0.02)
    rng = random.Random(2)
    begun, step = time.monotonic(), 0
    while True:
        rng.shuffle(chapters)
        for at in range(0, len(chapters), _TO_JUDGE):
            gone = (time.monotonic() - begun) / (60 * minutes)
            if gone >= 1:
                return
            optimizer.param_groups[0]["lr"] = _RATE * min(1, step / _WARM_UP) * (1 - gone + 0.005)
            judged = [(chapter, cut) for chapter in chapters[at : at + _TO_JUDGE] for cut in _to_judge(chapter, rng)]
            read = [
                nn.utils.rnn.pad_sequence([state.float() for state in states], batch_first=True)
                for states in ([one.states for one, _ in judged], [one.words for one, _ in judged])
            ]
            rows = [one.scores for one, _ in judged]
            loss = judging_loss(
                reader, [one.example for one, _ in judged], [cut for _, cut in judged], rows, (read[0], read[1])
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            step += 1
            if step % 50 == 0:
                print(f"step {step}, {gone:.0%}: loss {loss.item():.3f}")


def _to_judge(chapter: _Chapter, rng: random.Random) -> list[tuple[Segment, ...]]:
    """Return the true cut, the likeliest, and some of the others."""
    likeliest, *others = chapter.cuts
    return [chapter.example.segments, likeliest, *rng.sample(others, min(_OTHERS, len(others)))]


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.judging")
    parser.add_argument("start", type=Path, help="weights to go on from")
    parser.add_argument("target", type=Path)
    parser.add_argument("--minutes", type=float, default=6)
    arguments = parser.parse_args()
    train(arguments.target, arguments.minutes, arguments.start)


if __name__ == "__main__":
    main()
