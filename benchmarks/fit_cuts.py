"""Fit the weights of drill.extract.cuts on the decks that may be seen, and write them into the package.

Run by hand after the features or the decks changed: `python -m benchmarks.fit_cuts`. The unseen decks are never read.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from tests.extract.preview_site import SEEN, preview, read_deck

from drill.extract import cuts
from drill.extract.contents import find_contents
from drill.extract.stretches import Stretch, elements
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = range(6)
EPOCHS = 7
RATE = 0.25
DECAY = 1e-3
_TARGET = Path(cuts.__file__).with_name("weights.py")


def examples(names: tuple[str, ...], seeds: range) -> Iterator[tuple[cuts.Scored, list[int], bool]]:
    """Yield each stretch of the rendered decks with its true cuts (as places in its words)."""
    seen = set()
    for name in names:
        for seed in seeds:
            made = preview(read_deck(name), seed)
            body, borders = _borders(made.pieces)
            contents = find_contents(body)
            if contents is None:
                continue
            usage = cuts.Usage(body)
            for chapter in contents.chapters:
                for stretch in elements(body, chapter.start, chapter.end):
                    if not isinstance(stretch, Stretch):
                        continue
                    text = body[stretch.start : stretch.end]
                    inner = tuple(at - stretch.start for at in sorted(borders) if stretch.start < at < stretch.end)
                    kind = borders.get(max(at for at in borders if at < stretch.end), "")
                    if (text, inner, stretch.is_ended) in seen:
                        continue
                    seen.add((text, inner, stretch.is_ended))
                    words = cuts.words_of(text)
                    place = {word.start: at for at, word in enumerate(words)}
                    if not all(at in place for at in inner):
                        continue
                    scored = cuts.Scored(text, words, is_ended=stretch.is_ended, usage=usage, weights={})
                    has_sentence = kind in {"S", "X"}
                    truth = [0, *(place[at] for at in inner)] + ([] if has_sentence else [len(words)])
                    yield scored, truth, has_sentence


def _borders(pieces: list[tuple[str, str]]) -> tuple[str, dict[int, str]]:
    body, borders = "", {}
    for kind, text in pieces:
        borders[len(body)] = kind
        body += text.replace("，", ",")
    return body, borders


def fit() -> dict[str, float]:
    """Climb the likelihood of the true segmentations by stochastic gradient steps."""
    data = list(examples(SEEN, SEEDS))
    print(len(data), "stretches")
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(float)
    rng = Rng("fit cuts", 7)
    for epoch in range(EPOCHS):
        data = list(rng.shuffled(data))
        loss = 0.0
        for scored, truth, has_sentence in data:
            scored.weights = weights
            gradient, cost = _gradient(scored, truth, has_sentence=has_sentence)
            loss += cost
            for name, rise in gradient.items():
                slope = rise - DECAY * weights[name] * 10
                squares[name] += slope * slope
                weights[name] += RATE * slope / math.sqrt(1e-2 + squares[name])
        print(epoch, round(loss / len(data), 4), flush=True)
    return dict(weights)


def _gradient(scored: cuts.Scored, truth: list[int], *, has_sentence: bool) -> tuple[dict[str, float], float]:
    labels, sentences = scored.scores()
    forward, backward = cuts.ways(labels, sentences, scored.count)
    total = backward[0]
    gradient: defaultdict[str, float] = defaultdict(float)
    reached = 0.0
    pairs = list(pairwise(truth))
    for i, j in pairs:
        if (i, j) not in labels:
            return {}, 0.0
        reached += labels[i, j]
        for name in scored.label_features(i, j):
            gradient[name] += 1
    if has_sentence:
        reached += sentences[truth[-1]]
        for name in scored.sentence_features(truth[-1]):
            gradient[name] += 1
    shares = [(scored.label_features(i, j), forward[i] + score + backward[j]) for (i, j), score in labels.items()]
    shares += [(scored.sentence_features(i), forward[i] + score) for i, score in sentences.items()]
    for names, share in shares:
        for name in names if share - total > -9 else ():
            gradient[name] -= math.exp(share - total)
    return gradient, total - reached


def write(weights: dict[str, float]) -> None:
    """Write the weights that matter, several to a line, apart by two spaces (no name holds two)."""
    kept = sorted((name, round(value, 2)) for name, value in weights.items() if abs(value) >= 0.1)
    rows = "\n".join("  ".join(f"{name} {value}" for name, value in kept[at : at + 8]) for at in range(0, len(kept), 8))
    _TARGET.write_text(
        '"""Weights of the segmentation model; written by benchmarks/fit_cuts.py, not by hand."""\n\n'
        f'_TABLE = """\n{rows}\n"""\n\n'
        "WEIGHTS: dict[str, float] = {\n"
        "    name: float(value)\n"
        '    for name, value in (row.rsplit(" ", 1) for line in _TABLE.split("\\n") if line '
        'for row in line.split("  "))\n'
        "}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    write(fit())
