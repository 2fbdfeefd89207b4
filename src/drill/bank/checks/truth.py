"""Is what is offered as wrong really wrong, by the facts of the bank?"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from drill.bank.checks.check import Check, Hit, error
from drill.bank.checks.wording import asks_for_the_wrong, canonical, plain, quote
from drill.model.bank import Fact, Item, ItemKind, Option
from drill.model.exam import letter
from drill.text.similarity import containment, ideas, jaccard, shingles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.bank.checks.material import Material
    from drill.bank.checks.words import Lexicon

TWO_TRUE_OPTIONS = error(
    "two-true-options",
    "A distractor says the same as the key, or is itself what a fact of the tested section states (or a fact elsewhere "
    "that repeats the tested one); in an item that asks for what is wrong, a key that a fact states.",
    "Replace it by something that is wrong by the facts.",
)

CHECKS: tuple[Check, ...] = (TWO_TRUE_OPTIONS,)

# Two facts are taken to say the same when a third of the shingles of what they say is common to both, or most of those
# of the shorter term and an idea as well.
_SAME_CLAIM = 0.33
_SAME_TERM = 0.6
# Of facts that state one and the same thing so many are looked at, or a bank of copies would take for ever.
_REPEATS = 50
# A character that turns the term behind it into its opposite.
_OPPOSITE = frozenset("非不未无")


def check(material: Material) -> Iterator[Hit]:
    """Check the distractors of all choice items against the key and against the facts."""
    for item in material.items:
        if item.options and item.keys:
            yield from _same_as_key(item, material)
            yield from _stated_by_facts(item, material)
            yield from _terms_of_the_section(item, material)


def _same_as_key(item: Item, material: Material) -> Iterator[Hit]:
    words = material.lexicon
    keys = {canonical(option.text, words): option for option in item.options if option.key}
    for place, option in _sides(item, keys=False):
        key = keys.get(canonical(option.text, words))
        # The same text but for punctuation is `duplicate-options`.
        if key and plain(key.text) != plain(option.text):
            message = f"item {item.id}: option {letter(place)} says the same as the key ({quote(option.text)})."
            yield TWO_TRUE_OPTIONS.hit(item.id, message)


def _stated_by_facts(item: Item, material: Material) -> Iterator[Hit]:
    tested = material.tested(item)
    keys_are_wrong = _keys_are_wrong(item, tested, material.lexicon)
    for place, option in _sides(item, keys=keys_are_wrong):
        for fact in islice(material.true_by(option.text), _REPEATS):
            if _counts_as_right(fact, tested, item, material):
                role = "key" if keys_are_wrong else "distractor"
                message = (
                    f"item {item.id}: the {role} {letter(place)} ({quote(option.text)}) is what fact {fact.id} "
                    f"({quote(fact.term)}) states."
                )
                yield TWO_TRUE_OPTIONS.hit(item.id, message)
                break


def _keys_are_wrong(item: Item, tested: tuple[Fact, ...], words: Lexicon) -> bool:
    """Tell whether the item asks for what is wrong: by its wording, or because a misconception is the key."""
    wrong = {canonical(misconception.text, words) for fact in tested for misconception in fact.misconceptions}
    keys = {canonical(option.text, words) for option in item.options if option.key}
    return asks_for_the_wrong(item.stem, words) or bool(wrong & keys)


def _sides(item: Item, *, keys: bool) -> Iterator[tuple[int, Option]]:
    return ((place, option) for place, option in enumerate(item.options) if option.key is keys)


def _counts_as_right(fact: Fact, tested: tuple[Fact, ...], item: Item, material: Material) -> bool:
    """Tell whether what `fact` states is a right answer to the item as well."""
    if fact in tested or any(_say_the_same(fact, other) for other in tested):
        return True
    section = material.section_of[fact.id]
    if all(material.section_of[other.id].id != section.id for other in tested):
        return False
    return not any(_asks_for_one(item, other, fact) for other in tested)


def _asks_for_one(item: Item, tested: Fact, other: Fact) -> bool:
    """Tell whether the stem names the tested point, so that a neighbouring one, though true, is no answer."""
    stem = plain(item.stem)
    named = bool(tested.term) and plain(tested.term) in stem and not _is_under(other.term, tested.term)
    return named or any(plain(part.ask) in stem for part in tested.parts)


def _is_under(narrow: str, broad: str) -> bool:
    """Tell whether one term names a case of another: 尊重客户隐私 of 尊重客户, but not 非正式沟通 of 正式沟通."""
    start = narrow.find(broad)
    return start >= 0 and narrow[max(0, start - 1) : start] not in _OPPOSITE


def _say_the_same(one: Fact, other: Fact) -> bool:
    says = one.statement + one.gist, other.statement + other.gist
    if jaccard(*map(shingles, says)) >= _SAME_CLAIM:
        return True
    # 尊重客户隐私 and 保护客户隐私、不泄露信息, but not 正式沟通 and 非正式沟通.
    return containment(shingles(one.term), shingles(other.term)) >= _SAME_TERM and bool(ideas(says[0]) & ideas(says[1]))


def _terms_of_the_section(item: Item, material: Material) -> Iterator[Hit]:
    """In "which belong to ...", every term of the section is right."""
    if item.kind is not ItemKind.MULTIPLE_CHOICE or material.lexicon.order.search(item.stem):
        return
    if asks_for_the_wrong(item.stem, material.lexicon):
        return
    sections = {material.section_of[fact.id].id for fact in material.tested(item)}
    terms = frozenset[str]().union(*(material.terms_of[section_id] for section_id in sections))
    if not all(plain(option.text) in terms for option in item.options if option.key):
        return
    for place, option in _sides(item, keys=False):
        if plain(option.text) in terms:
            named = f"the distractor {letter(place)} ({quote(option.text)})"
            message = f"item {item.id}: {named} is a point of the tested section."
            yield TWO_TRUE_OPTIONS.hit(item.id, message)
