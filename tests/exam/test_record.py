from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exam.exam_pool import bank_of, blueprint_of, pool_of

from drill.exam.making import make_exam
from drill.exam.record import SCHEMA_VERSION, RecordError, from_record, to_record
from drill.model.bank import ItemKind, Origin, Use, Waiver
from drill.text.shuffle import Rng

if TYPE_CHECKING:
    from drill.model.exam import Making

BLUEPRINT = blueprint_of([(kind, 1) for kind in ItemKind], [2, 2, 2, 2])


def made(seed: int = 1, forms: int = 2) -> Making:
    pool = [
        replace(
            entry,
            facts=(*entry.facts, "fact0x9"),
            rationale="理由",
            tags=("phone",),
            use=Use.EXAM,
            points=3,
            origin=Origin.GENERATED if at % 2 else Origin.AUTHORED,
            facility=None if at % 3 else 0.625,
            enemies=("otherone",),
            waivers=(Waiver(check="key-longest", reason="short by nature"),) if at % 5 == 0 else (),
        )
        for at, entry in enumerate(pool_of(Rng("record", seed)))
    ]
    return make_exam(bank_of(), BLUEPRINT, pool, forms=forms, seed=seed)


def data() -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(to_record(made())))
    return plain


@given(st.integers(0, 1000), st.integers(1, 3))
@settings(max_examples=15, deadline=None)
def test_a_making_comes_back_equal_through_json(seed: int, forms: int) -> None:
    making = made(seed, forms)
    assert from_record(json.loads(json.dumps(to_record(making), ensure_ascii=False))) == making


def test_the_head_says_which_making_this_is() -> None:
    making, record = made(), data()
    assert record["schema_version"] == SCHEMA_VERSION == 1
    assert record["fingerprint"] == making.fingerprint
    assert record["seed"] == 1
    assert record["bank"] == {"id": bank_of().id, "version": "1.2"}
    assert record["exam"] == {
        "id": "exam2abc",
        "name": "small-test",
        "title": "小测验",
        "minutes": 30,
        "points": 16,
        "pass_points": 6,
        "instructions": ["独立完成。"],
    }
    assert [form["code"] for form in record["forms"]] == ["A", "B"]


def test_an_item_holds_what_marking_and_statistics_need() -> None:
    first = data()["forms"][0]["items"][0]
    entry = made().forms[0].items[0]
    assert (first["number"], first["item_id"], first["kind"]) == (1, entry.item.id, "single_choice")
    assert first["fact_ids"] == list(entry.item.facts)
    assert first["points"] == 2
    assert first["stem"] == entry.item.stem
    assert first["key"] == entry.key_letters
    assert [option["position"] for option in first["options"]] == list(entry.option_order)
    assert [option["is_key"] for option in first["options"]].index(True) == ord(first["key"]) - ord("A")


def test_each_kind_records_its_key() -> None:
    items = {entry["kind"]: entry for entry in data()["forms"][0]["items"]}
    assert isinstance(items["true_false"]["key"], bool)
    assert items["fill_in"]["key"][0][1] == "另一说法"
    assert sum(point["points"] for point in items["short_answer"]["key"]) == items["short_answer"]["points"]
    match = items["matching"]
    for left, mark in zip(match["lefts"], match["key"], strict=True):
        assert match["rights"][ord(mark) - ord("A")]["position"] == left["position"]
    steps = items["ordering"]
    assert [steps["steps"][ord(mark) - ord("A")]["position"] for mark in steps["key"]] == [0, 1, 2, 3]


def test_another_version_is_refused() -> None:
    with pytest.raises(RecordError, match="its version is 99, not 1"):
        from_record({**data(), "schema_version": 99})


@pytest.mark.parametrize("missing", ["schema_version", "fingerprint", "seed", "bank", "exam", "forms"])
def test_a_record_with_a_part_missing_is_refused(missing: str) -> None:
    record = data()
    del record[missing]
    with pytest.raises(RecordError, match=missing):
        from_record(record)


def test_a_damaged_record_is_refused() -> None:
    record = data()
    record["forms"][0]["items"][0]["options"][0]["position"] = 7
    with pytest.raises(RecordError, match="leave a gap"):
        from_record(record)
    with pytest.raises(RecordError):
        from_record({**data(), "forms": [None]})
    with pytest.raises(ValueError, match="Make the exam again"):
        from_record({**data(), "exam": []})
