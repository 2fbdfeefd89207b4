"""Word lists of the checks, per language, as fragments of regular expressions.

Look-arounds keep out the longer words in which a listed one is only a part (所有 in 所有权, 从不 in 从不同角度).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drill.model.bank import Language
from drill.text.similarity import FUNCTION_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """The words of one language that the checks look for, and its limits of length in characters.

    There is one a language, so two are equal when they are the same one.
    """

    absolute: re.Pattern[str]
    vague: re.Pattern[str]
    everything_above: re.Pattern[str]
    verdict: re.Pattern[str]
    negative: re.Pattern[str]
    negated_question: re.Pattern[str]
    negation: re.Pattern[str]
    stacked_negation: re.Pattern[str]
    particles: re.Pattern[str]
    synonyms: tuple[tuple[str, ...], ...]
    stem_frame: re.Pattern[str]
    verdict_frame: re.Pattern[str]
    order: re.Pattern[str]
    reference: re.Pattern[str]
    function_words: frozenset[str]
    gist_limit: int
    statement_limit: int


def _any(words: Sequence[str], *, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile("|".join(words), flags)


def _words(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


# What an option is judged by: 不符合, 不正确 ...
_JUDGED = "符合|属于|正确|恰当|合适|适当|适合|对|可取|包括|包含|体现|利于|准确|合规|是"

# What 该 points at; elsewhere it means "should" (该做的).
_NAMED = "[项行类种条员人]|客户|产品|机构|部门|公司|业务|服务|投诉|账户|规定|制度|问题|做法|原则|流程|步骤|环节|方法"

_CHINESE_FUNCTION_WORDS = """
    的 地 得 了 着 过 和 与 及 以及 或 或者 在 是 有 不 没 没有 也 都 就 才 又 还 再 要 须 应 应当 应该 需 需要 必须
    可 可以 能 能够 会 将 把 被 让 使 从 对 对于 向 为 为了 以 于 由 而 而且 并 并且 但 但是 因 因为 所以 如 如果
    这 那 其 该 此 之 者 所 等 很 更 最 一个 一些 我 你 他 她 它 们
