"""Measure how well previews are read: `python -m training.measure` (no torch needed).

A fact is right if its term is equal and its statement at least 0.9 similar, without punctuation and spaces.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.extract.preview_site import DECKS, UNSEEN, Site, damage, preview, read_deck
from tests.extract.seed_truth import SEED, seed_text, seed_truth

from drill.extract.preview import extract_preview
from drill.files.preview_model import preview_network

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.extract.preview_site import Truth

HELD_OUT = Path(__file__).with_name("held_out")
SURE = 0.9


class Counts(NamedTuple):
    """Facts found, true ones, right ones; right ones in the right section; sure ones, and of these right; each one."""

    found: int
    true: int
    right: int
    section: int
    sure: int
    sure_right: int
    is_right: tuple[bool, ...]

    def __str__(self) -> str:
        """Name the figures of docs/import.md."""
        right = max(self.right, 1)
        return (
            f"F1 {2 * self.right / max(self.found + self.true, 1):.2f}, sections {self.section / right:.2f}, "
            f"sure and right {self.sure_right / max(self.sure, 1):.2f}, sure of the right {self.sure_right / right:.2f}"
        )


def measure(name: str, folder: Path, seed: int) -> Counts:
    """Render, damage and read a deck, and compare."""
    made = preview(read_deck(name, folder), seed)
    # What GBK lacks cannot stand on such a site.
    return compare(damage(made.text.encode("gbk", "ignore").decode("gbk"), Site(), seed), made.truth)


def compare(text: str, truth: Sequence[Truth]) -> Counts:
    """Read a text, and compare what is found with its true facts."""
    left = [(_plain(fact.term), _plain(fact.statement), _plain(fact.section)) for fact in truth]
    found = extract_preview(text, preview_network()).facts
    right = section = sure = sure_right = 0
    is_right = []
    for fact in found:
        match = next((one for one in left if _is_right(_plain(fact.term), _plain(fact.statement), one)), None)
        is_right.append(match is not None)
        sure += fact.confidence >= SURE
        if match is not None:
            left.remove(match)
            right += 1
            section += _plain(fact.section) == match[2]
            sure_right += fact.confidence >= SURE
    return Counts(len(found), len(truth), right, section, sure, sure_right, tuple(is_right))


def _total(counts: list[Counts]) -> Counts:
    found, true, right, section, sure, sure_right = (
        sum(column) for column in zip(*(one[:6] for one in counts), strict=True)
    )
    each = tuple(is_right for one in counts for is_right in one.is_right)
    return Counts(found, true, right, section, sure, sure_right, each)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)


def _is_right(term: str, statement: str, true: tuple[str, str, str]) -> bool:
    return term == true[0] and SequenceMatcher(None, statement, true[1]).ratio() >= 0.9


def main() -> None:
    """Print the figures of the decks held out, of those that only costs and confidence were fitted to, of the seed."""
    held_out = [measure(path.stem, HELD_OUT, 1) for path in sorted(HELD_OUT.glob("*.txt"))]
    left_out = [measure(name, DECKS, 1) for name in UNSEEN]
    for name, counts in (("held out", held_out), ("left out", left_out)):
        print(f"{name}: {_total(counts)}")
    if SEED.is_file():
        print(f"the seed: {compare(seed_text(), seed_truth())}")


if __name__ == "__main__":
    main()
