from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exam.exam_pool import item

from drill.exam.given import UnreadableResponseError, bank_letters, read_response
from drill.exam.recording import recorded_response
from drill.model.bank import FillInAnswer, ItemKind
from drill.model.exam import Awarded, Filled, FormItem, Judged, Marked

SINGLE = FormItem(number=1, item=item("one", ItemKind.SINGLE_CHOICE), points=2, option_order=(2, 0, 3, 1))
MULTIPLE = FormItem(number=2, item=item("two", ItemKind.MULTIPLE_CHOICE), points=2, option_order=(4, 3, 2, 1, 0))
TRUE_FALSE = FormItem(number=3, item=item("three", ItemKind.TRUE_FALSE), points=1)
MATCHING = FormItem(
    number=4, item=item("four", ItemKind.MATCHING), points=3, left_order=(2, 0, 1), right_order=(3, 1, 0, 2)
)
ORDERING = FormItem(number=5, item=item("five", ItemKind.ORDERING), points=2, right_order=(1, 3, 0, 2))
SHORT = FormItem(number=6, item=item("six", ItemKind.SHORT_ANSWER), points=3)
FILL_IN = FormItem(number=7, item=item("seven", ItemKind.FILL_IN), points=1)


@pytest.mark.parametrize("text", ["B", "b", " Ｂ ", "(B)", "B."])
def test_a_letter_is_read_however_it_is_written(text: str) -> None:
    assert read_response(SINGLE, text) == Marked(letters="B")


@pytest.mark.parametrize("text", ["ACD", "a,c,d", "D、C、A", "Ａ；Ｃ；Ｄ", "A C D", "A+C+D"])
def test_letters_are_a_set(text: str) -> None:
    assert read_response(MULTIPLE, text) == Marked(letters="ACD")


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "/", "空", "未答"])
@pytest.mark.parametrize("entry", [SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, SHORT])
def test_blanks_are_no_response(entry: FormItem, text: str) -> None:
    assert read_response(entry, text) is None
    assert recorded_response(entry, text).points == 0


@pytest.mark.parametrize("text", ["√", "T", "true", "对", "對", "正确", "Y", "1", "✓"])
def test_true_is_read_in_every_hand(text: str) -> None:
    assert read_response(TRUE_FALSE, text) == Judged(value=True)


@pytest.mark.parametrize("text", ["×", "F", "False", "错", "錯", "错误", "n", "0", "x"])
def test_false_is_read_in_every_hand(text: str) -> None:
    assert read_response(TRUE_FALSE, text) == Judged(value=False)


def test_blanks_of_a_text_are_filled_in_order_and_kept_as_written() -> None:
    assert read_response(FILL_IN, " Ａ的答案，好 ") == Filled(texts=("Ａ的答案，好",))
    assert read_response(FILL_IN, " ") is None
    assert recorded_response(FILL_IN, "seven的答案").right is True
    two = item("two", ItemKind.FILL_IN)
    entry = FormItem(number=1, item=replace(two, answer=FillInAnswer(blanks=(("甲",), ("乙",)))), points=2)
    for text in ("甲；乙", "甲; 乙", "甲|乙", "甲、乙"):
        assert read_response(entry, text) == Filled(texts=("甲", "乙"))
    assert read_response(entry, "甲；") == Filled(texts=("甲", ""))
    with pytest.raises(UnreadableResponseError, match="does not fill 2 blanks"):
        read_response(entry, "甲；乙；丙")


def test_matches_are_read_by_place_or_by_number() -> None:
    assert read_response(MATCHING, "cab") == Marked(letters="CAB")
    assert read_response(MATCHING, "C-B") == Marked(letters="C B")
    assert read_response(MATCHING, "1-C, 3:B") == Marked(letters="C B")
    assert read_response(MATCHING, "2A 1C 3B") == Marked(letters="CAB")


def test_orders_are_read_with_and_without_arrows() -> None:
    for text in ("BDAC", "B>D>A>C", "B→D→A→C", "b,d,a,c", "B-D-A-C"):
        assert read_response(ORDERING, text) == Marked(letters="BDAC")


def test_awards_are_totals_or_one_a_scoring_point() -> None:
    assert read_response(SHORT, "2;1") == Awarded(points=(2, 1))
    assert read_response(SHORT, "1.5") == Awarded(points=(1.5, 0))
    assert read_response(SHORT, "3") == Awarded(points=(2, 1))
    assert read_response(SHORT, "0") == Awarded(points=(0, 0))


@pytest.mark.parametrize(
    ("entry", "text", "says"),
    [
        (SINGLE, "E", "options A to D"),
        (SINGLE, "1", "options A to D"),
        (MULTIPLE, "AZ", "options A to E"),
        (TRUE_FALSE, "maybe", "true or false"),
        (MATCHING, "CA", "3 entries"),
        (MATCHING, "CAZ", "A to D"),
        (MATCHING, "1C 1A", "3 entries"),
        (MATCHING, "1C 9A", "3 entries"),
        (MATCHING, "1C and 2A", "3 entries"),
        (ORDERING, "BDACA", "A to D"),
        (ORDERING, "BX", "A to D"),
        (SHORT, "4", "2+1"),
        (SHORT, "1;2", "2+1"),
        (SHORT, "1;1;1", "2+1"),
        (SHORT, "-1", "2+1"),
        (SHORT, "good", "2+1"),
        (SINGLE, "Q" * 100, "…"),
    ],
)
def test_what_answers_nothing_is_refused_with_a_way_out(entry: FormItem, text: str, says: str) -> None:
    with pytest.raises(UnreadableResponseError, match=says.replace("+", r"\+")) as refused:
        read_response(entry, text)
    assert refused.value.hint


def test_letters_count_in_the_banks_order() -> None:
    assert bank_letters(SINGLE, Marked(letters="A")) == "C"
    assert bank_letters(MULTIPLE, Marked(letters="AB")) == "DE"
    assert bank_letters(TRUE_FALSE, Judged(value=False)) == "F"
    # Printed lefts are the bank's 3rd, 1st, 2nd; the printed rights its 4th (an extra), 2nd, 1st, 3rd.
    assert bank_letters(MATCHING, Marked(letters="D A")) == "-DC"
    assert bank_letters(ORDERING, Marked(letters="CADB")) == "ABCD"
    assert bank_letters(SHORT, Awarded(points=(1, 1))) == ""
    assert bank_letters(SINGLE, None) == ""


@given(st.sampled_from([SINGLE, MULTIPLE, TRUE_FALSE, MATCHING, ORDERING, SHORT]), st.text(max_size=12))
def test_any_text_is_read_or_refused(entry: FormItem, text: str) -> None:
    try:
        response = recorded_response(entry, text)
    except UnreadableResponseError as error:
        assert error.message  # noqa: PT017 - any text may be refused or not
        return
    assert 0 <= response.points <= entry.points
    assert response.right is (True if response.points == entry.points else response.right)


def test_the_key_itself_earns_everything() -> None:
    for entry, text in (
        (SINGLE, SINGLE.key_letters),
        (MULTIPLE, MULTIPLE.key_letters),
        (MATCHING, MATCHING.match_letters),
        (ORDERING, ORDERING.step_letters),
        (SHORT, "3"),
    ):
        response = recorded_response(entry, text)
        assert (response.points, response.right) == (entry.points, True)
