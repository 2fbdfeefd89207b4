from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.model.bank import DeckNames, FactKind, Language, Span
from drill.text.script import Script, convert, convert_strings


@pytest.mark.parametrize(
    ("text", "script", "expected"),
    [
        ("银行里的客户信息", Script.HANT, "銀行裡的客戶信息"),
        ("网络里的客户信息", Script.HANT_TW, "網路裡的客戶資訊"),
        ("着装整洁，头发干净", Script.HANT, "著裝整潔，頭髮乾淨"),
        ("關係與隨著著裝", Script.HANS, "关系与随着着装"),
        ("乾淨，面帶著微笑", Script.HANS, "干净，面带着微笑"),
        ("著名的顯著的著作", Script.HANS, "著名的显著的著作"),
        ("編著與原著、專著", Script.HANS, "编著与原著、专著"),
        ("已是简体", Script.HANS, "已是简体"),
        ("k3fq9w2m.recall", Script.HANT, "k3fq9w2m.recall"),
    ],
)
def test_conversion_gives_the_characters_of_the_script(text: str, script: Script, expected: str) -> None:
    assert convert(text, script) == expected


def test_each_script_has_its_language() -> None:
    assert [script.language for script in Script] == [Language.ZH_HANS, Language.ZH_HANT, Language.ZH_HANT]


@given(st.text(alphabet="客户信息银行服务礼仪随着着装著名编著显著专著发里后面条系，。a1 "))
def test_simplified_text_survives_the_way_to_traditional_and_back(text: str) -> None:
    back = convert(convert(text, Script.HANT), Script.HANS)
    # Chance strings of characters can spell another word (显著着装), so only the length and the other characters count.
    assert back.replace("著", "着") == text.replace("著", "着")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Leaf:
    text: str
    kind: FactKind
    span: Span | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tree:
    leaves: tuple[_Leaf, ...]
    pairs: tuple[tuple[str, str], ...]
    decks: DeckNames


def test_every_string_is_converted_and_nothing_else() -> None:
    decks = DeckNames(hans="a", hant="b")
    leaf = _Leaf(text="x", kind=FactKind.DUTY, span=Span(1, 2), count=3)
    tree = _Tree(leaves=(leaf, leaf), pairs=(("l", "r"),), decks=decks)

    converted = convert_strings(tree, str.upper)

    expected = _Leaf(text="X", kind=FactKind.DUTY, span=Span(1, 2), count=3)
    assert converted == _Tree(leaves=(expected, expected), pairs=(("L", "R"),), decks=decks)
    assert converted.leaves[0].kind is FactKind.DUTY
    assert isinstance(converted.leaves[0].span, Span)
    assert tree.leaves[0].text == "x"


def test_a_class_is_left_alone() -> None:
    assert convert_strings((_Leaf, "x"), str.upper) == (_Leaf, "X")


def test_the_dictionaries_load_only_when_needed() -> None:
    code = "import sys, drill.text.script; print('opencc' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
