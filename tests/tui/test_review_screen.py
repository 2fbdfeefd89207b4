"""The review screen, driven by keys as a person drives it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static, TextArea

from drill.drafts.into_bank import claims_in
from drill.files.bank_folder import load_bank
from drill.model.draft import Standing, Verdict
from drill.text.labels import label
from drill.tui.dialogs import ChoiceDialog, LeaveDialog
from drill.tui.panes import row_text
from drill.tui.review import ReviewApp
from drill.workflows.import_document import ImportRequest, open_review

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from drill.workflows.review_drafts import DraftReview, WriteReport

    Drive = Callable[[ReviewApp, Pilot[WriteReport | None]], Awaitable[None]]

HANDBOOK = """# 消防安全

## 日常检查

- 灭火器：每月检查一次压力，指针在绿区。
- 安全出口：保持畅通，不堆放任何物品。
- 应急灯：每周按一次试验按钮。

## 火情处置

这一段话没有归入任何要点，等人来看。

- 报警：拨打一一九。说清地点和火势。
- 疏散：弯腰沿墙走楼梯，不乘电梯。
"""
ENGLISH = "# Front desk\n\n## Calls\n\n- Greeting: Say the name of the firm first.\n- Hold: Ask before you hold.\n"


@pytest.fixture
def handbook(tmp_path: Path) -> Path:
    path = tmp_path / "handbook.md"
    path.write_text(HANDBOOK, encoding="utf-8")
    return path


@contextmanager
def opened(path: Path) -> Iterator[DraftReview]:
    with open_review(ImportRequest(path=path, root=path.parent / "bank"), lambda _: None) as review:
        yield review


def drive(review: DraftReview, steps: Drive, size: tuple[int, int] = (80, 24)) -> WriteReport | None:
    async def run() -> WriteReport | None:
        screen = ReviewApp(review)
        async with screen.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(screen, pilot)
            await screen.workers.wait_for_complete()
        return screen.return_value

    return asyncio.run(run())


def shown(screen: ReviewApp, name: str) -> str:
    return str(screen.query_one(name, Static).render())


def test_the_least_sure_comes_first_and_o_gives_the_documents_order(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            sure = [review.review.draft(own).confidence for own in screen.listed]  # type: ignore[union-attr] # listed ones exist
            assert sure == sorted(sure)
            await pilot.press("o")
            assert screen.listed == [draft.id for draft in review.review.drafts]

        drive(review, steps)


def test_accepting_rejecting_and_undoing_go_on_to_the_next_and_back(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("o", "a", "x", "a")
            assert [draft.verdict for draft in review.review.drafts[:3]] == [
                Verdict.ACCEPTED,
                Verdict.REJECTED,
                Verdict.ACCEPTED,
            ]
            assert "3/" in shown(screen, "#head")
            await pilot.press("u")
            assert screen.draft is review.review.drafts[2], "the cursor is on what was taken back"
            await pilot.press("u", "u", "u")
            assert all(draft.verdict is Verdict.OPEN for draft in review.review.drafts)
            await pilot.press("f", "a", "x")
            choices = screen.query_one("#drafts", OptionList)
            assert [option.id for option in choices.options] == screen.listed
            rows = [str(row_text(draft, review.language)) for draft in review.review.drafts]
            assert [str(option.prompt) for option in choices.options] == rows, "every row shows what was decided"

        drive(review, steps)


def test_source_and_fact_stand_side_by_side_with_the_spans_marked(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("o", "down")
            assert "安全出口：保持畅通" in shown(screen, "#passage")
            assert "灭火器" in shown(screen, "#passage"), "what stands around is shown too"
            assert "安全出口" in shown(screen, "#claim")
            source, fact = screen.query_one("#source").region, screen.query_one("#fact").region
            assert source.y == fact.y
            assert source.right <= fact.x

        drive(review, steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_every_key_and_its_name_is_on_the_screen(size: tuple[int, int], handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.pause()
            keys = shown(screen, "#keys")
            for name in ("accept", "reject", "edit", "split", "merge", "move", "undo", "sure", "left", "write", "quit"):
                assert label(f"review_key_{name}", review.language) in keys
            assert screen.query_one("#keys").region.bottom == size[1]
            assert screen.query_one("#source").region.height >= 8

        drive(review, steps, size)


def test_editing_changes_term_and_statement(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("o", "e")
            screen.screen.query_one("#one-term", Input).value = "滅火器检查"
            screen.screen.query_one("#one-statement", TextArea).text = "每月查一次。\n指针在绿区。"
            await pilot.press("ctrl+s")
            claim = review.review.drafts[0].claim
            assert (claim.term, claim.statement) == ("灭火器检查", "每月查一次。 指针在绿区。")
            await pilot.press("e")
            screen.screen.query_one("#one-term", Input).value = "不要"
            await pilot.press("escape")
            assert review.review.drafts[0].claim.term == "灭火器检查"

        drive(review, steps)


def test_an_empty_term_is_refused_with_a_reason_and_nothing_is_lost(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("o", "e")
            screen.screen.query_one("#one-term", Input).value = ""
            await pilot.press("ctrl+s")
            assert isinstance(screen.screen.query_one("#one-term", Input), Input), "the dialog stays"
            assert not review.can_undo

        drive(review, steps)


def test_splitting_and_merging_are_opposites(handbook: Path) -> None:
    with opened(handbook) as review:
        before = [draft.claim.statement for draft in review.review.drafts]

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("o", "down", "down", "down", "s")
            await pilot.press("ctrl+s")
            assert [draft.claim.statement for draft in review.review.drafts[3:5]] == [
                "拨打一一九。",
                "说清地点和火势。",
            ]
            await pilot.press("m")
            assert isinstance(screen.screen, ChoiceDialog)
            await pilot.press("enter")
            assert [draft.claim.statement for draft in review.review.drafts] == before

        drive(review, steps)


def test_moving_to_another_or_a_new_section(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("o", "v", "down", "enter")
            assert review.review.drafts[0].claim.section == "火情处置"
            await pilot.press("v")
            screen.screen.query_one("#new-section", Input).value = "新的一节"
            await pilot.press("ctrl+s")
            assert review.review.drafts[0].claim.section == "新的一节"

        drive(review, steps)


def test_left_over_text_becomes_a_fact(handbook: Path) -> None:
    with opened(handbook) as review:
        texts = [left.text for left in review.reading.leftovers]
        at = next(number for number, text in enumerate(texts) if text.startswith("这一段话"))

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("t", *["down"] * at, "enter")
            screen.screen.query_one("#one-term", Input).value = "没归入的话"
            await pilot.press("ctrl+s")
            made = review.review.drafts[-1]
            assert (made.claim.term, made.claim.statement) == ("没归入的话", texts[at])
            assert screen.draft is made
            assert at in review.review.used

        drive(review, steps)


def test_accepting_all_that_is_sure_is_one_step(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("A")
            screen.screen.query_one("#confidence", Input).value = "0"
            await pilot.press("enter")
            assert review.open_count == 0
            await pilot.pause()
            assert label("review_nothing_open", review.language) in shown(screen, "#claim")
            await pilot.press("u")
            assert review.open_count == len(review.review.drafts)

        drive(review, steps)


def test_leaving_asks_to_write_and_writes_into_the_bank(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("o", "a", "q")
            assert isinstance(screen.screen, LeaveDialog)
            await pilot.press("escape", "q", "w")

        report = drive(review, steps)
        assert report is not None
        assert report.new == 1
        assert [says.term for says in claims_in(load_bank(review.root).bank).values()] == ["灭火器"]
        assert review.review.drafts[0].standing is Standing.SAME


def test_leaving_without_writing_keeps_the_decisions(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            assert screen.is_running
            await pilot.press("o", "a", "q", "q")

        assert drive(review, steps) is None
    with opened(handbook) as review:
        assert review.review.drafts[0].verdict is Verdict.ACCEPTED
        assert claims_in(load_bank(review.root).bank) == {}


def test_writing_goes_on_with_what_is_open(handbook: Path) -> None:
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            await pilot.press("w")
            assert not (review.root / "facts").exists()
            await pilot.press("o", "a", "w")
            await screen.workers.wait_for_complete()
            await pilot.pause()
            assert len(screen.listed) == len(review.review.drafts) - 1
            await pilot.press("f")
            assert len(screen.listed) == len(review.review.drafts)
            await pilot.press("question_mark")
            assert "Ctrl" not in shown(screen, "#keys")
            await pilot.press("escape", "q")

        report = drive(review, steps)
        assert report is not None
        assert report.new == 1


def test_a_gone_fact_says_what_its_keys_do_and_cannot_be_edited(handbook: Path) -> None:
    with opened(handbook) as review:
        review.accept_sure(0)
        review.write()
    handbook.write_text(HANDBOOK.replace("- 应急灯：每周按一次试验按钮。\n", ""), encoding="utf-8")
    with opened(handbook) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            assert label("review_hint_gone", review.language) in shown(screen, "#claim")
            await pilot.press("e", "v", "s", "m")
            assert len(screen.screen_stack) == 1
            await pilot.press("a", "q", "w")

        report = drive(review, steps)
        assert report is not None
        assert report.removed == 1


def test_an_english_bank_has_english_labels(tmp_path: Path) -> None:
    path = tmp_path / "desk.md"
    path.write_text(ENGLISH, encoding="utf-8")
    with opened(path) as review:

        async def steps(screen: ReviewApp, pilot: Pilot[WriteReport | None]) -> None:
            assert screen.query_one("#drafts", OptionList).option_count == 2
            assert "accept" in shown(screen, "#keys")
            await pilot.press("question_mark")
            assert "Every decision is saved at once" in str(screen.screen.query(Static).first().render())

        drive(review, steps)
