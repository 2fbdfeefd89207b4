"""What a document-preview site makes of a training deck: slides in many layouts, glued together, then damaged in GBK.

This is the forward model that repair and structure are tested against: it shares no code with them.
"""

from __future__ import annotations

import random  # the model of a site, not of drill
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from opencc import OpenCC
from pypinyin.pinyin_dict import pinyin_dict

DECKS = Path(__file__).parent / "decks"
SEEN = (
    "fire_safety",
    "food_hygiene",
    "warehouse",
    "onboarding",
    "cabin_crew",
    "property_service",
    "hotel_front",
    "project_work",
    "teacher_skills",
    "production_safety",
)
UNSEEN = ("infosec", "nursing", "retail", "privacy", "elderly_care")


@dataclass(frozen=True)
class Slide:
    title: str
    points: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chapter:
    title: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True)
class Deck:
    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Truth:
    chapter: str
    section: str
    term: str
    statement: str


@dataclass
class Preview:
    """A rendered deck: pieces (kind, text) in order, and the facts that stand in it whole."""

    text: str
    truth: list[Truth]
    pieces: list[tuple[str, str]] = field(default_factory=list)


def read_deck(name: str, folder: Path = DECKS) -> Deck:
    title = ""
    chapters: list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]] = []
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("### "):
            chapters[-1][1].append((line[4:], []))
        elif line.startswith("## "):
            chapters.append((line[3:], []))
        elif line.startswith("# "):
            title = line[2:]
        elif line:
            term, statement = line.split("|")
            chapters[-1][1][-1][1].append((term, statement))
    return Deck(
        title, tuple(Chapter(c, tuple(Slide(s, tuple(points)) for s, points in slides)) for c, slides in chapters)
    )


LAYOUTS = (
    "term_statement",
    "statement_term",
    "statements_terms",
    "terms_statements",
    "terms_digits_statements",
    "terms_shuffled",
    "numbered_pairs",
    "digits_between",
    "first_apart",
    "displaced",
    "digits_statement_term",
)


def slide_pieces(  # noqa: C901 - one case a layout
    slide: Slide, layout: str, rng: random.Random, *, title_first: bool
) -> list[tuple[str, str]]:
    """Lay out one slide as (kind, text) pieces: T term, S statement, H title, D digits."""
    terms = [("T", term) for term, _ in slide.points]
    statements = [("S", statement) for _, statement in slide.points]
    count = len(terms)
    title = ("H", slide.title)
    shuffled = list(range(count))
    rng.shuffle(shuffled)
    match layout:
        case "term_statement":
            body = [piece for pair in zip(terms, statements, strict=True) for piece in pair]
        case "statement_term":
            body = [piece for pair in zip(statements, terms, strict=True) for piece in pair]
        case "statements_terms":
            body = statements + terms
        case "terms_statements":
            return [title, *terms, *statements] if title_first else [*terms, title, *statements]
        case "terms_digits_statements":
            digits = ("D", _digits(list(range(count)), rng))
            return [title, *terms, digits, *statements] if title_first else [*terms, title, digits, *statements]
        case "terms_shuffled":
            digits = ("D", _digits(shuffled, rng))
            other = [statements[n] for n in rng.sample(range(count), count)]
            return [title, *terms, digits, *other] if title_first else [*terms, title, digits, *other]
        case "numbered_pairs":
            body = [p for n in shuffled for p in (("D", f"{n + 1:02}"), terms[n], statements[n])]
        case "digits_between":
            body = [p for n in range(count) for p in (terms[n], ("D", f"{n + 1:02}"), statements[n])]
        case "first_apart":
            back = ("D", "".join(f"{n:02}" for n in range(count, 0, -1)))
            body = [statements[0], terms[0], *terms[1:], *statements[1:], back]
        case "displaced":
            order = rng.sample(range(count), count)
            digits = ("D", _digits(shuffled, rng))
            body = [terms[0], statements[order[0]], *terms[1:], digits, *(statements[n] for n in order[1:])]
        case _:
            digits = ("D", "".join(str(n + 1) for n in range(count))) if count > 2 else ("D", "0102")
            body = [digits, *(piece for pair in zip(statements, terms, strict=True) for piece in pair)]
    return [title, *body] if title_first else [*body, title]


def _digits(order: list[int], rng: random.Random) -> str:
    if len(order) > 2 and order == sorted(order) and rng.random() < 0.3:
        return "".join(str(n + 1) for n in order)
    return "".join(f"{n + 1:02}" for n in order)


