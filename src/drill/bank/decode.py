"""YAML nodes to frozen dataclasses, directed by the dataclasses' own annotations.

Every problem is collected with its line; a value that cannot be read comes back as None and the rest is read on. A
validation library would report most of this too, but not with the line, the neighbouring field and the next step, which
is what a trainer who edits a bank by hand lives on.
"""

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import yaml

from drill.bank.nodes import is_null, line_of
from drill.errors import Problem
from drill.model.ids import is_id
from drill.model.place import Place

T = TypeVar("T")

_MISSING = dataclasses.MISSING
_TRUE, _FALSE = {"true", "True", "yes"}, {"false", "False", "no"}
_NO_ID = "Run `drill bank ids BANK` to fill in ids."


@dataclasses.dataclass(frozen=True, slots=True)
class FieldPlan:
    """How one field of a record is read: its name, resolved type, and whether it may be left out."""

    name: str
    type: Any
    required: bool


@cache
def plan_of(record: type[Any]) -> tuple[FieldPlan, ...]:
    """Return how the fields of a dataclass are read, in their order."""
    hints = get_type_hints(record)
    return tuple(
        FieldPlan(f.name, hints[f.name], f.default is _MISSING and f.default_factory is _MISSING)
        for f in dataclasses.fields(record)
    )


