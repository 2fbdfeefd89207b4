"""Take in what came back from an exam: every row is sound and taken in, or none is and each fault is told."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from drill.errors import BadInputError, DrillError, Problem
from drill.exam.given import UnreadableResponseError
from drill.exam.record import from_record
from drill.exam.recording import recorded_form, recorded_response
from drill.exam.response_table import read_papers
from drill.files.clock import now_seconds
from drill.files.rows import read_rows
from drill.model.attempt import Attempt
from drill.model.review import operation_id
from drill.schedule.study_day import study_day
from drill.store.exam_links import correct_form
from drill.store.exams import attempts, forms, record_attempt, save_form
from drill.store.learners import find_learner, learners
from drill.store.opening import open_store
from drill.store.refusal import NoLearnerError
from drill.workflows.exam_loop import Mistakes, bring_forward, wrong_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from drill.exam.response_table import GivenPaper
    from drill.model.attempt import AttemptId, FormId, RecordedForm, RecordedResponse
    from drill.model.deck import ExamMistakes
    from drill.model.exam import Form, Making
    from drill.model.learner import Learner, StudyDay
    from drill.store.opening import Store


class PaperStatus(StrEnum):
    """What recording did with a paper."""

    NEW = "new"
    KNOWN = "known"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRequest:
    """Which responses to which forms to take into which store.

    `day` is the exam's, where the table gives none. Without `correct`, a paper that is there already with other
    responses is a fault. `mistakes` overrides what decks say about wrong answers.
    """

    database: Path
    forms: Path
    responses: Path
    day: StudyDay | None = None
    correct: bool = False
    mistakes: ExamMistakes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRow:
    """One learner's paper and its score; `forward` counts the cards that came forward because of it."""

    learner: str
    staff_number: str
    group: str
    form: str
    day: StudyDay
    points: float
    of: int
    passed: bool | None
    right: int
    wrong: int
    blank: int
    forward: int
    status: PaperStatus

    def as_json(self) -> dict[str, object]:
        """Return the row as plain data."""
        return {
            "learner": self.learner,
            "staff_number": self.staff_number,
            "group": self.group,
            "form": self.form,
            "study_day": self.day,
            "points": self.points,
            "of": self.of,
            "passed": self.passed,
            "right": self.right,
            "wrong": self.wrong,
            "blank": self.blank,
            "cards_forward": self.forward,
            "status": self.status.value,
        }


@dataclass(frozen=True, slots=True)
class _Sound:
    """A paper whose learner is known and whose responses can be read."""

    learner: Learner
    form: Form
    day: StudyDay | None
    taken_ms: int | None
    line: int
    whole: bool
    responses: Mapping[int, RecordedResponse]


@dataclass(slots=True)
class _Problems:
    """Faults of one file, gathered."""

    path: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, message: str, hint: str) -> None:
        self.found.append(Problem(self.path, line, message, hint))

    def refuse(self) -> None:
        if self.found:
            raise BadInputError(self.found)


def record_exam(request: RecordRequest, step: Callable[[str], None]) -> tuple[PaperRow, ...]:
    """Take the responses in, bring cards behind mistakes forward, and return each paper's score.

    All of it is one transaction. Raises BadInputError with every fault of the table, and the store's refusals.
    """
    step("reading")
    making = read_making(request.forms)
    papers, faults = read_papers(read_rows(request.responses), making)
    problems = _Problems(str(request.responses))
    for fault in faults:
        problems.add(fault.line, fault.message, fault.hint)
    with open_store(request.database) as store:
        sound = [one for paper in papers if (one := _sound(store, paper, problems)) is not None]
        _refuse_twins(sound, problems)
        problems.refuse()
        step("recording")
        with store.write():
            recording = _Recording(store, request, making, problems)
            rows = [recording.take_in(paper) for paper in sound]
            problems.refuse()
            rows += recording.score_again({row[0] for row in rows})
    return tuple(row for _, row in rows)


