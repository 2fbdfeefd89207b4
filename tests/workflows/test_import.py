from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from drill.cli.app import app
from drill.drafts.into_bank import claims_in
from drill.errors import BadInputError, DrillError
from drill.files.bank_folder import load_bank
from drill.files.decision_log import append_line, read_lines
from drill.model.bank import Language
from drill.model.draft import Accept, Edit, Reject, Standing
from drill.workflows.check import check_bank_folder
from drill.workflows.import_document import (
    ImportRequest,
    SeveralDocumentsError,
    UnknownSourceError,
    open_review,
)
from drill.workflows.review_sheet import read_sheet, write_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.workflows.review_drafts import DraftReview

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-counter.txt"
HANDBOOK = """# 消防安全

## 日常检查

- 灭火器：每月检查一次压力，指针在绿区。
- 安全出口：保持畅通，不堆放任何物品。
- 应急灯：每周按一次试验按钮。

## 火情处置

- 报警：拨打一一九，说清地点和火势。
- 疏散：弯腰沿墙走楼梯，不乘电梯。
"""


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    path = tmp_path / "handbook.md"
    path.write_text(HANDBOOK, encoding="utf-8")
    return path


@contextmanager
def review_of(path: Path, root: Path, **values: object) -> Iterator[DraftReview]:
    request = ImportRequest(path=path, root=root, **values)  # type: ignore[arg-type] # fields of a request
    with open_review(request, lambda _: None) as review:
        yield review


def imported(path: Path, root: Path) -> None:
    with review_of(path, root) as review:
        review.accept_sure(0)
        review.write()


