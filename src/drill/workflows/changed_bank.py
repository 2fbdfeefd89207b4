"""Write a changed bank into its files: records stay in the file they are in, and comments stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.bank.compare import compare_banks
from drill.bank.edit import edit_file
from drill.bank.format import format_file
from drill.bank.parse import parse_bank
from drill.bank.plain import Plain, to_plain
from drill.bank.shape import HEADER
from drill.errors import BadInputError, Problem
from drill.files.bank_folder import LoadedBank, remove_texts, write_texts

if TYPE_CHECKING:
    from drill.model.bank import Bank


def write_bank(loaded: LoadedBank, bank: Bank, new_items: str = "items/items.yaml") -> list[str]:
    """Write what differs between a bank on disk and `bank`, with comments kept, and return what was done to which file.

    `new_items` is where authored items go if the bank has no item file. bank.yaml comes first, since facts refer to the
    documents it lists. Raises BadInputError if the files would not read back as `bank`; then nothing was written.
    """
    wanted = wanted_files(loaded, bank, new_items)
    texts = {
        name: edit_file(name, loaded.files[name], plain) if name in loaded.files else format_file(name, plain)
        for name, plain in wanted.items()
    }
    gone = [name for name in loaded.files if name not in texts]
    _require_same(bank, {**{n: t for n, t in loaded.files.items() if n not in gone}, **texts})
    written = write_texts(loaded.root, loaded.files, texts)
    remove_texts(loaded.root, gone)
    return [*written, *(f"{name} (removed)" for name in gone)]


def _require_same(bank: Bank, files: dict[str, str]) -> None:
    """Refuse to write files that would not read back as the bank the person saw in the differences."""
    parsed = parse_bank(files)
    if parsed.bank is None:
        raise BadInputError(parsed.problems)
    if compare_banks(bank, parsed.bank):
        message = "the changed files would not read back as they should."
        raise BadInputError([Problem("bank", 0, message, "Keep the order of chapters and items, and try again.")])


def wanted_files(loaded: LoadedBank, bank: Bank, new_items: str) -> dict[str, dict[str, Plain]]:
    """Return what each file of the changed bank should hold; records stay in the file they are in."""
    wanted: dict[str, dict[str, Plain]] = {HEADER: to_plain(bank)}
    for chapter in bank.chapters:
        place = loaded.places.get(chapter.id)
        path = place.path if place else _last_file("facts", chapter.id, {*loaded.files, *wanted})
        wanted[path] = to_plain(chapter)
    for exam in bank.exams:
        place = loaded.places.get(exam.id)
        wanted[place.path if place else f"exams/{exam.name}.yaml"] = to_plain(exam)
    return wanted | _item_files(loaded, bank, new_items)


def _item_files(loaded: LoadedBank, bank: Bank, new_items: str) -> dict[str, dict[str, Plain]]:
    """Return the item files; a new item goes where the item in front of it is, or else the first of all."""
    places = [loaded.places.get(item.id) for item in bank.items]
    current = next((place.path for place in places if place), new_items)
    by_file: dict[str, list[Plain]] = {}
    for item, place in zip(bank.items, places, strict=True):
        current = place.path if place else current
        by_file.setdefault(current, []).append(to_plain(item))
    return {name: {"items": listed} for name, listed in by_file.items()}


def _last_file(folder: str, name: str, taken: set[str]) -> str:
    """Return a path for a new file that is read after the present ones of its folder."""
    present = [path for path in taken if path.startswith(f"{folder}/")]
    path = f"{folder}/{len(present) + 1:02d}-{name}.yaml"
    return path if not present or path > max(present) else f"{max(present).removesuffix('.yaml')}_{name}.yaml"
