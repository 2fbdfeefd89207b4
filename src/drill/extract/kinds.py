"""What kind of claim a fact makes, by the words of its section, term and statement."""

from __future__ import annotations

import re

from drill.model.bank import FactKind

_DEFINITION = re.compile(
    r"是指|指的是|是一种|的过程[。]?$|称为|简称|\b(?:means|is defined as|refers to|is an? )\b", re.IGNORECASE
)
_REQUIRING = re.compile(r"应当?|必须|须|不得|禁止|避免|确保|保持|\b(?:must|shall|never|do not)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千两半]+(?:个|次|小时|分钟|秒|天|日|周|月|年|米|倍|分之|度|岁)")
_BY_WORD = (
    (FactKind.STEP, re.compile(r"流程|步骤|程序|手续|\b(?:procedures?|steps?|process|how to)\b", re.IGNORECASE)),
    (FactKind.PRINCIPLE, re.compile(r"原则|理念|准则|\bprinciples?\b", re.IGNORECASE)),
    (FactKind.DUTY, re.compile(r"职责|义务|责任|\b(?:duty|duties|responsibilit|obligations?)", re.IGNORECASE)),
    (FactKind.DEFINITION, re.compile(r"定义|概念|术语|基本概念|\b(?:definitions?|terms|glossary)\b", re.IGNORECASE)),
    (FactKind.REQUIREMENT, re.compile(r"要求|条件|标准|规范|\b(?:requirements?|standards?)\b", re.IGNORECASE)),
    (FactKind.RULE, re.compile(r"规定|制度|规则|纪律|禁止|\b(?:rules?|polic(?:y|ies)|regulations?)\b", re.IGNORECASE)),
    (FactKind.TECHNIQUE, re.compile(r"技巧|技能|手法|\b(?:techniques?|skills?|tips)\b", re.IGNORECASE)),
    (FactKind.METHOD, re.compile(r"方法|方式|措施|\b(?:methods?|measures?)\b", re.IGNORECASE)),
    (FactKind.CHANNEL, re.compile(r"渠道|途径|\bchannels?\b", re.IGNORECASE)),
    (FactKind.GOAL, re.compile(r"目标|目的|\b(?:goals?|objectives?|aims?)\b", re.IGNORECASE)),
    (FactKind.COURSE, re.compile(r"课程|\b(?:courses?|curriculum)\b", re.IGNORECASE)),
    (
        FactKind.BENEFIT,
        re.compile(r"意义|好处|作用|价值|重要性|\b(?:benefits?|importance|advantages?)\b", re.IGNORECASE),
    ),
    (FactKind.FEATURE, re.compile(r"特点|特征|类型|分类|种类|\b(?:features?|types?|kinds?)\b", re.IGNORECASE)),
)


def is_procedure(section: str) -> bool:
    """Whether a section's title says that its points follow one another."""
    return bool(_BY_WORD[0][1].search(section))


def kind_of(section: str, term: str, statement: str, *, is_ordered: bool | None = None) -> FactKind:
    """Return the kind of a claim, OTHER where nothing tells; `is_ordered` is None where the source shows no order."""
    if is_ordered or (is_ordered is None and is_procedure(section)):
        return FactKind.STEP
    if _DEFINITION.search(statement):
        return FactKind.DEFINITION
    for text in (term, section):
        for kind, words in _BY_WORD:
            if kind is not FactKind.STEP and words.search(text):
                return kind
    if len(_NUMBER.findall(statement)) > 1:
        return FactKind.NUMBER
    return FactKind.REQUIREMENT if _REQUIRING.search(statement) else FactKind.OTHER
