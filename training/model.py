"""The network of `drill.extract.network` in torch, for training only.

Every linear map, normalisation and table is held under the name that its numbers have in the package.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from drill.extract.network import DILATIONS, LEAST_NEAR, LEAST_WEIGHT, LONGEST_ROW, SHARPNESS, SegmentKind
from drill.extract.subwords import UNKNOWN
from drill.extract.surface import WORD_PLACES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from training.pretrained import Pretrained

DEPTH = 6
WIDTH = 192
_HEADS = 12
_WIDE = 1536
_PLACES = 512
_SEGMENT_DEPTH = 3
_SEGMENT_HEADS = 4
_PARTNER_WIDTH, _TITLE_WIDTH = 96, 64
_MEANING_WIDTH = 64
_FARTHEST = 16
_OFFSETS = 2 * _FARTHEST + 1
_KINDS = len(SegmentKind)
_MEASURES = 8
_OWN = 6
_NEVER = -1e4
_PLAIN = ("place", "title_none", "likeness_scale")
_DROPPED = 0.1
_HIDDEN_CHARS, _HIDDEN_WORDS = 0.3, 0.04


class Characters(NamedTuple):
    """What is known of each of n characters, (batch, n).

    Its piece, the place in it, its number, its measures, its place in a word, and whether it is there.
    """

    of: torch.Tensor
    inside: torch.Tensor
    chars: torch.Tensor
    measures: torch.Tensor
    words: torch.Tensor
    standing: torch.Tensor


class Segments(NamedTuple):
    """What is known of p segments, (batch, p): start, end (0 for none), kind, place in a row, its length; measures."""

    start: torch.Tensor
    end: torch.Tensor
    kind: torch.Tensor
    place: torch.Tensor
    length: torch.Tensor
    own: torch.Tensor


class Reader(nn.Module):  # type: ignore[misc] # torch is in no lock file, so here it is Any
    """Encoder, convolutions over characters, attention over segments."""

    def __init__(self, pretrained: Pretrained, kept: list[int], chars: int) -> None:
        super().__init__()
        width = pretrained.width
        self.linears = nn.ModuleDict(
            {
                "input": nn.Linear(width + 32 + 8 + _MEASURES + 16, WIDTH),
                "output": nn.Linear(WIDTH, 2 * _KINDS + 1),
                "segment": nn.Linear(width + 3 * WIDTH, WIDTH),
                "own": nn.Linear(_OWN, WIDTH),
                "partner_asks": nn.Linear(WIDTH, _PARTNER_WIDTH),
                "partner_answers": nn.Linear(WIDTH, _PARTNER_WIDTH),
                "title_asks": nn.Linear(WIDTH, _TITLE_WIDTH),
                "title_answers": nn.Linear(WIDTH, _TITLE_WIDTH),
                "meaning": nn.Linear(width, _MEANING_WIDTH, bias=False),
                "weight": nn.Linear(width, 1),
                "right_in": nn.Linear(WIDTH, 64),
                "right_out": nn.Linear(64, 1),
            }
        )
        self.norms = nn.ModuleDict({"characters": nn.LayerNorm(WIDTH), "segments": nn.LayerNorm(WIDTH)})
        self.tables = nn.ModuleDict(
            {
                "char": nn.Embedding(chars + 1, 32),
                "inside": nn.Embedding(4, 8),
                "word": nn.Embedding(WORD_PLACES, 16),
                "kind": nn.Embedding(_KINDS, WIDTH),
                "run_place": nn.Embedding(LONGEST_ROW + 1, WIDTH),
                "run_length": nn.Embedding(LONGEST_ROW + 1, WIDTH),
                "partner_offset": _zeros(1),
                "title_offset": _zeros(1),
            }
        )
        self.title_none = nn.Parameter(torch.zeros(1))
        self.likeness_scale = nn.Parameter(torch.tensor([4.0, 4.0]))
        self._add_encoder(pretrained, kept)
        for number in range(len(DILATIONS)):
            self.norms[f"conv{number}_norm"] = nn.LayerNorm(WIDTH)
            self.linears[f"conv{number}"] = nn.Linear(3 * WIDTH, WIDTH)
        for number in range(_SEGMENT_DEPTH):
            self._add_attention(f"segments{number}", WIDTH, 2 * WIDTH, 1e-5)
            self.tables[f"segments{number}_offset"] = _zeros(_SEGMENT_HEADS)

    def _add_encoder(self, pretrained: Pretrained, kept: list[int]) -> None:
        width = pretrained.width
        words = pretrained.matrix("emb.word", len(pretrained.pieces), width)[kept]
        self.words = nn.Embedding.from_pretrained(torch.tensor(words), freeze=False)
        places = pretrained.plain("emb.pos", _PLACES, width) + pretrained.plain("emb.type", 1, width)
        self.place = nn.Parameter(torch.tensor(places))
        self.norms["embedded"] = _norm(pretrained, "emb.ln")
        for layer in range(DEPTH):
            name = f"layer{layer}"
            self._add_attention(name, width, _WIDE, 1e-12)
            self.norms[f"{name}_norm"], self.norms[f"{name}_end"] = (
                _norm(pretrained, f"l{layer}.{theirs}") for theirs in ("aln", "oln")
            )
            for ours, theirs in (("in", "qkv"), ("out", ["ao"]), ("wide", ["fi"]), ("narrow", ["fo"])):
                linear = self.linears[f"{name}_{ours}"]
                rows, columns = linear.weight.shape
                each = rows // len(theirs)
                weights = [pretrained.matrix(f"l{layer}.{part}.w", each, columns) for part in theirs]
                linear.weight.data = torch.tensor(np.concatenate(weights))
                biases = [pretrained.plain(f"l{layer}.{part}.b", each) for part in theirs]
                linear.bias.data = torch.tensor(np.concatenate(biases))

    def _add_attention(self, name: str, width: int, wide: int, least: float) -> None:
        self.linears[f"{name}_in"] = nn.Linear(width, 3 * width)
        self.linears[f"{name}_out"] = nn.Linear(width, width)
        self.linears[f"{name}_wide"] = nn.Linear(width, wide)
        self.linears[f"{name}_narrow"] = nn.Linear(wide, width)
        self.norms[f"{name}_norm"] = nn.LayerNorm(width, least)
        self.norms[f"{name}_end"] = nn.LayerNorm(width, least)

    def pretrained_parameters(self) -> list[nn.Parameter]:
        """Return what the encoder brought along, to be trained in small steps."""
        names = [name for name in (*self.linears, *self.norms) if name.startswith(("layer", "embedded"))]
        modules = [self.linears[name] if name in self.linears else self.norms[name] for name in names]
        return [*self.words.parameters(), self.place, *(p for module in modules for p in module.parameters())]

    def judging_parameters(self) -> list[nn.Parameter]:
        """Return what only judges segments, once a chapter is read."""
        parts = ("segment", "own", "right", "partner", "title", "run_", "kind")
        modules = (*self.linears.items(), *self.norms.items(), *self.tables.items())
        found = [p for name, module in modules if name.startswith(parts) for p in module.parameters()]
        return [*found, self.title_none, self.likeness_scale]

    def read(
        self, subwords: torch.Tensor, known: torch.Tensor, characters: Characters
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the scores (batch, n, 11), and the states of the characters and of their pieces."""
        if self.training:
            subwords = torch.where(torch.rand(subwords.shape) < _HIDDEN_WORDS, UNKNOWN, subwords)
        words = self._encoded(subwords, known)
        words = torch.gather(words, 1, characters.of[..., None].expand(-1, -1, words.shape[-1]))
        seen = self.tables["char"](characters.chars)
        if self.training:
            seen = seen * (torch.rand(characters.chars.shape) > _HIDDEN_CHARS)[..., None]
        inside = self.tables["inside"](characters.inside)
        there = characters.standing[..., None]
        parts = [words, seen, inside, characters.measures, self.tables["word"](characters.words)]
        states = self.linears["input"](torch.cat(parts, -1)) * there
        for number, dilation in enumerate(DILATIONS):
            normed = self.norms[f"conv{number}_norm"](states) * there
            convolved = self.linears[f"conv{number}"](_taps(normed, dilation))
            states = states + self._dropped(functional.relu(convolved))
        states = self.norms["characters"](states)
        return self.linears["output"](states), states, words

    def _encoded(self, subwords: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
        hidden = self._dropped(self.norms["embedded"](self.words(subwords) + self.place[: subwords.shape[1]]))
        mask = torch.where(known, 0.0, _NEVER)[:, None, None, :].to(torch.bfloat16)
        for layer in range(DEPTH):
            name = f"layer{layer}"
            mixed = self.linears[f"{name}_out"](_attended(self.linears[f"{name}_in"](hidden), _HEADS, mask))
            hidden = self.norms[f"{name}_norm"](hidden + self._dropped(mixed))
            fed = self.linears[f"{name}_narrow"](functional.gelu(self.linears[f"{name}_wide"](hidden)))
            hidden = self.norms[f"{name}_end"](hidden + self._dropped(fed))
        return hidden

    def judge(
        self, states: torch.Tensor, words: torch.Tensor, segments: Segments
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return partner and title scores, and log-odds of being right."""
        start, end = segments.start, segments.end
        parts = [_means(words, start, end), _means(states, start, end)]
        parts += [_gathered(states, start), _gathered(states, (end - 1).clamp(min=0))]
        hidden = self.linears["segment"](torch.cat(parts, -1)) + self.linears["own"](segments.own)
        hidden = hidden + self.tables["kind"](segments.kind)
        hidden = hidden + self.tables["run_place"](segments.place) + self.tables["run_length"](segments.length)
        mask = torch.where(end > 0, 0.0, _NEVER)[:, None, None, :]
        far = _offsets(hidden.shape[1])
        for number in range(_SEGMENT_DEPTH):
            name = f"segments{number}"
            bias = self.tables[f"{name}_offset"](far).permute(2, 0, 1)[None] + mask
            seen = self.linears[f"{name}_in"](self.norms[f"{name}_norm"](hidden))
            hidden = hidden + self._dropped(self.linears[f"{name}_out"](_attended(seen, _SEGMENT_HEADS, bias)))
            wide = functional.gelu(self.linears[f"{name}_wide"](self.norms[f"{name}_end"](hidden)))
            hidden = hidden + self._dropped(self.linears[f"{name}_narrow"](wide))
        hidden = self.norms["segments"](hidden)
        none = self.title_none.expand(hidden.shape[0], hidden.shape[1], 1)
        right = self.linears["right_out"](functional.relu(self.linears["right_in"](hidden)))
        title = torch.cat([self._asked(hidden, far, "title", _TITLE_WIDTH), none], -1)
        partner = self._asked(hidden, far, "partner", _PARTNER_WIDTH) + self._likeness(words, start, end)
        return partner, title, right[..., 0]

    def _likeness(self, words: torch.Tensor, start: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
        directions = functional.normalize(self.linears["meaning"](words), dim=-1)
        weights = torch.sigmoid(self.linears["weight"](words))
        near = _sums(torch.exp(SHARPNESS * (directions @ directions.transpose(1, 2))), start, end)
        nearest = torch.log(near.clamp(min=LEAST_NEAR)) / SHARPNESS
        weighed = _sums(nearest.transpose(1, 2) * weights, start, end).transpose(1, 2)
        late = weighed / _sums(weights, start, end).transpose(1, 2).clamp(min=LEAST_WEIGHT)
        means = functional.normalize(_sums(directions * weights, start, end), dim=-1)
        return self.likeness_scale[0] * late + self.likeness_scale[1] * (means @ means.transpose(1, 2))

    def _asked(self, hidden: torch.Tensor, far: torch.Tensor, name: str, width: int) -> torch.Tensor:
        asks, answers = self.linears[f"{name}_asks"](hidden), self.linears[f"{name}_answers"](hidden)
        return asks @ answers.transpose(1, 2) / math.sqrt(width) + self.tables[f"{name}_offset"](far)[..., 0]

    def _dropped(self, hidden: torch.Tensor) -> torch.Tensor:
        # The same channels at every place of an example: as good as each alone, and far cheaper without a GPU.
        if not self.training:
            return hidden
        mask = torch.rand(hidden.shape[0], 1, hidden.shape[2]) > _DROPPED
        return hidden * (mask.to(hidden.dtype) / (1 - _DROPPED))

    def restore(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        """Take over weights as they lie in the package; there may be fewer characters than here."""

        def tensor(name: str) -> torch.Tensor:
            values = torch.tensor(np.asarray(arrays[name], dtype=np.float32))
            return values * tensor(f"{name}_step")[:, None] if f"{name}_step" in arrays else values

        for name in _PLAIN:
            getattr(self, name).data = tensor(name)
        for name, module in [("words", self.words), *self.linears.items()]:
            module.weight.data = tensor(name)
            if isinstance(module, nn.Linear) and module.bias is not None:
                module.bias.data = tensor(f"{name}_bias")
        for name, norm in self.norms.items():
            norm.weight.data, norm.bias.data = tensor(f"{name}_gain"), tensor(f"{name}_bias")
        for name, table in self.tables.items():
            values = tensor(name)
            table.weight.data[: len(values)] = values.reshape(len(values), -1)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the weights as they lie in the package: matrices in bytes with a step a row, the rest in halves."""
        found: dict[str, NDArray[np.generic]] = {name: _half(getattr(self, name)) for name in _PLAIN}
        for name, module in [("words", self.words), *self.linears.items()]:
            weight = module.weight.detach().float().numpy()
            step = np.maximum(np.abs(weight).max(axis=1) / 127, 1e-7).astype(np.float16)
            whole = np.round(weight / step.astype(np.float32)[:, None])
            found |= {name: np.clip(whole, -127, 127).astype(np.int8), f"{name}_step": step}
            if isinstance(module, nn.Linear) and module.bias is not None:
                found[f"{name}_bias"] = _half(module.bias)
        for name, norm in self.norms.items():
            found |= {f"{name}_gain": _half(norm.weight), f"{name}_bias": _half(norm.bias)}
        for name, table in self.tables.items():
            values = _half(table.weight)
            found[name] = values[:, 0] if values.shape[1] == 1 else values
        return found


def _zeros(columns: int) -> nn.Embedding:
    table = nn.Embedding(_OFFSETS, columns)
    nn.init.zeros_(table.weight)
    return table


def _norm(pretrained: Pretrained, name: str) -> nn.LayerNorm:
    norm = nn.LayerNorm(pretrained.width, 1e-12)
    norm.weight.data = torch.tensor(pretrained.plain(f"{name}.w", pretrained.width))
    norm.bias.data = torch.tensor(pretrained.plain(f"{name}.b", pretrained.width))
    return norm


def _attended(seen: torch.Tensor, heads: int, bias: torch.Tensor) -> torch.Tensor:
    batch, length, width = seen.shape
    queries, keys, values = seen.view(batch, length, 3, heads, width // 3 // heads).permute(2, 0, 3, 1, 4)
    shares = torch.softmax(queries @ keys.transpose(2, 3) / math.sqrt(queries.shape[-1]) + bias.to(seen.dtype), -1)
    return (shares @ values).transpose(1, 2).reshape(batch, length, width // 3)


def _taps(states: torch.Tensor, dilation: int) -> torch.Tensor:
    padded = functional.pad(states, (0, 0, dilation, dilation))
    length = states.shape[1]
    return torch.cat([padded[:, tap * dilation : tap * dilation + length] for tap in range(3)], -1)


def _offsets(length: int) -> torch.Tensor:
    places = torch.arange(length)
    return (places[None] - places[:, None]).clamp(-_FARTHEST, _FARTHEST) + _FARTHEST


def _gathered(states: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    return torch.gather(states, 1, places[..., None].expand(-1, -1, states.shape[-1]))


def _sums(states: torch.Tensor, start: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
    summed = torch.cat([torch.zeros_like(states[:, :1]), states.cumsum(1)], 1)
    return _gathered(summed, end) - _gathered(summed, start)


def _means(states: torch.Tensor, start: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
    return _sums(states, start, end) / (end - start)[..., None].float().clamp(min=1)


def _half(values: torch.Tensor) -> NDArray[np.float16]:
    return np.asarray(values.detach().float().numpy(), dtype=np.float16)
