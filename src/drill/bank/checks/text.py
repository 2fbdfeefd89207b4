"""Is the text clean, and does every sentence stand on its own?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error, warning
from drill.bank.checks.material import parent_id
from drill.bank.checks.wording import plain, quote
from drill.model.notes import RecallContent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material
    from drill.bank.checks.words import Lexicon
    from drill.model.bank import Fact, Item

DANGLING_REFERENCE = warning(
    "dangling-reference",
    "A text that is shown alone points at something outside it: 其, 该, 上述, 前者 (the latter, the above) with "
    "nothing before it that it could mean.",
    "Name the thing.",
)
RESIDUE = error(
    "residue",
    "A text holds what a converter or a website left in it: bracketed pinyin, a stray ?, site boilerplate, page "
    "numbers, list digits stuck to the words.",
    "Delete it.",
)

CHECKS: tuple[Check, ...] = (DANGLING_REFERENCE, RESIDUE)

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
# A number before one of these counts something; before any other character at the start of a clause it is a list digit.
_COUNTED = (
    "个小分秒天日月年人次条项位元万千百亿号点时周倍成步名家笔张种遍声级楼层岁折度路米公厘毫寸版期页章节第档题份国类字句行场"
    "道大克斤吨码件台辆套例起宗户口部股支单只间所座把块句段篇批组代世届轮双对副角毛折厅季旬刻至到多余几来者比和与或、"
)
_RESIDUE = re.compile(
    rf"""
    [(（][a-zü\ ]*[{_TONED}][a-zü{_TONED}\ ]*[)）]
    | (?<=[\u4e00-\u9fff，。、；：])\?(?=[\u4e00-\u9fff，。、；：])
    | ^\?(?=[\u4e00-\u9fff]) | \ufffd
    | 版权(?:说明|归原作者|声明) | 下载本文档 | 文档(?:下载|分享) | 道客巴巴 | 豆丁网 | 百度文库
    | 仅供(?:参考|学习)，?请勿
    | 第\s*\d+\s*页(?:[，,]?\s*共\s*\d+\s*页) | (?m:^\s*第\s*\d+\s*页\s*$)
    | (?:(?<=^)|(?<=[。；;！]))[1-9]\d?(?=[\u4e00-\u9fff])(?![{_COUNTED}])
    | (?<=[\u4e00-\u9fff])[。；]\s*[1-9]\d?\s*$
    """,
    re.VERBOSE,
)
# What a reference points at needs at least this much room before it in the same text.
_ANTECEDENT = 4


def check(material: Material) -> Iterator[Hit]:
    """Check the texts of facts and items, and of the cards and items made of them."""
    reported: set[tuple[str, str]] = set()
    for subject, name, owners, texts in _sources(material):
        for text in texts:
            for found in _RESIDUE.finditer(text):
                # What was copied from a fact is reported there only.
                if not any((owner, found[0]) in reported for owner in owners):
                    message = f"{name} holds “{found[0]}” (in {quote(text[max(0, found.start() - 8) :])})."
                    yield RESIDUE.hit(subject, message)
        reported.update((subject, found[0]) for text in texts for found in _RESIDUE.finditer(text))
    yield from _references(material)


def _sources(material: Material) -> Iterator[tuple[str, str, tuple[str, ...], list[str]]]:
    for fact in material.bank.facts:
        yield fact.id, f"fact {fact.id}", (), _fact_texts(fact)
    for item in material.items:
        yield item.id, f"item {item.id}", (parent_id(item.id), *item.facts), _item_texts(item)
    for card in material.cards:
        note = material.note_of.get(card.note_id)
        owners = (parent_id(card.note_id), card.note_id, *(note.fact_ids if note else ()))
        yield card.note_id, f"card {card.ord} of note {card.note_id}", owners, [*card.prompt.splitlines(), card.answer]


def _fact_texts(fact: Fact) -> list[str]:
    return [
        fact.term,
        fact.statement,
        fact.gist,
        *(text for part in fact.parts for text in (part.ask, part.gist)),
        *(text for misconception in fact.misconceptions for text in (misconception.text, misconception.why)),
    ]


def _item_texts(item: Item) -> list[str]:
    return [item.stem, item.rationale, *(text for option in item.options for text in (option.text, option.why))]


def _references(material: Material) -> Iterator[Hit]:
    written: set[tuple[str, str]] = set()
    for fact in material.bank.facts:
        texts = [fact.statement, fact.gist, *(misconception.text for misconception in fact.misconceptions)]
        texts += [text for part in fact.parts for text in (part.ask, part.gist)]
        for text in texts:
            written.add((fact.id, text))
            for word in _dangling(text, material.lexicon):
                yield DANGLING_REFERENCE.hit(fact.id, f"fact {fact.id}: what does “{word}” in {quote(text)} mean?")
    for note in material.notes:
        if isinstance(note.content, RecallContent):
            for text in (note.content.gist, note.content.clue):
                if any((fact_id, text) in written for fact_id in note.fact_ids):
                    continue
                for word in _dangling(text, material.lexicon):
                    message = f"note {note.id}: what does “{word}” in {quote(text)} mean?"
                    yield DANGLING_REFERENCE.hit(note.id, message)


def _dangling(text: str, words: Lexicon) -> Iterator[str]:
    for found in words.reference.finditer(text):
        if len(plain(text[: found.start()])) < _ANTECEDENT:
            yield found[0]
