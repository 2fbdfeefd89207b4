"""How questions are worded, in the bank's language, with several wordings of each to choose from.

Simplified Chinese and English are written out; Traditional Chinese is converted from the Simplified wording.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drill.model.bank import Difference, Language
from drill.text.script import Script, convert

if TYPE_CHECKING:
    from drill.text.shuffle import Rng

_Wordings = tuple[str, ...]

# One row a name: the Chinese wordings, the English wordings. `{...}` are str.format fields.
_PHRASES: dict[str, tuple[_Wordings, _Wordings]] = {
    # Questions on cards, by the kind of fact: `term` may be a quoted phrase.
    "recall.definition": (("{term}指的是什么？",), ("What is {term}?",)),
    "recall.duty": (("{term}有哪些？",), ("What does {term} cover?",)),
    "recall.principle": (("{term}要求怎么做？",), ("What does {term} ask of you?",)),
    "recall.requirement": (("{term}要求做到什么？",), ("What does {term} require?",)),
    "recall.technique": (("怎样才算{term}？",), ("How is {term} done?",)),
    "recall.step": (("{term}这一步要做什么？",), ("What is done in the step {term}?",)),
    "recall.channel": (("{term}用什么方式，适合做什么？",), ("What is {term}, and what is it good for?",)),
    "recall.goal": (("{term}这一目标要达到什么？",), ("What does the goal {term} aim at?",)),
    "recall.course": (("{term}学什么、怎么练？",), ("What does {term} teach?",)),
    "recall.method": (("{term}怎么做？",), ("How is {term} put into practice?",)),
    "recall.feature": (("{term}是什么？",), ("What marks {term}?",)),
    "recall.benefit": (("{term}这一作用体现在哪里？",), ("How does {term} come about?",)),
    "recall.rule": (("{term}是怎样规定的？",), ("What is the rule on {term}?",)),
    "recall.number": (("{term}是多少？",), ("What is the figure for {term}?",)),
    "recall.other": (("{term}的要点是什么？",), ("What is the point of {term}?",)),
    "recall.in_section": (("“{section}”中，{question}",), ("In “{section}”: {question}",)),
    "part": (("{ask}？",), ("{ask}?",)),
    "list": (("“{section}”有哪{count}个要点？",), ("What are the {count} points of “{section}”?",)),
    "list.begins": (("“{section}”的前{count}个要点是什么？",), ("What are the first {count} points of “{section}”?",)),
    "list.follows": (
        ("“{section}”的要点中，排在{term}后面的{count}个是什么？",),
        ("Which {count} points of “{section}” follow {term}?",),
    ),
    "list.follows_one": (
        ("“{section}”的要点中，排在{term}后面的一个是什么？",),
        ("Which point of “{section}” follows {term}?",),
    ),
    "sequence.first": (("“{section}”的第一步是什么？",), ("What is the first step of “{section}”?",)),
    "sequence.next": (("“{section}”中，{term}之后是哪一步？",), ("In “{section}”, what comes after {term}?",)),
    "sequence.whole": (
        ("按顺序说出“{section}”的{count}个步骤。",),
        ("Name the {count} steps of “{section}” in order.",),
    ),
    # Where a fact comes from.
    "source.page": (("{title}，第 {page} 页",), ("{title}, page {page}",)),
    "source.chars": (("{title}，第 {start}–{end} 字",), ("{title}, characters {start}–{end}",)),
    "source.two": (
        ("{title}，第 {start}–{end} 字、第 {start2}–{end2} 字",),
        ("{title}, characters {start}–{end} and {start2}–{end2}",),
    ),
    # Single choice: stems.
    "single.term": (
        (
            "“{gist}”，这是对哪一项内容的概括？",
            "培训师在白板上只写了一句：“{gist}”。这句话概括的是哪一项？",
            "“{gist}”说的是下列哪一项？",
            "下列哪一项的要义可以概括为“{gist}”？",
        ),
        (
            "“{gist}” sums up which of the following?",
            "A trainer writes on the board: “{gist}”. Which point is meant?",
            "Which of the following comes down to “{gist}”?",
        ),
    ),
    "single.gist": (
        (
            "下列各项中，最能概括{term}的是哪一项？",
            "{term}的要义是下列哪一项？",
            "要用一句话说清{term}，应选哪一句？",
            "新同事问起{term}，下列哪一句答得切题？",
        ),
        (
            "Which of the following best sums up {term}?",
            "A new colleague asks about {term}. Which answer is to the point?",
            "Which statement describes {term}?",
        ),
    ),
    "single.right": (
        (
            "关于{term}，下列哪一种理解是正确的？",
            "四位同事谈到{term}，谁的说法站得住脚？",
            "对{term}的理解，下列哪一项符合培训要求？",
            "班前会上讨论{term}，下列哪一种意见应当采纳？",
        ),
        (
            "Which of these views of {term} is right?",
            "Four colleagues discuss {term}. Whose view holds up?",
            "Which view of {term} matches what the training teaches?",
        ),
    ),
    "single.section": (
        (
            "下列各项中，属于“{section}”这一节要点的是哪一项？",
            "下列内容中，哪一项是“{section}”一节讲的？",
            "下列要点中，哪一项出自“{section}”一节？",
        ),
        (
            "Which of the following is a point of “{section}”?",
            "Which of these does the training teach under “{section}”?",
        ),
    ),
    "single.violated": (
        (
            "有同事认为：“{wrong}。”这种看法最直接违背的是哪一项要求？",
            "新同事说：“{wrong}。”带教师傅最应当用哪一项要求来纠正？",
            "复盘时有人提出：“{wrong}。”这一说法最明显地违背了哪一项要求？",
            "“{wrong}。”持这种想法的同事，最该重温哪一项？",
        ),
        (
            "A colleague believes: “{wrong}.” Which requirement does this most directly go against?",
            "“{wrong},” says a new colleague. Which point should the coach go back to?",
        ),
    ),
    "single.violation": (
        (
            "下列想法各有不妥，其中最直接违背{term}的是哪一项？",
            "以下四种看法都需要纠正，最应当用{term}来纠正的是哪一项？",
            "下列四种说法都有问题，哪一种直接违背了{term}？",
        ),
        (
            "All of these views need correcting. Which one goes directly against {term}?",
            "Each of these views is mistaken. Which one is most directly answered by {term}?",
        ),
    ),
    # Multiple choice: stems.
    "multiple.section": (
        (
            "下列各项中，属于“{section}”这一节要点的有哪些？",
            "下列内容中，哪些是“{section}”一节讲的？",
            "下列要点中，哪些出自“{section}”一节？",
        ),
        (
            "Which of the following are points of “{section}”?",
            "Which of these does the training teach under “{section}”?",
        ),
    ),
    "multiple.right": (
        (
            "关于“{section}”，下列理解正确的有哪些？",
            "班前会讨论“{section}”，下列哪些意见符合要求？",
            "围绕“{section}”，同事们各抒己见，站得住脚的有哪些？",
        ),
        (
            "Which of these views of “{section}” are right?",
            "The team discusses “{section}”. Which views hold up?",
        ),
    ),
    "multiple.breach": (
        (
            "下列想法各有不妥，其中与“{section}”一节的要求直接相悖的有哪些？",
            "以下五种看法都需要纠正，应当用“{section}”一节的内容来纠正的有哪些？",
            "下列五种说法都有问题，可以直接用“{section}”一节的要求来纠正的有哪些？",
        ),
        (
            "All of these views need correcting. Which of them go directly against “{section}”?",
            "Each of these views is mistaken. Which of them are answered by “{section}”?",
        ),
    ),
    # True or false: the same frames for true and for false ones.
    "true_false": (("{claim}。",), ("{claim}.",)),
    "true_false.quoted": (
        ("有同事说：“{claim}。”", "班组讨论时有人提出：“{claim}。”", "带教时，新同事总结道：“{claim}。”"),
        ("A colleague says: “{claim}.”", "In a team discussion someone says: “{claim}.”"),
    ),
    "true_false.headed": (
        ("关于{term}，有这样一种说法：{claim}。", "对{term}可以这样理解：{claim}。"),
        ("One view of {term} is this: {claim}.",),
    ),
    "true_false.headed.quoted": (
        (
            "谈到{term}，有同事说：“{claim}。”",
            "班组讨论{term}时，有人提出：“{claim}。”",
            "带教讲到{term}，新同事总结道：“{claim}。”",
        ),
        ("Asked about {term}, a colleague says: “{claim}.”",),
    ),
    # Fill-in.
    "fill_in": (("{text}",), ("{text}",)),
    "fill_in.in_section": (("“{section}”一节讲到：{text}", "按“{section}”的内容填空：{text}"), ("{section}: {text}",)),
    # Matching and ordering.
    "matching": (
        (
            "为左栏的要点（{sections}）在右栏选出相应的内容，右栏多出一项。",
            "将左栏要点（{sections}）与右栏内容一一对应，右栏有一项多余。",
            "左栏是要点（{sections}），请从右栏找出各自的内容；右栏多一项。",
            "右栏的内容分别说的是左栏哪一个要点（{sections}）？其中一项没有对应的要点。",
        ),
        (
            "Match each point on the left ({sections}) with its content on the right. One on the right is left over.",
            "Find the content of each point on the left ({sections}); one on the right belongs to none of them.",
        ),
    ),
    "matching.section": (("“{section}”",), ("“{section}”",)),
    "ordering.terms": (
        ("请按先后顺序排列“{section}”的各个步骤。", "“{section}”的下列步骤，正确的先后顺序是什么？"),
        ("Put the steps of “{section}” in order.",),
    ),
    "ordering.gists": (
        (
            "下列做法分别属于“{section}”的不同步骤，请按先后顺序排列。",
            "按“{section}”的要求，下列工作应按什么顺序进行？",
        ),
        ("Each of these belongs to a step of “{section}”. Put them in order.",),
    ),
    # Short answer.
    "short.parts": (("{asks}",), ("{asks}",)),
    "short.ask": (("（{number}）{ask}？",), ("({number}) {ask}?",)),
    "short.wrong": (
        (
            "新同事说：“{wrong}。”这种看法错在哪里？应当怎样理解？",
            "有人认为：“{wrong}。”请指出其中的错误，并说明应当怎样理解。",
            "一位同事提出：“{wrong}。”你会怎样纠正？请说明理由。",
        ),
        (
            "A new colleague says: “{wrong}.” What is wrong with this view, and what is right?",
            "Someone believes: “{wrong}.” Point out the mistake and say what is right.",
        ),
    ),
    "short.wrong.more": (
        (
            "新同事说：“{wrong}。”这种看法错在哪里？{term}还有什么要点？",
            "有人认为：“{wrong}。”请指出其中的错误，并说明{term}还有什么要点。",
            "一位同事提出：“{wrong}。”你会怎样纠正？{term}的要点还有什么？请一并说明。",
        ),
        (
            "A new colleague says: “{wrong}.” What is wrong with this view, and what else does {term} come down to?",
            "Someone believes: “{wrong}.” Point out the mistake, and say what else {term} comes down to.",
        ),
    ),
    "short.section": (
        (
            "“{section}”有哪几个要点？请逐一列出，并各用一句话说明。",
            "请列出“{section}”的各个要点，并简要说明每一点的内容。",
        ),
        ("List the points of “{section}” and explain each in one sentence.",),
    ),
    "short.fact": (
        ("请简要说明{term}的内容。", "用自己的话简述{term}。"),
        ("Explain {term} briefly.", "Explain {term} in your own words."),
    ),
    # Rationales.
    "why.says": (("{term}：{statement}",), ("{term}: {statement}",)),
    "why.other_point": (
        ("这是{term}的内容，不是所问的一项。",),
        ("This is the content of {term}, not of the point asked for.",),
    ),
    "why.other_term": (("{term}说的是：{gist}。",), ("{term} means: {gist}.",)),
    "why.other_section": (("这一点属于“{section}”。",), ("This point belongs to “{section}”.",)),
    "why.in_section": (
        ("这是{term}的内容，属于“{section}”。",),
        ("This is the content of {term} and belongs to “{section}”.",),
    ),
    "why.violates_other": (("这一看法违背的是{term}：{why}",), ("This goes against {term}: {why}",)),
    "why.wrong": (("错在{difference}：{why}",), ("Wrong in its {difference}: {why}",)),
    "why.option": (("“{option}”：{why}",), ("“{option}”: {why}",)),
    "why.other_point.short": (("它说的是{term}。",), ("It belongs to {term}.",)),
    "why.expected": (("答题依据：{statement}",), ("What the answer rests on: {statement}",)),
    "why.extra": (("右栏多出的是“{extra}”，{why}",), ("Left over on the right: “{extra}”. {why}",)),
    "why.order": (("正确顺序：{order}。",), ("The right order: {order}.",)),
    "why.true": (("这一说法正确。{statement}",), ("This is true. {statement}",)),
    "why.false": (
        ("这一说法错误，{why}正确的要求：{statement}",),
        ("This is false. {why} What is right: {statement}",),
    ),
    "why.number": (("原文的数字是{right}，不是{wrong}。",), ("The figure is {right}, not {wrong}.",)),
    "why.swapped": (("应为“{right}”，不是“{wrong}”。",), ("It should be “{right}”, not “{wrong}”.",)),
    "why.step_order": (("{first}在前，{later}在后。",), ("{first} comes before {later}.",)),
    "false.order": (
        ("“{section}”中，{later}应当排在{first}之前。",),
        ("In “{section}”, {later} comes before {first}.",),
    ),
    "point": (("{term}：{gist}",), ("{term}: {gist}",)),
    "quoted": (("“{text}”",), ("“{text}”",)),
    "joiner.quoted": (("",), (", ",)),
    "arrow": ((" → ",), (" → ",)),
    "space": (("",), (" ",)),
}

_DIFFERENCES: dict[Difference, tuple[str, str]] = {
    Difference.DEGREE: ("程度", "degree"),
    Difference.ORDER: ("先后", "order"),
    Difference.ACTOR: ("主体", "actor"),
    Difference.CONDITION: ("适用条件", "condition"),
    Difference.CHANNEL: ("渠道方式", "channel"),
    Difference.OBJECT: ("对象或内容", "object"),
    Difference.TIME: ("时间", "time"),
    Difference.PURPOSE: ("目的", "purpose"),
}

_CLAUSE_END = re.compile("[，；,;]")
_INNER_QUOTES = str.maketrans("“”", "‘’")
_COUNTS_ZH = ("零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")
_COUNTS_EN = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def wordings(name: str, language: Language) -> tuple[str, ...]:
    """Return all wordings of a phrase, with their fields unfilled. Raises KeyError if unknown."""
    chinese, english = _PHRASES[name]
    match language:
        case Language.EN:
            return english
        case Language.ZH_HANT:
            return tuple(convert(wording, Script.HANT) for wording in chinese)
        case _:
            return chinese


def say(name: str, language: Language, **values: object) -> str:
    """Return the first wording of a phrase with its fields filled."""
    return wordings(name, language)[0].format(**values)


def reworded(name: str, language: Language, rng: Rng, **values: object) -> tuple[str, ...]:
    """Return every wording of a phrase, filled, in the random order in which to try them."""
    shuffled = rng.shuffled(dict.fromkeys(wordings(name, language)))
    chosen = rng.choice(wordings(name, language))
    ordered = [chosen, *(wording for wording in shuffled if wording != chosen)]
    return tuple(wording.format(**values) for wording in ordered)


def quote(text: str, language: Language) -> str:
    """Return `text` in quotation marks."""
    return say("quoted", language, text=inner(text))


def inner(text: str) -> str:
    """Return `text` as it is quoted: its own quotation marks become single ones."""
    return text.translate(_INNER_QUOTES)


def difference(kind: Difference, language: Language) -> str:
    """Return the name of the thing in which a wrong statement differs."""
    chinese, english = _DIFFERENCES[kind]
    return english if language is Language.EN else convert_if_hant(chinese, language)


def count(number: int, language: Language) -> str:
    """Return a small number as it is written before a noun; beyond ten, in digits."""
    names = _COUNTS_EN if language is Language.EN else _COUNTS_ZH
    if number >= len(names):
        return str(number)
    return convert_if_hant(names[number], language)


def convert_if_hant(text: str, language: Language) -> str:
    """Return `text`, written in Simplified Chinese, in the script of `language`."""
    return convert(text, Script.HANT) if language is Language.ZH_HANT else text


def bare(text: str) -> str:
    """Return `text` without the full stop at its end, as an option or a quotation shows it."""
    return text.strip().rstrip("。．.；;，,")


def clauses(text: str) -> tuple[str, ...]:
    """Return the parts of `text` between commas and semicolons."""
    return tuple(part.strip() for part in _CLAUSE_END.split(bare(text)) if part.strip())


def sentence(text: str, language: Language) -> str:
    """Return `text` ending with exactly one mark."""
    stripped = text.strip()
    if stripped.endswith(("。", "！", "？", ".", "!", "?", "”")):
        return stripped
    return bare(stripped) + ("." if language is Language.EN else "。")
