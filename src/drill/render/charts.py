"""Charts as inline SVG: heatmap, bars, lines, dots with intervals. Colours are CSS classes of the page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 520
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 12, 12, 26
_STEPS = 5


def text_ems(text: str) -> float:
    """Return about how wide `text` is, in widths of a Chinese character."""
    return sum(1.0 if ord(char) > 0x2E7F else 0.56 for char in text)


def shortened(text: str, ems: float) -> str:
    """Return `text`, cut with an ellipsis where it is wider than `ems`."""
    if text_ems(text) <= ems:
        return text
    kept = ""
    for char in text:
        if text_ems(kept + char) > ems - 1:
            break
        kept += char
    return f"{kept}…"


def svg(height: float, parts: Sequence[str], title: str) -> str:
    """Return a drawing of WIDTH by `height` that scales with the page; `title` says what it shows."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def text(x: float, y: float, content: str, *, anchor: str = "start", name: str = "") -> str:
    """Return a label at (x, y)."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{name}">{escape(content)}</text>'


def box(  # noqa: PLR0913, PLR0917 - four numbers make a rectangle
    x: float, y: float, width: float, height: float, name: str, hint: str = ""
) -> str:
    """Return a rectangle of a class, with a hint that shows on hovering."""
    title = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" class="{name}">{title}</rect>'
    )


def _line(x1: float, y1: float, x2: float, y2: float, name: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{name}"/>'


def ticks(most: float) -> list[float]:
    """Return at most five round values from 0 to above `most`."""
    if most <= 0:
        return [0, 1]
    unit = 1.0
    while unit * _STEPS < most:
        for factor in (2, 2.5, 2):
            unit *= factor
            if unit * _STEPS >= most:
                break
    count = int(-(-most // unit))
    return [unit * step for step in range(count + 1)]


def bars(values: Sequence[tuple[str, float, str]], title: str, *, every: int = 7) -> str:
    """Return a bar for each (label, value, hint); every so many labels are written out."""
    height = 190.0
    scale = ticks(max((value for _, value, _ in values), default=0))
    plot, top = height - _TOP - _BOTTOM, scale[-1] or 1
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(values))
    parts = _horizontal(scale, [f"{value:,.0f}" for value in scale], plot)
    for at, (label, value, hint) in enumerate(values):
        size = value / top * plot
        x = _LEFT + at * step
        parts.append(box(x + step * 0.12, _TOP + plot - size, step * 0.76, size, "bar", hint))
        if at % every == 0:
            parts.append(text(x + step / 2, height - 8, label, anchor="middle" if at else "start"))
    return svg(height, parts, title)


def _horizontal(scale: Sequence[float], labels: Sequence[str], plot: float) -> list[str]:
    parts = []
    low, top = scale[0], scale[-1]
    for value, label in zip(scale, labels, strict=True):
        y = _TOP + plot - (value - low) / (top - low) * plot
        parts += [_line(_LEFT, y, WIDTH - _RIGHT, y, "grid"), text(_LEFT - 6, y + 4, label, anchor="end")]
    return parts


def lines(series: Sequence[tuple[str, str, Sequence[float | None]]], labels: Sequence[str], title: str) -> str:
    """Return a line for each (class, name, shares); None breaks a line. The scale begins where the data needs it."""
    height = 210.0
    known = [value for _, _, values in series for value in values if value is not None]
    low = min([8, *(int(value * 10) for value in known)]) / 10
    # Steps of a tenth, or of a twentieth where that leaves few lines.
    count = round((1 - low) * (20 if low > 0.75 else 10))
    scale = [low + (1 - low) * step / count for step in range(count + 1)]
    plot = height - _TOP - _BOTTOM - 18
    parts = _horizontal(scale, [f"{value * 100:.0f}%" for value in scale], plot)
    step = (WIDTH - _LEFT - _RIGHT) / max(1, len(labels))
    every = max(1, -(-len(labels) // 8))
    for at, label in enumerate(labels):
        if at % every == 0:
            parts.append(text(_LEFT + (at + 0.5) * step, _TOP + plot + 18, label, anchor="middle"))
    x = float(_LEFT)
    for name, label, values in series:
        places = [
            (_LEFT + (at + 0.5) * step, _TOP + plot - (value - low) / (1 - low) * plot, value)
            for at, value in enumerate(values)
            if value is not None
        ]
        path = " ".join(f"{'L' if at else 'M'}{px:.1f} {py:.1f}" for at, (px, py, _) in enumerate(places))
        parts.append(f'<path d="{path}" class="line {name}"/>' if places else "")
        parts += [dot(px, py, name, f"{label}: {value * 100:.1f}%") for px, py, value in places]
        parts += [box(x, height - 12, 10, 10, name), text(x + 15, height - 3, label)]
        x += 15 + 13 * text_ems(label) + 18
    return svg(height, parts, title)


def dot(x: float, y: float, name: str, hint: str, size: float = 3.5) -> str:
    """Return a dot with a hint."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" class="{name}"><title>{escape(hint)}</title></circle>'


