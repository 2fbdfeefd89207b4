from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.strategies import banks

import drill.bank.edit as edit_module
from drill.bank.edit import edit_file
from drill.bank.format import format_file
from drill.bank.parse import parse_bank, read_file
from drill.bank.plain import Inline, Plain, to_plain
from drill.errors import BadInputError
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Callable

    from drill.model.bank import Bank

T = TypeVar("T")

CHAPTER = """\
# yaml-language-server: $schema=../schema/facts.schema.json
# Chapter as a person writes it.
id: chap1   # permanent
title: "接待"

sections:
  # The section on calls.
  - title: 来电
    id: sect1
    ordered: no
    facts:
    # about the first fact
    - term: 及时接听
      # between two fields
      id: fact1
      kind: 'requirement'
      statement: >-
        电话铃响三声之内接起，
        接起后先报机构名称。

      gist: 三声之内   # keep it short
      tags: [phone, 'team']
      misconceptions:
        - {id: misc1, text: 响五声再接, why: 要三声之内, differs: degree}
        - id: misc2
          text: |
            接起后先问客户
          why: 先报机构
          differs: order
      source:   # from the slides
        document: slides
        term: [3,5]

    # about the second fact
    - id: fact2
      term: 先听后答
      kind: technique
      statement: 客户说话时不打断
      tags: []
  - id: sect2
    title: 空节
    facts: []
# the end
"""

ITEMS = """\
items:
  # first item
  - kind: single_choice
    id: item1
    facts: [fact1]
    stem: 电话响了第二声，你该？   # seen on the floor
    use: both
    points: 1
    options:
      # the tempting one
      - text: 写完再接
        why: >
          太迟
      - text: 马上接起
        key: true

  - id: item2
    kind: fill_in
    facts:
      - fact1
    stem: 铃响 ____ 之内接起，先报 ____ 。
    answer:
      - - 三声   # or
        - 3 声
      - 机构
  # a short answer
  - id: item3
    kind: short_answer
    facts: [fact1]
    stem: 怎样接听？
    answer:
      - text: 三声之内
        points: 2
      - {text: 先报机构, points: 1}
"""

NAMES = {"facts/a.yaml": CHAPTER, "items/a.yaml": ITEMS}


