"""How a deck's schedule is said on the command line: steps such as `1m,10m,1d`, and seven weekdays' shares."""

from __future__ import annotations

import re

import typer

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
