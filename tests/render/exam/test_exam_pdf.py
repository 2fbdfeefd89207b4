from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DictionaryObject, PdfObject, StreamObject

from drill.exam.paper import paper_of, sealed
from drill.model.bank import Item, ItemKind, Language, Origin, TrueFalseAnswer
from drill.model.exam import Paper, PaperPart, PaperQuestion
from drill.render.exam_pdf import answer_key_pdf, student_pdf
from drill.render.typst_pdf import MissingGlyphError
from drill.text.script import Script, convert, convert_strings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.bank import Blueprint
    from drill.model.exam import FactReference, Form, Making

CM_POINTS = 72 / 2.54
MARGIN_POINTS = 1.9 * CM_POINTS
SPACE = re.compile(r"[\s\u200b\ufeff\ufffe]+")


def squeezed(text: str) -> str:
    return SPACE.sub("", text)


def page_texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [squeezed(page.get_textpage().get_text_range()) for page in document]


def printed(question: PaperQuestion) -> list[str]:
    pieces = [piece for piece in re.split(r"_{2,}|（\s*）", question.stem) if piece]
    return [squeezed(text) for text in (*pieces, *question.options, *question.lefts, *question.rights, *question.steps)]


def questions(paper: Paper) -> list[PaperQuestion]:
    return [question for part in paper.parts for question in part.questions]


def entry(reader: pypdf.PdfReader, *path: str) -> PdfObject | None:
    found: PdfObject | None = reader.root_object
    for name in path:
        assert isinstance(found, DictionaryObject)
        found = found[name].get_object()
    return found


def with_one(paper: Paper, kind: ItemKind, question: PaperQuestion) -> Paper:
    return replace(paper, parts=(PaperPart(kind=kind, points_each=question.points, questions=(question,)),))


def unlike(item: Item) -> Item:
    """Return `item` with everything changed that an examinee must not see: key, reasons, rationale."""
    flipped = tuple(replace(option, key=not option.key, why=f"改{option.why}") for option in item.options)
    answer = item.answer
    if isinstance(answer, TrueFalseAnswer):
        answer = TrueFalseAnswer(value=not answer.value)
    return replace(item, id="other123", options=flipped, answer=answer, rationale="另一种说法。", facility=0.1)


def rekeyed(form: Form) -> Form:
    return replace(form, items=tuple(replace(placed, item=unlike(placed.item)) for placed in form.items))


@pytest.fixture(scope="module")
def student(paper: Paper) -> bytes:
    return student_pdf(paper, Language.ZH_HANS)


@pytest.fixture(scope="module")
def key(making: Making, fact_references: Mapping[str, FactReference]) -> bytes:
    return answer_key_pdf(making, fact_references, Language.ZH_HANS)


def test_a_paper_repeats_to_the_byte(paper: Paper, student: bytes) -> None:
    assert student_pdf(paper, Language.ZH_HANS) == student


def test_a_paper_holds_every_stem_and_option(paper: Paper, student: bytes) -> None:
    text = "".join(page_texts(student))
    assert [piece for question in questions(paper) for piece in printed(question) if piece not in text] == []


def test_a_paper_says_nothing_of_the_key(making: Making, student: bytes) -> None:
    text = "".join(page_texts(student))
    for placed in making.forms[0].items:
        assert squeezed(placed.item.rationale) not in text
        assert placed.item.id not in text
        assert all(squeezed(option.why) not in text for option in placed.item.options if option.why)
    assert placed.item.id.encode() not in student


def test_a_paper_is_the_same_whichever_option_is_the_key(making: Making, blueprint: Blueprint, student: bytes) -> None:
    other = sealed(paper_of(rekeyed(form), blueprint) for form in making.forms)
    assert student_pdf(other[0], Language.ZH_HANS) == student


def test_an_item_never_splits_and_a_heading_stays_with_its_first_item(paper: Paper, student: bytes) -> None:
    pages = page_texts(student)
    assert len(pages) > 2
    for part in paper.parts:
        for place, question in enumerate(part.questions):
            wanted = printed(question)
            homes = [text for text in pages if wanted[0] in text]
            assert len(homes) == 1
            item_text = homes[0].partition(wanted[0])[2].partition(f"情形{question.number + 1}：")[0]
            assert all(piece in item_text for piece in wanted[1:])
            if place == 0:
                assert f"共{len(part.questions)}题" in homes[0].partition(wanted[0])[0]


