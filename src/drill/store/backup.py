"""Backups: a copy of the store taken while it is in use, and a manifest that tells whether it is still that copy.

The manifest stands beside the backup as FILE.json. It holds the backup's size, sha256 and row counts, and a sha256 of
itself, so that one flipped bit in either file is found.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from drill.store.connection import sqlite_connection
from drill.store.refusal import BackupDamagedError, BackupTakenError, NoBackupError, translated
from drill.store.steps import steps_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drill.store.connection import Connection
    from drill.store.opening import Store

_CHUNK_BYTES: Final = 1 << 20
_PAGES_A_STEP: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds. `steps` are the migration steps of the store it was taken of."""

    made_at_ms: int
    bytes: int
    sha256: str
    steps: tuple[str, ...]
    rows: dict[str, int]


def manifest_path(backup: Path) -> Path:
    """Return where the manifest of `backup` stands."""
    return backup.with_name(f"{backup.name}.json")


def back_up(store: Store, target: Path, at_ms: int, step: Callable[[str], None] = lambda _: None) -> Manifest:
    """Write a verified backup of the store to `target`, with its manifest; others may go on writing meanwhile.

    Raises BackupTakenError if `target` is there already, BackupDamagedError if the copy does not verify.
    """
    if target.exists() or manifest_path(target).exists():
        raise BackupTakenError(str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
    try:
        with store.refusing():
            _copy(store.path, unfinished, step)
        step("verifying")
        manifest = _examined(unfinished, at_ms)
        _write_synced(unfinished.with_name(f"{unfinished.name}.json"), _manifest_text(manifest))
        # The manifest first: a backup without one never passes for a whole one.
        unfinished.with_name(f"{unfinished.name}.json").replace(manifest_path(target))
        unfinished.replace(target)
        sync_folder(target.parent)
    finally:
        for left in target.parent.glob(f"{unfinished.name}*"):
            left.unlink()
    with store.write() as connection:
        connection.execute(
            "INSERT INTO backup (path, sha256, made_at_ms) VALUES (?, ?, ?)",
            (str(target.resolve()), manifest.sha256, at_ms),
        )
    return manifest


def verify(backup: Path, step: Callable[[str], None] = lambda _: None) -> Manifest:
    """Return the manifest of `backup` if every byte, row count and SQLite's own check agree with it.

    Raises NoBackupError or BackupDamagedError.
    """
    if not backup.is_file():
        raise NoBackupError(str(backup))
    manifest = _read_manifest(backup)
    step("comparing checksums")
    if (backup.stat().st_size, _sha256(backup)) != (manifest.bytes, manifest.sha256):
        raise BackupDamagedError(str(backup), "its bytes are not those it was made with")
    step("checking the copy")
    found = _examined(backup, manifest.made_at_ms)
    if found != manifest:
        raise BackupDamagedError(str(backup), "its rows are not those its manifest counts")
    return manifest


def copy_verified(backup: Path, target: Path, step: Callable[[str], None] = lambda _: None) -> Manifest:
    """Copy `backup` to `target` and verify the copy itself. Raises NoBackupError or BackupDamagedError."""
    manifest = verify(backup, step)
    with backup.open("rb") as source, target.open("wb") as copy:
        while chunk := source.read(_CHUNK_BYTES):
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    if _sha256(target) != manifest.sha256:
        raise BackupDamagedError(str(backup), "its bytes changed while it was copied")
    return manifest


def sync_file(path: Path) -> None:
    """Make sure that the bytes of `path` are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in `folder` are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(path: Path, target: Path, step: Callable[[str], None]) -> None:
    """Copy page by page by SQLite's own backup, which gives one moment of a store that is being written to."""

    def tell(_status: int, remaining: int, total: int) -> None:
        step(f"{total - remaining:,} of {total:,} pages")

    with closing(sqlite_connection(str(path))) as source, closing(sqlite_connection(str(target))) as copy:
        # Inside a read transaction the copy is of one moment, and writers cannot make it start again.
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_schema").fetchall()
        source.backup(copy, pages=_PAGES_A_STEP, progress=tell)
        source.execute("ROLLBACK")
        # A backup is one file: no write-ahead log beside it.
        copy.execute("PRAGMA journal_mode = DELETE").fetchall()
    sync_file(target)


def _examined(path: Path, at_ms: int) -> Manifest:
    """Open a copy, let SQLite check all of it, and count its rows. Raises BackupDamagedError."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as connection:
            damage = check_file(connection)
            if damage:
                raise BackupDamagedError(str(path), damage[0])
            steps, rows = steps_of(connection), row_counts(connection)
    except sqlite3.Error as error:
        if translated(error, str(path)) is None:
            raise
        raise BackupDamagedError(str(path), str(error)) from error
    if not steps:
        raise BackupDamagedError(str(path), "it is not a drill store")
    return Manifest(made_at_ms=at_ms, bytes=path.stat().st_size, sha256=_sha256(path), steps=steps, rows=rows)


def check_file(connection: Connection) -> list[str]:
    """Return what SQLite's checks of structure and references find wrong."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall()]
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    references = [f"a row of {table} refers to a row of {parent} that is not there" for table, _, parent, _ in broken]
    return [text for text in found if text != "ok"] + sorted(set(references))


def row_counts(connection: Connection) -> dict[str, int]:
    """Return the number of rows of each table."""
    names = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return {
        name: int(connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
        for (name,) in names
        if not name.startswith("_")
    }


def _manifest_text(manifest: Manifest) -> str:
    plain = asdict(manifest)
    return json.dumps({**plain, "manifest_sha256": _plain_sha256(plain)}, indent=2) + "\n"


def _read_manifest(backup: Path) -> Manifest:
    path = manifest_path(backup)
    if not path.is_file():
        raise BackupDamagedError(str(backup), f"its manifest {path.name} is missing")
    try:
        text = path.read_text(encoding="utf-8")
        plain: dict[str, Any] = json.loads(text)
        told = plain.pop("manifest_sha256")
        manifest = Manifest(**{**plain, "steps": tuple(plain["steps"])})
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupDamagedError(str(backup), f"its manifest {path.name} cannot be read") from error
    # Written again it must be the same text: a flipped bit in a space is a flipped bit.
    if told != _plain_sha256(asdict(manifest)) or text != _manifest_text(manifest):
        raise BackupDamagedError(str(backup), f"its manifest {path.name} was changed")
    return manifest


def _plain_sha256(plain: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_synced(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
