"""Load and check a bank of 10,000 facts: the time for each 1,000 must not grow with the size.

The peer is a bank a quarter as large, per 1,000 facts, in the same run: a ratio of 1 is exactly linear.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from benchmarks.result import Result
from drill.bank.checks import check_bank
from drill.bank.format import format_bank
from drill.files.bank_folder import load_bank, write_texts
from drill.generate.cards import cards_of
from drill.generate.items import make_items
from drill.generate.notes import make_notes
from drill.model.bank import Bank, Chapter, DeckNames, Difference, Fact, FactKind, Language, Misconception, Section
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

FACTS = 10_000
_PEER_FACTS = 2_500
_PER_SECTION = 4
_SECTIONS = 5
_SYLLABLES = (
    "客户来电投诉转账到账核实身份记录复述要点致歉语速礼貌隐私及时跟进反馈会议邮件书面沟通协作培训仪容微笑耐心倾听"
)


# Generation looks for twins among all facts, so it has no goal; its figure is recorded all the same.
_STEPS = (("load a bank", 1.3), ("generate from it", None), ("check it all", 1.3))


def run() -> list[Result]:
    """Measure loading, generating and checking, each per 1,000 facts."""
    large, small = _measure(FACTS), _measure(_PEER_FACTS)
    return [
        Result(
            name=f"{step}, per 1,000 facts of {FACTS:,} (peer: of {_PEER_FACTS:,})",
            ours=ours,
            peer=peer,
            ratio=ours / peer,
            unit="s",
            goal=goal,
        )
        for (step, goal), ours, peer in zip(_STEPS, large, small, strict=True)
    ]


def _measure(facts: int) -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_texts(root, {}, format_bank(_bank(facts)))
        thousands = facts / 1000
        loading, loaded = _timed(lambda: load_bank(root))
        generating, made = _timed(lambda: (make_notes(loaded.bank), make_items(loaded.bank).items))
        notes, items = made
        cards = [card for note in notes for card in cards_of(note)]
        checking, _ = _timed(
            lambda: check_bank(loaded.bank, items=items, notes=notes, cards=cards, places=loaded.places)
        )
    return loading / thousands, generating / thousands, checking / thousands


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _bank(facts: int) -> Bank:
    rng = Rng("bank of", facts)
    sections = facts // _PER_SECTION
    chapters = tuple(_chapter(number, rng) for number in range(sections // _SECTIONS))
    return Bank(
        id="benchbank",
        title="测速",
        language=Language.ZH_HANS,
        version="1.0.0",
        licence="MIT",
        decks=DeckNames(hans="测速", hant="測速"),
        chapters=chapters,
    )


def _chapter(number: int, rng: Rng) -> Chapter:
    sections = tuple(
        Section(
            id=f"s{number}x{index}abc",
            title=_phrase(rng, 6),
            facts=tuple(_fact(f"f{number}x{index}x{n}ab", rng) for n in range(_PER_SECTION)),
        )
        for index in range(_SECTIONS)
    )
    return Chapter(id=f"c{number}abc", title=_phrase(rng, 8), sections=sections)


def _fact(own: str, rng: Rng) -> Fact:
    statement = f"{_phrase(rng, 8)}，{_phrase(rng, 9)}。"
    wrong = Misconception(
        id=f"m{own}a", text=f"{_phrase(rng, 16)}。", why=f"{_phrase(rng, 12)}。", differs=Difference.DEGREE
    )
    return Fact(
        id=own,
        term=_phrase(rng, 5),
        kind=FactKind.REQUIREMENT,
        statement=statement,
        gist=statement[:-1],
        misconceptions=(wrong, replace(wrong, id=f"m{own}b", text=f"{_phrase(rng, 15)}。")),
    )


def _phrase(rng: Rng, length: int) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(length))
