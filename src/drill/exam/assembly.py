"""Forms from a blueprint and a pool: quotas kept exactly, enemies apart, facilities alike, the least overlap."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from drill.errors import DrillError
from drill.exam.annealing import choose_items, traits_of
from drill.exam.arrangement import Seen, arrange
from drill.exam.blueprint import BlueprintError, inner_faults
from drill.exam.quotas import chapter_of_item, quota_tables, supply_of
from drill.model.bank import Use, Vary
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drill.model.bank import Blueprint, Item
    from drill.model.exam import Form

# A pool so tight that enemies stay together after this many different starts is taken for impossible.
_STARTS = 4


class AssemblyError(DrillError):
    """No forms were found that keep every rule; the message lists what was broken."""

    def __init__(self, name: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        lines = [f"exam {name}: no forms found that keep every rule:", *(f"  {fault}" for fault in faults)]
        lines.append("Write more items for these quotas, raise max_use, make fewer forms, or try another seed.")
        super().__init__("\n".join(lines))


def make_forms(
    blueprint: Blueprint, pool: Sequence[Item], chapter_of: Mapping[str, str], *, forms: int, seed: int
) -> tuple[Form, ...]:
    """Return `forms` forms of `blueprint` from `pool`; `chapter_of` gives the chapter id of each fact id.

    The same arguments give the same forms on any machine. Items that test the same fact are kept apart where that is
    possible, enemies always. Raises BlueprintError, ShortageError or AssemblyError.
    """
    faults = inner_faults(blueprint)
    if forms < 1:
        faults += (f"{forms} forms were asked for. Ask for at least 1.",)
    if faults:
        raise BlueprintError(blueprint.name, faults)
    rng = Rng("exam", blueprint.id, seed)
    different = 1 if blueprint.vary is Vary.ORDER else forms
    selections = _select(blueprint, pool, chapter_of, different, rng)
    seen = Seen()
    made = tuple(
        arrange(form_code(at), blueprint, selections[at % different], seen, rng.derive("form", at))
        for at in range(forms)
    )
    _refuse_faults(blueprint, form_faults(blueprint, made, chapter_of))
    return made


def form_code(at: int) -> str:
    """Return the code of form number `at`, counted from 0: A ... Z, AA, AB, ..."""
    code = ""
    rest = at + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        code = chr(ord("A") + letter) + code
    return code


def _select(
    blueprint: Blueprint, pool: Sequence[Item], chapter_of: Mapping[str, str], forms: int, rng: Rng
) -> list[list[Item]]:
    supply = supply_of(blueprint, pool, chapter_of, forms)
    traits = traits_of(supply.items)
    broken: tuple[str, ...] = ()
    for start in range(_STARTS):
        stream = rng.derive("start", start)
        chosen = choose_items(supply, quota_tables(supply, stream), traits, stream)
        # By position, so that the order in which the annealing left them cannot show on a form.
        selections = [[supply.items[position] for position in sorted(form)] for form in chosen]
        broken = tuple(fault for selection in selections for fault in _enemies_together(selection))
        if not broken:
            return selections
    raise AssemblyError(blueprint.name, sorted(set(broken)))


def _refuse_faults(blueprint: Blueprint, faults: Sequence[str]) -> None:
    if faults:
        raise AssemblyError(blueprint.name, faults)


def form_faults(blueprint: Blueprint, forms: Sequence[Form], chapter_of: Mapping[str, str]) -> tuple[str, ...]:
    """Return every rule of `blueprint` that `forms` break, each recounted from the forms alone."""
    return (
        *(fault for form in forms for fault in _quota_faults(blueprint, form, chapter_of)),
        *(
            f"form {form.code}: {fault}"
            for form in forms
            for fault in _enemies_together([entry.item for entry in form.items])
        ),
        *_use_faults(blueprint, forms),
    )


def _quota_faults(blueprint: Blueprint, form: Form, chapter_of: Mapping[str, str]) -> Iterator[str]:
    items = [entry.item for entry in form.items]
    for name, count in Counter(item.id for item in items).items():
        if count > 1:
            yield f"form {form.code}: item {name} stands on it {count} times"
    for item in items:
        if item.withdrawn or item.use is Use.DRILL:
            yield f"form {form.code}: item {item.id} may not enter forms"
    kinds = Counter(item.kind for item in items)
    wanted_kinds = Counter({quota.kind: quota.items for quota in blueprint.kinds})
    if kinds != wanted_kinds:
        yield f"form {form.code}: the kinds do not meet their quotas"
    chapters = Counter(chapter_of_item(item, chapter_of) for item in items)
    if blueprint.chapters and chapters != Counter({quota.chapter: quota.items for quota in blueprint.chapters}):
        yield f"form {form.code}: the chapters do not meet their quotas"


def _enemies_together(items: Sequence[Item]) -> Iterator[str]:
    for one, other in combinations(items, 2):
        if one.id in other.enemies or other.id in one.enemies:
            yield f"items {one.id} and {other.id} are enemies and stand together"


def _use_faults(blueprint: Blueprint, forms: Sequence[Form]) -> Iterator[str]:
    if blueprint.vary is Vary.ORDER:
        return
    limits = {quota.kind: quota.max_use or blueprint.max_use for quota in blueprint.kinds}
    items = {entry.item.id: entry.item for form in forms for entry in form.items}
    for name, count in Counter(entry.item.id for form in forms for entry in form.items).items():
        limit = limits.get(items[name].kind, blueprint.max_use)
        if count > limit:
            yield f"item {name} stands on {count} forms, and {limit} may share it"
