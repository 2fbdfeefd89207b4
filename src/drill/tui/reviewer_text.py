"""What the reviewer prints: cards, options and delays, as plain text that no card's content can turn into markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Collection

    from drill.model.bank import Language
    from drill.workflows.review_session import Delay, Shown

_DAYS_A_MONTH = 30.4
_DAYS_A_YEAR = 365.25


def delay_text(delay: Delay, language: Language) -> str:
    """Return when a card comes again, as short as a button needs it."""
    if delay.days:
        if delay.days < 31:
            return label("learn_days", language, n=delay.days)
        if delay.days < 365:
            return label("learn_months", language, n=f"{delay.days / _DAYS_A_MONTH:.1f}")
        return label("learn_years", language, n=f"{delay.days / _DAYS_A_YEAR:.1f}")
    if delay.seconds < 60:
        return label("learn_seconds", language)
    minutes = round(delay.seconds / 60)
    if minutes < 60:
        return label("learn_minutes", language, n=minutes)
    return label("learn_hours", language, n=round(minutes / 60))


def letter(place: int) -> str:
    """Return the letter of the option at `place`, counted from 0."""
    return chr(ord("A") + place)


def front(shown: Shown, picked: Collection[int], language: Language) -> Text:
    """Return the question, with its options where it has any."""
    text = Text(shown.face.prompt, style="bold")
    for place, option in enumerate(shown.options):
        mark = "●" if place in picked else "○"
        text.append(f"\n{'' if place else chr(10)}{mark} {letter(place)}  {option.text}", style="not bold")
    if shown.options:
        name = "learn_pick_several" if shown.several_keys else "learn_pick"
        text.append(f"\n\n{label(name, language)}", style="not bold dim")
    return text


def back(shown: Shown, picked: Collection[int], language: Language) -> Text:
    """Return the answer: options marked right and wrong with their reasons, or the plain answer; what stands below."""
    text = _options(shown, picked, language) if shown.options else Text(shown.face.answer, style="bold green")
    if shown.face.rationale and shown.face.rationale != shown.face.answer:
        text.append(f"\n\n{shown.face.rationale}", style="not bold default")
    if shown.face.source:
        text.append(f"\n\n{label('learn_source', language, source=shown.face.source)}", style="not bold dim default")
    return text


def picked_right(shown: Shown, picked: Collection[int]) -> bool:
    """Whether exactly the keys were picked."""
    return {place for place, option in enumerate(shown.options) if option.key} == set(picked)


def _options(shown: Shown, picked: Collection[int], language: Language) -> Text:
    text = Text()
    if picked:
        right = picked_right(shown, picked)
        text.append(
            label("learn_right" if right else "learn_wrong", language), style="bold green" if right else "bold red"
        )
        text.append("\n")
    for place, option in enumerate(shown.options):
        mark, style = ("✓", "bold green") if option.key else ("✗", "red") if place in picked else (" ", "dim")
        text.append(f"\n{mark} {letter(place)}  {option.text}", style=style)
        if option.why:
            text.append(f"\n     {option.why}", style="default" if option.key or place in picked else "dim")
    return text
