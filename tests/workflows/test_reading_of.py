"""Every draft knows where it stands: in the text of the document, and in the lines the review shows."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from samples.__main__ import main as write_sample
from tests.extract.preview_site import Site, damage, preview, read_deck

from drill.files.bank_folder import load_bank
from drill.model.bank import FactKind, Language
from drill.workflows.check import check_bank_folder
from drill.workflows.import_document import ImportRequest, NoFactsError, open_review
from drill.workflows.read_facts import read_facts
from drill.workflows.reading_of import Cleaner, language_of, reading_of

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.draft import Mark, Reading


def read(path: Path) -> Reading:
    (found,) = read_facts(path, lambda _: None)
    assert language_of(found) is Language.ZH_HANS
    numbers = count()
    return reading_of(found, "doc1", "题库", Language.ZH_HANS, lambda: f"id{next(numbers):04d}")


def at(marks: tuple[Mark, ...], reading: Reading) -> str:
    return "".join(reading.lines[mark.line].text[mark.start : mark.end] for mark in marks)


def test_in_a_preview_text_spans_count_its_characters(tmp_path: Path) -> None:
    text = damage(preview(read_deck("property_service"), 1).text, Site(), 1)
    path = tmp_path / "deck.txt"
    path.write_text(text, encoding="utf-8")
    reading = read(path)
    assert reading.drafts
    for draft in reading.drafts:
        assert draft.source is not None
        assert draft.source.term is not None
        assert draft.source.statement is not None
        assert at(draft.term, reading) == text[slice(*draft.source.term)].replace("\n", "")
        assert at(draft.statement, reading) == text[slice(*draft.source.statement)].replace("\n", "")
    assert reading.repairs
    for repair in reading.repairs:
        assert repair.after or reading.lines[repair.mark.line].text[repair.mark.start] in "(（"
    assert "".join(line.text for line in reading.lines) == text.replace("\n", "")


def test_in_slides_spans_count_the_paragraphs_joined_by_line_breaks(tmp_path: Path) -> None:
    path = tmp_path / "deck.pptx"
    write_sample(path)
    reading = read(path)
    assert len(reading.drafts) == 45
    whole = "\n".join(line.text for line in reading.lines)
    for draft in reading.drafts:
        assert draft.source is not None
        assert draft.source.term is not None
        assert draft.source.statement is not None
        assert at(draft.term, reading) == whole[slice(*draft.source.term)] == draft.claim.term
        assert whole[slice(*draft.source.statement)] == draft.claim.statement
        assert reading.lines[draft.term[0].line].page == draft.source.page


# More English around it than there is Chinese in it, and marks within its lines.
PAGE = f"""<body><nav><a href="/">Home</a><a href="/n">News of the whole company</a></nav>
<h1>大楼</h1><h2>巡查</h2><ul>
<li>灭火器<button>Edit</button>：每月检查一次<sup class="reference">[1]</sup>压力，指针在绿区。</li>
<li>安全出口：保持畅通。</li></ul><footer>{"All rights reserved. " * 20}</footer></body>"""


def test_what_stands_around_the_text_of_a_page_is_left_over_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    reading = read(path)
    assert [(at(one.term, reading), at(one.statement, reading)) for one in reading.drafts] == [
        ("灭火器", "每月检查一次压力，指针在绿区。"),
        ("安全出口", "保持畅通。"),
    ]
    left = [at(one.marks, reading) for one in reading.leftovers]
    assert left == [one.text for one in reading.leftovers]
    assert {"Home", "News of the whole company", "Edit", "[1]", ("All rights reserved. " * 20).strip()} <= {*left}


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("每月查壓力,指針在\u200b綠區。", "每月查压力，指针在绿区。"),
        (" 两行\n文字\t在此 ", "两行 文字 在此"),
        ("说“好”,再挂机;3:1 的比例", "说“好”，再挂机;3:1 的比例"),
    ],
)
def test_texts_are_cleaned_for_a_chinese_bank(text: str, cleaned: str) -> None:
    assert Cleaner("题库", Language.ZH_HANS).text(text) == cleaned


def test_an_english_text_keeps_its_punctuation_and_titles_are_never_empty() -> None:
    claim = Cleaner("Desk", Language.EN).claim("", "", "Hold", "Ask first,\u200b then hold.", FactKind.STEP)
    assert (claim.chapter, claim.section, claim.statement) == ("Desk", "Desk", "Ask first, then hold.")


def test_what_new_facts_would_make_badly_is_switched_off_and_said(tmp_path: Path) -> None:
    path, root = tmp_path / "a.md", tmp_path / "bank"
    body = "".join(f"- 要点{n}：第{n}项由{'甲乙丙丁'[n % 4]}班当天登记并签名。\n" for n in range(8))
    path.write_text(f"# 大楼\n\n## 巡查\n\n{body}- 登记：先登记后放行。\n- 登记：先放行后补登。\n", encoding="utf-8")
    with open_review(ImportRequest(path=path, root=root), lambda _: None) as review:
        review.accept_sure(0)
        report = review.write()
    assert any("would come out poor" in remark for remark in report.remarks)
    assert any(fact.generate.off for fact in load_bank(root).bank.facts)
    assert not check_bank_folder(root, lambda _: None).has_errors


def test_too_few_facts_make_a_bank_without_an_exam(tmp_path: Path) -> None:
    path, root = tmp_path / "a.md", tmp_path / "bank"
    path.write_text("# 大楼\n\n## 巡查\n\n- 登记：先登记。\n- 放行：后放行。\n", encoding="utf-8")
    with open_review(ImportRequest(path=path, root=root), lambda _: None) as review:
        review.accept_sure(0)
        report = review.write()
    assert load_bank(root).bank.exams or any("too few for an exam" in remark for remark in report.remarks)
    assert not check_bank_folder(root, lambda _: None).has_errors


def test_a_folder_that_holds_something_else_is_not_taken_for_a_new_bank(tmp_path: Path) -> None:
    path, root = tmp_path / "a.md", tmp_path / "full"
    path.write_text("# 大楼\n\n## 巡查\n\n- 登记：先登记后放行。\n- 放行：核对后放行。\n", encoding="utf-8")
    root.mkdir()
    (root / "mine.txt").write_text("x", encoding="utf-8")
    request = ImportRequest(path=path, root=root)
    with pytest.raises(Exception, match="not empty"), open_review(request, lambda _: None):
        pass
    assert [one.name for one in root.iterdir()] == ["mine.txt"]


def test_a_refusal_names_the_document_without_facts(tmp_path: Path) -> None:
    assert str(NoFactsError(tmp_path / "a.md")).startswith(str(tmp_path / "a.md"))
