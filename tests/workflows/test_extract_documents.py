from __future__ import annotations

import json
from typing import TYPE_CHECKING

from typer.testing import CliRunner

from drill.cli.app import app

if TYPE_CHECKING:
    from pathlib import Path

HANDBOOK = """# 消防安全

## 日常检查

- 灭火器：每月检查一次压力，指针在绿区。
- 安全出口：保持畅通，不堆放物品。
"""


def test_a_structured_document_gives_facts_with_their_places(tmp_path: Path) -> None:
    path = tmp_path / "handbook.md"
    path.write_text(HANDBOOK, encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", str(path), "--format", "json"])
    assert result.exit_code == 0
    facts = json.loads(result.stdout)["facts"]
    assert [(f["chapter"], f["section"], f["term"]) for f in facts] == [
        ("消防安全", "日常检查", "灭火器"),
        ("消防安全", "日常检查", "安全出口"),
    ]
    for fact in facts:
        start, end = fact["source"]["term"]
        assert HANDBOOK[start:end] == fact["term"]
        start, end = fact["source"]["statement"]
        assert HANDBOOK[start:end].rstrip("。") == fact["statement"].rstrip("。")


def test_several_files_come_in_one_table(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(HANDBOOK, encoding="utf-8")
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "a.md"), str(tmp_path / "b.md")])
    assert result.stdout.count("灭火器") == 2
