from __future__ import annotations

import string

import pytest

from drill.generate.phrases import _PHRASES, bare, count, difference, quote, reworded, sentence, wordings
from drill.model.bank import Difference, FactKind, Language
from drill.text.shuffle import Rng


def fields(wording: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(wording) if name}


@pytest.mark.parametrize("name", sorted(_PHRASES))
def test_all_wordings_of_a_phrase_ask_for_the_same_fields(name: str) -> None:
    # English lists need no counter word, so a wording may use fewer fields, never others.
    wanted = [fields(wording) for language in Language for wording in wordings(name, language)]
    widest = max(wanted, key=len)
    assert all(one <= widest for one in wanted)


@pytest.mark.parametrize("kind", list(FactKind))
def test_every_kind_of_fact_has_a_question(kind: FactKind) -> None:
    assert "{term}" in wordings(f"recall.{kind}", Language.ZH_HANS)[0]


def test_every_wording_is_tried_once() -> None:
    tried = reworded("single.term", Language.ZH_HANS, Rng(1), gist="利滚利")
    assert len(tried) == len(set(tried)) == len(wordings("single.term", Language.ZH_HANS))


def test_inner_quotation_marks_become_single() -> None:
    assert quote("常说“您好”", Language.ZH_HANS) == "“常说‘您好’”"


@pytest.mark.parametrize(
    ("number", "language", "written"),
    [(2, Language.ZH_HANS, "两"), (2, Language.ZH_HANT, "兩"), (3, Language.EN, "three"), (12, Language.ZH_HANS, "12")],
)
def test_small_numbers_are_written_out(number: int, language: Language, written: str) -> None:
    assert count(number, language) == written


@pytest.mark.parametrize("kind", list(Difference))
def test_every_difference_has_a_name(kind: Difference) -> None:
    assert len({difference(kind, language) for language in Language}) >= 2


@pytest.mark.parametrize(
    ("text", "whole"), [("好", "好。"), ("好。", "好。"), ("好？", "好？"), ("他说“好”", "他说“好”")]
)
def test_a_sentence_ends_with_one_mark(text: str, whole: str) -> None:
    assert sentence(text, Language.ZH_HANS) == whole


def test_an_option_has_no_full_stop() -> None:
    assert bare(" 好。") == "好"
    assert bare("good.") == "good"
