"""Does the stem ask a question, and does its wording point at the key?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, warning
from drill.bank.checks.wording import BLANK, negated_word, plain, quote
from drill.model.exam import letter
from drill.text.similarity import jaccard, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material
    from drill.bank.checks.words import Lexicon
    from drill.model.bank import Item

UNEMPHASISED_NEGATIVE = warning(
    "unemphasised-negative",
    "A stem asks for what is wrong (不, 错误, 除外, 不属于; not, except) and does not set the word off.",
    "Ask for what is right, or set the word off: **不** or “不”; NOT in capitals.",
)
MID_STEM_BLANK = warning(
    "mid-stem-blank",
    "The stem of a choice item has its blank in the middle.",
    "Ask a question, or put the blank at the end.",
)
UNFOCUSED_STEM = warning(
    "unfocused-stem",
    "A stem asks nothing that could be answered without its options, or asks nothing at all.",
    "Name the topic and ask a question about it.",
)
STEM_WORD_CUE = warning(
    "stem-word-cue",
    "A word of the stem comes back in the key, and no distractor repeats any word of the stem.",
    "Say it in other words in the key, or let a distractor repeat it too.",
)
CONVERGENCE = warning(
    "convergence",
    "The key shares far more with the other options than any of them does: the distractors are variations of it.",
    "Vary a distractor in its own way, so that another pair of options is as alike.",
)

CHECKS: tuple[Check, ...] = (UNEMPHASISED_NEGATIVE, MID_STEM_BLANK, UNFOCUSED_STEM, STEM_WORD_CUE, CONVERGENCE)

_LATIN_WORD = re.compile(r"[A-Za-z]{5,}")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_CUE_LENGTH = 3
# Characters that hold a sentence together; a run with one of them in it is not a word that catches the eye.
_CONNECTING = frozenset("的了着是在把被和与及或也都就这那你我他她它们不一个先再后说请让给对向从到")

_ALIKE = 0.2
_FAR_MORE = 1.5


def check(material: Material) -> Iterator[Hit]:
    """Check the stems of all choice items."""
    for item in material.items:
        if item.options:
            yield from _question(item, material.lexicon)
            yield from _word_cue(item)
            yield from _convergence(item)


def _question(item: Item, words: Lexicon) -> Iterator[Hit]:
    negative = negated_word(item.stem, words)
    if negative:
        yield UNEMPHASISED_NEGATIVE.hit(item.id, f"item {item.id}: “{negative}” in the stem is not set off.")
    blank = BLANK.search(item.stem)
    if blank and plain(item.stem[blank.end() :]):
        yield MID_STEM_BLANK.hit(item.id, f"item {item.id}: the stem goes on after its blank ({quote(item.stem)}).")
    if not words.stem_frame.sub("", item.stem):
        yield UNFOCUSED_STEM.hit(item.id, f"item {item.id}: the stem names no topic ({quote(item.stem)}).")
    elif not blank and item.stem.rstrip().endswith(("。", "！", ".", "!")):
        yield UNFOCUSED_STEM.hit(item.id, f"item {item.id}: the stem asks no question (…{item.stem.rstrip()[-12:]}).")


def _word_cue(item: Item) -> Iterator[Hit]:
    if len(item.keys) != 1 or len(item.options) < 3:
        return
    stem = _eye_catchers(item.stem)
    repeated = [_eye_catchers(option.text) & stem for option in item.options]
    key = repeated.pop(item.keys[0])
    if key and not any(repeated):
        words = ", ".join(sorted(key))
        yield STEM_WORD_CUE.hit(item.id, f"item {item.id}: only the key repeats words of the stem ({words}).")


def _eye_catchers(text: str) -> frozenset[str]:
    """Return what a test-wise eye finds again: long Latin words, runs of three Han characters."""
    runs = {
        run[start : start + _CUE_LENGTH]
        for run in _HAN_RUN.findall(text)
        for start in range(len(run) - _CUE_LENGTH + 1)
        if not _CONNECTING.intersection(run[start : start + _CUE_LENGTH])
    }
    return frozenset(runs | {word.lower() for word in _LATIN_WORD.findall(text)})


def _convergence(item: Item) -> Iterator[Hit]:
    if len(item.keys) != 1 or len(item.options) < 3:
        return
    parts = [shingles(option.text) for option in item.options]
    alike = [sum(jaccard(one, other) for other in parts if other is not one) for one in parts]
    place = item.keys[0]
    next_best = max(alike[other] for other in range(len(parts)) if other != place)
    if alike[place] >= _ALIKE * (len(parts) - 1) and alike[place] >= _FAR_MORE * next_best:
        yield CONVERGENCE.hit(
            item.id, f"item {item.id}: the key {letter(place)} is what the other options have in common."
        )
