from __future__ import annotations

from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exam.exam_pool import blueprint_of, item, options, pool_of

from drill.exam.assembly import make_forms
from drill.exam.paper import FINGERPRINT_LENGTH, fingerprint, paper_of, sealed
from drill.model.bank import FillInAnswer, ItemKind, ScoringPoint, ShortAnswer, TrueFalseAnswer
from drill.model.exam import Form, FormItem, Paper
from drill.text.shuffle import Rng

BLUEPRINT = blueprint_of([(kind, 2) for kind in ItemKind])
FORMS = make_forms(BLUEPRINT, pool_of(Rng("paper")), {}, forms=2, seed=1)


def texts_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for entry in value.values() for text in texts_of(entry)]
    if isinstance(value, list | tuple):
        return [text for entry in value for text in texts_of(entry)]
    return [value] if isinstance(value, str) else []


def single(entry: FormItem) -> Paper:
    return paper_of(Form(code="A", items=(entry,)), BLUEPRINT)


def test_a_paper_shows_head_parts_and_numbers() -> None:
    paper = paper_of(FORMS[1], BLUEPRINT)
    assert (paper.title, paper.code, paper.minutes, paper.points, paper.pass_points) == ("小测验", "B", 30, 32, 6)
    assert paper.instructions == ("独立完成。",)
    assert [part.kind for part in paper.parts] == list(ItemKind)
    assert {part.points_each for part in paper.parts} == {2}
    assert [question.number for part in paper.parts for question in part.questions] == list(range(1, 17))


def test_each_kind_prints_what_an_examinee_needs() -> None:
    paper = paper_of(FORMS[0], BLUEPRINT)
    shapes = {
        part.kind: next(
            (len(question.options), len(question.lefts), len(question.rights), len(question.steps), question.lines)
            for question in part.questions
        )
        for part in paper.parts
    }
    assert shapes == {
        ItemKind.SINGLE_CHOICE: (4, 0, 0, 0, 0),
        ItemKind.MULTIPLE_CHOICE: (5, 0, 0, 0, 0),
        ItemKind.TRUE_FALSE: (0, 0, 0, 0, 0),
        ItemKind.FILL_IN: (0, 0, 0, 0, 0),
        ItemKind.MATCHING: (0, 3, 4, 0, 0),
        ItemKind.ORDERING: (0, 0, 0, 4, 0),
        ItemKind.SHORT_ANSWER: (0, 0, 0, 0, 2),
        ItemKind.SITUATIONAL: (4, 0, 0, 0, 0),
    }


def test_the_letters_of_the_key_point_at_what_is_printed() -> None:
    for form in FORMS:
        questions = {q.number: q for part in paper_of(form, BLUEPRINT).parts for q in part.questions}
        for entry in form.items:
            question = questions[entry.number]
            if entry.item.kind is ItemKind.MATCHING:
                matched = [question.rights[ord(mark) - 65] for mark in entry.match_letters]
                assert [left.replace("左", "右") for left in question.lefts] == matched
            if entry.item.kind is ItemKind.ORDERING:
                steps = [question.steps[ord(mark) - 65][-1] for mark in entry.step_letters]
                assert steps == list("甲乙丙丁")
            for mark in entry.key_letters:
                (key,) = [option for option in entry.item.options if option.text == question.options[ord(mark) - 65]]
                assert key.key


def test_no_answer_rationale_or_id_stands_on_a_paper() -> None:
    for form in FORMS:
        held = " ".join(texts_of(asdict(paper_of(form, BLUEPRINT))))
        for entry in form.items:
            assert f"{entry.item.id}的答案" not in held
            assert f"{entry.item.id}其一" not in held
            if entry.item.rationale:
                assert entry.item.rationale not in held
    secret = replace(
        item("secretid", ItemKind.SINGLE_CHOICE), stem="题干", rationale="理由", facts=("factid",), tags=("tagged",)
    )
    secret = replace(secret, options=tuple(replace(option, text="同", why="因为") for option in secret.options))
    shown = texts_of(asdict(single(FormItem(number=1, item=secret, points=1, option_order=(0, 1, 2, 3)))))
    assert not {"secretid", "理由", "factid", "tagged", "因为"} & set(shown)


@given(st.integers(0, 3), st.integers(0, 3))
def test_a_paper_is_the_same_whichever_option_is_the_key(one: int, other: int) -> None:
    base = item("i", ItemKind.SINGLE_CHOICE)
    texts = [option.text for option in base.options]
    entry = FormItem(number=1, item=base, points=2, option_order=(2, 0, 3, 1))
    papers = [
        single(replace(entry, item=replace(base, options=options(texts, key), rationale=f"{key}")))
        for key in (one, other)
    ]
    assert papers[0] == papers[1]
    assert fingerprint(papers[:1]) == fingerprint(papers[1:])


def test_a_paper_is_the_same_whatever_the_answer() -> None:
    judged = item("i", ItemKind.TRUE_FALSE)
    papers = {
        single(FormItem(number=1, item=replace(judged, answer=TrueFalseAnswer(value=value)), points=1))
        for value in (True, False)
    }
    short = item("i", ItemKind.SHORT_ANSWER)
    answers = [ShortAnswer(scoring=(ScoringPoint(text="答" * length, points=1),)) for length in (1, 400)]
    written = {single(FormItem(number=1, item=replace(short, answer=answer), points=6)) for answer in answers}
    assert (len(papers), len(written)) == (1, 1)


def test_blanks_are_printed_equally_long() -> None:
    blank = replace(item("i", ItemKind.FILL_IN), answer=FillInAnswer(blanks=(("甲",), ("乙",))))
    stems = {
        single(FormItem(number=1, item=replace(blank, stem=stem), points=1)).parts[0].questions[0].stem
        for stem in ("用____语，少用____。", "用__语，少用________。", "用＿＿＿语，少用____。")
    }
    assert stems == {"用____语，少用____。"}


@pytest.mark.parametrize(("points", "lines"), [(1, 2), (2, 2), (3, 3), (6, 4), (10, 6), (20, 10)])
def test_more_points_leave_more_lines(points: int, lines: int) -> None:
    entry = FormItem(number=1, item=item("i", ItemKind.SHORT_ANSWER), points=points)
    assert single(entry).parts[0].questions[0].lines == lines


def test_the_fingerprint_changes_with_anything_an_examinee_sees() -> None:
    papers = [paper_of(form, BLUEPRINT) for form in FORMS]
    seen = {
        fingerprint(papers),
        fingerprint(papers[:1]),
        fingerprint(papers[::-1]),
        fingerprint([replace(papers[0], title="另一场"), papers[1]]),
        fingerprint([replace(papers[0], minutes=31), papers[1]]),
        fingerprint([replace(papers[0], instructions=()), papers[1]]),
        fingerprint([replace(papers[0], parts=papers[0].parts[::-1]), papers[1]]),
    }
    assert len(seen) == 7
    assert all(len(mark) == FINGERPRINT_LENGTH and not set(mark) & set("01IOio") for mark in seen)


def test_sealed_papers_carry_their_fingerprint_and_sealing_again_changes_nothing() -> None:
    papers = sealed(paper_of(form, BLUEPRINT) for form in FORMS)
    assert {paper.fingerprint for paper in papers} == {fingerprint(papers)}
    assert sealed(papers) == papers
