"""The columns of the report's tables; docs/statistics.md defines each."""

from __future__ import annotations

from drill.model.report import Column, Unit

FORECAST = (Column("day", Unit.DAY), Column("due"))
GROUPS = (
    Column("group", Unit.TEXT),
    Column("learners"),
    Column("active"),
    Column("behind"),
    Column("overdue"),
    Column("coverage", Unit.SHARE),
    Column("retention", Unit.SHARE),
    Column("young", Unit.SHARE),
    Column("mature", Unit.SHARE),
    Column("reviews"),
    Column("reviews_a_day", Unit.NUMBER),
    Column("minutes_a_day", Unit.NUMBER),
    Column("leeches"),
)
LEARNERS = (
    Column("group", Unit.TEXT),
    Column("learner", Unit.TEXT),
    Column("staff_number", Unit.TEXT),
    Column("behind", Unit.TERM),
    Column("overdue"),
    Column("cards"),
    Column("coverage", Unit.SHARE),
    Column("begun"),
    Column("retention", Unit.SHARE),
    Column("young", Unit.SHARE),
    Column("mature", Unit.SHARE),
    Column("reviews"),
    Column("minutes", Unit.NUMBER),
    Column("days"),
    Column("reviews_a_day", Unit.NUMBER),
    Column("minutes_a_day", Unit.NUMBER),
    Column("streak"),
    Column("longest_streak"),
    Column("last_day", Unit.DAY),
    Column("leeches"),
)
DAYS = (
    Column("day", Unit.DAY),
    Column("learners"),
    Column("reviews"),
    Column("new_cards"),
    Column("minutes", Unit.NUMBER),
    Column("young_tested"),
    Column("young_passed"),
    Column("mature_tested"),
    Column("mature_passed"),
    Column("retention", Unit.SHARE),
)
_RETAINED = (
    Column("reviews"),
    Column("tested"),
    Column("retention", Unit.SHARE),
    Column("low", Unit.SHARE),
    Column("high", Unit.SHARE),
    Column("minutes", Unit.NUMBER),
)
CHAPTERS = (Column("chapter", Unit.TEXT), *_RETAINED)
SECTIONS = (Column("chapter", Unit.TEXT), Column("section", Unit.TEXT), *_RETAINED)
TOPICS = (Column("group", Unit.TEXT), Column("chapter", Unit.TEXT), Column("tested"), Column("retention", Unit.SHARE))
FACTS = (
    Column("chapter", Unit.TEXT),
    Column("section", Unit.TEXT),
    Column("fact", Unit.TEXT),
    Column("learners"),
    Column("reviews"),
    Column("lapses"),
    Column("lapse_share", Unit.SHARE),
)
LEECHES = (
    Column("group", Unit.TEXT),
    Column("learner", Unit.TEXT),
    Column("card", Unit.TEXT),
    Column("lapses"),
    Column("state", Unit.TERM),
)
CALIBRATION = (
    Column("predicted", Unit.SHARE),
    Column("happened", Unit.SHARE),
    Column("low", Unit.SHARE),
    Column("high", Unit.SHARE),
    Column("tested"),
)
