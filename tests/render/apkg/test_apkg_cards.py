"""What a learner sees, as Anki renders it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from anki.collection import ImportAnkiPackageRequest

from drill.model.bank import Option
from drill.model.notes import ChoiceContent, ClozeContent, RecallContent
from drill.render.apkg.fields import escape

if TYPE_CHECKING:
    from pathlib import Path

    from anki.collection import Collection
    from tests.render.apkg.conftest import Release

NASTY = "<script>alert(1)</script> & \"x\" {{c1::y}} }} a::b [sound:x.mp3] {{Id}} \x1f'z'"
SHOWN = "alert(1)"


def _cards(collection: Collection, tmp_path: Path, release: Release) -> dict[tuple[str, int], tuple[str, str]]:
    path = tmp_path / "deck.apkg"
    path.write_bytes(release.package)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path)))
    cards = (collection.get_card(card_id) for card_id in collection.find_cards("deck:*"))
    return {(card.note()["Id"], card.ord): (_body(card.question()), _body(card.answer())) for card in cards}


def _body(html: str) -> str:
    return html.partition("</style>")[2]


@pytest.fixture
def cards(collection: Collection, tmp_path: Path, release: Release) -> dict[tuple[str, int], tuple[str, str]]:
    return _cards(collection, tmp_path, release)


def test_the_first_recall_card_asks_for_the_gist_and_shows_the_statement_below(
    cards: dict[tuple[str, int], tuple[str, str]],
) -> None:
    front, back = cards["fact2345.recall", 0]
    assert "「先听后答」要求客服怎么做？" in front
    assert "让客户讲完再回答" not in front
    assert back.index("让客户讲完再回答") < back.index("客户说话时不打断")


def test_the_second_recall_card_asks_for_the_term(cards: dict[tuple[str, int], tuple[str, str]]) -> None:
    front, back = cards["fact2345.recall", 1]
    assert "不打断，听完、确认之后才开口。" in front
    assert "先听后答" not in front
    assert "先听后答" in back
    assert "客户说话时不打断" in back


def test_a_clue_that_is_the_statement_is_not_repeated_below_the_term(
    collection: Collection, tmp_path: Path, release: Release
) -> None:
    recall = release.notes[0]
    assert isinstance(recall.content, RecallContent)
    same = replace(recall, content=replace(recall.content, clue=recall.content.statement))
    back = _cards(collection, tmp_path, replace(release, notes=(same,)))["fact2345.recall", 1][1]
    assert back.count("客户说话时不打断") == 1
    assert "<p>让客户讲完再回答</p>" in back


def test_a_cloze_hides_its_phrase_on_the_front_only(cards: dict[tuple[str, int], tuple[str, str]]) -> None:
    front, back = cards["fact2345.cloze.c1", 0]
    assert "[...]" in front
    assert "静音或关闭</span>，有急事" in back


def test_steps_are_numbered_and_a_single_step_is_not(cards: dict[tuple[str, int], tuple[str, str]]) -> None:
    assert "<ol><li>问候</li><li>核实身份</li><li>询问需求</li></ol>" in cards["sect2345.order", 0][1]
    assert '<div class="answer">核实身份</div>' in cards["sect2345.next.s2", 0][1]
    assert "<ul><li>先听后答</li>" in cards["sect2345.list", 0][1]


def test_the_key_and_the_reasons_are_on_the_back_only(cards: dict[tuple[str, int], tuple[str, str]]) -> None:
    front, back = cards["item2345.choice", 0]
    assert "<li>立刻保证款项今晚一定到账</li>" in front
    assert "到账时间不由客服决定。" not in front
    assert '<li class="key">' not in front
    assert back.index('id="answer"') < back.index('id="drill-options"')
    assert '<li class="key">先让她知道有人听懂了。</li>' in back
    assert "投诉中先听完、再确认、再处理。" in back


def test_every_back_names_source_version_id_and_breadcrumb(cards: dict[tuple[str, int], tuple[str, str]]) -> None:
    for (note_id, _), (front, back) in cards.items():
        assert "出处：示例手册，第 3 页" in back
        assert f'示例题库 1.2.0 · <span class="id">{note_id}</span>' in back
        assert back.count("沟通技巧") == 1
        assert 'lang="zh-CN"' in front


def test_a_breadcrumb_that_gives_the_answer_away_is_not_on_the_front(
    cards: dict[tuple[str, int], tuple[str, str]],
) -> None:
    assert "沟通技巧" not in cards["fact2345.recall", 0][0]
    assert "沟通技巧 › 聆听" in cards["fact2345.part.p1", 0][0]
    assert ">沟通技巧<" in cards["sect2345.next.s2", 0][0]


def test_text_shows_as_written_whatever_is_in_it(collection: Collection, tmp_path: Path, release: Release) -> None:
    recall, _, cloze, *_, choice = release.notes
    nasty = replace(
        release,
        notes=(
            replace(recall, content=RecallContent(term=NASTY, question=NASTY, gist=NASTY, statement=NASTY, clue=NASTY)),
            replace(cloze, content=ClozeContent(before=NASTY, blank=NASTY, after=NASTY, term=NASTY)),
            replace(
                choice,
                source=NASTY,
                content=ChoiceContent(stem=NASTY, options=(Option(text=NASTY, key=True, why=NASTY),), rationale=NASTY),
            ),
        ),
    )
    cards = _cards(collection, tmp_path, nasty)
    assert sorted(ordinal for _, ordinal in cards) == [0, 0, 0, 1]
    for front, back in cards.values():
        for side in (front, back):
            assert SHOWN in side
            assert "<script>alert" not in side
            assert "[anki:play" not in side
    assert cards["fact2345.cloze.c1", 0][1].count(SHOWN) == 4


def test_line_breaks_stay_and_control_characters_go() -> None:
    assert escape("一\n二\t三\x1f四") == "一<br>二 三四"
    assert escape("平常的话") == "平常的话"
