"""Which charts a report has, and how its tables become them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from drill.render import charts
from drill.text.labels import label
from drill.text.report_text import day_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drill.model.bank import Language
    from drill.model.report import Report, Table, Value

_WEEKS_SHOWN = 26
_LEARNERS_SHOWN = 28
_GROUPS_SHOWN = 8
_FIRST_DAY = date(1970, 1, 1)
# Below four fifths a topic is weak; from nine tenths on, which is what decks aim at, it is sound.
_LEVELS = ((0.7, "weak2"), (0.8, "weak1"), (0.9, "fair"))


def report_charts(report: Report) -> list[tuple[str, str]]:
    """Return (title, SVG) of every chart that the report has data for."""
    language = report.language
    found = []
    for name, draw in (
        ("activity", _activity),
        ("forecast", _forecast),
        ("retention", _retention),
        ("topics", _topics),
        ("readiness", _readiness),
        ("calibration", _calibration),
    ):
        title = label(f"stats.chart.{name}", language, days=len(report.tables["forecast"].rows))
        if drawing := draw(report, title, language):
            found.append((title, drawing))
    return found


def _activity(report: Report, title: str, language: Language) -> str:
    reviews = dict(_pairs(report.tables["days"], "day", "reviews"))
    if not reviews:
        return ""
    # Weeks begin on Monday; 1970-01-01 was a Thursday.
    last = int(report.today)
    monday = last - (last + 3) % 7
    first = max(monday - 7 * (_WEEKS_SHOWN - 1), min(reviews) - (min(reviews) + 3) % 7)
    most = max(reviews.values()) or 1
    weeks = [
        [_day_cell(day, last, reviews.get(day, 0), most) for day in range(start, start + 7)]
        for start in range(first, monday + 7, 7)
    ]
    months, before = [], 0
    for start in range(first, monday + 7, 7):
        # A week is told by the month of its Sunday.
        month = (_FIRST_DAY + timedelta(days=start + 6)).month
        months.append("" if month == before else day_text(start + 6)[slice(0 if not before else 5, 7)])
        before = month
    months[1:3] = ["" for _ in months[1:3]]  # the first label is that wide
    ends = (label("stats.chart.less", language), label("stats.chart.more", language))
    return charts.calendar(weeks, months, label("stats.weekdays", language), ends, title)


def _day_cell(day: int, last: int, reviews: float, most: float) -> tuple[int, str] | None:
    if day > last:
        return None
    level = 0 if not reviews else min(4, 1 + int(4 * reviews / most))
    return level, f"{day_text(day)}: {reviews:,.0f}"


def _forecast(report: Report, title: str, _: Language) -> str:
    rows = _pairs(report.tables["forecast"], "day", "due")
    if not any(due for _, due in rows):
        return ""
    values = [(day_text(day)[5:], due, f"{day_text(day)}: {due:,.0f}") for day, due in rows]
    return charts.bars(values, title)


def _retention(report: Report, title: str, language: Language) -> str:
    table = report.tables["days"]
    sums: dict[int, list[float]] = {}
    names = ("young_tested", "young_passed", "mature_tested", "mature_passed")
    for day, *counts in zip(table.column("day"), *(table.column(name) for name in names), strict=True):
        week = sums.setdefault((int(day or 0) + 3) // 7, [0.0] * 4)
        for at, count in enumerate(counts):
            week[at] += float(count or 0)
    weeks = sorted(sums)[-_WEEKS_SHOWN:]
    if not any(sums[week][0] or sums[week][2] for week in weeks):
        return ""
    series = [
        (name, label(f"stats.chart.{name}", language), [_rate(sums[week][at + 1], sums[week][at]) for week in weeks])
        for name, at in (("young", 0), ("mature", 2))
    ]
    return charts.lines(series, [day_text(week * 7 - 3)[5:] for week in weeks], title)


def _rate(passed: float, tested: float) -> float | None:
    # A week with a handful of tests would only show noise.
    return passed / tested if tested >= 10 else None


def _topics(report: Report, title: str, language: Language) -> str:
    table = report.tables["topics"]
    cells = {(group, chapter): (tested, share) for group, chapter, tested, share in table.rows}
    groups = list(dict.fromkeys(str(group) for group in table.column("group")))[:_GROUPS_SHOWN]
    chapters = list(dict.fromkeys(str(chapter) for chapter in table.column("chapter")))
    if not cells:
        return ""
    rows = [
        (chapter or "—", [_topic_cell(group, chapter, *cells.get((group, chapter), (0, None))) for group in groups])
        for chapter in chapters
    ]
    return charts.matrix([group or label("stats.no_group", language) for group in groups], rows, title)


def _topic_cell(group: str, chapter: str, tested: Value, share: Value) -> tuple[str, str, str]:
    if share is None:
        return "empty", "", f"{group} · {chapter}"
    value = float(share)
    name = next((name for limit, name in _LEVELS if value < limit), "sound")
    return name, f"{value * 100:.0f}%", f"{group} · {chapter}: {value * 100:.1f}% ({tested})"


def _readiness(report: Report, title: str, language: Language) -> str:
    table = report.tables.get("readiness")
    if table is None or not table.rows:
        return ""
    exam = table.rows[0][0]
    own = [row for row in table.rows if row[0] == exam]
    groups, people = [row for row in own if not row[2]], [row for row in own if row[2]]
    points, mark = float(own[0][6] or 0), own[0][7]
    rows = [_ready_row(str(row[1]) or label("stats.no_group", language), row) for row in groups if len(groups) > 1]
    rows += [_ready_row(str(row[2]), row) for row in people[: _LEARNERS_SHOWN - len(rows)]]
    shown = f"{title} · {exam}"
    if mark is not None:
        shown += f" · {label('stats.chart.pass_mark', language)} {mark}"
    return charts.intervals(rows, points, None if mark is None else float(mark), shown)


def _ready_row(name: str, row: Sequence[Value]) -> tuple[str, float, float, float, str]:
    expected, low, high = (float(value or 0) for value in row[3:6])
    return name, expected, low, high, f"{name}: {expected:.1f} ({low:.1f}–{high:.1f})"


def _calibration(report: Report, title: str, language: Language) -> str:
    points = []
    for predicted, happened, low, high, tested in report.tables["calibration"].rows:
        if int(tested or 0) >= 10:
            x, y = float(predicted or 0), float(happened or 0)
            points.append((x, y, float(low or 0), float(high or 0), f"{x * 100:.1f}% → {y * 100:.1f}% ({tested})"))
    if not points:
        return ""
    axes = (label("stats.chart.predicted_axis", language), label("stats.chart.actual_axis", language))
    return charts.shares_plot(points, axes, title)


def _pairs(table: Table, one: str, other: str) -> list[tuple[int, float]]:
    values: Iterable[tuple[Value, Value]] = zip(table.column(one), table.column(other), strict=True)
    return [(int(a or 0), float(b or 0)) for a, b in values]
