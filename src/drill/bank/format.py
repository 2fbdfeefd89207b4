"""Write a bank's files: `parse(format(bank)) == bank`, and formatting again changes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from drill.bank.plain import Inline, Plain, to_plain
from drill.bank.shape import HEADER

if TYPE_CHECKING:
    from drill.model.bank import Bank

SCHEMA_NAMES = {"facts": "facts", "items": "items", "exams": "exam"}


class _Dumper(yaml.SafeDumper):
    """Block style with indented lists, texts on one line, names in the order given."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ANN401, ARG002, FBT001, FBT002 - PyYAML's signature
        return super().increase_indent(flow, indentless=False)

    def choose_scalar_style(self) -> str:
        # Quoted texts of several lines stay on one line, so that they can stand at any depth.
        style: str = super().choose_scalar_style()
        return '"' if style == "'" and self.analysis and self.analysis.multiline else style

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True


def _represent_inline(dumper: yaml.SafeDumper, data: Inline) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


def _represent_text(dumper: yaml.SafeDumper, data: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style="|" if "\n" in data else None)


_Dumper.add_representer(Inline, _represent_inline)
_Dumper.add_representer(str, _represent_text)


def dump(plain: Plain) -> str:
    """Return plain data as YAML text in the style of a bank, ending in a newline."""
    text: str = yaml.dump(
        plain, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"), default_flow_style=False
    )
    return text


def dump_inline(plain: Plain) -> str:
    """Return plain data as YAML that stands on one line, to be put behind a name, a dash or a comma."""
    text: str = yaml.dump(
        [plain], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"), default_flow_style=True
    )
    return text.strip().removeprefix("[").removesuffix("]")


def schema_line(path: str) -> str:
    """Return the comment by which editors find the JSON Schema of the file `path`."""
    folder, _, rest = path.partition("/")
    target = f"../schema/{SCHEMA_NAMES[folder]}" if rest else "schema/bank"
    return f"# yaml-language-server: $schema={target}.schema.json\n"


def format_file(path: str, plain: Plain) -> str:
    """Return the whole text of the file `path` holding `plain`."""
    return schema_line(path) + dump(plain)


def format_bank(bank: Bank) -> dict[str, str]:
    """Return a bank as its files, text by path: a chapter a file, all authored items in one, a blueprint a file."""
    files = {HEADER: format_file(HEADER, to_plain(bank))}
    width = max(2, len(str(len(bank.chapters))))
    for number, chapter in enumerate(bank.chapters, start=1):
        path = f"facts/{number:0{width}d}-{_slug(chapter.title) or chapter.id}.yaml"
        files[path] = format_file(path, to_plain(chapter))
    if bank.items:
        path = "items/items.yaml"
        files[path] = format_file(path, {"items": [to_plain(item) for item in bank.items]})
    width = max(2, len(str(len(bank.exams))))
    for number, exam in enumerate(bank.exams, start=1):
        path = f"exams/{number:0{width}d}-{_slug(exam.name) or exam.id}.yaml"
        files[path] = format_file(path, to_plain(exam))
    return files


def _slug(title: str) -> str:
    """Return the ASCII letters and digits of a title, joined by hyphens ('' for a title without any)."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))
