"""What ties exams to cards and to new forms: the cards behind facts, corrected keys, and measured facilities."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from drill.model.deck import CardId

if TYPE_CHECKING:
    from collections.abc import Collection

    from drill.model.attempt import FormId, RecordedForm
    from drill.store.opening import Store


def cards_behind(store: Store, bank_id: str, fact_ids: Collection[str]) -> dict[str, tuple[CardId, ...]]:
    """Return the cards in use behind each of these facts of a bank, in the bank's order."""
    sql = (
        "SELECT f.fact_id, c.card_id FROM card_fact AS f JOIN card AS c USING (card_id)"
        " WHERE f.fact_id IN (SELECT value FROM json_each(?)) AND c.bank_id = ? AND c.retired_at_ms IS NULL"
        " ORDER BY c.position, c.card_id"
    )
    found: dict[str, list[CardId]] = defaultdict(list)
    with store.read() as connection:
        for fact_id, card_id in connection.execute(sql, (json.dumps(sorted(fact_ids)), bank_id)):
            found[fact_id].append(CardId(card_id))
    return {fact_id: tuple(cards) for fact_id, cards in found.items()}


def correct_form(store: Store, form_id: FormId, form: RecordedForm) -> None:
    """Let a kept form have the keys, points and facts of `form`, whose papers are the same."""
    with store.write() as connection:
        connection.execute(
            "UPDATE exam_form SET points = ?, pass_points = ? WHERE form_id = ?",
            (form.points, form.pass_points, form_id),
        )
        connection.executemany(
            "UPDATE form_item SET key = ?, points = ?, fact_ids = ? WHERE form_id = ? AND number = ?",
            [(item.key, item.points, json.dumps(item.fact_ids), form_id, item.number) for item in form.items],
        )


def measured_facilities(store: Store, bank_id: str) -> dict[str, tuple[float, int]]:
    """Return, for each item of a bank that was responded to, the mean share of its points and how many responses.

    Attempts that were corrected count as corrected.
    """
    sql = (
        "SELECT r.item_id, avg(r.points / i.points), count(*) FROM exam_form AS f"
        " JOIN attempt AS a USING (form_id) JOIN response AS r USING (attempt_id)"
        " JOIN form_item AS i ON i.form_id = a.form_id AND i.number = r.number"
        " WHERE f.bank_id = ? AND NOT EXISTS (SELECT 1 FROM attempt AS b WHERE b.replaces_attempt_id = a.attempt_id)"
        " GROUP BY r.item_id"
    )
    with store.read() as connection:
        rows = connection.execute(sql, (bank_id,)).fetchall()
    return {item_id: (facility, count) for item_id, facility, count in rows}
