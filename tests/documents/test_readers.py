from __future__ import annotations

import hashlib
import html
import io
import json
from typing import TYPE_CHECKING

import docx
import pytest
import typst
from tests.documents.sample_decks import MAKERS, SEEN, read_deck

from drill.documents.encodings import decode
from drill.documents.reading import read_document
from drill.documents.wire import line_of, message_of
from drill.model.passage import Document, DocumentKind, Role

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {
    "md": DocumentKind.MARKDOWN,
    "txt": DocumentKind.TEXT,
    "html": DocumentKind.HTML,
    "pdf": DocumentKind.PDF,
    "docx": DocumentKind.DOCX,
    "pptx": DocumentKind.PPTX,
}
TEXT = "消防安全培训：员工应当保持疏散通道畅通，不得上锁。\n第二行的内容，请注意检查。\n"


def saved(folder: Path, content: bytes) -> Document:
    path = folder / "document"
    path.write_bytes(content)
    return read_document(path)


@pytest.mark.parametrize("name", MAKERS)
def test_the_kind_is_told_by_content_and_every_point_is_read(name: str, tmp_path: Path) -> None:
    deck = read_deck(SEEN[1])
    content = MAKERS[name](deck)
    document = saved(tmp_path, content)
    assert document.kind is KINDS[name.partition("_")[0]]
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    read = "\n".join(passage.text for passage in document.passages).replace("’", "'")
    assert all(point.statement in read for _, section in deck.sections() for point in section.points)
    if document.kind is DocumentKind.HTML:
        assert "not text" not in read
        around = "\n".join(passage.text for passage in document.passages if passage.role is Role.ASIDE)
        assert all(word in around for word in ("Home", "Related", "Copyright"))


@pytest.mark.parametrize("name", [name for name in MAKERS if name.startswith(("md", "txt", "html"))])
def test_places_in_text_files_point_at_the_text(name: str, tmp_path: Path) -> None:
    content = MAKERS[name](read_deck(SEEN[0]))
    text = decode(content).text
    for passage in saved(tmp_path, content).passages:
        for at, char in enumerate(passage.text):
            place = passage.place_of(at, at + 1)
            there = text[place.start : place.end]
            if there == "&" != char:
                there = html.unescape(text[place.start : text.index(";", place.start) + 1])
            assert there == char or (char == " " and there.isspace())


@pytest.mark.parametrize("name", ["docx_bullets", "pptx_grid", "pptx_bullets"])
def test_places_in_office_files_name_slide_shape_and_paragraph(name: str, tmp_path: Path) -> None:
    places = [passage.place for passage in saved(tmp_path, MAKERS[name](read_deck(SEEN[1]))).passages]
    assert len({(place.slide, place.shape, place.paragraph) for place in places if place.table is None}) == len(places)
    assert all(place.start < place.end for place in places)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
        ("gb18030", "gb18030"),
    ],
)
def test_encodings_are_found_out(encoding: str, name: str) -> None:
    assert decode((TEXT * 3).encode(encoding)) == (TEXT * 3, name)


def test_traditional_text_is_told_by_its_encoding() -> None:
    text = "員工應當保持疏散通道的暢通，並且不得上鎖。這是我們對客戶的服務與承諾。\n"
    assert decode(text.encode("big5")) == (text, "big5hkscs")
    assert decode(text.encode("gb18030")) == (text, "gb18030")


def test_text_cut_off_within_a_character_is_read_to_there() -> None:
    assert decode(TEXT.encode()[:-3]).text == TEXT[:-2]


def test_speaker_notes_are_kept_apart(tmp_path: Path) -> None:
    roles = {passage.role for passage in saved(tmp_path, MAKERS["pptx_bullets"](read_deck(SEEN[1]))).passages}
    assert {Role.NOTE, Role.TITLE, Role.LIST_ITEM} <= roles


def test_messages_come_back_as_they_were_sent(tmp_path: Path) -> None:
    for name in ("pptx_tables", "md_inline"):
        for passage in saved(tmp_path, MAKERS[name](read_deck(SEEN[1]))).passages:
            assert message_of(line_of(passage)) == passage
            assert json.loads(line_of(passage))[1] == passage.text


def test_progress_is_told_slide_by_slide(tmp_path: Path) -> None:
    path = tmp_path / "deck"
    path.write_bytes(MAKERS["pptx_bullets"](read_deck(SEEN[1])))
    told: list[tuple[str, int, int]] = []
    read_document(path, on_progress=lambda *progress: told.append(progress))
    assert told == [("deck", number, len(told)) for number in range(1, len(told) + 1)]


def test_word_list_levels_and_numbers_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    for text, style in (("one", "List Number"), ("inner", "List Bullet 2"), ("two", "List Number")):
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    passages = saved(tmp_path, out.getvalue()).passages
    assert [(passage.text, passage.level, passage.number is not None) for passage in passages] == [
        ("one", 0, True),
        ("inner", 1, False),
        ("two", 0, True),
    ]


def _typeset(source: str) -> bytes:
    return bytes(typst.compile(source.encode(), format="pdf"))


@pytest.fixture
def handbook() -> str:
    lines = [
        '#set page(paper: "a5", header: [Handbook of the lab], footer: context [Page #counter(page).display()])',
        "#set text(size: 10pt, hyphenate: true)",
        "#set par(justify: true)",
        "= Before you start",
    ]
    for number in range(1, 7):
        lines += [
            f"== Topic number {number}",
            "Characteristically, " + "considerable understanding is necessary. " * 12,
            "",
        ]
        lines += [f"- item {number} of the list is read as such", "#pagebreak()" if number % 2 == 0 else ""]
    return "\n".join(lines)


def test_pdf_headings_paragraphs_and_running_heads(handbook: str, tmp_path: Path) -> None:
    document = saved(tmp_path, _typeset(handbook))
    texts = [passage.text for passage in document.passages]
    headings = [(passage.text, passage.level) for passage in document.passages if passage.role is Role.HEADING]
    assert headings == [("Before you start", 1), *((f"Topic number {number}", 2) for number in range(1, 7))]
    paragraph = ("Characteristically, " + "considerable understanding is necessary. " * 12).strip()
    assert texts.count(paragraph) == 6
    running = [passage.text for passage in document.passages if "Handbook" in passage.text or "Page" in passage.text]
    assert running == [passage.text for passage in document.passages if passage.role is Role.ASIDE]
    assert running == ["Handbook of the lab", "Page 1"]
    assert [passage.role for passage in document.passages if passage.text.startswith("item")] == [Role.LIST_ITEM] * 6


def test_pdf_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(700))
    source = f'#set page(paper: "a4", columns: 2)\n#set text(hyphenate: false)\n{words}'
    text = " ".join(passage.text for passage in saved(tmp_path, _typeset(source)).passages)
    assert text.split() == words.split()


def test_reading_knows_nothing_of_endings(tmp_path: Path) -> None:
    path = tmp_path / "looks_like.pdf"
    path.write_bytes(MAKERS["docx_bullets"](read_deck(SEEN[1])))
    assert read_document(path).kind is DocumentKind.DOCX
