from __future__ import annotations

import pytest
from tests.extract.preview_site import SEEN, Site, damage, preview, read_deck

from drill.extract.boilerplate import Reason
from drill.extract.contents import find_contents
from drill.extract.preview import PreviewExtraction, extract_preview
from drill.files.preview_model import preview_network


def _extract(name: str, seed: int) -> tuple[str, PreviewExtraction]:
    text = damage(preview(read_deck(name), seed).text, Site(), seed)
    return text, extract_preview(text, preview_network())


@pytest.mark.parametrize("name", SEEN)
def test_chapters_are_found_from_the_row_of_titles(name: str) -> None:
    deck = read_deck(name)
    body = "".join(text for _, text in preview(deck, 3).pieces)
    contents = find_contents(body)
    assert contents is not None
    assert [chapter.title for chapter in contents.chapters] == [chapter.title for chapter in deck.chapters]


def test_text_without_chapters_gives_no_facts_but_keeps_everything() -> None:
    made = extract_preview("只有一句话。", preview_network())
    assert not made.facts
    assert [left.text for left in made.unplaced] == ["只有一句话。"]


@pytest.mark.parametrize("seed", [1, 2])
def test_nothing_vanishes(seed: int) -> None:
    text, made = _extract("warehouse", seed)
    covered = [False] * len(text)
    spans = [left.span for left in made.unplaced]
    spans += [span for fact in made.facts for span in (fact.term_span, fact.statement_span)]
    for span in spans:
        covered[span.start : span.end] = [True] * (span.end - span.start)
    headings = {fact.section for fact in made.facts} | {fact.chapter for fact in made.facts}
    left = [char for char, is_covered in zip(text, covered, strict=True) if not is_covered and char.strip()]
    # What is in no span are the headings, which the facts carry as chapter and section, each with its annotations.
    assert len(left) < 12 * sum(len(heading) for heading in headings)


def test_the_lines_of_the_site_are_told_from_the_document() -> None:
    _, made = _extract("fire_safety", 0)
    reasons = {left.reason for left in made.unplaced}
    assert {Reason.PAGE_LINE, Reason.PROGRESS, Reason.COPYRIGHT, Reason.NOTICE, Reason.COMMENTS} <= reasons
    assert not any("本站" in fact.statement or "下载" in fact.term for fact in made.facts)


def test_facts_carry_their_places_and_a_confidence() -> None:
    text, made = _extract("hotel_front", 1)
    assert made.facts
    for fact in made.facts:
        assert 0 <= fact.confidence <= 1
        assert text[fact.term_span.start : fact.term_span.end]
        assert fact.statement_span.start < fact.statement_span.end <= len(text)
