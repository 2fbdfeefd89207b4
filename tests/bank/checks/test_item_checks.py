"""Checks of single items: each shown to fire and not to fire."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.bank.checks.checks_bank import (
    ASK,
    DISTRACTORS,
    DRESS,
    KEY,
    LISTEN,
    STEM,
    answered,
    bank,
    choice,
    found,
    judge,
    multiple,
    names,
)

from drill.bank.checks.wording import asks_for_the_wrong
from drill.bank.checks.words import lexicon
from drill.model.bank import (
    FillInAnswer,
    Item,
    ItemKind,
    Language,
    MatchingAnswer,
    Option,
    OrderingAnswer,
    Part,
    ScoringPoint,
    ShortAnswer,
)
from drill.model.finding import Severity


def _check(*items: Item) -> list[str]:
    return names(found(None, *items))


def test_a_sound_bank_with_a_sound_item_has_no_findings() -> None:
    assert found(None, choice()) == ()


def _with(text: str, at: int = 1) -> Item:
    """Return the sound item with one of its distractors replaced."""
    return choice(distractors=[text if place == at else other for place, other in enumerate(DISTRACTORS)])


NO_KEY_CASES = [
    replace(choice(), options=tuple(Option(text=text, why="不对。") for text in DISTRACTORS)),
    answered(ItemKind.FILL_IN, "客户不满时要沉住气____听完。", FillInAnswer(blanks=())),
    answered(ItemKind.FILL_IN, "客户不满时要沉住气____听完。", FillInAnswer(blanks=((" ",),))),
    answered(ItemKind.MATCHING, "请连线。", MatchingAnswer(pairs=())),
    answered(ItemKind.ORDERING, "请排序。", OrderingAnswer(steps=())),
    answered(ItemKind.SHORT_ANSWER, "怎样倾听？", ShortAnswer(scoring=())),
    answered(ItemKind.SHORT_ANSWER, "怎样倾听？", None),
]


@pytest.mark.parametrize("item", NO_KEY_CASES, ids=lambda item: str(item.kind))
def test_an_item_without_a_key_is_an_error(item: Item) -> None:
    assert _check(item) == ["no-key"]


SOUND_ANSWERS = [
    answered(ItemKind.FILL_IN, "客户不满时要沉住气，把话____。", FillInAnswer(blanks=(("听完",),))),
    answered(
        ItemKind.MATCHING, "请连线。", MatchingAnswer(pairs=(("倾听", "听完"), ("追问", "问清")), extras=("道歉",))
    ),
    answered(ItemKind.ORDERING, "请排序。", OrderingAnswer(steps=("倾听", "追问"))),
    answered(ItemKind.SHORT_ANSWER, "怎样倾听？", ShortAnswer(scoring=(ScoringPoint(text="听完", points=2),))),
    judge("客户抱怨时先让对方把话讲完。", value=True),
]


@pytest.mark.parametrize("item", SOUND_ANSWERS, ids=lambda item: str(item.kind))
def test_every_kind_can_pass(item: Item) -> None:
    assert _check(item) == []


def test_two_keys_fit_multiple_choice_only() -> None:
    options = (*choice().options, Option(text="向客户道歉并问清扣款时间", key=True))
    assert _check(replace(choice(), options=options)) == ["several-keys"]
    assert _check(replace(choice(), options=options, kind=ItemKind.MULTIPLE_CHOICE)) == []


def test_the_message_names_item_letters_and_what_to_do() -> None:
    finding = found(None, choice(distractors=[DISTRACTORS[0], "改天再说吧好不好呀", "改天 再说吧好不好呀。"]))[0]
    assert finding.check == "duplicate-options"
    assert str(finding) == (
        "item choiceone has two options with the same text (C, D: “改天 再说吧好不好呀。”). Change one of them. "
        "(duplicate-options)"
    )


@pytest.mark.parametrize(
    "item",
    [
        choice(distractors=[DISTRACTORS[0], DISTRACTORS[1], DISTRACTORS[1]]),
        choice(stem="哪个符号表示及时回访？", key="√", distractors=["×", "×", "○"]),
        answered(ItemKind.MATCHING, "请连线。", MatchingAnswer(pairs=(("倾听", "听完"), ("倾听", "问清")))),
        answered(ItemKind.MATCHING, "请连线。", MatchingAnswer(pairs=(("倾听", "听完"),), extras=("听完",))),
        answered(ItemKind.ORDERING, "请排序。", OrderingAnswer(steps=("倾听", "追问", "倾听"))),
    ],
    ids=["options", "signs", "lefts", "rights", "steps"],
)
def test_the_same_text_twice_is_an_error(item: Item) -> None:
    assert "duplicate-options" in _check(item)


def test_the_same_stem_twice_is_an_error_within_a_kind_of_question() -> None:
    other = choice(ident="choicetwo", key="请他慢慢说并逐条记下来", kind=ItemKind.SINGLE_CHOICE)
    assert _check(choice(), other) == ["duplicate-stems"]
    short = answered(ItemKind.SHORT_ANSWER, STEM, ShortAnswer(scoring=(ScoringPoint(text="听完", points=1),)))
    assert _check(choice(), short) == []


def test_matching_and_ordering_items_ask_the_same_only_with_the_same_lists() -> None:
    first = answered(ItemKind.ORDERING, "请排序。", OrderingAnswer(steps=("倾听", "追问")), "ordera")
    again = answered(ItemKind.ORDERING, "请排序：", OrderingAnswer(steps=("追问", "倾听")), "orderb")
    other = answered(ItemKind.ORDERING, "请排序。", OrderingAnswer(steps=("道歉", "回访")), "orderc")
    pairs = answered(
        ItemKind.MATCHING, "请排序。", MatchingAnswer(pairs=(("倾听", "听完"), ("追问", "问清"))), "matcha"
    )
    assert _check(first, other, pairs) == []
    assert _check(first, again) == ["duplicate-stems"]
    assert _check(pairs, replace(pairs, id="matchb")) == ["duplicate-stems"]


def test_a_withdrawn_item_is_not_checked() -> None:
    assert _check(replace(choice(), options=(), withdrawn="规定已改")) == []


TWO_TRUE = [
    pytest.param(_with("请他改天到网点的柜台去办理"), [], id="another practice"),
    pytest.param(
        choice(key="先听完，再告诉他核对结果", distractors=["先听完再告知他核对的结果", *DISTRACTORS[1:]]),
        ["two-true-options"],
        id="synonyms",
    ),
    pytest.param(_with(LISTEN.gist), ["two-true-options"], id="gist of the tested fact"),
    pytest.param(_with("情况不清时，有礼貌地追问"), ["two-true-options"], id="gist of the tested section"),
    pytest.param(_with(DRESS.gist), [], id="true of something else"),
    pytest.param(_with("客户抱怨太久时，可以先截住话头再解释"), [], id="misconception"),
    pytest.param(
        choice("“耐心倾听”要求客服怎样做？", LISTEN.gist, ["边听边处理别的单子", ASK.gist, "听到一半就先给答复"]),
        [],
        id="the stem names the tested point",
    ),
]


@pytest.mark.parametrize(("item", "expected"), TWO_TRUE)
def test_a_distractor_that_is_right_is_an_error(item: Item, expected: list[str]) -> None:
    assert _check(item) == expected


def test_a_point_that_is_asked_for_by_its_part_has_true_neighbours() -> None:
    fact = replace(LISTEN, parts=(Part(id="partone", ask="客户抱怨时听到什么时候", gist="听到对方说完"),))
    item = choice(
        "客户抱怨时听到什么时候？", "听到对方说完才开口", [ASK.gist, "听出大意就打断他", "听到一半先去查记录"]
    )
    assert names(found(bank(fact, ASK, DRESS), item)) == []


def test_facts_that_repeat_each_other_are_never_each_others_distractors() -> None:
    privacy = replace(
        LISTEN, term="尊重客户隐私", statement="客户的个人资料要守住，不向外泄露。", gist="个人资料守住不外泄"
    )
    online = replace(
        DRESS,
        term="保护客户隐私、不泄露信息",
        statement="线上沟通全程守住隐私，敏感内容不外泄。",
        gist="线上全程守住敏感内容",
    )
    stem = "下列做法中，体现“尊重客户隐私”的是哪一项？"
    distractors = [online.gist, "把聊天记录转给家人看", "当众念出客户的余额"]
    item = choice(stem, privacy.gist, distractors, kind=ItemKind.SINGLE_CHOICE)
    assert names(found(bank(privacy, ASK, online), item)) == ["two-true-options"]
    copy = replace(
        online, term="线上要求", statement=privacy.statement + "线上也是。", misconceptions=DRESS.misconceptions
    )
    assert names(found(bank(privacy, ASK, copy), item)) == ["two-true-options"]
    negated = replace(online, term="非尊重客户隐私", statement="上岗穿制服，保持平整。", gist="上岗穿平整的制服")
    item = choice(stem, privacy.gist, [negated.gist, *distractors[1:]], kind=ItemKind.SINGLE_CHOICE)
    assert names(found(bank(privacy, ASK, negated), item)) == []


def test_in_an_item_that_asks_for_the_wrong_one_the_key_must_be_wrong() -> None:
    stem = "下列做法中，“不”符合投诉处理要求的是哪一项？"
    right = choice(stem, "边听边处理别的单子吧", [LISTEN.gist, ASK.gist, "把客户的话记下来复述"])
    assert _check(right) == []
    wrong = choice(stem, ASK.gist, ["边听边处理别的单子", "当众念出客户的余额", "说到一半就挂了电话"])
    assert _check(wrong) == ["two-true-options"]


@pytest.mark.parametrize(
    ("stem", "wrong"),
    [
        ("带教师傅检查对“倾听”的掌握，下列哪些说法应当予以纠正？", True),
        ("班前会讨论“倾听”，下列哪些意见有偏差？", True),
        ("下列想法属于误区的是哪一项？", True),
        ("最能概括“确认信息、避免误解”的是哪一项？", False),
        ("哪种做法最能避免误解？", False),
        ("怎样回绝才不失礼？", False),
        ("哪种做法最为失礼？", True),
        ("哪种做法最能消除误解的是？", False),
        ("他说“这样不对”，哪种回复最合适？", False),
        ("Which of these does **not** follow the rule?", False),
    ],
)
def test_what_is_asked_for_is_read_from_the_question_not_from_what_it_quotes(stem: str, wrong: bool) -> None:  # noqa: FBT001 - a table's column
    assert asks_for_the_wrong(stem, lexicon(Language.ZH_HANS)) is wrong


def test_a_misconception_as_the_key_shows_that_the_wrong_one_is_asked_for() -> None:
    wrong = LISTEN.misconceptions[0].text
    item = choice("小林的看法里，该由师傅提醒的是哪一项？", wrong, [LISTEN.gist, ASK.gist, "把客户的话记下来复述"])
    assert "two-true-options" not in _check(item)


def test_a_narrower_point_is_right_for_a_broader_term_too() -> None:
    respect = replace(LISTEN, term="尊重客户", gist="以礼待客，哪位都一样")
    privacy = replace(ASK, term="尊重客户隐私", gist="不把资料说给外人听")
    whole = bank(respect, privacy, DRESS)
    distractors = [privacy.gist, "与客户的距离要得当", "说话时不带粗话俗语"]
    assert names(found(whole, choice("“尊重客户”的要义是哪一项？", respect.gist, distractors))) == ["two-true-options"]
    narrow = choice("“尊重客户隐私”的要义是哪一项？", privacy.gist, [respect.gist, *distractors[1:]], facts=("asking",))
    assert names(found(whole, narrow)) == []
    opposite = bank(respect, replace(privacy, term="不尊重客户"), DRESS)
    assert names(found(opposite, choice("“尊重客户”的要义是哪一项？", respect.gist, distractors))) == []


def test_every_term_of_a_section_belongs_to_it() -> None:
    stem = "下列各项中，属于“倾听与理解”的有哪些？"
    third = replace(ASK, id="third", term="表达理解", statement="复述客户的话，情绪随之缓和。", gist="复述客户的话")
    four = bank(LISTEN, ASK, third, DRESS)
    item = multiple(stem, ["耐心倾听", "询问细节"], ["表达理解", "统一着装"])
    assert names(found(four, item)) == ["two-true-options"]
    assert names(found(four, multiple(stem, ["耐心倾听", "询问细节"], ["主动推销", "统一着装"]))) == []
    assert (
        names(found(four, multiple("“倾听与理解”最先做的两步有哪些？", ["耐心倾听", "询问细节"], ["表达理解"]))) == []
    )
    assert names(found(four, multiple("“不”属于仪表要求的有哪些？", ["耐心倾听", "询问细节"], ["表达理解"]))) == []
    assert (
        names(found(four, multiple("客户来电投诉，哪些做法合适？", ["记下来电时间", "询问细节"], ["表达理解"]))) == []
    )


@pytest.mark.parametrize(
    ("key", "longest", "severity"),
    [(12, 10, None), (13, 10, Severity.WARNING), (14, 10, Severity.WARNING), (15, 10, Severity.ERROR), (3, 2, None)],
)
def test_a_long_key_is_a_warning_from_1_3_and_an_error_from_1_5(
    key: int, longest: int, severity: Severity | None
) -> None:
    item = choice(key="甲乙丙丁戊己庚辛壬癸子丑寅卯辰"[:key], distractors=["一二三四五六七八九十"[:longest], "东西"])
    assert [finding.severity for finding in found(None, item) if finding.check == "key-longest"] == (
        [severity] if severity else []
    )


OPTION_CASES = [
    ("以上都对", "all-of-the-above"),
    ("以上各项均不正确", "all-of-the-above"),
    ("都不对", "all-of-the-above"),
    ("没有正确答案", "all-of-the-above"),
    ("以上司的名义答复客户", None),
    ("A和B", "k-type"),
    ("①③", "k-type"),
    ("仅A、C", "k-type"),
    ("（1）和（3）都对", "k-type"),
    ("ATM机", None),
    ("正确", "true-false-as-option"),
    ("不正确", "true-false-as-option"),
    ("正确填写工单", None),
    ("绝对不能让客户久等着电话", "absolute-terms"),
    ("从不给客户回电解释原因", "absolute-terms"),
    ("向他要所有的银行卡号码", "absolute-terms"),
    ("今天一定把这笔钱退给他", "absolute-terms"),
    ("必须本人到网点才能核对", "absolute-terms"),
    ("只有本人到场才核对扣款", "absolute-terms"),
    ("把这个号码永远拉进黑名单", "absolute-terms"),
    ("请他先证明自己的所有权", None),
    ("从不同角度解释扣款原因", None),
    ("这不一定错请他再等等看", None),
    ("只有一张卡也请他来网点", None),
    ("照必须品的类别登记扣款", None),
    ("按绝对值相加后再报给他", None),
    ("通常的做法是请他发邮件", "vague-terms"),
    ("有时要请他到柜台来办理", "vague-terms"),
    ("可能要请他到柜台来办理", "vague-terms"),
    ("经常请他到柜台核对扣款", "vague-terms"),
    ("尽可能请他到柜台去办理", None),
    ("说没有时间请他改天再来", None),
    ("说这事没有可能性请他走", None),
    ("查经常项目下的扣款记录", None),
    ("“好的，请您改天来柜台”", "unparallel-options"),
    ("请他改天到网点柜台办理。", "unparallel-options"),
    ("三天", "unparallel-options"),
    ("请他在改天有空的时候带着身份证和银行卡到离家最近的网点柜台办理", "unparallel-options"),
]


@pytest.mark.parametrize(("text", "expected"), OPTION_CASES)
def test_what_an_option_looks_like(text: str, expected: str | None) -> None:
    fired = [name for name in _check(_with(text)) if name != "unparallel-options" or expected == name]
    assert fired == ([expected] if expected else [])


def test_a_stand_in_for_the_others_says_when_it_is_not_last() -> None:
    last, middle = found(None, _with("以上各项都不合适呀", 2)), found(None, _with("以上各项都不合适呀", 1))
    assert "not stand last" not in last[0].message
    assert "and does not stand last" in middle[0].message


def test_a_sweeping_word_in_the_key_too_is_no_cue() -> None:
    item = choice(key="先听完，一定核对这笔扣款", distractors=["必须立刻退款免得他投诉", *DISTRACTORS[1:]])
    assert _check(item) == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["10 分钟", "30 分钟", "1 小时", "2 小时"], []),
        (["两天", "三天", "五天", "十二天"], []),
        (["一百二十元", "一百元", "九十元", "五十元"], []),
        (["30 分钟", "10 分钟", "1 小时", "2 小时"], ["numbers-unordered"]),
        (["三天", "两天", "五天", "十天"], ["numbers-unordered"]),
        (["3 天", "2 次", "5 元", "1 人"], []),
        (["3.5%", "1.5%", "2.5%", "4.5%"], ["numbers-unordered"]),
    ],
)
def test_numbers_stand_in_order(options: list[str], expected: list[str]) -> None:
    item = choice("投诉最迟多久要答复客户？", options[0], options[1:], kind=ItemKind.SINGLE_CHOICE)
    assert _check(item) == expected


STEM_CASES = [
    ("下列做法中，不符合投诉礼仪的是哪一项？", ["unemphasised-negative"]),
    ("关于投诉登记，下列说法错误的是？", ["unemphasised-negative"]),
    ("客服在电话里不应该做的是哪一项？", ["unemphasised-negative"]),
    ("以下各项都属于投诉渠道，除外的是？", ["unemphasised-negative"]),
    ("关于投诉登记，哪一种说法不恰当？", ["unemphasised-negative"]),
    ("下列做法中，**不**符合投诉礼仪的是哪一项？", []),
    ("下列做法中，“不符合”投诉礼仪的是哪一项？", []),
    ("下列做法中，【不】符合投诉礼仪的是哪一项？", []),
    ("这样回复客户是不是合适，你会怎么说？", []),
    ("复盘时有人说忙时可以不登记，这最不符合哪一项要求？", []),
    ("关于“不属于投诉的来电”，你怎么登记？", []),
    ("客户对不对的扣款很生气，你会怎么说？", []),
    ("他说扣款不对。你会怎么处理这通来电？", []),
    ("客户不应答时，你接下来怎么做？", []),
    ("遇到不便到网点的客户，你怎么做最合适？", []),
    ("客户表达不满，哪种做法最合适？", []),
    ("处理投诉时，（　）是客服的第一步。", ["mid-stem-blank"]),
    ("处理投诉的____步骤包括什么？", ["mid-stem-blank"]),
    ("处理投诉的第一步是（　）。", []),
    ("处理投诉的第一步是____", []),
    ("下列说法正确的是？", ["unfocused-stem"]),
    ("以下哪一项是正确的？", ["unfocused-stem"]),
    ("客户来电说年费扣错了，语气很急。", ["unfocused-stem"]),
    ("处理投诉的第一步是", []),
    ("关于投诉登记，下列说法正确的是？", []),
    ("客户说余额宝里的钱少了，你怎么做？", []),
]


@pytest.mark.parametrize(("stem", "expected"), STEM_CASES)
def test_what_a_stem_asks(stem: str, expected: list[str]) -> None:
    assert _check(choice(stem)) == expected


def test_a_word_of_the_stem_in_the_key_alone_is_a_cue() -> None:
    stem = "客户问起分期手续费怎么算。你接下来怎么做最合适？"
    cued = choice(stem, "核对分期手续费再逐项答复")
    assert _check(cued) == ["stem-word-cue"]
    assert _check(choice(stem, "核对分期手续费再逐项答复", ["把手续费退给他以免投诉", *DISTRACTORS[1:]])) == []
    assert _check(multiple(stem, ["核对分期手续费", "问清账单月份"], DISTRACTORS[:2])) == []
    assert _check(choice(stem, "核对分期手续费再逐项答复", DISTRACTORS[:1])) == []


def test_a_key_that_the_distractors_vary_is_a_cue() -> None:
    varied = ["先听完诉求，再挂断来电", "先打断对方，再核对扣款", "先听完抱怨，再推销产品"]
    item = choice(key="先听完诉求，再核对扣款", distractors=varied)
    assert _check(item) == ["convergence"]
    assert _check(choice(key="先听完诉求，再核对扣款", distractors=varied[:1])) == []
    pairs = ["先打断对方，再挂断来电", "先打断对方，再核对扣款", "先听完诉求，再挂断来电"]
    assert _check(choice(key="先听完诉求，再核对扣款", distractors=pairs)) == []


TRUE_FALSE = [
    (judge("客户抱怨太久时，可以先截住话头再解释。", value=False), []),
    (judge("客户抱怨太久时，可以先截住话头再解释", value=True), ["true-but-false"]),
    (judge("客户的不满要当场记下来。", value=True), []),
    (judge("客户表达不满时，沉住气听下去，不打断对方说话。", value=False), ["false-but-true"]),
    (judge("上岗穿统一发的干净的制服。", value=False), ["false-but-true"]),
    (judge("客户表达不满时，不沉住气听下去，打断对方说话。", value=False), ["clumsy-falsehood"]),
    (judge("客户说出不满时没沉住气听完。", value=False), ["clumsy-falsehood"]),
    (judge("接待客户时不应当不尊重客户。", value=False), ["clumsy-falsehood"]),
    (judge("对不同的客户不应不同对待。", value=False), []),
    (judge("听客户说话要不快不慢地点头。", value=False), []),
    (judge("客户抱怨时可以插话。", value=False, rationale="此说法错误。"), ["true-false-rationale"]),
    (judge("客户抱怨时可以插话。", value=False, rationale=" "), ["rationale-missing", "true-false-rationale"]),
    (judge("客户抱怨时可以插话。", value=False, rationale="错在可以插话。"), []),
]


@pytest.mark.parametrize(("item", "expected"), TRUE_FALSE)
def test_what_true_false_items_say(item: Item, expected: list[str]) -> None:
    assert _check(item) == expected


def test_an_item_names_why_and_known_facts() -> None:
    assert _check(replace(choice(), rationale=" ")) == ["rationale-missing"]
    assert _check(replace(choice(), facts=())) == ["fact-reference"]
    assert _check(replace(choice(), facts=("listen", "nosuch"))) == ["fact-reference"]
    silent = replace(choice(), options=(choice().options[0], Option(text=DISTRACTORS[0]), *choice().options[2:]))
    assert _check(silent) == ["why-missing"]
    assert _check(replace(silent, kind=ItemKind.SINGLE_CHOICE)) == []


ENGLISH = [
    ("An unhappy caller talks on. What do you do?", ["Cut in to explain", "End the call", "Put her on hold"], []),
    (
        "Which of the following is not a duty of an agent?",
        ["Listen well", "Sell cards", "Keep records"],
        ["unemphasised-negative"],
    ),
    ("Which of the following is NOT a duty of an agent?", ["Listen well", "Sell cards", "Keep records"], []),
    ("Which of the following is true?", ["Listen well", "Sell cards", "Keep records"], ["unfocused-stem"]),
    (
        "An unhappy caller talks on. What do you do?",
        ["Always cut in", "End the call", "Put her on hold"],
        ["absolute-terms"],
    ),
    (
        "An unhappy caller talks on. What do you do?",
        ["Usually cut in", "End the call", "Put her on hold"],
        ["vague-terms"],
    ),
    (
        "An unhappy caller talks on. What do you do?",
        ["Cut her off", "End the call", "All of the above"],
        ["all-of-the-above"],
    ),
    ("An unhappy caller talks on. What do you do?", ["Cut her off", "End the call", "Both A and B"], ["k-type"]),
]


@pytest.mark.parametrize(("stem", "distractors", "expected"), ENGLISH)
def test_english_items(stem: str, distractors: list[str], expected: list[str]) -> None:
    item = choice(stem, "Let her finish", distractors)
    assert names(found(bank(LISTEN, ASK, DRESS, language=Language.EN), item)) == expected


def test_the_sound_options_are_what_the_tests_take_them_for() -> None:
    assert max(map(len, DISTRACTORS)) < 1.3 * len(KEY)
