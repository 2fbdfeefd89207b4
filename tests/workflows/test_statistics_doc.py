"""docs/statistics.md and docs/exam-record.md say what the program does."""

from __future__ import annotations

from pathlib import Path

from drill.exam.analysis import SMALL_SAMPLE
from drill.exam.facility import PRIOR_RESPONSES
from drill.exam.irt import LEAST_ATTEMPTS
from drill.exam.response_table import _TITLES
from drill.model.schedule import MATURE_INTERVAL_DAYS
from drill.text.report_labels import REPORT_LABELS
from drill.workflows.report_reading import PACE_DAYS

DOCS = Path(__file__).parents[2] / "docs"
STATISTICS = (DOCS / "statistics.md").read_text(encoding="utf-8")
RECORD = (DOCS / "exam-record.md").read_text(encoding="utf-8")


def test_every_table_is_defined() -> None:
    tables = [name.removeprefix("stats.table.") for name in REPORT_LABELS if name.startswith("stats.table.")]
    missing = [name for name in tables if f"`{name}`" not in STATISTICS and name != "days"]
    assert missing == []
    assert "`days`" in STATISTICS


def test_the_numbers_in_definitions_are_those_of_the_program() -> None:
    for text in (
        f"last {PACE_DAYS} days",
        f"Below {SMALL_SAMPLE} papers",
        f"from {LEAST_ATTEMPTS} papers",
        f"below {MATURE_INTERVAL_DAYS} days",
        f"expected · {PRIOR_RESPONSES}",
    ):
        assert text in STATISTICS, text


def test_every_column_of_a_table_of_responses_is_documented() -> None:
    for titles in _TITLES.values():
        assert f"`{titles[0]}`" in RECORD, titles[0]
