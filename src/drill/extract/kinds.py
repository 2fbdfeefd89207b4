"""What kind of claim a fact makes, told from the words of its section, term and statement."""

from __future__ import annotations

from drill.model.bank import FactKind

_BY_TERM: tuple[tuple[FactKind, tuple[str, ...]], ...] = (
    (FactKind.DEFINITION, ("定义", "概念", "含义")),
    (FactKind.DUTY, ("职责", "责任", "任务")),
    (FactKind.FEATURE, ("特点", "特征")),
    (FactKind.COURSE, ("课程",)),
    (FactKind.GOAL, ("目标",)),
)
_BY_SECTION: tuple[tuple[FactKind, tuple[str, ...]], ...] = (
    (FactKind.STEP, ("流程", "步骤", "程序")),
    (FactKind.PRINCIPLE, ("原则", "法则")),
    (FactKind.TECHNIQUE, ("技巧", "要领", "运用")),
    (FactKind.METHOD, ("方法", "策略", "应对")),
    (FactKind.CHANNEL, ("方式", "渠道")),
    (FactKind.BENEFIT, ("重要性", "意义", "作用", "价值")),
    (FactKind.DUTY, ("职责", "责任")),
    (FactKind.GOAL, ("目标",)),
    (FactKind.COURSE, ("课程",)),
    (FactKind.RULE, ("制度", "规则", "政策")),
    (FactKind.REQUIREMENT, ("要求", "规范", "标准", "礼仪", "管理", "要点")),
)
_DEFINING = ("是指", "指的是", "是一种")
_REQUIRING = ("应", "须", "不得", "要", "禁止", "避免", "必须", "确保", "保持")


def kind_of(section: str, term: str, statement: str) -> FactKind:
    """Return the kind of a fact; OTHER where nothing tells it."""
    if any(word in statement[:24] for word in _DEFINING):
        return FactKind.DEFINITION
    for text, table in ((term, _BY_TERM), (section, _BY_SECTION)):
        found = next((kind for kind, words in table if text.endswith(words)), None)
        if found is not None:
            return found
    return FactKind.REQUIREMENT if any(word in statement for word in _REQUIRING) else FactKind.OTHER
