"""A bank's folder on disk: find it, read it, change its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drill.bank.parse import parse_bank
from drill.bank.shape import FOLDERS, HEADER
from drill.errors import BadInputError, BankNotFoundError, Problem
from drill.files.atomic import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drill.model.bank import Bank
    from drill.model.place import Place

# A handbook of 10,000 facts is about 10 MB of YAML over all its files.
MAX_FILE_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LoadedBank:
    """A bank read from disk: its folder, its files as text by relative path, and where each id stands."""

    root: Path
    files: Mapping[str, str]
    bank: Bank
    places: Mapping[str, Place]


def read_texts(root: Path) -> dict[str, str]:
    """Return the text of every file of the bank in `root`, by path relative to it.

    Raises BankNotFoundError if `root` holds no bank, BadInputError if a file is no UTF-8 text or far too large.
    """
    texts, problems = _read_all(root)
    if problems:
        raise BadInputError(_with_root(problems, root))
    return texts


def _read_all(root: Path) -> tuple[dict[str, str], list[Problem]]:
    if not (root / HEADER).is_file():
        raise BankNotFoundError(str(root), nearby=_banks_near(root))
    paths = [root / HEADER]
    for folder in FOLDERS:
        paths += sorted((root / folder).glob("*.yaml")) + sorted((root / folder).glob("*.yml"))
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        read = _read_text(path, name)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            texts[name] = read
    return texts, problems


def _read_text(path: Path, name: str) -> str | Problem:
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except OSError as error:
        return Problem(name, 0, f"cannot be read: {error.strerror}.", "Check that it is a file you may read.")
    if size > MAX_FILE_BYTES:
        message = f"it has {size // 2**20} MB, a bank's file has at most {MAX_FILE_BYTES // 2**20} MB."
        return Problem(name, 0, message, "Check where it comes from.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(
            name, data.count(b"\n", 0, error.start) + 1, "this is not UTF-8.", "Save the file as UTF-8 text."
        )


def load_bank(root: Path) -> LoadedBank:
    """Read the bank in `root`. Raises BankNotFoundError, or BadInputError with every problem of every file."""
    texts, unread = _read_all(root)
    # An empty text stands in for a file that cannot be read, so that no reference into it is called unknown.
    missing = {problem.path: "" for problem in unread}
    parsed = parse_bank(texts | missing)
    problems = [*unread, *(problem for problem in parsed.problems if problem.path not in missing)]
    if problems or parsed.bank is None:
        raise BadInputError(_with_root(problems, root))
    return LoadedBank(root, texts, parsed.bank, parsed.places)


def write_texts(root: Path, before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Write the files of `after` that differ from `before` and return their names. Raises WriteError."""
    changed = [name for name, text in after.items() if before.get(name) != text]
    for name in changed:
        write_atomically(root / name, after[name].encode())
    return changed


def _with_root(problems: list[Problem] | tuple[Problem, ...], root: Path) -> list[Problem]:
    return [Problem(str(root / p.path), p.line, p.message, p.hint) for p in problems]


def _banks_near(root: Path) -> list[str]:
    """Return banks a person may have meant: below the path given, or in the usual `cards/` folder."""
    candidates = [root, root / "cards", Path("cards"), root.parent]
    found = [header.parent for folder in candidates if folder.is_dir() for header in sorted(folder.glob(f"*/{HEADER}"))]
    named = [path for path in found if path.name == root.name]
    return [str(path) for path in named or found]


def remove_texts(root: Path, names: list[str]) -> None:
    """Delete files of a bank whose records were all removed."""
    for name in names:
        (root / name).unlink(missing_ok=True)