def _held(path: str, text: str) -> dict[str, Any]:
    return to_plain(read_file(path, text))


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _changed(text: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that left a text and those that came."""
    old_lines, new_lines = _lines(text), _lines(new)
    gone, come = list(old_lines), list(new_lines)
    for line in new_lines:
        if line in gone:
            gone.remove(line)
    for line in old_lines:
        if line in come:
            come.remove(line)
    return gone, come


def _fact(held: dict[str, Any], section: int = 0, fact: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = held["sections"][section]["facts"][fact]
    return found


@pytest.fixture(autouse=True)
def _never_write_anew(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test but those marked fail when an edit falls back on writing the whole file anew."""
    if "anew" not in request.node.name:

        def refuse(path: str, plain: Plain) -> str:
            message = f"the edit of {path} to {plain} missed"
            raise AssertionError(message)

        monkeypatch.setattr(edit_module, "format_file", refuse)


@pytest.mark.parametrize("path", NAMES)
def test_a_file_that_holds_what_is_wanted_keeps_every_byte(path: str) -> None:
    text = NAMES[path]
    assert edit_file(path, text, _held(path, text)) == text


FACT_EDITS: dict[str, tuple[Any, list[str], list[str]]] = {
    "a plain text": (
        lambda c: _fact(c, 0, 1).update(statement="客户：说 #完"),
        ["      statement: 客户说话时不打断\n"],
        ["      statement: '客户：说 #完'\n"],
    ),
    "a text with a comment behind it": (
        lambda c: _fact(c).update(gist="三声"),
        ["      gist: 三声之内   # keep it short\n"],
        ["      gist: 三声   # keep it short\n"],
    ),
    "a folded text": (
        lambda c: _fact(c).update(statement="三声之内接起"),
        ["      statement: >-\n", "        电话铃响三声之内接起，\n", "        接起后先报机构名称。\n"],
        ["      statement: 三声之内接起\n"],
    ),
    "a text that gets several lines": (
        lambda c: _fact(c, 0, 1).update(statement="一\n二"),
        ["      statement: 客户说话时不打断\n"],
        ["      statement: |-\n", "        一\n", "        二\n"],
    ),
    "a quoted enum": (
        lambda c: _fact(c).update(kind="rule"),
        ["      kind: 'requirement'\n"],
        ["      kind: rule\n"],
    ),
    "a switch": (lambda c: c["sections"][0].update(ordered=True), ["    ordered: no\n"], ["    ordered: true\n"]),
    "a list on one line": (
        lambda c: _fact(c).update(tags=Inline(["chat"])),
        ["      tags: [phone, 'team']\n"],
        ["      tags: [chat]\n"],
    ),
    "a span": (
        lambda c: _fact(c)["source"].update(term=Inline([4, 5])),
        ["        term: [3,5]\n"],
        ["        term: [4, 5]\n"],
    ),
    "a record on one line": (
        lambda c: _fact(c)["misconceptions"][0].update(why="三声，不是五声, 别忘"),
        ["        - {id: misc1, text: 响五声再接, why: 要三声之内, differs: degree}\n"],
        ["        - {id: misc1, text: 响五声再接, why: '三声，不是五声, 别忘', differs: degree}\n"],
    ),
    "a new field in the middle": (
        lambda c: _fact(c, 0, 1).update(gist="不打断"),
        [],
        ["      gist: 不打断\n"],
    ),
    "a list that was empty": (
        lambda c: _fact(c, 0, 1).update(tags=Inline(["chat"])),
        ["      tags: []\n"],
        ["      tags: [chat]\n"],
    ),
    "the first field of a record": (
        lambda c: c["sections"][0].update(title="接电话"),
        ["  - title: 来电\n"],
        ["  - title: 接电话\n"],
    ),
    "a field taken out": (
        lambda c: _fact(c).pop("gist"),
        ["      gist: 三声之内   # keep it short\n"],
        [],
    ),
    "a list taken out": (lambda c: _fact(c).pop("tags"), ["      tags: [phone, 'team']\n"], []),
    "a record taken out of a list": (
        lambda c: _fact(c)["misconceptions"].pop(0),
        ["        - {id: misc1, text: 响五声再接, why: 要三声之内, differs: degree}\n"],
        [],
    ),
    "a mapping taken out": (
        lambda c: _fact(c).pop("source"),
        ["      source:   # from the slides\n", "        document: slides\n", "        term: [3,5]\n"],
        [],
    ),
    "the first record of an empty list": (
        lambda c: c["sections"][1].update(facts=[{"id": "fact3", "term": "t", "kind": "rule", "statement": "s"}]),
        ["    facts: []\n"],
        [
            *("    facts:\n", "      - id: fact3\n", "        term: t\n", "        kind: rule\n"),
            "        statement: s\n",
        ],
    ),
    "a record put in front": (
        lambda c: c["sections"].insert(0, {"id": "sect0", "title": "t", "facts": []}),
        [],
        ["  - id: sect0\n", "    title: t\n", "    facts: []\n"],
    ),
    "a record moved": (lambda c: c["sections"].reverse(), [], []),
    "facts swapped": (lambda c: c["sections"][0]["facts"].reverse(), [], []),
    "a first list in a fact": (
        lambda c: _fact(c, 0, 1).update(parts=[{"id": "part1", "ask": "a", "gist": "g"}]),
        [],
        ["      parts:\n", "        - id: part1\n", "          ask: a\n", "          gist: g\n"],
    ),
}


def _run(path: str, text: str, change: Callable[[dict[str, Any]], object]) -> tuple[str, dict[str, Any]]:
    wanted = _held(path, text)
    change(wanted)
    edited = edit_file(path, text, wanted)
    assert _held(path, edited) == wanted
    return edited, wanted


@pytest.mark.parametrize("name", FACT_EDITS)
@pytest.mark.parametrize("style", ["as it is", "crlf", "no last newline"])
def test_an_edit_changes_its_own_lines_and_no_others(name: str, style: str) -> None:
    change, gone, come = FACT_EDITS[name]
    text = {"as it is": CHAPTER, "crlf": CHAPTER.replace("\n", "\r\n"), "no last newline": CHAPTER.rstrip("\n")}[style]
    edited, _ = _run("facts/a.yaml", text, change)
    if style == "crlf":
        assert edited.count("\n") == edited.count("\r\n")
        edited = edited.replace("\r\n", "\n")
    if style == "no last newline":
        assert not edited.endswith("\n")
        edited += "\n"
    assert _changed(CHAPTER, edited) == (gone, come)


def _until(line: str) -> str:
    return CHAPTER[: CHAPTER.index(line)].rstrip("\n")


@pytest.mark.parametrize("text", [_until("# the end"), _until("  - id: sect2")], ids=["empty list last", "fact last"])
@pytest.mark.parametrize("name", FACT_EDITS)
def test_an_edit_at_the_end_of_a_file_without_a_last_newline_holds(text: str, name: str) -> None:
    wanted = _held("facts/a.yaml", text)
    try:
        FACT_EDITS[name][0](wanted)
    except IndexError:
        assert name == "the first record of an empty list"  # That list is cut off here.
    assert _held("facts/a.yaml", edit_file("facts/a.yaml", text, wanted)) == wanted


def test_a_moved_record_takes_the_comment_above_it_along() -> None:
    edited, _ = _run("facts/a.yaml", CHAPTER, lambda c: c["sections"][0]["facts"].reverse())
    lines = [line.strip() for line in edited.splitlines()]
    assert lines[lines.index("- id: fact2") - 1] == "# about the second fact"
    assert lines[lines.index("- term: 及时接听") - 1] == "# about the first fact"
    assert lines.index("- id: fact2") < lines.index("- term: 及时接听")


def test_a_removed_record_takes_the_comment_above_it_along() -> None:
    edited, _ = _run("facts/a.yaml", CHAPTER, lambda c: c["sections"][0]["facts"].pop(0))
    assert "# about the first fact" not in edited
    assert "# about the second fact" in edited


SCORING = ["      - text: 三声之内\n", "        points: 2\n", "      - {text: 先报机构, points: 1}\n"]
ITEM_EDITS: dict[str, tuple[Any, list[str], list[str]]] = {
    "one option's text": (
        lambda c: c["items"][0]["options"][0].update(text="先写完"),
        ["      - text: 写完再接\n"],
        ["      - text: 先写完\n"],
    ),
    "an option added": (
        lambda c: c["items"][0]["options"].append({"text": "不接", "why": "x"}),
        [],
        ["      - text: 不接\n", "        why: x\n"],
    ),
    "an option taken out": (
        lambda c: c["items"][0]["options"].pop(1),
        ["      - text: 马上接起\n", "        key: true\n"],
        [],
    ),
    "the key moved": (
        lambda c: (c["items"][0]["options"][1].pop("key"), c["items"][0]["options"][0].update(key=True)),
        [],
        [],
    ),
    "a blank's accepted answers": (
        lambda c: c["items"][1]["answer"].__setitem__(0, ["三声", "三次"]),
        ["      - - 三声   # or\n", "        - 3 声\n"],
        ["      - [三声, 三次]\n"],
    ),
    "a blank's only answer": (
        lambda c: c["items"][1]["answer"].__setitem__(1, ["机构", "工号"]),
        ["      - 机构\n"],
        ["      - [机构, 工号]\n"],
    ),
    "a list of facts in lines": (
        lambda c: c["items"][1].update(facts=Inline(["fact1", "fact2"])),
        [],
        ["      - fact2\n"],
    ),
    "a scoring point": (
        lambda c: c["items"][2]["answer"][0].update(points=3),
        ["        points: 2\n"],
        ["        points: 3\n"],
    ),
    "a scoring point on one line": (
        lambda c: c["items"][2]["answer"][1].update(points=3),
        ["      - {text: 先报机构, points: 1}\n"],
        ["      - {text: 先报机构, points: 3}\n"],
    ),
    "use of an item, written out though it is the default": (
        lambda c: c["items"][0].update(use="exam"),
        ["    use: both\n"],
        ["    use: exam\n"],
    ),
    "scoring points turned into steps": (
        lambda c: c["items"][2].update(kind="ordering", answer=["接起", "报机构"]),
        ["    kind: short_answer\n", *SCORING],
        ["    kind: ordering\n", "      - 接起\n", "      - 报机构\n"],
    ),
    "scoring points turned into steps of several lines": (
        lambda c: c["items"][2].update(kind="ordering", answer=["接起\n报机构", "再听"]),
        ["    kind: short_answer\n", *SCORING],
        ["    kind: ordering\n", '      - "接起\\n报机构"\n', "      - 再听\n"],
    ),
    "accepted answers turned into scoring points": (
        lambda c: c["items"][1].update(
            kind="short_answer", answer=[{"text": "a, b", "points": 1}, {"text": "c", "points": 2}]
        ),
        ["    kind: fill_in\n", "      - - 三声   # or\n", "        - 3 声\n", "      - 机构\n"],
        ["    kind: short_answer\n", "      - {text: 'a, b', points: 1}\n", "      - {text: c, points: 2}\n"],
    ),
    "scoring points turned into a truth value": (
        lambda c: c["items"][2].update(kind="true_false", answer=True),
        ["    kind: short_answer\n", "    answer:\n", *SCORING],
        ["    kind: true_false\n", "    answer: true\n"],
    ),
    "an answer taken out with its item": (lambda c: c["items"].pop(2), _lines(ITEMS[ITEMS.index("  # a short") :]), []),
    "a waiver": (
        lambda c: c["items"][0].update(waivers=[{"check": "x", "reason": "y"}]),
        [],
        ["    waivers:\n", "      - check: x\n", "        reason: y\n"],
    ),
}


@pytest.mark.parametrize("name", ITEM_EDITS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_edit_of_an_item_changes_its_own_lines_and_no_others(name: str, newline: str) -> None:
    change, gone, come = ITEM_EDITS[name]
    edited, _ = _run("items/a.yaml", ITEMS.replace("\n", newline), change)
    assert edited.count("\n") == edited.count(newline)
    if name != "the key moved":
        assert tuple(map(sorted, _changed(ITEMS, edited.replace("\r\n", "\n")))) == (sorted(gone), sorted(come))


def test_the_last_record_of_a_list_leaves_an_empty_list() -> None:
    edited, _ = _run("items/a.yaml", ITEMS, lambda c: c["items"].clear())
    assert edited == "items: []\n"


@pytest.mark.parametrize("between", ["", "        # note\n", "\n"])
def test_the_first_fields_behind_a_dash_can_go(between: str) -> None:
    text = (
        "id: chap1\ntitle: t\nsections:\n  - ordered: true\n    incomplete: true\n"
        f"{between}    id: sect1\n    title: t\n    facts: []\n"
    )
    edited, _ = _run(
        "facts/a.yaml", text, lambda c: (c["sections"][0].pop("ordered"), c["sections"][0].pop("incomplete"))
    )
    assert "ordered" not in edited
    edited, _ = _run(
        "facts/a.yaml", text, lambda c: (c["sections"][0].pop("ordered"), c["sections"][0].update(title="new"))
    )
    assert edited.count("title: new") == 1


def test_a_dash_on_a_line_of_its_own_and_dashes_in_comments_mislead_nothing() -> None:
    text = (
        "id: chap1\ntitle: t\nsections:\n  -\n    # a - b\n    id: sect1\n    title: t\n    facts: []\n"
        "  - # - c -\n    id: sect2\n    title: u\n    facts: []\n"
    )
    edited, _ = _run("facts/a.yaml", text, lambda c: c["sections"].reverse())
    assert sorted(_lines(edited)) == sorted(_lines(text))


def test_a_field_without_a_value_gets_one() -> None:
    text = "id: chap1\ntitle: t\nsections:\n  - id: sect1\n    title:\n    incomplete: true\n    facts: []\n"
    edited, _ = _run("facts/a.yaml", text, lambda c: c["sections"][0].update(title="现在有了"))
    assert edited == text.replace("title:\n", "title: 现在有了\n")


def test_a_generate_block_can_change_completely() -> None:
    text = (
        "id: chap1\ntitle: t\nsections:\n  - id: sect1\n    title: t\n    facts:\n      - id: fact1\n        term: t\n"
        "        kind: rule\n        statement: s\n        generate:\n          off: [cloze]   # why\n        gist: g\n"
    )
    edited, _ = _run("facts/a.yaml", text, lambda c: _fact(c).update(generate={"never": Inline(["fact1"])}))
    assert "generate:\n          never: [fact1]\n        gist: g\n" in edited


def test_a_mapping_in_braces_takes_new_fields() -> None:
    text = (
        "id: chap1\ntitle: t\nsections:\n  - id: sect1\n    title: t\n    facts:\n"
        "      - {id: fact1, term: t, kind: rule, statement: s}   # short\n"
    )
    edited, _ = _run("facts/a.yaml", text, lambda c: _fact(c).update(gist="a, b\nc"))
    assert '      - {id: fact1, term: t, kind: rule, statement: s, gist: "a, b\\nc"}   # short\n' in edited


def test_rare_syntax_is_written_anew_rather_than_wrongly() -> None:
    text = "? id\n: chap1\n? title\n: t\nsections: []\n"
    wanted = {**_held("facts/a.yaml", text), "sections": [{"id": "sect1", "title": "t", "facts": []}], "title": "u"}
    edited = edit_file("facts/a.yaml", text, wanted)
    assert _held("facts/a.yaml", edited) == wanted


def test_a_file_in_braces_alone_is_edited() -> None:
    edited, _ = _run("facts/a.yaml", "{id: chap1, title: t, sections: []}", lambda c: c.update(title="u"))
    assert edited == "{id: chap1, title: u, sections: []}"


def test_a_broken_file_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"facts/a\.yaml:1: "):
        edit_file("facts/a.yaml", "id: [", {})


def _mixed(rng: Rng, left: T, right: Any) -> T:
    """Return a record between two: its own fields from either, its lists of records cut, reordered and joined."""
    changes = {}
    for field in fields(left):  # type: ignore[arg-type] # any dataclass instance
        mine, other = getattr(left, field.name), getattr(right, field.name)
        if field.name in {"id", "statement", "title", "incomplete"}:
            continue
        if isinstance(mine, tuple) and mine and hasattr(mine[0], "id"):
            kept = [_mixed(rng, one, rng.choice(other or mine)) for one in mine if rng.below(4)]
            fresh = [one for one in other if rng.below(2) and one.id not in {k.id for k in mine}]
            joined = [*kept, *fresh]
            changes[field.name] = tuple(rng.shuffled(joined) if rng.below(2) else joined)
        elif is_dataclass(mine) and is_dataclass(other):
            changes[field.name] = _mixed(rng, cast("Any", mine), other)
        else:
            changes[field.name] = rng.choice([mine, mine, other])
    return replace(left, **changes)  # type: ignore[type-var] # any dataclass instance


def _styled(rng: Rng, text: str) -> str:
    """Return a formatted file in a person's style: comments, blank lines, line ends, no last newline."""
    lines = text.splitlines()
    out = [lines[0]]
    block = None
    for number, line in enumerate(lines[1:]):
        indent = len(line) - len(line.lstrip(" -"))
        if block is None or indent <= block:
            block = indent if line.endswith("|-") else None
            if rng.below(6) == 0:
                out.append(f"{' ' * (len(line) - len(line.lstrip(' ')))}# comment {number}")
            if rng.below(10) == 0:
                out.append("")
        out.append(line)
    return rng.choice(["\n", "\r\n"]).join(out) + rng.choice(["", "\n"])


@given(before=banks(), after=banks(), seed=st.integers(0, 10**6))
@settings(max_examples=50)
def test_random_edits_read_as_wanted(before: Bank, after: Bank, seed: int) -> None:
    rng = Rng(seed)
    pairs: list[tuple[str, tuple[Any, ...], tuple[Any, ...]]] = [
        ("facts/a.yaml", before.chapters, after.chapters),
        ("exams/a.yaml", before.exams, after.exams),
    ]
    for path, mine, others in pairs:
        for record in mine if others else ():
            wanted = to_plain(_mixed(rng, record, rng.choice(others)))
            text = _styled(rng, format_file(path, to_plain(record)))
            edited = edit_file(path, text, wanted)
            assert _held(path, edited) == wanted
            assert edited.endswith("\n") or not text.endswith("\n")
            assert edit_file(path, edited, wanted) == edited


@given(before=banks(), after=banks(), seed=st.integers(0, 10**6))
@settings(max_examples=40)
def test_random_item_lists_read_as_wanted(before: Bank, after: Bank, seed: int) -> None:
    rng = Rng(seed)
    text = _styled(rng, format_file("items/a.yaml", {"items": [to_plain(item) for item in before.items]}))
    changed = {item.id: item for item in after.items}
    kept = [changed.pop(item.id, item) if rng.below(2) else item for item in before.items if rng.below(4)]
    fresh = [item for item in changed.values() if item.id not in {k.id for k in kept}]
    wanted: dict[str, Plain] = {"items": [to_plain(item) for item in rng.shuffled([*kept, *fresh])]}
    assert _held("items/a.yaml", edit_file("items/a.yaml", text, wanted)) == wanted


@given(bank=banks(), number=st.integers(0, 10))
@settings(max_examples=40)
def test_one_new_statement_changes_the_lines_of_that_statement_only(bank: Bank, number: int) -> None:
    assume(bank.facts)
    fact = bank.facts[number % len(bank.facts)]
    chapter = next(c for c in bank.chapters if any(fact in s.facts for s in c.sections))
    path, text = "facts/a.yaml", format_file("facts/a.yaml", to_plain(chapter))
    lines = text.splitlines(keepends=True)
    text = "".join(f"# {n}\n{line}" if line.lstrip().startswith("- id: ") else line for n, line in enumerate(lines))
    sections = tuple(
        replace(s, facts=tuple(replace(f, term="全新的要点") if f.id == fact.id else f for f in s.facts))
        for s in chapter.sections
    )
    edited = edit_file(path, text, to_plain(replace(chapter, sections=sections)))
    _, come = _changed(text, edited)
    assert come in ([], [line for line in _lines(edited) if line.strip() == "term: 全新的要点"])
    assert [line for line in _lines(edited) if line.startswith("#")] == [
        line for line in _lines(text) if line.startswith("#")
    ]


def test_the_header_of_a_bank_can_be_edited() -> None:
    text = "id: bank1\ntitle: t # mine\nlanguage: en\nversion: '1'\nlicence: l\ndecks: {hans: a, hant: b}\n"
    edited, _ = _run("bank.yaml", text, lambda c: c.update(version="2"))
    assert edited == text.replace("'1'", "'2'")
    assert parse_bank({"bank.yaml": edited}).bank is not None
