"""Search the byte lattice forward for originals that a preview site turns into exactly what stands in the text.

The site inserts readings and cuts out sentence ends in GBK bytes without looking at character boundaries. Behind such a
cut every second byte of an original character opens the next character shown, until an ASCII byte sets the decoder
right again. The search walks over the tokens shown and keeps the original characters they can stand for; `pending`
holds what the first byte of the next original character can be, and is None where the decoder stands right.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from drill.extract.gbk import LEADS, TRAILS, codes, table, undefined_trails, with_trail
from drill.extract.lexicon import PUNCTUATION, is_han, word_log_probability
from drill.extract.readings import is_reading
from drill.extract.traced import simplify

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drill.extract.lexicon import DocumentPairs
    from drill.extract.marks import Token

_BEAM = 12
_LONGEST_TOKENS = 24
_MOST_UNKNOWN = 40
# Sentence ends and the bytes they are cut out by: the first ends the character before, the second begins the next.
_ENDS = {"。": (0xA1, 0xA3), "！": (0xA3, 0xA1), "？": (0xA3, 0xBF)}
_SHOWN_ENDS = {"。": "。", "！": "！", "!": "！", "？": "？", "?": "？"}
# About what a character of ordinary text costs: without it a shorter text always looked likelier.
PER_CHARACTER = 1.5
_LOST = frozenset("?？\ufffd")
# Simplified forms that conversion one by one leaves alone, since they are Traditional characters of their own too.
_BOTH = frozenset(
    "复干系里后台面制准表冲丑出斗范丰谷刮合胡回伙家借克卷困了累漆曲舍松涂托只志致种朱筑淀仇吁余云岳折征钟周"
)
# Characters of Big5 that Traditional text hardly uses: it writes 與 聽 萬, not 与 听 万.
_DISUSED = frozenset(
    "与于并听万占党据气儿极么离体惊几游网机挂愿胜吨厂坏扑赶圣确异幺岭虫价划尸岩涌采怀宁凶辟庄优檐晒仆洒泄触佣棱夸构适栖柜雇杰腊痒扰瓮锺帘熏蜡腌咸厘污荐霉蚕洁怜迳茧朴炖蝎羡郁咨杠虱凄膻"
    "洼痹馀踊睾肴苹昵篱镟虮谘蚝肮忏暅钜渖跖鹮鳚麹潨鲃讬"
)
# What an event costs, in nats, on top of how likely the text becomes.
_CUT, _INSERTED, _VANISHED, _BARE, _SIMPLIFIED = 4.0, 1.0, 3.0, 1.0, 8.0


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the tokens up to `at`: the original text so far and what it costs.

    `split` says that a reading was inserted between the two bytes of the character that `pending` begins.
    """

    at: int
    text: str
    cost: float
    pending: tuple[int, ...] | None
    score: float = 0.0
    damaged: bool = False
    split: bool = False


@dataclass(frozen=True, slots=True)
class Site:
    """Tokens [start, last] hold everything suspicious here; `before` is the character in front of them."""

    start: int
    last: int
    before: str


