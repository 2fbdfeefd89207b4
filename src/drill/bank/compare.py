"""The differences between two states of one bank, record by record."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from drill.bank.plain import to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.model.bank import Bank


class ChangeKind(StrEnum):
    """What happened to a record."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a changed record, before and after, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A record that differs: its type, id, a title to recognise it by, and the fields that changed."""

    kind: ChangeKind
    record: str
    id: str
    title: str
    fields: tuple[FieldChange, ...] = ()

    def lines(self) -> list[str]:
        """Return the change as lines for a person."""
        head = " ".join(filter(None, (self.kind.value, self.record, self.id, self.title)))
        return [head, *(f"  {f.name}: {f.before or '(empty)'} → {f.after or '(empty)'}" for f in self.fields)]

    def as_json(self) -> dict[str, object]:
        """Return the change as plain data."""
        fields = [{"name": f.name, "before": f.before, "after": f.after} for f in self.fields]
        return {"kind": self.kind.value, "record": self.record, "id": self.id, "title": self.title, "fields": fields}


@dataclass(frozen=True, slots=True)
class _Listed:
    """A record with an id, where it belongs, and its own fields as text (records inside it are listed apart)."""

    record: str
    title: str
    parent: str
    before: str
    fields: dict[str, str]


def compare_banks(before: Bank, after: Bank) -> list[Change]:
    """Return every record that is new, changed, moved or gone, in the order of `after`, what is gone last."""
    old, new = dict(_listed(before)), dict(_listed(after))
    changes = []
    for own, record in new.items():
        if own not in old:
            changes.append(Change(ChangeKind.NEW, record.record, own, record.title))
        elif fields := _changed_fields(old[own].fields, record.fields):
            changes.append(Change(ChangeKind.CHANGED, record.record, own, record.title, fields))
        # Exams stand in files of their own, in no order.
        if own in old and record.record != "blueprint" and _moved(old, new, own):
            changes.append(Change(ChangeKind.MOVED, record.record, own, record.title))
    return changes + [Change(ChangeKind.GONE, r.record, own, r.title) for own, r in old.items() if own not in new]


def _moved(old: dict[str, _Listed], new: dict[str, _Listed], own: str) -> bool:
    """Tell whether a record has another parent, or other kept neighbours in front of it."""
    return old[own].parent != new[own].parent or _front(old, new, own) != _front(new, old, own)


def _front(records: dict[str, _Listed], others: dict[str, _Listed], own: str) -> str:
    """Return the nearest record in front of `own` that both states have under the same parent."""
    parent = records[own].parent
    front = records[own].before
    while front and not (front in others and others[front].parent == parent):
        front = records[front].before
    return front


def _changed_fields(before: dict[str, str], after: dict[str, str]) -> tuple[FieldChange, ...]:
    names = [*after, *(name for name in before if name not in after)]
    return tuple(
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def _listed(bank: Bank) -> Iterator[tuple[str, _Listed]]:
    for group in (bank.chapters, bank.items, bank.exams):
        yield from _records(group, "")


def _records(records: tuple[object, ...], parent: str) -> Iterator[tuple[str, _Listed]]:
    front = ""
    for record in records:
        own: str = record.id  # type: ignore[attr-defined] # only records with an id are passed in
        title = next(
            (str(getattr(record, n)) for n in ("term", "title", "ask", "text", "stem") if hasattr(record, n)), ""
        )
        name = type(record).__name__.lower()
        yield own, _Listed(name, title[:24], parent, front, _own_fields(record))
        front = own
        for children in _child_records(record):
            yield from _records(children, own)


def _child_records(record: object) -> Iterator[tuple[object, ...]]:
    """Yield the lists of records with ids inside a record, those within `generate` included."""
    for field in dataclasses.fields(record):  # type: ignore[arg-type] # any dataclass instance
        value = getattr(record, field.name)
        if isinstance(value, tuple) and value and hasattr(value[0], "id"):
            yield value
        elif dataclasses.is_dataclass(value):
            yield from _child_records(value)


def _own_fields(record: object) -> dict[str, str]:
    fields = {}
    for name, value in to_plain(record).items():
        if name == "id" or (isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]):
            continue
        if name == "generate" and isinstance(value, dict):
            value = {inner: entry for inner, entry in value.items() if inner != "clozes"}  # noqa: PLW2901 - the clozes are listed apart
        if value not in ({}, []):
            fields[name] = str(value)
    return fields
