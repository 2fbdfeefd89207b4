"""What the seed document says, found by reading it: spans of the source and hashes of the words, never the words."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from tests.extract.preview_site import Truth

from drill.extract.repair import repair
from drill.model.bank import Span

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_6d72c1ec0650205c.txt"
_TRUTH = Path(__file__).with_name("seed_truth.json")


class UnlikeTruthError(AssertionError):
    """The words at a span are not those that were read there by eye."""


@cache
def seed_text() -> str:
    """Read the seed document."""
    return SEED.read_text(encoding="utf-8")


@cache
def seed_truth() -> tuple[Truth, ...]:
    """Return its facts in Simplified Chinese, repaired; raise UnlikeTruthError where the repair gives other words.

    The last slide is cut off before its title, so its two facts have none.
    """
    truth = json.loads(_TRUTH.read_text(encoding="utf-8"))
    if hashlib.sha256(SEED.read_bytes()).hexdigest() != truth["document"]:
        message = f"{SEED} is another document than the truth was made of"
        raise UnlikeTruthError(message)
    body = repair(seed_text()).traced.simplified()

    def words(span: list[int] | None) -> str:
        if span is None:
            return ""
        whole = Span(*span)
        places = [
            at for at, origin in enumerate(body.origins) if whole.start <= origin.start and origin.end <= whole.end
        ]
        return body.text[places[0] : places[-1] + 1]

    found = []
    for number, fact in enumerate(truth["facts"]):
        texts = [words(fact[part]) for part in ("section", "term", "statement")]
        if _digest(texts) != fact["sha256"]:
            message = f"fact {number}: {texts}"
            raise UnlikeTruthError(message)
        found.append(Truth("", *texts))
    return tuple(found)


def _digest(texts: list[str]) -> str:
    joined = "|".join(re.sub(r"\W", "", text) for text in texts)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