@pytest.mark.parametrize("language", list(Language))
def test_nothing_is_printed_in_the_margins(paper: Paper, language: Language) -> None:
    # English labels are longer, Traditional fonts different: each must fit.
    scale = 100 / 72
    for page in pypdfium2.PdfDocument(student_pdf(_in_script(paper, language), language)):
        picture = page.render(scale=scale, grayscale=True).to_pil()
        margin = int((MARGIN_POINTS - 3) * scale)
        for box in (
            (0, 0, margin, picture.height),
            (picture.width - margin, 0, picture.width, picture.height),
            (0, picture.height - margin // 2, picture.width, picture.height),
        ):
            assert picture.crop(box).getextrema()[0] == 255


def _in_script(paper: Paper, language: Language) -> Paper:
    return convert_strings(paper, lambda text: convert(text, Script.HANT)) if language is Language.ZH_HANT else paper


def test_a_paper_is_tagged_titled_and_undated(student: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(student))
    assert entry(reader, "/MarkInfo", "/Marked")
    assert str(entry(reader, "/Lang")) == "zh-CN"
    assert entry(reader, "/StructTreeRoot")
    assert reader.metadata is not None
    assert reader.metadata.title == "金融服务礼仪知识测试 A 卷"
    assert "/CreationDate" not in reader.metadata
    metadata = entry(reader, "/Metadata")
    assert isinstance(metadata, StreamObject)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata.get_data()


def test_every_page_carries_form_number_and_fingerprint(paper: Paper, student: bytes) -> None:
    pages = page_texts(student)
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in text
        assert f"试卷编号{paper.fingerprint}" in text
        assert "A卷" in text


def test_traditional_papers_take_traditional_glyphs_and_labels(paper: Paper) -> None:
    pdf = student_pdf(_in_script(paper, Language.ZH_HANT), Language.ZH_HANT)
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    assert str(entry(reader, "/Lang")) == "zh-TW"
    fonts = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([A-Za-z]+)", pdf))
    assert fonts == {b"NotoSerifTC", b"NotoSansTC"}
    assert "工號" in page_texts(pdf)[0]


@pytest.mark.parametrize(
    "strange",
    [
        "#let x = 1; $x^2$ *b* _c_ @ref <tag> `raw` \\ #emph[x]",
        '"); panic("x") // /* = 标题 - + / ~ ... --- {{ x }} {% y %}',
        "</style><script>alert(1)</script> &amp; \\u{41}",
    ],
)
def test_markup_in_a_stem_is_printed_as_it_stands(paper: Paper, strange: str) -> None:
    question = PaperQuestion(number=1, stem=strange, points=1, options=(strange, "乙"))
    text = "".join(page_texts(student_pdf(with_one(paper, ItemKind.SINGLE_CHOICE, question), Language.ZH_HANS)))
    assert text.count(squeezed(strange)) == 2


def test_a_word_longer_than_the_line_is_broken(paper: Paper) -> None:
    question = PaperQuestion(number=1, stem="W" * 300, points=1, options=("x" * 200, "乙"))
    pdf = student_pdf(with_one(paper, ItemKind.SINGLE_CHOICE, question), Language.ZH_HANS)
    assert "W" * 300 in "".join(page_texts(pdf))
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    places = [place for place, character in enumerate(text.get_text_range()) if not character.isspace()]
    rights = [text.get_charbox(place)[2] for place in places]
    assert max(rights) <= page.get_width() - MARGIN_POINTS + 1


def test_an_item_taller_than_a_page_runs_on_to_the_next(paper: Paper) -> None:
    question = PaperQuestion(number=1, stem="客户来电咨询。" * 400 + "完", points=1, options=("甲", "末项"))
    pages = page_texts(student_pdf(with_one(paper, ItemKind.SINGLE_CHOICE, question), Language.ZH_HANS))
    assert len(pages) > 1
    assert "末项" in pages[-1]


def test_a_character_without_a_glyph_is_refused_by_question(paper: Paper) -> None:
    question = PaperQuestion(number=12, stem="哪个表情合适？", points=1, options=("微笑😀", "皱眉😠"))
    with pytest.raises(MissingGlyphError) as caught:
        student_pdf(with_one(paper, ItemKind.SINGLE_CHOICE, question), Language.ZH_HANS)
    message = str(caught.value)
    assert message.startswith("form A, question 12: ")
    assert "U+1F600" in message
    assert "U+1F620" in message
    assert caught.value.characters == "😀😠"


def test_a_paper_in_the_wrong_script_is_refused_in_few_words(paper: Paper) -> None:
    with pytest.raises(MissingGlyphError, match=r"^title: Noto Serif TC has no glyph .* and \d+ more\.") as caught:
        student_pdf(paper, Language.ZH_HANT)
    assert len(str(caught.value)) < 300


def test_a_missing_glyph_in_the_title_is_named_by_its_place(paper: Paper) -> None:
    with pytest.raises(MissingGlyphError, match=r"^title: .*U\+1F600"):
        student_pdf(replace(paper, title="测试😀"), Language.ZH_HANS)


def test_a_missing_glyph_in_the_answers_is_refused_by_item(
    making: Making, fact_references: Mapping[str, FactReference]
) -> None:
    form = making.forms[0]
    first = replace(form.items[0], item=replace(form.items[0].item, rationale="好☐"))
    broken = replace(making, forms=(replace(form, items=(first, *form.items[1:])), *making.forms[1:]))
    with pytest.raises(MissingGlyphError, match=r"form A, question 1 \(item itema001\): .*U\+2610"):
        answer_key_pdf(broken, fact_references, Language.ZH_HANS)


def test_the_answer_key_repeats_and_warns_on_every_page(
    making: Making, fact_references: Mapping[str, FactReference], key: bytes
) -> None:
    assert answer_key_pdf(making, fact_references, Language.ZH_HANS) == key
    for text in page_texts(key):
        assert "答案与解析·教师专用" in text
        assert making.fingerprint in text


def test_the_answer_key_explains_every_item_of_every_form(making: Making, key: bytes) -> None:
    text = "".join(page_texts(key))
    for form in making.forms:
        assert f"{form.code}卷·答案速查" in text
        for placed in form.items:
            after = text.partition(squeezed(placed.item.stem.partition("____")[0]))[2]
            assert squeezed(placed.item.rationale) in after
            assert all(squeezed(option.why) in after for option in placed.item.options)
    assert text.count("客户沟通礼仪›电话沟通礼仪›语音清晰") == sum(len(form.items) for form in making.forms)
    assert "第1200–1260字" in text


def test_a_generated_rationale_that_repeats_the_reasons_is_left_out(
    making: Making, fact_references: Mapping[str, FactReference]
) -> None:
    form = making.forms[0]
    item = form.items[0].item
    reasoned = tuple(replace(option, why=option.why or "最贴合要求。") for option in item.options)
    generated = replace(item, origin=Origin.GENERATED, rationale="以上各条之和。", options=reasoned)
    for each, count in ((generated, 0), (replace(generated, options=item.options), 1)):
        first = replace(form.items[0], item=each)
        changed = replace(making, forms=(replace(form, items=(first, *form.items[1:])), *making.forms[1:]))
        text = "".join(page_texts(answer_key_pdf(changed, fact_references, Language.ZH_HANS)))
        assert text.count("以上各条之和。") == count


def test_the_answers_at_a_glance_are_those_of_the_printed_order(making: Making, key: bytes) -> None:
    form_text = "".join(page_texts(key)).partition("A卷·答案速查")[2].partition("A卷·逐题解析")[0]
    for placed in making.forms[0].items:
        if placed.item.options:
            assert f"{placed.number}{placed.key_letters}" in form_text
        if placed.item.kind is ItemKind.TRUE_FALSE:
            assert isinstance(placed.item.answer, TrueFalseAnswer)
            assert f"{placed.number}{'√' if placed.item.answer.value else '×'}" in form_text
    ordering = next(placed for placed in making.forms[0].items if placed.item.kind is ItemKind.ORDERING)
    assert f"{ordering.number}{'→'.join(ordering.step_letters)}3分" in form_text
    assert "书面/书面语" in form_text
    assert "说明方案的依据（2分）" in form_text


def test_a_fact_the_answer_key_cannot_place_is_a_fault_of_the_caller(making: Making) -> None:
    with pytest.raises(KeyError):
        answer_key_pdf(making, {}, Language.ZH_HANS)