def shares_plot(points: Sequence[tuple[float, float, float, float, str]], axes: tuple[str, str], title: str) -> str:
    """Return dots at (predicted, happened) with the interval of what happened (low, high) against the diagonal."""
    height = 260.0
    plot, left = height - _TOP - _BOTTOM - 14, _LEFT + 2
    low = min([0.5, *(min(x, y_low) for x, _, y_low, _, _ in points)])
    low = int(low * 10) / 10
    scale = [low + (1 - low) * step / 5 for step in range(6)]

    def px(value: float) -> float:
        return left + (value - low) / (1 - low) * (WIDTH - left - _RIGHT)

    def py(value: float) -> float:
        return _TOP + plot - (max(value, low) - low) / (1 - low) * plot

    parts = []
    for value in scale:
        shown = f"{value * 100:.0f}%"
        parts += [
            _line(left, py(value), WIDTH - _RIGHT, py(value), "grid"),
            text(left - 6, py(value) + 4, shown, anchor="end"),
        ]
        anchor = "end" if value == scale[-1] else "middle"
        parts.append(text(px(value), _TOP + plot + 18, shown, anchor=anchor))
    parts.append(_line(px(low), py(low), px(1), py(1), "diagonal"))
    for x, y, y_low, y_high, hint in points:
        parts += [_line(px(x), py(y_low), px(x), py(y_high), "interval"), dot(px(x), py(y), "mature", hint, 4)]
    parts.append(text((left + WIDTH) / 2, height - 4, axes[0], anchor="middle"))
    parts.append(text(left + 6, _TOP + 14, axes[1]))
    return svg(height, parts, title)


def intervals(rows: Sequence[tuple[str, float, float, float, str]], most: float, mark: float | None, title: str) -> str:
    """Return a dot with its interval for each (label, value, low, high, hint) on a scale to `most`, with a mark."""
    step, names = 22.0, 134.0
    height = _TOP + step * len(rows) + _BOTTOM
    parts = []

    def px(value: float) -> float:
        return names + value / most * (WIDTH - names - _RIGHT)

    for value in ticks(most):
        if value <= most:
            parts += [_line(px(value), _TOP, px(value), height - _BOTTOM, "grid")]
            parts += [text(px(value), height - 8, f"{value:g}", anchor="end" if value == most else "middle")]
    if mark is not None:
        parts.append(_line(px(mark), _TOP - 4, px(mark), height - _BOTTOM, "mark"))
    for at, (label, value, low, high, hint) in enumerate(rows):
        y = _TOP + step * (at + 0.5)
        parts += [text(names - 8, y + 4, shortened(label, 9), anchor="end"), _line(px(low), y, px(high), y, "interval")]
        parts.append(dot(px(value), y, "late" if mark is not None and value < mark else "mature", hint, 4.5))
    return svg(height, parts, title)


def matrix(columns: Sequence[str], rows: Sequence[tuple[str, Sequence[tuple[str, str, str]]]], title: str) -> str:
    """Return a coloured cell for each (class, text, hint), under column titles and beside row titles."""
    names, step = 196.0, 28.0
    width = (WIDTH - names) / max(1, len(columns))
    parts = [
        text(names + (at + 0.5) * width, 14, shortened(name, width / 14.5), anchor="middle")
        for at, name in enumerate(columns)
    ]
    for at, (label, cells) in enumerate(rows):
        y = 22 + at * step
        parts.append(text(0, y + 18, shortened(label, names / 14.5)))
        for place, (name, content, hint) in enumerate(cells):
            parts.append(box(names + place * width + 1, y + 1, width - 2, step - 2, f"cell {name}", hint))
            parts.append(text(names + (place + 0.5) * width, y + 18, content, anchor="middle", name=f"on {name}"))
    return svg(24 + step * len(rows), parts, title)


def calendar(
    weeks: Sequence[Sequence[tuple[int, str] | None]],
    months: Sequence[str],
    weekdays: str,
    ends: tuple[str, str],
    title: str,
) -> str:
    """Return a column for each week of seven (level 0 to 4, hint) or None, with the months above."""
    width = min(46.0, (WIDTH - 22) / max(1, len(weeks)))
    size = min(24.0, max(12.0, width))
    parts = [text(0, 22 + size * (day + 0.72), weekdays[day]) for day in (0, 2, 4, 6)]
    for at, week in enumerate(weeks):
        if months[at]:
            parts.append(text(22 + at * width, 14, months[at]))
        for day, cell in enumerate(week):
            if cell is not None:
                parts.append(
                    box(22 + at * width + 1, 20 + day * size + 1, width - 2, size - 2, f"level{cell[0]}", cell[1])
                )
    y = 20 + 7 * size + 10
    parts.append(text(22, y + 11, ends[0]))
    x = 22 + 13 * text_ems(ends[0]) + 8
    parts += [box(x + level * 16, y, 14, 14, f"level{level}") for level in range(5)]
    parts.append(text(x + 86, y + 11, ends[1]))
    return svg(y + 20, parts, title)
