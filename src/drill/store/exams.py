"""Printed forms, attempts at them, and responses: kept as they were given, each paper once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from drill.model.attempt import Attempt, AttemptId, FormId, RecordedForm, RecordedItem, RecordedResponse
from drill.model.bank import ItemKind

if TYPE_CHECKING:
    from drill.model.learner import LearnerId
    from drill.store.connection import Connection, Row
    from drill.store.opening import Store

_FORM: Final = "bank_id, exam_id, exam_name, fingerprint, code, points, pass_points"
_ATTEMPT: Final = (
    "attempt_id, operation_id, form_id, learner_id, study_day, points, taken_ms, recorded_at_ms, replaces_attempt_id"
)
_NOT_REPLACED: Final = (
    "attempt_id NOT IN (SELECT replaces_attempt_id FROM attempt WHERE replaces_attempt_id IS NOT NULL)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What came of recording an attempt; `repeated` says it was there already and nothing changed."""

    attempt_id: AttemptId
    repeated: bool = False


def save_form(store: Store, form: RecordedForm) -> FormId:
    """Keep a printed form, known by fingerprint and code, and return its id; one that is there already stays."""
    with store.write() as connection:
        known = _form_id(connection, form.fingerprint, form.code)
        if known is not None:
            return known
        rows = connection.execute(
            f"INSERT INTO exam_form ({_FORM}) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING form_id",
            (
                form.bank_id,
                form.exam_id,
                form.exam_name,
                form.fingerprint,
                form.code,
                form.points,
                form.pass_points,
            ),
        ).fetchall()
        form_id = FormId(rows[0][0])
        connection.executemany(
            "INSERT INTO form_item (form_id, number, item_id, kind, points, key, option_order, fact_ids)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [_item_row(form_id, item) for item in form.items],
        )
    return form_id


def find_form(store: Store, fingerprint: str, code: str) -> FormId | None:
    """Return the id of the form of that fingerprint and code, if it was kept."""
    with store.read() as connection:
        return _form_id(connection, fingerprint, code)


def forms(store: Store, bank_id: str | None = None) -> dict[FormId, RecordedForm]:
    """Return the kept forms (of a bank) with their items."""
    sql = f"SELECT form_id, {_FORM} FROM exam_form WHERE bank_id = ifnull(?, bank_id) ORDER BY form_id"
    with store.read() as connection:
        rows = connection.execute(sql, (bank_id,)).fetchall()
        return {FormId(row[0]): _form(row[1:], _items(connection, row[0])) for row in rows}


def record_attempt(store: Store, attempt: Attempt) -> TakenIn:
    """Append an attempt with its responses; a repeated operation id changes nothing."""
    with store.write() as connection:
        known = connection.execute(
            "SELECT attempt_id FROM attempt WHERE operation_id = ?", (attempt.operation_id,)
        ).fetchone()
        if known is not None:
            return TakenIn(attempt_id=AttemptId(known[0]), repeated=True)
        names = _ATTEMPT.removeprefix("attempt_id, ")
        rows = connection.execute(
            f"INSERT INTO attempt ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING attempt_id",
            (
                attempt.operation_id,
                attempt.form_id,
                attempt.learner_id,
                attempt.study_day,
                attempt.points,
                attempt.taken_ms,
                attempt.recorded_at_ms,
                attempt.replaces,
            ),
        ).fetchall()
        attempt_id = AttemptId(rows[0][0])
        connection.executemany(
            "INSERT INTO response (attempt_id, number, item_id, raw, letters, points, right, taken_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [_response_row(attempt_id, response) for response in attempt.responses],
        )
    return TakenIn(attempt_id=attempt_id)


def attempts(
    store: Store, *, learner_id: LearnerId | None = None, bank_id: str | None = None, replaced: bool = False
) -> tuple[Attempt, ...]:
    """Return attempts with their responses (of a learner, at a bank's exams), corrected ones only on request."""
    sql = (
        f"SELECT {_ATTEMPT} FROM attempt WHERE learner_id = ifnull(?, learner_id)"
        " AND form_id IN (SELECT form_id FROM exam_form WHERE bank_id = ifnull(?, bank_id))"
        f"{'' if replaced else f' AND {_NOT_REPLACED}'} ORDER BY attempt_id"
    )
    with store.read() as connection:
        rows = connection.execute(sql, (learner_id, bank_id)).fetchall()
        return tuple(_attempt(row, _responses(connection, row[0])) for row in rows)


def _form_id(connection: Connection, fingerprint: str, code: str) -> FormId | None:
    sql = "SELECT form_id FROM exam_form WHERE fingerprint = ? AND code = ?"
    row = connection.execute(sql, (fingerprint, code)).fetchone()
    return None if row is None else FormId(row[0])


def _item_row(form_id: FormId, item: RecordedItem) -> Row:
    return (
        form_id,
        item.number,
        item.item_id,
        item.kind.value,
        item.points,
        item.key,
        json.dumps(item.option_order),
        json.dumps(item.fact_ids),
    )


def _items(connection: Connection, form_id: int) -> tuple[RecordedItem, ...]:
    rows = connection.execute(
        "SELECT number, item_id, kind, points, key, option_order, fact_ids FROM form_item WHERE form_id = ?"
        " ORDER BY number",
        (form_id,),
    ).fetchall()
    return tuple(
        RecordedItem(
            number=row[0],
            item_id=row[1],
            kind=ItemKind(row[2]),
            points=row[3],
            key=row[4],
            option_order=tuple(json.loads(row[5])),
            fact_ids=tuple(json.loads(row[6])),
        )
        for row in rows
    )


def _form(row: Row, items: tuple[RecordedItem, ...]) -> RecordedForm:
    return RecordedForm(
        bank_id=row[0],
        exam_id=row[1],
        exam_name=row[2],
        fingerprint=row[3],
        code=row[4],
        points=row[5],
        pass_points=row[6],
        items=items,
    )


def _response_row(attempt_id: AttemptId, response: RecordedResponse) -> Row:
    return (
        attempt_id,
        response.number,
        response.item_id,
        response.raw,
        response.letters,
        response.points,
        response.right,
        response.taken_ms,
    )


def _responses(connection: Connection, attempt_id: int) -> tuple[RecordedResponse, ...]:
    rows = connection.execute(
        "SELECT number, item_id, raw, letters, points, right, taken_ms FROM response WHERE attempt_id = ?"
        " ORDER BY number",
        (attempt_id,),
    ).fetchall()
    return tuple(
        RecordedResponse(
            number=row[0],
            item_id=row[1],
            raw=row[2],
            letters=row[3],
            points=row[4],
            right=None if row[5] is None else bool(row[5]),
            taken_ms=row[6],
        )
        for row in rows
    )


def _attempt(row: Row, responses: tuple[RecordedResponse, ...]) -> Attempt:
    return Attempt(
        id=AttemptId(row[0]),
        operation_id=row[1],
        form_id=FormId(row[2]),
        learner_id=row[3],
        study_day=row[4],
        points=row[5],
        taken_ms=row[6],
        recorded_at_ms=row[7],
        replaces=None if row[8] is None else AttemptId(row[8]),
        responses=responses,
    )
