"""50,000 ready notes to an .apkg file, against genanki's own writer with the same models and notes."""

from __future__ import annotations

import gc
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import genanki

from benchmarks.result import Result
from drill.model.bank import Bank, DeckNames, Language, NoteKind, Option
from drill.model.notes import Breadcrumb, ChoiceContent, ClozeContent, Note, NoteContent, RecallContent
from drill.render.apkg import write_package
from drill.render.apkg.collection import package_bytes
from drill.render.apkg.fields import note_fields, note_tags
from drill.render.apkg.identity import note_guid
from drill.render.apkg.notetypes import card_gates
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOTES = 50_000
RUNS = 3
_MOD = 1_790_000_000
_WORDS = """
客户 来电 投诉 转账 到账 核实 身份 记录 复述 要点 致歉 语速 适中 礼貌 用语 保护 隐私 及时 跟进 反馈
会议 邮件 书面 正式 沟通 团队 协作 培训 目标 课程 仪容 着装 整洁 微笑 耐心 倾听 尊重 平等 诚信 专业
""".split()  # noqa: SIM905 - forty words read better as a text than as a list
_BANK = Bank(
    id="benchbank",
    title="测速题库",
    language=Language.ZH_HANS,
    version="1.0.0",
    licence="MIT",
    decks=DeckNames(hans="测速", hant="測速"),
)


def run() -> list[Result]:
    """Measure time and size: the best of a few runs, the writers taking turns, each on notes made anew."""
    notes = [_note(number) for number in range(NOTES)]
    mods = {note.id: _MOD for note in notes}
    gates = card_gates(_BANK.language)
    ours_s, whole_s, peer_s = [], [], []
    ours_bytes = peer_bytes = 0
    with _temporary_folder() as folder:
        path = folder / "peer.apkg"
        for _ in range(RUNS):
            peer_s.append(_seconds(partial(genanki.Package(_deck(notes)).write_to_file, str(path))))
            ours_s.append(_seconds(partial(package_bytes, _deck(notes), gates, list(mods.values()), _MOD)))
            whole_s.append(_seconds(partial(write_package, notes, bank=_BANK, language=_BANK.language, mods=mods)))
        peer_bytes = path.stat().st_size
        ours_bytes = len(package_bytes(_deck(notes), gates, list(mods.values()), _MOD))
    return [
        _result("write 50,000 ready notes to .apkg", min(ours_s), min(peer_s), "s", 0.6),
        _result(
            "the same from drill's notes, checks and HTML included (genanki: from ready ones)",
            min(whole_s),
            min(peer_s),
            "s",
            None,
        ),
        _result("size of that .apkg", ours_bytes / 1e6, peer_bytes / 1e6, "MB", 0.2),
    ]


def _result(name: str, ours: float, peer: float, unit: str, goal: float | None) -> Result:
    return Result(name=name, ours=ours, peer=peer, ratio=ours / peer, unit=unit, goal=goal)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def _temporary_folder() -> Iterator[Path]:
    # genanki leaves a temporary database behind at each writing; this way it goes with the folder.
    with tempfile.TemporaryDirectory() as folder:
        before, tempfile.tempdir = tempfile.tempdir, folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before


def _deck(notes: list[Note]) -> genanki.Deck:
    deck = genanki.Deck(1_234_567_890_123, "测速", "")
    for note in notes:
        note_type, _ = fields = note_fields(note, edition="测速题库 1.0.0")
        guid = note_guid(_BANK.id, note.id, _BANK.language)
        model = note_type.model(_BANK.language)
        deck.add_model(model)
        deck.add_note(genanki.Note(model=model, fields=fields.in_order(), tags=note_tags(note, {}), guid=guid))
    return deck


def _note(number: int) -> Note:
    rng = Rng("bench", number)
    kind = (NoteKind.RECALL, NoteKind.RECALL, NoteKind.CLOZE, NoteKind.SITUATIONAL)[number % 4]
    return Note(
        id=f"note{number}.{kind.value}",
        kind=kind,
        fact_ids=(f"note{number}",),
        breadcrumb=Breadcrumb(chapter=f"第{number % 7}章", section=_words(rng, 3)),
        content=_content(kind, rng),
        source=f"测速手册，第 {number % 300} 页",
        tags=("phone", "complaint"),
    )


def _content(kind: NoteKind, rng: Rng) -> NoteContent:
    match kind:
        case NoteKind.CLOZE:
            return ClozeContent(before=_words(rng, 6), blank=_words(rng, 2), after=_words(rng, 6), term=_words(rng, 2))
        case NoteKind.SITUATIONAL:
            options = tuple(Option(text=_words(rng, 8), key=place == 1, why=_words(rng, 8)) for place in range(4))
            return ChoiceContent(stem=_words(rng, 24), options=options, rationale=_words(rng, 14))
        case _:
            return RecallContent(
                term=_words(rng, 2),
                question=_words(rng, 6),
                gist=_words(rng, 5),
                statement=_words(rng, 14),
                clue=_words(rng, 9),
            )


def _words(rng: Rng, count: int) -> str:
    return "".join(rng.choice(_WORDS) for _ in range(count))
