"""The commands as a person types them: what they write, what they print, how they refuse."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from typer.testing import CliRunner

from drill.cli import main
from drill.cli.app import app

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "cards" / "financial-service-etiquette"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


def drill(*arguments: object, cwd: Path = ROOT, hash_seed: str = "0") -> Ran:
    """Run the real command in a process of its own, its output in pipes."""
    command = [sys.executable, "-c", "from drill.cli import main; main()", *map(str, arguments)]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cards") / "financial-service-etiquette"
    shutil.copytree(SHIPPED, folder)
    return folder


@pytest.fixture(scope="module")
def built(bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("exports")
    ran = drill("build", bank, "-o", output)
    assert ran.code == 0, ran.err
    assert ran.err == "", "long work is silent in a pipe"
    return output


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_build_writes_the_deck_and_every_paper_with_its_key(built: Path) -> None:
    assert set(files_of(built)) == {
        "financial-service-etiquette.apkg",
        *(f"knowledge-test/form-{code}.{suffix}" for code in "ABC" for suffix in ("pdf", "html")),
        *(f"knowledge-test/trainer-only/{name}" for name in ("answer-key.pdf", "forms.json", "bank.json")),
    }


def test_building_again_gives_the_same_bytes_and_leaves_the_ledger(bank: Path, built: Path, tmp_path: Path) -> None:
    ledger = (bank / "ledger.json").read_bytes()
    ran = drill("build", bank, "-o", tmp_path, hash_seed="7")
    assert ran.code == 0, ran.err
    assert files_of(tmp_path) == files_of(built)
    assert (bank / "ledger.json").read_bytes() == ledger


def test_the_shipped_ledger_is_that_of_the_shipped_bank(built: Path, bank: Path) -> None:
    assert built.exists()
    assert (bank / "ledger.json").read_bytes() == (SHIPPED / "ledger.json").read_bytes(), "run `make demo` and commit"


def test_papers_and_key_of_one_making_carry_one_fingerprint(built: Path) -> None:
    folder = built / "knowledge-test"
    fingerprint = json.loads((folder / "trainer-only/forms.json").read_text(encoding="utf-8"))["fingerprint"]
    from pypdf import PdfReader

    for path in [*folder.glob("*.pdf"), folder / "trainer-only/answer-key.pdf"]:
        assert fingerprint in "".join(page.extract_text() for page in PdfReader(path).pages), path.name
    for path in folder.glob("*.html"):
        assert fingerprint in path.read_text(encoding="utf-8"), path.name


def test_no_student_file_holds_a_rationale_or_a_reason(built: Path) -> None:
    from pypdf import PdfReader

    folder = built / "knowledge-test"
    bank = json.loads((folder / "trainer-only/bank.json").read_text(encoding="utf-8"))
    secrets = {item["rationale"] for item in bank["items"]}
    secrets |= {option["why"] for item in bank["items"] for option in item["options"] if len(option["why"]) > 8}
    texts = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    texts |= {path: "".join(p.extract_text() for p in PdfReader(path).pages) for path in folder.glob("*.pdf")}
    for path, text in texts.items():
        squeezed = "".join(text.split())
        assert not [secret for secret in secrets if secret and "".join(secret.split()) in squeezed], path.name
        assert "is_key" not in text


def test_another_making_keeps_the_earlier_one_for_marking(bank: Path, tmp_path: Path) -> None:
    folder = tmp_path / "test"
    first = drill("exam", "make", bank, "--exam", "knowledge-test", "--forms", 2, "--seed", 1, "-o", folder)
    assert first.code == 0, first.err
    (folder / "scans.txt").write_text("kept", encoding="utf-8")
    before = files_of(folder)
    drill("exam", "make", bank, "--exam", "knowledge-test", "--forms", 1, "--seed", 2, "-o", folder)
    after = files_of(folder)
    fingerprint = json.loads(before["trainer-only/forms.json"])["fingerprint"]
    earlier = f"trainer-only/earlier/{fingerprint}"
    assert after[f"{earlier}/forms.json"] == before["trainer-only/forms.json"]
    assert after[f"{earlier}/form-B.pdf"] == before["form-B.pdf"]
    assert "form-B.pdf" not in after, "a paper of the earlier making lies beside the new key"
    assert after["scans.txt"] == b"kept"


def test_seeds_choose_other_papers_and_repeat_themselves(bank: Path, tmp_path: Path) -> None:
    made = {}
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        ran = drill(
            "exam", "make", bank, "--exam", "knowledge-test", "--forms", 1, "--seed", seed, "-o", tmp_path / name
        )
        assert ran.code == 0, ran.err
        made[name] = files_of(tmp_path / name)
    assert made["a"] == made["b"]
    assert made["a"]["form-A.pdf"] != made["c"]["form-A.pdf"]


def test_hant_papers_are_the_same_papers_in_traditional(bank: Path, built: Path, tmp_path: Path) -> None:
    ran = drill("build", bank, "-o", tmp_path, "--script", "hant")
    assert ran.code == 0, ran.err
    made = files_of(tmp_path)
    html = made["knowledge-test-hant/form-A.html"].decode()
    assert 'lang="zh-Hant' in html or 'lang="zh-TW' in html
    assert "客戶" in html
    assert "客户" not in html
    same = json.loads(made["knowledge-test-hant/trainer-only/forms.json"])["fingerprint"]
    assert same == json.loads((built / "knowledge-test/trainer-only/forms.json").read_bytes())["fingerprint"]


def test_find_lists_the_forms_that_hold_an_item(built: Path) -> None:
    forms = json.loads((built / "knowledge-test/trainer-only/forms.json").read_bytes())["forms"]
    item = forms[1]["items"][4]
    ran = drill("exam", "find", item["item_id"], built, "--format", "json")
    assert ran.code == 0, ran.err
    assert ("B", item["number"]) in {(row["form"], row["number"]) for row in json.loads(ran.out)}


def test_check_passes_the_shipped_bank_without_error_or_warning(bank: Path) -> None:
    ran = drill("check", bank, "--format", "json")
    found = [f for f in json.loads(ran.out)["findings"] if not f["waived"] and f["severity"] != "reader"]
    assert found == []
    assert ran.code == 0


def test_check_exits_with_1_and_names_the_place_of_an_error(bank: Path, tmp_path: Path) -> None:
    copy = tmp_path / "bank"
    shutil.copytree(bank, copy)
    path = next((copy / "items").glob("01*.yaml"))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("    rationale:"))
    start = max(i for i, line in enumerate(lines[:at]) if line.startswith("  - "))
    path.write_text("".join(lines[:at] + lines[at + 1 :]), encoding="utf-8")
    ran = drill("check", copy)
    assert ran.code == 1
    assert f"items/{path.name}:{start + 1}: error:" in ran.out
    assert "[rationale-missing]" in ran.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "nowhere"),
        ("check", "nowhere"),
        ("export", "anki", "nowhere", "-o", "x.apkg"),
        ("export", "json", "nowhere"),
        ("bank", "ids", "nowhere"),
        ("bank", "show", "nowhere"),
        ("exam", "list", "nowhere"),
        ("bank", "xlsx", "nowhere", "-o", "x.xlsx"),
    ],
)
def test_a_missing_bank_is_one_clear_message_and_writes_nothing(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ran = drill(*arguments, cwd=tmp_path)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "nowhere: no bank here (no bank.yaml). `drill bank new DIR` starts one.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_bank_that_cannot_be_read_reports_everything_at_once_and_writes_nothing(tmp_path: Path) -> None:
    copy, output = tmp_path / "bank", tmp_path / "out"
    shutil.copytree(SHIPPED, copy)
    (copy / "facts/01-overview.yaml").write_text("id: c1234\ntitel: x\n", encoding="utf-8")
    (copy / "items/02-principles.yaml").write_text("items: 3\n", encoding="utf-8")
    ran = drill("build", copy, "-o", output)
    assert ran.code == 1
    assert f"{copy}/facts/01-overview.yaml:2: chapter c1234 has no field `titel`. Did you mean `title`?" in ran.err
    assert f"{copy}/items/02-principles.yaml:1: `items` of an item file should be a list." in ran.err
    assert "Traceback" not in ran.err
    assert not output.exists()


def test_an_unknown_exam_is_refused_with_a_guess(bank: Path, tmp_path: Path) -> None:
    ran = drill("exam", "make", bank, "--exam", "knowlege-test", "-o", tmp_path / "x")
    assert ran.code == 1
    assert "Did you mean `knowledge-test`?" in ran.err
    assert not (tmp_path / "x").exists()


def test_usage_errors_exit_with_2(bank: Path) -> None:
    assert drill("exam", "make", bank).code == 2
    assert drill("no-such-command").code == 2
    assert drill("build", bank, "--forms", "0").code == 2


def test_a_new_bank_builds_at_once(tmp_path: Path) -> None:
    for language in ("zh-Hans", "en"):
        folder = tmp_path / f"bank-{language}"
        assert drill("bank", "new", folder, "--title", "Trial", "--language", language).code == 0
        ran = drill("build", folder, "-o", tmp_path / "out", "--forms", 1)
        assert ran.code == 0, ran.err
    assert drill("bank", "new", tmp_path / "bank-en").code == 1, "an existing bank is never overwritten"


def test_json_export_has_the_documented_shape(bank: Path) -> None:
    ran = drill("export", "json", bank)
    data = json.loads(ran.out)
    assert set(data) == {"bank", "facts", "notes", "cards", "items"}
    complete = [fact for fact in data["facts"] if not fact["incomplete"]]
    assert len(complete) == 84
    note_facts = {note["id"]: note["fact_ids"] for note in data["notes"]}
    for fact in complete:
        cards = [card for card in data["cards"] if fact["id"] in note_facts[card["note_id"]]]
        items = [item for item in data["items"] if fact["id"] in item["fact_ids"]]
        assert len(cards) >= 2, fact["term"]
        assert len([i for i in items if i["origin"] == "generated"]) >= 3, fact["term"]
        assert len({item["kind"] for item in items}) >= 2, fact["term"]
    documented = (ROOT / "docs/bank-format.md").read_text(encoding="utf-8")
    for group in ("facts", "notes", "cards", "items"):
        for name in data[group][0]:
            assert f'"{name}"' in documented, f"{group}: {name}"


def test_what_is_kept_for_exams_never_goes_to_phones(bank: Path) -> None:
    data = json.loads(drill("export", "json", bank).out)
    kept = {item["id"] for item in data["items"] if item["use"] == "exam"}
    assert kept
    assert not [note["id"] for note in data["notes"] if note["id"].split(".")[0] in kept]


def test_every_command_is_documented() -> None:
    documented = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    for path in command_paths(typer.main.get_command(app), ()):
        assert f"`drill {' '.join(path)}" in documented, path


def command_paths(command: object, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    children: dict[str, object] = getattr(command, "commands", {})
    if not children:
        return [path]
    return [found for name, child in children.items() for found in command_paths(child, (*path, name))]


def test_help_loads_no_workflow() -> None:
    code = "import sys; from drill.cli.app import app; print([m for m in sys.modules if m.startswith('drill.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    allowed = ("drill.cli", "drill.errors")
    assert not [name for name in json.loads(done.stdout.replace("'", '"')) if not name.startswith(allowed)]


def test_version_is_shown() -> None:
    from drill import __version__

    assert CliRunner().invoke(app, ["--version"]).output.strip() == f"drill {__version__}"


def test_main_is_the_console_script() -> None:
    import tomllib

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"drill": f"{main.__module__}:{main.__name__}"}


def test_check_reports_an_exam_that_cannot_be_made_beside_everything_else(bank: Path, tmp_path: Path) -> None:
    copy = tmp_path / "bank"
    shutil.copytree(bank, copy)
    shutil.rmtree(copy / "items")
    ran = drill("check", copy, "--format", "json")
    assert ran.code == 1
    found = [f for f in json.loads(ran.out)["findings"] if f["check"] == "exam-cannot-be-made"]
    assert [f["path"] for f in found] == ["exams/knowledge-test.yaml"]
    assert "situational" in found[0]["message"] + found[0]["advice"]


def test_builds_at_the_same_time_leave_one_whole_set(bank: Path, tmp_path: Path) -> None:
    code = "from drill.cli import main; main()"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, "build", str(bank), "-o", str(tmp_path / "out"), "--seed", str(seed)],
            stdout=subprocess.DEVNULL,
        )
        for seed in (1, 2)
    ]
    assert [process.wait() for process in running] == [0, 0]
    folder = tmp_path / "out/knowledge-test"
    earlier = [path.name for path in (folder / "trainer-only/earlier").iterdir()]
    current = json.loads((folder / "trainer-only/forms.json").read_bytes())["fingerprint"]
    assert len(earlier) == 1
    assert current not in earlier
