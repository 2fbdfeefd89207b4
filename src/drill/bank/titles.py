"""Problems of a spreadsheet in the words that stand in it: columns by their printed titles."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from drill.bank.tables import COLUMNS
from drill.text.labels import label

if TYPE_CHECKING:
    from drill.errors import Problem
    from drill.model.bank import Language

# A field, perhaps within another one (`page` of `source`); what follows "is" or "mean" is a value.
_FIELD = re.compile(r"(?<!\bis )(?<!mean )`(\w+):?`(?: of `(\w+)`)?")


def with_titles(problem: Problem, language: Language) -> Problem:
    """Return a problem of a table with the fields it names given as the titles of the table's columns."""
    columns = COLUMNS.get(problem.path, ())

    def title(found: re.Match[str]) -> str:
        name, outer = found.groups()
        column = f"{outer}.{name}" if outer else name
        return f"`{label(f'column.{column}', language)}`" if column in columns else found.group()

    return replace(problem, message=_FIELD.sub(title, problem.message), hint=_FIELD.sub(title, problem.hint))
