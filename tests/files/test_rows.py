from __future__ import annotations

import codecs
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from drill.errors import BadInputError
from drill.files.rows import read_rows
from drill.model.table import TableRow

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "工号,卷别,1\nA1,B,√\n\nA2,C,对\n"
ROWS = (TableRow(1, ("工号", "卷别", "1")), TableRow(2, ("A1", "B", "√")), TableRow(4, ("A2", "C", "对")))


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode("gb18030"),
        TEXT.replace(",", "，").encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("A1", '"A1"').encode(),
    ],
)
def test_text_tables_are_read_in_every_way_they_are_saved(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    assert read_rows(path) == ROWS


def test_excels_line_that_names_the_separator_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("sep=;\na;b\n1;2,5\n", encoding="utf-8")
    assert read_rows(path) == (TableRow(2, ("a", "b")), TableRow(3, ("1", "2,5")))


def test_a_cell_of_several_lines_is_one_cell_and_lines_are_counted_on(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('a,b\n"x\ny",1\nz,2\n', encoding="utf-8")
    assert read_rows(path)[1:] == (TableRow(2, ("x\ny", "1")), TableRow(4, ("z", "2")))


def test_a_workbook_is_read_as_people_see_it(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    workbook = Workbook()
    workbook.create_sheet("responses")
    workbook["responses"].append(["staff number", "date", "1", None])
    workbook["responses"].append([1007, datetime(2026, 11, 28), 2.0, True])  # noqa: DTZ001 - workbooks know no zones
    workbook["responses"].append([])
    workbook["responses"].append(["x", date(2026, 1, 2), 1.5, False])
    workbook.save(path)
    assert read_rows(path) == (
        TableRow(1, ("staff number", "date", "1")),
        TableRow(2, ("1007", "2026-11-28", "2", "TRUE")),
        TableRow(4, ("x", "2026-01-02", "1.5", "FALSE")),
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n\xff\xff,\xfe1\n", "neither UTF-8 nor GB18030"),
        (b"\x89PNG\r\n\0\0", "no table of text"),
        (b'a,b\n1,2\n"x,3\n', ":3: the row cannot be read"),
        (b"PK\x03\x04broken", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=says):
        read_rows(path)


def test_a_missing_or_empty_file(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="No such file"):
        read_rows(tmp_path / "nowhere.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    assert read_rows(tmp_path / "empty.csv") == ()
    assert TableRow(1, ("a",)).cell(3) == ""
