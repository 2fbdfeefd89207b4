"""What of a web page is no text of its own: what is never seen, and what stands around the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

BLOCKS = frozenset(
    {"address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset"}
    | {"figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol"}
    | {"p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
_CONTROLS = frozenset({"button", "select", "textarea"})
# What stands by itself within furniture; around it, browsers set some of these within a line.
FURNITURE_BLOCKS = (
    BLOCKS | _CONTROLS | {"aside", "dialog", "label", "legend", "menu", "nav", "optgroup", "option", "search", "text"}
)
# Annotations repeat a formula in another notation; a drawing shows its title and description to nobody.
_NO_TEXT = frozenset(
    {"annotation", "annotation-xml", "desc", "head", "iframe", "metadata", "noscript", "object", "script", "style"}
    | {"template", "title"}
)
# Words in a drawing or formula are seen, but are no text that could be read on.
_DRAWN = frozenset({"math", "svg"})
_FURNITURE = frozenset({"nav", "footer", "aside", "form", "dialog", "menu"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "dialog"})
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|footer|breadcrumbs?|sidebar|cookies?|share|social|copyright|pagination|"
    r"related|comments?|advert(?:isement)?|ads?|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED = frozenset({"div", "ul", "ol", "section", "header", "p"})
_FOR_SCREEN_READERS = re.compile(r"(?:^|[\s_-])(?:sr-only|visually-hidden)(?:$|[\s_-])")
# What programs put beside a heading or word: links to edit or to mark, numbers of notes, text for screen readers.
_MARKS = re.compile(
    r"(?:^|[\s_-])(?:editsection|headerlink|anchor(?:-link)?|permalink|reference|footnote(?:-?ref)?|sr-only|"
    r"visually-hidden)(?:$|[\s_-])"
)
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_furniture(tag: str, attrs: Mapping[str, str | None]) -> bool:
    """Return whether an element is no part of the page's text, be it seen or not."""
    if _is_never_seen(tag, attrs) or tag in _CONTROLS | _FURNITURE | _DRAWN:
        return True
    if (attrs.get("role") or "") in _ROLES:
        return True
    names = _names(attrs)
    if tag in {"span", "a", "sup"} and _MARKS.search(names):
        return True
    return tag in _NAMED and bool(_NAMES.search(names))


def is_unseen(tag: str, attrs: Mapping[str, str | None]) -> bool:
    """Return whether nobody sees what an element in (or as) furniture holds, or it is no text."""
    if _is_never_seen(tag, attrs) or _HIDING.search(attrs.get("style") or ""):
        return True
    return bool(_FOR_SCREEN_READERS.search(_names(attrs)))


def _is_never_seen(tag: str, attrs: Mapping[str, str | None]) -> bool:
    return tag in _NO_TEXT or "hidden" in attrs or attrs.get("aria-hidden") == "true"


def _names(attrs: Mapping[str, str | None]) -> str:
    return f"{attrs.get('class') or ''} {attrs.get('id') or ''}"