def preview(deck: Deck, seed: int, *, layout: str | None = None, cut_off: bool = True) -> Preview:
    """Render a deck as one run of text, the way a site shows it; `layout` None mixes all."""
    rng = random.Random(f"{deck.title}-{seed}")  # noqa: S311 - renders decks, guards nothing
    pieces: list[tuple[str, str]] = [("X", deck.title + rng.choice(("20XX", "2024", "")) + rng.choice(("WORK", "")))]
    pieces.append(("X", rng.choice(("演讲人:03-29", "汇报人:某某某2024-05-11", "")) + "目录"))
    pieces.append(("X", rng.choice(("SCIENCEANDTECHNOLOGY", "CATALOGUE", "CONTENTS", ""))))
    pieces += [("C", chapter.title) for chapter in deck.chapters]
    truth = []
    for number, chapter in enumerate(deck.chapters, start=1):
        pieces.append(("C", chapter.title))
        pieces.append(("N", f"{number:02}"))
        for slide in chapter.slides:
            pieces += slide_pieces(slide, layout or rng.choice(LAYOUTS), rng, title_first=rng.random() < 0.2)
            truth += [Truth(chapter.title, slide.title, term, statement) for term, statement in slide.points]
    if cut_off:
        while pieces[-1][0] != "S":
            pieces.pop()
        last = pieces.pop()[1]
        truth = [fact for fact in truth if fact.statement != last]
        left = {text for kind, text in pieces if kind in "TS"}
        truth = [fact for fact in truth if {fact.term, fact.statement} <= left]
        pieces.append(("X", last[: max(len(last) // 2, 4)]))
    body = "".join(text for _, text in pieces).replace("，", ",")
    return Preview(_around(deck.title, body, rng), truth, pieces)


def _around(title: str, body: str, rng: random.Random) -> str:
    pages = rng.randrange(3, 7)
    head = [f"{title}_第{n}页" for n in range(1, pages + 1)]
    head += [f"已阅读{pages}页,还剩{rng.randrange(8, 60)}页未读", "", "下载本文档", ""]
    head += ["版权说明:本文档由用户上传,收益归提供方,若有侵权请举报", "", "文档简介", ""]
    tail = ["", "温馨提示", "", "  • 1. 本站资源如无特殊说明,都需要在电脑上安装OFFICE和PDF阅读器。"]
    tail += ["  • 2. 未经权益人同意不得将文件内容用于商业用途。", "  • 3. 本站不保证下载资源的准确性和完整性。"]
    tail += ["", "最新文档", "", "评论", "", "0/150", "", "提交评论"]
    return "\n".join([*head, body, *tail])


_TONED = re.compile("[\u0300\u0301\u0304\u030c]")


_TO_TRADITIONAL, _TO_SIMPLIFIED = OpenCC("s2t"), OpenCC("t2s")


@cache
def _traditional(char: str) -> str:
    converted = str(_TO_TRADITIONAL.convert(char))
    try:
        return converted if len(converted) == 1 and converted.encode("gbk") else char
    except UnicodeEncodeError:
        return char


@cache
def _traditional_reading(char: str) -> str:
    """Return the reading a site would insert behind a character, empty if it never does."""
    if str(_TO_SIMPLIFIED.convert(char)) == char:
        return ""
    reading = pinyin_dict.get(ord(char), "").split(",")[0]
    try:
        reading.encode("gbk")
    except UnicodeEncodeError:
        return ""
    return reading if _TONED.search(unicodedata.normalize("NFD", reading)) else ""


@dataclass(frozen=True)
class Site:
    """How one site damages: which share of characters it annotates, how lost bytes are shown."""

    annotates: float = 0.6
    isolates: float = 0.5
    space: bool = False
    orphan: str = "?"
    swallows: bool = True
    question: str = "?"


def damage(text: str, site: Site, seed: int) -> str:
    """Convert to Traditional, insert readings and isolate sentence ends in the GBK bytes, decode again."""
    rng = random.Random(seed)  # noqa: S311 - renders decks, guards nothing
    chosen = [c for c in _COMMON if rng.random() < site.annotates]
    return "\n".join(_damaged_line(traditional(line), chosen, site, rng) for line in text.split("\n"))


def traditional(text: str) -> str:
    """Convert character by character, as the sites do."""
    return "".join(_traditional(char) for char in text)


def _damaged_line(line: str, chosen: list[str], site: Site, rng: random.Random) -> str:
    # What GBK lacks travels as a character reference, which nothing touches; one control character stands for it here.
    data = line.replace("•", "\a").encode("gbk")
    for char in chosen:
        reading = _traditional_reading(char) + (" " if site.space else "")
        data = data.replace(char.encode("gbk"), char.encode("gbk") + f"({reading})".encode("gbk"))
    return _decoded(_isolated(data, site, rng), site).replace("\a", "•")


# The characters one site or another annotates: the most usual of those that Simplified writes differently.
_COMMON = [
    c
    for c in dict.fromkeys(
        "務頁閱讀還續費載權說戶內屬應無對時語過問達業進聽團隊發關識規強滿會認見責誠現實協機細請訓詢專節據準護動養書復構來場個點勢話態產網調標勵評負質擔運結線設報價當開統絡銷類經訪紀導驗聯預沒領簡優嚴創級遠戰財區愛營長門獻觀計礎樹測庫儲電腦確體與損護醫飲險種層員誤傷氣熱車貨庫單輕緊錯"
    )
    if _traditional_reading(c)
]


def _isolated(data: bytes, site: Site, rng: random.Random) -> list[bytes]:
    """Cut out some of the sentence ends, wherever their two bytes stand next to each other."""
    parts, start, place = [], 0, 0
    ends = {"。".encode("gbk"), "！".encode("gbk"), "？".encode("gbk")}
    while place < len(data) - 1:
        pair = data[place : place + 2]
        aligned = _is_aligned(data, start, place)
        if pair in ends and not aligned and rng.random() < site.isolates:
            parts += [data[start:place], pair]
            place += 2
            start = place
        else:
            place += 1
    return [*parts, data[start:]]


def _is_aligned(data: bytes, start: int, place: int) -> bool:
    at = start
    while at < place:
        at += 2 if data[at] >= 0x81 else 1
    return at == place


def _decoded(parts: list[bytes], site: Site) -> str:
    return "".join(_decode(part, site) for part in parts).replace("？", site.question)


def _decode(data: bytes, site: Site) -> str:
    shown, at = [], 0
    while at < len(data):
        lead = data[at]
        if lead < 0x80:
            shown.append(chr(lead))
            at += 1
            continue
        trail = data[at + 1] if at + 1 < len(data) else None
        if trail is None or trail < 0x40:
            shown.append(site.orphan)
            at += 2 if trail == 0x28 and site.swallows and site.orphan else 1
            continue
        char = data[at : at + 2].decode("gbk", "ignore")
        shown.append(char if len(char) == 1 and not char.isascii() else "")
        at += 2
    return "".join(shown)
