"""The review screen: source passage and fact side by side, a key for each decision."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from drill.drafts.nearby import by_urgency, claim_in_front, halves, mergeable
from drill.errors import DrillError
from drill.model.bank import FactKind
from drill.model.draft import (
    Accept,
    Claim,
    Draft,
    Edit,
    Make,
    Merge,
    Move,
    Reject,
    Split,
    Standing,
)
from drill.text.labels import label
from drill.tui.dialogs import (
    ChoiceDialog,
    EditDialog,
    HelpDialog,
    LeaveDialog,
    MoveDialog,
    SplitDialog,
    SureDialog,
    WaitDialog,
)
from drill.tui.keys import ACTIONS, KEYS
from drill.tui.panes import fact_text, key_lines, legend, row_text, source_text

if TYPE_CHECKING:
    from textual import events

    from drill.model.draft import Decision
    from drill.workflows.review_drafts import DraftReview, WriteReport


def review_on_screen(review: DraftReview) -> WriteReport | None:
    """Let a person decide on the drafts of `review`; return what was written into the bank last, None if nothing."""
    return ReviewApp(review).run()


class ReviewApp(App["WriteReport | None"]):
    """The screen. Each key makes one decision, which the review writes down before the screen shows it."""

    CSS_PATH = "review.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(keys, action, show=False, priority=False) for keys, action in ACTIONS.items()
    ]

    def __init__(self, review: DraftReview) -> None:
        super().__init__()
        self.review = review
        self.language = review.language
        self.by_confidence = True
        self.only_open = True
        self.listed: list[str] = []
        self.rows: dict[str, Draft] = {}
        self.written: WriteReport | None = None

    def text(self, name: str, **values: object) -> str:
        """Return a label in the bank's language."""
        return label(name, self.language, **values)

    def compose(self) -> ComposeResult:
        """Lay out the screen."""
        yield Static(id="head")
        yield OptionList(id="drafts")
        with Horizontal(id="panes"):
            with VerticalScroll(id="source"):
                yield Static(id="passage")
            with VerticalScroll(id="fact"):
                yield Static(id="claim")
        yield Static(id="keys")

    def on_mount(self) -> None:
        """Show the first draft."""
        self.query_one("#source").border_title = self.text("review_source")
        self.query_one("#source").border_subtitle = legend(self.language).markup
        self.query_one("#fact").border_title = self.text("review_fact")
        self.refresh_list()
        self.query_one("#drafts").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Fit the keys to the width."""
        self.query_one("#keys", Static).update(key_lines(KEYS, self.language, event.size.width - 2))

    # What is shown

    def shown_drafts(self) -> list[Draft]:
        """Return the drafts in the list, in its order."""
        drafts = [one for one in self.review.review.drafts if not (self.only_open and one.is_settled)]
        return by_urgency(drafts) if self.by_confidence else drafts

    @property
    def draft(self) -> Draft | None:
        """The draft the cursor is on."""
        at = self.query_one("#drafts", OptionList).highlighted
        return self.review.review.draft(self.listed[at]) if at is not None and at < len(self.listed) else None

    def refresh_list(self, keep: str = "") -> None:
        """Show the drafts anew, with the cursor on `keep`, or else where it was."""
        choices = self.query_one("#drafts", OptionList)
        at = choices.highlighted or 0
        drafts = self.shown_drafts()
        self.listed = [draft.id for draft in drafts]
        self._refresh_rows(choices, drafts)
        if drafts:
            choices.highlighted = self.listed.index(keep) if keep in self.listed else min(at, len(drafts) - 1)
        self._refresh_head()
        self._refresh_panes()

    def _refresh_rows(self, choices: OptionList, drafts: list[Draft]) -> None:
        """Change only the rows that differ where no row is new or moves, which is what a decision mostly does."""
        wanted = {draft.id: draft for draft in drafts}
        if list(wanted) == [own for own in self.rows if own in wanted]:
            for own in [own for own in self.rows if own not in wanted]:
                choices.remove_option(own)
            for own, draft in wanted.items():
                if self.rows[own] is not draft:
                    choices.replace_option_prompt(own, row_text(draft, self.language))
        else:
            choices.clear_options()
            choices.add_options([Option(row_text(draft, self.language), id=own) for own, draft in wanted.items()])
        self.rows = wanted

    def _refresh_head(self) -> None:
        review = self.review
        total = len(review.review.drafts)
        head = Text(
            "  ".join(
                (
                    self.text("review_progress", done=total - review.open_count, all=total),
                    self.text("review_pending", count=len(review.pending)),
                    self.text("review_filter_open" if self.only_open else "review_filter_all"),
                    self.text("review_order_confidence" if self.by_confidence else "review_order_document"),
                    review.reading.document,
                )
            ),
            no_wrap=True,
            overflow="ellipsis",
        )
        self.query_one("#head", Static).update(head)

    def _refresh_panes(self) -> None:
        draft = self.draft
        passage, claim = self.query_one("#passage", Static), self.query_one("#claim", Static)
        if draft is None:
            passage.update("")
            claim.update(self.text("review_nothing_open" if self.review.pending else "review_all_done"))
            return
        passage.update(source_text(draft, self.review.reading, self.language))
        claim.update(fact_text(draft, self.language))
        for pane in ("#source", "#fact"):
            self.query_one(pane).scroll_home(animate=False)

    @on(OptionList.OptionHighlighted, "#drafts")
    def _follow(self) -> None:
        self._refresh_panes()

    @on(OptionList.OptionSelected, "#drafts")
    def _enter(self) -> None:
        self.action_edit()

    # Decisions

    def decide(self, decision: Decision, keep: str = "") -> bool:
        """Write a decision down and show it; what does not apply is said. Return whether it was made."""
        try:
            self.review.decide(decision)
        except DrillError as error:
            self.notify(str(error), severity="warning")
            return False
        self.refresh_list(keep)
        return True

    def action_accept(self) -> None:
        """Accept the draft under the cursor and go on."""
        if (draft := self.draft) is not None and draft.standing is not Standing.SAME:
            self.decide(Accept((draft.id,)))

    def action_reject(self) -> None:
        """Reject the draft under the cursor and go on."""
        if (draft := self.draft) is not None and draft.standing is not Standing.SAME:
            self.decide(Reject((draft.id,)))

    def action_undo(self) -> None:
        """Take back the last decision and go to what it was about."""
        before = self.review.review.drafts
        if not self.review.undo():
            self.notify(self.text("review_no_undo"), severity="warning")
            return
        old = set(before)
        back = next((draft.id for draft in self.review.review.drafts if draft not in old), "")
        self.refresh_list(back)

    def _placed(self) -> Draft | None:
        """Return the draft under the cursor if it stands in the document."""
        draft = self.draft
        if draft is not None and draft.standing is Standing.GONE:
            self.notify(self.text("review_gone_fixed"), severity="warning")
            return None
        return draft

    def action_edit(self) -> None:
        """Edit the draft under the cursor."""
        if (draft := self._placed()) is None:
            return

        def edited(claim: Claim | None) -> None:
            if claim is not None and (cleaned := self.review.clean(claim)) != draft.claim:
                self.decide(Edit(draft.id, cleaned), keep=draft.id)

        self.push_screen(EditDialog(draft.claim, "review_title_edit", self.language), edited)

    def action_split(self) -> None:
        """Split the draft under the cursor."""
        if (draft := self._placed()) is None:
            return
        first, second = halves(draft.claim.statement)

        def split(claims: tuple[Claim, Claim] | None) -> None:
            if claims is not None:
                one, other = map(self.review.clean, claims)
                self.decide(Split(draft.id, one, other, self.review.new_id()), keep=draft.id)

        dialog = SplitDialog(
            replace(draft.claim, statement=first), replace(draft.claim, statement=second), self.language
        )
        self.push_screen(dialog, split)

    def action_merge(self) -> None:
        """Merge another draft into the one under the cursor."""
        if (draft := self._placed()) is None:
            return
        others = mergeable(draft, self.review.review.drafts)
        if not others:
            self.notify(self.text("review_no_other"))
            return

        def merged(other: str | None) -> None:
            if other is not None:
                self.decide(Merge(draft.id, other), keep=draft.id)

        options = [(one.id, f"{one.claim.section} > {one.claim.term}: {one.claim.statement}") for one in others]
        self.push_screen(ChoiceDialog("review_title_merge", options, self.language), merged)

    def action_move(self) -> None:
        """Put the draft under the cursor into another section."""
        if (draft := self._placed()) is None:
            return
        claims = [one.claim for one in self.review.review.drafts]
        titles = list(dict.fromkeys((claim.chapter, claim.section) for claim in claims))

        def moved(target: tuple[str, str] | None) -> None:
            if target is not None:
                cleaned = self.review.clean(replace(draft.claim, chapter=target[0], section=target[1]))
                self.decide(Move((draft.id,), cleaned.chapter, cleaned.section), keep=draft.id)

        now = (draft.claim.chapter, draft.claim.section)
        self.push_screen(MoveDialog(titles, now, self.language), moved)

    def action_sure(self) -> None:
        """Accept everything of at least some confidence."""

        def accepted(confidence: float | None) -> None:
            if confidence is not None:
                count = self.review.accept_sure(confidence)
                self.refresh_list()
                self.notify(self.text("review_done_sure", count=count))

        self.push_screen(SureDialog(self.review.count_sure, self.language), accepted)

    def action_left(self) -> None:
        """Show text that is in no fact, to make a fact of it."""
        used = self.review.review.used
        left = [(str(at), one.text) for at, one in enumerate(self.review.reading.leftovers) if at not in used]
        if not left:
            self.notify(self.text("review_no_left"))
            return

        def chosen(number: str | None) -> None:
            if number is not None:
                self._make(int(number))

        self.push_screen(ChoiceDialog("review_title_left", left, self.language), chosen)

    def _make(self, number: int) -> None:
        """Edit and keep a new fact made of left-over text, under the titles of what stands in front of it."""
        leftover = self.review.reading.leftovers[number]
        near = claim_in_front(leftover, self.review.review.drafts)
        titles = (near.chapter, near.section) if near else (self.review.bank_title, self.review.bank_title)
        claim = Claim(chapter=titles[0], section=titles[1], term="", statement=leftover.text, kind=FactKind.OTHER)

        def made(claim: Claim | None) -> None:
            if claim is not None:
                fresh = self.review.new_id()
                self.decide(Make(fresh, self.review.clean(claim), number), keep=fresh)

        self.push_screen(EditDialog(claim, "review_title_make", self.language), made)

    # The screen itself

    def action_order(self) -> None:
        """Switch the order of the list."""
        self.by_confidence = not self.by_confidence
        self.refresh_list(self._cursor_id())

    def action_filter(self) -> None:
        """Show decided drafts too, or not."""
        self.only_open = not self.only_open
        self.refresh_list(self._cursor_id())

    def _cursor_id(self) -> str:
        return self.draft.id if self.draft is not None else ""

    def action_help(self) -> None:
        """Show what the keys do."""
        self.push_screen(HelpDialog(self.language))

    def action_write(self) -> None:
        """Write what is decided into the bank."""
        if not self.review.pending:
            self.notify(self.text("review_nothing_to_write"))
        else:
            self._write(and_leave=False)

    @work(exclusive=True)
    async def _write(self, *, and_leave: bool) -> None:
        """Write while a notice stands over the screen, so that nothing can be decided meanwhile."""
        notice = WaitDialog(self.language)
        await self.push_screen(notice)
        try:
            report = await asyncio.to_thread(self.review.write)
        except DrillError as error:
            notice.dismiss(None)
            self.notify(str(error), severity="error", timeout=30)
            return
        notice.dismiss(None)
        self.written = report if self.written is None else self.written.joined(report)
        if and_leave:
            self.exit(self.written)
            return
        self.refresh_list()
        counts = {"new": report.new, "changed": report.changed, "removed": report.removed}
        self.notify(self.text("review_done_write", **counts), timeout=3)

    def action_leave(self) -> None:
        """Leave; what is not written yet is asked about first."""
        pending = len(self.review.pending)
        if not pending:
            self.exit(self.written)
            return

        def answered(answer: str | None) -> None:
            if answer == "write":
                self._write(and_leave=True)
            elif answer == "leave":
                self.exit(self.written)

        self.push_screen(LeaveDialog(pending, self.language), answered)
