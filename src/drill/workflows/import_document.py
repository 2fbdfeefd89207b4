"""Bring a document to a bank: find or start the bank, find which source it is, compare it, and open the review."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from drill.bank.format import format_file
from drill.bank.plain import to_plain
from drill.bank.shape import HEADER
from drill.drafts.into_bank import claims_in
from drill.drafts.sources import same_source
from drill.drafts.three_way import compare
from drill.errors import DrillError
from drill.files.atomic import write_atomically
from drill.files.bank_folder import load_bank
from drill.files.draft_files import FOLDER, load_reading, save_reading
from drill.files.entropy import below
from drill.files.lock import held
from drill.model.bank import Bank, DeckNames, Language
from drill.model.draft import Known
from drill.model.ids import new_id
from drill.text.script import Script, convert
from drill.workflows.bank_files import FolderTakenError, write_schemas
from drill.workflows.read_facts import read_facts
from drill.workflows.reading_of import language_of, reading_of, title_of
from drill.workflows.review_drafts import DraftReview

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from drill.files.bank_folder import LoadedBank
    from drill.model.draft import Claim, Reading
    from drill.workflows.read_facts import FactsRead

NEW_SOURCE = "new"
_BUSY = "another `drill import` has the drafts of this bank open."


class SeveralDocumentsError(DrillError):
    """An archive of several documents, of which one at a time is reviewed."""

    def __init__(self, path: Path, names: list[str]) -> None:
        super().__init__(f"{path}: it holds {len(names)} documents ({', '.join(names)}). Import them one by one.")


class NoFactsError(DrillError):
    """A document in which nothing was found to review."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path}: no facts and no text were found in it. Nothing was written.")