class Decoder:
    """Reads the nodes of one file; gathers its problems and the place of every id."""

    def __init__(self, path: str, *, hidden: frozenset[tuple[type, str]] = frozenset()) -> None:
        """Start on the file `path`. `hidden` fields are set by drill and refused in a file."""
        self.path = path
        self.problems: list[Problem] = []
        self.places: list[tuple[str, Place]] = []
        self._hidden = hidden

    def problem(self, node: yaml.Node, message: str, hint: str) -> None:
        """Note a problem at `node`."""
        self.problems.append(Problem(self.path, line_of(node), message, hint))

    def record(self, node: yaml.Node, record: type[T], *, what: str) -> T | None:
        """Read a mapping as the dataclass `record`; `what` names it in messages ("fact")."""
        if not isinstance(node, yaml.MappingNode):
            self.problem(node, f"{what} should be a list of `name: value` lines.", "Check the indentation.")
            return None
        plans = {p.name: p for p in plan_of(typing.cast("type", record)) if (record, p.name) not in self._hidden}
        if own := next((v.value for n, v in node.value if n.value == "id" and isinstance(v.value, str)), ""):
            what = f"{what} {own}"
        incomplete = any(n.value == "incomplete" and v.value in _TRUE for n, v in node.value)
        values: dict[str, Any] = {}
        complete = True
        first = len(self.places)
        for name, value in node.value:
            plan = plans.get(name.value)
            if plan is None:
                self._unknown_field(name, what, list(plans))
                complete = False
                continue
            read = self.value(value, plan.type, what=f"`{plan.name}` of {what}", may_be_empty=incomplete)
            values[plan.name] = read
            complete = complete and read is not None
        for plan in plans.values():
            if plan.required and plan.name not in values:
                self._missing_field(node, what, plan.name)
                complete = False
        if isinstance(values.get("id"), str):  # In front of the records inside this one.
            self.places.insert(first, (values["id"], Place(self.path, line_of(node))))
        return record(**values) if complete else None

    def _unknown_field(self, name: yaml.Node, what: str, known: list[str]) -> None:
        near = difflib.get_close_matches(str(name.value), known, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(known)}."
        self.problem(name, f"{what} has no field `{name.value}`.", hint)

    def _missing_field(self, node: yaml.Node, what: str, name: str) -> None:
        hint = _NO_ID if name == "id" else f"Add `{name}:`."
        self.problem(node, f"{what} has no `{name}`.", hint)

    def value(self, node: yaml.Node, annotation: Any, *, what: str, may_be_empty: bool = False) -> Any:  # noqa: ANN401, PLR0911 - typed by the annotation it is given; one return a type
        """Read `node` as `annotation`; None where that fails (the problem is noted)."""
        origin = get_origin(annotation)
        if origin in {types.UnionType, typing.Union}:
            members = [a for a in get_args(annotation) if a is not type(None)]
            if len(members) > 1:
                return self._enum(node, members, what)
            annotation = members[0]
            origin = get_origin(annotation)
        if origin is tuple:
            return self._tuple(node, annotation, what)
        if dataclasses.is_dataclass(annotation):
            return self.record(node, annotation, what=what)  # type: ignore[arg-type] # is_dataclass also admits instances
        if hasattr(annotation, "_fields"):
            return self._pair(node, annotation, what)
        if not isinstance(node, yaml.ScalarNode):
            self.problem(node, f"{what} should be a single value.", "Put the text on the same line, quoted if needed.")
            return None
        if annotation is str:
            return self._text(node, what, may_be_empty=may_be_empty)
        if issubclass(annotation, Enum):
            return self._enum(node, [annotation], what)
        return self._number(node, annotation, what)

    def _text(self, node: yaml.ScalarNode, what: str, *, may_be_empty: bool) -> str | None:
        text = "" if is_null(node) else str(node.value).strip()
        is_own_id = what.startswith("`id` ")
        if not text and (is_own_id or not may_be_empty):
            hint = "Fill it in or delete the line; `incomplete: true` marks what the source cuts off."
            self.problem(node, f"{what} is empty.", _NO_ID if is_own_id else hint)
            return None
        if is_own_id and not is_id(text):
            hint = "Use a letter, then 3 to 31 small letters or digits; `drill bank ids BANK` makes them."
            self.problem(node, f"`{text}` is not an id.", hint)
            return None
        return text

    def _enum(self, node: yaml.Node, enums: list[type[Enum]], what: str) -> Enum | None:
        """Read a member of one of `enums`."""
        members = {str(member.value): member for enum in enums for member in enum}
        if isinstance(node.value, str) and node.value in members:
            return members[node.value]
        written = f"`{node.value}`" if isinstance(node, yaml.ScalarNode) else "a list"
        near = difflib.get_close_matches(str(node.value), members, n=1)
        hint = f"Did you mean `{near[0]}`?" if near else f"Use one of {', '.join(members)}."
        self.problem(node, f"{what} is {written}.", hint)
        return None

    def _number(self, node: yaml.ScalarNode, annotation: type, what: str) -> bool | float | None:
        if annotation is bool:
            if node.value in _TRUE | _FALSE:
                return node.value in _TRUE
            self.problem(node, f"{what} is `{node.value}`.", "Use true or false.")
            return None
        try:
            return annotation(node.value)  # type: ignore[no-any-return] # int or float
        except ValueError:
            wanted = "a whole number" if annotation is int else "a number"
            self.problem(node, f"{what} is `{node.value}`.", f"Use {wanted}.")
            return None

    def _tuple(self, node: yaml.Node, annotation: Any, what: str) -> tuple[Any, ...] | None:  # noqa: ANN401 - a tuple[...] annotation
        inner = get_args(annotation)
        if not isinstance(node, yaml.SequenceNode):
            self.problem(node, f"{what} should be a list.", "Begin each entry with `- `.")
            return None
        if len(inner) == 2 and inner[1] is not Ellipsis:
            if len(node.value) != 2:
                self.problem(node, f"{what} should hold two values, not {len(node.value)}.", "Write [left, right].")
                return None
            types_ = list(inner)
        else:
            types_ = [inner[0]] * len(node.value)
        entry = f"an entry in {what}" if types_ and types_[0] is str else _singular(what, inner[0])
        read = [self.value(child, kind, what=entry) for child, kind in zip(node.value, types_, strict=True)]
        return None if any(v is None for v in read) else tuple(read)

    def _pair(self, node: yaml.Node, annotation: Any, what: str) -> Any:  # noqa: ANN401 - a NamedTuple of integers
        read = self.value(node, tuple[int, ...], what=what)
        if read is None:
            return None
        if len(read) != len(annotation._fields) or not 0 <= read[0] <= read[-1]:
            names = ", ".join(annotation._fields)
            self.problem(node, f"{what} is {list(read)}.", f"Write [{names}], counted from 0, start first.")
            return None
        return annotation(*read)


def _singular(what: str, kind: Any) -> str:  # noqa: ANN401 - any annotation
    return kind.__name__.lower() if dataclasses.is_dataclass(kind) and isinstance(kind, type) else f"an entry in {what}"
