"""A review session: the card that comes next, what each rating would lead to, answers recorded one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from drill.files.clock import now_ms
from drill.files.entropy import below
from drill.model.bank import Language
from drill.model.learner import StudyDay
from drill.model.review import Action, Answer, Rating, operation_id
from drill.model.schedule import CardPhase, new_card_state
from drill.schedule.fuzz import Surroundings
from drill.schedule.history import CardReplay
from drill.schedule.queue import Queue, todays_queue
from drill.schedule.study_day import study_day
from drill.schedule.transition import Scheduler, is_leech
from drill.store.banks import bank_languages
from drill.store.opening import open_store
from drill.store.queue import due_load
from drill.store.reviews import record, undo
from drill.text.labels import label
from drill.text.script import Script, convert, convert_strings
from drill.text.shuffle import Rng
from drill.workflows.learning import DeckToday, decks_today, the_learner

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from drill.model.deck import CardId, Face, FaceOption
    from drill.model.learner import Learner
    from drill.model.review import OperationId
    from drill.model.schedule import CardState
    from drill.store.opening import Store

LONGEST_ANSWER_MS: Final = 60_000
"""A card left lying counts as a minute, as in Anki."""
_LOAD_DAYS: Final = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequest:
    """What is asked of `drill review`: whose cards, of which bank ('' for all), in which script."""

    path: Path
    learner: str = ""
    bank: str = ""
    script: Script = Script.HANS


@dataclass(frozen=True, slots=True)
class Delay:
    """When a card comes again: after seconds, or after days (the other is 0)."""

    seconds: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A card to be shown: its face in the session's script, its options in today's order, when it comes again.

    `predicted` is the chance of recall the model expects, None for a new card.
    """

    card_id: CardId
    phase: CardPhase
    deck: str
    face: Face
    options: tuple[FaceOption, ...]
    delays: Mapping[Rating, Delay]
    predicted: float | None

    @property
    def several_keys(self) -> bool:
        """Whether more than one option is right."""
        return sum(option.key for option in self.options) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How many cards are left today."""

    new: int
    steps: int
    reviews: int

    @property
    def all(self) -> int:
        """All of them."""
        return self.new + self.steps + self.reviews


@dataclass(slots=True)
class _Lane:
    """One deck in the session: what it was made from, the states since, its queue, and the cards of each note."""

    today: DeckToday
    states: dict[CardId, CardState]
    queue: Queue
    siblings: Mapping[str, Sequence[CardId]]


class ReviewSession:
    """A learner's cards of today, one after the other. Every answer is durable when `answer` returns."""

    def __init__(self, store: Store, learner: Learner, request: ReviewRequest) -> None:
        self._store = store
        self._request = request
        self._session_id = f"{below(1 << 63):016x}"
        self._operations = 0
        self.learner = learner
        self.answered = Counter[Rating]()
        self._lanes: list[_Lane] = []
        self._languages = bank_languages(store)
        self._read()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    @property
    def language(self) -> Language:
        """The language of the screen: that of the first deck's bank, in the session's script."""
        language = Language(self._languages[self._lanes[0].today.deck.bank_id])
        return language if language is Language.EN or self._request.script is Script.HANS else Language.ZH_HANT

    @property
    def title(self) -> str:
        """The titles of the decks."""
        return convert(" · ".join(lane.today.deck.title for lane in self._lanes), self._request.script)

    @property
    def left(self) -> Left:
        """What is left today."""
        new = sum(len(lane.queue.new.intersection(lane.queue.main)) for lane in self._lanes)
        return Left(
            new=new,
            steps=sum(len(lane.queue.stepping) for lane in self._lanes),
            reviews=sum(len(lane.queue.main) for lane in self._lanes) - new,
        )

    def current(self) -> Shown | None:
        """Return the card that comes now; None if nothing is left for now."""
        at_ms = now_ms()
        if study_day(at_ms, self.learner.calendar) != self._lanes[0].today.today:
            self._read()
        lane = self._lane_of_next(at_ms)
        card_id = None if lane is None else lane.queue.next_card(at_ms)
        return None if lane is None or card_id is None else self._shown(lane, card_id, at_ms)

    def waits_ms(self) -> int | None:
        """Return in how many milliseconds a card in steps comes; None if none does today."""
        due = [at for lane in self._lanes if (at := lane.queue.waits_until_ms()) is not None]
        return max(0, min(due) - now_ms()) if due else None

    def answer(self, shown: Shown, rating: Rating, taken_ms: int) -> bool:
        """Record the rating of the card shown; return whether that made it a leech."""
        lane = self._lane_of(shown.card_id)
        state = self._record(lane, shown.card_id, rating=rating, taken_ms=min(taken_ms, LONGEST_ANSWER_MS))
        self.answered[rating] += 1
        return rating is Rating.AGAIN and is_leech(state, lane.today.deck.options)

    def act(self, shown: Shown, action: Action) -> None:
        """Record an action by hand on the card shown."""
        self._record(self._lane_of(shown.card_id), shown.card_id, action=action)

    def summary(self) -> str:
        """Return in a line what was done and what is left, in the screen's language."""
        answers = self.answered.total()
        passed = answers - self.answered[Rating.AGAIN]
        return label("learn_summary", self.language, answers=answers, passed=passed, left=self.left.all)

    def undo(self) -> bool:
        """Take back the latest answer or action, of this session or an earlier one; its card comes next.

        Return whether there was one.
        """
        review = undo(self._store, self.learner.id, self._operation(), CardReplay(self._model), now_ms())
        if review is None:
            return False
        if review.answer.rating is not None and self.answered[review.answer.rating] > 0:
            self.answered[review.answer.rating] -= 1
        self._read()
        card = review.answer.card_id
        for lane in self._lanes:
            if card in lane.today.cards:
                lane.queue = lane.queue.first(card, new=lane.states.get(card) is None)
        return True

    def _read(self) -> None:
        """Read the decks as they stand and queue what is left of the day."""
        with self._store.read():
            decks = decks_today(self._store, self.learner, self._request.bank, now_ms())
            load = due_load(self._store, self.learner.id, StudyDay(decks[0].today + 1), _LOAD_DAYS)
        self._load = {StudyDay(decks[0].today + 1 + number): cards for number, cards in enumerate(load)}
        self._model = decks[0].model
        self._lanes = [_lane(deck) for deck in decks]

    def _lane_of_next(self, at_ms: int) -> _Lane | None:
        """Return the deck the next card is of: a step that is due comes before anything else."""
        coming = [lane for lane in self._lanes if lane.queue.next_card(at_ms) is not None]
        due = [lane for lane in coming if (at := lane.queue.waits_until_ms()) is not None and at <= at_ms]
        full = [lane for lane in coming if lane.queue.main]
        return next(iter((*due, *full, *coming)), None)

    def _lane_of(self, card_id: CardId) -> _Lane:
        return next(lane for lane in self._lanes if card_id in lane.today.cards)

    def _state(self, lane: _Lane, card_id: CardId) -> CardState:
        return lane.states.get(card_id) or new_card_state(self.learner.id, card_id, lane.today.today)

    def _scheduler(self, lane: _Lane, card_id: CardId) -> Scheduler:
        others = lane.siblings[lane.today.cards[card_id].card.note_id]
        siblings = frozenset(lane.states[one].due_day for one in others if one != card_id and one in lane.states)
        surroundings = Surroundings(load=self._load, sibling_days=siblings)
        return Scheduler(lane.today.deck.options, lane.today.model, self.learner.calendar, surroundings)

    def _shown(self, lane: _Lane, card_id: CardId, at_ms: int) -> Shown:
        stored, state = lane.today.cards[card_id], self._state(lane, card_id)
        scheduler = self._scheduler(lane, card_id)
        outcomes = scheduler.outcomes(state, self._answer(card_id, at_ms, lane.today.today))
        predicted = scheduler.predicted_ppm(state, lane.today.today)
        script = self._request.script
        face = (
            stored.card.face
            if script is Script.HANS
            else convert_strings(stored.card.face, lambda t: convert(t, script))
        )
        return Shown(
            card_id=card_id,
            phase=state.phase,
            deck=convert(lane.today.deck.title, script),
            face=face,
            options=tuple(Rng("options", card_id, lane.today.today).shuffled(face.options)),
            delays={rating: _delay(outcome.state, at_ms) for rating, outcome in outcomes.items()},
            predicted=None if predicted is None else predicted / 1_000_000,
        )

    def _answer(self, card_id: CardId, at_ms: int, today: StudyDay) -> Answer:
        return Answer(
            operation_id=operation_id("review", self._session_id, str(self._operations)),
            learner_id=self.learner.id,
            card_id=card_id,
            reviewed_at_ms=at_ms,
            study_day=today,
        )

    def _record(
        self,
        lane: _Lane,
        card_id: CardId,
        *,
        rating: Rating | None = None,
        action: Action = Action.NONE,
        taken_ms: int = 0,
    ) -> CardState:
        self._operations += 1
        at_ms = now_ms()
        answer = replace(
            self._answer(card_id, at_ms, lane.today.today), rating=rating, action=action, taken_ms=taken_ms
        )
        state = record(self._store, answer, self._scheduler(lane, card_id), at_ms).state
        lane.states[card_id] = state
        lane.queue = lane.queue.after(state, lane.today.today)
        if state.phase is CardPhase.REVIEW and rating is not None:
            self._load[state.due_day] = self._load.get(state.due_day, 0) + 1
        return state

    def _operation(self) -> OperationId:
        self._operations += 1
        return operation_id("undo", self._session_id, str(self._operations))


def _lane(deck: DeckToday) -> _Lane:
    siblings: dict[str, list[CardId]] = {}
    for card_id, stored in deck.cards.items():
        siblings.setdefault(stored.card.note_id, []).append(card_id)
    return _Lane(deck, dict(deck.states), todays_queue(deck.day()), siblings)


def open_session(request: ReviewRequest) -> ReviewSession:
    """Open the store and begin a session, a context manager. Raises WhoError, NoDeckError, StoreError."""
    store = open_store(request.path)
    try:
        return ReviewSession(store, the_learner(store, request.learner), request)
    except BaseException:
        store.close()
        raise


def _delay(state: CardState, at_ms: int) -> Delay:
    if state.phase is CardPhase.REVIEW:
        return Delay(0, state.interval_days)
    return Delay(max(0, (state.due_at_ms - at_ms) // 1000), 0)
