"""Tables of responses: one row a response, or one row a paper; docs/exam-record.md describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from drill.model.learner import StudyDay

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drill.model.exam import Form, FormItem, Making
    from drill.model.table import TableRow

# Titles of columns, in small letters and without spaces; the first is the one that messages name.
_TITLES: dict[str, tuple[str, ...]] = {
    "learner": (
        "learner",
        "staff_number",
        "staffnumber",
        "staffno",
        "staffno.",
        "工号",
        "工號",
        "学员",
        "學員",
        "员工号",
        "員工號",
    ),
    "name": ("name", "姓名"),
    "form": ("form", "code", "卷", "卷别", "卷別", "试卷", "試卷", "卷号", "卷號"),
    "fingerprint": ("fingerprint", "paperno.", "试卷编号", "試卷編號"),
    "day": ("date", "day", "日期", "考试日期", "考試日期"),
    "item": ("item", "number", "item_id", "question", "题号", "題號", "题目", "題目"),
    "response": ("response", "answer", "作答", "答案", "选择", "選擇"),
    "seconds": ("seconds", "用时（秒）", "用時（秒）", "用时(秒)", "用時(秒)"),
    "minutes": ("minutes", "用时（分钟）", "用時（分鐘）", "用时(分钟)", "用時(分鐘)"),
}
_NUMBER = re.compile(r"(?:q|no\.?|第)?(\d{1,3})(?:题|題|\.)?")
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ t]00:00(?::00)?)?")
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line of the table, and what to do."""

    line: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Given:
    """The response to one item, as written, and where."""

    text: str
    line: int
    taken_ms: int | None = None


@dataclass(slots=True)
class GivenPaper:
    """One learner's responses to one form, by item number; `learner` and `name` are what the table says of whom.

    `day` is None where the table gives none. With `whole` an item without a response was left blank; otherwise it
    has simply no row.
    """

    line: int
    learner: str
    name: str
    form: Form
    day: StudyDay | None
    taken_ms: int | None
    whole: bool
    responses: dict[int, Given] = field(default_factory=dict)


def parse_day(text: str) -> StudyDay | None:
    """Return the day that `text` names (2026-11-28, 2026/11/28, 2026年11月28日, 20261128), None if it names none."""
    found = _DAY.fullmatch(text.strip().lower())
    if found is None:
        return None
    try:
        return StudyDay(date(*(int(part) for part in found.groups())).toordinal() - _EPOCH)
    except ValueError:
        return None


def read_papers(rows: Sequence[TableRow], making: Making) -> tuple[tuple[GivenPaper, ...], tuple[Fault, ...]]:
    """Return the papers of a table whose first row has the titles, and every fault found on the way."""
    if not rows:
        return (), (Fault(0, "the table is empty.", "Give a row of titles, and below it one a response or paper."),)
    reading = _Reading(rows[0], making)
    if not reading.faults:
        for row in rows[1:]:
            if any(cell.strip() for cell in row.cells):
                reading.read(row)
    return tuple(reading.papers.values()), tuple(reading.faults)


