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
    if not (root / HEADER).is_file():
        raise BankNotFoundError(str(root), nearby=_banks_near(root))
    paths = [root / HEADER]
    for folder in FOLDERS:
        paths += sorted((root / folder).glob("*.yaml")) + sorted((root / folder).glob("*.yml"))
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        name = path.relative_to(root).as_posix()
        try:
            texts[name] = _read_text(path)
        except (OSError, ValueError) as error:
            problems.append(Problem(name, 0, f"cannot be read: {error}.", "Save it as UTF-8 text."))
    if problems:
        raise BadInputError(_with_root(problems, root))
    return texts


def _read_text(path: Path) -> str:
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        message = f"it has {size // 2**20} MB, a bank's file has at most {MAX_FILE_BYTES // 2**20}"
        raise ValueError(message)
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8"
        raise ValueError(message) from error


def load_bank(root: Path) -> LoadedBank:
    """Read the bank in `root`. Raises BankNotFoundError, or BadInputError with every problem of every file."""
    texts = read_texts(root)
    parsed = parse_bank(texts)
    if parsed.bank is None:
        raise BadInputError(_with_root(parsed.problems, root))
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
