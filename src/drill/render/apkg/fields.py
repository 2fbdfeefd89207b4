"""A note's fields and tags as Anki wants them: HTML, escaped, in the order of its note type."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from drill.model.notes import (
    ChoiceContent,
    ClozeContent,
    ListContent,
    PartContent,
    RecallContent,
    SequenceContent,
)
from drill.render.apkg.notetypes import NoteType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from drill.model.bank import Option
    from drill.model.notes import Note, NoteContent

# Beyond HTML's own: `{` and `}` could close a cloze, `[` could start a sound or LaTeX tag, `:` could start a hint.
_SPECIAL = re.compile(r"[&<>\"'{}\[\]:\x00-\x1f\x7f]")
_REPLACEMENT = {character: f"&#{ord(character)};" for character in "\"'{}[]:"} | {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\n": "<br>",
    "\t": " ",
}


class Fields(NamedTuple):
    """The note type of a note and its field values by name; absent ones are empty."""

    note_type: NoteType
    values: Mapping[str, str]

    def in_order(self) -> list[str]:
        """Return the value of every field of the note type."""
        return [self.values.get(name, "") for name in self.note_type.field_names]


def note_fields(note: Note, *, edition: str) -> Fields:
    """Return what `note` is to Anki; `edition` names the bank and its version at the foot of the card."""
    note_type, content = _content(note.content)
    crumb = " › ".join(part for part in (note.breadcrumb.chapter, note.breadcrumb.section) if part)
    frame = {
        "Id": escape(note.id),
        "Crumb": escape(crumb),
        "HideCrumb": "" if note.breadcrumb_on_front else "1",
        "Source": escape(note.source),
        "Edition": escape(edition),
    }
    return Fields(note_type, frame | content)


def _content(content: NoteContent) -> tuple[NoteType, dict[str, str]]:
    match content:
        case RecallContent():
            return NoteType.ANSWER, {
                "Prompt": escape(content.question),
                "Answer": escape(content.gist),
                "ReversePrompt": escape(content.clue),
                "ReverseAnswer": escape(content.term),
                "Term": escape(content.term),
                "Statement": escape(content.statement),
                "ReverseDetail": escape(_reverse_detail(content)),
            }
        case PartContent():
            return NoteType.ANSWER, {
                "Prompt": escape(content.question),
                "Answer": escape(content.gist),
                "Term": escape(content.term),
                "Statement": escape(content.statement),
            }
        case ListContent():
            return NoteType.ANSWER, {"Prompt": escape(content.question), "Answer": _list(content.points, "ul")}
        case SequenceContent():
            answer = _list(content.steps, "ol") if len(content.steps) > 1 else escape("".join(content.steps))
            return NoteType.ANSWER, {"Prompt": escape(content.question), "Answer": answer}
        case ClozeContent():
            blank = f"{{{{c1::{escape(content.blank)}}}}}" if content.blank else ""
            text = f"{escape(content.before)}{blank}{escape(content.after)}"
            return NoteType.CLOZE, {"Text": text, "Term": escape(content.term)}
        case ChoiceContent():
            return NoteType.CHOICE, {
                "Stem": escape(content.stem),
                "Options": "".join(f"<li>{escape(option.text)}</li>" for option in content.options),
                "Reasons": "".join(_reason(option) for option in content.options),
                "Rationale": escape(content.rationale),
            }


def _reverse_detail(content: RecallContent) -> str:
    """Return what the term's card adds below its answer: whichever of statement and gist it did not ask by."""
    if not content.clue:
        return ""
    return content.gist if content.clue == content.statement else content.statement


def _reason(option: Option) -> str:
    mark = ' class="key"' if option.key else ""
    return f"<li{mark}>{escape(option.why)}</li>"


def _list(texts: Sequence[str], element: str) -> str:
    return f"<{element}>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + f"</{element}>" if texts else ""


def escape(text: str) -> str:
    """Return `text` as HTML that shows exactly it, in a field of Anki's."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda match: _REPLACEMENT.get(match[0], ""), text)


def note_tags(note: Note, chapters: Mapping[str, str]) -> list[str]:
    """Return the tags of `note`, sorted: its kind, its chapter (`chapters`: fact id to chapter id) and its contexts."""
    tags = {f"kind::{note.kind.value}"}
    tags |= {f"chapter::{chapters[fact_id]}" for fact_id in note.fact_ids if fact_id in chapters}
    tags |= {f"context::{tag}" for tag in _encoded(note.tags)}
    return sorted(tags)


def _encoded(tags: Iterable[str]) -> Iterable[str]:
    # Anki separates tags at any blank, the ideographic one included, and knows only composed characters.
    return ("_".join(unicodedata.normalize("NFC", tag).split()) for tag in tags if tag.strip())
