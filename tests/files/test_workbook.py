from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook
from tests.bank.test_bank_tables import small
from tests.strategies import banks

from drill.bank.from_tables import bank_from_tables
from drill.bank.tables import COLUMNS, Tables, columns_of, to_tables
from drill.errors import BadInputError
from drill.files import archives
from drill.files.spreadsheet import FORMULA_STARTS, column_label, read_workbook, write_workbook
from drill.model.bank import Bank, Language
from drill.text.labels import label
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HANS = Language.ZH_HANS


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bank.xlsx"


def changed(path: Path, change: Callable[[Workbook], object], tables: Tables | None = None) -> Path:
    """Write a workbook, change it as a person would, and save it with the real openpyxl."""
    path.write_bytes(write_workbook(tables or to_tables(small()), HANS))
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def place(workbook: Workbook, table: str, column: str, row: int) -> Any:
    sheet = workbook[label(f"table.{table}", HANS)]
    titles = [cell.value for cell in sheet[1]]
    return sheet.cell(row, titles.index(column_label(column, HANS)) + 1)


def filled(tables: Tables) -> Tables:
    """Leave empty cells out: a sheet does not tell them from missing ones."""
    return {table: [{c: t for c, t in row.items() if t} for row in rows] for table, rows in tables.items()}


def refused(path: Path) -> list[str]:
    with pytest.raises(BadInputError) as caught:
        read_workbook(path)
    return [str(problem).replace(str(path), "bank.xlsx") for problem in caught.value.problems]


