"""The store as a file: check, back up, restore, migrate, rebuild."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from drill.files.clock import now_seconds
from drill.model.schedule import ParameterSet
from drill.schedule.fsrs6 import DEFAULT_WEIGHTS, MODEL
from drill.schedule.replay import replay
from drill.store import rebuild, restore
from drill.store.backup import back_up, check_file, row_counts
from drill.store.opening import open_any_store, open_store
from drill.store.steps import apply_steps, pending_steps

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drill.store.backup import Manifest

DEFAULTS: Final = ParameterSet(model=MODEL, weights=DEFAULT_WEIGHTS)
_MS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found: damage to the file, and what is stored otherwise than the log says."""

    path: str
    damage: tuple[str, ...]
    different_states: int
    different_figures: int
    rows: dict[str, int]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not (self.damage or self.different_states or self.different_figures)

    def as_json(self) -> dict[str, object]:
        """Return the result as plain data."""
        return {"sound": self.sound, **asdict(self)}

    def lines(self) -> list[str]:
        """Return the result as lines to read."""
        counted = ", ".join(f"{self.rows[name]:,} {name}" for name in ("learner", "card", "review", "attempt"))
        found = [f"{self.path}: {text}" for text in self.damage]
        if self.damage:
            found.append("`drill db restore BACKUP` puts a backup in the place of a damaged store.")
        if self.different_states or self.different_figures:
            found.append(
                f"{self.path}: {self.different_states} card states and {self.different_figures} daily figures differ "
                "from what the log says. `drill db rebuild` derives them again."
            )
        return found or [f"{self.path}: sound. Rows: {counted}."]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """A backup that was written, or verified and restored; `aside` is what the store before was kept as."""

    backup: str
    manifest: Manifest
    aside: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the result as plain data."""
        return asdict(self)


def check_store(path: Path, step: Callable[[str], None]) -> Checked:
    """Check the file, its references, and that states and figures are those the log gives; change nothing."""
    with open_store(path) as store:
        step("structure and references")
        with store.read() as connection:
            damage = tuple(check_file(connection))
            rows = row_counts(connection)
        if damage:
            return Checked(path=str(path), damage=damage, different_states=0, different_figures=0, rows=rows)
        found = rebuild.compare_derived(store, replay, DEFAULTS, step)
    return Checked(
        path=str(path),
        damage=damage,
        different_states=found.different_states or 0,
        different_figures=found.different_figures or 0,
        rows=rows,
    )


def back_up_store(path: Path, target: Path | None, step: Callable[[str], None]) -> BackedUp:
    """Write a verified backup with a manifest, by default into `backups/` beside the store."""
    now = now_seconds()
    with open_any_store(path) as store:
        target = target or path.parent / "backups" / _dated(path, now)
        manifest = back_up(store, target, now * _MS, step)
    return BackedUp(backup=str(target), manifest=manifest)


def restore_store(source: Path, path: Path, step: Callable[[str], None]) -> BackedUp:
    """Put a verified backup in the store's place, and keep the store that was there."""
    now = now_seconds()
    there = path.exists()
    aside = _free(path.with_name(f"{path.stem}-before-restore-{_stamp(now)}{path.suffix}"))
    manifest = restore.restore(source, path, aside, now * _MS, step)
    return BackedUp(backup=str(source), manifest=manifest, aside=str(aside) if there else "")


def migrate_store(path: Path, step: Callable[[str], None]) -> tuple[tuple[str, ...], str]:
    """Take the missing steps after a backup; return their names and the backup's path ('' if none was missing)."""
    now = now_seconds()
    with open_any_store(path) as store:
        with store.read() as connection:
            pending = pending_steps(connection, str(path))
        if not pending:
            return (), ""
        target = _free(path.with_name(f"{path.stem}-before-{pending[0]}-{_stamp(now)}{path.suffix}"))
        back_up(store, target, now * _MS, step)
        step("taking the steps")
        with store.write() as connection:
            # Another process may have been faster; then nothing is left to take.
            pending = pending_steps(connection, str(path))
            if pending:
                apply_steps(connection)
    return pending, str(target)


def rebuild_store(path: Path, step: Callable[[str], None]) -> rebuild.Rebuilt:
    """Derive all card states and daily figures from the log again."""
    with open_store(path) as store:
        return rebuild.rebuild(store, replay, DEFAULTS, step)


def _stamp(now: int) -> str:
    return f"{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%SZ}"


def _dated(path: Path, now: int) -> str:
    return f"{path.stem}-{_stamp(now)}{path.suffix or '.db'}"


def _free(path: Path) -> Path:
    """Return `path`, or the first of its numbered neighbours that is not taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
