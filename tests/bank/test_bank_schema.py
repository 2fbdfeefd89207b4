from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator
from tests.strategies import banks

from drill.bank.format import format_bank, schema_line
from drill.bank.schema import schemas
from drill.bank.shape import FOLDERS

if TYPE_CHECKING:
    from drill.model.bank import Bank

SHIPPED = Path(__file__).parents[2] / "cards" / "financial-service-etiquette"
VALIDATORS = {name: Draft202012Validator(schema) for name, schema in schemas().items()}


def schema_name(path: str) -> str:
    return schema_line(path).rpartition("/")[2].strip()


def errors(path: str, plain: Any) -> list[str]:
    return [error.message for error in VALIDATORS[schema_name(path)].iter_errors(plain)]


def item(**fields: object) -> dict[str, Any]:
    return {"items": [{"kind": "true_false", "facts": ["fact1"], "stem": "s", **fields}]}


@pytest.mark.parametrize("name", VALIDATORS)
def test_the_schemas_are_schemas(name: str) -> None:
    Draft202012Validator.check_schema(VALIDATORS[name].schema)


@given(bank=banks())
@settings(max_examples=25)
def test_what_drill_writes_fits_its_schema(bank: Bank) -> None:
    for path, text in format_bank(bank).items():
        assert errors(path, yaml.safe_load(text)) == []


def test_the_shipped_bank_fits_its_schemas() -> None:
    paths = [SHIPPED / "bank.yaml", *(path for folder in FOLDERS for path in sorted((SHIPPED / folder).glob("*.yaml")))]
    assert len(paths) > 14
    for path in paths:
        name = path.relative_to(SHIPPED).as_posix()
        text = path.read_text(encoding="utf-8")
        assert text.startswith(schema_line(name)), name
        assert errors(name, yaml.safe_load(text)) == [], name


def test_the_shipped_schemas_are_those_of_the_model() -> None:
    written = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in (SHIPPED / "schema").glob("*")}
    assert written == schemas(), "run `make schemas` and commit"


@pytest.mark.parametrize(
    ("path", "plain", "message"),
    [
        ("items/a.yaml", item(gits="x"), "'gits' was unexpected"),
        ("items/a.yaml", item(origin="generated"), "'origin' was unexpected"),
        ("items/a.yaml", item(use="phone"), "'phone' is not one of ['drill', 'exam', 'both']"),
        ("items/a.yaml", item(id="Item-1"), "'Item-1' does not match"),
        ("items/a.yaml", item(answer={"pair": []}), "is not valid under any of the given schemas"),
        ("items/a.yaml", {"items": [{"kind": "true_false", "facts": []}]}, "'stem' is a required property"),
        (
            "facts/a.yaml",
            {"title": "t", "sections": [{"title": "t", "facts": [], "order": 1}]},
            "'order' was unexpected",
        ),
        ("facts/a.yaml", {"title": "t"}, "'sections' is a required property"),
        ("bank.yaml", {"chapters": []}, "'chapters' was unexpected"),
        ("exams/a.yaml", {"minutes": "ten"}, "'ten' is not of type 'integer'"),
    ],
)
def test_an_editor_is_told_what_does_not_fit(path: str, plain: dict[str, Any], message: str) -> None:
    assert any(message in error for error in errors(path, plain)), errors(path, plain)


def test_ids_may_be_missing_while_a_person_writes() -> None:
    assert errors("items/a.yaml", item(answer=True)) == []


def test_switches_of_both_kinds_are_offered() -> None:
    generate = schemas()["facts.schema.json"]["$defs"]["Generate"]["properties"]
    assert {"recall", "fill_in", "situational"} <= set(generate["off"]["items"]["enum"])
