"""Readings and decisions as JSON, and back.

A reading is one JSON document, decisions are one line each, so that a decision costs one appended line.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drill.errors import BadInputError, Problem
from drill.model.bank import FactKind, FactSource, Span
from drill.model.draft import (
    Accept,
    Claim,
    Draft,
    Edit,
    Entry,
    Known,
    Leftover,
    Make,
    Mark,
    Merge,
    Move,
    Reading,
    Reject,
    Reopen,
    RepairMark,
    SourceLine,
    Split,
    Standing,
    Undo,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1
_HINT = "Restore it from a copy, or move it away to start the review anew; the facts in the bank are not in danger."
_NAMES: dict[type, str] = {
    Accept: "accept",
    Reject: "reject",
    Reopen: "reopen",
    Edit: "edit",
    Split: "split",
    Merge: "merge",
    Move: "move",
    Make: "make",
    Undo: "undo",
}
_KINDS = {name: kind for kind, name in _NAMES.items()}
# What else reading malformed JSON data raises.
_MALFORMED = (KeyError, ValueError, TypeError, AttributeError)

# Plain JSON data, whose shape is only known once it is read.
Plain = Any


def format_entry(entry: Entry) -> str:
    """Return a decision as one line of JSON, without its line end."""
    return json.dumps({"do": _NAMES[type(entry)], **asdict(entry)}, ensure_ascii=False)


def parse_entries(lines: Iterable[str], path: str) -> tuple[Entry, ...]:
    """Read the lines that `format_entry` made; `path` is for messages. Raises BadInputError with every bad line."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        try:
            entries.append(_entry(json.loads(line)))
        except _MALFORMED:
            problems.append(Problem(path, number, "this is no decision.", _HINT))
    if problems:
        raise BadInputError(problems)
    return tuple(entries)


def _entry(plain: Plain) -> Entry:
    values = {name: value for name, value in plain.items() if name != "do"}
    for name in ("claim", "first", "second"):
        if name in values:
            values[name] = _claim(values[name])
    if "ids" in values:
        values["ids"] = tuple(values["ids"])
    entry: Entry = _KINDS[plain["do"]](**values)
    return entry


def format_reading(reading: Reading) -> str:
    """Return a reading as JSON, one draft a line."""
    plain = {"format": FORMAT, **asdict(reading)}
    parts = []
    for name, value in plain.items():
        if isinstance(value, (list, tuple)) and value:
            rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f"{json.dumps(name)}: [\n{rows}\n]")
        else:
            parts.append(f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return "{" + ",\n".join(parts) + "}\n"


def parse_reading(text: str, path: str) -> Reading:
    """Read what `format_reading` wrote; `path` is for messages. Raises BadInputError."""
    try:
        plain = json.loads(text)
        if plain["format"] > FORMAT:
            message = f"these drafts have format {plain['format']}; this drill reads format {FORMAT}."
            raise BadInputError([Problem(path, 0, message, "Install a newer drill.")])
        return _reading(plain)
    except _MALFORMED as error:
        raise BadInputError([Problem(path, 0, "this is no file of drafts.", _HINT)]) from error


def _reading(plain: Plain) -> Reading:
    return Reading(
        source=plain["source"],
        document=plain["document"],
        sha256=plain["sha256"],
        title=plain["title"],
        number=plain["number"],
        drafts=tuple(_draft(row) for row in plain["drafts"]),
        leftovers=tuple(Leftover(row["text"], row["reason"], _marks(row["marks"])) for row in plain["leftovers"]),
        lines=tuple(SourceLine(row["text"], row["page"]) for row in plain["lines"]),
        repairs=tuple(RepairMark(Mark(*row["mark"]), row["after"]) for row in plain["repairs"]),
        known=tuple(Known(row["id"], _claim(row["claim"]), row["guessed"]) for row in plain["known"]),
        refused=tuple(_claim(row) for row in plain["refused"]),
        problems=tuple(plain["problems"]),
    )


def _draft(row: Plain) -> Draft:
    return Draft(
        id=row["id"],
        claim=_claim(row["claim"]),
        confidence=row["confidence"],
        order=row["order"],
        source=_source(row["source"]),
        term=_marks(row["term"]),
        statement=_marks(row["statement"]),
        standing=Standing(row["standing"]),
        theirs=_claim(row["theirs"]) if row["theirs"] else None,
        ours=_claim(row["ours"]) if row["ours"] else None,
        verdict=Verdict(row["verdict"]),
    )


def _source(row: Plain) -> FactSource | None:
    if row is None:
        return None
    spans = {name: Span(*row[name]) if row[name] else None for name in ("term", "statement")}
    return FactSource(document=row["document"], page=row["page"], **spans)


def _claim(row: Plain) -> Claim:
    return Claim(**{**row, "kind": FactKind(row["kind"])})


def _marks(rows: Plain) -> tuple[Mark, ...]:
    return tuple(Mark(*row) for row in rows)
