"""The true ways of saying what a fact says: in full, in part, in brief, and as what puts a wrong view right."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drill.generate.cloze import leans, sentences
from drill.generate.draft import wrong_mark
from drill.generate.options import is_loaded, is_vague
from drill.generate.phrases import bare
from drill.model.bank import Language
from drill.text.similarity import shingles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drill.generate.outline import Placed

# What a reader can hold in mind and judge as one claim, and what is too short to be one.
_CLAIM_MAX, _CLAIM_MIN = 60, 8
# A statement of so many clauses stays a sentence without its last one, unless what is left waits for more.
_CLAUSES_MIN = 3
_PART_MIN = 12
_BREAK = re.compile("[，；]")
_WAITING = re.compile(
    r"既(?!.*[也又])|不仅|除了|虽然|如果|(?:[时后前中]|之外|以外)$|[，；](?:结合|根据|按照|通过|针对)[^，；]*$"
)
# A correction that rebuts somebody is known as one, and one that answers somebody is lost on who has not heard them.
_REBUTTING = re.compile("不是|要求的|正是|就是|不等于")
_ANSWERING = re.compile("这|该|此|它|例外|理由|前提|条件|同样|一样|照样|仍|还|不够$|；|^(?:听取|更正|正因)")
# One that does not begin with what it is about.
_UNNAMED = re.compile("^(?:要|应|需要|提前|课程|培训|关注|反馈|用|对|不)")
# So many shingles a correction must share with the fact, or it speaks of something beside it.
_SHARED_MIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something true about a fact; `brief` if it says too little where the fact's name does not stand beside it."""

    text: str
    brief: bool = False
    # The marks of the wrong statements that it puts right.
    shows: frozenset[str] = field(default_factory=frozenset)


def claims_of(place: Placed, language: Language) -> tuple[Claim, ...]:
    """Return the claims that can be made of a fact, its statement first; there is always one."""
    statement = place.fact.statement
    made = [Claim(text=text) for text in _whole(statement)]
    if (part := shortened(statement)) and language is not Language.EN:
        made.append(Claim(text=part))
    gist = bare(place.fact.gist)
    if len(gist) >= _CLAIM_MIN:
        made.append(Claim(text=gist, brief=True))
    return (*made, *(one for one in corrections(place) if not _ANSWERING.search(one.text)))


def corrections(place: Placed) -> Iterator[Claim]:
    """Yield what puts the wrong views of a fact right, as far as it can be read by itself."""
    own = shingles(f"{place.fact.statement} {place.fact.gist}")
    for wrong in place.fact.misconceptions:
        text = bare(wrong.why)
        if _is_tellable(text) and len(own & shingles(text)) >= _SHARED_MIN:
            yield Claim(text=text, brief=bool(_UNNAMED.match(text)), shows=frozenset({wrong_mark(wrong.id)}))


def _is_tellable(text: str) -> bool:
    loose = leans(text) or is_vague(text) or is_loaded(text) or _REBUTTING.search(text)
    return len(text) >= _PART_MIN and not loose


def shortened(statement: str) -> str:
    """Return a statement without its last clause, or '' if that would not be a sentence."""
    text = bare(statement)
    breaks = list(_BREAK.finditer(text))
    if len(breaks) + 1 < _CLAUSES_MIN or "。" in text:
        return ""
    part = text[: breaks[-1].start()]
    return part if len(part) >= _PART_MIN and not _WAITING.search(part) else ""


def _whole(statement: str) -> tuple[str, ...]:
    """Return a fact as one claim: all of it, or its sentences one by one if it is long."""
    if len(statement) <= _CLAIM_MAX:
        return (bare(statement),)
    alone = [bare(text) for text in sentences(statement) if not leans(text)]
    return tuple(alone) or (bare(statement),)
