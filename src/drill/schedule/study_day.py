"""Study days: a day begins at the rollover on the learner's own clock, so an hour past midnight is still yesterday."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from drill.model.learner import StudyDay
from drill.schedule.errors import TimeZoneError

if TYPE_CHECKING:
    from drill.model.learner import Calendar

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL: Final = _EPOCH.toordinal()
_MILLISECOND: Final = timedelta(milliseconds=1)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """Return the time zone of that IANA name. Raises TimeZoneError."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise TimeZoneError(name) from None


@lru_cache(maxsize=4096)
def start_ms(day: StudyDay, calendar: Calendar) -> int:
    """Return the instant at which study day `day` begins, in milliseconds since 1970-01-01 UTC.

    Where the clock jumps over the rollover, the day begins as if it had not jumped; where the rollover comes twice,
    it begins at the first. Raises TimeZoneError.
    """
    midnight = datetime.fromordinal(_EPOCH_ORDINAL + day)
    begins = (midnight + timedelta(minutes=calendar.rollover_minutes)).replace(tzinfo=zone(calendar.time_zone))
    return (begins - _EPOCH) // _MILLISECOND


def study_day(at_ms: int, calendar: Calendar) -> StudyDay:
    """Return the study day at the instant `at_ms`; a later instant never gives an earlier day. Raises TimeZoneError."""
    local = (_EPOCH + at_ms * _MILLISECOND).astimezone(zone(calendar.time_zone))
    day = local.toordinal() - _EPOCH_ORDINAL
    while start_ms(StudyDay(day), calendar) > at_ms:
        day -= 1
    return StudyDay(day)


def weekday(day: StudyDay) -> int:
    """Return the day of the week, Monday 0 to Sunday 6."""
    return (day + 3) % 7  # 1970-01-01 was a Thursday
