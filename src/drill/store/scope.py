"""A scope of statistics as conditions of a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.statistics import Scope
    from drill.store.connection import Row


class Conditions:
    """Conditions and their values, in order."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._values: list[object] = []

    def add(self, text: str, *values: object) -> None:
        """Add a condition with its values."""
        self._texts.append(text)
        self._values.extend(values)

    @property
    def where(self) -> str:
        """The WHERE clause, '' when everything is wanted."""
        return f" WHERE {' AND '.join(self._texts)}" if self._texts else ""

    @property
    def values(self) -> Row:
        """The values of the conditions."""
        return tuple(self._values)


def of_days(scope: Scope, table: str) -> Conditions:
    """Return the conditions on a table of daily figures."""
    found = of_learners(scope, table)
    if scope.bank_id:
        found.add(f"{table}.bank_id = ?", scope.bank_id)
    if scope.first_day is not None:
        found.add(f"{table}.study_day >= ?", scope.first_day)
    if scope.last_day is not None:
        found.add(f"{table}.study_day <= ?", scope.last_day)
    if scope.chapter_id:
        found.add(
            f"{table}.section_id IN (SELECT entry_id FROM outline WHERE level = 2 AND parent_id = ?)", scope.chapter_id
        )
    return found


def of_states(scope: Scope, table: str) -> Conditions:
    """Return the conditions on a table of card states; retired cards are left out, days do not matter."""
    found = of_learners(scope, table)
    if scope.bank_id or scope.chapter_id:
        found.add(
            f"{table}.card_id IN (SELECT card_id FROM card WHERE retired_at_ms IS NULL"
            " AND bank_id = ifnull(nullif(?, ''), bank_id) AND chapter_id = ifnull(nullif(?, ''), chapter_id))",
            scope.bank_id,
            scope.chapter_id,
        )
    else:
        # The first half is asked once, the second for every row: most stores have no retired card.
        found.add(
            f"(NOT EXISTS (SELECT 1 FROM card WHERE retired_at_ms IS NOT NULL)"
            f" OR {table}.card_id NOT IN (SELECT card_id FROM card WHERE retired_at_ms IS NOT NULL))"
        )
    return found


def of_active(scope: Scope, table: str) -> Conditions:
    """Return the conditions on a table of card states, of learners who have not retired."""
    found = of_states(scope, table)
    found.add(
        "(NOT EXISTS (SELECT 1 FROM learner WHERE retired_at_ms IS NOT NULL)"
        f" OR {table}.learner_id NOT IN (SELECT learner_id FROM learner WHERE retired_at_ms IS NOT NULL))"
    )
    return found


def of_learners(scope: Scope, table: str) -> Conditions:
    """Return the conditions on whose rows of a table count."""
    found = Conditions()
    if scope.learner_id is not None:
        found.add(f"{table}.learner_id = ?", scope.learner_id)
    if scope.group is not None:
        found.add(f"{table}.learner_id IN (SELECT learner_id FROM learner WHERE group_name = ?)", scope.group)
    return found
