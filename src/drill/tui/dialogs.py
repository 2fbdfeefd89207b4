"""Dialogs over the review screen: each asks one thing and hands back the answer, or None if it was called off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Select, Static, TextArea
from textual.widgets.option_list import Option

from drill.model.bank import FactKind
from drill.text.labels import label
from drill.tui.panes import kind_label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events

    from drill.model.bank import Language
    from drill.model.draft import Claim

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer | None], Generic[Answer]):
    """A box in the middle of the screen that Esc calls off."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "call_off", show=False)]

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.language = language

    def text(self, name: str, **values: object) -> str:
        """Return a label in the bank's language."""
        return label(name, self.language, **values)

    def action_call_off(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)


class ClaimFields(Vertical):
    """Fields for the term, kind and statement of a claim, and for its titles if wanted."""

    def __init__(self, claim: Claim, language: Language, name: str, *, titles: bool) -> None:
        super().__init__(classes="fields")
        self._claim = claim
        self._language = language
        self._prefix = name
        self._titles = titles

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        if self._titles:
            yield from self._input("chapter")
            yield from self._input("section")
        yield from self._input("term")
        kinds = [(kind_label(kind, self._language), kind.value) for kind in FactKind]
        with Horizontal(classes="row"):
            yield Label(label("import_column_kind", self._language), classes="name")
            yield Select(
                kinds, value=self._claim.kind.value, allow_blank=False, id=f"{self._prefix}-kind", compact=True
            )
        with Horizontal(classes="row tall"):
            yield Label(label("import_column_statement", self._language), classes="name")
            yield TextArea(self._claim.statement, id=f"{self._prefix}-statement", compact=True)

    def _input(self, field: str) -> ComposeResult:
        with Horizontal(classes="row"):
            yield Label(label(f"import_column_{field}", self._language), classes="name")
            value = getattr(self._claim, field)
            yield Input(value, id=f"{self._prefix}-{field}", compact=True, select_on_focus=False)

    def claim(self) -> Claim:
        """Return the claim as it stands in the fields."""
        texts = {name: self.query_one(f"#{self._prefix}-{name}", Input).value for name in self._input_names()}
        kind = FactKind(str(self.query_one(f"#{self._prefix}-kind", Select).value))
        statement = self.query_one(f"#{self._prefix}-statement", TextArea).text
        return replace(self._claim, **texts, kind=kind, statement=statement)

    def _input_names(self) -> tuple[str, ...]:
        return ("chapter", "section", "term") if self._titles else ("term",)


class FormDialog(Dialog[Answer]):
    """A dialog with fields, saved by Ctrl+S."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", show=False, priority=True)]

    def action_save(self) -> None:
        """Hand back what is in the fields; if one of them is empty that is said, and the dialog stays."""
        claims = tuple(fields.claim() for fields in self.query(ClaimFields))
        for claim in claims:
            for name in ("chapter", "section", "term", "statement"):
                if not getattr(claim, name).strip():
                    field = self.text(f"import_column_{name}")
                    self.notify(self.text("review_empty", field=field), severity="warning")
                    return
        self.dismiss(self.answer(claims))

    def answer(self, claims: tuple[Claim, ...]) -> Answer:
        """Return what the dialog hands back."""
        raise NotImplementedError


class EditDialog(FormDialog["Claim"]):
    """Edit a claim under a title, which names a label."""

    def __init__(self, claim: Claim, title: str, language: Language) -> None:
        super().__init__(language)
        self._claim = claim
        self._title = title

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="box"):
            yield Static(self.text(self._title), classes="title")
            yield ClaimFields(self._claim, self.language, "one", titles=True)
            yield Static(self.text("review_save"), classes="keys")

    def on_mount(self) -> None:
        """Begin where most mending is done."""
        self.query_one("#one-term", Input).focus()

    def answer(self, claims: tuple[Claim, ...]) -> Claim:
        """Return the claim."""
        return claims[0]


class SplitDialog(FormDialog[tuple["Claim", "Claim"]]):
    """Edit the two halves of a claim."""

    def __init__(self, first: Claim, second: Claim, language: Language) -> None:
        super().__init__(language)
        self._halves = (first, second)

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with VerticalScroll(classes="box"):
            yield Static(self.text("review_title_split"), classes="title")
            for name, half in zip(("first", "second"), self._halves, strict=True):
                yield Static(self.text(f"review_{name}"), classes="half")
                yield ClaimFields(half, self.language, name, titles=False)
            yield Static(self.text("review_save"), classes="keys")

    def on_mount(self) -> None:
        """Begin with the term of the second half, which is surely wrong."""
        self.query_one("#second-term", Input).focus()

    def answer(self, claims: tuple[Claim, ...]) -> tuple[Claim, Claim]:
        """Return both halves."""
        return claims[0], claims[1]


class ChoiceDialog(Dialog[str]):
    """Choose one of a list, by its id."""

    def __init__(self, title: str, options: Sequence[tuple[str, str]], language: Language) -> None:
        super().__init__(language)
        self._title = title
        self._options = options

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="box high"):
            yield Static(self.text(self._title), classes="title")
            yield OptionList(*(Option(Text(text), id=name) for name, text in self._options))
            yield Static(self.text("review_choose"), classes="keys")

    def on_mount(self) -> None:
        """Let the arrow keys work at once."""
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand back what was chosen."""
        self.dismiss(event.option.id)


