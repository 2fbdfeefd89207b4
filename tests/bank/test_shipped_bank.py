"""The shipped bank against the document it was made from."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drill.bank.format import format_bank
from drill.bank.parse import parse_bank
from drill.files.bank_folder import load_bank
from drill.text.script import Script, convert

if TYPE_CHECKING:
    from drill.model.bank import Bank

ROOT = Path(__file__).parents[2]
SEED = ROOT.parent / "shared" / "seed" / "000_6d72c1ec0650205c.txt"
RUN = 14
# Pinyin in brackets stands in the source where its text layer names a reading.
PINYIN = re.compile(r"[\[(（【][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü\s,，;；/]+[\])）】]", re.IGNORECASE)

with_seed = pytest.mark.skipif(not SEED.is_file(), reason="the seed document is not part of the repository")


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(ROOT / "cards" / "financial-service-etiquette").bank


@pytest.fixture(scope="module")
def seed() -> str:
    return SEED.read_text(encoding="utf-8")


def runs(text: str) -> set[str]:
    """Every run of 14 Han characters in a text, punctuation between them left out."""
    han = list(re.findall(r"[\u3400-\u9fff]+", text))
    return {part[start : start + RUN] for part in han for start in range(len(part) - RUN + 1)}


def test_the_whole_document_is_in_the_bank(bank: Bank) -> None:
    complete = [fact for fact in bank.facts if not fact.incomplete]
    sections = [section for chapter in bank.chapters for section in chapter.sections]
    assert len(bank.chapters) == 7
    assert len([section for section in sections if not section.incomplete]) == 25
    assert len([section for section in sections if section.incomplete]) == 1
    assert len(complete) == 84
    assert len(bank.facts) == 85


def test_each_complete_fact_has_what_cards_and_items_are_made_of(bank: Bank) -> None:
    for fact in bank.facts:
        if not fact.incomplete:
            assert fact.gist, fact.id
            assert len(fact.misconceptions) >= 2, fact.id
            assert fact.source, fact.id


def test_each_section_has_three_situations_and_some_are_kept_for_exams(bank: Bank) -> None:
    for chapter in bank.chapters:
        for section in chapter.sections:
            ids = {fact.id for fact in section.facts}
            about = [item for item in bank.items if item.kind == "situational" and ids & set(item.facts)]
            assert section.incomplete or len(about) >= 3, section.title
    assert len(bank.items) >= 75
    kept = [item for item in bank.items if item.use == "exam"]
    assert 1 / 4 < len(kept) / len(bank.items) < 2 / 5


def test_the_shipped_bank_survives_formatting(bank: Bank) -> None:
    assert parse_bank(format_bank(bank)).bank == bank


@with_seed
def test_the_bank_names_the_document_it_was_made_from(bank: Bank) -> None:
    (source,) = bank.sources
    assert source.document == SEED.name
    assert source.sha256 == hashlib.sha256(SEED.read_bytes()).hexdigest()


@with_seed
def test_every_term_stands_where_its_fact_says(bank: Bank, seed: str) -> None:
    for fact in bank.facts:
        if fact.incomplete and (fact.source is None or fact.source.term is None):
            continue
        assert fact.source
        assert fact.source.term, fact.id
        start, end = fact.source.term
        written = convert(re.sub(r"\s", "", PINYIN.sub("", seed[start:end])), Script.HANS)
        assert written == re.sub(r"\s", "", fact.term), fact.id


@with_seed
def test_every_statement_has_a_place_in_the_document(bank: Bank, seed: str) -> None:
    for fact in bank.facts:
        if fact.source and fact.source.statement:
            start, end = fact.source.statement
            assert 0 <= start < end <= len(seed), fact.id
        else:
            assert fact.incomplete, fact.id


@with_seed
def test_nothing_is_copied_from_the_document_but_titles_and_terms(bank: Bank, seed: str) -> None:
    copied = runs(convert(re.sub(r"\s", "", PINYIN.sub("", seed)), Script.HANS))
    titles = {fact.term for fact in bank.facts}
    titles |= {section.title for chapter in bank.chapters for section in chapter.sections}
    titles |= {chapter.title for chapter in bank.chapters}
    allowed = set[str]().union(*map(runs, titles))
    for fact in bank.facts:
        own = [fact.statement, fact.gist, *(p.gist + "\n" + p.ask for p in fact.parts)]
        own += [text for m in fact.misconceptions for text in (m.text, m.why)]
        assert not (runs("\n".join(own)) & copied) - allowed, fact.id
    for item in bank.items:
        own = [item.stem, item.rationale, *(text for option in item.options for text in (option.text, option.why))]
        assert not (runs("\n".join(own)) & copied) - allowed, item.id