"""

_CHINESE = Lexicon(
    absolute=_any(
        (
            "绝对(?!值)",
            "从不(?!同)",
            "所有(?![权者制人])",
            "(?<!不)一定(?!程度|时间|时期|条件|范围|数额|数量|比例|期限|的)",
            "(?<!不)必须(?!品)",
            "只有(?![一两二三四五六七八九十几半\\d])",
            "永远",
        )
    ),
    vague=_any(("通常", "(?<!没)有时(?![间候限效])", "(?<!尽)可能(?!性)", "经常(?!项目|性)")),
    everything_above=_any(
        (
            r"(?:以上|上述|前面|前[两三四几]项)(?:各项|选项|几项|几种|三项|说法|做法|答案)?(?:全部|都|均|皆|全)",
            r"^(?:全部|全都?|都|均|皆)(?:不?对|不?是|正确|错误|不正确|可以|不可以|符合)[。]?$",
            r"^(?:没有(?:一项)?正确(?:答案|选项)?|无正确(?:答案|选项))[。]?$",
        )
    ),
    verdict=_any((r"^(?:正确|错误|对|错|是|否|不是|不对|不正确|√|×|✓|✗)[。]?$",)),
    negative=_any(
        (
            f"不(?:{_JUDGED}|妥|当的|应|该|宜|能|得|可以)",
            "(?<!不)(?:违背|违反|错误|有误|偏差|除外|欠妥|失当|失礼)|站不住脚|没有做到|应(?:当|该)?避免|禁止|属于误[区解]",
            "(?<!避免)(?<!防止)(?<!消除)(?<!减少)误[区解](?:的是|的有|？|$)",
            "(?:需|需要|应当|应该|应|予以|加以|有待)纠正",
        )
    ),
    negated_question=_any(
        (
            rf"不(?:{_JUDGED}|妥当?|当)(?!了?哪)(?=的|[^，,。；！]{{0,14}}(?:的是|的有|哪|？|\?|$))",
            r"不(?:应该?|应当|该|宜|能|得|可以?)(?=[^，,。；！]{0,6}(?:的是|的有|的做法|的行为|哪|什么))",
            r"错误(?=的(?:是|有|一项|做法|说法|选项|理解)|[^，,。；！]{0,4}哪)",
            r"除外",
        )
    ),
    negation=_any(("没有", "不", "没", "未", "无", "勿", "非")),
    stacked_negation=_any(
        (r"不(?:应当?|应该|该|宜|必|需要?|要|能|可以?|会|许)不(?!同|便|足|可|良|满|利|适|仅|但|断)",)
    ),
    particles=re.compile(r"[\W_的地得了着过也都就便即则要应须将把]+"),
    synonyms=(
        ("道歉", "致歉", "赔礼"),
        ("立即", "立刻", "马上", "即刻"),
        ("告知", "告诉"),
        ("及时", "尽快"),
        ("回复", "答复"),
        ("核对", "核实"),
        ("客户", "顾客"),
        ("必需", "需要"),
        ("不可以", "不能"),
    ),
    stem_frame=re.compile(
        r"以下|下列|下面|哪一?[项个种条句]|哪些|说法|做法|表述|选项|描述|叙述|陈述|内容|关于|有关"
        r"|正确|恰当|合适|准确|符合|错误|不|的|是|有|最|中|属于|[\W_]|[a-zA-Z]"
    ),
    verdict_frame=re.compile(
        r"错误|不正确|不对|有误|错|本题|此题|该题|这种|这个|[此该]?说法|答案|应选|判断|为|是|的|[\W_]"
    ),
    order=_any(("顺序", "步骤", "之[前后]", "先", "第[一二三四五六七八九十]", "最[先后]")),
    reference=_any(
        (
            "(?<![尤极与何莫])其(?![他它余实次中间])",
            "上述",
            f"该(?={_NAMED})",
            "前者|后者",
        )
    ),
    function_words=FUNCTION_WORDS | frozenset(_CHINESE_FUNCTION_WORDS.split()),
    gist_limit=25,
    statement_limit=90,
)

_ENGLISH = Lexicon(
    absolute=_words(("always", "never", "absolutely", "entirely", "all", "every", "must", "only", "none", "everyone")),
    vague=_words(("usually", "sometimes", "often", "frequently", "might", "possibly", "perhaps", "generally")),
    everything_above=_any(
        (
            r"\b(?:all|none|both|neither|any|some) of (?:the above|these|them|the other options)\b",
            r"^(?:all|none|both|neither)\.?$",
        ),
        flags=re.IGNORECASE,
    ),
    verdict=_any((r"^(?:true|false|yes|no|right|wrong|correct|incorrect)\.?$",), flags=re.IGNORECASE),
    negative=_words(
        ("not", "except", "incorrect", "wrong", "false", "least", "violates?", "against", "never", r"\w+n't")
    ),
    negated_question=re.compile(
        r"\b(?:not|except|never|incorrect|\w+n't)\b(?=[^.?!;]*[.?!:_\s]*$)",
    ),
    negation=_words(("not", "never", "no", r"do not|does not|must not|should not|cannot")),
    stacked_negation=re.compile(r"\b(?:not|never|n't)\s+(?:\w+\s+)?(?:not|never)\b", re.IGNORECASE),
    particles=re.compile(r"(?:\b(?:the|a|an|to|of|and|please)\b|[\W_])+", re.IGNORECASE),
    synonyms=(
        ("immediately", "at once", "straight away"),
        ("customer", "client"),
        ("apologise", "apologize"),
        ("verify", "check"),
    ),
    stem_frame=re.compile(
        r"\b(?:which|what|of|the|following|one|is|are|statements?|options?|answers?|true|false|correct|right|wrong|best"
        r"|incorrect|not|about|below|choose|select|pick|mark|a|an|all|that|apply)\b|[\W_]",
        re.IGNORECASE,
    ),
    verdict_frame=re.compile(
        r"\b(?:this|the|that|statement|answer|is|are|it|false|wrong|incorrect|not|true|correct)\b|[\W_]", re.IGNORECASE
    ),
    order=_words(("order", "before", "after", "first", "second", "third", "last", "next", "step")),
    reference=_words(("the above", "the aforementioned", "aforesaid", "the former", "the latter", "said")),
    function_words=FUNCTION_WORDS,
    gist_limit=80,
    statement_limit=300,
)

_LEXICONS = {Language.ZH_HANS: _CHINESE, Language.ZH_HANT: _CHINESE, Language.EN: _ENGLISH}


def lexicon(language: Language) -> Lexicon:
    """Return the word lists for texts in `language`."""
    return _LEXICONS[language]
