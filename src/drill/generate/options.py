"""Which options to set beside a key, so that neither length nor wording tells it from the distractors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from drill.text.similarity import jaccard, shingles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.text.shuffle import Rng

# The key may stand out in length by this much over the next longest option, the longest over the shortest by this.
_KEY_OVER_NEXT = 1.3
_LONGEST_OVER_SHORTEST = 2.0
# Two options that share more than this say nearly the same.
_TOO_ALIKE = 0.5
# One in this many items gets the longest option as its key if it can be had, which is seldom.
_LONGEST_ONE_IN = 3
# So many of the best candidates are combined; more would cost time and bring worse ones.
_POOL = 9

_ABSOLUTE = re.compile(
    "绝对|从不|从来|所有|一定|必须|只有|永远|任何|完全|一概|一律|全部|毫无|绝不|"
    r"\b(?:always|never|all|none|only|must|every|completely|absolutely|entirely)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"通常|有时|可能|经常|一般来说|往往|\b(?:usually|sometimes|often|may|might|generally)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A possible distractor: its text, why it is wrong, and the marks of what it shows."""

    text: str
    why: str
    mark: str = ""
    # Candidates of one group are never offered together (two wrong practices about the same fact would give each other
    # away in some designs); '' belongs to no group.
    group: str = ""


def is_loaded(text: str) -> bool:
    """Tell whether a text has an absolute word, which makes readers distrust it."""
    return _ABSOLUTE.search(text) is not None


def is_vague(text: str) -> bool:
    """Tell whether a text has a vague word, which makes readers trust it."""
    return _VAGUE.search(text) is not None


def choose(
    key: str, pool: Sequence[Candidate], rng: Rng, *, stem: str, may_be_shortest: bool = True
) -> tuple[Candidate, ...] | None:
    """Return the three best distractors for `key`, or None if no three are good enough.

    `pool` is in order of preference; `stem` is what the stem takes from the bank (the term, the title), which must not
    point to the key alone.
    """
    usable = [one for one in pool if _goes_with(key, one.text)][:_POOL]
    may_be_longest = rng.below(_LONGEST_ONE_IN) == 0
    rank = 0 if may_be_longest else 1 + rng.below(3 if may_be_shortest else 2)

    sizes = [len(one.text) for one in usable]
    size = len(key)

    def cost(trio: tuple[int, ...]) -> float:
        first, second, third = (sizes[index] for index in trio)
        longer = (first > size) + (second > size) + (third > size)
        spread = max(first, second, third, size) / min(first, second, third, size)
        return sum(trio) + 3.0 * abs(longer - rank) + 8.0 * spread

    for trio in sorted(combinations(range(len(usable)), 3), key=cost):
        if not may_be_shortest and size < min(sizes[index] for index in trio):
            continue
        chosen = tuple(usable[index] for index in trio)
        if _is_fair(key, [one.text for one in chosen], stem, may_be_longest=may_be_longest) and not _clash(chosen):
            return chosen
    return None


def _goes_with(key: str, text: str) -> bool:
    if is_vague(text) or (is_loaded(text) and not is_loaded(key)):
        return False
    longer, shorter = max(len(key), len(text)), min(len(key), len(text))
    return longer <= _LONGEST_OVER_SHORTEST * shorter and jaccard(shingles(key), shingles(text)) <= _TOO_ALIKE


def _is_fair(key: str, others: Sequence[str], stem: str, *, may_be_longest: bool) -> bool:
    longest, shortest = max(map(len, others)), min(map(len, others))
    if len(key) > longest and not (may_be_longest and len(key) < _KEY_OVER_NEXT * longest):
        return False
    if max(longest, len(key)) > _LONGEST_OVER_SHORTEST * min(shortest, len(key)):
        return False
    return not points_to(stem, key, others)


def points_to(stem: str, key: str, others: Sequence[str]) -> bool:
    """Tell whether the stem repeats something that the key has and no other option."""
    elsewhere = frozenset[str]().union(*(shingles(text) for text in others))
    return bool(shingles(stem) & shingles(key) - elsewhere)


def _clash(chosen: tuple[Candidate, ...]) -> bool:
    groups = [one.group for one in chosen if one.group]
    if len(set(groups)) < len(groups):
        return True
    return any(
        one.text == other.text or jaccard(shingles(one.text), shingles(other.text)) > _TOO_ALIKE
        for one, other in combinations(chosen, 2)
    )


def choose_more(
    keys: Sequence[str], pool: Sequence[Candidate], number: int, *, stem: str
) -> tuple[Candidate, ...] | None:
    """Return the first `number` of `pool` that may stand beside several keys, or None if there are too few."""
    chosen: list[Candidate] = []
    for one in pool:
        texts = [*keys, *(other.text for other in chosen), one.text]
        if (
            len(chosen) < number
            and _all_alike_in_form(texts)
            and _all_go_with(keys, one.text)
            and not _clash((*chosen, one))
        ):
            chosen.append(one)
    if len(chosen) < number or not _all_alike_in_form([*keys, *(one.text for one in chosen)]):
        return None
    return None if any(points_to(stem, key, [one.text for one in chosen]) for key in keys) else tuple(chosen)


def _all_alike_in_form(texts: Sequence[str]) -> bool:
    lengths = [len(text) for text in texts]
    unlike = all(jaccard(shingles(one), shingles(other)) <= _TOO_ALIKE for one, other in combinations(texts, 2))
    return max(lengths) <= _LONGEST_OVER_SHORTEST * min(lengths) and unlike


def _all_go_with(keys: Sequence[str], text: str) -> bool:
    return all(_goes_with(key, text) for key in keys)
