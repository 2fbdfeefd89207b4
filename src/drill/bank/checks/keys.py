"""Is there a key, exactly one where one is wanted, and are options and stems told apart?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error
from drill.bank.checks.wording import plain, quote
from drill.model.bank import FillInAnswer, Item, ItemKind, MatchingAnswer, OrderingAnswer, ShortAnswer
from drill.model.exam import letter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drill.bank.checks.material import Material

NO_KEY = error(
    "no-key",
    "An item has no key: no option is marked as right, or a blank, list or written question has no answer.",
    "Mark the right option with `key: true`, or give the answer.",
)
SEVERAL_KEYS = error(
    "several-keys",
    "A single-choice or situational item has more than one key.",
    "Keep one key, or make it a multiple_choice item.",
)
DUPLICATE_OPTIONS = error(
    "duplicate-options",
    "Two options (or steps, or sides of a matching item) have the same text, apart from spaces and punctuation.",
    "Change one of them.",
)
DUPLICATE_STEMS = error(
    "duplicate-stems",
    "Two items ask the same: the same stem, or the same stem and lists where the question stands in the lists.",
    "Reword one of them, or withdraw it.",
)

CHECKS: tuple[Check, ...] = (NO_KEY, SEVERAL_KEYS, DUPLICATE_OPTIONS, DUPLICATE_STEMS)


def check(material: Material) -> Iterator[Hit]:
    """Check the keys, options and stems of all items."""
    for item in material.items:
        yield from _keys(item)
        yield from _duplicate_texts(item)
    yield from _duplicate_stems(material.items)


def _keys(item: Item) -> Iterator[Hit]:
    if not _has_key(item):
        yield NO_KEY.hit(item.id, f"item {item.id} has no key.")
    if item.kind in {ItemKind.SINGLE_CHOICE, ItemKind.SITUATIONAL} and len(item.keys) > 1:
        letters = ", ".join(letter(place) for place in item.keys)
        yield SEVERAL_KEYS.hit(item.id, f"item {item.id} has {len(item.keys)} keys ({letters}).")


def _has_key(item: Item) -> bool:
    match item.answer:
        case FillInAnswer(blanks=blanks):
            return bool(blanks) and all(any(plain(answer) for answer in blank) for blank in blanks)
        case MatchingAnswer(pairs=entries) | OrderingAnswer(steps=entries) | ShortAnswer(scoring=entries):
            return bool(entries)
        case None:
            return bool(item.keys)
        case _:
            return True


def _duplicate_texts(item: Item) -> Iterator[Hit]:
    for what, texts in _columns(item):
        first: dict[str, int] = {}
        for place, text in enumerate(texts):
            # Options of nothing but signs (<, >) differ in just those.
            same = plain(text) or text.strip()
            if same in first:
                places = f"{letter(first[same])}, {letter(place)}"
                message = f"item {item.id} has two {what} with the same text ({places}: {quote(text)})."
                yield DUPLICATE_OPTIONS.hit(item.id, message)
            first.setdefault(same, place)


def _columns(item: Item) -> Iterable[tuple[str, Sequence[str]]]:
    yield "options", [option.text for option in item.options]
    match item.answer:
        case MatchingAnswer(pairs=pairs, extras=extras):
            yield "left texts", [left for left, _ in pairs]
            yield "right texts", [*(right for _, right in pairs), *extras]
        case OrderingAnswer(steps=steps):
            yield "steps", steps
        case _:
            pass


def _duplicate_stems(items: Iterable[Item]) -> Iterator[Hit]:
    first: dict[tuple[str, ...], str] = {}
    for item in items:
        asks = _asks(item)
        if asks in first:
            message = f"item {item.id} asks the same as item {first[asks]} ({quote(item.stem)})."
            yield DUPLICATE_STEMS.hit(item.id, message)
        first.setdefault(asks, item.id)


def _asks(item: Item) -> tuple[str, ...]:
    stem = plain(item.stem)
    match item.answer:
        case MatchingAnswer(pairs=pairs):
            return ("matching", stem, *sorted(plain(left) for left, _ in pairs))
        case OrderingAnswer(steps=steps):
            return ("ordering", stem, *sorted(map(plain, steps)))
        case _:
            return ("choice" if item.kind.has_options else item.kind, stem)
