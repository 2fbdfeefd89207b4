"""Study days begin at the rollover on the learner's clock, whatever that clock does."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.model.learner import Calendar, StudyDay
from drill.schedule.errors import TimeZoneError
from drill.schedule.study_day import start_ms, study_day, weekday

ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu")


def at(zone: str, *parts: int, fold: int = 0) -> int:
    year, month, day, hour, minute = parts
    moment = datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)
    return int(moment.timestamp() * 1000)


def day_of(year: int, month: int, day: int) -> StudyDay:
    return StudyDay((datetime(year, month, day, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days)


def test_before_the_rollover_it_is_still_yesterday() -> None:
    calendar = Calendar()
    assert study_day(at("Asia/Shanghai", 2026, 11, 28, 3, 59), calendar) == day_of(2026, 11, 27)
    assert study_day(at("Asia/Shanghai", 2026, 11, 28, 4, 0), calendar) == day_of(2026, 11, 28)


@pytest.mark.parametrize("rollover", [0, 150, 240])
def test_the_days_on_which_the_clock_changes_are_one_day_each(rollover: int) -> None:
    calendar = Calendar(time_zone="Europe/Berlin", rollover_minutes=rollover)
    spring, autumn = day_of(2026, 3, 29), day_of(2026, 10, 25)
    lengths = {d: start_ms(StudyDay(d + 1), calendar) - start_ms(d, calendar) for d in (spring, autumn)}
    hour = 3_600_000
    if rollover == 240:  # the change at 2 or 3 o'clock falls into the day before
        lengths = {d: start_ms(d, calendar) - start_ms(StudyDay(d - 1), calendar) for d in (spring, autumn)}
    if rollover == 150:  # 2:30 is skipped in spring and comes twice in autumn: the day begins once
        assert study_day(at("Europe/Berlin", 2026, 10, 25, 2, 31, fold=0), calendar) == autumn
        assert study_day(at("Europe/Berlin", 2026, 10, 25, 2, 10, fold=1), calendar) == autumn
        return
    assert lengths == {spring: 23 * hour, autumn: 25 * hour}


def test_a_day_the_zone_skipped_is_empty() -> None:
    calendar = Calendar(time_zone="Pacific/Apia")
    assert study_day(at("Pacific/Apia", 2011, 12, 31, 3, 0), calendar) == day_of(2011, 12, 29)
    assert study_day(at("Pacific/Apia", 2011, 12, 31, 5, 0), calendar) == day_of(2011, 12, 31)


@given(
    st.sampled_from(ZONES),
    st.integers(0, 1439),
    st.integers(0, 4_000_000_000_000),
    st.integers(0, 3 * 86_400_000),
)
def test_a_later_instant_never_gives_an_earlier_day(zone: str, rollover: int, at_ms: int, later: int) -> None:
    calendar = Calendar(time_zone=zone, rollover_minutes=rollover)
    day = study_day(at_ms, calendar)
    assert day <= study_day(at_ms + later, calendar)
    assert start_ms(day, calendar) <= at_ms < start_ms(StudyDay(day + 2), calendar)


@given(st.sampled_from(ZONES), st.integers(0, 1439), st.integers(1, 40_000))
def test_an_instant_belongs_to_the_last_day_that_began(zone: str, rollover: int, day: int) -> None:
    calendar = Calendar(time_zone=zone, rollover_minutes=rollover)
    begins = start_ms(StudyDay(day), calendar)
    assert study_day(begins - 1, calendar) < day
    if start_ms(StudyDay(day + 1), calendar) > begins:
        assert study_day(begins, calendar) == day


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(TimeZoneError, match="Asia/Shanghia: no such time zone"):
        study_day(0, Calendar(time_zone="Asia/Shanghia"))


def test_weekdays_count_from_monday() -> None:
    assert [weekday(day_of(2026, 11, day)) for day in (23, 28, 29)] == [0, 5, 6]
