"""Who learns: a random id that reviews carry, and the identity kept apart from it so that it can be erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

LearnerId = NewType("LearnerId", int)
StudyDay = NewType("StudyDay", int)
"""A day in a learner's own calendar, counted from 1970-01-01; it begins at the rollover, not at midnight."""

DEFAULT_TIME_ZONE = "Asia/Shanghai"
DEFAULT_ROLLOVER_MINUTES = 4 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """By what a learner's study days are told: an IANA time zone and the rollover, in minutes after midnight."""

    time_zone: str = DEFAULT_TIME_ZONE
    rollover_minutes: int = DEFAULT_ROLLOVER_MINUTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """A learner as others see them.

    `id` is drawn at random and says nothing about the person; `name` and `staff_number` are the identity, '' once it
    was forgotten. `group` '' means no group. `retired_at_ms` is None while the learner learns.
    """

    id: LearnerId
    name: str
    staff_number: str = ""
    group: str = ""
    calendar: Calendar = Calendar()
    created_at_ms: int = 0
    retired_at_ms: int | None = None
    forgotten_at_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLearner:
    """What is known of a learner before they are taken in."""

    name: str
    staff_number: str = ""
    group: str = ""
    calendar: Calendar = Calendar()
