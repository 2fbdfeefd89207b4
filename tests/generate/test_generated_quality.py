"""What makes generated items good: distractors that are false, keys that nothing tells, items kept apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.generate.generate_banks import CHINESE, DRESS, ENGLISH, FLOW, PHONE, bank_of, fact, section

from drill.generate.draft import Draft, Shortage
from drill.generate.falsehood import falsehoods
from drill.generate.items import make_items
from drill.generate.options import Candidate, choose, choose_more
from drill.generate.outline import Outline
from drill.generate.pools import breakable, gists, others, outside, own_mistakes, terms
from drill.generate.positions import Positions
from drill.generate.single import single_choice
from drill.model.bank import (
    Bank,
    Difference,
    Fact,
    FillInAnswer,
    Generate,
    Item,
    ItemKind,
    Language,
    MatchingAnswer,
    Misconception,
    Option,
    OrderingAnswer,
    Part,
    ShortAnswer,
    TrueFalseAnswer,
)
from drill.text.shuffle import Rng
from drill.text.similarity import shingles

PRIVACY = (
    section(
        "respect2",
        "尊重原则",
        fact("privacy2", "尊重客户隐私", "个人资料和交易细节都要守住。", "个人信息和交易细节不外泄", kind="principle"),
    ),
    section(
        "online22",
        "网络礼仪",
        fact("privacy3", "保护客户隐私", "线上沟通同样要守住隐私，敏感信息不外泄。", "线上全程守住隐私不外泄"),
        fact("spoken22", "用语规范", "线上回话用书面语，不带俚语。", "线上回话用书面语，不带俚语"),
    ),
)


def item(bank: Bank, item_id: str, seed: int = 0) -> Item:
    return next(one for one in make_items(bank, seed=seed).items if one.id == item_id)


def candidates(*texts: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(text=text, why="w") for text in texts)


# Distractors


def test_facts_that_say_the_same_are_never_each_others_distractors() -> None:
    outline = Outline(bank_of(*PRIVACY))
    near = others(outline.by_id["privacy2"], outline, Rng(1))
    assert [place.fact.id for place in near] == ["spoken22"]


def test_a_named_distractor_comes_first_and_a_forbidden_one_never() -> None:
    generate = Generate(distractors=("privacy3", "missing2"), never=("spoken22",))
    respect = replace(PRIVACY[0], facts=(replace(PRIVACY[0].facts[0], generate=generate),))
    outline = Outline(bank_of(respect, PRIVACY[1]))
    near = others(outline.by_id["privacy2"], outline, Rng(1))
    assert [place.fact.id for place in near] == ["privacy3"]
    assert not outline.same_claim(outline.by_id["privacy3"], outline.by_id["spoken22"])
    assert outline.same_claim(outline.by_id["spoken22"], outline.by_id["privacy2"])


def test_a_neighbour_whose_term_shares_a_word_is_no_wrong_answer_about_a_term() -> None:
    bank = bank_of(
        section(
            "sect2222",
            "渠道",
            fact("formal22", "正式沟通", "开会传达决策。", "开会传达决策"),
            fact("casual22", "非正式沟通", "闲聊解决琐事。", "闲聊解决琐事"),
            fact("minutes2", "会后归档", "当天归档备查。", "当天归档备查"),
        )
    )
    outline = Outline(bank)
    found = {one.text for one in gists(outline.by_id["formal22"], outline, Rng(1))}
    assert found == {"当天归档备查"}


def test_a_principle_is_not_offered_as_what_a_wrong_practice_breaks_elsewhere() -> None:
    principle = section(
        "care2222", "周全原则", fact("care3333", "处处周全", "凡事替人想到。", "凡事想到", kind="principle")
    )
    outline = Outline(bank_of(PHONE, principle))
    offered = {one.text for one in terms(outline.by_id["note2222"], "工单攒到周末再写", outline, Rng(1))}
    assert "处处周全" not in offered
    assert offered


def test_a_requirement_that_the_same_wrong_practice_breaks_is_not_offered() -> None:
    outline = Outline(bank_of(PHONE, DRESS))
    offered = {one.text for one in terms(outline.by_id["note2222"], "上岗不佩戴胸牌，工单周末再写", outline, Rng(1))}
    assert "佩戴胸牌" not in offered
    assert "鞋面无尘" in offered


def test_what_fits_a_section_by_its_title_is_no_wrong_point_of_it() -> None:
    respect = section("respect2", "尊重原则", fact("manners2", "以礼待人", "进门先问好。", "进门先问好"))
    other = section(
        "talks222",
        "洽谈",
        fact("choice22", "尊重选择", "由他自己挑产品。", "由他自己挑产品"),
        fact("budget22", "量入为出", "按收入定额度。", "按收入定额度"),
    )
    outline = Outline(bank_of(respect, other))
    place = outline.by_id["manners2"]
    found = {one.text for one in outside(place.section, (place,), outline, Rng(1))}
    assert found == {"按收入定额度"}


def test_own_mistakes_come_before_those_of_neighbours() -> None:
    outline = Outline(CHINESE)
    found = [one.mark for one in own_mistakes(outline.by_id["check222"], outline, Rng(1))]
    assert {mark[:14] for mark in found[:3]} == {"wrong:check222"}
    assert len(found) == 12


def test_a_wrong_order_breaks_two_steps_and_so_is_not_asked_for() -> None:
    swapped = Misconception(id="m", text="先登记再核验。", why="先核验。", differs=Difference.ORDER)
    assert breakable((swapped,)) == ()


def test_a_fact_of_a_section_without_a_title_is_explained_by_its_term() -> None:
    outline = Outline(bank_of(PHONE, replace(DRESS, title="", incomplete=True)))
    place = outline.by_id["note2222"]
    reasons = {one.why for one in outside(place.section, (place,), outline, Rng(1))}
    assert "这是“佩戴胸牌”的内容，不是所问的一项。" in reasons


# Options


def test_a_key_much_longer_than_the_rest_gets_no_distractors() -> None:
    pool = candidates("甲乙丙丁戊己庚", "子丑寅卯辰巳午", "天地玄黄宇宙洪")
    assert choose("东南西北春夏秋冬早午晚夜", pool, Rng(1), stem="") is None


@pytest.mark.parametrize(
    "unfit",
    [
        "东南西北春夏秋冬",
        "所有人天天都要如此办",
        "通常来说应该这样子办",
        "短",
        "非常非常长的一个选项它远远超过了别人的两倍长度",
    ],
)
def test_what_repeats_the_key_or_is_loaded_or_vague_or_of_other_length_is_no_option(unfit: str) -> None:
    pool = candidates(unfit, "甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未")
    assert choose("东南西北春夏秋冬", pool, Rng(1), stem="") is None


def test_a_word_of_the_stem_may_not_stand_in_the_key_alone() -> None:
    pool = candidates("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", "天地玄黄宇宙洪荒")
    assert choose("微笑东南西北春夏", pool, Rng(1), stem="微笑服务") is None
    shared = (*pool, Candidate(text="他微笑着走出门去", why="w"))
    chosen = choose("微笑东南西北春夏", shared, Rng(1), stem="微笑服务")
    assert chosen is not None
    assert shared[-1] in chosen


def test_a_key_that_may_not_be_the_shortest_option_gets_one_as_short() -> None:
    pool = candidates("甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉", "天地玄黄宇宙洪荒日月", "赤橙黄绿青蓝紫黑")
    for seed in range(12):
        chosen = choose("东南西北春夏秋冬", pool, Rng(seed), stem="", may_be_shortest=False)
        assert chosen is not None
        assert pool[-1] in chosen
    assert choose("东南西北春夏秋冬", pool[:-1], Rng(1), stem="", may_be_shortest=False) is None


def test_two_candidates_of_one_group_or_of_one_text_are_not_offered_together() -> None:
    key = "东南西北春夏秋冬"
    first, second, third = candidates("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未", "天地玄黄宇宙洪荒")
    grouped = (replace(first, group="g"), replace(second, group="g"), third)
    assert choose(key, grouped, Rng(1), stem="") is None
    assert choose(key, (first, first, second), Rng(1), stem="") is None
    assert choose_more([key], (first, first, second), 3, stem="") is None


def test_several_keys_get_distractors_that_go_with_all_of_them() -> None:
    keys = ["东南西北春夏秋冬", "赤橙黄绿青蓝紫黑"]
    pool = candidates("短", "东南西北春夏", "甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未")
    chosen = choose_more(keys, pool, 2, stem="")
    assert chosen is not None
    assert [one.text for one in chosen] == ["甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未"]
    assert choose_more(keys, pool, 2, stem="说东南") is None
    assert choose_more(["短", "长得多得多的一个选项"], candidates("甲乙丙丁"), 1, stem="") is None


@pytest.mark.parametrize("seed", range(5))
def test_the_key_is_seldom_the_longest_option(seed: int) -> None:
    singles = [one for one in make_items(CHINESE, seed=seed).items if one.kind is ItemKind.SINGLE_CHOICE]
    longest = sum(
        len(one.options[one.keys[0]].text) > max(len(option.text) for option in one.options if not option.key)
        for one in singles
    )
    assert len(singles) >= 10
    assert longest <= 0.3 * len(singles)


def test_the_key_never_stands_three_times_running_in_one_place() -> None:
    positions = Positions()
    options = tuple(Option(text=text, key=text == "a") for text in "abcd")
    places = [
        next(place for place, option in enumerate(positions.arrange(options, Rng(number))) if option.key)
        for number in range(60)
    ]
    assert max(places.count(place) for place in range(4)) - min(places.count(place) for place in range(4)) <= 2
    assert all(len(set(places[start : start + 3])) > 1 for start in range(58))


# Kinds


def test_single_choice_gives_up_to_two_items_of_different_designs() -> None:
    outline = Outline(CHINESE)
    drafts = list(single_choice(outline.by_id["hold2222"], outline, 0))
    assert all(isinstance(draft, Draft) for draft in drafts)
    assert len({draft.id for draft in drafts if isinstance(draft, Draft)}) == 2


def test_all_single_choice_designs_are_used_over_seeds() -> None:
    ids = {one.id for seed in range(30) for one in make_items(CHINESE, seed=seed).items}
    designs = {one.rpartition(".")[2] for one in ids if ".single." in one}
    assert designs >= {"term", "gist", "right", "violated", "violation"}


def test_a_point_of_a_section_is_asked_for_where_nothing_better_works() -> None:
    # Its term is too long to stand beside the others, and its gist repeats a word of its term.
    own = section(
        "secta222", "收益", fact("facta222", "红利分配办法", "红利按月入账到卡。", "红利按月入账到卡", kind="other")
    )
    rest = section(
        "sectb222",
        "条款",
        fact("factb222", "甲乙", "子丑寅卯辰巳午未。", "子丑寅卯辰巳午未", kind="other"),
        fact("factc222", "丙丁", "天地玄黄宇宙洪荒。", "天地玄黄宇宙洪荒", kind="other"),
        fact("factd222", "戊己", "赤橙黄绿青蓝紫黑。", "赤橙黄绿青蓝紫黑", kind="other"),
    )
    outline = Outline(bank_of(own, rest))
    drafts = list(single_choice(outline.by_id["facta222"], outline, 0))
    assert [draft.id for draft in drafts if isinstance(draft, Draft)] == ["facta222.single.section"]


def test_a_lone_fact_without_mistakes_gives_no_single_choice_and_says_so() -> None:
    outline = Outline(bank_of(section("sect2222", "专节", fact("fact2222", "复利", "利滚利。", "利滚利"))))
    (shortage,) = single_choice(outline.by_id["fact2222"], outline, 0)
    assert isinstance(shortage, Shortage)


def test_a_false_statement_says_in_what_it_is_wrong() -> None:
    false = item(CHINESE, "badge222.judge.false")
    assert "胸牌放进抽屉，有人问再取。" in false.stem
    assert false.answer == TrueFalseAnswer(value=False)
    assert "错在程度：佩戴胸牌要求的正好相反。" in false.rationale
    assert "上岗时胸牌别在左胸，正面朝外。" in false.rationale


@pytest.mark.parametrize("bank", [CHINESE, ENGLISH])
@pytest.mark.parametrize("seed", range(8))
def test_the_true_and_the_false_item_of_a_fact_stand_in_the_same_frame(bank: Bank, seed: int) -> None:
    items = {one.id: one for one in make_items(bank, seed=seed).items}
    for place in Outline(bank).placed:
        if place.fact.misconceptions:
            true, false = (items[f"{place.fact.id}.judge.{value}"].stem for value in ("true", "false"))
            (wrong,) = (w.text for w in place.fact.misconceptions if w.text.rstrip("。.") in false)
            before, after = false.split(wrong.rstrip("。."))
            assert true.startswith(before)
            assert true.endswith(after)


def test_claims_are_judged_in_full_and_in_brief_with_the_name_of_the_fact_above_what_is_brief() -> None:
    one = fact(
        "fact2222",
        "交接",
        "挂机后当班写好工单，把经过和下一步都写明白。",
        "当班写好工单，经过写明白",
        "工单攒到周末统一补写。",
        "工单由组长在下个月代为补写，坐席接着接线就行。",
    )
    stems = {item(bank_of(section("sect2222", "专节", one)), "fact2222.judge.true", seed).stem for seed in range(30)}
    brief = {stem for stem in stems if "当班写好工单，经过写明白" in stem}
    assert brief
    assert stems - brief
    assert all("“交接”" in stem for stem in brief)
    assert all("挂机后当班写好工单，把经过和下一步都写明白" in stem for stem in stems - brief)


def test_the_name_of_a_fact_does_not_stand_above_a_claim_that_has_it() -> None:
    named = fact("fact2222", "对账制度", "对账制度每月执行一次。", "每月执行一次对账", "对账制度每季执行一次。")
    for seed in range(20):
        bank = bank_of(section("sect2222", "专节", named))
        for value in ("true", "false"):
            assert item(bank, f"fact2222.judge.{value}", seed).stem.count("对账制度") == 1


def test_a_long_fact_is_judged_one_sentence_at_a_time() -> None:
    first, second = "坐席" + "甲" * 40 + "。", "其余" + "乙" * 40 + "。"
    long = fact("fact2222", "两句", first + second, "甲乙", "坐席不用接线。")
    assert "乙" not in item(bank_of(section("sect2222", "专节", long)), "fact2222.judge.true").stem
    leaning = fact("fact2222", "两句", "其" + "甲" * 70 + "。", "甲乙", "坐席不用接线。")
    assert "其甲甲" in item(bank_of(section("sect2222", "专节", leaning)), "fact2222.judge.true").stem


def test_a_misconception_with_an_absolute_word_is_judged_only_if_there_is_no_other() -> None:
    loaded = fact(
        "fact2222", "接线", "铃响三声内接起。", "三声内接起", "所有电话都等铃响十声再接。", "铃响五声再接更从容。"
    )
    for seed in range(6):
        assert "五声" in item(bank_of(section("sect2222", "专节", loaded)), "fact2222.judge.false", seed).stem


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("投诉在3个工作日内答复。", {"投诉在6个工作日内答复。", "投诉在1个工作日内答复。", "投诉在4个工作日内答复。"}),
        ("放款之前核对证件。", {"放款之后核对证件。"}),
        ("投诉内容应详细记下。", {"投诉内容应简略记下。"}),
        ("放款之前不得催收。", set()),
        ("3天内受理，5天内答复。", set()),
        ("按性质归类。", set()),
    ],
)
def test_rules_make_false_statements_only_where_they_are_safe(statement: str, expected: set[str]) -> None:
    outline = Outline(bank_of(section("sect2222", "专节", fact("fact2222", "归类", statement))))
    place = outline.by_id["fact2222"]
    found = {one.text for seed in range(20) for one in falsehoods(place, outline, Rng(seed))}
    assert found == expected


def test_the_order_of_steps_is_turned_round_only_in_a_complete_ordered_section() -> None:
    outline = Outline(CHINESE)
    found = falsehoods(outline.by_id["stepone2"], outline, Rng(1))
    assert {one.text for one in found} == {
        "“挂失流程”中，“冻结账户”应当排在“核验身份”之前。",
        "“挂失流程”中，“登记原因”应当排在“核验身份”之前。",
    }
    assert {one.differs for one in found} == {Difference.ORDER}
    cut_off = Outline(bank_of(replace(FLOW, incomplete=True)))
    assert falsehoods(cut_off.by_id["stepone2"], cut_off, Rng(1)) == ()


def test_a_blank_accepts_its_variants() -> None:
    blank = item(CHINESE, "cloze222.blank")
    assert "通话时____清楚，说得不快也不慢。" in blank.stem
    assert blank.answer == FillInAnswer(blanks=(("吐字", "发音"),))


def test_a_section_title_that_holds_the_answer_is_not_named_beside_the_blank() -> None:
    for seed in range(8):
        bank = bank_of(section("sect2222", "性质之分", fact("fact2222", "归类", "接到投诉后，按性质归类。", "按性质")))
        assert item(bank, "fact2222.cloze.blank", seed).stem == "接到投诉后，按____归类。"


def test_a_fact_with_parts_is_answered_part_by_part() -> None:
    short = item(CHINESE, "speech22.short.parts")
    assert short.stem == "（1）通话时吐字要做到什么？（2）通话时的快慢怎样把握？"
    assert isinstance(short.answer, ShortAnswer)
    assert [(point.text, point.points) for point in short.answer.scoring] == [("清楚", 2), ("不快也不慢", 2)]


def wrong_view(gist: str, why: str, statement: str = "上岗前先点名。") -> Fact:
    one = Misconception(id="wrong222", text="迟到几分钟没有关系。", why=why, differs=Difference.TIME)
    return replace(fact("fact2222", "开班会", statement, gist), misconceptions=(one,))


@pytest.mark.parametrize(
    ("one", "more"),
    [
        (wrong_view("八点整到齐，逐项点评昨日工单", "八点整就要到齐。"), ["逐项点评昨日工单"]),
        (wrong_view("逐项点评昨日工单", "八点整就要到齐。"), ["逐项点评昨日工单"]),
        (wrong_view("八点整到齐", "八点整就要到齐。", "八点整到齐时，并轮流读出新规定。"), []),
        (wrong_view("八点整到齐", "八点整就要到齐。", "八点整到齐，轮流读出新规定。"), ["轮流读出新规定"]),
        (wrong_view("八点整到齐，并轮流读出新规定", "八点整就要到齐。"), ["轮流读出新规定"]),
        (wrong_view("八点整到齐", "八点整就要到齐。", "八点整到齐。"), []),
        (wrong_view("八点整到齐，迟到没有关系", "八点整就要到齐。", "八点整到齐。"), []),
    ],
)
def test_a_wrong_view_is_put_right_for_its_reason_and_what_the_reason_leaves_unsaid(one: Fact, more: list[str]) -> None:
    short = item(bank_of(section("sect2222", "专节", one)), "fact2222.short.wrong")
    assert isinstance(short.answer, ShortAnswer)
    assert [point.text for point in short.answer.scoring] == ["八点整就要到齐", *more]
    assert [point.points for point in short.answer.scoring] == [3, 2][: 1 + len(more)]
    assert "迟到几分钟没有关系" in short.stem
    assert ("“开班会”" in short.stem) == bool(more)


def test_a_fact_with_parts_is_not_asked_for_a_reason_alone() -> None:
    parts = (Part(id="part2222", ask="几点到齐", gist="八点"), Part(id="part3333", ask="到齐做什么", gist="点名"))
    one = replace(wrong_view("八点整到齐", "八点整就要到齐。", "八点整到齐。"), parts=parts)
    ids = {each.id for each in make_items(bank_of(section("sect2222", "专节", one))).items}
    assert "fact2222.short.parts" in ids
    assert "fact2222.short.wrong" not in ids


def test_a_fact_without_parts_or_mistakes_is_explained_clause_by_clause() -> None:
    short = item(CHINESE, "steptwo2.short.whole")
    assert isinstance(short.answer, ShortAnswer)
    assert [point.text for point in short.answer.scoring] == ["把账户止付", "资金不流出"]


def test_the_points_of_a_section_are_listed_where_all_have_a_gist() -> None:
    assert len(item(CHINESE, "dress222.short.points").facts) == 3
    without = replace(DRESS, facts=(*DRESS.facts[:2], replace(DRESS.facts[2], gist="")))
    assert "dress222.short.points" not in {one.id for one in make_items(bank_of(without)).items}


def matchings(bank: Bank, seed: int) -> list[MatchingAnswer]:
    return [one.answer for one in make_items(bank, seed=seed).items if isinstance(one.answer, MatchingAnswer)]


@pytest.mark.parametrize("seed", range(6))
def test_matching_pairs_terms_with_what_they_say_and_leaves_one_over(seed: int) -> None:
    matching = item(CHINESE, "dress222.matching", seed)
    assert isinstance(matching.answer, MatchingAnswer)
    facts = {one.term: one for one in CHINESE.facts}
    for term, text in matching.answer.pairs:
        assert text in f"{facts[term].gist}|{facts[term].statement}"
    assert "“着装原则”" in matching.stem or "“电话礼仪”" in matching.stem
    assert matching.answer.extras[0] not in dict(matching.answer.pairs).values()
    assert matching.answer.extras[0] in matching.rationale


@pytest.mark.parametrize("seed", range(6))
def test_at_most_one_pair_of_a_matching_item_shares_a_word(seed: int) -> None:
    for answer in matchings(CHINESE, seed):
        assert sum(bool(shingles(term) & shingles(text)) for term, text in answer.pairs) <= 1


def test_a_text_that_repeats_its_term_is_shortened_to_a_clause_that_does_not() -> None:
    told = fact("told2222", "擦净鞋面", "进大堂之前擦净鞋面，鞋带紧紧系成双结。", "擦净鞋面，鞋带紧紧系成双结")
    texts = {
        text
        for seed in range(8)
        for answer in matchings(bank_of(PHONE, section("sect2222", "专节", told)), seed)
        for text in (*dict(answer.pairs).values(), *answer.extras)
    }
    assert "鞋带紧紧系成双结" in texts
    assert not any("擦净鞋面" in text for text in texts)


def test_what_is_left_over_comes_from_a_section_that_is_asked_about() -> None:
    for seed in range(8):
        for one in make_items(CHINESE, seed=seed).items:
            if isinstance(one.answer, MatchingAnswer):
                home = next(
                    each.title
                    for each in CHINESE.chapters[0].sections
                    for own in each.facts
                    if one.answer.extras[0] in f"{own.gist}|{own.statement}"
                )
                assert f"“{home}”" in one.stem


def test_steps_are_ordered_by_name_and_by_what_is_done() -> None:
    by_name, by_deed = item(CHINESE, "flow2222.ordering.terms"), item(CHINESE, "flow2222.ordering.gists")
    assert by_name.answer == OrderingAnswer(steps=("核验身份", "冻结账户", "登记原因"))
    assert by_deed.answer == OrderingAnswer(
        steps=("比对证件末四位", "把账户止付，资金不流出", "问清怎样丢失并写进单据")
    )
    assert "核验身份 → 冻结账户 → 登记原因" in by_deed.rationale
    silent = replace(FLOW, facts=(replace(FLOW.facts[0], gist=""), *FLOW.facts[1:]))
    ids = {one.id for one in make_items(bank_of(silent)).items}
    assert "flow2222.ordering.terms" in ids
    assert "flow2222.ordering.gists" not in ids


def test_two_steps_are_no_question_of_order() -> None:
    short = replace(FLOW, facts=FLOW.facts[:2])
    assert ItemKind.ORDERING not in {one.kind for one in make_items(bank_of(short)).items}


def test_multiple_choice_offers_points_and_mistakes_of_the_section() -> None:
    ids = {one.id for seed in range(8) for one in make_items(CHINESE, seed=seed).items}
    assert {"phone222.multiple.right", "phone222.multiple.points"} <= ids


def test_which_mistakes_break_a_section_is_asked_with_mistakes_from_elsewhere() -> None:
    more = tuple(
        replace(one, misconceptions=(*one.misconceptions, _wrong(one.id, text)))
        for one, text in zip(
            DRESS.facts,
            ("胸牌别在后腰，走路更利索。", "鞋带拖在地上，走动反而方便。", "刘海盖住双眼，显得更有个性。"),
            strict=True,
        )
    )
    found = [
        one
        for seed in range(8)
        for one in make_items(bank_of(PHONE, replace(DRESS, facts=more)), seed=seed).items
        if one.id == "dress222.multiple.breach"
    ]
    assert found
    for one in found:
        keys = {option.text for option in one.options if option.key}
        assert keys <= {text.text.rstrip("。") for each in more for text in each.misconceptions}


def _wrong(fact_id: str, text: str) -> Misconception:
    return Misconception(id=f"{fact_id}more", text=text, why="违背着装要求。", differs=Difference.OBJECT)


# Enemies


def test_items_of_one_fact_are_enemies() -> None:
    items = {one.id: one for one in make_items(CHINESE).items}
    assert "hold2222.judge.false" in items["hold2222.judge.true"].enemies
    assert "phone222.short.points" in items["hold2222.judge.true"].enemies
    assert "badge222.judge.true" not in items["hold2222.judge.true"].enemies


def test_items_on_facts_that_repeat_each_other_are_enemies() -> None:
    again = section(
        "again222",
        "复习",
        fact("recheck2", "复核再次", "通话快结束时，把谈定的事项再念一遍给来电者。", "谈定的事项再念一遍"),
    )
    items = {one.id: one for one in make_items(bank_of(PHONE, again)).items}
    assert "check222.judge.true" in items["recheck2.cloze.blank"].enemies
    assert "hold2222.judge.true" not in items["recheck2.cloze.blank"].enemies


def test_an_item_that_calls_a_statement_wrong_is_an_enemy_of_those_that_ask_about_it() -> None:
    for seed in range(20):
        items = {one.id: one for one in make_items(CHINESE, seed=seed).items}
        for one in items.values():
            if one.id.endswith(".violation"):
                shown = {option.text for option in one.options}
                for other in items.values():
                    asks = other.kind is ItemKind.TRUE_FALSE and any(text in other.stem for text in shown)
                    assert not asks or other.id in one.enemies


def test_english_items_are_worded_in_english() -> None:
    for one in make_items(ENGLISH).items:
        assert not any("\u4e00" <= char <= "\u9fff" for char in one.stem)


def test_traditional_items_are_worded_in_traditional_characters() -> None:
    bank = replace(CHINESE, language=Language.ZH_HANT)
    assert item(bank, "flow2222.ordering.terms").stem.startswith(("請按先後", "“挂失流程”的下列步驟，正確"))
    assert "錯在程度" in item(bank, "badge222.judge.false").rationale
