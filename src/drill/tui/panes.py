"""What the review screen shows of a draft, as styled text: its row, its place in the source, its claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from drill.model.draft import Standing, Verdict
from drill.text.labels import label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drill.model.bank import FactKind, Language
    from drill.model.draft import Claim, Draft, Mark, Reading

TERM, STATEMENT, REPAIR = "bold black on yellow", "black on cyan", "bold magenta underline"
_STATES = {Verdict.ACCEPTED: "green", Verdict.REJECTED: "dim", Verdict.OPEN: ""}
# Characters of a long line, and other lines, that are shown around what a draft takes.
_AROUND_CHARS, _AROUND_LINES = 120, 2


def row_text(draft: Draft, language: Language) -> Text:
    """Return a draft as one line of the list."""
    standing = _padded([f"review_short_{one.value}" for one in Standing], draft.standing.value, language)
    state = _padded([f"review_short_{one.value}" for one in Verdict], draft.verdict.value, language)
    sure = "    " if draft.standing is Standing.GONE else f"{draft.confidence:.2f}"
    style = _STATES[draft.verdict] if draft.standing is not Standing.SAME else "dim"
    text = Text(f"{sure} {standing} {state} ", style=style, no_wrap=True, overflow="ellipsis")
    text.append(f"{draft.claim.section} > ", style="dim")
    return text.append(draft.claim.term)


def _padded(names: Sequence[str], value: str, language: Language) -> str:
    """Return a label as wide as the widest of its set."""
    labels = {name.rpartition("_")[2]: label(name, language) for name in names}
    width = max(map(cell_len, labels.values()))
    return labels[value] + " " * (width - cell_len(labels[value]))


def legend(language: Language) -> Text:
    """Return what the colours in the source mean."""
    swatch = {"term": TERM, "statement": STATEMENT, "repair": REPAIR}
    text = Text()
    for name, style in swatch.items():
        text.append(f" {label(f'review_legend_{name}', language)} ", style=style)
        text.append(" ")
    return text


def source_text(draft: Draft, reading: Reading, language: Language) -> Text:
    """Return the passages a draft was taken from, its term, statement and repairs marked, with what stands around."""
    marks = [*draft.term, *draft.statement]
    if not marks:
        return Text(label("review_no_source", language), style="dim")
    text = Text()
    page = None
    for at, (number, start, end) in enumerate(_windows(marks, reading)):
        line = reading.lines[number]
        if line.page is not None and line.page != page:
            page = line.page
            text.append(("\n" if at else "") + label("review_page", language, page=page) + "\n", style="bold dim")
        text.append_text(_marked_line(draft, reading, number, start, end))
        text.append("\n")
    return text


def _windows(marks: Sequence[Mark], reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Yield which characters [start, end) of which lines to show."""
    own = {mark.line for mark in marks}
    shown = sorted(
        {
            number
            for line in own
            for number in range(line - _AROUND_LINES, line + _AROUND_LINES + 1)
            if 0 <= number < len(reading.lines)
        }
    )
    for number in shown:
        length = len(reading.lines[number].text)
        inside = [mark for mark in marks if mark.line == number]
        if inside:
            start = max(0, min(mark.start for mark in inside) - _AROUND_CHARS)
            yield number, start, min(length, max(mark.end for mark in inside) + _AROUND_CHARS)
        elif length:
            before = number < min(own)
            yield (
                number,
                max(0, length - _AROUND_CHARS) if before else 0,
                length if before else min(length, _AROUND_CHARS),
            )


def _marked_line(draft: Draft, reading: Reading, number: int, start: int, end: int) -> Text:
    whole = reading.lines[number].text
    line = Text(whole, style="")
    if not any(mark.line == number for mark in (*draft.term, *draft.statement)):
        line.stylize("dim")
    for marks, style in ((draft.statement, STATEMENT), (draft.term, TERM)):
        for mark in marks:
            if mark.line == number:
                line.stylize(style, mark.start, mark.end)
    for repair in reading.repairs:
        if repair.mark.line == number:
            # What was only put in, such as a reading in brackets, steps back; what is read otherwise stands out.
            line.stylize(REPAIR if repair.after else "dim", repair.mark.start, repair.mark.end)
    shown = line[start:end]
    before, after = "…" if start else "", "…" if end < len(whole) else ""
    return Text.assemble((before, "dim"), shown, (after, "dim"))


def fact_text(draft: Draft, language: Language) -> Text:
    """Return what a draft claims, what the bank has, and what accepting it does."""
    text = _claim_text(draft.claim, language, against=draft.ours)
    sure = label("review_confidence", language, confidence=f"{draft.confidence:.2f}")
    state = label(f"review_state_{draft.verdict.value}", language)
    if draft.standing is Standing.SAME:
        state = label("import_standing_same", language)
    elif draft.standing is not Standing.GONE:
        state = f"{sure}  {state}"
    text.append(f"\n{state}\n", style="bold")
    text.append(label(f"review_hint_{draft.standing.value}", language), style="italic")
    if draft.ours is not None and draft.ours != draft.claim:
        text.append(f"\n\n{label('review_ours', language)}\n", style="bold yellow")
        text.append_text(_claim_text(draft.ours, language, against=draft.claim))
    return text


def _claim_text(claim: Claim, language: Language, against: Claim | None) -> Text:
    text = Text()
    for name, style, end in (("chapter", "dim", " > "), ("section", "dim", "\n"), ("term", "bold", "  ")):
        text.append(getattr(claim, name), style=_style(style, claim, against, name))
        text.append(end, style="dim")
    text.append(f"[{kind_label(claim.kind, language)}]\n", style=_style("green", claim, against, "kind"))
    return text.append(f"{claim.statement}\n", style=_style("", claim, against, "statement"))


def _style(style: str, claim: Claim, against: Claim | None, name: str) -> str:
    """Return a style that stands out where the two sides differ."""
    differs = against is not None and getattr(claim, name) != getattr(against, name)
    return f"{style.replace('dim', '')} underline red".strip() if differs else style


def kind_label(kind: FactKind, language: Language) -> str:
    """Return the name of a kind of fact."""
    return label(f"kind_{kind.value}", language)


def key_lines(keys: Sequence[tuple[str, str]], language: Language, width: int) -> Text:
    """Return keys with what they do for the foot of a screen `width` cells wide; a key stays with its name."""
    text = Text()
    used = 0
    for key, name in keys:
        named = f" {label(name, language)} "
        cells = len(key) + 2 + cell_len(named)
        if used and used + cells > width:
            text.append("\n")
            used = 0
        text.append(f" {key} ", style="bold black on white")
        text.append(named)
        used += cells
    return text
