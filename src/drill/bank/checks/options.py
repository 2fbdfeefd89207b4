"""Does the look of the options give the key away: length, sweeping words, form, order?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, warning
from drill.bank.checks.wording import numbers, quote
from drill.model.exam import letter
from drill.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material
    from drill.bank.checks.words import Lexicon
    from drill.model.bank import Item

KEY_LONGEST = Check(
    name="key-longest",
    severity=Severity.WARNING,
    other_severity=Severity.ERROR,
    rule="The key is at least 1.3 times as long as the next longest option (warning), or 1.5 times (error).",
    advice="Shorten the key, or give the distractors as much detail.",
)
ALL_OF_THE_ABOVE = warning(
    "all-of-the-above",
    "An option stands for the others: all of the above, none of the above.",
    "Replace it by an option of its own; where it must stay, put it last.",
)
K_TYPE = warning(
    "k-type",
    "An option is a combination of others: A and B, ①③.",
    "Ask for one, or make it a multiple_choice item.",
)
ABSOLUTE_TERMS = warning(
    "absolute-terms",
    "A sweeping word (绝对 从不 所有 一定 必须 只有 永远; always, never, only) stands in distractors only.",
    "Take it out, or use such words in the key too.",
)
VAGUE_TERMS = warning(
    "vague-terms",
    "An option hedges (通常 有时 可能 经常; usually, sometimes).",
    "Say when or how far it holds.",
)
TRUE_FALSE_AS_OPTION = warning(
    "true-false-as-option",
    "An option is a verdict (正确, 错误, true, false): a true/false question dressed up as a choice.",
    "Make it a true_false item, or offer what is right as options.",
)
UNPARALLEL_OPTIONS = warning(
    "unparallel-options",
    "The options differ in form: the longest over 2 times the shortest, a number or a quoted reply among others, a "
    "full stop at some only.",
    "Give all options the same form and about the same length.",
)
NUMBERS_UNORDERED = warning(
    "numbers-unordered",
    "Options that are numbers stand in neither rising nor falling order.",
    "Sort them.",
)

CHECKS: tuple[Check, ...] = (
    KEY_LONGEST,
    ALL_OF_THE_ABOVE,
    K_TYPE,
    ABSOLUTE_TERMS,
    VAGUE_TERMS,
    TRUE_FALSE_AS_OPTION,
    UNPARALLEL_OPTIONS,
    NUMBERS_UNORDERED,
)

# A difference that nobody sees at a glance is no cue, whatever the ratio says: 静音 beside 不静音.
_VISIBLE_LEAD = 2
_VISIBLE_SPREAD = 4

_TOKEN = r"(?:[①-⑳]|[（(]\d[)）]|[A-H]|[ⅠⅡⅢⅣⅤ])"  # noqa: S105 - a pattern of list marks, no secret
_JOINT = r"\s*(?:[、,，+和与及]|and|&)\s*"
_COMBINATION = re.compile(
    rf"(?:仅|只有|only|both)?\s*(?:{_TOKEN}(?:{_JOINT}{_TOKEN})+|[①-⑳]+)\s*(?:都对|都是|正确|项)?[。.]?", re.IGNORECASE
)
_QUOTED = re.compile(r"[“「『\"].*[”」』\"][。.]?", re.DOTALL)
_STOPPED = re.compile(r"[。．.！!；;]$")


def check(material: Material) -> Iterator[Hit]:
    """Check the options of all choice items."""
    for item in material.items:
        if len(item.options) > 1:
            yield from _key_longest(item)
            yield from _stand_ins(item, material.lexicon)
            yield from _sweeping_words(item, material.lexicon)
            yield from _form(item, material.lexicon)
            yield from _number_order(item)


def _key_longest(item: Item) -> Iterator[Hit]:
    distractors = [len(option.text) for option in item.options if not option.key]
    # The length of a number is no sign of its being right.
    if len(item.keys) != 1 or not distractors or numbers([option.text for option in item.options]):
        return
    key, longest = len(item.options[item.keys[0]].text), max(distractors)
    if key - longest < _VISIBLE_LEAD or key < 1.3 * longest:
        return
    severity = Severity.ERROR if key >= 1.5 * longest else Severity.WARNING
    message = f"item {item.id}: the key has {key} characters, the next longest option {longest}."
    yield KEY_LONGEST.hit(item.id, message, severity)


def _stand_ins(item: Item, words: Lexicon) -> Iterator[Hit]:
    for place, option in enumerate(item.options):
        text = option.text.strip()
        named = f"option {letter(place)} ({quote(text)})"
        if words.everything_above.search(text):
            where = "" if place == len(item.options) - 1 else ", and does not stand last"
            yield ALL_OF_THE_ABOVE.hit(item.id, f"item {item.id}: {named} stands for the others{where}.")
        if _COMBINATION.fullmatch(text):
            yield K_TYPE.hit(item.id, f"item {item.id}: {named} is a combination of other options.")
        if words.verdict.search(text):
            yield TRUE_FALSE_AS_OPTION.hit(item.id, f"item {item.id}: {named} is a verdict, not an answer.")


def _sweeping_words(item: Item, words: Lexicon) -> Iterator[Hit]:
    # The "all" of all of the above is no claim.
    found = [words.absolute.search(words.everything_above.sub("", option.text)) for option in item.options]
    if not any(found[place] for place in item.keys):
        for place, match in enumerate(found):
            if match:
                message = f"item {item.id}: “{match[0]}” in option {letter(place)}, and no such word in the key."
                yield ABSOLUTE_TERMS.hit(item.id, message)
    for place, option in enumerate(item.options):
        vague = words.vague.search(option.text)
        if vague:
            yield VAGUE_TERMS.hit(item.id, f"item {item.id}: “{vague[0]}” in option {letter(place)}.")


def _form(item: Item, words: Lexicon) -> Iterator[Hit]:
    own = {place: option.text.strip() for place, option in enumerate(item.options)}
    # What stands for the others has a form of its own anyway.
    own = {place: text for place, text in own.items() if not words.everything_above.search(text)}
    texts = list(own.values())
    lengths = sorted(map(len, texts))
    if lengths and lengths[-1] > 2 * lengths[0] and lengths[-1] - lengths[0] >= _VISIBLE_SPREAD:
        message = f"item {item.id}: options of {lengths[0]} and of {lengths[-1]} characters."
        yield UNPARALLEL_OPTIONS.hit(item.id, message)
    for matches, what in (
        ([bool(_QUOTED.fullmatch(text)) for text in texts], "are quoted words"),
        ([bool(numbers([text])) for text in texts], "are numbers"),
        ([bool(_STOPPED.search(text)) for text in texts], "end with a full stop"),
    ):
        if any(matches) and not all(matches):
            some = ", ".join(letter(place) for place, is_so in zip(own, matches, strict=True) if is_so)
            yield UNPARALLEL_OPTIONS.hit(item.id, f"item {item.id}: of the options, only {some} {what}.")


def _number_order(item: Item) -> Iterator[Hit]:
    values = numbers([option.text for option in item.options])
    if values and values not in (sorted(values), sorted(values, reverse=True)):
        listed = ", ".join(option.text for option in item.options)
        yield NUMBERS_UNORDERED.hit(item.id, f"item {item.id}: the options are numbers out of order ({listed}).")
