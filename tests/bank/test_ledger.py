from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drill.bank.ledger import Ledger, LedgerEntry, advance, format_ledger, parse_ledger, retired_search
from drill.errors import BadInputError
from drill.model.bank import Language

HANS, HANT = Language.ZH_HANS, Language.ZH_HANT

_entries = st.builds(
    LedgerEntry,
    note_id=st.from_regex(r"[a-z][a-z0-9]{3,5}(\.[a-z]{1,4})?", fullmatch=True),
    language=st.sampled_from(Language),
    content_hash=st.text(alphabet="0123456789abcdef", min_size=1, max_size=8),
    mod=st.integers(min_value=0, max_value=2**40),
    retired=st.none() | st.integers(min_value=0, max_value=2**40),
)
_ledgers = st.lists(_entries, unique_by=lambda entry: (entry.note_id, entry.language), max_size=8).map(
    lambda entries: Ledger(tuple(sorted(entries, key=lambda entry: (entry.note_id, entry.language))))
)
_hashes = st.dictionaries(st.sampled_from(["aaaa", "bbbb", "cccc", "dddd"]), st.sampled_from(["1", "2"]))


def _mods(ledger: Ledger) -> dict[str, int]:
    return ledger.mods(HANS)


def test_a_new_note_gets_the_time_it_was_first_seen() -> None:
    assert _mods(advance(Ledger(), {"aaaa": "1"}, language=HANS, now=100)) == {"aaaa": 100}


def test_an_unchanged_note_keeps_its_time_and_a_changed_one_moves() -> None:
    first = advance(Ledger(), {"aaaa": "1", "bbbb": "1"}, language=HANS, now=100)
    assert _mods(advance(first, {"aaaa": "1", "bbbb": "2"}, language=HANS, now=200)) == {"aaaa": 100, "bbbb": 200}


def test_a_change_moves_on_even_when_the_clock_went_back() -> None:
    first = advance(Ledger(), {"aaaa": "1"}, language=HANS, now=100)
    assert _mods(advance(first, {"aaaa": "2"}, language=HANS, now=50)) == {"aaaa": 101}


def test_a_note_that_left_is_kept_as_retired_with_the_time_it_left() -> None:
    first = advance(Ledger(), {"aaaa": "1"}, language=HANS, now=100)
    gone = advance(first, {}, language=HANS, now=200)
    assert gone.entries == (LedgerEntry(note_id="aaaa", language=HANS, content_hash="1", mod=100, retired=200),)
    assert _mods(gone) == {}
    assert advance(gone, {}, language=HANS, now=300) == gone


def test_a_returning_note_comes_back_with_a_new_time() -> None:
    gone = advance(advance(Ledger(), {"aaaa": "1"}, language=HANS, now=100), {}, language=HANS, now=200)
    back = advance(gone, {"aaaa": "1"}, language=HANS, now=300)
    assert _mods(back) == {"aaaa": 300}
    assert retired_search(back) == ""


def test_scripts_are_kept_apart() -> None:
    ledger = advance(Ledger(), {"aaaa": "1"}, language=HANS, now=100)
    ledger = advance(ledger, {"aaaa": "9"}, language=HANT, now=200)
    assert (ledger.mods(HANS), ledger.mods(HANT)) == ({"aaaa": 100}, {"aaaa": 200})
    assert advance(ledger, {}, language=HANT, now=300).mods(HANS) == {"aaaa": 100}


@given(_ledgers, _hashes, st.integers(min_value=0, max_value=2**41))
def test_advancing_twice_with_the_same_notes_changes_nothing(ledger: Ledger, hashes: dict[str, str], now: int) -> None:
    once = advance(ledger, hashes, language=HANS, now=now)
    assert advance(once, hashes, language=HANS, now=now + 1000) == once
    assert set(_mods(once)) == set(hashes)


@given(_ledgers, _hashes, st.integers(min_value=0, max_value=2**41))
def test_times_never_go_back_and_nothing_is_forgotten(ledger: Ledger, hashes: dict[str, str], now: int) -> None:
    after = {
        (entry.note_id, entry.language): entry for entry in advance(ledger, hashes, language=HANS, now=now).entries
    }
    for entry in ledger.entries:
        later = after[entry.note_id, entry.language]
        assert later.mod >= entry.mod
        assert later.content_hash == entry.content_hash or later.mod > entry.mod


@given(_ledgers)
def test_what_is_written_reads_back_the_same(ledger: Ledger) -> None:
    text = format_ledger(ledger)
    assert parse_ledger(text, "ledger.json") == ledger
    assert format_ledger(parse_ledger(text, "ledger.json")) == text


def test_one_changed_note_is_one_changed_line() -> None:
    first = advance(Ledger(), {"aaaa": "1", "bbbb": "1", "cccc": "1"}, language=HANS, now=100)
    second = advance(first, {"aaaa": "1", "bbbb": "2", "cccc": "1"}, language=HANS, now=200)
    old, new = format_ledger(first).splitlines(), format_ledger(second).splitlines()
    assert [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b] == [2]


def test_the_search_names_what_is_retired_in_every_script() -> None:
    ledger = advance(Ledger(), {"aaaa": "1", "bbbb": "1", "cccc.x": "1"}, language=HANS, now=100)
    ledger = advance(ledger, {"bbbb": "1"}, language=HANT, now=100)
    ledger = advance(ledger, {}, language=HANS, now=200)
    assert retired_search(ledger) == '"Id:aaaa" OR "Id:cccc.x"'


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("{", 1, "not JSON"),
        ("[]", 0, "not a ledger"),
        ('{"format": 0, "notes": []}', 0, "not a ledger"),
        ('{"format": 2, "notes": []}', 0, "format 2"),
        ('{"format": 1, "notes": [\n{"note": "aaaa"}\n]}', 2, "no ledger entry"),
        ('{"format": 1, "notes": [\n{"note": "a", "script": "xx", "hash": "1", "mod": 1}\n]}', 2, "no ledger entry"),
        (
            '{"format": 1, "notes": [\n{"note": "a", "script": "en", "hash": "1", "mod": 1, "retired": "x"}\n]}',
            2,
            "no ledger entry",
        ),
        (
            '{"format": 1, "notes": [\n{"note": "a", "script": "en", "hash": "1", "mod": 1, "more": 1}\n]}',
            2,
            "no ledger entry",
        ),
        (
            (
                '{"format": 1, "notes": [\n{"note": "a", "script": "en", "hash": "1", "mod": 1},\n'
                '{"note": "a", "script": "en", "hash": "2", "mod": 2}\n]}'
            ),
            3,
            "stands twice",
        ),
    ],
)
def test_a_damaged_ledger_is_refused_with_its_place(text: str, line: int, message: str) -> None:
    with pytest.raises(BadInputError, match=message) as caught:
        parse_ledger(text, "ledger.json")
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [("ledger.json", line)]


def test_all_bad_entries_are_named_at_once() -> None:
    with pytest.raises(BadInputError) as caught:
        parse_ledger('{"format": 1, "notes": [\n1,\n2\n]}', "ledger.json")
    assert [problem.line for problem in caught.value.problems] == [2, 3]
