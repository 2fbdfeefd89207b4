"""Documents as people make them, with the truth a careful trainer would write down: half to tune on, half unseen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zlib import crc32

from tests.documents import lifelike_harder, lifelike_pdf, lifelike_slides, lifelike_text, lifelike_word
from tests.documents.sample_decks import SEEN, UNSEEN, Chapter, Deck, Section, read_deck

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEEN_DECKS = (*SEEN, "phone_service", "fleet_driving")
UNSEEN_DECKS = (*UNSEEN, "support_desk", "lab_infection")
# Layouts never looked at while the rules were written.
UNSEEN_LAYOUTS = frozenset(
    {"zigzag", "terms_under", "table_bare", "chevrons", "by_word_number", "bold_lines", "typed_pairs", "html_break"}
    | {"html_accordion", "html_wiki", "md_definitions", "md_dashes", "md_quotes", "txt_brackets", "nested", "table"}
)


class Sample(NamedTuple):
    """A document with its truth; `layout` names how it is made."""

    kind: str
    layout: str
    deck: str
    content: bytes
    truth: Deck


def seed_of(*parts: str) -> int:
    return crc32("/".join(parts).encode())


def samples(*, seen: bool, kinds: frozenset[str] = frozenset()) -> Iterator[Sample]:
    """Yield every layout with two decks each; the unseen half has other decks, other draws, and further layouts."""
    names = SEEN_DECKS if seen else UNSEEN_DECKS
    for kind, layout, make in makers(seen=seen):
        if kinds and kind not in kinds:
            continue
        seed = seed_of(kind, layout, str(seen))
        for step in range(2):
            name = names[(seed + step * 3) % len(names)]
            deck = read(name)
            yield Sample(kind, layout, name, make(deck, seed + step), _truth(deck, layout))


Make: TypeAlias = "Callable[[Deck, int], bytes]"


def makers(*, seen: bool) -> Iterator[tuple[str, str, Make]]:
    """Yield every way to make a document: kind, name, maker."""

    def is_open(name: str) -> bool:
        return not (seen and name in UNSEEN_LAYOUTS)

    yield from _decks(list(filter(is_open, lifelike_slides.LAYOUTS)))
    yield from _words(list(filter(is_open, lifelike_word.POINTS)), list(filter(is_open, lifelike_word.HEADINGS)))
    yield "html", "classes", lifelike_text.classes
    for layout in filter(is_open, lifelike_text.HTML):
        yield "html", layout, partial(_call, lifelike_text.page, layout)
    for layout in filter(is_open, lifelike_text.MARKDOWN):
        yield "md", layout, partial(_call, lifelike_text.markdown, layout)
    for layout in filter(is_open, lifelike_text.TEXTS):
        yield "txt", layout, lifelike_text.TEXTS[layout]
    for layout in filter(is_open, lifelike_pdf.PDFS):
        yield "pdf", layout, partial(_call, lifelike_pdf.pdf, layout)


def _call(make: Callable[[Deck, str, int], bytes], layout: str, deck: Deck, seed: int) -> bytes:
    return make(deck, layout, seed)


def _slides(layouts: list[str], deck: Deck, seed: int) -> bytes:
    return lifelike_slides.slides(deck, layouts, seed)


def _word(headings: str, points: str, deck: Deck, seed: int) -> bytes:
    return lifelike_word.word(deck, headings, points, seed)


def _decks(layouts: list[str]) -> Iterator[tuple[str, str, Make]]:
    """Yield decks of one layout each, and some that mix them."""
    for layout in layouts:
        yield "pptx", layout, partial(_slides, [layout])
    for turn in range(4):
        yield "pptx", f"mixed{turn}", partial(_slides, [*layouts[turn * 3 :], *layouts[: turn * 3]])


def _words(points: list[str], headings: list[str]) -> Iterator[tuple[str, str, Make]]:
    """Yield each way to write points under two ways to write headings, and policies."""
    for at, name in enumerate(points):
        for step in range(2):
            head = headings[(at + step * 2) % len(headings)]
            if (head, name) not in lifelike_word.CLASHES:
                yield "docx", f"{head}+{name}", partial(_word, head, name)
    for mark in ("{}：", "【{}】", "（{}）", "{}　"):
        yield "docx", f"policy{mark}", partial(_call, lifelike_word.policy, mark)


def harder() -> Iterator[Sample]:
    """Yield a second round of layouts, each with one deck of either half."""
    for kind, names, make in (
        ("pptx", lifelike_harder.SLIDES, lifelike_harder.harder_slides),
        ("docx", lifelike_harder.WORD, lifelike_harder.harder_word),
        ("text", lifelike_harder.TEXTS, lifelike_harder.harder_text),
    ):
        for layout in names:
            seed = seed_of(kind, layout)
            for decks in (SEEN_DECKS, UNSEEN_DECKS):
                deck = read(decks[seed % len(decks)])
                yield Sample(kind, layout, deck.title, make(deck, layout, seed), deck)


def read(name: str) -> Deck:
    own = Path(__file__).parent / "decks" / f"{name}.txt"
    return read_deck(name, own.parent) if own.exists() else read_deck(name)


def _truth(deck: Deck, layout: str) -> Deck:
    """A policy has no sections: its chapters are what its articles stand in."""
    if not layout.startswith("policy"):
        return deck
    return Deck(
        deck.title,
        [
            Chapter(one.title, [Section(one.title, [point for section in one.sections for point in section.points])])
            for one in deck.chapters
        ],
    )
