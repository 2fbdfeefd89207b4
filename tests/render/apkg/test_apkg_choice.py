"""The script of choice cards, run by a real engine."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[3] / "src/drill/render/templates/anki/choice.js"
NODE = shutil.which("node")

pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed: nothing here can run JavaScript")

# As much of a browser as the script touches; `storage` is a plain object, or null where a phone refuses it.
_HARNESS = """
const vm = require("vm");
const { script, storage, showings } = JSON.parse(require("fs").readFileSync(0, "utf8"));
function element() {
  const attributes = {};
  return {
    children: [], className: "", innerHTML: "",
    set textContent(text) { if (text === "") { this.children = []; } },
    getAttribute: (name) => attributes[name], setAttribute: (name, value) => { attributes[name] = value; },
    appendChild(child) { this.children.push(child); },
  };
}
function listOf(items) {
  const list = element();
  for (const [html, name] of items) {
    const item = element();
    item.innerHTML = html;
    item.className = name;
    list.appendChild(item);
  }
  return list;
}
let random = 1;
const results = showings.map((showing) => {
  if (showing.clear) { for (const name of Object.keys(storage)) { delete storage[name]; } }
  const box = element();
  box.setAttribute("data-id", showing.id);
  box.setAttribute("data-key", "KEY");
  box.setAttribute("data-picked", "PICKED");
  const byId = { "drill-choices": box, "drill-options": listOf(showing.options.map((text) => [text, ""])) };
  if (showing.back) {
    byId.answer = element();
    byId["drill-reasons"] = listOf(showing.options.map((text, place) => ["why " + text, place === 1 ? "key" : ""]));
  }
  class Today extends Date { constructor() { super(2026, 0, showing.day || 1, 12); } }
  const mathematics = Object.create(Math);
  mathematics.random = () => { random = (random * 16807) % 2147483647; return random / 2147483647; };
  for (const name of Object.getOwnPropertyNames(Math)) { if (name !== "random") { mathematics[name] = Math[name]; } }
  const sessionStorage = {
    getItem(name) {
      if (storage === null) { throw new Error("refused"); }
      return name in storage ? storage[name] : null;
    },
    setItem(name, value) { if (storage === null) { throw new Error("refused"); } storage[name] = value; },
  };
  const document = { getElementById: (name) => byId[name] || null, createElement: element };
  vm.runInNewContext(script, { document, window: { sessionStorage }, Math: mathematics, Date: Today });
  if (showing.tap !== undefined) { box.children[showing.tap].onclick(); }
  return box.children.map((row) => ({
    option: Number(row.getAttribute("data-option")), name: row.className, html: flat(row),
  }));
});
function flat(node) { return node.innerHTML + node.children.map(flat).join("|"); }
console.log(JSON.stringify(results));
"""

OPTIONS = ["one", "two", "three", "four"]
FRONT: dict[str, Any] = {"id": "aaaa", "options": OPTIONS, "back": False}
BACK = {**FRONT, "back": True}


def _show(*showings: dict[str, Any], storage: dict[str, str] | None) -> list[list[dict[str, Any]]]:
    request = json.dumps({"script": SCRIPT.read_text(encoding="utf-8"), "storage": storage, "showings": showings})
    assert NODE is not None
    done = subprocess.run([NODE, "-e", _HARNESS], input=request, capture_output=True, text=True, check=True)
    results: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return results


def _order(rows: list[dict[str, Any]]) -> list[int]:
    return [row["option"] for row in rows]


@pytest.mark.parametrize("storage", [None, {}, {"drill:alive": "1"}], ids=["refused", "fresh", "kept"])
def test_the_back_repeats_the_order_of_the_front(storage: dict[str, str] | None) -> None:
    for front, back in zip(*[iter(_show(*[FRONT, BACK] * 20, storage=storage))] * 2, strict=True):
        assert sorted(_order(front)) == [0, 1, 2, 3]
        assert _order(back) == _order(front)


def test_the_back_repeats_the_order_when_storage_is_lost_between_the_sides() -> None:
    front, back = _show(FRONT, {**BACK, "clear": True}, storage={})
    assert _order(back) == _order(front)


def test_the_back_repeats_the_order_across_midnight() -> None:
    for day in range(1, 20):
        front, back = _show({**FRONT, "day": day}, {**BACK, "day": day + 1}, storage={})
        assert _order(back) == _order(front)


def test_a_damaged_memory_is_not_trusted() -> None:
    front, back = _show(FRONT, BACK, storage=None)
    (mended,) = _show(BACK, storage={"drill:order:aaaa": "0,0,1,9"})
    assert _order(mended) == _order(back) == _order(front)


def test_the_order_differs_from_day_to_day_and_from_card_to_card() -> None:
    by_day = _show(*[{**FRONT, "day": day} for day in range(1, 29)], storage=None)
    by_card = _show(*[{**FRONT, "id": f"item{number}"} for number in range(28)], storage=None)
    for orders in ({tuple(_order(rows)) for rows in shown} for shown in (by_day, by_card)):
        assert len(orders) >= 10


def test_every_option_comes_to_every_place_about_equally_often() -> None:
    shown = _show(*[{**FRONT, "id": f"item{number}"} for number in range(600)], storage=None)
    for place in range(4):
        counts = [sum(_order(rows)[place] == option for rows in shown) for option in range(4)]
        # 150 expected; five standard deviations of a fair draw either side.
        assert all(97 <= count <= 203 for count in counts), counts


def test_the_back_marks_the_key_and_what_was_tapped_and_nothing_is_scored() -> None:
    front, back = _show({**FRONT, "tap": 2}, BACK, storage={})
    picked = front[2]["option"]
    assert [row["name"] for row in front] == ["option tappable"] * 2 + ["option tappable picked"] + ["option tappable"]
    for row in back:
        assert f"why {OPTIONS[row['option']]}" in row["html"]
        assert ("KEY" in row["html"]) == (row["option"] == 1)
        assert ("PICKED" in row["html"]) == (row["option"] == picked)


def test_a_new_showing_forgets_the_last_choice() -> None:
    *_, back = _show({**FRONT, "tap": 0}, BACK, FRONT, BACK, storage={})
    assert not any("PICKED" in row["html"] for row in back)


def test_the_front_says_nothing_of_the_key() -> None:
    (front,) = _show(FRONT, storage={})
    assert {row["name"] for row in front} == {"option tappable"}
    assert not any("KEY" in row["html"] for row in front)
