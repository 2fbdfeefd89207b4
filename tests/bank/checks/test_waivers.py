"""Waivers: explained findings stay listed and stop counting; explanations of nothing are findings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.bank.checks.checks_bank import (
    ASK,
    DISTRACTORS,
    DRESS,
    KEY,
    LISTEN,
    STEM,
    bank,
    card,
    choice,
    fact,
    found,
    judge,
    misconception,
    names,
    note,
)

from drill.bank.checks import CHECKS
from drill.bank.checks.wording import canonical, plain, quote
from drill.bank.checks.words import lexicon
from drill.model.bank import Item, ItemKind, Language, Waiver
from drill.model.finding import Severity
from drill.model.place import Place

VAGUE = Waiver(check="vague-terms", reason="客服的原话")


def _vague(**changes: Any) -> Item:
    item = choice(distractors=["通常的做法是请他发邮件", *DISTRACTORS[1:]])
    return replace(item, **changes)


def test_a_waived_finding_is_listed_with_its_reason() -> None:
    findings = found(bank(items=[_vague(waivers=(VAGUE,))]))
    assert [(finding.check, finding.waived) for finding in findings] == [("vague-terms", "客服的原话")]


def test_a_waiver_of_a_fact_covers_what_is_generated_from_it() -> None:
    findings = found(
        fact(waivers=(VAGUE,)), _vague(id="listen.choice"), _vague(id="asking.choice", stem="你怎么做呢，小林？")
    )
    assert [(finding.subject, finding.waived) for finding in findings if finding.check == "vague-terms"] == [
        ("listen.choice", "客服的原话"),
        ("asking.choice", ""),
    ]


def test_a_waiver_covers_only_its_own_check() -> None:
    findings = found(bank(items=[_vague(rationale="", waivers=(VAGUE,))]))
    assert {finding.check: bool(finding.waived) for finding in findings} == {
        "vague-terms": True,
        "rationale-missing": False,
    }


def test_a_waiver_that_waives_nothing_is_a_warning() -> None:
    findings = found(bank(items=[choice()]), places={"choiceone": Place("items/one.yaml", 3)})
    assert findings == ()
    unused = found(bank(items=[replace(choice(), waivers=(VAGUE,))]), places={"choiceone": Place("items/one.yaml", 3)})
    assert [str(finding) for finding in unused] == [
        "items/one.yaml:3: choiceone waives `vague-terms`, which does not fire there. Delete it. (unused-waiver)"
    ]
    assert unused[0].severity is Severity.WARNING


def test_a_waiver_of_a_check_on_forms_is_let_be() -> None:
    assert found(fact(waivers=(Waiver(check="answer-visible", reason="相隔很远"),))) == ()


def test_a_waiver_of_no_check_is_a_warning_with_a_guess() -> None:
    close, far = Waiver(check="vague-term", reason="原话"), Waiver(check="xyz", reason="原话")
    messages = [finding.message for finding in found(fact(waivers=(close, far)))]
    assert messages == [
        "listen waives `vague-term`, and no check has that name. Did you mean `vague-terms`?",
        "listen waives `xyz`, and no check has that name.",
    ]
    assert names(found(fact(waivers=(far,)))) == ["unknown-waiver"]


def test_findings_stand_at_the_place_of_what_they_come_from() -> None:
    places = {"listen": Place("facts/one.yaml", 4), "testbank": Place("bank.yaml", 1)}
    listen = replace(LISTEN, gist="")
    items = [_vague(id="listen.choice"), *(judge(f"第{n}条要听完。", value=True, ident=f"t{n}") for n in range(3))]
    findings = found(bank(listen, ASK, DRESS), *items, places=places)
    assert {finding.check: str(finding.place) for finding in findings} == {
        "vague-terms": "facts/one.yaml:4",
        "gist-missing": "facts/one.yaml:4",
        "true-share": "bank.yaml:1",
    }
    assert found(bank(listen, ASK, DRESS))[0].place is None


_text = st.text(alphabet="客户不必须所有的其通常先听完①A和对。，？“”?1（）_ ", max_size=24)
_items = st.builds(
    lambda stem, key, distractors, at: choice(stem, key, distractors, ident=f"item{at}"),
    _text,
    _text,
    st.lists(_text, max_size=3),
    st.integers(0, 5),
)


@given(st.lists(_items, max_size=4), _text, _text)
def test_whatever_a_bank_holds_waiving_every_finding_leaves_none_open(
    items: list[Item], statement: str, gist: str
) -> None:
    items = list({item.id: item for item in items}.values())
    made = replace(LISTEN, statement=statement, gist=gist)
    notes, cards = [note()], [card(statement, gist)]
    first = found(bank(made, ASK, DRESS, items=items), notes=notes, cards=cards)
    reasons = {(f.subject.partition(".")[0], f.check) for f in first}

    def waivers(owner: str) -> tuple[Waiver, ...]:
        return tuple(Waiver(check=check, reason="说明") for subject, check in sorted(reasons) if subject == owner)

    explained = [replace(item, waivers=waivers(item.id)) for item in items]
    facts = (replace(one, waivers=waivers(one.id)) for one in (made, ASK, DRESS))
    second = found(bank(*facts, items=explained), notes=notes, cards=cards)
    assert [replace(finding, waived="") for finding in second] == list(first)
    assert {finding.subject for finding in second if not finding.waived} <= {kind.value for kind in ItemKind}


@given(st.permutations(range(4)))
def test_the_order_of_options_changes_no_check_of_the_item(order: list[int]) -> None:
    item = choice(STEM, KEY, ["通常立刻就退款给他", "必须请他去网点柜台", "以上做法都不合适"])
    shuffled = replace(item, options=tuple(item.options[place] for place in order))
    assert (
        names(found(None, shuffled))
        == names(found(None, item))
        == ["absolute-terms", "all-of-the-above", "vague-terms"]
    )


@given(st.text())
def test_comparing_texts_is_stable(text: str) -> None:
    words = lexicon(Language.ZH_HANS)
    assert plain(plain(text)) == plain(text)
    assert canonical(text + "。", words) == canonical(text, words)
    assert len(quote(text)) <= 26


def test_a_misconception_is_blamed_once_not_again_as_the_item_made_of_it() -> None:
    clumsy = misconception("clumsy", "客户说出不满时，不沉住气听完。")
    made = fact(misconceptions=(LISTEN.misconceptions[0], clumsy))
    findings = found(made, judge(clumsy.text, value=False, ident="listen.judge"))
    assert [(finding.check, finding.subject) for finding in findings] == [("clumsy-falsehood", "listen")]


def test_no_two_checks_have_one_name() -> None:
    assert all(name == check.name for name, check in CHECKS.items())
