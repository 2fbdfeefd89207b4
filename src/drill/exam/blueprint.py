"""What can be wrong with a blueprint by itself, before any item is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drill.errors import DrillError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drill.model.bank import Bank, Blueprint


class BlueprintError(DrillError):
    """A blueprint contradicts itself, so no form can meet it."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"exam {name}: {fault}" for fault in faults))


def check_blueprint(blueprint: Blueprint, bank: Bank) -> tuple[str, ...]:
    """Return what is wrong with `blueprint` in `bank`: sums, repeated or unknown quotas. Empty when it is sound."""
    known = {chapter.id for chapter in bank.chapters}
    unknown = tuple(
        f"there is no chapter {quota.chapter} in the bank. Use the id at the top of a file under facts/."
        for quota in blueprint.chapters
        if quota.chapter not in known
    )
    return inner_faults(blueprint) + unknown


def inner_faults(blueprint: Blueprint) -> tuple[str, ...]:
    """Return how `blueprint` contradicts itself, whatever the bank. Empty when it does not."""
    return (
        *_repeats("kind", (quota.kind.value for quota in blueprint.kinds)),
        *_repeats("chapter", (quota.chapter for quota in blueprint.chapters)),
        *_size_faults(blueprint),
        *_point_faults(blueprint),
    )


def _repeats(what: str, names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    repeated = []
    for name in names:
        if name in seen:
            repeated.append(f"the {what} {name} has two quotas. Make them one.")
        seen.add(name)
    return repeated


def _size_faults(blueprint: Blueprint) -> list[str]:
    faults = []
    if not blueprint.kinds:
        faults.append("it asks for no items. Add at least one kind.")
    faults += [
        f"{name}: the quota is {items} items. Ask for at least 1, or leave it out."
        for name, items in [
            *((quota.kind.value, quota.items) for quota in blueprint.kinds),
            *((f"chapter {quota.chapter}", quota.items) for quota in blueprint.chapters),
        ]
        if items < 1
    ]
    by_chapter = sum(quota.items for quota in blueprint.chapters)
    if blueprint.chapters and by_chapter != blueprint.item_count:
        faults.append(
            f"the chapters ask for {by_chapter} items and the kinds for {blueprint.item_count}. Make the sums equal."
        )
    uses = [("max_use", blueprint.max_use)]
    uses += [(f"max_use of {quota.kind}", quota.max_use) for quota in blueprint.kinds if quota.max_use is not None]
    faults += [f"{name} is {use}. It must be at least 1." for name, use in uses if use < 1]
    return faults


def _point_faults(blueprint: Blueprint) -> list[str]:
    faults = [
        f"{quota.kind}: an item is worth {quota.points} points. It must be at least 1."
        for quota in blueprint.kinds
        if quota.points < 1
    ]
    if blueprint.minutes < 1:
        faults.append(f"it lasts {blueprint.minutes} minutes. Give at least 1.")
    if blueprint.pass_points is not None and not 0 <= blueprint.pass_points <= blueprint.points:
        faults.append(f"pass_points is {blueprint.pass_points}, but a form has {blueprint.points} points.")
    return faults
