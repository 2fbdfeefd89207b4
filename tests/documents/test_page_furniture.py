"""What stands around the text of a page is listed with its place; what is never seen is not."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.lifelike import samples
from tests.documents.sample_decks import MAKERS, SEEN, plain, read_deck
from typer.testing import CliRunner

from drill.cli.app import app
from drill.documents.encodings import decode
from drill.documents.html import read_html
from drill.documents.reading import read_document
from drill.extract.structured import extract_facts
from drill.model.bank import Language
from drill.model.passage import Document, DocumentKind, Passage, Role
from drill.workflows.read_facts import read_facts
from drill.workflows.reading_of import language_of

if TYPE_CHECKING:
    from pathlib import Path

REASON = "beside the text: a running head, navigation or the like"
TEXT = "<h1>Doors</h1><h2>Locks</h2><ul><li>Front door: Locked at six.</li><li>Gate: Open all day.</li></ul>"
FURNITURE = {
    "<nav><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul></nav>": ["Home", "News"],
    "<nav><a href='/'>Home</a><a href='/n'>News</a>\n<a href='/c'>Courses</a></nav>": ["Home", "News", "Courses"],
    "<div class='breadcrumb'><a href='/'>Home</a> &gt; <a href='/hr'>HR</a></div>": ["Home > HR"],
    "<footer><p>&copy; Acme<br>All rights reserved.</p></footer>": ["© Acme\vAll rights reserved."],
    "<div id='cookie-bar'>We use cookies. <a href='/p'>Read why</a>.<button>OK</button></div>": [
        "We use cookies. Read why.",
        "OK",
    ],
    "<aside><h2>Related</h2><table><tr><td>Windows<td>Roofs</table></aside>": ["Related", "Windows", "Roofs"],
    "<div role='complementary'>Ask the desk.</div>": ["Ask the desk."],
    "<form><label>Name</label><input name=n><label>Site</label><select><option>North<option>South</select>"
    "<textarea>Your words</textarea><button>Send</button></form>": [
        "Name",
        "Site",
        "North",
        "South",
        "Your words",
        "Send",
    ],
    "<button>Print</button>": ["Print"],
    "<svg><title>Way in</title><text>Gate <tspan>A</tspan></text><text>Yard</text></svg>": ["Gate A", "Yard"],
    "<p>The load is <math><mi>m</mi><mo>=</mo><mn>5</mn><annotation>m = 5</annotation></math> at most.</p>": ["m=5"],
    "<dialog open><p>Stay signed in?</p></dialog>": ["Stay signed in?"],
    "<nav>Site <main>map</main></nav>": ["Site", "map"],
}
UNSEEN = (
    "<script>var a = 'Secret';</script>",
    "<style>.secret { color: red }</style>",
    "<div hidden>Secret</div>",
    "<div aria-hidden='true'>Secret</div>",
    "<template><p>Secret</p></template>",
    "<noscript>Secret</noscript>",
    "<svg><title>Secret</title></svg>",
    "<span class='sr-only'>Secret</span>",
)
UNSEEN_IN_FURNITURE = (
    *UNSEEN,
    "<p style='color: red; display : none'>Secret</p>",
    "<h2 class='visually-hidden'>Secret</h2>",
    "<div hidden><nav>Secret</nav></div>",
    "<script>if (a < b) { '</p>Secret' }</script>",
    "<p> | </p>",
)


def passages(page: str) -> list[Passage]:
    return list(read_html(page, lambda _done, _total: None))


def beside(page: str) -> list[str]:
    return [passage.text for passage in passages(page) if passage.role is Role.ASIDE]


def extract(path: Path) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["extract", str(path), "--format", "json"])
    assert result.exit_code == 0
    report: dict[str, Any] = json.loads(result.stdout)
    return report


@pytest.mark.parametrize(("furniture", "texts"), FURNITURE.items())
def test_what_stands_around_the_text_is_unplaced_with_its_place_and_reason(
    furniture: str, texts: list[str], tmp_path: Path
) -> None:
    page = f"<html><body>\n{furniture}\n{TEXT}</body></html>"
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    report = extract(path)
    assert [fact["term"] for fact in report["facts"]] == ["Front door", "Gate"]
    listed = [one for one in report["unplaced"] if one["reason"] == REASON]
    assert [one["text"] for one in listed] == texts
    for one in listed:
        start, end = one["span"]
        text = one["text"]
        assert (page[start], page[end - 1]) == ("&" if text[0] == "©" else text[0], text[-1])
        assert one["place"] == {"start": start, "end": end, "line": page.count("\n", 0, start) + 1}


@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_is_never_seen_is_not_listed(unseen: str) -> None:
    page = f"<html><body>{unseen}{TEXT}</body></html>"
    assert not any("ecret" in passage.text for passage in passages(page))


@pytest.mark.parametrize("unseen", UNSEEN_IN_FURNITURE)
def test_what_is_never_seen_within_furniture_is_not_listed(unseen: str) -> None:
    assert beside(f"<body><nav>Home{unseen}</nav><footer>{unseen}</footer>{TEXT}</body>") == ["Home"]


def test_text_outside_the_main_element_is_listed() -> None:
    page = f"<body><header><h1>Intranet</h1></header><main><nav>On this page</nav>{TEXT}</main><p>Updated.</p></body>"
    assert beside(page) == ["Intranet", "On this page", "Updated."]
    assert [one.text for one in passages(page) if one.role is Role.HEADING] == ["Doors", "Locks"]


def test_a_main_element_that_holds_furniture_only_hides_nothing() -> None:
    page = f"<body><main><nav>On this page</nav></main>{TEXT}</body>"
    assert beside(page) == ["On this page"]
    assert [one.text for one in passages(page) if one.role is Role.HEADING] == ["Doors", "Locks"]


def test_a_form_around_the_whole_page_is_the_page() -> None:
    page = f"<body><form action='/default.aspx'><nav>Home</nav>{TEXT}<button>Send</button></form></body>"
    assert [(one.role is Role.ASIDE, one.text) for one in read_html(page, lambda _done, _total: None)] == [
        (True, "Home"),
        (False, "Doors"),
        (False, "Locks"),
        (False, "Front door: Locked at six."),
        (False, "Gate: Open all day."),
        (True, "Send"),
    ]


def test_a_form_to_fill_in_is_no_page() -> None:
    page = "<body><form><label>Name</label><input name=n><p>Fill in both.</p><button>Send</button></form></body>"
    assert {one.role for one in read_html(page, lambda _done, _total: None)} == {Role.ASIDE}


def test_furniture_within_a_paragraph_leaves_it_whole() -> None:
    page = (
        "<body><p>Lock the door<sup class='reference'>[1]</sup> at <button>Now<br>!</button> six."
        "<a class='headerlink'>¶</a></p>"
    )
    found = passages(page)
    assert [(one.text, one.role) for one in found] == [
        ("Lock the door at six.", Role.BODY),
        ("[1]", Role.ASIDE),
        ("Now\v!", Role.ASIDE),
    ]
    assert page[found[0].place_of(14, 21).start :].startswith("at <button>")


def test_a_page_of_furniture_only_is_told_and_listed(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><form><p>Sign in first.</p></form></body></html>", encoding="utf-8")
    report = extract(path)
    assert [one["text"] for one in report["unplaced"]] == ["Sign in first."]
    assert "no facts were found" in str(report["problems"])
    (read,) = read_facts(path, lambda _: None)
    assert language_of(read) is Language.EN


@pytest.mark.parametrize("name", [name for name in MAKERS if name.startswith("html")])
def test_every_word_of_a_page_is_in_a_fact_or_listed(name: str, tmp_path: Path) -> None:
    assert _untold(MAKERS[name](read_deck(SEEN[1])), tmp_path) == []


def test_every_word_of_pages_as_people_make_them_is_in_a_fact_or_listed(tmp_path: Path) -> None:
    listed = list(samples(seen=True, kinds=frozenset(["html"])))
    assert {at: untold for at, one in enumerate(listed) if (untold := _untold(one.content, tmp_path))} == {}


def _untold(content: bytes, folder: Path) -> list[str]:
    """Return the words a reader of the page sees that are in no fact, no title, and not listed as unplaced."""
    path = folder / "document"
    path.write_bytes(content)
    extraction = extract_facts(read_document(path))
    told = plain(
        " ".join(
            [extraction.title]
            + [part for fact in extraction.facts for part in (fact.chapter, fact.section, fact.term, fact.statement)]
            + [one.text for one in extraction.unplaced]
        )
    )
    page = re.sub(r"<(head|script|style)\b.*?</\1>|<[^>]*>|&\w+;", " ", decode(content).text, flags=re.DOTALL)
    return [word for word in re.findall(r"[^\W\d_]{2,}", page) if plain(word) not in told and word not in _NUMBERS]


_NUMBERS = frozenset({"Chapter", "Section", "Article", "Step", "Part"})

_parts = st.lists(st.sampled_from([*FURNITURE, *UNSEEN_IN_FURNITURE]), min_size=1, max_size=6).map("".join)


@given(_parts, _parts)
def test_furniture_never_changes_what_else_is_read(before: str, after: str) -> None:
    wrapped = f"<body><div class='sidebar'>{before}</div>{TEXT}<div class='sidebar'>{after}</div></body>"
    found = [one for one in passages(wrapped) if one.role is not Role.ASIDE]
    alone = passages(f"<body>{TEXT}</body>")
    assert [(one.text, one.role, one.level, one.lead) for one in found] == [
        (one.text, one.role, one.level, one.lead) for one in alone
    ]
    starts = [one.place.start for one in passages(wrapped)]
    assert starts == sorted(starts)


@pytest.mark.parametrize("words", ["<nav>{}</nav>", "<p>{}</p>", "<b>{}</b>"])
def test_reading_a_long_run_takes_time_in_proportion(words: str) -> None:
    def seconds(count: int) -> float:
        page = f"<body>{words.format('word &amp; more ' * count)}</body>"
        begun = time.process_time()
        assert len(passages(page)) == 1
        return time.process_time() - begun

    seconds(1_000)
    assert seconds(80_000) < 16 * seconds(10_000)


def test_facts_of_a_document_are_the_same_without_its_furniture() -> None:
    page = f"<body>{''.join(FURNITURE)}{TEXT}</body>"
    found = tuple(passages(page))
    document = Document(name="page", sha256="", kind=DocumentKind.HTML, passages=found)
    bare = replace(document, passages=tuple(one for one in found if one.role is not Role.ASIDE))
    assert extract_facts(document).facts == extract_facts(bare).facts
    assert extract_facts(document).facts
