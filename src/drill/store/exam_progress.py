"""What a learner has done since an exam plan began."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drill.model.learner import LearnerId, StudyDay
    from drill.store.opening import Store


def answers_to_known(store: Store, learner_id: LearnerId, bank_id: str, first_day: StudyDay) -> int:
    """Return how many answers a learner gave to known cards of a bank from `first_day` on: reviews and relearning."""
    sql = (
        "SELECT ifnull(sum(review + filtered + relearn), 0) FROM learner_day"
        " WHERE learner_id = ? AND bank_id = ? AND study_day >= ?"
    )
    with store.read() as connection:
        return int(connection.execute(sql, (learner_id, bank_id, first_day)).fetchone()[0])
