"""Train the network of `drill.extract.network` on rendered decks: `python -m training`, see README.md here."""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn

from training.examples import Example, examples
from training.layouts import Chapter, read_deck
from training.losses import Batch, batch_of, loss_of
from training.weights import Weights, read_weights

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.model import Reader

DECKS = Path(__file__).with_name("decks")
_AT_ONCE = 40
_BATCH = 10
_WARM_UP = 60
_SPREADS = (0.0, 0.0, 1.0, 2.0)
# Small steps for what the encoder knows already, larger ones for what starts from nothing.
_RATE_KNOWN, _RATE_NEW = 2e-4, 1e-3


def train(target: Path, minutes: float, start: Path | None = None) -> None:
    """Train for so many minutes, from weights written before if there are any, and write the weights."""
    torch.manual_seed(1)
    decks = [read_deck(path) for path in sorted(DECKS.glob("*.txt"))]
    weights = read_weights(start, decks)
    _fit(weights.reader, _batches(decks, weights), minutes)
    weights.write(target)


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
        loss = loss_of(reader, batch, rng)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimizer.step()
        if step % 100 == 0:
            print(f"step {step}, {gone:.0%}: loss {loss.item():.3f}")


def _batches(decks: Sequence[Sequence[Chapter]], weights: Weights) -> Iterator[Batch]:
    rng = random.Random(1)
    while True:
        order = rng.sample(decks, len(decks))
        for at in range(0, len(order), _AT_ONCE):
            found: list[Example] = []
            for deck in order[at : at + _AT_ONCE]:
                found += examples(deck, rng, weights.subwords(rng, rng.choice(_SPREADS)), weights.numbers)
            found.sort(key=lambda one: len(one.subwords) + rng.random() * 40)
            groups = [found[start : start + _BATCH] for start in range(0, len(found), _BATCH)]
            rng.shuffle(groups)
            yield from map(batch_of, groups)


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