def files_of(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def by_term(root: Path) -> dict[str, tuple[str, str]]:
    return {says.term: (fact_id, says.statement) for fact_id, says in claims_in(load_bank(root).bank).items()}


def replaced(root: Path, old: str, new: str) -> None:
    (path,) = [path for path in (root / "facts").glob("*.yaml") if old in path.read_text(encoding="utf-8")]
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_a_document_becomes_a_bank_that_checks_without_errors(tmp_path: Path) -> None:
    deck = tmp_path / "deck.md"
    deck.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    root = tmp_path / "bank"
    imported(deck, root)
    report = check_bank_folder(root, lambda _: None)
    assert not report.has_errors, report.lines(show_all=False)
    bank = load_bank(root).bank
    assert len(bank.facts) == 45
    assert bank.language is Language.ZH_HANS
    assert bank.exams[0].item_count >= 20
    assert any(section.ordered for chapter in bank.chapters for section in chapter.sections)
    text = deck.read_text(encoding="utf-8")
    for fact in bank.facts:
        assert fact.source is not None
        assert fact.source.term is not None
        assert text[slice(*fact.source.term)] == fact.term


def test_leaving_and_coming_back_loses_no_decision_and_undo_reaches_behind_it(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    with review_of(handbook, root) as review:
        first, second = review.review.drafts[:2]
        review.decide(Accept((first.id,)))
        review.decide(Edit(second.id, replace(second.claim, term="出口")))
        left = review.review
    with review_of(handbook, root) as review:
        assert review.review == left
        assert review.undo()
        assert review.undo()
        assert not review.undo()
        assert review.review.drafts[0].verdict.value == "open"
    with review_of(handbook, root) as review:
        assert not review.can_undo


def test_the_same_file_twice_changes_nothing(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    imported(handbook, root)
    before = files_of(root)
    imported(handbook, root)
    assert files_of(root) == before
    # Not even if it is read anew.
    with review_of(handbook, root, again=True) as review:
        assert review.open_count == 0
        assert review.pending == ()
        review.write()
    after = files_of(root)
    assert {n: b for n, b in after.items() if "drafts" not in n} == {
        n: b for n, b in before.items() if "drafts" not in n
    }


def test_a_new_version_keeps_ids_and_says_what_changed_and_what_is_gone(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    imported(handbook, root)
    before = by_term(root)
    newer = HANDBOOK.replace("每月检查一次压力，指针在绿区", "每半月检查一次压力，指针在绿区")
    newer = newer.replace("- 应急灯：每周按一次试验按钮。\n", "").replace(
        "- 疏散", "- 点名：到集合点后清点人数。\n- 疏散"
    )
    newer = newer.replace("# 消防安全", "# 消防安全\n\n本版有修订。")
    handbook.write_text(newer, encoding="utf-8")
    with review_of(handbook, root) as review:
        standing = {draft.claim.term: draft.standing for draft in review.review.drafts}
        assert standing == {
            "灭火器": Standing.CHANGED,
            "安全出口": Standing.SAME,
            "应急灯": Standing.GONE,
            "报警": Standing.SAME,
            "点名": Standing.NEW,
            "疏散": Standing.SAME,
        }
        review.accept_sure(0)
        report = review.write()
    assert (report.new, report.changed, report.removed) == (1, 1, 0)
    after = by_term(root)
    assert after["灭火器"] == (before["灭火器"][0], "每半月检查一次压力，指针在绿区。")
    assert after["应急灯"] == before["应急灯"], "what is gone from the document stays until a person says otherwise"
    bank = load_bank(root).bank
    assert len(bank.sources) == 1
    for fact in bank.facts:
        if fact.term != "应急灯":
            assert fact.source is not None
            assert fact.source.term is not None
            assert newer[slice(*fact.source.term)] == fact.term, "places are those of the new version"


def test_a_gone_fact_is_taken_out_when_a_person_says_so_unless_an_item_tests_it(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    imported(handbook, root)
    tested, _ = by_term(root)["应急灯"]
    item = f"{{id: item0001, kind: true_false, facts: [{tested}], stem: 应急灯每周试一次。, answer: true}}"
    (root / "items").mkdir()
    (root / "items/items.yaml").write_text(f"items:\n  - {item}\n", encoding="utf-8")
    handbook.write_text(HANDBOOK.replace("- 应急灯：每周按一次试验按钮。\n", ""), encoding="utf-8")
    with review_of(handbook, root) as review:
        review.decide(Accept((tested,)))
        report = review.write()
        assert any("authored items test it" in remark for remark in report.remarks)
        assert "应急灯" in by_term(root)
        (root / "items/items.yaml").unlink()
        review.decide(Accept((tested,)))
        assert review.write().removed == 1
    assert "应急灯" not in by_term(root)


def test_a_persons_edit_is_never_overwritten_by_a_script(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    imported(handbook, root)
    replaced(root, "每周按一次试验按钮。", "每周一早上按一次试验按钮。  # 站长要求")
    handbook.write_text(HANDBOOK.replace("每周按一次试验按钮", "每天按一次试验按钮"), encoding="utf-8")
    with review_of(handbook, root) as review:
        (conflict,) = [draft for draft in review.review.drafts if draft.standing is Standing.CONFLICT]
        review.accept_sure(0)
        review.write()
        assert by_term(root)["应急灯"][1] == "每周一早上按一次试验按钮。"
        review.decide(Reject((conflict.id,)))
        review.write()
    text = "".join(path.read_text(encoding="utf-8") for path in (root / "facts").glob("*.yaml"))
    assert "# 站长要求" in text
    with review_of(handbook, root, again=True) as review:
        assert review.open_count == 0, "what was decided is not asked again"


def test_editing_the_bank_while_a_review_is_open_is_noticed_before_writing(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    imported(handbook, root)
    handbook.write_text(HANDBOOK.replace("每周按一次", "每天按一次"), encoding="utf-8")
    with review_of(handbook, root) as review:
        review.accept_sure(0)
        replaced(root, "每周按一次试验按钮。", "逢周一按一次试验按钮。")
        review.write()
        assert by_term(root)["应急灯"][1] == "逢周一按一次试验按钮。"
        assert [draft.standing for draft in review.review.drafts if not draft.is_settled] == [Standing.CONFLICT]


def test_decisions_on_an_earlier_version_go_into_the_bank_before_the_new_one_is_compared(
    handbook: Path, tmp_path: Path
) -> None:
    root = tmp_path / "bank"
    with review_of(handbook, root) as review:
        review.decide(Accept((review.review.drafts[0].id,)))
        review.decide(Reject((review.review.drafts[1].id,)))
    handbook.write_text(HANDBOOK + "\n- 集合：到操场东侧集合点名。\n", encoding="utf-8")
    with review_of(handbook, root) as review:
        assert [draft.is_settled for draft in review.review.drafts] == [True, True, False, False, False, False]
    assert list(by_term(root)) == ["灭火器"]


def test_a_renamed_version_is_known_by_its_facts_and_as_says_otherwise(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    imported(handbook, root)
    renamed = tmp_path / "另一个名字.md"
    renamed.write_text(HANDBOOK + "\n- 集合：到操场东侧集合点名。\n", encoding="utf-8")
    source = load_bank(root).bank.sources[0].id
    with review_of(renamed, root) as review:
        assert review.reading.source == source
        assert review.open_count == 1
    with review_of(renamed, root, source="new", again=True) as review:
        assert review.reading.source != source
    with pytest.raises(UnknownSourceError, match="Use one of"), review_of(renamed, root, source="nosuch", again=True):
        pass


def test_a_bank_without_a_record_of_its_import_is_asked_about_and_not_overwritten(
    handbook: Path, tmp_path: Path
) -> None:
    root = tmp_path / "bank"
    imported(handbook, root)
    for path in (root / "drafts").iterdir():
        path.unlink()
    handbook.write_text(HANDBOOK.replace("每周按一次", "每天按一次"), encoding="utf-8")
    with review_of(handbook, root) as review:
        standings = [draft.standing for draft in review.review.drafts]
        assert standings.count(Standing.SAME) == 4
        assert standings.count(Standing.CONFLICT) == 1


def test_a_second_process_is_refused(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    with review_of(handbook, root):
        ran = subprocess.run(
            [sys.executable, "-c", "from drill.cli import main; main()", "import", handbook, "--bank", root, "--list"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 1
        assert "another `drill import` has the drafts of this bank open" in ran.stderr
        assert "Traceback" not in ran.stderr
    with review_of(handbook, root):
        pass


def test_what_cannot_be_imported_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    empty, root = tmp_path / "empty.md", tmp_path / "bank"
    empty.write_text("", encoding="utf-8")
    for path, error in ((empty, DrillError), (tmp_path / "nowhere.pptx", DrillError)):
        with pytest.raises(error), review_of(path, root):
            pass
        assert not root.exists()


def test_an_archive_of_several_documents_is_refused_by_name(tmp_path: Path) -> None:
    from zipfile import ZipFile

    with ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in ("a.md", "b.md"):
            archive.writestr(name, HANDBOOK)
    with (
        pytest.raises(SeveralDocumentsError, match=r"a\.md.*b\.md"),
        review_of(tmp_path / "all.zip", tmp_path / "bank"),
    ):
        pass


def test_an_english_document_starts_an_english_bank(tmp_path: Path) -> None:
    path = tmp_path / "desk.md"
    path.write_text(
        "# Front desk\n\n## Calls\n\n- Greeting: Say the name of the firm first.\n- Hold: Ask before you hold.\n",
        encoding="utf-8",
    )
    with review_of(path, tmp_path / "bank") as review:
        assert review.language is Language.EN
        review.accept_sure(0)
        review.write()
    assert load_bank(tmp_path / "bank").bank.title == "Front desk"


_KILLED = """
import sys
from pathlib import Path
from drill.model.draft import Accept, Reopen
from drill.workflows.import_document import ImportRequest, open_review
with open_review(ImportRequest(path=Path(sys.argv[1]), root=Path(sys.argv[2])), lambda _: None) as review:
    ids = [draft.id for draft in review.review.drafts]
    for number in range(100_000):
        review.decide((Accept, Reopen)[number // len(ids) % 2]((ids[number % len(ids)],)))
        print(number + 1, flush=True)
"""


def test_kill_9_loses_no_decision_that_was_made(handbook: Path, tmp_path: Path) -> None:
    root = tmp_path / "bank"
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(handbook), str(root)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        made = 0
        for line in process.stdout:
            made = int(line)
            if made == 37:
                os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with review_of(handbook, root) as review:
        steps = 0
        while review.undo():
            steps += 1
        assert made <= steps <= made + 1


def test_a_half_written_decision_was_never_made_and_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "drafts" / "doc.1.log"
    assert read_lines(path) == []
    append_line(path, '{"do": "undo"}')
    whole = path.read_bytes()
    for size in range(len(whole)):
        path.write_bytes(whole + whole[:size])
        assert read_lines(path) == ['{"do": "undo"}']
    append_line(path, "次")
    assert read_lines(path) == ['{"do": "undo"}', "次"]


def test_killed_between_the_facts_and_the_record_the_next_run_completes_it(
    handbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "bank"
    with review_of(handbook, root) as review:
        review.accept_sure(0)
        with monkeypatch.context() as patched:
            patched.setattr(type(review), "_restart", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                review.write()
    facts = by_term(root)
    with review_of(handbook, root) as review:
        review.write()
        assert review.open_count == 0
    assert by_term(root) == facts


def test_a_spreadsheet_goes_out_and_its_decisions_come_back(handbook: Path, tmp_path: Path) -> None:
    root, sheet = tmp_path / "bank", tmp_path / "review.xlsx"
    with review_of(handbook, root) as review:
        assert write_sheet(review, sheet) == 5
        workbook = load_workbook(sheet)
        rows = workbook["待审知识点"]
        heads = {cell.value: number for number, cell in enumerate(rows[1], start=1)}
        rows.cell(2, heads["处理"]).value = "采纳"
        rows.cell(3, heads["处理"]).value = "舍弃"
        rows.cell(4, heads["处理"]).value = "accept"
        rows.cell(4, heads["表述"]).value = "=1+1 的样子，每周按一次。"
        rows.cell(4, heads["表述"]).data_type = "s"
        rows.append([None] * len(heads))
        for name, value in (
            ("处理", "采纳"),
            ("章", "消防安全"),
            ("节", "新节"),
            ("要点", "手写"),
            ("表述", "自己加的一条。"),
        ):
            rows.cell(8, heads[name]).value = value
        workbook.save(sheet)
        assert read_sheet(review, sheet) == 6
        assert read_sheet(review, sheet) == 0, "applied again it changes nothing"
        review.write()
    assert [(term, says[1]) for term, says in by_term(root).items()] == [
        ("灭火器", "每月检查一次压力，指针在绿区。"),
        ("应急灯", "=1+1 的样子，每周按一次。"),
        ("手写", "自己加的一条。"),
    ]


def test_problems_of_a_spreadsheet_name_sheet_and_row_and_nothing_is_decided(handbook: Path, tmp_path: Path) -> None:
    root, sheet = tmp_path / "bank", tmp_path / "review.xlsx"
    with review_of(handbook, root) as review:
        write_sheet(review, sheet)
        workbook = load_workbook(sheet)
        rows = workbook["待审知识点"]
        heads = {cell.value: number for number, cell in enumerate(rows[1], start=1)}
        rows.cell(2, heads["处理"]).value = "也许"
        rows.cell(3, heads["编号"]).value = "nosuchid"
        rows.cell(4, heads["类型"]).value = "sort of"
        rows.cell(5, heads["要点"]).value = None
        rows.cell(6, heads["编号"]).value = rows.cell(2, heads["编号"]).value
        workbook.save(sheet)
        with pytest.raises(BadInputError) as refused:
            read_sheet(review, sheet)
        message = str(refused.value)
        for number, part in ((2, "也许"), (3, "nosuchid"), (4, "sort of"), (5, "`要点` is empty"), (6, "row 2 too")):
            assert any(f"[待审知识点]:{number}:" in line and part in line for line in message.splitlines()), message
        assert not review.can_undo


def test_texts_like_formulas_are_kept_as_text(tmp_path: Path) -> None:
    path, sheet = tmp_path / "a.md", tmp_path / "review.xlsx"
    path.write_text(
        "# 表格\n\n## 公式\n\n- 求和：=SUM(A1:A9) 求一列之和。\n- 平均：=AVERAGE(A1:A9) 求平均值。\n", encoding="utf-8"
    )
    with review_of(path, tmp_path / "bank") as review:
        write_sheet(review, sheet)
        cells = [cell for row in load_workbook(sheet).worksheets[0] for cell in row if str(cell.value).startswith("=")]
        assert cells
        assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
        assert read_sheet(review, sheet) == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no workbook"])
def test_what_is_no_workbook_is_refused(content: bytes, handbook: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "review.xlsx"
    sheet.write_bytes(content)
    with review_of(handbook, tmp_path / "bank") as review, pytest.raises(BadInputError, match=r"review\.xlsx"):
        read_sheet(review, sheet)


def test_the_command_lists_and_accepts_in_a_pipe(handbook: Path, tmp_path: Path) -> None:
    root = str(tmp_path / "bank")
    listed = CliRunner().invoke(app, ["import", str(handbook), "--bank", root, "--list", "--format", "json"])
    assert listed.exit_code == 0
    assert [draft["decision"] for draft in json.loads(listed.stdout)["drafts"]] == ["open"] * 5
    assert not (tmp_path / "bank/facts").exists()
    done = CliRunner().invoke(app, ["import", str(handbook), "--bank", root, "--accept", "0.5", "--format", "json"])
    assert json.loads(done.stdout)["written"]["new"] == 5
    again = CliRunner().invoke(app, ["import", str(handbook), "--bank", root])
    assert "5 in the bank" in again.stdout
    both = CliRunner().invoke(app, ["import", str(handbook), "--bank", root, "--list", "--accept", "1"])
    assert both.exit_code == 2
