from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.documents.hostile_files import zipped
from tests.documents.lifelike import Sample, harder, samples
from tests.documents.sample_decks import MAKERS, SEEN, UNSEEN, Score, plain, read_deck, score

from drill.documents.reading import read_document, read_documents
from drill.extract.structured import extract_facts
from drill.model.bank import FactKind

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.extracted import Extraction
    from drill.model.passage import Document


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
    _assert_calibrated(judged, total)


def _measured(listed: list[Sample], folder: Path) -> tuple[Score, list[tuple[float, bool]]]:
    path = folder / "samples.zip"
    path.write_bytes(zipped({f"{at:03}": sample.content for at, sample in enumerate(listed)}))
    documents = {document.name.rpartition("/")[2]: document for document in read_documents(path)}
    total = Score(0, 0, 0)
    judged: list[tuple[float, bool]] = []
    for at, sample in enumerate(listed):
        scored, verdicts = score(extract_facts(documents[f"{at:03}"]).facts, sample.truth)
        total += scored
        judged += verdicts
    return total, judged


@pytest.mark.parametrize("half", ["seen", "unseen"])
@pytest.mark.parametrize(
    ("kind", "goal"), [("pptx", 0.98), ("docx", 0.98), ("html", 0.98), ("md", 0.98), ("txt", 0.98), ("pdf", 0.93)]
)
def test_documents_as_people_make_them_are_read_right(kind: str, goal: float, half: str, tmp_path: Path) -> None:
    total, judged = _measured(list(samples(seen=half == "seen", kinds=frozenset([kind]))), tmp_path)
    assert total.f1 >= goal
    _assert_calibrated(judged, total)


def test_irregular_layouts_are_read_right(tmp_path: Path) -> None:
    total, judged = _measured(list(harder()), tmp_path)
    assert total.f1 >= 0.98
    _assert_calibrated(judged, total)


def _assert_calibrated(judged: list[tuple[float, bool]], total: Score) -> None:
    sure = [is_right for confidence, is_right in judged if confidence >= 0.9]
    assert sum(sure) >= 0.97 * len(sure)
    assert sum(sure) >= 0.8 * total.right


@pytest.mark.parametrize("maker", MAKERS)
def test_no_text_vanishes(maker: str, tmp_path: Path) -> None:
    path = tmp_path / "document"
    path.write_bytes(MAKERS[maker](read_deck(SEEN[0])))
    assert _untold(read_document(path)) == []


def _untold(document: Document) -> list[str]:
    """Return the words of a document that are in no fact, no title, and not listed as unplaced."""
    extraction = extract_facts(document)
    told = plain(
        " ".join(
            [extraction.title]
            + [part for fact in extraction.facts for part in (fact.chapter, fact.section, fact.term, fact.statement)]
            + [one.text for one in extraction.unplaced]
        )
    )
    words = [word for passage in document.passages for word in re.findall(r"[^\W\d_]{2,}", passage.text)]
    numbers = re.compile("第?[一二三四五六七八九十\\d]+[章节条]?|[Aa]rticle|[Cc]hapter|续|cont")
    return [word for word in words if plain(word) not in told and not numbers.fullmatch(word)]


@pytest.mark.parametrize("kind", ["pptx", "docx", "html", "md", "txt", "pdf"])
def test_no_text_of_documents_as_people_make_them_vanishes(kind: str, tmp_path: Path) -> None:
    listed = list(samples(seen=True, kinds=frozenset([kind])))
    path = tmp_path / "samples.zip"
    path.write_bytes(zipped({f"{at:03}": sample.content for at, sample in enumerate(listed)}))
    documents = read_documents(path)
    assert len(documents) == len(listed)
    assert {document.name: untold for document in documents if (untold := _untold(document))} == {}


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


def test_a_cover_and_a_version_are_no_facts(tmp_path: Path) -> None:
    about = "# Handbook\n\nVersion: 2.1\n\nOwner: The safety team\n\n"
    text = f"{about}## Doors\n\n- Front door: Locked at six.\n- Gate: Open.\n"
    extraction = read(tmp_path, text.encode())
    assert [fact.term for fact in extraction.facts] == ["Front door", "Gate"]
    assert {one.text for one in extraction.unplaced} == {"Handbook", "Version: 2.1", "Owner: The safety team"}


@pytest.mark.parametrize(
    "line",
    [
        "第三条【佩戴证件】员工进入办公区应佩戴证件。",
        "第三条 （佩戴证件）员工进入办公区应佩戴证件。",
        "第三条　佩戴证件　员工进入办公区应佩戴证件。",
    ],
)
def test_the_subject_of_an_article_is_its_term(line: str, tmp_path: Path) -> None:
    fact = read(tmp_path, f"第一章 出入\n{line}\n第四条：锁门：离开时锁门。\n".encode()).facts[0]
    assert (fact.section, fact.term, fact.statement) == ("出入", "佩戴证件", "员工进入办公区应佩戴证件。")


def test_questions_of_a_page_are_terms(tmp_path: Path) -> None:
    page = (
        "<html><body><h1>Help</h1><h2>Accounts</h2><details><summary>How do I reset my password?</summary>"
        "<p>Use the link on the sign-in page.</p></details><details><summary>Who can see my data?</summary>"
        "<p>Only your team lead.</p></details></body></html>"
    )
    facts = read(tmp_path, page.encode()).facts
    assert [(fact.term, fact.statement) for fact in facts] == [
        ("How do I reset my password?", "Use the link on the sign-in page."),
        ("Who can see my data?", "Only your team lead."),
    ]
