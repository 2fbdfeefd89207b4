from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.extract.preview_site import SEEN, Site, damage, preview, read_deck, traditional

from drill.extract.repair import Repaired, repair
from drill.extract.traced import simplify

_SITES = (Site(), Site(space=True), Site(orphan="", swallows=False, annotates=0.8), Site(swallows=False, isolates=1))
_CONTEXT = "統(tǒng)一服務(wù)對(duì)象客戶(hù)。" * 3


def _plain(text: str) -> str:
    return repair(_CONTEXT + text).traced.text.removeprefix("統一服務對象客戶。" * 3)


@pytest.mark.parametrize(
    ("damaged", "original"),
    [
        ("公司詢?nèi)肆Y源部門", "公司詢人力資源部門"),
        ("人們?cè)陂L(zhǎng)期工作", "人們在長期工作"),
        ("受到不當?shù)耐对V時", "受到不當的投訴時"),
        ("造成多重?fù)p失的", "造成多重損失的"),
        ("確??蛻?hù)資金安全", "確保客戶資金安全"),
        ("嚴格確?蛻(hù)信息安全", "嚴格確保客戶信息安全"),
        ("全媒體的載體?！吨腥A人民", "全媒體的載體。《中華人民"),
        ("防止職業(yè)?。┗蛟O施損壞", "防止職業病）或設施損壞"),
    ],
)
def test_known_damage_is_undone(damaged: str, original: str) -> None:
    assert _plain(damaged) == original


@pytest.mark.parametrize("kept", ["為什麼?", "平臺(CRM)", "(UIA)", "第(2)條", "佔(35.6%)", "(GB/T 33896-2017)"])
def test_what_only_looks_like_damage_stays(kept: str) -> None:
    assert _plain(f"這是{kept}我們") == f"這是{kept}我們"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_text_without_annotations_is_never_touched(text: str) -> None:
    assert repair(text).traced.text == text
    assert not repair(text).repairs


def test_readings_in_simplified_text_belong_to_its_author() -> None:
    text = "囹(líng)圄(yǔ)、饕(tāo)餮(tiè)、龃(jǔ)龉(yǔ)都是难写的字。"
    assert repair(text).traced.text == text


@pytest.mark.parametrize("name", SEEN[:4])
def test_undoing_damage_gives_the_text_back_but_for_a_few_ambiguous_characters(name: str) -> None:
    wrong = count = 0
    for seed, site in enumerate(_SITES):
        text = preview(read_deck(name), seed).text
        whole = simplify(traditional(text)).replace("？", "?")
        mended = simplify(repair(damage(text, site, seed)).traced.text)
        matcher = SequenceMatcher(None, mended, whole, autojunk=False)
        wrong += sum(max(b - a, d - c) for op, a, b, c, d in matcher.get_opcodes() if op != "equal")
        count += len(whole)
    assert wrong <= 0.001 * count


@given(st.sampled_from(SEEN), st.integers(0, 3))
def test_every_character_is_traced_to_where_it_came_from(name: str, seed: int) -> None:
    damaged = damage(preview(read_deck(name), seed).text, Site(), seed)
    repaired: Repaired = repair(damaged)
    assert len(repaired.traced.text) == len(repaired.traced.origins)
    spans = {fixed.span for fixed in repaired.repairs}
    for char, origin in zip(repaired.traced.text, repaired.traced.origins, strict=True):
        assert damaged[origin.start] == char or origin in spans
    for fixed in repaired.repairs:
        assert damaged[fixed.span.start : fixed.span.end] == fixed.before
        assert 0 < fixed.confidence <= 1
