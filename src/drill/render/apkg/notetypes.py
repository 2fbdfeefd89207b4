"""The note types: their permanent ids, frozen field and template lists, and the templates around them.

Anki matches a note type by its id and its fields and templates by theirs, and takes no added ones without a conflict.
So names, labels and HTML may change (with `TEMPLATES_CHANGED`), a spare may get a meaning, but no line of the lists
below may ever go, come or change its number. docs/anki.md says the same to maintainers.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any, NamedTuple

import genanki

from drill.model.bank import Language
from drill.text.labels import label

# Anki takes changed templates only when they are newer (seconds since 1970 UTC). The digest guards against forgetting.
TEMPLATES_CHANGED = 1795465000
TEMPLATES_DIGEST = "a9195b8a682a4ef5"

_FIELD_ID_BASE = 2512535255000
_TEMPLATE_ID_BASE = 8821294971000
_LANGUAGE_TAG = {Language.ZH_HANS: "zh-CN", Language.ZH_HANT: "zh-TW", Language.EN: "en"}
_LABELS = ("anki_which_term", "anki_source", "anki_key", "anki_picked", "anki_reason")


class _Field(NamedTuple):
    number: int
    name: str


class _CardTemplate(NamedTuple):
    """A card of a note; it exists where the field `gate` holds text."""

    number: int
    name: str
    file: str
    gate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Design:
    """A note type in all languages."""

    name: str
    ids: dict[Language, int]
    fields: tuple[_Field, ...]
    templates: tuple[_CardTemplate, ...]
    is_cloze: bool = False


# On every note type: the stable id first, then what stands around each card.
_FRAME = (
    _Field(1, "Id"),
    _Field(2, "Crumb"),
    _Field(3, "HideCrumb"),
    _Field(4, "Source"),
    _Field(5, "Edition"),
)
_SPARE_FIELDS = tuple(_Field(90 + place, f"S{place}") for place in range(1, 9))
_SPARE_TEMPLATES = tuple(
    _CardTemplate(90 + place, f"Spare {place}", f"spare{place}", f"S{place}") for place in range(1, 4)
)


class NoteType(Enum):
    """The three note types; each exists once a language, since labels and `lang` stand in its templates."""

    ANSWER = _Design(
        name="drill answer",
        ids={Language.ZH_HANS: 3015980594930, Language.ZH_HANT: 8880114195158, Language.EN: 5498355381089},
        fields=(
            *_FRAME,
            _Field(11, "Prompt"),
            _Field(12, "Answer"),
            _Field(13, "ReversePrompt"),
            _Field(14, "ReverseAnswer"),
            _Field(15, "Term"),
            _Field(16, "Statement"),
            _Field(17, "ReverseDetail"),
            *_SPARE_FIELDS,
        ),
        templates=(
            _CardTemplate(1, "Answer", "answer", "Prompt"),
            _CardTemplate(2, "Term", "reverse", "ReversePrompt"),
            *_SPARE_TEMPLATES,
        ),
    )
    CLOZE = _Design(
        name="drill cloze",
        ids={Language.ZH_HANS: 4714917290476, Language.ZH_HANT: 9194722281813, Language.EN: 9886122718103},
        fields=(*_FRAME, _Field(21, "Text"), _Field(22, "Term"), *_SPARE_FIELDS),
        # Anki allows a cloze note type one template.
        templates=(_CardTemplate(1, "Cloze", "cloze", "Text"),),
        is_cloze=True,
    )
    CHOICE = _Design(
        name="drill choice",
        ids={Language.ZH_HANS: 5385914229009, Language.ZH_HANT: 6162414252353, Language.EN: 9721450413741},
        fields=(
            *_FRAME,
            _Field(31, "Stem"),
            _Field(32, "Options"),
            _Field(33, "Reasons"),
            _Field(34, "Rationale"),
            *_SPARE_FIELDS,
        ),
        templates=(_CardTemplate(1, "Choice", "choice", "Stem"), *_SPARE_TEMPLATES),
    )

    @property
    def field_names(self) -> tuple[str, ...]:
        """The names of the fields in Anki's order."""
        return tuple(field.name for field in self.value.fields)

    @property
    def gates(self) -> tuple[int, ...]:
        """For each template the position of the field without which a note has no such card."""
        return tuple(self.field_names.index(template.gate) for template in self.value.templates)

    def model(self, language: Language) -> genanki.Model:
        """Return the note type for notes in `language`."""
        return _model(self, language)


def card_gates(language: Language) -> dict[int, tuple[int, ...]]:
    """Return `gates` of every note type in `language` by model id."""
    return {note_type.value.ids[language]: note_type.gates for note_type in NoteType}


@cache
def _model(note_type: NoteType, language: Language) -> genanki.Model:
    design = note_type.value
    return genanki.Model(
        design.ids[language],
        f"{design.name} ({language.value})",
        fields=[{"name": field.name, "id": _FIELD_ID_BASE + field.number} for field in design.fields],
        templates=[_template(template, language) for template in design.templates],
        css=_text("style.css"),
        model_type=genanki.Model.CLOZE if design.is_cloze else genanki.Model.FRONT_BACK,
        # The browser lists notes by what they ask, not by their id.
        sort_field_index=len(_FRAME),
    )


def _template(template: _CardTemplate, language: Language) -> dict[str, Any]:
    return {
        "name": template.name,
        "id": _TEMPLATE_ID_BASE + template.number,
        "qfmt": _side(f"{template.file}.front.html", language),
        "afmt": _side(f"{template.file}.back.html", language),
    }


def _side(name: str, language: Language) -> str:
    """Fill in what is fixed for a language: `$` names of drill, where `{{...}}` stay for Anki."""
    fixed = {name.removeprefix("anki_"): label(name, language) for name in _LABELS}
    return Template(_text(name)).substitute(
        fixed,
        lang=_LANGUAGE_TAG[language],
        footer=Template(_text("footer.html")).substitute(fixed),
        choice_script=_text("choice.js"),
    )


@cache
def _text(name: str) -> str:
    return (files("drill.render") / "templates" / "anki" / name).read_text(encoding="utf-8").strip()


def templates_digest() -> str:
    """Return a digest of everything that learners get with the note types, to compare with `TEMPLATES_DIGEST`."""
    everything = [note_type.model(language).to_json(0, 0) for note_type in NoteType for language in Language]
    return hashlib.blake2b(json.dumps(everything, sort_keys=True).encode(), digest_size=8).hexdigest()
