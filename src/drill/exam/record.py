"""A making as plain data and back: what `forms.json` holds, described in docs/forms-json.md.

The record is self-contained: marking and statistics read it long after the bank has moved on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drill.errors import DrillError
from drill.exam.item_record import item_entry, item_from
from drill.exam.paper import paper_of, with_fingerprint
from drill.model.bank import Blueprint
from drill.model.exam import Form, Making

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION = 1


class RecordError(DrillError, ValueError):
    """A forms.json cannot be read: it is of another version, or not what drill wrote."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"not a forms.json that this version of drill can read: {fault}. Make the exam again.")


def to_record(making: Making) -> dict[str, object]:
    """Return `making` as JSON-able data; `from_record` gives an equal making back."""
    paper = making.papers[0]
    return {
        "schema_version": SCHEMA_VERSION,
        "fingerprint": making.fingerprint,
        "seed": making.seed,
        "bank": {"id": making.bank_id, "version": making.bank_version},
        "exam": {
            "id": making.exam_id,
            "name": making.exam_name,
            "title": making.exam_title,
            "minutes": paper.minutes,
            "points": paper.points,
            "pass_points": paper.pass_points,
            "instructions": list(paper.instructions),
        },
        "forms": [{"code": form.code, "items": [item_entry(entry) for entry in form.items]} for form in making.forms],
    }


def from_record(data: Mapping[str, Any]) -> Making:
    """Return the making that `data` records. Raises RecordError when it is not a record of this version."""
    try:
        version = data["schema_version"]
        if version == SCHEMA_VERSION:
            return _making(data)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        fault = f"{type(error).__name__}: {error}"
        raise RecordError(fault) from error
    fault = f"its version is {version}, not {SCHEMA_VERSION}"
    raise RecordError(fault)


def _making(data: Mapping[str, Any]) -> Making:
    exam = data["exam"]
    forms = tuple(
        Form(code=form["code"], items=tuple(item_from(entry) for entry in form["items"])) for form in data["forms"]
    )
    # A paper's head needs no quotas, and its parts are told by the items.
    head = Blueprint(
        id=exam["id"],
        name=exam["name"],
        title=exam["title"],
        minutes=exam["minutes"],
        pass_points=exam["pass_points"],
        instructions=tuple(exam["instructions"]),
        kinds=(),
    )
    return Making(
        bank_id=data["bank"]["id"],
        bank_version=data["bank"]["version"],
        exam_id=exam["id"],
        exam_name=exam["name"],
        exam_title=exam["title"],
        seed=data["seed"],
        fingerprint=data["fingerprint"],
        forms=forms,
        papers=with_fingerprint((paper_of(form, head) for form in forms), data["fingerprint"]),
    )
