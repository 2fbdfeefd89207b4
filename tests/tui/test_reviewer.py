"""The reviewer, driven by keys and clicks as a learner drives it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.workflows.learning_store import bank, fill
from textual.widgets import Static

from drill.model.bank import Language
from drill.model.review import Rating
from drill.store.opening import open_store
from drill.store.reviews import history, states
from drill.text.script import Script
from drill.tui import reviewer
from drill.tui.reviewer import ReviewerApp
from drill.tui.reviewer_text import delay_text
from drill.workflows.review_session import Delay, ReviewRequest, open_session

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from drill.workflows.review_session import ReviewSession

    Drive = Callable[[ReviewerApp, Pilot[None]], Awaitable[None]]


def text_of(app: ReviewerApp, name: str) -> str:
    return str(app.query_one(f"#{name}", Static).render())


def driven(session: ReviewSession, drive: Drive, minutes: float | None = None) -> ReviewerApp:
    async def run() -> ReviewerApp:
        app = ReviewerApp(session, minutes)
        async with app.run_test(size=(100, 30)) as pilot:
            await drive(app, pilot)
        return app

    return asyncio.run(run())


def test_space_shows_the_answer_and_then_rates_good(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank())

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        assert text_of(app, "question") == "Term 0?"
        assert app.query_one("#answer").has_class("away")
        await pilot.press("space")
        assert app.answer_is_shown
        assert "Statement 0." in text_of(app, "answer")
        assert "重来" in text_of(app, "again")
        assert "10 分" in text_of(app, "good")
        await pilot.press("space")
        assert text_of(app, "question") == "Term 1?"
        assert "新卡 4　学习中 1" in text_of(app, "top")

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)
        assert session.answered == {Rating.GOOD: 1}


def test_number_keys_rate_and_are_recorded_at_once(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank())

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        with open_store(path) as another:
            for rating in Rating:
                assert app.shown is not None
                card_id = app.shown.card_id
                await pilot.press("1")  # before the answer any rating only shows it
                assert history(another, session.learner.id, card_id) == ()
                await pilot.press(str(int(rating)))
                assert [r.answer.rating for r in history(another, session.learner.id, card_id)] == [rating]

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)


def test_undo_shows_the_card_again(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank())

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.press("u")  # nothing yet
        await pilot.press("space", "4", "space", "3", "u")
        assert text_of(app, "question") == "Term 1?"
        await pilot.press("ctrl+z")
        assert text_of(app, "question") == "Term 0?"

    with open_session(ReviewRequest(path=path)) as session, open_store(path) as another:
        driven(session, drive)
        assert states(another, session.learner.id) == ()


def letters(app: ReviewerApp, *, keys: bool) -> list[str]:
    assert app.shown is not None
    return ["abc"[place] for place, option in enumerate(app.shown.options) if option.key is keys]


def test_a_letter_picks_an_option_and_a_wrong_one_suggests_again(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(choices=True))

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        assert "○ A" in text_of(app, "question")
        await pilot.press(letters(app, keys=False)[0])
        assert app.answer_is_shown
        answer = text_of(app, "answer")
        assert "✗ 选错了" in answer
        assert "情绪先于事情。" in answer
        assert "投诉处理的第一步。" in answer
        assert "出处：讲义第 3 页" in answer
        assert app.query_one("#again").has_class("suggested")
        await pilot.press("space")

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)
        assert session.answered == {Rating.AGAIN: 1}


def test_where_several_are_right_letters_toggle_and_space_confirms(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(choices=True))

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.press(letters(app, keys=True)[0], "space")
        assert "多选" in text_of(app, "question")
        wrong, *rest = letters(app, keys=False)
        await pilot.press(wrong, *rest, wrong, *letters(app, keys=True), "x", *rest)
        assert text_of(app, "question").count("●") == 2
        await pilot.press("space")
        assert "✓ 选对了" in text_of(app, "answer")
        assert app.query_one("#good").has_class("suggested")

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)


def test_cards_are_put_off_and_suspended_by_a_key(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank())

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.press("minus")
        assert text_of(app, "question") == "Term 1?"
        await pilot.press("space", "exclamation_mark")
        assert text_of(app, "question") == "Term 2?"

    with open_session(ReviewRequest(path=path)) as session, open_store(path) as another:
        driven(session, drive)
        first, second = states(another, session.learner.id)
        assert first.buried_until_day > first.due_day
        assert second.suspended


def test_clicks_do_what_keys_do(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank())

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.click("#question")
        assert app.answer_is_shown
        await pilot.click("#easy")
        assert text_of(app, "question") == "Term 1?"

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)
        assert session.answered == {Rating.EASY: 1}


def test_at_the_end_it_says_so_and_undo_still_works(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank(2))

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.press("space", "4", "space", "4")
        assert "今天的卡片都完成了。" in text_of(app, "question")
        assert "答了 2 张，记住 2 张，还剩 0 张。" in text_of(app, "question")
        await pilot.press("3", "minus", "a", "space")  # nothing there to rate
        await pilot.press("u")
        assert text_of(app, "question") == "Term 1?"

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)


def test_a_step_further_away_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fill(tmp_path / "drill.db", bank(1))
    monkeypatch.setattr("drill.schedule.queue.LEARN_AHEAD_MS", 0)

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.press("space", "3")
        assert "下一张卡片还有 10 分" in text_of(app, "question")
        monkeypatch.setattr("drill.schedule.queue.LEARN_AHEAD_MS", 1_200_000)
        app._tick()  # what happens every second
        await pilot.pause()
        assert text_of(app, "question") == "Term 0?"

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)


def test_time_runs_out_after_the_card_then_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fill(tmp_path / "drill.db", bank())
    clock = {"ms": 0}
    monkeypatch.setattr(reviewer, "stopwatch_ms", lambda: clock["ms"])

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        assert "5:00" in text_of(app, "top")
        await pilot.press("space")
        clock["ms"] = 300_000
        await pilot.press("3")
        assert "5 分钟到了" in text_of(app, "question")
        await pilot.press("space")
        assert text_of(app, "question") == "Term 1?"
        assert "5:00" in text_of(app, "top")

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive, minutes=5)
        assert session.answered == {Rating.GOOD: 1}


def test_leaving_needs_one_key_and_loses_nothing(tmp_path: Path) -> None:
    path = fill(tmp_path / "drill.db", bank())

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.press("space", "3", "q")
        assert app._exit

    with open_session(ReviewRequest(path=path)) as session, open_store(path) as another:
        driven(session, drive)
        assert len(states(another, session.learner.id)) == 1


@pytest.mark.parametrize(
    ("language", "script", "again"),
    [("zh-Hans", Script.HANS, "重来"), ("zh-Hans", Script.HANT, "重來"), ("en", Script.HANT, "Again")],
)
def test_the_screen_speaks_the_banks_language_in_the_script_asked_for(
    tmp_path: Path, language: str, script: Script, again: str
) -> None:
    path = fill(tmp_path / "drill.db", bank(language=language))

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        await pilot.press("space")
        assert again in text_of(app, "again")

    with open_session(ReviewRequest(path=path, script=script)) as session:
        driven(session, drive)


def test_what_looks_like_markup_is_shown_as_it_is(tmp_path: Path) -> None:
    made = bank(1)
    (card,) = made.cards
    face = replace(card.face, prompt="[bold]x[/] [link=y]", answer="[/]")
    path = fill(tmp_path / "drill.db", replace(made, cards=(replace(card, face=face),)))

    async def drive(app: ReviewerApp, pilot: Pilot[None]) -> None:
        assert text_of(app, "question") == "[bold]x[/] [link=y]"
        await pilot.press("space")
        assert "[/]" in text_of(app, "answer")

    with open_session(ReviewRequest(path=path)) as session:
        driven(session, drive)


@pytest.mark.parametrize(
    ("delay", "text"),
    [
        (Delay(20, 0), "<1 min"),
        (Delay(600, 0), "10 min"),
        (Delay(7200, 0), "2 h"),
        (Delay(0, 4), "4 d"),
        (Delay(0, 61), "2.0 mo"),
        (Delay(0, 800), "2.2 y"),
    ],
)
def test_delays_are_short(delay: Delay, text: str) -> None:
    assert delay_text(delay, Language.EN) == text