class Lattice:
    """The search over the tokens of one document."""

    def __init__(self, listed: Sequence[Token], annotated: frozenset[str], pairs: DocumentPairs) -> None:
        self._tokens = listed
        self._annotated = annotated
        self._pairs = pairs
        self._before = ""
        self._gains: dict[tuple[str, str], float] = {}

    def originals(self, site: Site) -> list[Path]:
        """Return every way found to explain a site, unordered; `at` tells how many tokens each explains."""
        self._before = site.before
        frontier: dict[int, list[Path]] = defaultdict(list)
        frontier[site.start].append(Path(site.start, "", 0.0, None))
        done: list[Path] = []
        for at in range(site.start, min(site.last + _LONGEST_TOKENS, len(self._tokens)) + 1):
            waiting = frontier.pop(at, [])
            rounds = 0
            while waiting and rounds < 4:
                waiting = sorted(waiting, key=lambda path: -path.score)[:_BEAM]
                again: list[Path] = []
                for path in waiting:
                    if path.pending is None and at > site.last:
                        done.append(path)
                        continue
                    for following in self._steps(path, site):
                        (again if following.at == at else frontier[following.at]).append(following)
                waiting, rounds = again, rounds + 1
        return done

    def _steps(self, path: Path, site: Site) -> Iterator[Path]:
        token = self._tokens[path.at] if path.at < len(self._tokens) else None
        if path.pending is None:
            if token is not None:
                yield from self._straight(path, token, site)
            return
        yield from self._vanished(path, token)
        if token is not None:
            yield from self._shifted(path, token)

    def _straight(self, path: Path, token: Token, site: Site) -> Iterator[Path]:
        last = path.text[-1:] or site.before
        if not token.swallowed and (not token.note or token.owns_note):
            yield self._grown(path, 1, token.char, _BARE if token.char in _LOST else 0.0, None)
        elif token.char in _LOST:
            yield from self._straddled(path, last, "", token.note)
        else:
            yield from self._straddled(path, token.char, token.char, token.note)
        if not token.note:
            yield from self._cut(path, token)

    def _straddled(self, path: Path, last: str, shown: str, note: str) -> Iterator[Path]:
        # The site found one of its characters across the border of two: its first byte is the last one shown.
        if last not in codes():
            return
        leads = tuple(code[1] for code in _noted(codes()[last][1], note))
        if leads:
            yield self._grown(path, 1, shown, _INSERTED, leads, split=True)

    def _cut(self, path: Path, token: Token) -> Iterator[Path]:
        following = self._tokens[path.at + 1] if path.at + 1 < len(self._tokens) else None
        ends: list[tuple[str, int, float]] = []
        if token.char in _LOST:
            if following is not None and not following.note and following.char in _SHOWN_ENDS:
                ends.append((_SHOWN_ENDS[following.char], 2, _CUT))
            ends += [(end, 1, _CUT + _VANISHED) for end in _ENDS]
        if token.char in _SHOWN_ENDS:
            ends.append((_SHOWN_ENDS[token.char], 1, _CUT + _VANISHED))
        for end, count, cost in ends:
            first, second = _ENDS[end]
            for char in _usual_with_trail(first):
                if char not in self._annotated:
                    yield self._grown(path, count, char, cost, (second,))

    def _shifted(self, path: Path, token: Token) -> Iterator[Path]:
        pending = path.pending or ()
        if token.char in _LOST:
            yield from self._orphan(path, token)
        elif token.char in codes():
            first, second = codes()[token.char]
            for char in self._made(path, first):
                if not token.note or token.owns_note:
                    yield self._grown(path, 1, char, 0.0, (second,))
                for noted in _noted(second, token.note):
                    yield self._grown(path, 1, char + table()[noted], _VANISHED, None)
        elif token.char.isascii() and ord(token.char) in TRAILS:
            for lead in pending:
                char = table().get((lead, ord(token.char)), "")
                if char and (is_reading(char, token.note) if token.note else self._may_stand_bare(path, char)):
                    yield self._grown(path, 1, char, 0.0, None)

    def _orphan(self, path: Path, token: Token) -> Iterator[Path]:
        if token.note:
            for code in (code for lead in path.pending or () for code in _noted(lead, token.note)):
                yield self._grown(path, 1, table()[code], 0.0, None)
            return
        for char in _usual_with_lead(path.pending[0]) if path.pending and len(path.pending) == 1 else ():
            if self._may_stand_bare(path, char):
                yield self._grown(path, 1, char, _CUT / 2, None)

    def _vanished(self, path: Path, token: Token | None) -> Iterator[Path]:
        # A lead byte before what cannot follow it can leave no trace, and so do pairs that GBK does not define.
        stops = token is None or (token.char.isascii() and ord(token.char) not in TRAILS) or token.char in _ENDS
        pending = path.pending or ()
        chars = _usual_with_lead(pending[0]) if len(pending) == 1 else _usual_with_leads(frozenset(pending))
        for char in chars:
            if not self._may_stand_bare(path, char):
                continue
            if stops and len(pending) == 1:
                yield self._grown(path, 0, char, _CUT, None)
            trails = undefined_trails(codes()[char][1])
            if trails:
                yield self._grown(path, 0, char, _VANISHED, tuple(trails))

    def _made(self, path: Path, trail: int) -> Iterator[str]:
        for lead in path.pending or ():
            char = table().get((lead, trail), "")
            if char and self._may_stand_bare(path, char):
                yield char

    def _may_stand_bare(self, path: Path, char: str) -> bool:
        # A character that something was inserted into no longer looks like itself to the site.
        return path.split or char not in self._annotated

    def _gain(self, last: str, char: str) -> float:
        gain = self._gains.get((last, char))
        if gain is None:
            gain = _usualness(last, char) + self._pairs.bonus(simplify_pair(last, char))
            self._gains[last, char] = gain
        return gain

    def _grown(  # noqa: PLR0913 - what a step adds, each of its own kind
        self, path: Path, count: int, text: str, cost: float, pending: tuple[int, ...] | None, *, split: bool = False
    ) -> Path:
        score = path.score - cost + PER_CHARACTER * len(text)
        last = path.text[-1:] or self._before
        for char in text:
            score += self._gain(last, char)
            last = char
        damaged = path.damaged or pending is not None
        if damaged and any(is_simplified_only(char) for char in text):
            # The site converts every character before it does damage.
            cost, score = cost + _SIMPLIFIED, score - _SIMPLIFIED
        return Path(path.at + count, path.text + text, path.cost + cost, pending, score, damaged, split)


