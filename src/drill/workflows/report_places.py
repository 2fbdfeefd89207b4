"""The report's tables of chapters, sections, facts and cards: the least retained first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.exam.moments import share_interval
from drill.model.report import Table
from drill.store import standing, statistics
from drill.store.banks import cards_by_id, outline
from drill.workflows.report_columns import CALIBRATION, CHAPTERS, FACTS, LEECHES, SECTIONS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drill.model.report import Column
    from drill.model.statistics import Effort
    from drill.workflows.report_reading import Reading

_LEECHES_LISTED = 500
_FACTS_LISTED = 200
_PRIOR_TESTS = 10
"""How many tests at the overall rate are added to each when the weakest are ranked, so that few do not mislead."""


def section_tables(reading: Reading) -> Iterable[Table]:
    """Yield the tables of chapters, of sections, and of groups by chapter."""
    found = statistics.section_efforts(reading.store, reading.scope)
    places = _places(reading)
    sections: dict[tuple[str, ...], list[Effort]] = defaultdict(list)
    chapters: dict[tuple[str, ...], list[Effort]] = defaultdict(list)
    topics: dict[tuple[str, int, str], list[Effort]] = defaultdict(list)
    for one in found:
        place = places.get((one.bank_id, one.section_id), _NOWHERE)
        sections[place.chapter, place.section].append(one.effort)
        chapters[(place.chapter,)].append(one.effort)
        topics[one.group, place.order, place.chapter].append(one.effort)
    yield _weakest("chapters", CHAPTERS, chapters)
    yield _weakest("sections", SECTIONS, sections)
    rows = [
        (group, chapter, tested := sum(one.tested for one in ones), _share(sum(one.passed for one in ones), tested))
        for (group, _, chapter), ones in sorted(topics.items())
    ]
    yield Table("topics", TOPICS, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a section stands: its chapter's id, title and order, and its own title."""

    chapter_id: str
    chapter: str
    order: int
    section: str


_NOWHERE = _Place("", "", 10**6, "")


def _places(reading: Reading) -> dict[tuple[str, str], _Place]:
    """Return the place of each section of the banks shown, by bank and section."""
    found = {}
    for bank in reading.banks:
        chapters = {one.id: (one.title, at) for at, one in enumerate(outline(reading.store, bank.id, 1))}
        for one in outline(reading.store, bank.id, 2):
            title, at = chapters.get(one.parent_id, ("", 0))
            found[bank.id, one.id] = _Place(one.parent_id, title, at, one.title)
    return found


def fact_table(reading: Reading) -> Table:
    """Return the facts whose cards are forgotten most, over all time: lapses and reviews of all their cards."""
    facts_of = standing.facts_of_cards(reading.store, reading.scope.bank_id)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in standing.card_efforts(reading.store, reading.scope):
        for fact in facts_of.get(one.card_id, ()):
            known = sums[fact]
            sums[fact] = [max(known[0], one.learners), known[1] + one.reviews, known[2] + one.lapses]
    overall = _share(sum(one[2] for one in sums.values()), sum(one[1] for one in sums.values())) or 0.0
    names = _facts(reading)
    ranked = sorted(
        ((fact, known) for fact, known in sums.items() if fact in names),
        key=lambda one: -_shrunk(one[1][2], one[1][1], overall),
    )
    rows = [
        (*names[fact], seen, reviews, lapses, _share(lapses, reviews))
        for fact, (seen, reviews, lapses) in ranked[:_FACTS_LISTED]
    ]
    return Table("facts", FACTS, tuple(rows))


def _facts(reading: Reading) -> dict[str, tuple[str, str, str]]:
    """Return the chapter, section and term of each fact in scope: a card may ask for facts of several chapters."""
    places, wanted = _places(reading), reading.scope.chapter_id
    found = {}
    for bank in reading.banks:
        for one in outline(reading.store, bank.id, 3):
            place = places.get((bank.id, one.parent_id), _NOWHERE)
            if wanted in {"", place.chapter_id}:
                found[one.id] = (place.chapter, place.section, one.title)
    return found


def leech_table(reading: Reading) -> Table:
    """Return the cards that active learners forgot time and again."""
    found = standing.leeches(reading.store, reading.scope, _LEECHES_LISTED)
    cards = cards_by_id(reading.store, [one.card_id for one in found])
    rows = [
        (
            reading.people[one.learner_id].group,
            reading.people[one.learner_id].name,
            cards[one.card_id].card.face.prompt.splitlines()[-1],
            one.lapses,
            "suspended" if one.suspended else "",
        )
        for one in found
        if one.learner_id in reading.people
    ]
    return Table("leeches", LEECHES, tuple(rows))


def calibration_table(reading: Reading) -> Table:
    """Return what was predicted in each twentieth and what happened, with the interval of what happened."""
    rows = []
    for one in statistics.calibration(reading.store, reading.scope):
        share = one.passed / one.tested
        rows.append((one.predicted, share, *share_interval(share, one.tested), one.tested))
    return Table("calibration", CALIBRATION, tuple(rows))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _shrunk(part: float, whole: float, overall: float) -> float:
    return (part + _PRIOR_TESTS * overall) / (whole + _PRIOR_TESTS)


def _weakest(name: str, columns: tuple[Column, ...], efforts: Mapping[tuple[str, ...], Sequence[Effort]]) -> Table:
    """Return a row a place, the least retained first; few tests count for little."""
    sums = {
        place: [sum(getattr(one, key) for one in ones) for key in ("rated", "tested", "passed", "taken_ms")]
        for place, ones in efforts.items()
    }
    overall = _share(sum(one[2] for one in sums.values()), sum(one[1] for one in sums.values())) or 0.0
    ranked = sorted(sums.items(), key=lambda one: _shrunk(one[1][2], one[1][1], overall))
    rows = [
        (*place, rated, tested, _share(passed, tested), *_bounds(passed, tested), taken_ms / 60_000)
        for place, (rated, tested, passed, taken_ms) in ranked
    ]
    return Table(name, columns, tuple(rows))


def _bounds(passed: int, tested: int) -> tuple[float | None, float | None]:
    return share_interval(passed / tested, tested) if tested else (None, None)
