"""The reviewer: a card, its answer, four ratings; every key does one thing at once."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Static

from drill.files.clock import stopwatch_ms
from drill.model.review import Action, Rating
from drill.text.labels import label
from drill.tui.reviewer_text import back, delay_text, front, picked_right
from drill.workflows.review_session import Delay

if TYPE_CHECKING:
    from textual import events

    from drill.workflows.review_session import ReviewSession, Shown

_BAR_WIDTH = 40
_NOTICE_S = 2.0
_MOST_OPTIONS = 8
_RATING_IDS = {rating.name.lower(): rating for rating in Rating}


class _Phase(Enum):
    """What the screen waits for."""

    QUESTION = "question"
    ANSWER = "answer"
    NOTHING_NOW = "nothing now"
    TIME_UP = "time up"


class ReviewerApp(App[None]):
    """Shows a session's cards until it is left. `minutes` limits the time, None not.

    An answer is recorded before the next card is read, so a crash or a closed window loses nothing.
    """

    CSS_PATH = "reviewer.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "go_on", show=False, priority=True),
        *(Binding(str(int(rating)), f"rate({int(rating)})", show=False) for rating in Rating),
        Binding("u,ctrl+z", "undo", show=False),
        Binding("minus", "bury", show=False),
        Binding("exclamation_mark,@", "suspend", show=False),
        Binding("q,escape,ctrl+c", "leave", show=False, priority=True),
    ]

    def __init__(self, session: ReviewSession, minutes: float | None = None) -> None:
        super().__init__()
        self._session = session
        self._language = session.language
        self._limit_ms = None if minutes is None else round(minutes * 60_000)
        self._began_ms = stopwatch_ms()
        self._first_left = session.left.all
        self._shown: Shown | None = None
        self._shown_at_ms = 0
        self._picked: set[int] = set()
        self._phase = _Phase.NOTHING_NOW

    def compose(self) -> ComposeResult:
        """Lay the screen out once; cards only change its texts."""
        yield Static(id="top")
        yield Static(id="progress")
        with VerticalScroll(id="card"):
            yield Static(id="question")
            yield Static("─" * 100, id="line")
            yield Static(id="answer")
        with Horizontal(id="ratings"):
            for name in _RATING_IDS:
                yield Static(id=name, classes="rating")
        yield Static(id="hint")

    def on_mount(self) -> None:
        """Show the first card, and keep the clock running."""
        self.set_interval(1.0, self._tick)
        self._next()

    @property
    def shown(self) -> Shown | None:
        """The card on the screen."""
        return self._shown

    @property
    def answer_is_shown(self) -> bool:
        """Whether ratings are taken now."""
        return self._phase is _Phase.ANSWER

    # What keys do

    def action_go_on(self) -> None:
        """Show the answer; then take the rating that suggests itself; when time is up, go on for as long again."""
        match self._phase:
            case _Phase.QUESTION:
                self._reveal()
            case _Phase.ANSWER:
                self.action_rate(int(self._suggested))
            case _Phase.TIME_UP:
                self._began_ms = stopwatch_ms()
                self._next()
            case _Phase.NOTHING_NOW:
                self._next()

    def action_rate(self, number: int) -> None:
        """Record the rating once the answer is shown; before that, show the answer."""
        if self._phase is _Phase.QUESTION:
            self._reveal()
        elif self._phase is _Phase.ANSWER and self._shown is not None:
            leech = self._session.answer(self._shown, Rating(number), stopwatch_ms() - self._shown_at_ms)
            if leech:
                self._say("learn_leech")
            self._next()

    def action_undo(self) -> None:
        """Take back the latest answer and show its card again."""
        undone = self._session.undo()
        self._say("learn_undone" if undone else "learn_nothing_to_undo")
        if undone:
            self._next(in_time=True)

    def action_bury(self) -> None:
        """Leave the card for tomorrow."""
        self._act(Action.BURY, "learn_buried")

    def action_suspend(self) -> None:
        """Take the card out until somebody brings it back."""
        self._act(Action.SUSPEND, "learn_suspended")

    def action_leave(self) -> None:
        """Close the reviewer; everything is recorded already."""
        self.exit()

    def on_key(self, event: events.Key) -> None:
        """Pick an option by its letter."""
        if self._phase is not _Phase.QUESTION or self._shown is None or not event.character:
            return
        place = ord(event.character.upper()) - ord("A") if len(event.character) == 1 else -1
        if 0 <= place < min(len(self._shown.options), _MOST_OPTIONS):
            event.stop()
            self._pick(place)

    def on_click(self, event: events.Click) -> None:
        """Take a click on a rating, or on the card to see its answer."""
        rating = None if event.widget is None else _RATING_IDS.get(event.widget.id or "")
        if rating is not None:
            self.action_rate(int(rating))
        elif self._phase is _Phase.QUESTION and self._shown is not None and not self._shown.options:
            self._reveal()

    # What follows

    @property
    def _suggested(self) -> Rating:
        """Good, or Again where the wrong options were picked."""
        wrong = self._shown is not None and bool(self._picked) and not picked_right(self._shown, self._picked)
        return Rating.AGAIN if wrong else Rating.GOOD

    def _act(self, action: Action, said: str) -> None:
        if self._shown is not None and self._phase in {_Phase.QUESTION, _Phase.ANSWER}:
            self._session.act(self._shown, action)
            self._say(said)
            self._next()

    def _pick(self, place: int) -> None:
        if self._shown is not None and self._shown.several_keys:
            self._picked ^= {place}
            self._draw()
        else:
            self._picked = {place}
            self._reveal()

    def _reveal(self) -> None:
        self._phase = _Phase.ANSWER
        self._draw()

    def _next(self, *, in_time: bool = False) -> None:
        """Show the next card; `in_time` even where the time is over."""
        self._picked = set()
        if self._time_is_over and not in_time and self._session.left.all:
            self._shown, self._phase = None, _Phase.TIME_UP
        else:
            self._shown = self._session.current()
            self._phase = _Phase.NOTHING_NOW if self._shown is None else _Phase.QUESTION
        self._shown_at_ms = stopwatch_ms()
        self._draw()

    @property
    def _time_is_over(self) -> bool:
        return self._limit_ms is not None and stopwatch_ms() - self._began_ms >= self._limit_ms

    def _tick(self) -> None:
        self._draw_top()
        if self._phase is _Phase.NOTHING_NOW:
            self._next()

    # What is drawn

    def _say(self, name: str) -> None:
        self.notify(label(name, self._language), timeout=_NOTICE_S)

    def _draw(self) -> None:
        self._draw_top()
        shown, answered = self._shown, self._phase is _Phase.ANSWER
        question, answer = self.query_one("#question", Static), self.query_one("#answer", Static)
        self.query_one("#line").set_class(not answered, "away")
        answer.set_class(not answered, "away")
        self.query_one("#ratings").set_class(not answered, "away")
        if shown is None:
            question.update(self._pause_text())
        elif answered:
            question.update(Text(shown.face.prompt, style="bold"))
            answer.update(back(shown, self._picked, self._language))
            self._draw_ratings(shown)
        else:
            question.update(front(shown, self._picked, self._language))
        self.query_one("#card", VerticalScroll).scroll_home(animate=False)
        self.query_one("#hint", Static).update(Text(self._hint()))

    def _draw_top(self) -> None:
        left, language = self._session.left, self._language
        clock = ""
        if self._limit_ms is not None:
            seconds = max(0, self._limit_ms - (stopwatch_ms() - self._began_ms)) // 1000
            clock = f"   {seconds // 60}:{seconds % 60:02}"
        counts = label("learn_left", language, new=left.new, steps=left.steps, reviews=left.reviews)
        self.query_one("#top", Static).update(Text(f"{self._session.title}   {counts}{clock}"))
        self._first_left = max(self._first_left, left.all)
        done = _BAR_WIDTH * (self._first_left - left.all) // max(1, self._first_left)
        self.query_one("#progress", Static).update(Text("━" * done + "─" * (_BAR_WIDTH - done)))

    def _draw_ratings(self, shown: Shown) -> None:
        for name, rating in _RATING_IDS.items():
            button = self.query_one(f"#{name}", Static)
            button.set_class(rating is self._suggested, "suggested")
            delay = delay_text(shown.delays[rating], self._language)
            button.update(Text(f"{int(rating)}  {label(f'learn_{name}', self._language)}\n{delay}", justify="center"))

    def _pause_text(self) -> Text:
        session, language = self._session, self._language
        waits = session.waits_ms()
        if self._phase is _Phase.TIME_UP:
            said = label("learn_time_up", language, minutes=f"{(self._limit_ms or 0) / 60_000:g}")
        elif waits is not None:
            said = label("learn_waiting", language, delay=delay_text(Delay(waits // 1000, 0), language))
        else:
            said = label("learn_finished", language)
        return Text(f"{said}\n\n{session.summary()}")

    def _hint(self) -> str:
        match self._phase:
            case _Phase.QUESTION:
                keys = label("learn_keys_front", self._language)
                return f"{label('learn_show', self._language)}　{keys}"
            case _Phase.ANSWER:
                suggested = label(f"learn_{self._suggested.name.lower()}", self._language)
                return label("learn_keys", self._language, suggested=suggested)
            case _Phase.NOTHING_NOW | _Phase.TIME_UP:
                return label("learn_keys_end", self._language)
