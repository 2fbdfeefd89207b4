"""How a deck's schedule is said on the command line: steps such as `1m,10m,1d`, and seven weekdays' shares."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drill.workflows.decks import DeckRow

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_STEP = re.compile(r"(\d{1,4})([smhd])")
_WEEKDAYS = 7


def steps_s(text: str | None) -> tuple[int, ...] | None:
    """Return steps in seconds; an empty text is no steps. Raises typer.BadParameter."""
    if text is None:
        return None
    matches = [_STEP.fullmatch(part.strip()) for part in text.split(",")] if text.strip() else []
    found = tuple(int(match[1]) * _SECONDS[match[2]] for match in matches if match is not None)
    if len(found) != len(matches) or any(step == 0 for step in found):
        message = f"`{text}` is no list of steps: give times such as 1m,10m or 30s,1h,1d, or nothing between quotes."
        raise typer.BadParameter(message)
    return found


def easy_days(text: str | None) -> tuple[float, ...] | None:
    """Return each weekday's share of an ordinary day's load, Monday first. Raises typer.BadParameter."""
    if text is None:
        return None
    try:
        found = tuple(float(part) for part in text.split(","))
    except ValueError:
        found = ()
    if len(found) != _WEEKDAYS or not all(0 <= share <= 1 for share in found) or not any(found):
        message = f"`{text}`: give seven shares from 0 to 1, Monday first, as in 1,1,1,1,1,0.5,0; not all can be 0."
        raise typer.BadParameter(message)
    return found


def schedule_text(row: DeckRow) -> str:
    """Return what of a deck's schedule is not as usual; '' if all is."""
    from drill.model.deck import DeckOptions

    usual = DeckOptions()
    unusual = {
        f"{row.reviews_per_day} reviews a day": row.reviews_per_day is not None,
        f"learning steps {steps_text(row.learning_steps_s) or 'none'}": row.learning_steps_s != usual.learning_steps_s,
        f"relearning steps {steps_text(row.relearning_steps_s) or 'none'}": row.relearning_steps_s
        != usual.relearning_steps_s,
        f"leech after {row.leech_after}": row.leech_after != usual.leech_threshold,
        f"easy days {easy_days_text(row.easy_days)}": bool(easy_days_text(row.easy_days)),
    }
    return "; ".join(text for text, told in unusual.items() if told)


def steps_text(steps: Sequence[int]) -> str:
    """Return steps in seconds as `steps_s` reads them, each in its largest whole unit."""
    return ",".join(_step_text(step) for step in steps)


def _step_text(step: int) -> str:
    unit = next(unit for unit in "dhms" if step % _SECONDS[unit] == 0)
    return f"{step // _SECONDS[unit]}{unit}"


def easy_days_text(shares: Sequence[float]) -> str:
    """Return weekdays' shares as `easy_days` reads them; '' where all days are alike."""
    return "" if len(set(shares)) == 1 else ",".join(f"{share:g}" for share in shares)
