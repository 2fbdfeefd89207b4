"""Web pages, Markdown and plain texts as people write and programs print them."""

from __future__ import annotations

import html
import random
import textwrap
from typing import TYPE_CHECKING

from tests.documents.lifelike_slides import halves

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.documents.sample_decks import Deck, Section

HAN = "一二三四五六七八九十"
_PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title} | Intranet</title><style>.a{{color:red}}</style></head>
<body class="page">
<header class="site-header"><a href="/">Acme Intranet</a><form><input name="q"><button>Search</button></form></header>
<nav><ul><li><a href="/a">Home</a></li><li><a href="/b">News</a></li></ul></nav>
<div class="breadcrumb"><a href="/">Home</a> &gt; <a href="/hr">HR</a></div>
{body}
<aside><h3>Related</h3><ul><li><a href="/x">Another page: read it</a></li></ul></aside>
<div id="cookie-banner" class="cookie-consent">We use cookies: accept or leave.<button>OK</button></div>
<footer><p>Copyright: Acme 2024. All rights reserved.</p></footer>
<script>var a = "<p>not text: at all</p>";</script>
</body></html>
"""


def e(text: str) -> str:
    return html.escape(text)


def colon(deck: Deck) -> str:
    return ": " if deck.title.isascii() else "："


def html_strong_list(_deck: Deck, section: Section) -> str:
    items = "\n".join(f"<li><strong>{e(p.term)}</strong> {e(p.statement)}</li>" for p in section.points)
    return f"<h3>{e(section.title)}</h3>\n<ul>\n{items}\n</ul>"


def html_definitions(_deck: Deck, section: Section) -> str:
    items = "\n".join(
        f"<dt>{e(p.term)}</dt>" + "".join(f"<dd>{e(part)}</dd>" for part in halves(p.statement)) for p in section.points
    )
    return f"<h3>{e(section.title)}</h3>\n<dl>\n{items}\n</dl>"


def html_details(_deck: Deck, section: Section) -> str:
    items = "\n".join(
        f"<details><summary>{e(p.term)}</summary><p>{e(p.statement)}</p></details>" for p in section.points
    )
    return f"<h3>{e(section.title)}</h3>\n{items}"


def html_cards(_deck: Deck, section: Section) -> str:
    items = "\n".join(
        f'<div class="card"><div class="card-title">{e(p.term)}</div>'
        f'<div class="card-body">{e(p.statement)}</div></div>'
        for p in section.points
    )
    return f'<div class="section"><h3>{e(section.title)}</h3>\n<div class="cards">{items}</div></div>'


def html_row_heads(_deck: Deck, section: Section) -> str:
    items = "\n".join(f"<tr><th>{e(p.term)}</th><td>{e(p.statement)}</td></tr>" for p in section.points)
    return f"<h3>{e(section.title)}</h3>\n<table><caption>Table: {e(section.title)}</caption>\n{items}\n</table>"


def html_head_table(deck: Deck, section: Section) -> str:
    names = ("Topic", "Details") if deck.title.isascii() else ("主题", "具体做法")
    items = "\n".join(f"<tr><td><p>{e(p.term)}</p></td><td><p>{e(p.statement)}</p></td></tr>" for p in section.points)
    head = f"<thead><tr><th>{names[0]}</th><th>{names[1]}</th></tr></thead>"
    return f"<h3>{e(section.title)}</h3>\n<table>{head}<tbody>{items}</tbody></table>"


def html_nested(_deck: Deck, section: Section) -> str:
    items = "\n".join(
        f"<li>{e(p.term)}<ul>" + "".join(f"<li>{e(part)}</li>" for part in halves(p.statement)) + "</ul></li>"
        for p in section.points
    )
    return f"<h3>{e(section.title)}</h3>\n<ol>\n{items}\n</ol>"


def html_fourth(_deck: Deck, section: Section) -> str:
    items = "\n".join(
        f"<h4>{e(p.term)}</h4>" + "".join(f"<p>{e(part)}</p>" for part in halves(p.statement)) for p in section.points
    )
    return f"<h3>{e(section.title)}</h3>\n{items}"


def html_break(_deck: Deck, section: Section) -> str:
    items = "\n".join(f"<p><b>{e(p.term)}</b><br>\n{e(p.statement)}</p>" for p in section.points)
    return f"<h3>{e(section.title)}</h3>\n{items}"


def html_accordion(_deck: Deck, section: Section) -> str:
    items = "\n".join(
        f'<h4 class="accordion"><button aria-expanded="false">{e(p.term)}</button></h4>'
        f'<div class="panel" id="p{at}"><p>{e(p.statement)}</p></div>'
        for at, p in enumerate(section.points)
    )
    return f"<h3>{e(section.title)}</h3>\n{items}"


def html_wiki(deck: Deck, section: Section) -> str:
    edit = '<span class="mw-editsection">[edit]</span>'
    items = "\n".join(
        f"<p><b>{e(p.term)}</b>{colon(deck)}{e(p.statement)}<sup class='reference'><a href='#c'>[1]</a></sup></p>"
        for p in section.points
    )
    return f'<div class="mw-heading"><h3>{e(section.title)}</h3>{edit}</div>\n{items}'


HTML: dict[str, Callable[[Deck, Section], str]] = {
    one.__name__: one
    for one in (
        html_strong_list,
        html_definitions,
        html_details,
        html_cards,
        html_row_heads,
        html_head_table,
        html_nested,
        html_fourth,
        html_break,
        html_accordion,
        html_wiki,
    )
}


def page(deck: Deck, layout: str, seed: int) -> bytes:
    """Print a page: the main part is an article, a div with a class, or nothing of its own."""
    rng = random.Random(seed)  # noqa: S311 - draws a layout
    intro = (
        "Read this page before your first shift."
        if deck.title.isascii()
        else "请全体员工认真阅读本页内容，并在一周内完成学习。"
    )
    body = f"<h1>{e(deck.title)}</h1>\n<p class='meta'>Updated: 3 March 2024</p>\n<p>{intro}</p>\n" + "\n".join(
        f"<h2>{e(chapter.title)}</h2>\n" + "\n".join(HTML[layout](deck, section) for section in chapter.sections)
        for chapter in deck.chapters
    )
    form = rng.choice(["<main><article>{}</article></main>", '<div class="content">{}</div>', "{}"])
    lang = "en" if deck.title.isascii() else "zh"
    return _PAGE.format(lang=lang, title=e(deck.title), body=form.format(body)).encode()


def classes(deck: Deck, _seed: int) -> bytes:
    """Print a page of nothing but divs, told apart by their classes."""
    parts = [f'<div class="page-title">{e(deck.title)}</div>']
    for chapter in deck.chapters:
        parts.append(f'<div class="chapter"><div class="chapter-title">{e(chapter.title)}</div>')
        for section in chapter.sections:
            parts.append(f'<div class="section"><div class="section-title">{e(section.title)}</div>')
            parts += [
                f'<div class="item"><div class="item-title">{e(p.term)}</div>'
                f'<div class="item-desc">{e(p.statement)}</div></div>'
                for p in section.points
            ]
            parts.append("</div>")
        parts.append("</div>")
    return _PAGE.format(lang="zh", title=e(deck.title), body="\n".join(parts)).encode()


def md_bold(deck: Deck, section: Section) -> str:
    return "\n".join(f"- **{p.term}**{colon(deck)}{p.statement}" for p in section.points)


def md_bold_inside(deck: Deck, section: Section) -> str:
    """The colon within the bold, items numbered."""
    return "\n".join(f"{n}. **{p.term}{colon(deck).strip()}** {p.statement}" for n, p in enumerate(section.points, 1))


def md_bold_stop(deck: Deck, section: Section) -> str:
    stop = "." if deck.title.isascii() else "。"
    return "\n\n".join(f"**{p.term}{stop}** {p.statement}" for p in section.points)


def md_bold_line(_deck: Deck, section: Section) -> str:
    return "\n\n".join(f"**{p.term}**\n\n{p.statement}" for p in section.points)


def md_bold_over(_deck: Deck, section: Section) -> str:
    """The term in bold, the statement on the very next line."""
    return "\n\n".join(f"**{p.term}**\n{p.statement}" for p in section.points)


def md_definitions(_deck: Deck, section: Section) -> str:
    return "\n\n".join(f"{p.term}\n:   {p.statement}" for p in section.points)


def md_nested(_deck: Deck, section: Section) -> str:
    return "\n".join(f"* {p.term}\n" + "\n".join(f"    * {x}" for x in halves(p.statement)) for p in section.points)


def md_table(deck: Deck, section: Section) -> str:
    names = ("Rule", "Explanation") if deck.title.isascii() else ("术语", "解释")
    rows = "\n".join(f"| **{p.term}** | {p.statement} |" for p in section.points)
    return f"| {names[0]} | {names[1]} |\n|:---|---|\n{rows}"


def md_fourth(_deck: Deck, section: Section) -> str:
    return "\n\n".join(f"#### {p.term}\n\n" + "\n\n".join(halves(p.statement)) for p in section.points)


def md_dashes(_deck: Deck, section: Section) -> str:
    return "\n".join(f"* {p.term} — {p.statement}" for p in section.points)


def md_quotes(_deck: Deck, section: Section) -> str:
    """Terms as third-level headings would be, statements quoted."""
    return "\n\n".join(f"#### {p.term}\n\n> {p.statement}" for p in section.points)


MARKDOWN: dict[str, Callable[[Deck, Section], str]] = {
    one.__name__: one
    for one in (
        md_bold,
        md_bold_inside,
        md_bold_stop,
        md_bold_line,
        md_bold_over,
        md_definitions,
        md_nested,
        md_table,
        md_fourth,
        md_dashes,
        md_quotes,
    )
}


def markdown(deck: Deck, layout: str, seed: int) -> bytes:
    rng = random.Random(seed)  # noqa: S311 - draws a layout
    is_setext = rng.random() < 0.3
    front = f"---\ntitle: {deck.title}\nauthor: HR\ntags: [training]\n---\n\n" if rng.random() < 0.4 else ""
    lines = [f"{deck.title}\n====" if is_setext else f"# {deck.title}"]
    if rng.random() < 0.5:
        links = "\n".join(f"- [{chapter.title}](#{n})" for n, chapter in enumerate(deck.chapters))
        lines.append(("## Contents\n\n" if deck.title.isascii() else "## 目录\n\n") + links)
    for chapter in deck.chapters:
        lines.append(f"{chapter.title}\n----" if is_setext else f"## {chapter.title}")
        for at, section in enumerate(chapter.sections):
            lines.append(f"### {section.title}")
            if at == 0:
                lines.append("```sh\necho 'not: a fact'\n```" if rng.random() < 0.3 else "<!-- note: check this -->")
            lines.append(MARKDOWN[layout](deck, section))
    return (front + "\n\n".join(lines) + "\n").encode()


def txt_han(deck: Deck, seed: int) -> bytes:
    """一、 （一） 1. with the statement behind a colon or on the next line."""
    has_colon = seed % 2 == 0
    lines = [deck.title, ""]
    for number, chapter in enumerate(deck.chapters):
        lines.append(f"{HAN[number]}、{chapter.title}")
        for at, section in enumerate(chapter.sections):
            lines.append(f"（{HAN[at]}）{section.title}")
            for n, p in enumerate(section.points, 1):
                lines += [f"{n}．{p.term}：{p.statement}"] if has_colon else [f"{n}、{p.term}", f"　　{p.statement}"]
        lines.append("")
    return "\n".join(lines).encode()


def txt_decimal(deck: Deck, seed: int) -> bytes:
    """1 / 1.1 / 1.1.1 with the statement wrapped below."""
    lines = [deck.title.upper() if seed % 2 else deck.title, "=" * 30, ""]
    for c, chapter in enumerate(deck.chapters, 1):
        lines += [f"{c}. {chapter.title}", ""]
        for s, section in enumerate(chapter.sections, 1):
            lines += [f"{c}.{s} {section.title}", ""]
            for n, p in enumerate(section.points, 1):
                lines.append(f"{c}.{s}.{n} {p.term}")
                lines += [*textwrap.wrap(p.statement, 72), ""] if deck.title.isascii() else [p.statement, ""]
    return "\n".join(lines).encode()


def txt_brackets(deck: Deck, _seed: int) -> bytes:
    """【term】statement under headings that are underlined."""
    lines = [deck.title, ""]
    for number, chapter in enumerate(deck.chapters, 1):
        lines += [f"第{HAN[number - 1]}章 {chapter.title}", "=" * 20, ""]
        for section in chapter.sections:
            lines += [section.title, "-" * 20]
            lines += [f"【{p.term}】{p.statement}" for p in section.points]
            lines.append("")
    return "\r\n".join(lines).encode("gb18030")


TEXTS = {one.__name__: one for one in (txt_han, txt_decimal, txt_brackets)}
