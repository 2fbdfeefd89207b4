"""The one catalogue of words that drill prints around a bank's content, in the bank's language and script."""

from __future__ import annotations

from drill.model.bank import Language

# One row a label: Simplified, Traditional, English. `{...}` are str.format fields.
_CATALOGUE: dict[str, tuple[str, str, str]] = {
    "untitled_section": ("（原文缺此节标题）", "（原文缺此節標題）", "(section title missing in the source)"),
}

_COLUMN = {Language.ZH_HANS: 0, Language.ZH_HANT: 1, Language.EN: 2}


def label(name: str, language: Language, **values: object) -> str:
    """Return the label `name` in `language`, with its fields filled from `values`. Raises KeyError if unknown."""
    return _CATALOGUE[name][_COLUMN[language]].format(**values)
