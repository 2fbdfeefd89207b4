"""Start a bank, fill in its ids, write its schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from drill.bank.assign import assign_ids, ids_in
from drill.bank.format import format_file
from drill.bank.schema import schemas
from drill.bank.starter import starter_bank
from drill.errors import BadInputError, DrillError, Problem
from drill.files.atomic import write_atomically
from drill.files.bank_folder import read_texts, write_texts
from drill.files.entropy import below
from drill.model.bank import Language

if TYPE_CHECKING:
    from pathlib import Path


class FolderTakenError(DrillError):
    """A new bank would overwrite what is there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: the folder is not empty. Name a new folder for the new bank.")


def new_bank(folder: Path, title: str, language: str) -> list[str]:
    """Write a small bank to edit into `folder` and return its files' names. Raises FolderTakenError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderTakenError(folder)
    if language not in {Language.ZH_HANS, Language.EN}:
        hint = "Use zh-Hans or en; a Traditional deck is derived from a zh-Hans bank."
        raise BadInputError([Problem(str(folder), 0, f"a bank cannot be kept in `{language}`.", hint)])
    bank_title = title or folder.resolve().name
    taken: set[str] = set()
    texts = {}
    for name, plain in starter_bank(bank_title, Language(language), below, taken).items():
        texts[name], _ = assign_ids(name, format_file(name, plain), below, taken)
    names = write_texts(folder, {}, texts)
    return [*names, *write_schemas(folder)]


def fill_ids(root: Path) -> list[tuple[str, int]]:
    """Fill in missing ids in the bank's files; return each changed file and how many it got."""
    texts = read_texts(root)
    taken: set[str] = set()
    problems: list[Problem] = []
    for name, text in texts.items():
        try:
            taken |= ids_in(name, text)
        except BadInputError as error:
            problems += error.problems
    if problems:
        raise BadInputError([Problem(str(root / p.path), p.line, p.message, p.hint) for p in problems])
    filled = {name: assign_ids(name, text, below, taken) for name, text in texts.items()}
    write_texts(root, texts, {name: text for name, (text, _) in filled.items()})
    return [(name, count) for name, (_, count) in filled.items() if count]


def write_schemas(root: Path) -> list[str]:
    """Write the JSON Schemas into the bank's `schema/` folder and return their names."""
    names = []
    for name, schema in schemas().items():
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        write_atomically(root / "schema" / name, text.encode())
        names.append(f"schema/{name}")
    return names
