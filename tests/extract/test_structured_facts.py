from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.documents.hostile_files import zipped
from tests.documents.sample_decks import MAKERS, SEEN, UNSEEN, Score, plain, read_deck, score

from drill.documents.reading import read_document, read_documents
from drill.extract.structured import extract_facts
from drill.model.bank import FactKind

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.extracted import Extraction


def read(folder: Path, content: bytes) -> Extraction:
    path = folder / "document"
    path.write_bytes(content)
    return extract_facts(read_document(path))


@pytest.mark.parametrize("names", [SEEN[:3], UNSEEN[:4]], ids=["seen", "unseen"])
@pytest.mark.parametrize("maker", MAKERS)
def test_clear_structure_is_read_right(maker: str, names: tuple[str, ...], tmp_path: Path) -> None:
    decks = {name: read_deck(name) for name in names}
    path = tmp_path / "decks.zip"
    path.write_bytes(zipped({name: MAKERS[maker](deck) for name, deck in decks.items()}))
    total = Score(0, 0, 0)
    judged: list[tuple[float, bool]] = []
    for document in read_documents(path):
        scored, verdicts = score(extract_facts(document).facts, decks[document.name.rpartition("/")[2]])
        total += scored
        judged += verdicts
    assert total.f1 >= 0.98
    sure = [is_right for confidence, is_right in judged if confidence >= 0.9]
    assert sum(sure) >= 0.97 * len(sure)
    assert sum(sure) >= 0.8 * total.right


@pytest.mark.parametrize("maker", MAKERS)
def test_no_text_vanishes(maker: str, tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(MAKERS[maker](read_deck(SEEN[0])))
    document = read_document(path)
    extraction = extract_facts(document)
    told = plain(
        " ".join(
            [extraction.title]
            + [part for fact in extraction.facts for part in (fact.chapter, fact.section, fact.term, fact.statement)]
            + [one.text for one in extraction.unplaced]
        )
    )
    words = [word for passage in document.passages for word in re.findall(r"[^\W\d_]{2,}", passage.text)]
    numbers = re.compile("第[一二三四五六七八九十\\d]+章|[一二三四五六七八九十]+")
    assert [word for word in words if plain(word) not in told and not numbers.fullmatch(word)] == []


def test_steps_keep_their_order_and_kind(tmp_path: Path) -> None:
    head = "# 手册\n## 卫生\n### 洗手流程\n"
    text = f"{head}1. 打湿双手：用流动的温水。\n2. 涂抹皂液：揉搓二十秒。\n3. 冲洗干净：冲去泡沫。\n"
    facts = read(tmp_path, text.encode()).facts
    assert [(fact.order, fact.kind) for fact in facts] == [(order, FactKind.STEP) for order in (1, 2, 3)]


def test_a_sentence_without_a_term_is_listed_with_its_place(tmp_path: Path) -> None:
    text = (
        "# 手册\n\n## 第一节\n\n### 要点\n\n本节介绍两点，请大家认真学习并且牢牢记住它们的内容。\n\n"
        "- 甲：做这件事。\n- 乙：做那件事。\n"
    )
    extraction = read(tmp_path, text.encode())
    assert [fact.term for fact in extraction.facts] == ["甲", "乙"]
    lone = next(one for one in extraction.unplaced if one.text.startswith("本节"))
    assert text[lone.place.start : lone.place.end] == lone.text
    assert lone.reason == "no term stands with it"


def test_places_of_term_and_statement_point_at_them(tmp_path: Path) -> None:
    text = "# 手冊\n\n## 服務\n\n- **禮貌**：使用&amp;敬語。\n- 微笑：保持笑容。\n"
    facts = read(tmp_path, text.encode()).facts
    assert [fact.term for fact in facts] == ["礼貌", "微笑"]
    first = facts[0]
    assert text[first.term_place.start : first.term_place.end] == "禮貌"
    place = first.statement_places[0]
    assert text[place.start : place.end] == "使用&amp;敬語。"
