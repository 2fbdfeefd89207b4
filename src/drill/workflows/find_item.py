"""Find the made forms that hold an item: a withdrawn one may lie printed in a drawer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.errors import BadInputError, Problem
from drill.exam.record import from_record

if TYPE_CHECKING:
    from pathlib import Path

    from drill.model.exam import Making


@dataclass(frozen=True, slots=True)
class FoundItem:
    """One place of an item on a made form."""

    path: str
    exam: str
    form: str
    number: int
    fingerprint: str

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        return {
            "path": self.path,
            "exam": self.exam,
            "form": self.form,
            "number": self.number,
            "fingerprint": self.fingerprint,
        }


def find_item(item_id: str, folders: list[Path]) -> list[FoundItem]:
    """Return every place of an item on the forms made into `folders` (searched to any depth).

    Raises BadInputError for a folder that does not exist and for a forms.json that cannot be read.
    """
    problems = [
        Problem(str(folder), 0, "there is no such folder.", "Name a folder that `drill exam make` wrote to.")
        for folder in folders
        if not folder.exists()
    ]
    found: list[FoundItem] = []
    for path in sorted({path for folder in folders for path in folder.rglob("forms.json")}):
        try:
            making = from_record(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            problems.append(Problem(str(path), 0, f"cannot be read: {error}.", "Make the exam again."))
            continue
        found += _places(item_id, str(path), making)
    if problems:
        raise BadInputError(problems)
    return found


def _places(item_id: str, path: str, making: Making) -> list[FoundItem]:
    return [
        FoundItem(path, making.exam_title, form.code, entry.number, making.fingerprint)
        for form in making.forms
        for entry in form.items
        if entry.item.id == item_id
    ]
