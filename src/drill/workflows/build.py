"""Everything a bank yields, in one go: the deck, and every exam with its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.files.atomic import write_atomically
from drill.files.lock import locked
from drill.text.script import Script
from drill.workflows.export import make_deck, save_ledger
from drill.workflows.generated import generate_bank
from drill.workflows.made import Made
from drill.workflows.make_exam import Drawing, exam_files, save_exam

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drill.generate.draft import Shortage


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """Which bank to build, into which folder, in which script, how many forms of each exam, with which seed."""

    root: Path
    output: Path
    script: str
    forms: int
    seed: int


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made, what a person should know about it, and what to type next."""

    made: tuple[Made, ...]
    remarks: tuple[str, ...]
    next_commands: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, object]:
        """Return the report as plain data."""
        return {"made": [made.as_json() for made in self.made], "remarks": list(self.remarks)}


def build_bank(request: BuildRequest, step: Callable[[str], None]) -> BuildReport:
    """Build the deck and every exam of a bank. Everything is computed before the first file is written."""
    with locked(request.root):
        return _build(request, step)


def _build(request: BuildRequest, step: Callable[[str], None]) -> BuildReport:
    made = generate_bank(request.root, step)
    script = Script(request.script)
    suffix = "" if script is Script.HANS else f"-{script.value}"
    step("deck")
    deck = make_deck(made, script)
    drawing = Drawing(forms=request.forms, seed=request.seed, script=script)
    exams = [exam_files(made, exam, drawing, step) for exam in made.bank.exams]
    step("writing")
    package = request.output / f"{request.root.resolve().name}{suffix}.apkg"
    save_ledger(request.root, deck)
    write_atomically(package, deck.package)
    rows = [Made(str(package), "deck for phones, to import into Anki", deck.counts)]
    for exam in exams:
        rows += save_exam(request.output / f"{exam.making.exam_name}{suffix}", exam)
    return BuildReport(
        tuple(rows),
        (*deck.remarks, *_shortage_remarks(made.shortages)),
        _next_commands(request, exams[0].making.exam_name if exams else ""),
    )


def _shortage_remarks(shortages: tuple[Shortage, ...]) -> tuple[str, ...]:
    if not shortages:
        return ()
    places = len({shortage.fact_id for shortage in shortages})
    return (f"{places} facts or sections yield less than they could; `drill check --all` names what each lacks.",)


def _next_commands(request: BuildRequest, exam: str) -> tuple[tuple[str, str], ...]:
    script = "" if request.script == Script.HANS else f" --script {request.script}"
    check = (f"check {request.root}", "is every card and question sound?")
    if not exam:
        return (check, (f"export anki {request.root} -o deck.apkg{script}", "the deck alone"))
    output = request.output / f"{exam}-{request.seed + 1}"
    make = f"exam make {request.root} --exam {exam} --forms 2 --seed {request.seed + 1}{script} -o {output}"
    return (check, (make, "two more papers, drawn anew (some questions may come again)"))