class UnknownSourceError(DrillError):
    """`--as` names a source that the bank does not have."""

    def __init__(self, name: str, known: list[str]) -> None:
        listed = f"Use one of {', '.join(known)}" if known else "The bank has no sources yet: leave out --as"
        super().__init__(f"--as {name}: the bank has no source of this id. {listed}, or `--as {NEW_SOURCE}`.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """Which document to bring to which bank; `source` is the source it is a version of, if a person says so."""

    path: Path
    root: Path
    title: str = ""
    source: str = ""
    again: bool = False


@contextmanager
def open_review(request: ImportRequest, step: Callable[[str], None]) -> Iterator[DraftReview]:
    """Open the review of a document, begun or new, and keep the bank's drafts to this process until it is left.

    Raises a DrillError if the document or the bank cannot be read, or another process reviews this bank.
    """
    with held(request.root / FOLDER, _BUSY):
        yield _opened(request, step)


def _opened(request: ImportRequest, step: Callable[[str], None]) -> DraftReview:
    has_bank = (request.root / HEADER).is_file()
    if has_bank and not request.again and (begun := _begun(request)) is not None:
        return begun
    read = _read(request.path, step)
    if not has_bank:
        _start_bank(request, read)
    loaded = load_bank(request.root)
    step("comparing with the bank")
    reading = reading_of(read, "", loaded.bank.title, loaded.bank.language, _drawing(loaded))
    source = _source_of(request, reading, loaded)
    earlier = load_reading(request.root, source)
    if earlier is not None and earlier.sha256 == reading.sha256 and not request.again:
        return DraftReview(loaded, earlier)
    if earlier is not None:
        _finish_earlier(loaded, earlier, step)
        loaded = load_bank(request.root)
        earlier = load_reading(request.root, source)
    compared = _compared(replace(reading, source=source), earlier, loaded.bank)
    save_reading(request.root, compared)
    return DraftReview(loaded, compared)


def _begun(request: ImportRequest) -> DraftReview | None:
    """Return the review of the very same file, if there is one: then it need not be read again."""
    folder = request.root / FOLDER
    if not request.path.is_file() or not folder.is_dir():
        return None
    digest = sha256(request.path.read_bytes()).hexdigest()
    for path in sorted(folder.glob("*.json")):
        reading = load_reading(request.root, path.stem)
        if reading is not None and reading.sha256 == digest and request.source in {"", reading.source}:
            return DraftReview(load_bank(request.root), reading)
    return None


def _read(path: Path, step: Callable[[str], None]) -> FactsRead:
    found = read_facts(path, step)
    if len(found) > 1:
        raise SeveralDocumentsError(path, [read.document.name for read in found])
    if not found or not (found[0].made.facts or found[0].made.unplaced):
        raise NoFactsError(path)
    return found[0]


def _start_bank(request: ImportRequest, read: FactsRead) -> None:
    root = request.root
    # A folder that holds nothing but drafts is what a killed first import left.
    if root.exists() and (not root.is_dir() or any(path.name not in {FOLDER, "schema"} for path in root.iterdir())):
        raise FolderTakenError(root)
    language = language_of(read)
    title = request.title or title_of(read) or request.path.stem
    title = convert(title, Script.HANS) if language is Language.ZH_HANS else title
    hant = "" if language is Language.EN else convert(title, Script.HANT)
    bank = Bank(
        id=new_id(below, set()),
        title=title,
        language=language,
        version="0.1.0",
        licence="all rights reserved",
        decks=DeckNames(hans=title, hant=hant),
    )
    write_schemas(root)
    write_atomically(root / HEADER, format_file(HEADER, to_plain(bank)).encode())


def _drawing(loaded: LoadedBank) -> Callable[[], str]:
    """Return what draws ids that nothing in the bank has."""
    taken = set(loaded.places)

    def draw() -> str:
        drawn = new_id(below, taken)
        taken.add(drawn)
        return drawn

    return draw


def _source_of(request: ImportRequest, reading: Reading, loaded: LoadedBank) -> str:
    """Return the id of the source this document is a version of, a fresh one for a new document."""
    bank = loaded.bank
    ids = [source.id for source in bank.sources]
    begun = {path.stem: load_reading(request.root, path.stem) for path in (request.root / FOLDER).glob("*.json")}
    if request.source and request.source != NEW_SOURCE:
        if request.source not in {*ids, *begun}:
            raise UnknownSourceError(request.source, sorted({*ids, *begun}))
        return request.source
    if request.source != NEW_SOURCE:
        known = {source: _claims_of(bank, source, begun.get(source)) for source in ids}
        claims = [draft.claim for draft in reading.drafts]
        found = same_source(reading.document, reading.sha256, claims, bank.sources, known)
        if found is not None:
            return found.id
        # A document whose review was begun and never written is not among the bank's sources yet.
        for source, other in begun.items():
            if other is not None and source not in ids and other.document == reading.document:
                return source
    return _drawing(loaded)()


def _claims_of(bank: Bank, source: str, reading: Reading | None) -> list[Claim]:
    if reading is not None:
        return [known.claim for known in reading.known]
    return [known.claim for known in _guessed(bank, source)]


def _guessed(bank: Bank, source: str) -> tuple[Known, ...]:
    """Return the facts of a source whose import was never recorded, as they are in the bank."""
    claims = claims_in(bank)
    facts = [fact for fact in bank.facts if fact.source is not None and fact.source.document == source]
    return tuple(Known(fact.id, claims[fact.id], guessed=True) for fact in facts)


def _finish_earlier(loaded: LoadedBank, earlier: Reading, step: Callable[[str], None]) -> None:
    """Write what was decided on the version before, so that no decision is lost with it."""
    review = DraftReview(loaded, earlier)
    if review.can_undo or review.pending:
        review.write(step)


def _compared(reading: Reading, earlier: Reading | None, bank: Bank) -> Reading:
    known = earlier.known if earlier else _guessed(bank, reading.source)
    refused = earlier.refused if earlier else ()
    drafts = compare(reading.drafts, known=known, refused=refused, bank=claims_in(bank))
    sourced = tuple(
        replace(draft, source=replace(draft.source, document=reading.source)) if draft.source else draft
        for draft in drafts
    )
    number = earlier.number + 1 if earlier else 1
    return replace(reading, drafts=sourced, known=known, refused=refused, number=number)
