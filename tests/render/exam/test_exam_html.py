from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from drill.exam.paper import paper_of, sealed
from drill.model.bank import ItemKind, Language, Option
from drill.model.exam import PaperPart, PaperQuestion
from drill.render.exam_html import column_count, css_string, student_html

if TYPE_CHECKING:
    from drill.model.bank import Blueprint
    from drill.model.exam import Making, Paper

VOID = {"meta", "input"}


class Reader(HTMLParser):
    """Collects elements and text, and fails on an end tag that closes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)


def read(html: bytes) -> Reader:
    reader = Reader()
    reader.feed(html.decode())
    reader.close()
    assert reader.open == []
    return reader


@pytest.fixture(scope="module")
def html(paper: Paper) -> bytes:
    return student_html(paper, Language.ZH_HANS)


def test_a_page_repeats_and_is_well_formed(paper: Paper, html: bytes) -> None:
    assert student_html(paper, Language.ZH_HANS) == html
    ids = [attrs["id"] for _, attrs in read(html).elements if "id" in attrs]
    assert len(ids) == len(set(ids)) == 40


def test_a_page_holds_every_stem_option_and_the_fingerprint(paper: Paper, html: bytes) -> None:
    text = "".join(read(html).text)
    for part in paper.parts:
        for question in part.questions:
            pieces = [piece for piece in re.split(r"____|（　　）", question.stem) if piece]
            assert all(
                piece in text
                for piece in (*pieces, *question.options, *question.lefts, *question.rights, *question.steps)
            )
    assert paper.fingerprint in text


def test_a_page_needs_neither_network_nor_script(html: bytes) -> None:
    reader = read(html)
    assert not {tag for tag, _ in reader.elements} & {"script", "link", "img", "iframe", "form", "a", "base", "object"}
    assert not re.search(rb"https?:|//[a-z]|url\(|@import|\bon[a-z]+=", html)
    assert not any({"src", "href", "action"} & set(attrs) for _, attrs in reader.elements)


def test_a_page_is_the_same_whichever_option_is_the_key(making: Making, blueprint: Blueprint, html: bytes) -> None:
    def rekeyed(options: tuple[Option, ...]) -> tuple[Option, ...]:
        return tuple(replace(option, key=not option.key, why="改") for option in options)

    forms = [
        replace(
            form,
            items=tuple(
                replace(
                    placed, item=replace(placed.item, id="z999", rationale="改", options=rekeyed(placed.item.options))
                )
                for placed in form.items
            ),
        )
        for form in making.forms
    ]
    papers = sealed(paper_of(form, blueprint) for form in forms)
    assert student_html(papers[0], Language.ZH_HANS) == html


def test_options_differ_in_nothing_but_letter_and_text(paper: Paper, html: bytes) -> None:
    inputs = [attrs for tag, attrs in read(html).elements if tag == "input" and attrs.get("name") == "q1"]
    assert [attrs.pop("value") for attrs in inputs] == ["A", "B", "C", "D"]
    assert all(attrs == inputs[0] for attrs in inputs)
    assert paper.parts[0].questions[0].number == 1


@pytest.mark.parametrize(
    "hostile", ["</p><script>alert(1)</script>", '" onfocus="x', "</style><b>", "{{ 7*7 }}{% x %}", "a & b &lt; c"]
)
def test_hostile_text_is_shown_as_it_stands(paper: Paper, hostile: str) -> None:
    question = PaperQuestion(number=1, stem=hostile, points=1, options=(hostile, "乙"))
    part = PaperPart(kind=ItemKind.SINGLE_CHOICE, points_each=1, questions=(question,))
    hostile_paper = replace(paper, title=hostile, code=hostile, fingerprint=hostile, parts=(part,))
    reader = read(student_html(hostile_paper, Language.ZH_HANS))
    assert "".join(reader.text).count(hostile) >= 5
    assert "script" not in {tag for tag, _ in reader.elements}
    assert sum(tag == "style" for tag, _ in reader.elements) == 1


def test_a_part_without_questions_is_still_well_formed(paper: Paper) -> None:
    part = PaperPart(kind=ItemKind.TRUE_FALSE, points_each=1, questions=())
    read(student_html(replace(paper, parts=(part,), instructions=(), fingerprint="", pass_points=None), Language.EN))


@pytest.mark.parametrize(("language", "tag"), [(Language.ZH_HANS, "zh-Hans"), (Language.ZH_HANT, "zh-Hant")])
def test_a_page_names_its_script(paper: Paper, language: Language, tag: str) -> None:
    reader = read(student_html(paper, language))
    assert ("html", {"lang": tag}) in reader.elements


def test_a_css_string_cannot_be_left() -> None:
    assert css_string('A "卷\\</style>') == '"A \\22 卷\\5c \\3c \\2f style\\3e "'


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (("三声", "五声", "六声", "八声"), 4),
        (("约定回访并请客户评分", "记录客户诉求", "复述要点并确认", "对不便之处致歉"), 2),
        (("与客户保持得体的距离，不过分亲近也不冷淡",) * 4, 1),
        (("甲", "乙", "丙", "丁", "戊"), 5),
    ],
)
def test_options_stand_side_by_side_where_they_fit(texts: tuple[str, ...], columns: int) -> None:
    assert column_count(texts) == columns