class MoveDialog(Dialog[tuple[str, str]]):
    """Choose a section among those there are, or type the titles of a new one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", show=False, priority=True)]

    def __init__(self, titles: Sequence[tuple[str, str]], now: tuple[str, str], language: Language) -> None:
        super().__init__(language)
        self._titles = titles
        self._now = now

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        options = [Option(Text(f"{chapter} > {section}")) for chapter, section in self._titles]
        with Vertical(classes="box high"):
            yield Static(self.text("review_title_move"), classes="title")
            yield OptionList(*options)
            for name, value in zip(("chapter", "section"), self._now, strict=True):
                with Horizontal(classes="row"):
                    yield Label(self.text(f"import_column_{name}"), classes="name")
                    yield Input(value, id=f"new-{name}", compact=True)
            yield Static(self.text("review_move_keys"), classes="keys")

    def on_mount(self) -> None:
        """Begin in the list, at the present section."""
        choices = self.query_one(OptionList)
        if self._now in self._titles:
            choices.highlighted = list(self._titles).index(self._now)
        choices.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand back the chosen section's titles."""
        self.dismiss(self._titles[event.option_index])

    def on_input_submitted(self) -> None:
        """Enter in a field is as good as Ctrl+S."""
        self.action_save()

    def action_save(self) -> None:
        """Hand back the typed titles."""
        self.dismiss((self.query_one("#new-chapter", Input).value, self.query_one("#new-section", Input).value))


class SureDialog(Dialog[float]):
    """Ask from which confidence on to accept, and say how many facts that are."""

    def __init__(self, count: Callable[[float], int], language: Language) -> None:
        super().__init__(language)
        self._count = count

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="box"):
            yield Static(self.text("review_title_sure"), classes="title")
            yield Input("0.90", id="confidence", compact=True, restrict=r"[01]?\.?[0-9]{0,3}")
            yield Static(id="count")
            yield Static(self.text("review_choose"), classes="keys")

    def _confidence(self) -> float | None:
        try:
            return float(self.query_one("#confidence", Input).value)
        except ValueError:
            return None

    def on_input_changed(self) -> None:
        """Say how many it would be."""
        value = self._confidence()
        count = 0 if value is None else self._count(value)
        self.query_one("#count", Static).update(self.text("review_sure_count", count=count))

    def on_input_submitted(self) -> None:
        """Hand back the number."""
        self.dismiss(self._confidence())


class LeaveDialog(Dialog[str]):
    """Ask whether to write what was decided before leaving: "write", "leave", or None to stay."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "answer('write')", show=False),
        Binding("q", "answer('leave')", show=False),
    ]

    def __init__(self, pending: int, language: Language) -> None:
        super().__init__(language)
        self._pending = pending

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="box"):
            yield Static(self.text("review_title_leave", count=self._pending), classes="title")
            yield Static(self.text("review_leave_keys"), classes="keys")

    def action_answer(self, answer: str) -> None:
        """Hand back the answer."""
        self.dismiss(answer)


class WaitDialog(Dialog[None]):
    """Say that something takes a while; it goes away by itself."""

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="box"):
            yield Static(self.text("review_writing"))

    def action_call_off(self) -> None:
        """Stay: what is being written cannot be called off."""


class HelpDialog(Dialog[str]):
    """What the keys do; any other key goes back."""

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with VerticalScroll(classes="box high"):
            yield Static(Text(self.text("review_help")))
            yield Static(self.text("review_help_close"), classes="keys")

    def on_key(self, event: events.Key) -> None:
        """Close on any key that does not scroll."""
        if event.key not in {"up", "down", "pageup", "pagedown", "home", "end"}:
            event.stop()
            self.dismiss(None)