@given(bank=banks())
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_bank_comes_back_from_a_workbook_as_it_was(tmp_path: Path, bank: Bank) -> None:
    path = tmp_path / "bank.xlsx"
    path.write_bytes(write_workbook(to_tables(bank), bank.language))
    tables = read_workbook(path)
    assert filled(tables) == filled(to_tables(bank))
    assert bank_from_tables(tables, bank, Rng(1).below, set()).bank == bank


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_a_text_that_begins_like_a_formula_stays_a_text(path: Path, start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    tables = to_tables(small())
    tables["facts"][0]["term"] = text
    path.write_bytes(write_workbook(tables, HANS))
    cell = place(load_workbook(path), "facts", "term", 2)
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert read_workbook(path)["facts"][0]["term"] == text.strip()


@pytest.mark.parametrize("text", ["1e5", "007", "2026-01-01", "TRUE", "#N/A", "=A1", "1/2", "'quoted"])
def test_no_text_becomes_a_number_a_date_or_an_error(path: Path, text: str) -> None:
    tables = to_tables(small())
    tables["facts"][0]["term"] = text
    path.write_bytes(write_workbook(tables, HANS))
    assert place(load_workbook(path), "facts", "term", 2).data_type == "s"
    assert read_workbook(path)["facts"][0]["term"] == text


def test_ordinary_texts_carry_no_quote_prefix(path: Path) -> None:
    path.write_bytes(write_workbook(to_tables(small()), HANS))
    assert not place(load_workbook(path), "facts", "term", 2).quotePrefix


def test_ids_are_shaded_and_choices_offered(path: Path) -> None:
    path.write_bytes(write_workbook(to_tables(small()), HANS))
    workbook = load_workbook(path)
    assert place(workbook, "facts", "id", 2).fill.fgColor.rgb == "00EEEEEE"
    assert place(workbook, "facts", "term", 2).fill.fill_type is None
    offered = workbook[label("table.items", HANS)].data_validations.dataValidation
    assert '"drill,exam,both"' in {validation.formula1 for validation in offered}


def test_formulas_and_errors_are_refused_with_their_row(path: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        place(workbook, "facts", "term", 2).value = "=A1"
        place(workbook, "facts", "statement", 3).value = "#REF!"

    assert refused(changed(path, spoil)) == [
        "bank.xlsx[知识点]:2: a cell holds a formula. Replace it by its text.",
        "bank.xlsx[知识点]:3: a cell holds an error value. Replace it by its text.",
    ]


def test_what_a_spreadsheet_program_made_a_number_of_is_read_as_text(path: Path) -> None:
    def retype(workbook: Workbook) -> None:
        place(workbook, "items", "points", 2).value = 3
        place(workbook, "items", "points", 3).value = 2.0
        place(workbook, "items", "facility", 2).value = 0.75
        place(workbook, "sections", "ordered", 2).value = True
        place(workbook, "sections", "incomplete", 2).value = False
        place(workbook, "facts", "term", 2).value = 110

    tables = read_workbook(changed(path, retype))
    assert [row["points"] for row in tables["items"]] == ["3", "2"]
    bank = bank_from_tables(tables, small(), Rng(1).below, set()).bank
    assert bank
    assert (bank.items[0].facility, bank.facts[0].term) == (0.75, "110")
    section = bank.chapters[0].sections[0]
    assert (section.ordered, section.incomplete) == (True, False)


def test_columns_and_sheets_may_stand_in_any_order_and_language(path: Path) -> None:
    def shuffle(workbook: Workbook) -> None:
        workbook._sheets.reverse()  # type: ignore[attr-defined] # openpyxl has no public way
        sheet = workbook["知识点"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(["note", *row[::-1]], start=1):
                sheet.cell(number, index).value = value
        sheet.title = "Facts"
        for cell in sheet[1]:
            cell.value = "term" if cell.value == "要点" else cell.value

    assert filled(read_workbook(changed(path, shuffle))) == filled(to_tables(small()))


def test_missing_sheets_and_columns_are_all_named(path: Path) -> None:
    def cut(workbook: Workbook) -> None:
        del workbook["豁免"]
        sheet = workbook["知识点"]
        place(workbook, "facts", "term", 1).value = "x"
        sheet.delete_cols(1)

    assert refused(changed(path, cut)) == [
        "bank.xlsx: the sheet 豁免 is missing. Put the sheet back, or write the workbook again.",
        "bank.xlsx[知识点]:1: columns are missing: 编号, 要点. Put the column back, or write the workbook again.",
    ]


def test_columns_for_the_reader_may_be_deleted_and_an_emptied_sheet_lacks_its_columns(path: Path) -> None:
    def cut(workbook: Workbook) -> None:
        sheet = workbook["知识点"]
        sheet.delete_cols([cell.value for cell in sheet[1]].index("所属节") + 1)

    tables = read_workbook(changed(path, cut))
    assert bank_from_tables(tables, small(), Rng(1).below, set()).bank == small()

    assert (
        "bank.xlsx[分点]:1: columns are missing"
        in refused(changed(path, lambda workbook: workbook["分点"].delete_rows(1, 5)))[0]
    )


def test_more_options_than_the_sheet_offered_can_be_added(path: Path) -> None:
    def widen(workbook: Workbook) -> None:
        sheet = workbook["自编题"]
        column = sheet.max_column + 1
        sheet.cell(1, column).value = "选项6"
        sheet.cell(2, column).value = "f"

    bank = bank_from_tables(read_workbook(changed(path, widen)), small(), Rng(1).below, set()).bank
    assert bank
    assert [option.text for option in bank.items[0].options] == ["a", "b", "f"]


def test_stray_marks_far_from_the_table_are_passed_over(path: Path) -> None:
    def mark(workbook: Workbook) -> None:
        workbook["知识点"].cell(30_000, 16_384).value = "x"
        workbook["章"].cell(1_000, 1).value = " "

    # With every cell up to the mark made and looked at, this would take minutes and gigabytes.
    assert filled(read_workbook(changed(path, mark))) == filled(to_tables(small()))


def test_titles_of_columns_are_unique_within_a_sheet() -> None:
    for table in COLUMNS:
        columns = columns_of(table, [])
        for language in Language:
            assert len({column_label(column, language) for column in columns}) == len(columns), (table, language)
        for column in columns:
            others = {column_label(other, language) for other in columns if other != column for language in Language}
            assert not others & {column_label(column, language) for language in Language}, (table, column)


def test_what_is_no_workbook_is_refused(tmp_path: Path, path: Path) -> None:
    whole = write_workbook(to_tables(small()), HANS)
    for data in (b"", b"id,term\n", whole[: len(whole) // 2]):
        path.write_bytes(data)
        assert refused(path) == ["bank.xlsx: cannot be read: File is not a zip file. Give an .xlsx file."]
    path.unlink()
    assert "No such file or directory" in refused(path)[0]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refused(path)[0].startswith("bank.xlsx: this is no .xlsx workbook (")
    assert refused(path)[0].endswith("Write one with `drill bank xlsx BANK -o FILE` and edit that.")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet3.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("content", [b"", b"<broken", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_a_damaged_workbook_is_refused_wherever_it_is_damaged(path: Path, name: str, content: bytes) -> None:
    path.write_bytes(write_workbook(to_tables(small()), HANS))
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for entry, data in parts.items():
            archive.writestr(entry, content if entry == name else data)
    assert refused(path)


def test_an_archive_that_would_unpack_to_very_much_is_refused_unread(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (3 * 2**20))
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 2 * 2**20)
    assert refused(path) == ["bank.xlsx: it would unpack to 3 MB. Check where the file comes from."]
