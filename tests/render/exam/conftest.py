"""A made exam to render: 40 items of all kinds on each of two forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drill.exam.paper import paper_of, sealed
from drill.model.bank import (
    Blueprint,
    FillInAnswer,
    Item,
    ItemKind,
    KindQuota,
    MatchingAnswer,
    Option,
    OrderingAnswer,
    ScoringPoint,
    ShortAnswer,
    TrueFalseAnswer,
)
from drill.model.exam import FactReference, Form, FormItem, Making, Paper
from drill.text.shuffle import Rng

# Kind, how many, points each: 40 items, 100 points.
QUOTAS = (
    (ItemKind.SINGLE_CHOICE, 10, 2),
    (ItemKind.MULTIPLE_CHOICE, 5, 3),
    (ItemKind.TRUE_FALSE, 8, 1),
    (ItemKind.FILL_IN, 5, 2),
    (ItemKind.MATCHING, 2, 5),
    (ItemKind.ORDERING, 2, 3),
    (ItemKind.SHORT_ANSWER, 2, 5),
    (ItemKind.SITUATIONAL, 6, 3),
)
INSTRUCTIONS = (
    "答题前请写清姓名、工号和部门。",
    "多项选择题按选对的比例给分，选错扣去相应的分，每题最低零分。",
    "考试中不得翻阅资料，手机请关机后放在指定的地方。",
)


def _choice(
    kind: ItemKind, stem: str, keys: tuple[str, ...], others: tuple[tuple[str, str], ...], rationale: str
) -> Item:
    options = [Option(text=text, key=True) for text in keys] + [Option(text=text, why=why) for text, why in others]
    return Item(id="x", kind=kind, facts=("factone2",), stem=stem, options=tuple(options), rationale=rationale)


def _item(
    kind: ItemKind, stem: str, answer: TrueFalseAnswer | FillInAnswer | MatchingAnswer | OrderingAnswer | ShortAnswer
) -> Item:
    return Item(id="x", kind=kind, facts=("factone2",), stem=stem, answer=answer, rationale="依据是本节的要求。")


_SINGLE = ItemKind.SINGLE_CHOICE
POOL = {
    _SINGLE: (
        _choice(
            _SINGLE,
            "下列做法中，体现“适度原则”的是哪一项？",
            ("与客户保持得体的距离，不过分亲近也不冷淡",),
            (
                ("对老客户直呼小名，显得像一家人那样亲近", "过分亲近。"),
                ("为免误会，和客户除业务外一句话也不多说", "过分冷淡。"),
                ("无论客户问什么，都先请他稍后再拨一次", "推托，与适度无关。"),
            ),
            "适度是不过、不及。",
        ),
        _choice(
            _SINGLE,
            "接听来电时，应在铃响几声之内接起？",
            ("三声",),
            (("五声", "太迟。"), ("六声", "太迟。"), ("八声", "太迟。")),
            "铃响三声之内接起。",
        ),
        _choice(
            _SINGLE,
            "下列各项中，不属于投诉受理环节的是",
            ("约定回访并请客户评分",),
            (("记录客户诉求", "属于受理。"), ("复述要点并确认", "属于受理。"), ("对不便之处致歉", "属于受理。")),
            "回访属于跟进与反馈。",
        ),
        _choice(
            _SINGLE,
            "书面沟通与口头沟通相比，最突出的长处是（　　）。",
            ("留下凭据，便于查考",),
            (
                ("说得快，省时间", "是口头沟通的长处。"),
                ("能看到对方表情", "是当面沟通的长处。"),
                ("用词随意", "相反。"),
            ),
            "书面沟通有据可查。",
        ),
    ),
    ItemKind.MULTIPLE_CHOICE: (
        _choice(
            ItemKind.MULTIPLE_CHOICE,
            "属于投诉跟进与反馈环节的有",
            ("回访客户", "告知处理进度", "总结经验"),
            (("登记来电", "属于受理。"), ("推介新品", "不属于投诉处理。")),
            "跟进与反馈在处理之后。",
        ),
        _choice(
            ItemKind.MULTIPLE_CHOICE,
            "会议中，下列哪些做法错误？",
            ("把手机放在桌上，来电时小声接听", "不等发言的人说完就打断他"),
            (
                ("提前五分钟到场，把材料准备好", "符合会议礼仪。"),
                ("发言围绕议题，不超过约定时间", "符合会议礼仪。"),
                ("散会后把会议纪要发给与会的人", "符合会议礼仪。"),
            ),
            "会议中手机静音或关闭，发言不打断。",
        ),
    ),
    ItemKind.TRUE_FALSE: (
        _item(ItemKind.TRUE_FALSE, "与客户面谈时，为促成交易可以适度施压。", TrueFalseAnswer(value=False)),
        _item(ItemKind.TRUE_FALSE, "在社交平台上谈到工作时，也不得透露客户的信息。", TrueFalseAnswer(value=True)),
        _item(
            ItemKind.TRUE_FALSE,
            "客户来电投诉时，客服应先把到账规则完整地说明一遍，等客户听明白之后，再请他从头讲一讲事情的经过。",
            TrueFalseAnswer(value=False),
        ),
    ),
    ItemKind.FILL_IN: (
        _item(ItemKind.FILL_IN, "网络沟通应使用规范的____语言，少用俚语。", FillInAnswer(blanks=(("书面", "书面语"),))),
        _item(
            ItemKind.FILL_IN,
            "着装以____、得体为准；佩戴饰物以____为宜，不宜过于夸张。",
            FillInAnswer(blanks=(("整洁",), ("简单", "简约"))),
        ),
    ),
    ItemKind.MATCHING: (
        _item(
            ItemKind.MATCHING,
            "把下列沟通方式与相应的例子对应起来。",
            MatchingAnswer(
                pairs=(
                    ("正式沟通", "部门例会上的工作汇报"),
                    ("非正式沟通", "午休时同事之间的闲聊"),
                    ("书面沟通", "发给客户的对账邮件"),
                    ("口头沟通", "柜台前与客户当面交谈"),
                ),
                extras=("自助终端上的操作提示",),
            ),
        ),
    ),
    ItemKind.ORDERING: (
        _item(
            ItemKind.ORDERING,
            "请排出处理投诉的先后顺序。",
            OrderingAnswer(steps=("受理来电", "登记归类", "查明原因", "给出方案")),
        ),
    ),
    ItemKind.SHORT_ANSWER: (
        _item(
            ItemKind.SHORT_ANSWER,
            "客户对处理方案不满意时，应怎样与其达成一致？",
            ShortAnswer(
                scoring=(
                    ScoringPoint(text="说明方案的依据", points=2),
                    ScoringPoint(text="听取客户的想法", points=2),
                    ScoringPoint(text="提出可选的调整", points=1),
                )
            ),
        ),
    ),
    ItemKind.SITUATIONAL: (
        _choice(
            ItemKind.SITUATIONAL,
            "晚上九点，一位客户来电，说上午转出的款项还没到账，而且这已是她第三次来电，每次都要从头讲起。你刚准备说明到账规则，"
            "她提高了声音。此刻最恰当的做法是？",
            ("让她讲完，复述要点并为反复来电致歉，再核对这笔转账并约定回电时间",),
            (
                ("先请她平静下来，再说明跨行转账最迟次日到账的规定", "打断且要求对方冷静，时机错了。"),
                ("立即道歉，并保证款项今晚一定到账，请她放心", "保证做不到的事违背诚信。"),
                ("告诉她已经登记，请她明天上班时间再拨，由白班同事接着办", "第四次从头讲起，没有跟进。"),
            ),
            "先听完，再致歉、核实、约定下一步。",
        ),
        _choice(
            ItemKind.SITUATIONAL,
            "客户在嘈杂的街头来电：“卡丢了，赶紧挂失……对了，后天房贷还从这张卡扣呢。”你已核实身份，挂失界面就在眼前。哪种处理最不恰当？",
            ("卡先不停用，等后天扣完款再补办手续",),
            (
                ("先办挂失，接着查清扣款怎么安排", "做法得当。"),
                ("办妥挂失后，请同事一并查看扣款", "做法得当。"),
                ("先办挂失，约定当天回电说明扣款", "做法得当。"),
            ),
            "卡已丢失却不停用，资金有风险。",
        ),
    ),
}


def _placed(item: Item, number: int, points: int, rng: Rng) -> FormItem:
    placed = FormItem(
        number=number, item=item, points=points, option_order=tuple(rng.shuffled(range(len(item.options))))
    )
    match item.answer:
        case MatchingAnswer(pairs=pairs, extras=extras):
            lefts = tuple(rng.shuffled(range(len(pairs))))
            rights = tuple(rng.shuffled(range(len(pairs) + len(extras))))
            return replace(placed, left_order=lefts, right_order=rights)
        case OrderingAnswer(steps=steps):
            return replace(placed, right_order=tuple(rng.shuffled(range(len(steps)))))
        case _:
            return placed


def make_form(code: str) -> Form:
    """Return a form with `QUOTAS`; every stem is different, so that a stem tells its question."""
    rng = Rng("sample", code)
    placed: list[FormItem] = []
    for kind, count, points in QUOTAS:
        for turn in range(count):
            model = POOL[kind][turn % len(POOL[kind])]
            number = len(placed) + 1
            item = replace(model, id=f"item{code.lower()}{number:03}", stem=f"情形{number}：{model.stem}")
            placed.append(_placed(item, number, points, rng))
    return Form(code=code, items=tuple(placed))


def make_blueprint() -> Blueprint:
    return Blueprint(
        id="knowledge",
        name="knowledge-test",
        title="金融服务礼仪知识测试",
        minutes=60,
        kinds=tuple(KindQuota(kind=kind, items=count, points=points) for kind, count, points in QUOTAS),
        pass_points=60,
        instructions=INSTRUCTIONS,
    )


@pytest.fixture(scope="session")
def blueprint() -> Blueprint:
    return make_blueprint()


@pytest.fixture(scope="session")
def making(blueprint: Blueprint) -> Making:
    forms = tuple(map(make_form, "AB"))
    papers = sealed(paper_of(form, blueprint) for form in forms)
    return Making(
        bank_id="00000000-0000-4000-8000-000000000000",
        bank_version="1",
        exam_id=blueprint.id,
        exam_name=blueprint.name,
        exam_title=blueprint.title,
        seed=7,
        fingerprint=papers[0].fingerprint,
        forms=forms,
        papers=papers,
    )


@pytest.fixture(scope="session")
def paper(making: Making) -> Paper:
    return making.papers[0]


@pytest.fixture(scope="session")
def fact_references() -> dict[str, FactReference]:
    reference = FactReference(
        chapter="客户沟通礼仪", section="电话沟通礼仪", term="语音清晰", source="金融客服礼仪培训，第 1200–1260 字"
    )
    return {"factone2": reference}
