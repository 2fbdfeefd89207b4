"""A review in a spreadsheet: the drafts out with room for decisions, and the decisions back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from drill.drafts.likeness import says_the_same
from drill.drafts.replay import DecisionError, apply
from drill.errors import BadInputError, Problem
from drill.files.atomic import write_atomically
from drill.files.review_workbook import DRAFTS, LEFTOVERS, Cells, SheetRow, read_review, write_review
from drill.model.bank import FactKind, Language
from drill.model.draft import Accept, Claim, Draft, Edit, Make, Reject, Standing, Verdict
from drill.text.labels import label
from drill.workflows.spreadsheet import NotAWorkbookError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drill.model.draft import Decision, Mark
    from drill.workflows.review_drafts import DraftReview

_VERDICTS = {Verdict.ACCEPTED: "import_do_accept", Verdict.REJECTED: "import_do_reject"}
_EMPTY = "Fill it in, or empty the decision."


def write_sheet(review: DraftReview, output: Path) -> int:
    """Write the drafts that are not in the bank yet as a workbook and return how many there are.

    Raises NotAWorkbookError if `output` is not named as one.
    """
    if output.suffix.lower() != ".xlsx":
        raise NotAWorkbookError(output)
    language = review.language
    drafts = [_cells(draft, review) for draft in review.review.drafts if draft.standing is not Standing.SAME]
    used = review.review.used
    leftovers: list[Cells] = [
        {"text": left.text, "page": _page(left.marks, review), "reason": left.reason}
        for number, left in enumerate(review.reading.leftovers)
        if number not in used
    ]
    offered = [label(name, language) for name in _VERDICTS.values()]
    write_atomically(output, write_review({DRAFTS: drafts, LEFTOVERS: leftovers}, offered, language))
    return len(drafts)


def _cells(draft: Draft, review: DraftReview) -> Cells:
    claim, language = draft.claim, review.language
    marks = (*draft.term, *draft.statement)
    lines = dict.fromkeys(mark.line for mark in marks)
    cells: Cells = {
        "decision": label(_VERDICTS[draft.verdict], language) if draft.verdict in _VERDICTS else "",
        "chapter": claim.chapter,
        "section": claim.section,
        "term": claim.term,
        "statement": claim.statement,
        "kind": claim.kind.value,
        "standing": label(f"import_standing_{draft.standing.value}", language),
        "confidence": f"{draft.confidence:.2f}",
        "page": _page(marks, review),
        "passage": "\n".join(_near(line, marks, review) for line in lines),
        "id": draft.id,
    }
    if draft.ours is not None:
        cells["in_bank"] = f"{draft.ours.section} | {draft.ours.term} | {draft.ours.statement}"
    return cells


def _near(line: int, marks: tuple[Mark, ...], review: DraftReview) -> str:
    """Return a line of the source, of a long one only what stands around the marks."""
    own = [mark for mark in marks if mark.line == line]
    start, end = min(mark.start for mark in own) - 40, max(mark.end for mark in own) + 40
    return review.reading.lines[line].text[max(0, start) : end].strip()


def _page(marks: tuple[Mark, ...], review: DraftReview) -> str:
    page = review.reading.lines[marks[0].line].page if marks else None
    return str(page) if page is not None else ""


def read_sheet(review: DraftReview, path: Path) -> int:
    """Apply the decisions and edits of an edited workbook; return how many there were.

    Raises BadInputError with every problem, by sheet and row; then nothing was decided.
    """
    title, rows = read_review(path)
    reader = _SheetReader(review, f"{path}[{title}]")
    decisions = [decision for row in rows for decision in reader.decisions(row)]
    state = review.review
    if not reader.problems:
        for decision in decisions:
            try:
                state = apply(state, decision, review.reading.leftovers)
            except DecisionError as error:
                reader.problems.append(Problem(str(path), 0, str(error), ""))
    if reader.problems:
        raise BadInputError(reader.problems)
    for decision in decisions:
        review.decide(decision)
    return len(decisions)


class _SheetReader:
    """Turns rows into decisions and gathers what is wrong with them."""

    def __init__(self, review: DraftReview, place: str) -> None:
        self._review = review
        self._place = place
        self._rows: dict[str, int] = {}
        self.problems: list[Problem] = []

    def _problem(self, row: SheetRow, message: str, hint: str) -> None:
        self.problems.append(Problem(self._place, row.number, message, hint))

    def decisions(self, row: SheetRow) -> Iterator[Decision]:
        verdict = self._verdict(row)
        if own := row.cells.get("id"):
            yield from self._on_draft(row, own, verdict)
        elif verdict is Verdict.ACCEPTED and (claim := self._claim(row)) is not None and not self._has(claim):
            fresh = self._review.new_id()
            yield Make(fresh, claim)
            yield Accept((fresh,))

    def _has(self, claim: Claim) -> bool:
        """Whether a row that a person added was applied before."""
        return any(says_the_same(claim, draft.claim) for draft in self._review.review.drafts)

    def _on_draft(self, row: SheetRow, own: str, verdict: Verdict | None) -> Iterator[Decision]:
        draft = self._review.review.draft(own)
        if own in self._rows:
            self._problem(row, f"the id {own} stands in row {self._rows[own]} too.", "Empty the id of a copied row.")
            return
        self._rows[own] = row.number
        if draft is None:
            hint = "Leave the ids as they are; a new row has none."
            self._problem(row, f"there is no draft {own} of this document.", hint)
        elif draft.standing is Standing.GONE or (verdict is Verdict.REJECTED and draft.standing is not Standing.SAME):
            yield from self._verdict_on(draft, verdict)
        elif (claim := self._claim(row)) is not None:
            yield from self._edited(row, draft, claim, verdict)

    def _edited(self, row: SheetRow, draft: Draft, claim: Claim, verdict: Verdict | None) -> Iterator[Decision]:
        if draft.standing is Standing.SAME:
            if claim != draft.claim:
                message = f"{draft.id} is in the bank already, with another text."
                self._problem(row, message, "Edit it in the bank; `drill bank xlsx` makes a spreadsheet of that.")
            return
        if claim != draft.claim:
            yield Edit(draft.id, claim)
        yield from self._verdict_on(draft, verdict)

    def _verdict_on(self, draft: Draft, verdict: Verdict | None) -> Iterator[Decision]:
        if verdict is not None and verdict is not draft.verdict:
            yield Accept((draft.id,)) if verdict is Verdict.ACCEPTED else Reject((draft.id,))

    def _verdict(self, row: SheetRow) -> Verdict | None:
        written = row.cells.get("decision", "")
        for verdict, name in _VERDICTS.items():
            if written.casefold() in {label(name, language).casefold() for language in Language}:
                return verdict
        if written:
            names = " or ".join(label(name, self._review.language) for name in _VERDICTS.values())
            self._problem(row, f"the decision is `{written}`.", f"Write {names}, or leave the cell empty.")
        return None

    def _claim(self, row: SheetRow) -> Claim | None:
        written = row.cells.get("kind", FactKind.OTHER.value)
        if written not in list(FactKind):
            self._problem(row, f"the kind is `{written}`.", f"Use one of {', '.join(FactKind)}.")
            return None
        missing = [name for name in ("chapter", "section", "term", "statement") if name not in row.cells]
        for name in missing:
            self._problem(row, f"`{label(f'import_column_{name}', self._review.language)}` is empty.", _EMPTY)
        if missing:
            return None
        texts = {name: row.cells[name] for name in ("chapter", "section", "term", "statement")}
        return self._review.clean(replace(Claim(**texts, kind=FactKind.OTHER), kind=FactKind(written)))
