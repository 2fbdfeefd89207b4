from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drill.documents.reading import read_document
from drill.model.passage import DocumentKind, Role

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """# Closing time

Before you leave:

```text
lock  --all
  alarm on
```

    night mode

> <p>Call the
> guard.</p>

<div>
<nav>Up</nav>
<table><tr><td>Door</td><td>Shut it.</td></tr></table>
</div>

| Lamp | Off |
|---|---|
| Heat | Low |
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_code_and_html_within_markdown_are_read(page: Path) -> None:
    document = read_document(page)
    assert document.kind is DocumentKind.MARKDOWN
    assert [(passage.role, passage.text) for passage in document.passages] == [
        (Role.HEADING, "Closing time"),
        (Role.BODY, "Before you leave:"),
        (Role.BODY, "lock  --all\n  alarm on"),
        (Role.BODY, "night mode"),
        (Role.BODY, "Call the guard."),
        (Role.ASIDE, "Up"),
        (Role.TABLE_CELL, "Door"),
        (Role.TABLE_CELL, "Shut it."),
        (Role.TABLE_CELL, "Lamp"),
        (Role.TABLE_CELL, "Off"),
        (Role.TABLE_CELL, "Heat"),
        (Role.TABLE_CELL, "Low"),
    ]
    assert [one.place.table for one in document.passages if one.role is Role.TABLE_CELL] == [1, 1, 2, 2, 2, 2]


def test_code_and_html_within_markdown_know_their_place(page: Path) -> None:
    lines = PAGE.split("\n")
    for passage in read_document(page).passages:
        word = passage.text.split()[-1]
        at = passage.text.rindex(word)
        place = passage.place_of(at, at + len(word))
        assert PAGE[place.start : place.end] == word
        assert passage.text.split()[0] in lines[(passage.place.line or 0) - 1]
