from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from drill.errors import BadInputError, DrillError
from drill.files.bank_folder import load_bank
from drill.files.spreadsheet import column_label
from drill.model.bank import Language
from drill.text.labels import label
from drill.workflows.spreadsheet import read_spreadsheet, write_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl import Workbook

HANS = Language.ZH_HANS
FILES = {
    "bank.yaml": (
        "# the bank\nid: bank1\ntitle: 礼仪\nlanguage: zh-Hans\nversion: '1'\nlicence: l\ndecks: {hans: a, hant: b}\n"
    ),
    "facts/01-calls.yaml": """\
# calls
id: chap1
title: 接待
sections:
  - id: sect1
    title: 来电
    facts:
      # the first fact
      - id: fact1
        term: 接听
        kind: rule   # strict
        statement: >-
          三声之内接起
      - {id: fact2, term: 聆听, kind: rule, statement: 听完再答}
""",
    "facts/02-letters.yaml": "id: chap2\ntitle: 信函\nsections:\n  - {id: sect2, title: 称呼, facts: []}\n",
    "items/01.yaml": (
        "# items on calls\nitems:\n"
        "  - {id: item1, kind: true_false, facts: [fact1], stem: 五声, use: both, answer: false}   # easy\n"
    ),
    "items/02.yaml": (
        "items:\n  - id: item2\n    kind: ordering\n"
        "    facts: [fact2]\n    stem: 排序\n    answer:\n      - 听\n      - 答\n"
    ),
    "exams/test.yaml": (
        "id: exam1\nname: test\ntitle: 小测\nminutes: 10\nkinds: [{kind: true_false, items: 1, points: 5}]\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "bank"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def texts(root: Path) -> dict[str, str]:
    paths = [path for path in sorted(root.rglob("*")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def edited(root: Path, change: Callable[[Workbook], object]) -> Path:
    path = root.parent / "bank.xlsx"
    write_spreadsheet(root, path)
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)
    return path


def cell(workbook: Workbook, table: str, column: str, row: int) -> Any:
    sheet = workbook[label(f"table.{table}", HANS)]
    return sheet.cell(row, [c.value for c in sheet[1]].index(column_label(column, HANS)) + 1)


def fill(workbook: Workbook, table: str, row: int, **values: object) -> None:
    for column, value in values.items():
        cell(workbook, table, column, row).value = value


def test_a_workbook_that_nobody_changed_shows_no_differences(root: Path) -> None:
    path = root.parent / "bank.xlsx"
    assert write_spreadsheet(root, path) == "2 facts, 2 items, 1 exams"
    report = read_spreadsheet(path, root, write=True)
    assert report.lines() == ["No differences."]
    assert texts(root) == FILES


def test_differences_are_shown_and_nothing_is_written_until_asked(root: Path) -> None:
    path = edited(root, lambda workbook: fill(workbook, "facts", 2, gist="三声"))
    report = read_spreadsheet(path, root, write=False)
    assert report.lines() == [
        "changed fact fact1 接听",
        "  gist: (empty) → 三声",
        "1 differences; nothing written yet. Run again with --write to write them.",
    ]
    assert texts(root) == FILES
    assert report.as_json()["written"] == []


def test_writing_changes_the_one_line_and_keeps_comments_and_style(root: Path) -> None:
    path = edited(root, lambda workbook: fill(workbook, "items", 2, stem="五声之内"))
    report = read_spreadsheet(path, root, write=True)
    assert report.lines()[-1] == "written: items/01.yaml"
    assert texts(root) == {
        **FILES,
        "items/01.yaml": FILES["items/01.yaml"].replace("五声,", "五声之内,").replace(", use: both", ""),
    }
    assert read_spreadsheet(path, root, write=True).lines() == ["No differences."]


def test_a_changed_statement_leaves_the_lines_around_it(root: Path) -> None:
    path = edited(root, lambda workbook: fill(workbook, "facts", 2, statement="三声之内接起电话"))
    read_spreadsheet(path, root, write=True)
    before = FILES["facts/01-calls.yaml"]
    assert texts(root)["facts/01-calls.yaml"] == before.replace(">-\n          三声之内接起", "三声之内接起电话")


def test_new_records_get_ids_and_go_where_their_neighbours_are(root: Path) -> None:
    def add(workbook: Workbook) -> None:
        workbook["自编题"].insert_rows(2)
        fill(workbook, "items", 2, kind="true_false", facts="fact1", stem="一声", answer="TRUE")
        fill(workbook, "items", 5, kind="true_false", facts="fact2", stem="十声", answer="false")
        fill(workbook, "facts", 4, of="sect2", term="称呼", kind="rule", statement="写明称呼")
        fill(workbook, "chapters", 4, id="chap3", title="会议")
        fill(workbook, "chapters", 5, id="chap4", title="着装")
        fill(workbook, "exams", 3, id="exam2", name="a-test", title="二测", minutes=5)
        fill(workbook, "exam_kinds", 3, of="exam2", kind="ordering", items=1, points=2)

    report = read_spreadsheet(edited(root, add), root, write=True)
    assert set(report.written) == {
        *("facts/02-letters.yaml", "facts/03-chap3.yaml", "facts/04-chap4.yaml"),
        *("exams/a-test.yaml", "items/01.yaml", "items/02.yaml"),
    }
    bank = load_bank(root).bank
    assert [item.stem for item in bank.items] == ["一声", "五声", "排序", "十声"]
    assert [chapter.title for chapter in bank.chapters] == ["接待", "信函", "会议", "着装"]
    assert bank.facts[-1].term == "称呼"
    assert "# the first fact" in texts(root)["facts/01-calls.yaml"]


def test_the_same_edited_workbook_applied_again_changes_nothing(root: Path) -> None:
    def add(workbook: Workbook) -> None:
        fill(workbook, "items", 4, kind="true_false", facts="fact1", stem="一声", answer="TRUE")
        fill(workbook, "facts", 4, of="sect2", term="称呼", kind="rule", statement="写明称呼")
        fill(workbook, "misconceptions", 2, of="fact1", text="五声", why="三声", differs="degree")

    path = edited(root, add)
    assert read_spreadsheet(path, root, write=True).written
    after = texts(root)
    assert read_spreadsheet(path, root, write=True).lines() == ["No differences."]
    assert texts(root) == after


def test_a_look_shows_no_ids_that_writing_would_not_give(root: Path) -> None:
    def add(workbook: Workbook) -> None:
        fill(workbook, "facts", 4, of="sect2", term="称呼", kind="rule", statement="写明称呼")
        fill(workbook, "chapters", 4, id="chap3", title="会议")

    path = edited(root, add)
    lines = read_spreadsheet(path, root, write=False).lines()
    assert lines[:-1] == ["new fact 称呼", "new chapter chap3 会议"]
    assert read_spreadsheet(path, root, write=True).lines()[0] == f"new fact {load_bank(root).bank.facts[2].id} 称呼"


def test_a_deleted_fact_takes_along_the_rows_that_belong_to_it(root: Path) -> None:
    path = edited(root, lambda book: fill(book, "parts", 2, id="part1", of="fact1", ask="几声之内", gist="三声"))
    read_spreadsheet(path, root, write=True)

    def drop(workbook: Workbook) -> None:
        workbook["知识点"].delete_rows(2)
        fill(workbook, "items", 2, facts="fact2")

    lines = read_spreadsheet(edited(root, drop), root, write=True).lines()
    assert {"gone fact fact1 接听", "gone part part1 几声之内"} <= set(lines)
    assert [fact.id for fact in load_bank(root).bank.facts] == ["fact2"]


@pytest.mark.parametrize("name", ["x.csv", "x", "x.xls"])
def test_only_a_workbook_can_be_written(root: Path, name: str) -> None:
    path = root.parent / name
    better = root.parent / "x.xlsx"
    with pytest.raises(DrillError) as caught:
        write_spreadsheet(root, path)
    assert str(caught.value) == f"{path}: the spreadsheet is an .xlsx workbook. Give a name such as {better}."
    assert not path.exists()


def test_first_items_of_a_bank_get_a_file(root: Path) -> None:
    for name in ("items/01.yaml", "items/02.yaml"):
        (root / name).unlink()
    path = edited(
        root, lambda book: fill(book, "items", 2, kind="true_false", facts="fact1", stem="一声", answer="TRUE")
    )
    assert read_spreadsheet(path, root, write=True).written == ("items/from-spreadsheet.yaml",)
    assert load_bank(root).bank.items[0].stem == "一声"


def test_chapters_named_otherwise_still_come_before_new_ones(root: Path) -> None:
    (root / "facts/02-letters.yaml").rename(root / "facts/letters.yaml")
    path = edited(root, lambda book: fill(book, "chapters", 4, id="chap3", title="会议"))
    read_spreadsheet(path, root, write=True)
    assert [chapter.id for chapter in load_bank(root).bank.chapters] == ["chap1", "chap2", "chap3"]


def test_files_whose_records_all_went_are_removed(root: Path) -> None:
    def drop(workbook: Workbook) -> None:
        workbook["自编题"].delete_rows(3)
        workbook["章"].delete_rows(3)
        workbook["节"].delete_rows(3)

    report = read_spreadsheet(edited(root, drop), root, write=True)
    assert report.written == ("facts/02-letters.yaml (removed)", "items/02.yaml (removed)")
    assert set(texts(root)) == set(FILES) - {"facts/02-letters.yaml", "items/02.yaml"}


def test_what_the_files_cannot_hold_is_refused_whole(root: Path) -> None:
    def swap(workbook: Workbook) -> None:
        fill(workbook, "chapters", 2, id="chap2", title="信函")
        fill(workbook, "chapters", 3, id="chap1", title="接待")

    path = edited(root, swap)
    assert read_spreadsheet(path, root, write=False).changes
    with pytest.raises(BadInputError, match="would not read back as they should"):
        read_spreadsheet(path, root, write=True)
    assert texts(root) == FILES


def test_problems_name_sheet_and_row_and_nothing_is_written(root: Path) -> None:
    def spoil(workbook: Workbook) -> None:
        fill(workbook, "facts", 3, kind="ruls")
        fill(workbook, "items", 2, stem="改了")
        fill(workbook, "exams", 2, name="../../evil")

    path = edited(root, spoil)
    with pytest.raises(BadInputError) as caught:
        read_spreadsheet(path, root, write=True)
    assert str(caught.value) == f"{path}[知识点]:3: `类型` of fact fact2 is `ruls`. Did you mean `rule`?"
    assert texts(root) == FILES

    path = edited(root, lambda book: fill(book, "exams", 2, name="../../evil"))
    with pytest.raises(BadInputError, match="an exam cannot be named"):
        read_spreadsheet(path, root, write=True)


def test_a_writer_killed_at_any_moment_leaves_only_whole_files(root: Path) -> None:
    def lengthen(workbook: Workbook) -> None:
        fill(workbook, "facts", 2, statement="改" * 3000)
        fill(workbook, "items", 2, stem="改" * 3000)

    path = edited(root, lengthen)
    program = (
        "import sys; from pathlib import Path\n"
        "from drill.workflows.spreadsheet import read_spreadsheet\n"
        "import openpyxl, opencc; print('ready', flush=True)\n"
        "read_spreadsheet(Path(sys.argv[1]), Path(sys.argv[2]), write=True)\n"
    )
    for n in range(6):
        for name, text in FILES.items():
            (root / name).write_text(text, encoding="utf-8")
        process = subprocess.Popen([sys.executable, "-c", program, path, root], stdout=subprocess.PIPE)
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.05 + 0.03 * n)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        now = {name: text for name, text in texts(root).items() if not name.rpartition("/")[2].startswith(".")}
        assert set(now) == set(FILES)
        assert all(text == FILES[name] or "改" * 3000 in text for name, text in now.items())
        assert load_bank(root).bank.facts[1].id == "fact2"
