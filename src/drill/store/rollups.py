"""The daily figures: one entry added to them or taken out again, in the transaction that changes the log.

`drill.store.rebuild` derives the same figures from the whole log; docs/store.md defines what they count.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from drill.model.review import Rating, ReviewKind
from drill.model.schedule import MATURE_INTERVAL_DAYS, CardPhase
from drill.store.rows import NOT_VOIDED

if TYPE_CHECKING:
    from drill.model.review import Review
    from drill.store.connection import Connection

COUNTED_KINDS: Final = (
    ReviewKind.LEARN,
    ReviewKind.REVIEW,
    ReviewKind.RELEARN,
    ReviewKind.FILTERED,
    ReviewKind.CRAM,
)
DAY_COLUMNS: Final = (
    "new_cards",
    *(kind.name.lower() for kind in COUNTED_KINDS),
    *(rating.name.lower() for rating in Rating),
    "young",
    "young_passed",
    "mature",
    "mature_passed",
    "taken_ms",
)
SECTION_COLUMNS: Final = ("rated", "again", "tested", "passed", "taken_ms")
CALIBRATION_COLUMNS: Final = ("tested", "passed", "predicted_ppm")
BINS: Final = 20
PPM_PER_BIN: Final = 1_000_000 // BINS


def _add(table: str, identity: tuple[str, ...], columns: tuple[str, ...]) -> str:
    names = (*identity, *columns)
    sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in columns)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT ({', '.join(identity)}) DO UPDATE SET {sums}"
    )


def _drop(table: str, identity: tuple[str, ...], columns: tuple[str, ...]) -> str:
    return f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in identity)} AND {' + '.join(columns)} = 0"


_DAY = ("learner_id", "study_day", "bank_id")
_SECTION = ("learner_id", "study_day", "bank_id", "section_id")
_TOTAL = ("learner_id", "bank_id", "section_id")
_BIN = ("learner_id", "bank_id", "bin")
_ADD_DAY: Final = _add("learner_day", _DAY, DAY_COLUMNS)
_ADD_SECTION: Final = _add("section_day", _SECTION, SECTION_COLUMNS)
_ADD_TOTAL: Final = _add("section_total", _TOTAL, SECTION_COLUMNS)
_ADD_BIN: Final = _add("calibration", _BIN, CALIBRATION_COLUMNS)
# A row without entries would not come out of the log: it goes with its last entry.
_DROP_DAY: Final = _drop("learner_day", _DAY, tuple(kind.name.lower() for kind in COUNTED_KINDS))
_DROP_SECTION: Final = _drop("section_day", _SECTION, ("rated",))
_DROP_TOTAL: Final = _drop("section_total", _TOTAL, ("rated",))
_DROP_BIN: Final = _drop("calibration", _BIN, ("tested",))


def count(connection: Connection, review: Review, bank_id: str, section_id: str, sign: int) -> None:
    """Add an entry about a card of that bank and section to the daily figures (`sign` 1), or take it out again (-1).

    Entries without a rating and of other kinds than COUNTED_KINDS are not counted.
    """
    answer = review.answer
    if answer.rating is None or review.kind not in COUNTED_KINDS:
        return
    is_tested = tested(review)
    sort = _Sort(
        kind=review.kind,
        rating=answer.rating,
        new=review.phase_before is CardPhase.NEW and review.kind is not ReviewKind.CRAM,
        tested=is_tested,
        mature=review.last_interval_days >= MATURE_INTERVAL_DAYS,
    )
    days, sections = _numbers(sort, sign)
    taken_ms = sign * answer.taken_ms
    day = (answer.learner_id, answer.study_day, bank_id)
    section, total = (*day, section_id), (answer.learner_id, bank_id, section_id)
    connection.execute(_ADD_DAY, (*day, *days, taken_ms))
    connection.execute(_ADD_SECTION, (*section, *sections, taken_ms))
    connection.execute(_ADD_TOTAL, (*total, *sections, taken_ms))
    if sign < 0:
        connection.execute(_DROP_DAY, day)
        connection.execute(_DROP_SECTION, section)
        connection.execute(_DROP_TOTAL, total)
    if is_tested and review.predicted_ppm is not None:
        place = (answer.learner_id, bank_id, min(review.predicted_ppm // PPM_PER_BIN, BINS - 1))
        connection.execute(_ADD_BIN, (*place, sign, sign * answer.rating.passed, sign * review.predicted_ppm))
        if sign < 0:
            connection.execute(_DROP_BIN, place)


class _Sort(NamedTuple):
    """All that decides in which columns an entry counts."""

    kind: ReviewKind
    rating: Rating
    new: bool
    tested: bool
    mature: bool


@lru_cache(maxsize=1024)
def _numbers(sort: _Sort, sign: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return what an entry adds to the columns of a day and of a section, but for the time taken."""
    passed = sort.rating.passed
    young, mature = sort.tested and not sort.mature, sort.tested and sort.mature
    days = (
        sort.new,
        *(sort.kind is kind for kind in COUNTED_KINDS),
        *(sort.rating is rating for rating in Rating),
        *(young, young and passed, mature, mature and passed),
    )
    sections = (True, not passed, sort.tested, sort.tested and passed)
    return tuple(sign * number for number in days), tuple(sign * number for number in sections)


def recount_sections(connection: Connection, bank_id: str) -> None:
    """Count a bank's sections again from the log: cards have moved, and their past goes with them."""
    kinds = ", ".join(str(int(kind)) for kind in COUNTED_KINDS)
    tests = "(kind = 1 OR (kind = 3 AND phase_before = 2))"
    connection.execute("DELETE FROM section_day WHERE bank_id = ?", (bank_id,))
    connection.execute(
        f"INSERT INTO section_day ({', '.join((*_SECTION, *SECTION_COLUMNS))})"
        " SELECT learner_id, study_day, c.bank_id, c.section_id, count(*), sum(rating = 1),"
        f" sum({tests}), sum({tests} AND rating > 1), sum(taken_ms)"
        " FROM (SELECT card_id, bank_id, section_id FROM card WHERE bank_id = ?) AS c JOIN review USING (card_id)"
        f" WHERE rating IS NOT NULL AND review.kind IN ({kinds}) AND {NOT_VOIDED} GROUP BY 1, 2, 3, 4",
        (bank_id,),
    )
    total_sections(connection, bank_id)


def total_sections(connection: Connection, bank_id: str | None = None) -> None:
    """Sum the daily figures of sections (of a bank) up over all days, in place of the sums that were there."""
    connection.execute("DELETE FROM section_total WHERE bank_id = ifnull(?, bank_id)", (bank_id,))
    sums = ", ".join(f"sum({name})" for name in SECTION_COLUMNS)
    connection.execute(
        f"INSERT INTO section_total ({', '.join((*_TOTAL, *SECTION_COLUMNS))})"
        f" SELECT {', '.join(_TOTAL)}, {sums} FROM section_day WHERE bank_id = ifnull(?, bank_id) GROUP BY 1, 2, 3",
        (bank_id,),
    )


def tested(review: Review) -> bool:
    """Tell whether an entry tests what was retained over an interval."""
    in_review = review.phase_before is CardPhase.REVIEW
    return review.kind is ReviewKind.REVIEW or (review.kind is ReviewKind.FILTERED and in_review)
