"""Each kind of problem, with its exact message, where it stands and what to do about it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from tests.strategies import banks

from drill.bank.format import format_bank
from drill.bank.nodes import read_document
from drill.bank.parse import parse_bank
from drill.errors import BadInputError, Problem

if TYPE_CHECKING:
    from drill.model.bank import Bank

HEADER = """\
id: bank1
title: 礼仪
language: zh-Hans
version: 1.0.0
licence: MIT
decks: {hans: 礼仪, hant: 禮儀}
sources:
  - {id: slides, document: a.txt, sha256: '00'}
"""
FACTS = """\
id: chap1
title: 接待
sections:
  - id: sect1
    title: 来电
    facts:
      - id: fact1
        term: 接听
        kind: rule
        statement: 三声之内接起
"""
ITEM = """\
items:
  - id: item1
    facts: [fact1]
"""
EXAM = """\
id: exam1
name: test
title: 小测
minutes: 10
kinds:
  - {kind: true_false, items: 1, points: 5}
"""
FILES = {"bank.yaml": HEADER, "facts/a.yaml": FACTS, "exams/a.yaml": EXAM}
FILL_IT = "Fill it in or delete the line; `incomplete: true` marks what the source cuts off."
INVISIBLE = "the text holds an invisible or direction-changing character"


def problems_of(files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in parse_bank(files).problems]


def with_fact(*lines: str) -> dict[str, str]:
    return {**FILES, "facts/a.yaml": FACTS + "".join(f"        {line}\n" for line in lines)}


def with_item(*lines: str) -> dict[str, str]:
    return {**FILES, "items/a.yaml": ITEM + "".join(f"    {line}\n" for line in lines)}


def facts(old: str, new: str) -> dict[str, str]:
    assert old in FACTS
    return {**FILES, "facts/a.yaml": FACTS.replace(old, new)}


def exam(old: str, new: str) -> dict[str, str]:
    assert old in EXAM
    return {**FILES, "exams/a.yaml": EXAM.replace(old, new)}


def header(old: str, new: str) -> dict[str, str]:
    assert old in HEADER
    return {**FILES, "bank.yaml": HEADER.replace(old, new)}


OPTIONS = ("kind: single_choice", "stem: 题", "options:", "  - {text: a, key: true}", "  - {text: b}")
CASES: dict[str, tuple[dict[str, str], str]] = {
    "no header": (
        {"facts/a.yaml": FACTS},
        "bank.yaml: the bank has no bank.yaml. `drill bank new DIR` starts a bank.",
    ),
    "missing field": (
        facts("        kind: rule\n", ""),
        "facts/a.yaml:7: fact fact1 has no `kind`. Add `kind:`.",
    ),
    "missing id": (
        facts("      - id: fact1\n        term", "      - term"),
        "facts/a.yaml:7: fact has no `id`. Run `drill bank ids BANK` to fill in ids.",
    ),
    "empty id": (
        facts("id: fact1", "id:"),
        "facts/a.yaml:7: `id` of fact is empty. Run `drill bank ids BANK` to fill in ids.",
    ),
    "bad id": (
        facts("id: fact1", "id: Fact-1"),
        (
            "facts/a.yaml:7: `Fact-1` is not an id. Use a letter, then 3 to 31 small letters or digits; "
            "`drill bank ids BANK` makes them."
        ),
    ),
    "unknown field": (
        with_fact("gits: x"),
        "facts/a.yaml:11: fact fact1 has no field `gits`. Did you mean `gist`?",
    ),
    "unknown field like no other": (
        header("title: 礼仪", "title: 礼仪\nxxxx: 1"),
        (
            "bank.yaml:3: bank bank1 has no field `xxxx`. "
            "Known here: id, title, language, version, licence, decks, sources."
        ),
    ),
    "a field that drill sets": (
        with_item(*OPTIONS, "origin: generated"),
        (
            "items/a.yaml:9: item item1 has no field `origin`. Known here: id, kind, facts, stem, options, rationale, "
            "points, use, tags, facility, enemies, waivers, withdrawn."
        ),
    ),
    "text where a record should be": (
        facts("sections:\n", "sections:\n  - 来电\n"),
        "facts/a.yaml:4: section should be a list of `name: value` lines. Check the indentation.",
    ),
    "list where a text should be": (
        facts("term: 接听", "term: [接听]"),
        (
            "facts/a.yaml:8: `term` of fact fact1 should be a single value. "
            "Put the text on the same line, quoted if needed."
        ),
    ),
    "text where a list should be": (
        with_fact("tags: phone"),
        "facts/a.yaml:11: `tags` of fact fact1 should be a list. Begin each entry with `- `.",
    ),
    "bad enum": (
        facts("kind: rule", "kind: ruls"),
        "facts/a.yaml:9: `kind` of fact fact1 is `ruls`. Did you mean `rule`?",
    ),
    "bad enum like no other": (
        with_item(*OPTIONS, "use: xx"),
        "items/a.yaml:9: `use` of item item1 is `xx`. Use one of drill, exam, both.",
    ),
    "bad enum in a list": (
        with_fact("generate: {'off': [fil_in]}"),
        "facts/a.yaml:11: an entry in `off` of `generate` of fact fact1 is `fil_in`. Did you mean `fill_in`?",
    ),
    "list where a kind should be": (
        with_fact("generate: {'off': [[clozes]]}"),
        (
            "facts/a.yaml:11: an entry in `off` of `generate` of fact fact1 is a list. Use one of recall, part, cloze, "
            "list, sequence, situational, single_choice, multiple_choice, true_false, fill_in, matching, ordering, "
            "short_answer."
        ),
    ),
    "no truth value": (
        with_fact("incomplete: maybe"),
        "facts/a.yaml:11: `incomplete` of fact fact1 is `maybe`. Use true or false.",
    ),
    "no whole number": (
        with_item(*OPTIONS, "points: 1.5"),
        "items/a.yaml:9: `points` of item item1 is `1.5`. Use a whole number.",
    ),
    "no number": (
        with_item(*OPTIONS, "facility: high"),
        "items/a.yaml:9: `facility` of item item1 is `high`. Use a number.",
    ),
    "empty field": (
        facts("statement: 三声之内接起", "statement:"),
        f"facts/a.yaml:10: `statement` of fact fact1 is empty. {FILL_IT}",
    ),
    "null field": (facts("term: 接听", "term: ~"), f"facts/a.yaml:8: `term` of fact fact1 is empty. {FILL_IT}"),
    "blank field": (facts("term: 接听", "term: '　'"), f"facts/a.yaml:8: `term` of fact fact1 is empty. {FILL_IT}"),
    "empty entry": (
        with_fact("tags: ['']"),
        f"facts/a.yaml:11: an entry in `tags` of fact fact1 is empty. {FILL_IT}",
    ),
    "span the wrong way round": (
        with_fact("source: {document: slides, term: [5, 3]}"),
        "facts/a.yaml:11: `term` of `source` of fact fact1 is [5, 3]. Write [start, end], counted from 0, start first.",
    ),
    "span of one end": (
        with_fact("source: {document: slides, term: [5]}"),
        "facts/a.yaml:11: `term` of `source` of fact fact1 is [5]. Write [start, end], counted from 0, start first.",
    ),
    "span of words": (
        with_fact("source: {document: slides, term: [a, 3]}"),
        "facts/a.yaml:11: an entry in `term` of `source` of fact fact1 is `a`. Use a whole number.",
    ),
    "duplicate id": (
        facts("id: sect1", "id: chap1"),
        (
            "facts/a.yaml:4: id chap1 is used already (facts/a.yaml:1). Delete this `id:` line and run "
            "`drill bank ids BANK` if this is a copy."
        ),
    ),
    "unknown source": (
        with_fact("source: {document: slide}"),
        (
            "facts/a.yaml:7: fact fact1 names the source document `slide`, which bank.yaml does not list. "
            "Add it under `sources:` or correct the name."
        ),
    ),
    "unknown distractor": (
        with_fact("generate: {distractors: [fact9]}"),
        (
            "facts/a.yaml:7: fact fact1 names the fact `fact9` under `generate`, which does not exist. "
            "Use the id of a fact of this bank."
        ),
    ),
    "unknown never": (
        with_fact("generate: {never: [fact9]}"),
        (
            "facts/a.yaml:7: fact fact1 names the fact `fact9` under `generate`, which does not exist. "
            "Use the id of a fact of this bank."
        ),
    ),
    "cloze that does not stand in the statement": (
        with_fact("generate:", "  clozes:", "    - {id: cloz1, text: 五声}"),
        (
            "facts/a.yaml:13: the cloze `五声` stands 0 times in the statement of fact fact1. "
            "Pin a phrase that stands there exactly once."
        ),
    ),
    "unknown fact of an item": (
        {**FILES, "items/a.yaml": with_item(*OPTIONS)["items/a.yaml"].replace("[fact1]", "[fact9]")},
        "items/a.yaml:2: item item1 tests the fact `fact9`, which does not exist. Use the id of a fact of this bank.",
    ),
    "item of no fact": (
        {**FILES, "items/a.yaml": with_item(*OPTIONS)["items/a.yaml"].replace("[fact1]", "[]")},
        "items/a.yaml:2: item item1 tests no fact. Name at least one under `facts:`.",
    ),
    "unknown enemy": (
        with_item(*OPTIONS, "enemies: [item9]"),
        (
            "items/a.yaml:2: item item1 names the enemy `item9`, which is no authored item. "
            "Use the id of an item of this bank."
        ),
    ),
    "unknown chapter of an exam": (
        exam("kinds:", "chapters: [{chapter: chap9, items: 1}]\nkinds:"),
        (
            "exams/a.yaml:1: exam test has a quota for the chapter `chap9`, which does not exist. "
            "Use the id of a chapter of this bank."
        ),
    ),
    "exam named like a path": (
        exam("name: test", "name: ../test"),
        (
            "exams/a.yaml:1: an exam cannot be named `../test`. "
            "Use letters, digits and hyphens: it names the folder of the papers."
        ),
    ),
    "two exams of one name": (
        {**FILES, "exams/b.yaml": EXAM.replace("exam1", "exam2")},
        "exams/b.yaml:1: a second exam is named `test`. Give each exam its own `name`.",
    ),
    "exam without quotas": (
        exam("kinds:\n  - {kind: true_false, items: 1, points: 5}", "kinds: []"),
        "exams/a.yaml:1: exam test has no items. Say how many of each kind under `kinds:`.",
    ),
    "exam of no minutes": (
        exam("minutes: 10", "minutes: 0"),
        "exams/a.yaml:1: `minutes` in exam test is 0. Use a whole number from 1.",
    ),
    "quota of nothing": (
        exam("items: 1", "max_use: 0, items: 1"),
        "exams/a.yaml:1: `max_use of true_false` in exam test is 0. Use a whole number from 1.",
    ),
    "pass points out of reach": (
        exam("minutes: 10", "minutes: 10\npass_points: 6"),
        (
            "exams/a.yaml:1: `pass_points` of exam test is 6, and a paper has 5 points. "
            "Use a number of points that can be reached."
        ),
    ),
    "Traditional characters": (
        facts("statement: 三声之内接起", "statement: 三聲之內接起"),
        (
            "facts/a.yaml:7: fact1 holds Traditional characters (內 聲). "
            "Write Simplified; the Traditional deck and papers are derived from it."
        ),
    ),
    "Traditional title of a bank": (
        header("title: 礼仪", "title: 禮儀"),
        (
            "bank.yaml:1: bank1 holds Traditional characters (儀 禮). "
            "Write Simplified; the Traditional deck and papers are derived from it."
        ),
    ),
    "Traditional title of a section": (
        facts("title: 来电", "title: 來電"),
        (
            "facts/a.yaml:4: sect1 holds Traditional characters (來 電). "
            "Write Simplified; the Traditional deck and papers are derived from it."
        ),
    ),
    "a Traditional bank": (
        header("zh-Hans", "zh-Hant"),
        (
            "bank.yaml:1: a bank is not kept in Traditional Chinese. "
            "Write the bank in Simplified (zh-Hans); `--script hant` makes the Traditional deck and papers."
        ),
    ),
    "anchor": (
        with_fact("gist: &g x"),
        (
            "facts/a.yaml:11: YAML anchors and aliases (`g`) are not allowed. "
            "Write the value out; quote it if a text was meant."
        ),
    ),
    "tag": (
        with_fact("gist: !!python/object:os.system x"),
        "facts/a.yaml:11: the YAML tag `tag:yaml.org,2002:python/object:os.system` is not allowed. Delete it.",
    ),
    "duplicate field": (
        with_fact("kind: duty"),
        "facts/a.yaml:11: `kind` stands here again (first in line 9). Keep one of the two.",
    ),
    "list as a name": (
        with_fact("? [a, b]", ": c"),
        (
            "facts/a.yaml:11: a list stands here where a name should be. "
            "Write `name: value`, and quote a text that begins with a bracket."
        ),
    ),
    "direction override": (
        with_fact("gist: a\u202eb"),
        f"facts/a.yaml:11: {INVISIBLE} (U+202E). Delete it and type the text again.",
    ),
    "direction override in a comment": (
        with_fact("# a\u2066b"),
        f"facts/a.yaml:11: {INVISIBLE} (U+2066). Delete it and type the text again.",
    ),
    "zero-width space": (
        with_fact("gist: a\u200bb"),
        f"facts/a.yaml:11: {INVISIBLE} (U+200B). Delete it and type the text again.",
    ),
    "tag character": (
        with_fact("gist: a\U000e0041b"),
        f"facts/a.yaml:11: {INVISIBLE} (U+E0041). Delete it and type the text again.",
    ),
    "escaped control character": (
        with_fact('gist: "a\\x07b"'),
        f"facts/a.yaml:11: {INVISIBLE} (U+0007). Delete it and type the text again.",
    ),
    "control character": (
        with_fact("gist: a\x07b"),
        f"facts/a.yaml:11: {INVISIBLE} (U+0007). Delete it and type the text again.",
    ),
    "old line ends": (
        with_fact("gist: a\rb"),
        f"facts/a.yaml:11: {INVISIBLE} (U+000D). Delete it and type the text again.",
    ),
    "two documents": (
        {**FILES, "facts/a.yaml": FACTS + "---\na: b\n"},
        "facts/a.yaml:11: a second YAML document begins here. Keep one document a file; delete the `---`.",
    ),
    "tabs": (
        {**FILES, "facts/a.yaml": FACTS + "\tgist: x\n"},
        (
            "facts/a.yaml:11: this is not valid YAML: found a tab character that violates indentation. "
            "Indent with spaces, not with tabs."
        ),
    ),
    "open bracket": (
        {**FILES, "facts/a.yaml": "id: [\n"},
        (
            "facts/a.yaml:1: this is not valid YAML: did not find expected node content. "
            "Check the indentation, and quote a text that holds `: ` or ` #` or begins with a sign."
        ),
    ),
    "colon in a text": (
        facts("term: 接听", "term: a: b"),
        (
            "facts/a.yaml:8: this is not valid YAML: mapping values are not allowed in this context. "
            "Check the indentation, and quote a text that holds `: ` or ` #` or begins with a sign."
        ),
    ),
    "empty file": ({**FILES, "facts/a.yaml": ""}, "facts/a.yaml: the file is empty. Delete it or fill it in."),
    "comments only": ({**FILES, "items/a.yaml": "# x\n"}, "items/a.yaml: the file is empty. Delete it or fill it in."),
    "brackets without end": (
        {**FILES, "facts/a.yaml": "[" * 100_000},
        "facts/a.yaml:1: the YAML is nested too deeply. Check brackets and indentation.",
    ),
    "item file without items": (
        {**FILES, "items/a.yaml": "- id: item1\n"},
        "items/a.yaml:1: an item file holds one list, `items:`. Begin it with `items:`.",
    ),
    "item file whose items are no list": (
        {**FILES, "items/a.yaml": "items: x\n"},
        "items/a.yaml:1: `items` of an item file should be a list. Begin each entry with `- `.",
    ),
    "item file with more": (
        {**FILES, "items/a.yaml": "items: []\ntitle: x\n"},
        "items/a.yaml:2: an item file has no field `title`. It holds one list, `items:`.",
    ),
    "item that is a text": (
        {**FILES, "items/a.yaml": "items: [x]\n"},
        "items/a.yaml:1: item should be a list of `name: value` lines. Check the indentation.",
    ),
    "choice item with one option": (
        with_item("kind: situational", "stem: 题", "options: [{text: a, key: true}]"),
        "items/a.yaml:2: item item1 is situational with 1 options. Give it at least two, four if possible.",
    ),
    "choice item with too many options": (
        with_item("kind: situational", "stem: 题", "options:", *(f"  - text: o{n}" for n in range(27))),
        "items/a.yaml:2: item item1 has 27 options. Give it at most 26: options are lettered A to Z.",
    ),
    "choice item with an answer": (
        with_item(*OPTIONS, "answer: A"),
        "items/a.yaml:9: `answer` of item item1 is not used by single_choice. Mark the key among `options` instead.",
    ),
    "options where there are none": (
        with_item("kind: true_false", "stem: 题", "answer: true", "options: [{text: a}]"),
        "items/a.yaml:2: item item1 is true_false, which has no options. Use `answer:`, or change its kind.",
    ),
    "no answer": (
        with_item("kind: true_false", "stem: 题"),
        "items/a.yaml:2: item item1 has no `answer`. Every true_false item needs one.",
    ),
    "answer that is neither true nor false": (
        with_item("kind: true_false", "stem: 题", "answer: 对"),
        "items/a.yaml:6: `answer` of item item1 is `对`. Use true or false.",
    ),
    "fill-in answer that is no list": (
        with_item("kind: fill_in", "stem: 题 ____", "answer: a"),
        "items/a.yaml:6: `answer` of item item1 should be a list with one entry a blank. Begin each entry with `- `.",
    ),
    "fill-in with an empty answer": (
        with_item("kind: fill_in", "stem: 题 ____", "answer: ['']"),
        f"items/a.yaml:6: `answer` of item item1 is empty. {FILL_IT}",
    ),
    "fill-in with an empty list of answers": (
        with_item("kind: fill_in", "stem: 题 ____", "answer: [[]]"),
        "items/a.yaml:2: item item1 has a blank without an answer. Give its model answer.",
    ),
    "more answers than blanks": (
        with_item("kind: fill_in", "stem: 题 ____", "answer: [a, b]"),
        (
            "items/a.yaml:2: item item1 has 1 blanks and 2 answers. "
            "Write each blank as ____ and give one answer entry for each."
        ),
    ),
    "fill-in without blanks": (
        with_item("kind: fill_in", "stem: 题", "answer: []"),
        (
            "items/a.yaml:2: item item1 has 0 blanks and 0 answers. "
            "Write each blank as ____ and give one answer entry for each."
        ),
    ),
    "one step": (
        with_item("kind: ordering", "stem: 题", "answer: [a]"),
        "items/a.yaml:2: item item1 orders fewer than two steps. Give it two steps or more.",
    ),
    "steps that are no list": (
        with_item("kind: ordering", "stem: 题", "answer: a"),
        "items/a.yaml:6: `answer` of item item1 should be a list. Begin each entry with `- `.",
    ),
    "pair of three": (
        with_item("kind: matching", "stem: 题", "answer: {pairs: [[a, b], [c, d, e]]}"),
        (
            "items/a.yaml:6: an entry in `pairs` of `answer` of item item1 should hold two values, not 3. "
            "Write [left, right]."
        ),
    ),
    "one pair": (
        with_item("kind: matching", "stem: 题", "answer: {pairs: [[a, b]]}"),
        "items/a.yaml:2: item item1 matches fewer than two pairs. Give it two pairs or more.",
    ),
    "pairs misnamed": (
        with_item("kind: matching", "stem: 题", "answer: {pair: []}"),
        (
            "items/a.yaml:6: `answer` of item item1 has no `pairs`. Add `pairs:`.\n"
            "items/a.yaml:6: `answer` of item item1 has no field `pair`. Did you mean `pairs`?"
        ),
    ),
    "scoring points as texts": (
        with_item("kind: short_answer", "stem: 题", "answer: [a]"),
        "items/a.yaml:6: scoringpoint should be a list of `name: value` lines. Check the indentation.",
    ),
    "scoring point worth nothing": (
        with_item("kind: short_answer", "stem: 题", "answer: [{text: a, points: 0}]"),
        (
            "items/a.yaml:2: item item1 has no scoring points, or one that is worth nothing. "
            "List what an answer must say, each with `points:` from 1."
        ),
    ),
    "facility out of range": (
        with_item(*OPTIONS, "facility: 80"),
        "items/a.yaml:2: `facility` of item item1 is 80.0. Use a share between 0 and 1.",
    ),
    "item of no points": (
        with_item(*OPTIONS, "points: 0"),
        "items/a.yaml:2: `points` of item item1 is 0. Use a whole number from 1.",
    ),
    "wrong answer and wrong stem at once": (
        with_item("kind: true_false", "stem:", "answer: 对"),
        (
            f"items/a.yaml:5: `stem` of item item1 is empty. {FILL_IT}\n"
            "items/a.yaml:6: `answer` of item item1 is `对`. Use true or false."
        ),
    ),
    "answer of an item without an id": (
        {**FILES, "items/a.yaml": "items:\n  - {kind: true_false, facts: [fact1], stem: t, answer: 对}\n"},
        (
            "items/a.yaml:2: `answer` of item is `对`. Use true or false.\n"
            "items/a.yaml:2: item has no `id`. Run `drill bank ids BANK` to fill in ids."
        ),
    ),
}


def test_the_bank_the_cases_are_made_from_has_no_problem() -> None:
    assert problems_of(FILES) == []
    assert problems_of(with_item(*OPTIONS)) == []


@pytest.mark.parametrize("name", CASES)
def test_a_problem_says_where_it_is_what_it_is_and_what_to_do(name: str) -> None:
    files, message = CASES[name]
    assert "\n".join(problems_of(files)) == message


def test_all_problems_of_all_files_come_at_once_and_in_order() -> None:
    files = {
        "bank.yaml": HEADER.replace("licence: MIT\n", ""),
        "exams/a.yaml": EXAM.replace("title: 小测", "title:"),
        "facts/a.yaml": FACTS.replace("term: 接听", "term:").replace("kind: rule", "kind: ruls"),
        "facts/b.yaml": "{",
        "items/a.yaml": "items: [1]",
    }
    found = parse_bank(files).problems
    assert [(p.path, p.line) for p in found] == [
        *(("bank.yaml", 1), ("exams/a.yaml", 3), ("facts/a.yaml", 8), ("facts/a.yaml", 9), ("facts/b.yaml", 1)),
        ("items/a.yaml", 1),
    ]
    assert list(found) == sorted(found)


def test_references_are_not_missed_while_a_file_cannot_be_read() -> None:
    files = {**with_item(*OPTIONS), "facts/a.yaml": FACTS.replace("kind: rule", "kind: ruls")}
    assert len(problems_of(files)) == 1


@pytest.mark.parametrize("text", ["incomplete: true", "incomplete: yes", "incomplete: True"])
def test_what_the_source_cuts_off_may_be_empty(text: str) -> None:
    files = facts("statement: 三声之内接起", f"statement: ''\n        {text}")
    parsed = parse_bank(files)
    assert parsed.bank is not None
    assert parsed.bank.facts[0].statement == ""
    assert parsed.bank.facts[0].incomplete


def test_an_empty_section_title_is_allowed_where_the_source_cuts_it_off() -> None:
    assert problems_of(facts("title: 来电", "title:\n    incomplete: true")) == []


@pytest.mark.parametrize("text", ["著名", "乾坤", "乾燥", "下着雨", "👨‍👩‍👧", "[a](b)"])
def test_rare_but_right_characters_are_no_problem(text: str) -> None:
    assert problems_of(facts("term: 接听", f"term: '{text}'")) == []


def test_a_hostile_file_of_nested_aliases_is_refused_at_once() -> None:
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )
    started = time.perf_counter()
    found = problems_of({**FILES, "facts/a.yaml": laughs})
    assert time.perf_counter() - started < 2
    assert found[0] == (
        "facts/a.yaml:1: YAML anchors and aliases (`a0`) are not allowed. "
        "Write the value out; quote it if a text was meant."
    )


@pytest.mark.parametrize(
    "text",
    ["[" * 60_000, "{" * 60_000, "- " * 60_000, "? " * 60_000, "".join(" " * n + "a:\n" for n in range(200))],
)
def test_a_hostile_file_that_nests_deep_is_refused(text: str) -> None:
    assert [p.message for p in read_document("a.yaml", text).problems] == ["the YAML is nested too deeply."]


def test_a_file_of_many_lists_on_one_line_is_read() -> None:
    tags = "".join(f"- [a{n}, {{b: c}}]\n" for n in range(2000))
    assert read_document("a.yaml", tags).problems == ()


def test_ampersands_and_stars_in_texts_are_no_anchors() -> None:
    assert problems_of(with_fact("gist: 'R & D *a'")) == []
    assert problems_of(with_fact("gist: '&a'")) == []


@given(bank=banks())
@settings(max_examples=20)
def test_one_broken_line_never_hides_where_it_is(bank: Bank) -> None:
    files = format_bank(bank)
    files["bank.yaml"] += "xyz: 1\n"
    line = files["bank.yaml"].count("\n")
    assert [(p.path, p.line) for p in parse_bank(files).problems] == [("bank.yaml", line)]


def test_problems_of_one_input_are_one_error() -> None:
    error = BadInputError([Problem("b", 2, "x.", "y."), Problem("a", 0, "x.", "")])
    assert str(error) == "a: x.\nb:2: x. y."
