from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from drill.bank.ledger import Ledger, advance
from drill.model.bank import Bank, Chapter, DeckNames, Fact, FactKind, Language, NoteKind, Option, Section
from drill.model.notes import (
    Breadcrumb,
    ChoiceContent,
    ClozeContent,
    ListContent,
    Note,
    NoteContent,
    PartContent,
    RecallContent,
    SequenceContent,
)
from drill.render.apkg import content_hashes, write_package
from drill.text.script import Script, convert, convert_strings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from anki.collection import Collection

RELEASED = 1_790_000_000


def _note(
    note_id: str, kind: NoteKind, content: NoteContent, *, section: str = "聆听", breadcrumb_on_front: bool = True
) -> Note:
    return Note(
        id=note_id,
        kind=kind,
        fact_ids=("fact2345",),
        breadcrumb=Breadcrumb(chapter="沟通技巧", section=section),
        content=content,
        source="示例手册，第 3 页",
        tags=("phone",),
        breadcrumb_on_front=breadcrumb_on_front,
    )


NOTES = (
    _note(
        "fact2345.recall",
        NoteKind.RECALL,
        RecallContent(
            term="先听后答",
            question="「先听后答」要求客服怎么做？",
            gist="让客户讲完再回答",
            statement="客户说话时不打断，听完并确认无误后再作答。",
            clue="不打断，听完、确认之后才开口。",
        ),
        breadcrumb_on_front=False,
    ),
    _note(
        "fact2345.part.p1",
        NoteKind.PART,
        PartContent(
            question="通话中，语速应当怎样？",
            gist="不快不慢，跟着客户走",
            term="语音清晰、语速适中",
            statement="吐字清楚；语速跟着客户走。",
        ),
    ),
    _note(
        "fact2345.cloze.c1",
        NoteKind.CLOZE,
        ClozeContent(before="会议中手机应", blank="静音或关闭", after="，有急事离席接听。", term="手机礼仪"),
    ),
    _note(
        "sect2345.list",
        NoteKind.LIST,
        ListContent(question="聆听一节有哪三个要点？", points=("先听后答", "复述确认", "做好记录")),
    ),
    _note(
        "sect2345.next.s2",
        NoteKind.SEQUENCE,
        SequenceContent(question="处理来电：记录之后是？", steps=("核实身份",)),
        section="",
    ),
    _note(
        "sect2345.order",
        NoteKind.SEQUENCE,
        SequenceContent(question="按顺序说出接听电话的三步。", steps=("问候", "核实身份", "询问需求")),
    ),
    _note(
        "item2345.choice",
        NoteKind.SITUATIONAL,
        ChoiceContent(
            stem="晚上九点，客户第三次来电问同一笔转账，声音已经提高。此刻最恰当的做法是？",
            options=(
                Option(text="请她先冷静下来，再说明到账规定", why="打断并要求冷静，她会更觉得没人在听。"),
                Option(text="听她讲完，复述要点并致歉，再核对这笔转账", key=True, why="先让她知道有人听懂了。"),
                Option(text="立刻保证款项今晚一定到账", why="到账时间不由客服决定。"),
                Option(text="请她明天再拨，由白班同事接着办", why="第四次从头讲起，也没有下一步。"),
            ),
            rationale="投诉中先听完、再确认、再处理。",
        ),
    ),
)

BANK = Bank(
    id="bank2345",
    title="示例题库",
    language=Language.ZH_HANS,
    version="1.2.0",
    licence="CC-BY-4.0",
    decks=DeckNames(hans="示例客服礼仪", hant="示例客服禮儀"),
    chapters=(
        Chapter(
            id="chap2345",
            title="沟通技巧",
            sections=(
                Section(
                    id="sect2345",
                    title="聆听",
                    facts=(Fact(id="fact2345", term="先听后答", kind=FactKind.DUTY, statement="听完再答。"),),
                ),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A bank's notes with the ledger they were released under."""

    notes: tuple[Note, ...] = NOTES
    bank: Bank = BANK
    language: Language = Language.ZH_HANS
    ledger: Ledger = field(default_factory=Ledger)
    now: int = RELEASED

    @property
    def advanced(self) -> Ledger:
        hashes = content_hashes(self.notes, bank=self.bank)
        return advance(self.ledger, hashes, language=self.language, now=self.now)

    @property
    def package(self) -> bytes:
        mods = self.advanced.mods(self.language)
        return write_package(self.notes, bank=self.bank, language=self.language, mods=mods)

    def next(self, *notes: Note, version: str = "1.3.0") -> Release:
        return replace(
            self,
            notes=notes,
            ledger=self.advanced,
            now=self.now + 86_400,
            bank=replace(self.bank, version=version),
        )

    def traditional(self) -> Release:
        notes = convert_strings(self.notes, lambda text: convert(text, Script.HANT))
        return replace(self, notes=notes, language=Language.ZH_HANT, ledger=self.advanced)


@pytest.fixture
def release() -> Release:
    return Release()


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    from anki.collection import Collection

    opened = Collection(str(tmp_path / "learner.anki2"))
    yield opened
    opened.close()
