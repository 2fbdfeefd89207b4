from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.documents.office_parts import deck_with_chart, deck_with_diagram, word_with_surroundings

from drill.documents.encodings import decode
from drill.documents.plain_text import read_text_document
from drill.documents.reading import read_document
from drill.documents.refusal import DocumentError
from drill.extract.structured import extract_facts
from drill.model.passage import Document, Role

if TYPE_CHECKING:
    from pathlib import Path


def saved(folder: Path, content: bytes) -> Document:
    path = folder / "document"
    path.write_bytes(content)
    return read_document(path)


def told(document: Document) -> set[tuple[Role, str]]:
    return {(passage.role, passage.text) for passage in document.passages}


def test_a_diagram_is_read_by_its_links(tmp_path: Path) -> None:
    pairs = [("Look", "See who is hurt."), ("Call", "Dial 112 at once."), ("Help", "Keep them warm.")]
    facts = extract_facts(saved(tmp_path, deck_with_diagram("First aid", pairs))).facts
    assert [(fact.section, fact.term, fact.statement) for fact in facts] == [("First aid", *pair) for pair in pairs]


def test_the_words_of_a_chart_are_listed(tmp_path: Path) -> None:
    document = saved(tmp_path, deck_with_chart())
    assert {(Role.FIGURE, "Slips and falls"), (Role.FIGURE, "Spring"), (Role.FIGURE, "Autumn")} <= told(document)
    reasons = {one.text: one.reason for one in extract_facts(document).unplaced}
    assert reasons["Spring"] == "words of a picture or chart"


def test_headers_notes_and_text_boxes_of_a_document_are_set_apart(tmp_path: Path) -> None:
    document = saved(tmp_path, word_with_surroundings())
    around = [(one.role, one.text) for one in document.passages if one.role in {Role.ASIDE, Role.FOOTNOTE}]
    assert sorted(around) == [
        (Role.ASIDE, "Confidential: for staff"),
        (Role.ASIDE, "Mind the step"),
        (Role.FOOTNOTE, "Since 2019."),
    ]
    extraction = extract_facts(document)
    assert [fact.term for fact in extraction.facts] == ["Front door", "Gate"]
    assert {text for _, text in around} <= {one.text for one in extraction.unplaced}


def test_western_text_is_read() -> None:
    text = "Café rules – please read\nThe café “Süd” closes at six o’clock sharp.\n"
    assert decode(text.encode("cp1252")) == (text, "cp1252")


def test_a_text_is_given_as_one_run(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_bytes("第一行。\r\n第二行。\r\n".encode("gb18030"))
    assert read_text_document(path).text == "第一行。\n第二行。\n"
    path.write_bytes(deck_with_chart())
    with pytest.raises(DocumentError, match="no text file"):
        read_text_document(path)
