"""YAML text to a tree of nodes that know their line, with what banks refuse reported as problems.

The trees are PyYAML's own node classes, composed by libyaml: fast, and every node keeps its character span, which
`drill.bank.edit` needs to change one value and leave the rest of a file as it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from drill.errors import Problem

# Bidirectional controls reorder what a reader sees; zero-width and other invisible characters break comparison. The
# zero-width joiner (U+200D) stays allowed: emoji are made of it.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_RAW_HIDDEN = re.compile(rf"\r(?!\n)|(?!\r){_HIDDEN.pattern}")
# Cheap looks before the expensive one: most files hold no anchor, alias or tag, and none nests deep.
_MAYBE_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*!][^\s]", re.MULTILINE)
_MAYBE_DEEP = re.compile(r"^[ \t?-]{100}", re.MULTILINE)
_MANY_BRACKETS = 2000
# Bank files nest to 11; libyaml recurses as it composes, and a hostile file must not exhaust the stack.
_MAX_DEPTH = 50


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
        problems = _raw_hidden_characters(path, text) or _refused_features(path, text)
        root = None if problems else yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        return Document(path, text, None, (_syntax_problem(path, text, error),))
    if root is not None:
        if problems := _unreadable_names(path, root):
            return Document(path, text, None, tuple(problems))
        problems = [*_duplicate_names(path, root), *_escaped_hidden_characters(path, root)]
    elif not problems:
        problems = [Problem(path, 0, "the file is empty.", "Delete it or fill it in.")]
    return Document(path, text, root, tuple(problems))


def _syntax_problem(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    # What is missing at the very end is missed in the line after the last.
    mark = error.problem_mark or yaml.Mark("", 0, 0, 0, None, 0)
    line = min(mark.line, text.removesuffix("\n").count("\n")) + 1
    if "single document" in (error.context or ""):
        return Problem(path, line, "a second YAML document begins here.", "Keep one document a file; delete the `---`.")
    hint = "Check the indentation, and quote a text that holds `: ` or ` #` or begins with a sign."
    if any(re.match(r" *\t", written) for written in text.split("\n")[line - 1 : line]):
        hint = "Indent with spaces, not with tabs."
    return Problem(path, line, f"this is not valid YAML: {error.problem}.", hint)


def _raw_hidden_characters(path: str, text: str) -> list[Problem]:
    """Find what must not even stand in a comment; each line is named once."""
    found: dict[int, str] = {}
    for match in _RAW_HIDDEN.finditer(text):
        found.setdefault(text.count("\n", 0, match.start()) + 1, match.group())
    return [_hidden_character(path, line, character) for line, character in found.items()]


def _hidden_character(path: str, line: int, character: str) -> Problem:
    message = f"the text holds an invisible or direction-changing character (U+{ord(character):04X})."
    return Problem(path, line, message, "Delete it and type the text again.")


def _refused_features(path: str, text: str) -> list[Problem]:
    """Find anchors, aliases and tags: nobody writes them by hand, and nested aliases can exhaust the memory."""
    many_brackets = text.count("[") + text.count("{") > _MANY_BRACKETS
    if not (_MAYBE_ANCHOR.search(text) or _MAYBE_DEEP.search(text) or many_brackets):
        return []
    problems: list[Problem] = []
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            return [*problems, Problem(path, line, "the YAML is nested too deeply.", "Check brackets and indentation.")]
        if anchor := getattr(event, "anchor", None):
            hint = "Write the value out; quote it if a text was meant."
            problems.append(Problem(path, line, f"YAML anchors and aliases (`{anchor}`) are not allowed.", hint))
        elif tag := getattr(event, "tag", None):
            problems.append(Problem(path, line, f"the YAML tag `{tag}` is not allowed.", "Delete it."))
    return problems


def _mappings(root: yaml.Node) -> list[yaml.MappingNode]:
    return [node for node in walk(root) if isinstance(node, yaml.MappingNode)]


def _unreadable_names(path: str, root: yaml.Node) -> list[Problem]:
    hint = "Write `name: value`, and quote a text that begins with a bracket."
    return [
        Problem(path, line_of(name), "a list stands here where a name should be.", hint)
        for mapping in _mappings(root)
        for name, _ in mapping.value
        if not isinstance(name, yaml.ScalarNode)
    ]


def _duplicate_names(path: str, root: yaml.Node) -> list[Problem]:
    problems = []
    for mapping in _mappings(root):
        seen: dict[str, int] = {}
        for name, _ in mapping.value:
            if name.value in seen:
                message = f"`{name.value}` stands here again (first in line {seen[name.value]})."
                problems.append(Problem(path, line_of(name), message, "Keep one of the two."))
            seen.setdefault(name.value, line_of(name))
    return problems


def _escaped_hidden_characters(path: str, root: yaml.Node) -> list[Problem]:
    r"""Find characters written as YAML escapes ("\u202e"), which no look at the raw text shows."""
    return [
        _hidden_character(path, line_of(node), match.group())
        for node in walk(root)
        if isinstance(node, yaml.ScalarNode) and (match := _HIDDEN.search(node.value))
    ]


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


def is_null(node: yaml.Node) -> bool:
    """Tell whether a value is missing: nothing, `~` or an unquoted `null` after the colon."""
    return bool(node.tag == "tag:yaml.org,2002:null") and not getattr(node, "style", None)
