"""What the scheduler refuses."""

from __future__ import annotations

from drill.errors import DrillError


class WeightsError(DrillError):
    """Weights that the memory model cannot work with."""


class WeightCountError(WeightsError):
    """Too few weights, or too many."""

    def __init__(self, model: str, needed: int, given: int) -> None:
        super().__init__(f"{model} has {needed} weights, not {given}. `drill optimize` fits them anew.")


class WeightBoundError(WeightsError):
    """A weight beyond what the model allows."""

    def __init__(self, model: str, number: int, weight: float, bound: float) -> None:
        super().__init__(f"Weight {number} of {model} is {weight}, past its bound {bound}. `drill optimize` fits them.")


class TimeZoneError(DrillError):
    """A learner's time zone that is not in the tz database."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: no such time zone. Use an IANA name such as Asia/Shanghai.")