class _Reading:
    """Reads row after row into papers."""

    def __init__(self, titles: TableRow, making: Making) -> None:
        self.papers: dict[tuple[str, str, StudyDay | None], GivenPaper] = {}
        self.faults: list[Fault] = []
        self._making = making
        self._forms = {form.code: form for form in making.forms}
        self._ids = {entry.item.id for form in making.forms for entry in form.items}
        self._columns: dict[str, int] = {}
        self._items: dict[str, int] = {}
        self._find_columns(titles)

    @property
    def _by_paper(self) -> bool:
        return "item" not in self._columns

    def _find_columns(self, titles: TableRow) -> None:
        for place, title in enumerate(titles.cells):
            plain = re.sub(r"\s", "", title).lower()
            column = next((name for name, known in _TITLES.items() if plain in known), None)
            item = self._item_title(title.strip(), plain)
            taken = self._columns if column else self._items
            name = column or item
            if not name:
                continue
            if name in taken:
                self._fault(titles.line, f"two columns are titled `{title.strip()}`.", "Delete or rename one of them.")
            taken[name] = place
        self._require_columns(titles)

    def _item_title(self, title: str, plain: str) -> str:
        """Return the number or the id of the item whose responses a column holds, '' if it is no such column."""
        if title in self._ids:
            return title
        number = _NUMBER.fullmatch(plain)
        return str(int(number[1])) if number else ""

    def _require_columns(self, titles: TableRow) -> None:
        if "learner" not in self._columns and "name" not in self._columns:
            self._fault(
                titles.line, "there is no column `learner` (or 工号, 姓名).", "Add one that says whose paper it is."
            )
        if "form" not in self._columns and len(self._forms) > 1:
            self._fault(titles.line, "there is no column `form` (or 卷别).", f"Add one with {', '.join(self._forms)}.")
        if self._by_paper and not self._items:
            hint = "Add `item` and `response` (one row a response), or a column for each number (one row a paper)."
            self._fault(titles.line, "there are no columns with responses.", hint)
        elif not self._by_paper and "response" not in self._columns:
            self._fault(titles.line, "there is no column `response` (or 作答).", "Add it beside `item`.")

    def read(self, row: TableRow) -> None:
        """Add what a row says to its paper, or its faults to the faults."""
        before = len(self.faults)
        form = self._form(row)
        learner, name = self._cell(row, "learner"), self._cell(row, "name")
        if not learner and not name:
            self._fault(row.line, "nothing says whose paper it is.", "Fill in `learner`.")
        day = self._day(row)
        seconds, minutes = self._duration(row, "seconds", 1_000), self._duration(row, "minutes", 60_000)
        if form is None or len(self.faults) > before:
            return
        own = (learner or name, form.code, day)
        if self._by_paper:
            taken_ms = seconds if minutes is None else minutes
            paper = GivenPaper(row.line, learner, name, form, day, taken_ms, whole=True)
            self._read_paper(row, paper, own)
        else:
            paper = self.papers.setdefault(own, GivenPaper(row.line, learner, name, form, day, minutes, whole=False))
            paper.name = paper.name or name
            self._read_response(row, paper, seconds)

    def _read_paper(self, row: TableRow, paper: GivenPaper, own: tuple[str, str, StudyDay | None]) -> None:
        if own in self.papers:
            first = self.papers[own].line
            message = f"{own[0]} has a paper of form {own[1]} in line {first} already."
            self._fault(row.line, message, "Delete one of them, or give each its date.")
            return
        for title, place in self._items.items():
            entry = self._entry(paper.form, title)
            text = row.cell(place).strip()
            if entry is not None:
                paper.responses[entry.number] = Given(text, row.line)
            elif text:
                self._fault(row.line, f"form {paper.form.code} has no item {title}.", "Leave that cell blank.")
        missing = [entry.number for entry in paper.form.items if entry.number not in paper.responses]
        if missing:
            numbers = ", ".join(map(str, missing[:8])) + (", …" if len(missing) > 8 else "")
            hint = f"Add a column for each of the {len(paper.form.items)} items."
            self._fault(row.line, f"no columns for items {numbers} of form {paper.form.code}.", hint)
        self.papers[own] = paper

    def _read_response(self, row: TableRow, paper: GivenPaper, taken_ms: int | None) -> None:
        title = self._cell(row, "item")
        number = _NUMBER.fullmatch(re.sub(r"\s", "", title).lower())
        entry = self._entry(paper.form, str(int(number[1])) if number and title not in self._ids else title)
        if entry is None:
            hint = f"Give a number from 1 to {len(paper.form.items)}, or an item's id as in forms.json."
            self._fault(row.line, f"form {paper.form.code} has no item `{title}`.", hint)
        elif entry.number in paper.responses:
            first = paper.responses[entry.number].line
            message = f"item {entry.number} of this paper has a response in line {first} already."
            self._fault(row.line, message, "Delete one of them.")
        else:
            paper.responses[entry.number] = Given(self._cell(row, "response"), row.line, taken_ms)

    @staticmethod
    def _entry(form: Form, title: str) -> FormItem | None:
        return next((entry for entry in form.items if title in {str(entry.number), entry.item.id}), None)

    def _form(self, row: TableRow) -> Form | None:
        fingerprint = self._cell(row, "fingerprint")
        if fingerprint and fingerprint.upper() != self._making.fingerprint.upper():
            message = f"the paper is of making {fingerprint}, and the forms are of {self._making.fingerprint}."
            self._fault(row.line, message, "Give the forms.json of that making (see trainer-only/earlier/).")
        if "form" not in self._columns:
            return self._making.forms[0]
        text = self._cell(row, "form").upper().removesuffix("卷").removeprefix("FORM").strip()
        form = self._forms.get(text)
        if form is None:
            message = f"there is no form `{self._cell(row, 'form')}`."
            self._fault(row.line, message, f"Give {_either(list(self._forms))}.")
        return form

    def _day(self, row: TableRow) -> StudyDay | None:
        text = self._cell(row, "day")
        day = parse_day(text)
        if text and day is None:
            self._fault(row.line, f"`{text}` is no date.", "Give it as 2026-11-28.")
        return day

    def _duration(self, row: TableRow, column: str, unit_ms: int) -> int | None:
        text = self._cell(row, column)
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = -1
        if not 0 <= value * unit_ms <= 86_400_000:
            self._fault(row.line, f"`{text}` is no number of {column}.", "Give a number, or leave the cell blank.")
            return None
        return round(value * unit_ms)

    def _cell(self, row: TableRow, column: str) -> str:
        return row.cell(self._columns[column]).strip() if column in self._columns else ""

    def _fault(self, line: int, message: str, hint: str) -> None:
        self.faults.append(Fault(line, message, hint))


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
