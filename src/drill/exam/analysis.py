"""Item analysis: what responses to recorded forms say about each item (classical test theory).

Facility is the mean share of an item's points earned: for items that are right or wrong, the share of right responses.

Discrimination is the correlation of that share with the share of points earned on the rest of the paper: the
point-biserial correlation corrected for the item's own part in the total (Henrysson 1963, doi:10.1007/BF02289618).

The use of an option is the share of examinees who chose it; a distractor chosen by fewer than 5 % is idle (Haladyna &
Downing 1993, doi:10.1177/0013164493053004013).

An item is compared over all forms it stands on: options by their place in the bank, the rest of the paper by its share.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from drill.exam.moments import correlation, mean, share_interval
from drill.model.bank import ItemKind
from drill.model.exam import letter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from drill.model.attempt import Attempt, FormId, RecordedForm, RecordedItem, RecordedResponse

SMALL_SAMPLE = 30
"""Below this many responses a figure is flagged: a facility of one half is known to no better than 0.18."""
_IDLE_SHARE = 0.05
_TOO_EASY = 0.95
_TOO_HARD = 0.20
_LOW_DISCRIMINATION = 0.10
TRUE, FALSE = "T", "F"
"""How a true/false response and key are written where others have letters."""


class ItemFlag(StrEnum):
    """What a reader should look at in an item."""

    SMALL_SAMPLE = "small_sample"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    LOW_DISCRIMINATION = "low_discrimination"
    NEGATIVE_DISCRIMINATION = "negative_discrimination"
    IDLE_DISTRACTOR = "idle_distractor"
    RIVAL_KEY = "rival_key"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionFigures:
    """How an option was used; `letter` counts in the bank's order.

    `discrimination` correlates choosing it with the rest of the paper: it should be positive for a key, negative for
    a distractor.
    """

    letter: str
    key: bool
    chosen: int
    share: float
    discrimination: float | None

    @property
    def idle(self) -> bool:
        """Whether it is a distractor that hardly anybody takes for right."""
        return not self.key and self.share < _IDLE_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """What `responses` say about an item; `low` and `high` bound its facility with 95 % confidence.

    `omitted` counts papers that left it blank (they count as wrong). `discrimination` is None where it is not defined;
    `taken_ms` is the median of timed responses, None where none was timed.
    """

    item_id: str
    kind: ItemKind
    responses: int
    omitted: int
    facility: float
    low: float
    high: float
    discrimination: float | None
    taken_ms: float | None
    options: tuple[OptionFigures, ...]
    flags: tuple[ItemFlag, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """A response beside its item, the share it earned, and the share earned on the rest of the paper."""

    item: RecordedItem
    response: RecordedResponse
    share: float
    rest: float


def analyse_items(forms: Mapping[FormId, RecordedForm], attempts: Sequence[Attempt]) -> tuple[ItemFigures, ...]:
    """Return the figures of every item that `attempts` responded to, by item id; `forms` holds their forms."""
    seen: dict[str, list[_Seen]] = defaultdict(list)
    for attempt in attempts:
        for one in _seen(forms[attempt.form_id], attempt):
            seen[one.item.item_id].append(one)
    return tuple(_figures(name, seen[name]) for name in sorted(seen))


def _seen(form: RecordedForm, attempt: Attempt) -> list[_Seen]:
    items = {item.number: item for item in form.items}
    found = []
    for response in attempt.responses:
        item = items[response.number]
        others = form.points - item.points
        rest = (attempt.points - response.points) / others if others else 0.0
        found.append(_Seen(item, response, response.points / item.points, rest))
    return found


def _figures(item_id: str, seen: Sequence[_Seen]) -> ItemFigures:
    shares = [one.share for one in seen]
    facility = mean(shares)
    low, high = share_interval(facility, len(seen))
    options = _options(seen)
    discrimination = correlation(shares, [one.rest for one in seen])
    timed = [one.response.taken_ms for one in seen if one.response.taken_ms is not None]
    return ItemFigures(
        item_id=item_id,
        kind=seen[0].item.kind,
        responses=len(seen),
        omitted=sum(not one.response.raw and not one.response.letters for one in seen),
        facility=facility,
        low=low,
        high=high,
        discrimination=discrimination,
        taken_ms=median(timed) if timed else None,
        options=options,
        flags=_flags(len(seen), facility, discrimination, options),
    )


def _options(seen: Sequence[_Seen]) -> tuple[OptionFigures, ...]:
    """Return the use of each option of a choice or true/false item, in the bank's order; () for other kinds."""
    letters = _letters(seen[0].item)
    keys = key_in_bank_order(seen[-1].item)
    rests = [one.rest for one in seen]
    found = []
    for own in letters:
        chosen = [float(own in one.response.letters) for one in seen]
        found.append(
            OptionFigures(
                letter=own,
                key=own in keys,
                chosen=int(sum(chosen)),
                share=mean(chosen),
                discrimination=correlation(chosen, rests),
            )
        )
    return tuple(found)


def _letters(item: RecordedItem) -> str:
    if item.kind is ItemKind.TRUE_FALSE:
        return TRUE + FALSE
    return "".join(letter(place) for place in range(len(item.option_order))) if item.kind.has_options else ""


def key_in_bank_order(item: RecordedItem) -> str:
    """Return the key of a choice item as letters in the bank's order; other kinds' keys as they are."""
    return in_bank_order(item.key, item.option_order) if item.kind.has_options else item.key


def in_bank_order(printed: str, option_order: Sequence[int]) -> str:
    """Return printed letters as letters of the bank's order, alphabetically: forms compare by them."""
    return "".join(sorted(letter(option_order[ord(mark) - ord("A")]) for mark in printed))


def _flags(
    responses: int, facility: float, discrimination: float | None, options: Sequence[OptionFigures]
) -> tuple[ItemFlag, ...]:
    """Return what to look at; with a small sample nothing else is said, for nothing else is known."""
    if responses < SMALL_SAMPLE:
        return (ItemFlag.SMALL_SAMPLE,)
    found = {
        ItemFlag.TOO_EASY: facility > _TOO_EASY,
        ItemFlag.TOO_HARD: facility < _TOO_HARD,
        ItemFlag.LOW_DISCRIMINATION: discrimination is not None and 0 <= discrimination < _LOW_DISCRIMINATION,
        ItemFlag.NEGATIVE_DISCRIMINATION: discrimination is not None and discrimination < 0,
        ItemFlag.IDLE_DISTRACTOR: any(option.idle for option in options),
        ItemFlag.RIVAL_KEY: _has_rival(options),
    }
    return tuple(flag for flag, holds in found.items() if holds)


def _has_rival(options: Sequence[OptionFigures]) -> bool:
    """Tell whether good examinees prefer a distractor to a key: the key may be wrong, or a second option right."""
    keys = [option.discrimination for option in options if option.key and option.discrimination is not None]
    rivals = [
        option.discrimination
        for option in options
        if not option.key and not option.idle and option.discrimination is not None
    ]
    return bool(keys and rivals) and max(rivals) > max(0.0, min(keys))
