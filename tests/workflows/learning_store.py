"""A store with a learner and a small bank, choice cards among them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.store.store_data import contents

from drill.files.clock import now_ms
from drill.model.bank import NoteKind
from drill.model.deck import Audience, DeckOptions, Face, FaceOption
from drill.model.learner import NewLearner
from drill.store.banks import load_bank
from drill.store.decks import assign_deck
from drill.store.learners import add_learner
from drill.store.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.deck import BankCard, BankContents

CHOICE = Face(
    prompt="客户投诉时，客服首先应当？",
    answer="先倾听",
    options=(
        FaceOption(text="先倾听", key=True, why="情绪先于事情。"),
        FaceOption(text="先解释", key=False, why="客户会觉得被推脱。"),
        FaceOption(text="先转接", key=False),
    ),
    rationale="投诉处理的第一步。",
    source="讲义第 3 页",
)
SEVERAL = replace(
    CHOICE,
    prompt="哪些做法合适？",
    options=(FaceOption(text="微笑", key=True), FaceOption(text="起身", key=True), FaceOption(text="打断", key=False)),
)


def bank(count: int = 5, *, choices: bool = False, language: str = "zh-Hans") -> BankContents:
    """Return a bank of `count` cards, the first two of them choices on request."""
    plain = contents(count)
    faces = {0: CHOICE, 1: SEVERAL} if choices else {}
    cards = tuple(replace(card, face=faces.get(card.position, card.face)) for card in plain.cards)
    return replace(plain, title="服务礼仪", language=language, cards=tuple(map(_choice, cards)))


def _choice(card: BankCard) -> BankCard:
    return replace(card, kind=NoteKind.SITUATIONAL) if card.face.options else card


def fill(
    path: Path, made: BankContents, options: DeckOptions | None = None, names: tuple[str, ...] = ("王小雨",)
) -> Path:
    """Write a store with `made` assigned to everyone, and learners of those names; return its path."""
    at_ms = now_ms()
    with open_store(path, create=True) as store:
        numbers = iter(range(100, 200))
        for name in names:
            add_learner(store, NewLearner(name=name), lambda _n: next(numbers), at_ms)
        load_bank(store, made, at_ms)
        assign_deck(store, made.bank_id, Audience(), options or DeckOptions(), at_ms)
    return path