def read_making(path: Path) -> Making:
    """Return the making that a forms.json records. Raises BadInputError when it cannot be read."""
    hint = "Give the forms.json that `drill exam make` wrote into trainer-only/."
    try:
        return from_record(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        problem = Problem(str(path), 0, f"cannot be read: {error.strerror or error}.", hint)
    except ValueError as error:
        problem = Problem(str(path), 0, f"is no forms.json: {error}", hint)
    raise BadInputError([problem])


def _sound(store: Store, paper: GivenPaper, problems: _Problems) -> _Sound | None:
    before = len(problems.found)
    responses = {}
    for entry in paper.form.items:
        given = paper.responses.get(entry.number)
        if given is None and not paper.whole:
            continue
        text, line, taken_ms = (given.text, given.line, given.taken_ms) if given else ("", paper.line, None)
        try:
            responses[entry.number] = recorded_response(entry, text, taken_ms)
        except UnreadableResponseError as error:
            problems.add(line, f"item {entry.number}: {error.message}", error.hint)
    learner = _learner(store, paper, problems)
    if learner is None or len(problems.found) > before:
        return None
    return _Sound(learner, paper.form, paper.day, paper.taken_ms, paper.line, paper.whole, responses)


def _learner(store: Store, paper: GivenPaper, problems: _Problems) -> Learner | None:
    try:
        learner = find_learner(store, paper.learner or paper.name)
    except DrillError as error:
        hint = "`drill learner import` takes people in." if isinstance(error, NoLearnerError) else ""
        problems.add(paper.line, str(error), hint)
        return None
    if paper.learner and paper.name and learner.name != paper.name:
        message = f"{paper.learner} is {learner.name}, and the row says {paper.name}."
        problems.add(paper.line, message, "Correct the number or the name.")
        return None
    return learner


def _refuse_twins(sound: list[_Sound], problems: _Problems) -> None:
    """Refuse two papers of one person on one form, named in two ways."""
    places = Counter((one.learner.id, one.form.code, one.day) for one in sound)
    for one in sound:
        if places[one.learner.id, one.form.code, one.day] > 1:
            message = f"{one.learner.name} stands in the table twice with form {one.form.code}."
            problems.add(one.line, message, "Delete one of the papers, or give each its date.")


class _Recording:
    """One request's transaction: what is there already, and what the papers add to it."""

    def __init__(self, store: Store, request: RecordRequest, making: Making, problems: _Problems) -> None:
        self._store = store
        self._request = request
        self._problems = problems
        self._now_ms = now_seconds() * 1000
        self._made = {form.code: form for form in making.forms}
        self._ids: dict[str, FormId] = {}
        self._forms: dict[str, RecordedForm] = {}
        kept = forms(store, making.bank_id)
        self._changed = {form.code for form in making.forms if self._save(recorded_form(making, form), kept)}
        wanted = set(self._ids.values())
        self._known = [one for one in attempts(store, bank_id=making.bank_id) if one.form_id in wanted]

    def _save(self, form: RecordedForm, kept: Mapping[FormId, RecordedForm]) -> bool:
        """Keep a form; return whether the kept one had other keys and now has these."""
        form_id = save_form(self._store, form)
        self._ids[form.code], self._forms[form.code] = form_id, form
        if form_id not in kept or kept[form_id] == form:
            return False
        if self._request.correct:
            correct_form(self._store, form_id, form)
        else:
            message = f"the key of form {form.code} is not the one that was recorded."
            hint = "Give --correct to score all its papers again by these forms."
            self._problems.found.append(Problem(str(self._request.forms), 0, message, hint))
        return True

    def take_in(self, paper: _Sound) -> tuple[AttemptId | None, PaperRow]:
        """Record a paper unless it is there; return the attempt that it replaces, and its row."""
        known = self._known_attempt(paper)
        responses = self._responses(paper, known)
        if known is not None and _same(known, responses):
            return known.id, self._row(paper.learner, paper.form, known, PaperStatus.KNOWN, 0)
        if known is not None and not self._request.correct:
            message = f"{paper.learner.name}'s paper of form {paper.form.code} is recorded with other responses."
            self._problems.add(paper.line, message, "Give --correct if this table is right, or another date.")
        day = paper.day if paper.day is not None else self._request.day
        if day is None:
            day = known.study_day if known else study_day(self._now_ms, paper.learner.calendar)
        taken_ms = paper.taken_ms if paper.taken_ms is not None or known is None else known.taken_ms
        return (known.id if known else None), self._record(
            paper.learner, paper.form.code, responses, day, taken_ms, known
        )

    def _known_attempt(self, paper: _Sound) -> Attempt | None:
        """Return the latest attempt of this learner at this form, on the given day where one is given."""
        day = paper.day if paper.day is not None else self._request.day
        found = [
            one
            for one in self._known
            if one.learner_id == paper.learner.id
            and one.form_id == self._ids[paper.form.code]
            and day in {None, one.study_day}
        ]
        return found[-1] if found else None

    def _responses(self, paper: _Sound, known: Attempt | None) -> tuple[RecordedResponse, ...]:
        """Return a response to every item: of one without a row, what was recorded before, or a blank."""
        before = {} if known is None or paper.whole else {one.number: one for one in known.responses}
        found = []
        for entry in paper.form.items:
            response, old = paper.responses.get(entry.number), before.get(entry.number)
            again = recorded_response(entry, old.raw, old.taken_ms) if old else recorded_response(entry, "")
            found.append(response or again)
        return tuple(found)

    def _record(  # noqa: PLR0913, PLR0917 - what makes an attempt
        self,
        learner: Learner,
        code: str,
        responses: tuple[RecordedResponse, ...],
        day: StudyDay,
        taken_ms: int | None,
        known: Attempt | None,
    ) -> PaperRow:
        form = self._forms[code]
        replaced = "" if known is None else known.operation_id.hex()
        content = json.dumps([[one.raw, one.points] for one in responses], ensure_ascii=False)
        attempt = Attempt(
            operation_id=operation_id("attempt", form.fingerprint, code, str(learner.id), str(day), replaced, content),
            form_id=self._ids[code],
            learner_id=learner.id,
            study_day=day,
            points=sum(one.points for one in responses),
            responses=responses,
            recorded_at_ms=self._now_ms,
            taken_ms=taken_ms,
            replaces=None if known is None else known.id,
        )
        record_attempt(self._store, attempt)
        seen = wrong_numbers(known) if known else frozenset()
        mistakes = Mistakes(learner=learner, form=form, attempt=attempt, known=seen, action=self._request.mistakes)
        forward = bring_forward(self._store, mistakes, self._now_ms)
        return self._row(
            learner, self._made[code], attempt, PaperStatus.CORRECTED if known else PaperStatus.NEW, forward
        )

    def score_again(self, seen: set[AttemptId | None]) -> list[tuple[AttemptId | None, PaperRow]]:
        """Score the papers that the table does not hold again, where the key of their form has changed."""
        by_id = {learner.id: learner for learner in learners(self._store)} if self._changed else {}
        codes = {self._ids[code]: code for code in self._changed}
        rows = []
        for known in self._known:
            learner = by_id.get(known.learner_id)
            if known.form_id not in codes or known.id in seen or learner is None:
                continue
            code = codes[known.form_id]
            raw = {one.number: one for one in known.responses}
            responses = tuple(
                recorded_response(entry, raw[entry.number].raw, raw[entry.number].taken_ms)
                for entry in self._made[code].items
            )
            if not _same(known, responses):
                rows.append((known.id, self._record(learner, code, responses, known.study_day, known.taken_ms, known)))
        return rows

    def _row(self, learner: Learner, form: Form, attempt: Attempt, status: PaperStatus, forward: int) -> PaperRow:
        recorded = self._forms[form.code]
        pass_points = recorded.pass_points
        return PaperRow(
            learner=learner.name,
            staff_number=learner.staff_number,
            group=learner.group,
            form=form.code,
            day=attempt.study_day,
            points=attempt.points,
            of=recorded.points,
            passed=None if pass_points is None else attempt.points >= pass_points,
            right=sum(one.right is True for one in attempt.responses),
            wrong=sum(one.right is not True and bool(one.raw) for one in attempt.responses),
            blank=sum(not one.raw for one in attempt.responses),
            forward=forward,
            status=status,
        )


def _same(known: Attempt, responses: tuple[RecordedResponse, ...]) -> bool:
    """Tell whether an attempt holds these responses, scored alike; times make no difference."""
    return tuple(replace(one, taken_ms=None) for one in known.responses) == tuple(
        replace(one, taken_ms=None) for one in responses
    )
