from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.text.similarity import containment, ideas, jaccard, shingles

TEXTS = st.text(st.sampled_from("客户隐私要守住ab 1，"), max_size=12)


def test_shingles_are_pairs_of_characters_and_content_words() -> None:
    assert shingles("守隐私，Verify the caller") == {"守隐", "隐私", "verify", "caller"}


def test_shingles_do_not_cross_punctuation() -> None:
    assert "客隐" not in shingles("客，隐私")


def test_jaccard_separates_restatements_from_unrelated_claims() -> None:
    privacy = shingles("客户的个人资料和交易细节都要守住，不向外泄露。")
    again = shingles("线上沟通从头到尾都要守住客户隐私，敏感信息一概不外泄。")
    meeting = shingles("开会时不打断别人讲话，手机调成静音或关机。")
    assert jaccard(privacy, again) > 0.06
    assert jaccard(privacy, meeting) <= 0.03


@given(TEXTS, TEXTS)
def test_likeness_is_symmetric_and_between_nought_and_one(one: str, other: str) -> None:
    for measure in (jaccard, containment):
        value = measure(shingles(one), shingles(other))
        assert value == measure(shingles(other), shingles(one))
        assert 0.0 <= value <= 1.0


@given(TEXTS)
def test_a_text_is_wholly_like_itself_unless_it_is_empty(text: str) -> None:
    expected = 1.0 if shingles(text) else 0.0
    assert jaccard(shingles(text), shingles(text)) == expected
    assert containment(shingles(text), shingles(text)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("尊重客户隐私", "线上不外泄敏感信息"),
        ("交谈中常说“您好”", "说话文明有礼"),
        ("Keep it confidential", "Never disclose a balance"),
    ],
)
def test_the_same_idea_is_found_under_other_words(one: str, other: str) -> None:
    assert ideas(one) & ideas(other)


def test_different_ideas_are_kept_apart() -> None:
    assert not ideas("尊重客户隐私") & ideas("吐字清楚、语速适中")
    assert not ideas("The caretaker came") & ideas("They care")
