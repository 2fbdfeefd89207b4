"""Make an exam: papers, answer key and forms.json as one set, in one folder."""

from __future__ import annotations

import difflib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.exam.facility import Measured, with_measured
from drill.exam.making import make_exam
from drill.exam.record import to_record
from drill.files.atomic import write_folder
from drill.files.bank_folder import load_bank
from drill.files.lock import locked
from drill.render.exam_html import student_html
from drill.render.exam_pdf import answer_key_pdf, student_pdf
from drill.store.exam_links import measured_facilities
from drill.store.opening import open_store
from drill.text.script import Script, convert_strings
from drill.workflows.export import json_text
from drill.workflows.generated import GeneratedBank, converter_for, fact_references, generate_bank
from drill.workflows.made import Made

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from drill.model.bank import Bank, Blueprint
    from drill.model.exam import Making

TRAINER = "trainer-only"
EARLIER = f"{TRAINER}/earlier"
FORMS = f"{TRAINER}/forms.json"


class UnknownExamError(DrillError):
    """The bank has no exam of that name."""

    def __init__(self, name: str, bank: Bank) -> None:
        names = [exam.name for exam in bank.exams]
        near = difflib.get_close_matches(name, names, n=1)
        known = f"It has {', '.join(names)}." if names else "Add a blueprint under exams/."
        super().__init__(f"bank {bank.id} has no exam `{name}`. {f'Did you mean `{near[0]}`?' if near else known}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamRequest:
    """Which exam to make, of which bank, how often, and where to.

    `database` is the store to look for measured facilities in (None: nowhere).
    """

    root: Path
    exam: str
    output: Path
    forms: int
    seed: int
    script: str
    database: Path | None = None


@dataclass(frozen=True, slots=True)
class ExamFiles:
    """The files of one making, ready to be written, and the rows that tell what they are."""

    making: Making
    files: dict[str, bytes]
    rows: tuple[tuple[str, str, str], ...]


def find_exam(bank: Bank, name: str) -> Blueprint:
    """Return the blueprint with the given name or id. Raises UnknownExamError."""
    for exam in bank.exams:
        if name in {exam.name, exam.id}:
            return exam
    raise UnknownExamError(name, bank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How many forms to draw, with which seed, for which script; `measured` facilities by item id."""

    forms: int
    seed: int
    script: Script
    measured: Mapping[str, Measured] = field(default_factory=dict)


def exam_files(made: GeneratedBank, exam: Blueprint, drawing: Drawing, step: Callable[[str], None]) -> ExamFiles:
    """Return every file of one making of `exam`. Raises a DrillError that names each shortage if quotas cannot be met.

    Forms are assembled on the bank's own texts and converted afterwards, so the papers of two scripts with one seed
    are the same papers, with the same fingerprint and key.
    """
    step(f"{exam.name}: forms")
    pool = with_measured(made.items, drawing.measured)
    making = make_exam(made.bank, exam, pool, forms=drawing.forms, seed=drawing.seed)
    language, converter = converter_for(made.bank, drawing.script)
    shown = convert_strings(making, converter)
    references = {own: convert_strings(place, converter) for own, place in fact_references(made.bank).items()}
    files: dict[str, bytes] = {}
    rows: list[tuple[str, str, str]] = []
    for paper in shown.papers:
        step(f"{exam.name}: form {paper.code}")
        count = sum(len(part.questions) for part in paper.parts)
        holds = f"{count} items, {paper.points} points, {paper.minutes} min"
        for suffix, render, purpose in (
            ("pdf", student_pdf, "print"),
            ("html", student_html, "show or print from a browser"),
        ):
            name = f"form-{paper.code}.{suffix}"
            files[name] = render(paper, language)
            rows.append((name, f"paper {paper.code}, to {purpose}", holds))
    step(f"{exam.name}: answer key")
    files[f"{TRAINER}/answer-key.pdf"] = answer_key_pdf(shown, references, language)
    files[FORMS] = (json.dumps(to_record(shown), ensure_ascii=False, indent=1) + "\n").encode()
    files[f"{TRAINER}/bank.json"] = json_text(made, drawing.script).encode()
    known = {entry.item.id for form in making.forms for entry in form.items} & set(drawing.measured)
    holds = f"{len(shown.forms)} forms, fingerprint {shown.fingerprint}"
    holds += f", facility of {len(known)} items as measured" if known else ""
    rows += [
        (f"{TRAINER}/answer-key.pdf", "answers, rationales and sources, for trainers", holds),
        (FORMS, "items, order and key of each form, for marking and statistics", holds),
        (f"{TRAINER}/bank.json", "the bank with all cards and items, for other programs", _bank_counts(made)),
    ]
    return ExamFiles(making, files, tuple(rows))


def _bank_counts(made: GeneratedBank) -> str:
    return f"{len(made.bank.facts)} facts, {len(made.cards)} cards, {len(made.items)} items"


def save_exam(folder: Path, exam: ExamFiles) -> tuple[Made, ...]:
    """Write a making into `folder` as one set; an earlier making with other papers is kept under `earlier/`.

    Papers of the earlier making may be printed already: its key and forms.json must stay to mark them.
    """
    with locked(folder):
        kept = _earlier_making(folder, exam.making.fingerprint)
        write_folder(folder, {**kept, **exam.files}, replaced=_set_names(folder))
    return tuple(Made(str(folder / name), purpose, holds) for name, purpose, holds in exam.rows)


def _set_names(folder: Path) -> set[str]:
    """Return the names of the files in `folder` that belong to a making."""
    papers = {path.name for suffix in ("pdf", "html") for path in folder.glob(f"form-*.{suffix}")}
    return papers | {f"{TRAINER}/answer-key.pdf", FORMS, f"{TRAINER}/bank.json"}


def _earlier_making(folder: Path, fingerprint: str) -> dict[str, bytes]:
    """Return the files of the making that stands in `folder`, under their new names, if its papers are others."""
    present = {name: folder / name for name in _set_names(folder) if (folder / name).is_file()}
    if not present:
        return {}
    earlier = _fingerprint(folder / FORMS) or "unknown"
    if earlier == fingerprint:
        return {}
    return {f"{EARLIER}/{earlier}/{path.name}": path.read_bytes() for path in present.values()}


def _fingerprint(path: Path) -> str:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    found = data.get("fingerprint", "") if isinstance(data, dict) else ""
    return found if isinstance(found, str) and found.isalnum() else ""


def make_exam_folder(request: ExamRequest, step: Callable[[str], None]) -> tuple[Made, ...]:
    """Make one exam and write its set of files into the folder asked for."""
    made = generate_bank(request.root, step)
    exam = find_exam(made.bank, request.exam)
    measured = _measured(request.database, made.bank.id)
    drawing = Drawing(forms=request.forms, seed=request.seed, script=Script(request.script), measured=measured)
    files = exam_files(made, exam, drawing, step)
    return save_exam(request.output, files)


def _measured(database: Path | None, bank_id: str) -> dict[str, Measured]:
    """Return the facilities that examinees have shown; none where there is no store."""
    if database is None:
        return {}
    with open_store(database) as store:
        found = measured_facilities(store, bank_id)
    return {item_id: Measured(facility, responses) for item_id, (facility, responses) in found.items()}


@dataclass(frozen=True, slots=True)
class ExamRow:
    """One exam of a bank, for a listing."""

    name: str
    title: str
    items: int
    points: int
    minutes: int

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        return {
            "name": self.name,
            "title": self.title,
            "items": self.items,
            "points": self.points,
            "minutes": self.minutes,
        }


def list_exams(root: Path) -> list[ExamRow]:
    """Return the exams of the bank in `root`."""
    bank = load_bank(root).bank
    return [ExamRow(exam.name, exam.title, exam.item_count, exam.points, exam.minutes) for exam in bank.exams]
