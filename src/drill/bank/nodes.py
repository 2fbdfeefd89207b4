"""YAML text to a tree of nodes that know their line, with what banks refuse reported as problems.

The trees are PyYAML's own node classes, composed by libyaml: fast, and every node keeps its character span, which
`drill.bank.edit` needs to change one value and leave the rest of a file as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from drill.errors import Problem

# Bidirectional controls reorder what a reader sees; zero-width and other invisible characters break comparison.
_FORBIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
# A cheap look before the expensive one: most files hold no anchor, alias or custom tag at all.
_MAYBE_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*!][^\s]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its path in the bank, its text and its root node (None if it has no usable content)."""

    path: str
    text: str
    root: yaml.Node | None
    problems: tuple[Problem, ...]


def line_of(node: yaml.Node) -> int:
    """Return the line on which `node` starts, counted from 1."""
    return int(node.start_mark.line) + 1


def read_document(path: str, text: str) -> Document:
    """Compose `text` into nodes; whatever is wrong with the YAML itself comes back as problems."""
    try:
        problems = _refused_features(path, text)
        root = None if problems else yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return Document(path, text, None, (_syntax_problem(path, error),))
    except yaml.reader.ReaderError as error:
        return Document(path, text, None, (_character_problem(path, text, error),))
    if root is not None:
        problems = [*_duplicate_names(path, root), *_hidden_characters(path, root)]
    elif not problems:
        problems = [Problem(path, 0, "the file is empty.", "Delete it or fill it in.")]
    return Document(path, text, root, tuple(problems))


def _syntax_problem(path: str, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    what = error.problem or error.context or "unreadable"
    if "single document" in (error.context or ""):
        return Problem(path, line, "a second YAML document begins here.", "Keep one document a file; delete the `---`.")
    hint = "Check the indentation, and quote a text that holds `: ` or ` #` or begins with a sign."
    return Problem(path, line, f"this is not valid YAML: {what}.", hint)


def _character_problem(path: str, text: str, error: yaml.reader.ReaderError) -> Problem:
    match = _FORBIDDEN.search(text)
    line = text.count("\n", 0, match.start()) + 1 if match else 0
    shown = f"U+{ord(match.group()):04X}" if match else str(error.reason)
    return Problem(path, line, f"the text holds a control character ({shown}).", "Delete it.")


def _refused_features(path: str, text: str) -> list[Problem]:
    """Find anchors, aliases and tags: nobody writes them by hand, and nested aliases can exhaust the memory."""
    if not _MAYBE_ANCHOR.search(text):
        return []
    problems = []
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if anchor := getattr(event, "anchor", None):
            hint = "Write the value out; quote it if a text was meant."
            problems.append(Problem(path, line, f"YAML anchors and aliases (`{anchor}`) are not allowed.", hint))
        elif tag := getattr(event, "tag", None):
            problems.append(Problem(path, line, f"the YAML tag `{tag}` is not allowed.", "Delete it."))
    return problems


def _duplicate_names(path: str, root: yaml.Node) -> list[Problem]:
    problems = []
    for mapping in walk(root):
        if not isinstance(mapping, yaml.MappingNode):
            continue
        seen: dict[str, int] = {}
        for name, _ in mapping.value:
            if name.value in seen:
                message = f"`{name.value}` stands here again (first in line {seen[name.value]})."
                problems.append(Problem(path, line_of(name), message, "Keep one of the two."))
            seen.setdefault(str(name.value), line_of(name))
    return problems


def _hidden_characters(path: str, root: yaml.Node) -> list[Problem]:
    problems = []
    for node in walk(root):
        if isinstance(node, yaml.ScalarNode) and (match := _FORBIDDEN.search(node.value)):
            message = f"the text holds an invisible or direction-changing character (U+{ord(match.group()):04X})."
            problems.append(Problem(path, line_of(node), message, "Delete it and type the text again."))
    return problems


def walk(root: yaml.Node) -> list[yaml.Node]:
    """Return `root` and every node below it, names of mappings included, in document order."""
    found: list[yaml.Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        found.append(node)
        if isinstance(node, yaml.SequenceNode):
            stack.extend(reversed(node.value))
        elif isinstance(node, yaml.MappingNode):
            for name, value in reversed(node.value):
                stack += (value, name)
    return found


def fields(node: yaml.MappingNode) -> dict[str, yaml.Node]:
    """Return the values of a mapping by name."""
    return {str(name.value): value for name, value in node.value}