@cache
def _noted(lead: int, note: str) -> tuple[tuple[int, int], ...]:
    # Only characters that Simplified writes differently are ever annotated.
    pairs = ((lead, trail) for trail in TRAILS if (lead, trail) in table())
    return tuple(pair for pair in pairs if note and is_reading(table()[pair], note) and _differs(table()[pair]))


@cache
def _differs(char: str) -> bool:
    return simplify(char) != char


@cache
def _usual_with_trail(trail: int) -> tuple[str, ...]:
    return tuple(char for char in with_trail(trail) if _is_usual(char))


@cache
def _usual_with_lead(lead: int) -> tuple[str, ...]:
    # The second byte was taken for a first one, or nothing would be lost.
    found = (table().get((lead, trail), "") for trail in LEADS)
    return tuple(char for char in found if char and _is_usual(char))


@cache
def _usual_with_leads(leads: frozenset[int]) -> tuple[str, ...]:
    # Two unknown bytes in a row leave much open: only the most usual characters are worth a try.
    found = [c for lead in leads for c in _usual_with_lead(lead) if undefined_trails(codes()[c][1])]
    return tuple(sorted(found, key=lambda c: -word_log_probability(simplify_char(c)))[:_MOST_UNKNOWN])


def _is_usual(char: str) -> bool:
    return char in PUNCTUATION or (is_han(char) and word_log_probability(simplify_char(char)) > -17.0)


@cache
def simplify_char(char: str) -> str:
    """Convert one character."""
    return simplify(char)


@cache
def is_simplified_only(char: str) -> bool:
    """Tell whether Traditional text writes a character differently."""
    return char in _DISUSED or (char in _simplified_forms() and char not in _BOTH and not _is_in_big5(char))


@cache
def _simplified_forms() -> frozenset[str]:
    # All at once, each on a line of its own. The dictionary for the other direction takes ten times as long to load.
    chars = list(codes())
    return frozenset(other for char, other in zip(chars, simplify("\n".join(chars))[::2], strict=True) if char != other)


def _is_in_big5(char: str) -> bool:
    try:
        return bool(char.encode("big5"))
    except UnicodeEncodeError:
        return False


def simplify_pair(one: str, other: str) -> str:
    """Convert two neighbours, each on its own."""
    return simplify_char(one) + simplify_char(other)


# Below this the dictionary does not know a word.
_LEAST = -20.0


@cache
def _usualness(last: str, char: str) -> float:
    if char in PUNCTUATION:
        return -6.0
    alone = max(word_log_probability(simplify_char(char)), -18.0)
    if not last:
        return alone
    joined = word_log_probability(simplify_pair(last, char))
    return max(alone, joined - max(word_log_probability(simplify_char(last)), -18.0)) if joined > _LEAST else alone
